// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/document_preview.h"

#include "desktop/presenters/whole_file.h"
#include "desktop/views/document_print.h"
#include "desktop/views/flow_row.h"
#include "desktop/views/focus_keeper.h"
#include "desktop/views/translate.h"

#include <wx/filedlg.h>
#include <wx/filename.h>
#include <wx/stdpaths.h>
#include <wx/weakref.h>

namespace bayline::desktop {

namespace {

/// A title as a file name: no characters that a file system may refuse.
wxString FileNameFor(const reports::Document& document)
{
    auto name = Wx(document.title);
    for (const auto forbidden : wxString(wxFileName::GetForbiddenChars(wxPATH_DOS) + "/\n\r\t")) {
        name.Replace(wxString(forbidden), "-");
    }
    name.Trim(true).Trim(false);
    return (name.empty() ? wxString("bayline") : name) + ".pdf";
}

class PreviewFrame final : public wxFrame
{
public:
    PreviewFrame(wxWindow* parent, Context& context, DocumentPtr document, const wxString& title)
        : wxFrame(parent, wxID_ANY, title), m_view(new DocumentView(this, "preview", context)),
          m_focus(*this, [this] { return &m_view->Canvas(); })
    {
        SetName("document-preview");
        m_view->Show(std::move(document));
        auto* sizer = new wxBoxSizer(wxVERTICAL);
        sizer->Add(m_view, wxSizerFlags(1).Expand());
        SetSizer(sizer);
        SetClientSize(FromDIP(wxSize(960, 700)));
        CentreOverWindow(*this);
        Bind(wxEVT_CHAR_HOOK, &PreviewFrame::OnKey, this);
        m_view->Canvas().SetFocus();
    }

    [[nodiscard]] DocumentView& View() { return *m_view; }

private:
    void OnKey(wxKeyEvent& event)
    {
        if (event.GetKeyCode() == WXK_ESCAPE) {
            Close();
        } else if (event.ControlDown() && event.GetKeyCode() == 'P') {
            m_view->Print();
        } else if (event.ControlDown() && event.GetKeyCode() == 'S') {
            m_view->SavePdf();
        } else {
            event.Skip();
        }
    }

