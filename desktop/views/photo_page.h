// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/views/photo_drop.h"
#include "desktop/views/photo_grid.h"
#include "desktop/views/photo_viewer.h"
#include "desktop/views/work_order_page.h"
#include "desktop/views/work_order_parts.h"

#include <wx/timer.h>

#include <set>
#include <vector>

namespace bayline::desktop {

/// The order's photos: thumbnails, the chosen one large, and what the next ones will show.
class PhotoPage final : public WorkOrderPage
{
public:
    PhotoPage(wxWindow* parent, WorkOrderDesk& desk);
    void Render() override;
    void Begin() override;
    /// New photos show this finding from now on.
    void ChooseSubject(core::ItemId item);

private:
    wxSizer* BuildTools();
    wxSizer* BuildViewer();
    [[nodiscard]] PhotoSink Sink();
    [[nodiscard]] PhotoSubject Chosen() const;
    void RenderSubjects();
    [[nodiscard]] core::PhotoId FreshOf(const std::vector<PhotoTile>& tiles);
    void ShowSelected(core::PhotoId id);
    void Reassign();
    void Hide();
    void Paste();
    void OpenPhone();
    void ShowCode(const PhotoSubject& first, const wxString& subject, const std::string& link);
    void LookAtFolder();
    void AddFromFolder();
    void Mark();
    void Draw(core::PhotoId id, const PictureBytes& original, const std::vector<core::PhotoMark>& drawn,
              const wxString& notice);
    void DrawAgain(core::PhotoId id, const PictureBytes& original, const std::vector<core::PhotoMark>& drawn);
    void Compare();
    void ShowPartner();
    [[nodiscard]] std::string KindOf(core::PhotoId id) const;

    wxChoice* m_subject = nullptr;
    std::vector<PhotoSubject> m_subjects; ///< as listed
    wxArrayString m_subjectNames;
    wxStaticText* m_counts = nullptr;
    wxStaticText* m_difference = nullptr;
    wxButton* m_phone = nullptr;
    wxButton* m_folder = nullptr;
    wxTimer m_look; ///< at the camera folder
    PhotoGrid* m_grid = nullptr;
    PhotoViewer* m_viewer = nullptr;
    wxStaticText* m_caption = nullptr;
    wxButton* m_reassign = nullptr;
    PhotoViewer* m_partner = nullptr; ///< the same before or after the repair, beside the chosen one
    wxBoxSizer* m_pictures = nullptr;
    wxBoxSizer* m_partnerPlace = nullptr;
    wxStaticText* m_viewerTitle = nullptr; ///< "Before the repair", while two are compared
    wxStaticText* m_partnerTitle = nullptr;
    wxButton* m_mark = nullptr;
    wxButton* m_compare = nullptr;
    bool m_comparing = false;
    wxButton* m_hide = nullptr;
    wxButton* m_dismiss = nullptr;
    wxStaticText* m_problem = nullptr;
    core::PhotoId m_shown;
    std::set<core::PhotoId> m_stored; ///< as last rendered
    bool m_awaited = false;           ///< a photo was added here: it is shown as soon as it is stored
    std::vector<core::PhotoMark> m_shownMarks;
};

} // namespace bayline::desktop
