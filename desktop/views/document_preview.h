// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/context.h"
#include "desktop/presenters/documents.h"
#include "desktop/views/controls.h"
#include "desktop/views/document_painter.h"

#include <wx/bitmap.h>
#include <wx/choice.h>
#include <wx/frame.h>
#include <wx/scrolwin.h>

#include <map>
#include <memory>

namespace bayline::desktop {

/// The pages of a document under one another, at any size; drawn once a size and kept as pictures.
class DocumentCanvas final : public wxScrolledCanvas
{
public:
    DocumentCanvas(wxWindow* parent, const char* name);

    /// Keeps the place in the document when the new one has as many pages.
    void Show(DocumentPtr document);
    using wxScrolledCanvas::Show;
    [[nodiscard]] const DocumentPtr& Shown() const { return m_document; }

    void FitWidth();
    void FitPage();
    void Zoom(double factor);
    void GoToPage(int page); ///< from 0
    [[nodiscard]] int PresentPage() const;
    [[nodiscard]] int PageCount() const;
    [[nodiscard]] int Percent() const;
    void OnView(std::function<void()> callback) { m_viewChanged = std::move(callback); }

private:
    enum class Fit
    {
        Width,
        Page,
        Free,
    };

    void OnPaint(wxPaintEvent& event);
    void OnKey(wxKeyEvent& event);
    void OnWheel(wxMouseEvent& event);
    void Arrange();
    [[nodiscard]] double FittingScale() const;
    [[nodiscard]] wxRect PageRect(int page) const; ///< unscrolled
    const wxBitmap& PageBitmap(int page);

    DocumentPtr m_document;
    std::unique_ptr<DocumentPainter> m_painter;
    std::map<int, wxBitmap> m_bitmaps;
    Fit m_fit = Fit::Width;
    double m_scale = 1; ///< pixels a point
    std::function<void()> m_viewChanged = [] {};
};

/// The canvas with its tools: pages, size, print, save as PDF.
class DocumentView final : public wxPanel
{
public:
    DocumentView(wxWindow* parent, const char* name, Context& context);

    void Show(DocumentPtr document);
    using wxPanel::Show;
    /// In the place of a document: why there is none.
    void Say(const wxString& sentence);
    void Print();
    void SavePdf();
    /// Offers the sizes that the shown kind of paper can have; `changed` lays it anew with the one that is kept then.
    void OnFormat(std::function<void()> changed);
    [[nodiscard]] DocumentCanvas& Canvas() const { return *m_canvas; }

private:
    void BuildTools();
    void ShowState();
    void ShowFormats();
    wxButton* Tool(const char* name, const char* icon, const wxString& tip, std::function<void()> act);

    Context& m_context;
    wxSizer* m_tools = nullptr;
    wxStaticText* m_page = nullptr;
    wxStaticText* m_percent = nullptr;
    wxButton* m_print = nullptr;
    wxButton* m_save = nullptr;
    wxChoice* m_format = nullptr;
    std::vector<PaperFormat> m_formats;
    std::function<void()> m_formatChanged;
    Banner* m_banner = nullptr;
    DocumentCanvas* m_canvas = nullptr;
    RequestSlot m_saveSlot;
};

/// Lays a paper of an order and shows it in a window of its own, where its size can be chosen. `failed` gets a
/// sentence.
void PreviewPaper(wxWindow* parent, Context& context, DocumentsPresenter& documents, PaperKind kind, PaperChoice choice,
                  std::function<void(const wxString&)> failed);
/// A window of its own with a document; for every paper of the program.
void PreviewDocument(wxWindow* parent, Context& context, DocumentPtr document, const wxString& title);

} // namespace bayline::desktop