    DocumentView* m_view;
    FocusKeeper m_focus;
};

} // namespace

DocumentView::DocumentView(wxWindow* parent, const char* name, Context& context) : wxPanel(parent), m_context(context)
{
    SetName(name);
    SetBackgroundColour(Colours().page);
    // With large letters the tools take two rows beside a form.
    m_tools = new FlowRow(Dip(this, kTight));
    m_canvas = new DocumentCanvas(this, (std::string(name) + ".pages").c_str());
    BuildTools();
    m_banner = new Banner(this, (std::string(name) + ".banner").c_str());
    auto* sizer = new wxBoxSizer(wxVERTICAL);
    sizer->Add(m_tools, wxSizerFlags().Expand().Border(wxALL, Dip(this, kTight)));
    sizer->Add(m_banner, wxSizerFlags().Expand());
    sizer->Add(m_canvas, wxSizerFlags(1).Expand());
    SetSizer(sizer);
    m_canvas->OnView([this] { ShowState(); });
    ShowState();
}

wxButton* DocumentView::Tool(const char* name, const char* icon, const wxString& tip, std::function<void()> act)
{
    auto* button = MakeButton(this, name, wxString(), {.kind = ButtonKind::Quiet, .icon = icon, .tip = tip});
    button->Bind(wxEVT_BUTTON, [act = std::move(act)](wxCommandEvent&) { act(); });
    m_tools->Add(button, wxSizerFlags().CenterVertical());
    return button;
}

void DocumentView::BuildTools()
{
    m_print = MakeButton(this, "preview.print", _("&Print…"), {.icon = "print", .tip = _("Print (Ctrl+P)")});
    m_print->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { Print(); });
    m_save = MakeButton(this, "preview.save", _("P&DF…"), {.icon = "save", .tip = _("Save as PDF (Ctrl+S)")});
    m_save->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { SavePdf(); });
    m_tools->Add(m_print, wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kTight)));
    m_tools->Add(m_save, wxSizerFlags().CenterVertical());
    m_format = new wxChoice(this, wxID_ANY);
    m_format->SetName("preview.format");
    m_format->SetToolTip(_("Size of the paper"));
    m_format->Bind(wxEVT_CHOICE, [this](wxCommandEvent& event) {
        const auto& chosen = m_formats.at(static_cast<std::size_t>(std::max(0, event.GetSelection())));
        m_context.papers->KeepFormat(m_canvas->Shown()->kind, chosen.word);
        m_formatChanged();
    });
    m_format->Hide();
    m_tools->Add(m_format, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kTight)));
    m_tools->AddStretchSpacer();
    Tool("preview.up", "up", _("Page before (Page Up)"), [this] { m_canvas->GoToPage(m_canvas->PresentPage() - 1); });
    m_page = MakeMuted(this, wxString());
    m_page->SetName("preview.page");
    m_tools->Add(m_page, wxSizerFlags().CenterVertical());
    Tool("preview.down", "down", _("Next page (Page Down)"),
         [this] { m_canvas->GoToPage(m_canvas->PresentPage() + 1); });
    m_tools->AddSpacer(Dip(this, kSpace));
    Tool("preview.smaller", "zoom-out", _("Smaller (Ctrl+wheel)"), [this] { m_canvas->Zoom(1 / 1.25); });
    m_percent = MakeMuted(this, "100 %");
    m_percent->SetName("preview.percent");
    m_tools->Add(m_percent, wxSizerFlags().CenterVertical());
    Tool("preview.larger", "zoom-in", _("Larger (Ctrl+wheel)"), [this] { m_canvas->Zoom(1.25); });
    auto* width =
        MakeButton(this, "preview.fit-width", _("&Width"), {.kind = ButtonKind::Quiet, .tip = _("Page width")});
    width->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { m_canvas->FitWidth(); });
    auto* whole = MakeButton(this, "preview.fit-page", _("Pa&ge"), {.kind = ButtonKind::Quiet, .tip = _("Whole page")});
    whole->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { m_canvas->FitPage(); });
    m_tools->Add(width, wxSizerFlags().CenterVertical());
    m_tools->Add(whole, wxSizerFlags().CenterVertical());
}

void DocumentView::Show(DocumentPtr document)
{
    m_canvas->Show(std::move(document));
    const auto& shown = m_canvas->Shown();
    if (shown && !shown->missingGlyphs.empty()) {
        m_banner->Show(Tr("No document font can draw {1}. These characters appear as a box.",
                          {Wx(reports::DescribeGlyphs(shown->missingGlyphs))}),
                       Meaning::Attention);
    } else {
        m_banner->Clear();
    }
    ShowFormats();
    ShowState();
}

void DocumentView::OnFormat(std::function<void()> changed)
{
    m_formatChanged = std::move(changed);
    ShowFormats();
}

void DocumentView::ShowFormats()
{
    const auto& shown = m_canvas->Shown();
    m_formats = shown && m_formatChanged && !shown->kind.empty() ? FormatsOf(shown->kind) : std::vector<PaperFormat>{};
    wxArrayString names;
    int present = 0;
    for (const auto& format : m_formats) {
        if (format.word == m_context.papers->FormatOf(shown->kind).word) {
            present = static_cast<int>(names.size());
        }
        names.push_back(TrText(format.name));
    }
    m_format->Set(names);
    m_format->SetSelection(names.empty() ? wxNOT_FOUND : present);
    m_format->Show(names.size() > 1);
    m_tools->Layout();
}

