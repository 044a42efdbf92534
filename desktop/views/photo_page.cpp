// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/photo_page.h"

#include "desktop/views/flow_row.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/one_line.h"
#include "desktop/views/photo_mark_dialog.h"
#include "desktop/views/translate.h"

#include <wx/splitter.h>

#include <algorithm>

namespace bayline::desktop {

namespace {
constexpr int kLookEvery = 600; ///< milliseconds between looks at the camera folder
}

PhotoPage::PhotoPage(wxWindow* parent, WorkOrderDesk& itsDesk) : WorkOrderPage(parent, "page.photos", itsDesk)
{
    auto* tools = BuildTools();
    m_grid = new PhotoGrid(this, "photos.grid");
    m_grid->SetHint(_("Drop photos here, paste them, or add files."));
    m_grid->SetMinSize(wxSize(Dip(this, 342), -1));
    m_grid->onSelected = [this](core::PhotoId id) { ShowSelected(id); };
    m_counts = MakeText(this, wxString(), Type::Strong);
    m_counts->SetName("photos.counts");
    m_difference = MakeMuted(this, wxString());
    m_difference->SetName("photos.difference");
    auto* ledger = new FlowRow(0);
    ledger->Add(m_counts, wxSizerFlags().CenterVertical());
    ledger->Add(m_difference, wxSizerFlags(1).CenterVertical().Border(wxLEFT, Dip(this, kSpace)));
    m_problem = MakeProblem(this, "photos.problem");
    auto* body = new wxBoxSizer(wxHORIZONTAL);
    body->Add(m_grid, wxSizerFlags(2).Expand());
    body->Add(BuildViewer(), wxSizerFlags(3).Expand().Border(wxLEFT, Dip(this, kSpace)));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(tools, wxSizerFlags().Expand().Border(wxALL, Dip(this, kSpace)));
    column->Add(ledger, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, Dip(this, kSpace)));
    column->Add(m_problem, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, Dip(this, kSpace)));
    column->Add(body, wxSizerFlags(1).Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, Dip(this, kSpace)));
    SetSizer(column);
    AcceptDroppedPhotos(m_grid, Sink());
    desk.photos.onChanged = [this] {
        if (IsShown()) {
            Render();
        }
    };
    m_look.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { LookAtFolder(); });
    m_look.Start(kLookEvery);
    Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
        if (event.ControlDown() && event.GetKeyCode() == 'V') {
            Paste();
        } else {
            event.Skip();
        }
    });
}

