// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/work_order_deed.h"

#include "core/refusals.h"
#include "desktop/presenters/work_order_refusals.h"

#include <algorithm>

namespace bayline::desktop {

const core::Refusal* Deed::RefusalAt(std::string_view field) const
{
    return core::RefusalAt(m_refusals, field);
}

const core::Refusal* Deed::RefusalOutside(const std::vector<std::string_view>& fields) const
{
    return core::RefusalOutside(m_refusals, fields);
}

bool Deed::Clashed() const
{
    return std::any_of(m_refusals.begin(), m_refusals.end(), IsClash);
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
