// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/logo_panel.h"

#include "desktop/views/flow_row.h"
#include "desktop/views/photo_decode.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_parts.h"

#include <wx/filedlg.h>
#include <wx/image.h>
#include <wx/mstream.h>
#include <wx/stdpaths.h>

#include <algorithm>

namespace bayline::desktop {

namespace {

constexpr int kShownWidth = 200;
constexpr int kShownHeight = 56;

/// The picture at most `width` × `height` pixels; the same when it is smaller.
wxImage Fitted(wxImage image, int width, int height)
{
    const double scale =
        std::min({1.0, static_cast<double>(width) / image.GetWidth(), static_cast<double>(height) / image.GetHeight()});
    if (scale < 1) {
        image.Rescale(std::max(1, static_cast<int>(image.GetWidth() * scale)),
                      std::max(1, static_cast<int>(image.GetHeight() * scale)), wxIMAGE_QUALITY_HIGH);
    }
    return image;
}

LogoPresenter::Jpeg Shrunk(const LogoPresenter::Jpeg& jpeg, int longest)
{
    auto image = DecodeOwnJpeg(jpeg.data(), jpeg.size());
    if (!image.IsOk() || std::max(image.GetWidth(), image.GetHeight()) <= longest) {
        return jpeg;
    }
    image = Fitted(std::move(image), longest, longest);
    image.SetOption(wxIMAGE_OPTION_QUALITY, 92);
    wxMemoryOutputStream stream;
    if (!image.SaveFile(stream, wxBITMAP_TYPE_JPEG)) {
        return jpeg;
    }
    LogoPresenter::Jpeg small(stream.GetSize());
    stream.CopyTo(small.data(), small.size());
    return small;
}

} // namespace

LogoPanel::LogoPanel(wxWindow* parent, Context& context, const std::string& name, LogoHome home)
    : wxPanel(parent), m_presenter(
                           context, Shrunk, [this] { Render(); }, std::move(home))
{
    SetName(Wx(name));
    SetBackgroundColour(parent->GetBackgroundColour());
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(MakeMuted(this, _("Logo at the head of papers")), wxSizerFlags().Border(wxBOTTOM, Dip(this, 3)));
    auto* row = new FlowRow(Dip(this, kTight));
    m_picture = new wxStaticBitmap(this, wxID_ANY, wxBitmapBundle());
    m_picture->SetName(Wx(name + ".picture"));
    m_none = MakeText(this, m_presenter.FollowsShop() ? _("as the shop") : _("No logo"));
    m_none->SetName(Wx(name + ".none"));
    m_choose = MakeButton(this, (name + ".choose").c_str(), _("Choose a picture …"), {.icon = "open"});
    OnAct(m_choose, [this] { Choose(); });
    m_remove = MakeButton(this, (name + ".remove").c_str(), _("Remove"), {.kind = ButtonKind::Quiet, .icon = "trash"});
    OnAct(m_remove, [this] { m_presenter.Remove(); });
    row->Add(m_picture, wxSizerFlags().CenterVertical());
    row->Add(m_none, wxSizerFlags().CenterVertical());
    row->AddStretchSpacer();
    row->Add(m_choose, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    row->Add(m_remove, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kTight)));
    column->Add(row, wxSizerFlags().Expand());
    m_message = MakeProblem(this, (name + ".message").c_str());
    column->Add(m_message, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    SetSizer(column);
    Render();
}

void LogoPanel::Choose()
{
    wxFileDialog dialog(this, _("Logo at the head of papers"), wxStandardPaths::Get().GetDocumentsDir(), wxString(),
                        _("Pictures") + " (*.png, *.jpg)|*.png;*.PNG;*.jpg;*.JPG;*.jpeg;*.JPEG",
                        wxFD_OPEN | wxFD_FILE_MUST_EXIST);
    if (dialog.ShowModal() == wxID_OK) {
        m_presenter.Choose(Utf8(dialog.GetPath()));
    }
}

void LogoPanel::Render()
{
    const auto& state = m_presenter.Now();
    if (state.picture != m_shown) {
        m_shown = state.picture;
        const auto image = m_shown ? DecodeOwnJpeg(m_shown->data(), m_shown->size()) : wxImage();
        m_picture->SetBitmap(image.IsOk() ? wxBitmap(Fitted(image, FromDIP(kShownWidth), FromDIP(kShownHeight)))
                                          : wxBitmap());
    }
    m_picture->Show(m_shown != nullptr);
    m_none->Show(m_shown == nullptr);
    EnableIfNew(m_choose, state.mayChange && !state.busy);
    m_remove->Show(m_shown != nullptr);
    EnableIfNew(m_remove, state.mayChange && !state.busy);
    ShowProblem(m_message, Wx(state.message), state.failed ? Meaning::Danger : Meaning::Good);
    Layout();
    onResized();
}

} // namespace bayline::desktop