wxSizer* PhotoPage::BuildTools()
{
    auto* add = MakeButton(this, "photos.add", _("&Add photos…"),
                           {.kind = ButtonKind::Primary, .icon = "camera", .large = true});
    OnAct(add, [this] { PickPhotos(this, Sink()); });
    auto* paste = MakeButton(this, "photos.paste", _("&Paste"),
                             {.icon = "paste", .tip = _("Paste photos (Ctrl+V)"), .large = true});
    OnAct(paste, [this] { Paste(); });
    m_subject = new wxChoice(this, wxID_ANY);
    m_subject->SetName("photos.subject");
    m_subject->SetMinSize(wxSize(Dip(this, 240), Dip(this, kBayTarget)));
    m_subject->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { Render(); });
    auto* row = new FlowRow(Dip(this, kGap));
    row->Add(add, wxSizerFlags().CenterVertical());
    m_phone = MakeButton(
        this, "photos.phone", _("P&hone"),
        {.icon = "qr", .tip = _("Shows a code that makes your phone the camera of this order"), .large = true});
    OnAct(m_phone, [this] { OpenPhone(); });
    row->Add(paste, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    row->Add(m_phone, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    m_folder = MakeButton(
        this, "photos.folder", wxString(),
        {.icon = "camera", .tip = _("Adds the new photos of the camera folder to this order"), .large = true});
    m_folder->Hide();
    OnAct(m_folder, [this] { AddFromFolder(); });
    row->Add(m_folder, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    row->Add(MakeMuted(this, _("New photos show")), wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kSpace)));
    row->Add(m_subject, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    return row;
}

wxSizer* PhotoPage::BuildViewer()
{
    m_viewer = new PhotoViewer(this, "photos.viewer");
    m_viewer->SetMinSize(wxSize(Dip(this, 300), Dip(this, 200)));
    m_caption = MakeMuted(this, wxString());
    m_caption->SetName("photos.caption");
    KeepOnOneLine(m_caption);
    m_caption->SetMinSize(wxSize(LetterDip(this, 120), -1));
    auto* row = new FlowRow(Dip(this, kTight));
    const auto tool = [&](const char* name, const char* icon, const wxString& tip, std::function<void()> act) {
        auto* button = MakeButton(this, name, wxString(), {.kind = ButtonKind::Quiet, .icon = icon, .tip = tip});
        button->Bind(wxEVT_BUTTON, [act = std::move(act)](wxCommandEvent&) { act(); });
        row->Add(button, wxSizerFlags().CenterVertical());
        return button;
    };
    row->Add(m_caption, wxSizerFlags(1).CenterVertical());
    tool("photos.smaller", "zoom-out", _("Smaller (-)"), [this] { m_viewer->Zoom(1 / 1.25); });
    tool("photos.larger", "zoom-in", _("Larger (+)"), [this] { m_viewer->Zoom(1.25); });
    m_compare =
        tool("photos.compare", "compare", _("Before and after the repair, side by side"), [this] { Compare(); });
    m_mark = tool("photos.mark", "edit", _("Draw on this photo, or make a face or plate unrecognisable"),
                  [this] { Mark(); });
    m_hide = tool("photos.hide", "hide", _("Hide this photo from the customer"), [this] { Hide(); });
    m_dismiss = tool("photos.dismiss", "remove", _("Take this phone's picture off the list: it will not come"),
                     [this] { desk.photos.DismissFromPhone(m_grid->Selected()); });
    m_reassign = MakeButton(this, "photos.reassign", _("Shows what is chosen a&bove"),
                            {.tip = _("The photo shows another finding than it was taken for")});
    OnAct(m_reassign, [this] { Reassign(); });
    row->Add(m_reassign, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    auto* column = new wxBoxSizer(wxVERTICAL);
    m_partner = new PhotoViewer(this, "photos.partner");
    m_partner->SetMinSize(wxSize(Dip(this, 160), Dip(this, 200)));
    m_partner->wxWindow::Show(false);
    const auto titled = [this](PhotoViewer* viewer, wxStaticText*& title) {
        title = MakeText(this, wxString(), Type::Strong);
        title->Hide();
        auto* both = new wxBoxSizer(wxVERTICAL);
        both->Add(title, wxSizerFlags().Border(wxBOTTOM, Dip(this, kTight)));
        both->Add(viewer, wxSizerFlags(1).Expand());
        return both;
    };
    m_pictures = new wxBoxSizer(wxHORIZONTAL);
    m_pictures->Add(titled(m_viewer, m_viewerTitle), wxSizerFlags(1).Expand());
    m_partnerPlace = titled(m_partner, m_partnerTitle);
    m_partnerTitle->SetName("photos.partner_title");
    m_pictures->Add(m_partnerPlace, wxSizerFlags(1).Expand());
    column->Add(m_pictures, wxSizerFlags(1).Expand());
    column->Add(row, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    return column;
}

PhotoSubject PhotoPage::Chosen() const
{
    const int selection = m_subject->GetSelection();
    return selection == wxNOT_FOUND || selection >= static_cast<int>(m_subjects.size())
               ? PhotoSubject{}
               : m_subjects[static_cast<std::size_t>(selection)];
}

void PhotoPage::Render()
{
    if (!desk.order.Loaded()) {
        return;
    }
    RenderSubjects();
    auto tiles = desk.photos.Tiles();
    wxString problem = Wx(desk.order.SayAbout(desk.photos.change));
    for (const auto& tile : tiles) {
        if (problem.empty() && !tile.problem.empty()) {
            problem = Wx(tile.problem);
        }
    }
    const auto selected =
        std::find_if(tiles.begin(), tiles.end(), [&](const PhotoTile& tile) { return tile.id == m_grid->Selected(); });
    const bool stored = selected != tiles.end() && selected->stored;
    const bool idle = !desk.photos.change.Locked();
    EnableIfNew(m_mark, stored && idle);
    EnableIfNew(m_compare, stored && !desk.photos.PartnerOf(m_grid->Selected()).IsNil());
    EnableIfNew(m_hide, stored && idle && desk.photos.MayHide());
    EnableIfNew(m_dismiss, selected != tiles.end() && selected->onAPhone && idle);
    EnableIfNew(m_reassign, stored && idle && desk.photos.MayHide());
    if (selected != tiles.end()) {
        auto caption = Wx(selected->kind);
        const auto ownWords = selected->caption == selected->subject ? std::string() : selected->caption;
        for (const auto& part : {selected->subject, ownWords, selected->added, selected->state}) {
            caption += part.empty() ? wxString() : " · " + Wx(part);
        }
        SetTextIfNew(m_caption, caption);
    }
    SetTextIfNew(m_counts, Wx(desk.photos.Counts()));
    const auto difference = Wx(desk.photos.Difference());
    SetTextIfNew(m_difference, difference);
    ShowIfNew(m_difference, !difference.empty());
    EnableIfNew(m_phone, !desk.camera.open.Locked());
    if (problem.empty()) {
        problem = Wx(desk.order.SayAbout(desk.camera.open));
    }
    ShowProblem(m_problem, problem);
    const auto fresh = FreshOf(tiles);
    const bool first = m_grid->Selected().IsNil() && !tiles.empty();
    const auto firstId = first ? tiles.front().id : core::PhotoId{};
    if (tiles.empty()) {
        m_viewer->Say(wxString());
        m_shown = {}; // so that the same one is read again
    }
    m_grid->Show(std::move(tiles));
    if (!fresh.IsNil() && fresh == m_grid->Selected()) {
        m_shown = {};
        ShowSelected(fresh);
    } else if (!fresh.IsNil()) {
        m_grid->Select(fresh);
    } else if (first) {
        m_grid->Select(firstId);
    } else if (!m_shown.IsNil() && m_shown == m_grid->Selected() && desk.photos.MarksOf(m_shown) != m_shownMarks) {
        ShowSelected(m_shown);
    }
}

/// The photo that has just been stored and is to be shown: it was added here, or is the selected one, which had nothing
/// to show while it was on its way.
core::PhotoId PhotoPage::FreshOf(const std::vector<PhotoTile>& tiles)
{
    core::PhotoId fresh;
    std::set<core::PhotoId> stored;
    for (const auto& tile : tiles) {
        if (tile.stored) {
            stored.insert(tile.id);
            const bool wanted = m_awaited || tile.id == m_grid->Selected();
            fresh = wanted && !m_stored.contains(tile.id) ? tile.id : fresh;
        }
    }
    m_stored = std::move(stored);
    m_awaited = m_awaited && fresh.IsNil();
    return fresh;
}

void PhotoPage::RenderSubjects()
{
    std::vector<PhotoSubject> subjects;
    wxArrayString names;
    for (const auto& kind : PhotoKinds()) {
        if (kind != "finding") {
            subjects.push_back({.kind = kind});
            names.push_back(TrText(PhotoKindName(kind)));
        }
    }
    const auto& inspection = desk.order.Order().inspection;
    // What is photographed most stands first: nobody looks through sixty items for the two that are worn.
    for (const bool wanted : {true, false}) {
        for (const auto& item : inspection ? inspection->items : std::vector<core::InspectionItem>()) {
            const bool finding = item.result == core::Result::Red || item.result == core::Result::Yellow;
            if (finding != wanted) {
                continue;
            }
            const auto name = ItemTitle(desk.context, item.item);
            subjects.push_back({.kind = "finding", .item = item.item.id, .caption = name});
            names.push_back(finding ? Wx((item.result == core::Result::Red ? "■ " : "▲ ") + name) : Wx(name));
            for (const auto* kind : {"before", "after"}) {
                if (finding) {
                    subjects.push_back({.kind = kind, .item = item.item.id, .caption = name});
                    names.push_back(Wx(name) + " · " + TrText(PhotoKindName(kind)));
                }
            }
        }
    }
    if (names == m_subjectNames) {
        return;
    }
    const auto chosen = Chosen();
    m_subjects = std::move(subjects);
    m_subjectNames = names;
    m_subject->Set(names);
    const auto found = std::find_if(m_subjects.begin(), m_subjects.end(), [&](const PhotoSubject& subject) {
        return subject.kind == chosen.kind && subject.item == chosen.item;
    });
    m_subject->SetSelection(found == m_subjects.end() ? 0 : static_cast<int>(found - m_subjects.begin()));
}

void PhotoPage::ChooseSubject(core::ItemId item)
{
    RenderSubjects();
    const auto found = std::find_if(m_subjects.begin(), m_subjects.end(),
                                    [&](const PhotoSubject& subject) { return subject.item == item; });
    if (found != m_subjects.end()) {
        m_subject->SetSelection(static_cast<int>(found - m_subjects.begin()));
    }
    for (const auto& photo : desk.order.Read().photos) {
        if (photo.item == item && !photo.hidden) {
            m_grid->Select(photo.id);
            return;
        }
    }
}

void PhotoPage::ShowSelected(core::PhotoId id)
{
    auto marks = desk.photos.MarksOf(id);
    const bool same = m_shown == id && marks == m_shownMarks;
    // Before Render(), which comes back here when it finds other marks than these.
    m_shown = id;
    m_shownMarks = std::move(marks);
    Render();
    if (same) {
        return;
    }
    ShowPartner();
    desk.photos.LoadLarge(id, [this](const PictureBytes& bytes) {
        if (bytes) {
            m_viewer->Show(bytes);
        } else {
            m_viewer->Say(_("The photo cannot be shown now."));
        }
    });
}

void PhotoPage::Mark()
{
    const auto id = m_grid->Selected();
    desk.photos.LoadOriginal(id, [this, id](const PictureBytes& original) {
        if (!original) {
            ShowProblem(m_problem, _("The photo cannot be shown now."));
            return;
        }
        Draw(id, original, {}, wxString());
    });
}

void PhotoPage::Draw(core::PhotoId id, const PictureBytes& original, const std::vector<core::PhotoMark>& drawn,
                     const wxString& notice)
{
    const auto save = [this, id, original, was = desk.photos.ShownOf(id)](const std::vector<core::PhotoMark>& marks,
                                                                          std::vector<std::uint8_t> jpeg) {
        desk.photos.Annotate(id, was, marks, std::move(jpeg),
                             [this, id, original, marks] { DrawAgain(id, original, marks); });
    };
    ShowPhotoMarks(this, original, AnnotationPresenter(desk.photos.MarksOf(id), drawn), notice, save);
}

void PhotoPage::DrawAgain(core::PhotoId id, const PictureBytes& original, const std::vector<core::PhotoMark>& drawn)
{
    const auto kept = _("What you drew is here together with the new marks. Save to keep both.");
    Draw(id, original, drawn, Wx(desk.order.SayAbout(desk.photos.change)) + "\n" + kept);
}

void PhotoPage::Compare()
{
    m_comparing = !m_comparing;
    ShowPartner();
}

std::string PhotoPage::KindOf(core::PhotoId id) const
{
    const auto& photos = desk.order.Read().photos;
    const auto found =
        std::find_if(photos.begin(), photos.end(), [&](const db::Photo& photo) { return photo.id == id; });
    return found == photos.end() ? std::string() : found->kind;
}

void PhotoPage::ShowPartner()
{
    const auto partner = m_comparing ? desk.photos.PartnerOf(m_grid->Selected()) : core::PhotoId{};
    m_partner->wxWindow::Show(!partner.IsNil());
    m_viewerTitle->Show(!partner.IsNil());
    m_partnerTitle->Show(!partner.IsNil());
    // Before stands to the left of after, whichever of the two was chosen.
    const auto kind = KindOf(m_grid->Selected());
    SetTextIfNew(m_viewerTitle, TrText(PhotoKindName(kind)));
    SetTextIfNew(m_partnerTitle, TrText(PhotoKindName(KindOf(partner))));
    const bool partnerFirst = kind == "after";
    m_pictures->Detach(m_partnerPlace);
    m_pictures->Insert(partnerFirst ? 0 : 1, m_partnerPlace,
                       wxSizerFlags(partner.IsNil() ? 0 : 1)
                           .Expand()
                           .Border(partnerFirst ? wxRIGHT : wxLEFT, partner.IsNil() ? 0 : Dip(this, kTight)));
    Layout();
    if (!partner.IsNil()) {
        desk.photos.LoadPartner(partner, [this](const PictureBytes& bytes) {
            if (bytes) {
                m_partner->Show(bytes);
            } else {
                m_partner->Say(_("The photo cannot be shown now."));
            }
        });
    }
}

void PhotoPage::Reassign()
{
    desk.photos.Reassign(m_grid->Selected(), Chosen());
}

void PhotoPage::Hide()
{
    const auto reason = AskForReason(this, _("Hide photo"), _("Why is the photo hidden from the customer?"));
    if (reason) {
        desk.photos.Hide(m_grid->Selected(), *reason);
    }
}

void PhotoPage::Begin()
{
    m_grid->SetFocus();
}

} // namespace bayline::desktop
