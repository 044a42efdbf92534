// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <any>
#include <tuple>

namespace bayline::desktop {

/// The operation id of a save: the same as long as exactly the same is tried again, so that a try after a lost answer
/// does it once, and another one as soon as anything differs, so that nothing is taken for what was saved before it.
/// One thread at a time.
class SameTry final
{
public:
    /// `parts`: what would be written and where; copied and compared with ==.
    template <class... Parts>
    [[nodiscard]] core::OperationId Of(const Parts&... parts)
    {
        using Content = std::tuple<Parts...>;
        const auto* before = std::any_cast<Content>(&m_content);
        if (before == nullptr || *before != std::tie(parts...)) {
            m_content = Content(parts...);
            m_operation = core::OperationId::New();
        }
        return m_operation;
    }

    /// It is done, or begun anew: what comes next is another save, even with the same content.
    void Forget() { m_content.reset(); }

private:
    std::any m_content;
    core::OperationId m_operation;
};

} // namespace bayline::desktop
