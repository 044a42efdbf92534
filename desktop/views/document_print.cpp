// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/document_print.h"

#include "desktop/views/document_painter.h"
#include "desktop/views/translate.h"

#include <wx/graphics.h>
#include <wx/print.h>
#include <wx/printdlg.h>

#include <map>
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

/// What the last print of a kind was set to (quality, sides, tray …), until the program ends.
wxPrintData& LastPrintData(const std::string& kind)
{
    static std::map<std::string, wxPrintData> kept;
    return kept[kind];
}

/// The device's paper for a page, in words where it has one, else in millimetres.
void SetPaper(wxPrintData& data, const reports::PageSize& size)
{
    constexpr double kMillimetre = 72 / 25.4;
    if (size == reports::kA4 || size == reports::kA5) {
        data.SetPaperId(size == reports::kA5 ? wxPAPER_A5 : wxPAPER_A4);
    } else {
        data.SetPaperId(wxPAPER_NONE);
        data.SetPaperSize(wxSize(wxRound(size.width / kMillimetre), wxRound(size.height / kMillimetre)));
    }
    data.SetOrientation(data.GetPaperId() != wxPAPER_NONE && size.width > size.height ? wxLANDSCAPE : wxPORTRAIT);
}

} // namespace

wxString PrintDocument(wxWindow* parent, const DocumentPtr& document, PaperMemory& papers)
{
    if (document->pages.empty()) {
        return {};
    }
    auto& data = LastPrintData(document->kind);
    SetPaper(data, document->pages.front().size);
    if (const auto printer = papers.Of(document->kind).printer; !printer.empty()) {
        data.SetPrinterName(Wx(printer));
    }
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
    if (!document->kind.empty() && !data.GetPrinterName().empty()) {
        papers.KeepPrinter(document->kind, Utf8(data.GetPrinterName()));
    }
    return {};
}

} // namespace bayline::desktop
