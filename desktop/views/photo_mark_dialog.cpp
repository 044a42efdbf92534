// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/photo_mark_dialog.h"

#include "desktop/views/controls.h"
#include "desktop/views/flow_row.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/one_line.h"
#include "desktop/views/photo_decode.h"
#include "desktop/views/photo_marks_painter.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_parts.h"

#include <wx/dcbuffer.h>
#include <wx/dialog.h>
#include <wx/display.h>
#include <wx/mstream.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace bayline::desktop {

namespace {

/// The photo with its marks, and the mouse that draws them.
class MarkCanvas final : public wxWindow
{
public:
    MarkCanvas(wxWindow* parent, wxImage picture, AnnotationPresenter& marks, std::function<void()> changed)
        : wxWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxBORDER_NONE | wxWANTS_CHARS),
          m_picture(std::move(picture)), m_marks(marks), m_changed(std::move(changed))
    {
        SetName("marks.canvas");
        SetBackgroundStyle(wxBG_STYLE_PAINT);
        SetCursor(wxCursor(wxCURSOR_CROSS));
        Bind(wxEVT_PAINT, &MarkCanvas::OnPaint, this);
        for (const auto& type : {wxEVT_LEFT_DOWN, wxEVT_LEFT_UP, wxEVT_MOTION}) {
            Bind(type, &MarkCanvas::OnMouse, this);
        }
        Bind(wxEVT_MOUSE_CAPTURE_LOST, [this](wxMouseCaptureLostEvent&) { m_marks.Cancel(); });
        Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
            m_scaled = wxBitmap();
            Refresh();
            event.Skip();
        });
    }

    /// Other blurs than those in the picture on screen.
    void MarksChanged()
    {
        m_scaled = wxBitmap();
        Refresh();
    }
    [[nodiscard]] const wxImage& Picture() const { return m_picture; }

private:
    [[nodiscard]] wxRect Place() const
    {
        const auto area = GetClientSize();
        const double scale = std::min(1.0 * area.x / m_picture.GetWidth(), 1.0 * area.y / m_picture.GetHeight());
        const int width = std::max(1, static_cast<int>(m_picture.GetWidth() * scale));
        const int height = std::max(1, static_cast<int>(m_picture.GetHeight() * scale));
        return {(area.x - width) / 2, (area.y - height) / 2, width, height};
    }

    void OnPaint(wxPaintEvent&)
    {
        wxAutoBufferedPaintDC dc(this);
        dc.SetBackground(wxBrush(Colours().raised));
        dc.Clear();
        const auto place = Place();
        const auto shown = m_marks.Shown();
        if (!m_scaled.IsOk()) {
            m_scaled = wxBitmap(
                BurnBlurs(m_picture.Scale(place.width, place.height, wxIMAGE_QUALITY_BILINEAR), m_marks.Marks()));
        }
        dc.DrawBitmap(m_scaled, place.GetPosition());
        const std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::Create(dc));
        if (!gc) {
            return;
        }
        if (shown.size() > m_marks.Marks().size() && shown.back().kind == core::MarkKind::Blur) {
            gc->SetPen(wxPen(Colours().text, 2, wxPENSTYLE_SHORT_DASH));
            gc->SetBrush(wxBrush(wxColour(128, 128, 128, 160)));
            const auto& mark = shown.back();
            gc->DrawRectangle(place.x + 1.0 * place.width * std::min(mark.x1, mark.x2) / core::kMarkScale,
                              place.y + 1.0 * place.height * std::min(mark.y1, mark.y2) / core::kMarkScale,
                              1.0 * place.width * std::abs(mark.x2 - mark.x1) / core::kMarkScale,
                              1.0 * place.height * std::abs(mark.y2 - mark.y1) / core::kMarkScale);
        }
        DrawMarks(*gc, shown, {1.0 * place.x, 1.0 * place.y}, place.width, place.height);
    }

    void OnMouse(wxMouseEvent& event)
    {
        const auto place = Place();
        const int x = std::clamp((event.GetX() - place.x) * core::kMarkScale / place.width, 0, core::kMarkScale);
        const int y = std::clamp((event.GetY() - place.y) * core::kMarkScale / place.height, 0, core::kMarkScale);
        event.Skip();
        if (event.LeftDown()) {
            if (m_marks.tool == core::MarkKind::Text && m_marks.text.empty()) {
                event.Skip(false); // or the canvas gets the keyboard that the words need
                m_changed();
                return;
            }
            SetFocus();
            CaptureMouse();
            m_marks.Begin(x, y);
        } else if (event.Dragging() && HasCapture()) {
            m_marks.Move(x, y);
        } else if (event.LeftUp() && HasCapture()) {
            ReleaseMouse();
            m_marks.Move(x, y);
            m_marks.End();
            MarksChanged();
            m_changed();
        } else {
            return;
        }
        Refresh();
    }

    wxImage m_picture;
    AnnotationPresenter& m_marks;
    std::function<void()> m_changed;
    wxBitmap m_scaled;
};

