// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/bill_presenter.h"
#include "desktop/presenters/documents.h"
#include "desktop/presenters/floor_presenter.h"
#include "desktop/presenters/hv_presenter.h"
#include "desktop/presenters/inspection_presenter.h"
#include "desktop/presenters/invoice_presenter.h"
#include "desktop/presenters/phone_camera_presenter.h"
#include "desktop/presenters/photo_presenter.h"
#include "desktop/presenters/quote_presenter.h"
#include "desktop/presenters/repair_presenter.h"
#include "desktop/presenters/talk.h"
#include "desktop/presenters/work_order_header.h"
#include "desktop/presenters/work_order_presenter.h"
#include "desktop/views/controls.h"

#include <boost/json/object.hpp>
#include <wx/panel.h>

#include <functional>

namespace bayline::desktop {

enum class WorkOrderTab
{
    Complaint,
    Inspection,
    Quote,
    Repair,
    Invoice,
    Photos,
    Timeline,
};
inline constexpr int kWorkOrderTabs = 7;

/// What the pages of one work-order window share.
struct WorkOrderDesk
{
    WorkOrderDesk(Context& itsContext, core::WorkOrderId id)
        : context(itsContext), order(itsContext, id), header(order), inspection(order), quote(order), repair(order),
          floor(order), hv(order), invoice(order), photos(order), camera(order), documents(order), talk(order),
          bills(order, invoice)
    {
    }

    Context& context;
    WorkOrderPresenter order;
    WorkOrderHeaderForms header;
    InspectionPresenter inspection;
    QuotePresenter quote;
    RepairPresenter repair;
    FloorPresenter floor;
    HvPresenter hv;
    InvoicePresenter invoice;
    PhotoPresenter photos;
    PhoneCameraPresenter camera;
    DocumentsPresenter documents;
    TalkPresenter talk;
    BillPresenter bills;

    std::function<void(WorkOrderTab)> show = [](WorkOrderTab) {};
    /// Takes the focus from a control that goes.
    std::function<void()> focusTab = [] {};
    /// Opens the quote page with this line in its form.
    std::function<void(core::LineId)> editLine = [](core::LineId) {};
    /// Opens the photo page with this finding chosen.
    std::function<void(core::ItemId)> photosOf = [](core::ItemId) {};
    /// Lays out a paper and shows it in a window.
    std::function<void(PaperKind)> preview = [](PaperKind) {};
};

/// One page of the window. It shows the presenters' state and forwards; what a person types is never overwritten.
class WorkOrderPage : public wxPanel
{
public:
    WorkOrderPage(wxWindow* parent, const char* name, WorkOrderDesk& itsDesk) : wxPanel(parent), desk(itsDesk)
    {
        SetName(name);
        SetBackgroundColour(Colours().page);
    }
    /// Shows the present state; called for the page in sight only.
    virtual void Render() = 0;
    /// Something typed is not saved yet.
    [[nodiscard]] virtual bool HasUnsaved() const { return false; }
    /// What a draft of this page needs besides the text boxes a person typed in: which line is in the form. With a
    /// member "everything" all filled boxes are kept, typed in or not.
    [[nodiscard]] virtual boost::json::object DraftContext() const { return {}; }
    /// Makes the page ready for the boxes of a draft to be filled.
    virtual void BeginDraft(const boost::json::object& /*context*/) {}
    /// Puts the focus where work on this page begins.
    virtual void Begin() {}
    [[nodiscard]] const WorkOrderDesk& Desk() const { return desk; }

protected:
    WorkOrderDesk& desk;
};

} // namespace bayline::desktop
