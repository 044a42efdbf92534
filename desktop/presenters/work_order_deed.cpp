// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/work_order_deed.h"

#include "core/refusals.h"

namespace bayline::desktop {

const core::Refusal* Deed::RefusalAt(std::string_view field) const
{
    return core::RefusalAt(m_refusals, field);
}

const core::Refusal* Deed::RefusalOutside(const std::vector<std::string_view>& fields) const
{
    return core::RefusalOutside(m_refusals, fields);
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