void DocumentView::Say(const wxString& sentence)
{
    m_canvas->Show(nullptr);
    if (sentence.empty()) {
        m_banner->Clear();
    } else {
        m_banner->Show(sentence, Meaning::Neutral);
    }
    ShowState();
}

void DocumentView::ShowState()
{
    if (m_page == nullptr || m_percent == nullptr) {
        return;
    }
    const int count = m_canvas->PageCount();
    const auto page = count == 0 ? wxString() : wxString::Format("%d / %d", m_canvas->PresentPage() + 1, count);
    const auto percent = wxString::Format("%d %%", m_canvas->Percent());
    if (m_page->GetLabelText() != page || m_percent->GetLabelText() != percent) {
        m_page->SetLabelText(page);
        m_percent->SetLabelText(percent);
        Layout();
    }
    m_print->Enable(count > 0);
    m_save->Enable(count > 0 && !m_saveSlot.Busy());
}

void DocumentView::Print()
{
    if (!m_canvas->Shown()) {
        return;
    }
    PrintDocument(this, m_canvas->Shown(), *m_context.papers,
                  [here = wxWeakRef<DocumentView>(this)](const PrintSaid& said) {
                      if (!here) {
                          return;
                      }
                      if (said.again) {
                          here->m_banner->Show(said.sentence, said.meaning, _("Try again"), [here] {
                              if (here) {
                                  here->Print();
                              }
                          });
                      } else {
                          here->m_banner->Show(said.sentence, said.meaning);
                      }
                  });
}

void DocumentView::SavePdf()
{
    const auto document = m_canvas->Shown();
    if (!document || m_saveSlot.Busy()) {
        return;
    }
    wxFileDialog dialog(this, _("Save as PDF"), wxStandardPaths::Get().GetDocumentsDir(), FileNameFor(*document),
                        _("PDF documents") + " (*.pdf)|*.pdf", wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
    if (dialog.ShowModal() != wxID_OK) {
        return;
    }
    const auto path = Utf8(dialog.GetPath());
    Start(
        m_context.jobs, m_saveSlot,
        [document, path](db::Connection&) {
            WriteWholeFile(path, PdfOf(*document), FileReaders::Everybody);
            return true;
        },
        [this, path](bool) {
            m_banner->Show(Tr("Saved as {1}.", {Wx(path)}), Meaning::Good);
            ShowState();
        },
        [this](const core::Failure& failure) {
            m_banner->Show(Wx(m_context.Say(failure)), Meaning::Danger, _("Try again"), [this] { SavePdf(); });
            ShowState();
        });
    ShowState();
}

void PreviewPaper(wxWindow* parent, Context& context, DocumentsPresenter& documents, PaperKind kind, PaperChoice choice,
                  std::function<void(const wxString&)> failed)
{
    documents.Lay(
        kind, std::nullopt,
        [parent, &context, &documents, kind, choice](DocumentPtr document) {
            const auto title = Wx(document->title);
            auto* frame = new PreviewFrame(parent, context, std::move(document), title);
            // The window of the order, and with it `documents`, outlives the frame, which is its child.
            frame->View().OnFormat([frame, &documents, kind, choice] {
                documents.Lay(
                    kind, std::nullopt,
                    [window = wxWeakRef<PreviewFrame>(frame)](DocumentPtr again) {
                        if (window) {
                            window->View().Show(std::move(again));
                        }
                    },
                    [window = wxWeakRef<PreviewFrame>(frame)](const std::string& sentence) {
                        if (window) {
                            window->View().Say(Wx(sentence));
                        }
                    },
                    choice);
            });
            frame->Show();
        },
        [failed = std::move(failed)](const std::string& sentence) { failed(Wx(sentence)); }, choice);
}

void PreviewDocument(wxWindow* parent, Context& context, DocumentPtr document, const wxString& title)
{
    auto* frame = new PreviewFrame(parent, context, std::move(document), title);
    frame->Show();
}

} // namespace bayline::desktop
