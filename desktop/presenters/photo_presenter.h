// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/photo_intake.h"
#include "desktop/presenters/work_order_presenter.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace bayline::desktop {

using PictureBytes = std::shared_ptr<const std::vector<std::uint8_t>>;

/// One picture of the photo page: stored, or on its way there.
struct PhotoTile
{
    core::PhotoId id;
    bool stored = false;
    bool delivered = false;
    std::string kind;    ///< in the user's language
    std::string subject; ///< the finding it shows; empty for none
    std::string caption;
    std::string state;     ///< "Stored", "At the customer", "Being read", …
    std::string problem;   ///< why it was refused
    bool onAPhone = false; ///< told of by a phone and not on its way: it may be taken off the list
    std::string added;     ///< who and when
    PictureBytes thumb;    ///< null until it has come
};

/// Photos of one order. UI thread only.
class PhotoPresenter final
{
public:
    explicit PhotoPresenter(WorkOrderPresenter& presenter);

    /// Called when a picture has come or a photo was taken in.
    std::function<void()> onChanged = [] {};

    /// Asks for missing thumbnails on the way.
    [[nodiscard]] std::vector<PhotoTile> Tiles();
    /// "7 taken, 7 stored, 5 at the customer"
    [[nodiscard]] std::string Counts() const;
    /// Why the three numbers differ, in words; empty when they do not.
    [[nodiscard]] std::string Difference() const;
    [[nodiscard]] bool AllStored() const { return m_intake.Unfinished() == 0; }
    [[nodiscard]] bool MayHide() const { return m_presenter.MayAdvise(); }

    void AddFile(const std::string& path, const PhotoSubject& subject);
    void AddBytes(const std::string& name, std::vector<std::uint8_t> bytes, const PhotoSubject& subject);
    /// Takes a refused photo off the page.
    void Dismiss(core::PhotoId id) { m_intake.Remove(id); }
    /// Takes a phone's picture that was refused, or that will not come any more, off the order's list.
    void DismissFromPhone(core::PhotoId id);

    /// The large picture; of a photo that is not stored yet, the one in memory. Only the newest request is answered.
    void LoadLarge(core::PhotoId id, std::function<void(PictureBytes)> done);

    /// The same for the picture beside it.
    void LoadPartner(core::PhotoId id, std::function<void(PictureBytes)> done);

    /// Shows the photo with another finding or kind from now on: the old entry is hidden and a new one made, in one
    /// step.
    void Reassign(core::PhotoId id, const PhotoSubject& subject, std::function<void()> done = {});
    void Hide(core::PhotoId id, const std::string& reason, std::function<void()> done = {});

    /// Marks on a stored photo; none for one that is still on its way.
    [[nodiscard]] std::vector<core::PhotoMark> MarksOf(core::PhotoId id) const;
    /// The picture as it was taken, without marks.
    void LoadOriginal(core::PhotoId id, std::function<void(PictureBytes)> done);
    /// What is shown of a stored photo now, by its SHA-256; empty for one that is still on its way.
    [[nodiscard]] std::string ShownOf(core::PhotoId id) const;
    /// `jpeg` is the photo with the marks burned in; it is made clean like any other picture. Without marks the photo
    /// is shown as it was taken again. `was`: what was shown when the drawing began. When something else is shown by
    /// then, nothing is saved and `markedMeanwhile` runs: MarksOf() are the other person's by then.
    void Annotate(core::PhotoId id, const std::string& was, const std::vector<core::PhotoMark>& marks,
                  std::vector<std::uint8_t> jpeg, std::function<void()> markedMeanwhile = {});
    /// The photo that shows the same before (of one taken after) or after the repair; nil when there is none.
    [[nodiscard]] core::PhotoId PartnerOf(core::PhotoId id) const;

    Deed change;

private:
    /// Where the order's photos are.
    struct Ledger
    {
        int stored = 0;
        int delivered = 0;
        int notSeen = 0;   ///< not at the customer in any state
        int stillSeen = 0; ///< as it was before it was marked or hidden
        int here = 0;      ///< being read or stored on this PC
        int onThePhone = 0;
        int fromThePhone = 0;
        int refused = 0; ///< sent by a phone, or read here and not stored
    };

    [[nodiscard]] Ledger CountAll() const;
    [[nodiscard]] const db::Photo* Find(core::PhotoId id) const;
    [[nodiscard]] std::string SubjectName(core::ItemId item) const;
    void RequestThumbs();

    WorkOrderPresenter& m_presenter;
    PhotoIntake m_intake;
    std::map<std::string, PictureBytes> m_thumbs; ///< by SHA-256; null: not there yet
    RequestSlot m_thumbSlot;
    RequestSlot m_largeSlot;
    RequestSlot m_originalSlot;
    RequestSlot m_partnerSlot;
    std::string m_thumbProblem;
    core::PhotoId m_newId = core::PhotoId::New();
};

} // namespace bayline::desktop