class MarkDialog final : public wxDialog
{
public:
    MarkDialog(wxWindow* parent, wxImage picture, AnnotationPresenter marks, const wxString& notice, MarksDone done)
        : wxDialog(parent, wxID_ANY, _("Mark the photo"), wxDefaultPosition, wxDefaultSize,
                   wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
          m_marks(std::move(marks)), m_done(std::move(done))
    {
        SetName("photo-marks");
        SetBackgroundColour(Colours().page);
        m_canvas = new MarkCanvas(this, std::move(picture), m_marks, [this] { MarkDrawn(); });
        m_canvas->SetMinSize(wxSize(Dip(this, 560), Dip(this, 400)));
        auto* column = new wxBoxSizer(wxVERTICAL);
        auto* problem = MakeProblem(this, "marks.problem");
        column->Add(problem, wxSizerFlags().Expand().Border(wxLEFT | wxTOP | wxRIGHT, Dip(this, kGap)));
        column->Add(BuildTools(), wxSizerFlags().Expand().Border(wxALL, Dip(this, kGap)));
        column->Add(m_canvas, wxSizerFlags(1).Expand().Border(wxLEFT | wxRIGHT, Dip(this, kGap)));
        column->Add(BuildEnd(), wxSizerFlags().Expand().Border(wxALL, Dip(this, kGap)));
        SetSizer(column);
        SetEscapeId(wxID_CANCEL);
        Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent&) { Destroy(); });
        Bind(wxEVT_CHAR_HOOK, &MarkDialog::OnKey, this);
        wxSize size(LetterDip(this, 920), LetterDip(this, 680));
        size.DecTo(wxDisplay(parent).GetClientArea().GetSize() - wxSize(Dip(this, kWide), Dip(this, 2 * kWide)));
        SetSize(size);
        ShowProblem(problem, notice); // its lines are as long as the window is wide by now
        CentreOverWindow(*this);
        Render();
    }

