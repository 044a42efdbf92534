// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/documents.h"

#include <functional>
#include <string>

class wxWindow;

namespace bayline::desktop {

/// Reads a fresh order and shows its check-in sheet for printing.
class CheckInPaper final
{
public:
    CheckInPaper(wxWindow* parent, Context& context, core::WorkOrderId order,
                 std::function<void(const std::string& problem)> failed);

private:
    void LayWhenRead();

    wxWindow* m_parent;
    WorkOrderPresenter m_order;
    DocumentsPresenter m_documents;
    std::function<void(const std::string&)> m_failed;
    bool m_asked = false;
};

} // namespace bayline::desktop
