// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/document_print.h"

#include "desktop/views/document_painter.h"
#include "desktop/views/translate.h"

#include <wx/graphics.h>
#include <wx/print.h>
#include <wx/printdlg.h>

#include <memory>

namespace bayline::desktop {

namespace {

class DocumentPrintout final : public wxPrintout
{
public:
    explicit DocumentPrintout(DocumentPtr document)
        : wxPrintout(Wx(document->title)), m_document(std::move(document)), m_painter(*m_document)
    {
    }

    bool HasPage(int page) override { return page >= 1 && page <= Count(); }

    void GetPageInfo(int* first, int* last, int* from, int* to) override
    {
        *first = 1;
        *last = Count();
        *from = 1;
        *to = Count();
    }

    bool OnPrintPage(int number) override
    {
        const auto& page = m_document->pages.at(static_cast<std::size_t>(number) - 1);
        // The paper's own edge is the origin; a page that is a little larger than the paper is made to fit.
        FitThisSizeToPaper(
            wxSize(static_cast<int>(page.size.width * kUnits), static_cast<int>(page.size.height * kUnits)));
        const std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::CreateFromUnknownDC(*GetDC()));
        if (!gc) {
            return false;
        }
        m_painter.Paint(*gc, page, kUnits);
        return true;
    }

private:
    /// Units a point handed to the device: a whole number of points would be too coarse.
    static constexpr double kUnits = 10;

    [[nodiscard]] int Count() const { return static_cast<int>(m_document->pages.size()); }

    DocumentPtr m_document;
    DocumentPainter m_painter;
};

/// Kept from one print to the next, so that the printer is chosen once.
wxPrintData& LastPrintData()
{
    static wxPrintData data;
    return data;
}

} // namespace

wxString PrintDocument(wxWindow* parent, const DocumentPtr& document)
{
    if (document->pages.empty()) {
        return {};
    }
    auto& data = LastPrintData();
    const auto& size = document->pages.front().size;
    data.SetPaperId(size == reports::kA5 ? wxPAPER_A5 : wxPAPER_A4);
    data.SetOrientation(size.width > size.height ? wxLANDSCAPE : wxPORTRAIT);
    wxPrintDialogData dialogData(data);
    dialogData.SetMaxPage(static_cast<int>(document->pages.size()));
    wxPrinter printer(&dialogData);
    DocumentPrintout printout(document);
    if (!printer.Print(parent, &printout, true)) {
        return wxPrinter::GetLastError() == wxPRINTER_CANCELLED
                   ? wxString()
                   : _("Printing did not work. Please check the printer; the order is not affected.");
    }
    data = printer.GetPrintDialogData().GetPrintData();
    return {};
}

} // namespace bayline::desktop
