// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/work_order_deed.h"

#include <algorithm>

namespace bayline::desktop {

const core::Refusal* Deed::RefusalAt(std::string_view field) const
{
    const auto found = std::find_if(m_refusals.begin(), m_refusals.end(),
                                    [&](const core::Refusal& refusal) { return refusal.field == field; });
    return found == m_refusals.end() ? nullptr : &*found;
}

const core::Refusal* Deed::RefusalOutside(const std::vector<std::string_view>& fields) const
{
    const auto found = std::find_if(m_refusals.begin(), m_refusals.end(), [&](const core::Refusal& refusal) {
        return std::find(fields.begin(), fields.end(), refusal.field) == fields.end();
    });
    return found == m_refusals.end() ? nullptr : &*found;
}

void Deed::Refuse(std::vector<core::Refusal> refusals)
{
    m_refusals = std::move(refusals);
    m_problem.clear();
}

void Deed::Reopen()
{
    if (Locked()) {
        return;
    }
    m_operation = core::OperationId::New();
    m_refusals.clear();
    m_problem.clear();
}

} // namespace bayline::desktop
