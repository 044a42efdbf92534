// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/document_print.h"

#include "desktop/views/document_painter.h"
#include "desktop/views/print_watch.h"
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

/// A printer's step in words.
PrintSaid Words(PrintStep step, const wxString& printer)
{
    switch (step) {
    case PrintStep::Refused:
        return {
            Tr("{1} did not take the document, so nothing was printed. The document and its number stay as they are; "
               "please check the printer and print again.",
               {printer}),
            Meaning::Danger, true};
    case PrintStep::Queued:
        return {Tr("{1} has taken the document.", {printer})};
    case PrintStep::NoPaper:
        return {Tr("{1} is out of paper: please put some in. The document waits there.", {printer}),
                Meaning::Attention};
    case PrintStep::Open:
        return {Tr("{1} is open: please close its cover. The document waits there.", {printer}), Meaning::Attention};
    case PrintStep::NoToner:
        return {Tr("{1} has nothing left to print with: please change its toner or ink. The document waits there.",
                   {printer}),
                Meaning::Attention};
    case PrintStep::Offline:
        return {Tr("{1} cannot be reached: please see whether it is switched on and connected. The document waits.",
                   {printer}),
                Meaning::Attention};
    case PrintStep::Stopped:
        return {Tr("{1} needs attention: please look at the printer. The document waits there.", {printer}),
                Meaning::Attention};
    case PrintStep::Printed:
        return {Tr("Printed on {1}.", {printer}), Meaning::Good};
    case PrintStep::GivenUp:
        return {Tr("{1} took the document and did not print it. The document and its number stay as they are; please "
                   "check the printer and print again.",
                   {printer}),
                Meaning::Danger, true};
    case PrintStep::Written:
        break;
    }
    return {_("The document was written to a file."), Meaning::Good};
}

} // namespace

void PrintDocument(wxWindow* parent, const DocumentPtr& document, PaperMemory& papers,
                   std::function<void(const PrintSaid&)> say)
{
    if (document->pages.empty()) {
        return;
    }
    auto& data = LastPrintData(document->kind);
    SetPaper(data, document->pages.front().size);
    data.SetPrinterName(Wx(papers.Of(document->kind).printer)); // empty: the usual one
    wxPrintDialogData dialogData(data);
    dialogData.SetMaxPage(static_cast<int>(document->pages.size()));
    wxPrinter printer(&dialogData);
    DocumentPrintout printout(document);
    PrintWatch watch;
    if (!printer.Print(parent, &printout, true)) {
        if (wxPrinter::GetLastError() != wxPRINTER_CANCELLED) {
            say({_("Printing did not work. Please check the printer; the order is not affected."), Meaning::Danger,
                 true});
        }
        return;
    }
    data = printer.GetPrintDialogData().GetPrintData();
    const auto name = data.GetPrinterName();
    const auto tell = [say, name, kind = document->kind, &papers](PrintStep step) {
        if (step == PrintStep::Queued && !kind.empty() && !name.empty()) {
            papers.KeepPrinter(kind, Utf8(name));
        }
        say(Words(step, name));
    };
    if (!watch.Follow(Utf8(name), tell)) {
        tell(PrintStep::Queued);
    }
}

} // namespace bayline::desktop
