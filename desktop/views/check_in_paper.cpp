// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/check_in_paper.h"

#include "desktop/views/document_preview.h"
#include "desktop/views/translate.h"

namespace bayline::desktop {

CheckInPaper::CheckInPaper(wxWindow* parent, Context& context, core::WorkOrderId order,
                           std::function<void(const std::string&)> failed)
    : m_parent(parent), m_order(context, order), m_documents(m_order), m_failed(std::move(failed))
{
    m_order.onChanged = [this] { LayWhenRead(); };
    m_order.Load();
    LayWhenRead();
}

void CheckInPaper::LayWhenRead()
{
    if (!m_order.Problem().empty() && !m_asked)
        m_failed(m_order.Problem());
    // The staff is read together with the address of the customer's page, which the sheet prints.
    if (m_asked || !m_order.Loaded() || m_order.Basics().staff.empty())
        return;
    m_asked = true;
    m_documents.Lay(
        PaperKind::CheckIn, std::nullopt,
        [this](DocumentPtr document) {
            PreviewDocument(m_parent, m_order.TheContext(), std::move(document),
                            Tr("Check-in sheet {1}", {Wx(m_order.Order().number)}));
        },
        m_failed);
}

} // namespace bayline::desktop