private:
    wxSizer* BuildTools()
    {
        auto* row = new FlowRow(Dip(this, kTight));
        const auto tool = [&](core::MarkKind kind, const char* name, const char* icon, const wxString& label) {
            auto* button = MakeButton(this, name, label, {.icon = icon, .large = true});
            button->Bind(wxEVT_BUTTON, [this, kind](wxCommandEvent&) {
                m_marks.tool = kind;
                Render();
                if (kind == core::MarkKind::Text)
                    m_text->SetFocus(); // without words there is nothing to put on the photo
            });
            m_tools[static_cast<std::size_t>(kind)] = button;
            row->Add(button, wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kTight)));
        };
        tool(core::MarkKind::Arrow, "marks.arrow", "mark-arrow", _("&Arrow"));
        tool(core::MarkKind::Circle, "marks.circle", "mark-circle", _("&Circle"));
        tool(core::MarkKind::Blur, "marks.blur", "mark-blur", _("Make &unrecognisable"));
        tool(core::MarkKind::Text, "marks.text", "mark-text", _("&Text"));
        m_text = MakeTextBox(this, "marks.words", _("Words to put on the photo"));
        m_text->SetMinSize(wxSize(LetterDip(this, 130), DeskHeight(this)));
        m_text->Bind(wxEVT_TEXT, [this](wxCommandEvent&) {
            m_marks.text = Utf8(m_text->GetValue());
            m_marks.tool = core::MarkKind::Text;
            Render();
        });
        row->Add(m_text, wxSizerFlags(1).CenterVertical().Border(wxRIGHT, Dip(this, kTight)));
        m_colour = new wxChoice(this, wxID_ANY);
        m_colour->SetName("marks.colour");
        m_colour->Append(_("Red"));
        m_colour->Append(_("Yellow"));
        m_colour->Append(_("White"));
        m_colour->SetSelection(0);
        m_colour->SetMinSize(wxSize(LetterDip(this, 110), Dip(this, kBayTarget)));
        m_colour->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) {
            m_marks.colour = static_cast<core::MarkColour>(m_colour->GetSelection());
        });
        row->Add(m_colour, wxSizerFlags().CenterVertical());
        return row;
    }

    wxSizer* BuildEnd()
    {
        auto* row = new FlowRow(Dip(this, kTight));
        const auto act = [&](const char* name, const wxString& label, const char* icon, const wxString& tip,
                             std::function<void()> what) {
            auto* button = MakeButton(this, name, label, {.icon = icon, .tip = tip});
            button->Bind(wxEVT_BUTTON, [this, what = std::move(what)](wxCommandEvent&) {
                what();
                m_canvas->MarksChanged();
                Render();
            });
            row->Add(button, wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kTight)));
            return button;
        };
        m_undo =
            act("marks.undo", _("U&ndo"), "back", _("Takes the last mark back (Ctrl+Z)"), [this] { m_marks.Undo(); });
        m_redo =
            act("marks.redo", _("&Redo"), "forward", _("Puts it there again (Ctrl+Y)"), [this] { m_marks.Redo(); });
        m_clear = act("marks.clear", _("Ta&ke all off"), "trash", _("Shows the photo as it was taken"),
                      [this] { m_marks.Clear(); });
        auto* hint = MakeMuted(this, _("The photo as it was taken is kept. What is sent has the marks burned in."));
        hint->SetMinSize(wxSize(LetterDip(this, 160), -1));
        KeepOnTwoLines(hint);
        hint->SetToolTip(hint->GetLabel());
        row->Add(hint, wxSizerFlags(1).CenterVertical());
        auto* cancel = MakeButton(this, "marks.cancel", _("Cance&l"), {.kind = ButtonKind::Quiet});
        cancel->SetId(wxID_CANCEL);
        cancel->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { Destroy(); });
        row->Add(cancel, wxSizerFlags().CenterVertical());
        m_save = MakeButton(this, "marks.save", _("&Save"), {.kind = ButtonKind::Primary, .icon = "save"});
        m_save->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { Save(); });
        row->Add(m_save, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
        return row;
    }

    void Render()
    {
        for (std::size_t index = 0; index < m_tools.size(); ++index) {
            ShowChosen(m_tools[index], index == static_cast<std::size_t>(m_marks.tool), Meaning::Neutral);
        }
        m_undo->Enable(m_marks.CanUndo());
        m_redo->Enable(m_marks.CanRedo());
        m_clear->Enable(!m_marks.Marks().empty());
        m_save->Enable(m_marks.Changed());
    }

    void MarkDrawn()
    {
        Render();
        if (m_marks.tool == core::MarkKind::Text && m_marks.text.empty())
            m_text->SetFocus();
    }

    void OnKey(wxKeyEvent& event)
    {
        const bool undo = event.ControlDown() && event.GetKeyCode() == 'Z';
        const bool redo = event.ControlDown() && event.GetKeyCode() == 'Y';
        if ((!undo && !redo) || m_text->HasFocus()) {
            event.Skip();
            return;
        }
        undo ? m_marks.Undo() : m_marks.Redo();
        m_canvas->MarksChanged();
        Render();
    }

    void Save()
    {
        std::vector<std::uint8_t> jpeg;
        if (!m_marks.Marks().empty()) {
            constexpr int kQuality = 95;
            auto flat = Flatten(m_canvas->Picture(), m_marks.Marks());
            flat.SetOption(wxIMAGE_OPTION_QUALITY, kQuality);
            wxMemoryOutputStream stream;
            if (!flat.SaveFile(stream, wxBITMAP_TYPE_JPEG)) {
                return;
            }
            jpeg.resize(static_cast<std::size_t>(stream.GetSize()));
            stream.CopyTo(jpeg.data(), jpeg.size());
        }
        m_done(m_marks.Marks(), std::move(jpeg));
        Destroy();
    }

    AnnotationPresenter m_marks;
    MarksDone m_done;
    MarkCanvas* m_canvas = nullptr;
    std::array<wxButton*, 4> m_tools{};
    wxTextCtrl* m_text = nullptr;
    wxChoice* m_colour = nullptr;
    wxButton* m_undo = nullptr;
    wxButton* m_redo = nullptr;
    wxButton* m_clear = nullptr;
    wxButton* m_save = nullptr;
};

} // namespace

void ShowPhotoMarks(wxWindow* parent, const PictureBytes& original, AnnotationPresenter marks, const wxString& notice,
                    MarksDone done)
{
    auto picture = original ? DecodeOwnJpeg(original->data(), original->size()) : wxImage();
    if (picture.IsOk()) {
        auto* dialog = new MarkDialog(parent, std::move(picture), std::move(marks), notice, std::move(done));
        dialog->Show();
    }
}

} // namespace bayline::desktop
