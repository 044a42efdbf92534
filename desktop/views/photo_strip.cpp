// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/photo_strip.h"

#include "desktop/views/flow_row.h"
#include "desktop/views/photo_drop.h"
#include "desktop/views/photo_grid.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_parts.h"

#include <algorithm>

namespace bayline::desktop {

namespace {

PhotoTile TileOf(const Context& context, const IntakePhoto& photo)
{
    PhotoTile tile;
    tile.id = photo.id;
    tile.stored = photo.stage == IntakeStage::Stored;
    tile.kind = photo.name;
    tile.problem = photo.problem;
    tile.state = context.Tr(IntakeStageName(photo));
    if (photo.pictures) {
        tile.thumb = PictureBytes(photo.pictures, &photo.pictures->thumb);
    }
    return tile;
}

} // namespace

PhotoStrip::PhotoStrip(wxWindow* parent, const char* name, Context& context, PhotoSubject defaultSubject)
    : wxPanel(parent), m_context(context), m_subject(std::move(defaultSubject)), m_intake(context)
{
    SetName(name);
    SetBackgroundColour(parent->GetBackgroundColour());
    const PhotoSink sink = {
        .file = [this](const std::string& path) { m_intake.AddFile(path, m_subject); },
        .bytes = [this](const std::string& from,
                        std::vector<std::uint8_t> bytes) { m_intake.AddBytes(from, std::move(bytes), m_subject); }};
    const auto named = [&](const char* part) { return std::string(name) + "." + part; };
    auto* add = MakeButton(this, named("add").c_str(), _("A&dd photos…"), {.icon = "camera"});
    add->Bind(wxEVT_BUTTON, [this, sink](wxCommandEvent&) { PickPhotos(this, sink); });
    auto* paste = MakeButton(this, named("paste").c_str(), wxString(),
                             {.kind = ButtonKind::Quiet, .icon = "paste", .tip = _("Paste photos (Ctrl+V)")});
    paste->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { Paste(); });
    m_remove = MakeButton(this, named("remove").c_str(), wxString(),
                          {.kind = ButtonKind::Quiet, .icon = "trash", .tip = _("Take the photo off the list (Del)")});
    m_remove->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { m_intake.Remove(m_grid->Selected()); });
    m_count = MakeMuted(this, wxString());
    m_count->SetName(named("count"));
    m_grid = new PhotoGrid(this, named("grid").c_str());
    m_grid->SetHint(_("Drop photos here, or paste them."));
    m_grid->SetMinSize(wxSize(Dip(this, 330), Dip(this, 232)));
    m_grid->onSelected = [this](core::PhotoId) { Render(); };
    m_problem = MakeProblem(this, named("problem").c_str());
    auto* row = new FlowRow(Dip(this, kTight));
    row->Add(add, wxSizerFlags().CenterVertical());
    row->Add(paste, wxSizerFlags().CenterVertical());
    row->Add(m_remove, wxSizerFlags().CenterVertical());
    row->AddStretchSpacer();
    row->Add(m_count, wxSizerFlags().CenterVertical());
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(row, wxSizerFlags().Expand());
    column->Add(m_grid, wxSizerFlags(1).Expand().Border(wxTOP, Dip(this, kGap)));
    column->Add(m_problem, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    SetSizer(column);
    AcceptDroppedPhotos(m_grid, sink);
    m_intake.onChanged = [this] { Render(); };
    Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
        if (event.ControlDown() && event.GetKeyCode() == 'V') {
            Paste();
        } else if (event.GetKeyCode() == WXK_DELETE && m_grid->HasFocus()) {
            m_intake.Remove(m_grid->Selected());
        } else {
            event.Skip();
        }
    });
    Render();
}

void PhotoStrip::Paste()
{
    const PhotoSink sink = {
        .file = [this](const std::string& path) { m_intake.AddFile(path, m_subject); },
        .bytes = [this](const std::string& from,
                        std::vector<std::uint8_t> bytes) { m_intake.AddBytes(from, std::move(bytes), m_subject); }};
    if (!PastePhotos(sink)) {
        ShowProblem(m_problem, _("There is no photo on the clipboard."), Meaning::Neutral);
    }
}

void PhotoStrip::Render()
{
    std::vector<PhotoTile> tiles;
    wxString problem;
    int good = 0;
    for (const auto& photo : m_intake.Photos()) {
        if (photo.stage == IntakeStage::Refused) {
            problem = Wx(photo.problem);
        } else {
            ++good;
        }
        tiles.push_back(TileOf(m_context, photo));
    }
    m_grid->Show(std::move(tiles));
    SetTextIfNew(m_count, good == 0 ? wxString() : TrCount("{1} photo", "{1} photos", good));
    m_remove->Enable(!m_grid->Selected().IsNil());
    ShowProblem(m_problem, problem);
}

} // namespace bayline::desktop
