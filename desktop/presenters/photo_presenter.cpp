// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/photo_presenter.h"

#include "core/text.h"
#include "desktop/presenters/inspection_presenter.h"

#include <algorithm>
#include <utility>

namespace bayline::desktop {

namespace {

/// Thumbnails fetched in one job: enough to fill a page, few enough to let other work in between.
constexpr std::size_t kThumbsAtOnce = 12;

PictureBytes ThumbOf(const IntakePhoto& photo)
{
    return photo.pictures ? PictureBytes(photo.pictures, &photo.pictures->thumb) : nullptr;
}

} // namespace

PhotoPresenter::PhotoPresenter(WorkOrderPresenter& presenter) : m_presenter(presenter), m_intake(presenter.TheContext())
{
    m_intake.StoreTo(presenter.Id());
    m_intake.onChanged = [this] { onChanged(); };
    m_intake.onStored = [this] { m_presenter.Load(); };
}

std::vector<PhotoTile> PhotoPresenter::Tiles()
{
    const auto& context = m_presenter.TheContext();
    const auto intake = m_intake.Photos();
    for (const auto& photo : intake) {
        if (photo.pictures) {
            m_thumbs[photo.pictures->thumbSha256] = ThumbOf(photo);
        }
    }
    std::vector<PhotoTile> tiles;
    std::vector<core::PhotoId> known;
    for (const auto& photo : m_presenter.Read().photos) {
        known.push_back(photo.id);
        if (photo.hidden) {
            continue;
        }
        const auto thumb = m_thumbs.try_emplace(photo.thumbSha256).first;
        PhotoTile tile;
        tile.id = photo.id;
        tile.stored = true;
        tile.delivered = photo.delivered;
        tile.kind = context.Tr(PhotoKindName(photo.kind));
        tile.subject = SubjectName(photo.item);
        tile.caption = photo.caption;
        tile.state = context.Tr(photo.delivered ? N_("At the customer") : N_("Stored"));
        tile.added = context.Tr(N_("{1}, {2}"), {photo.addedBy, core::FormatMinute(photo.addedAt, context.zone)});
        tile.thumb = thumb->second;
        tiles.push_back(std::move(tile));
    }
    for (const auto& photo : intake) {
        const bool listed = std::find(known.begin(), known.end(), photo.id) != known.end();
        if (!listed) {
            PhotoTile tile;
            tile.id = photo.id;
            tile.kind = photo.name;
            tile.state = context.Tr(IntakeStageName(photo));
            tile.problem = photo.problem;
            tile.thumb = ThumbOf(photo);
            tiles.push_back(std::move(tile));
        }
    }
    RequestThumbs();
    return tiles;
}

std::string PhotoPresenter::Counts() const
{
    const auto& photos = m_presenter.Read().photos;
    const auto stored =
        std::count_if(photos.begin(), photos.end(), [](const db::Photo& photo) { return !photo.hidden; });
    const auto delivered = std::count_if(photos.begin(), photos.end(),
                                         [](const db::Photo& photo) { return !photo.hidden && photo.delivered; });
    const auto intake = m_intake.Photos();
    const auto onTheWay = std::count_if(intake.begin(), intake.end(), [&](const IntakePhoto& photo) {
        return photo.stage != IntakeStage::Refused && Find(photo.id) == nullptr;
    });
    return m_presenter.TheContext().Tr(
        N_("{1} taken, {2} stored, {3} at the customer"),
        {std::to_string(stored + onTheWay), std::to_string(stored), std::to_string(delivered)});
}

void PhotoPresenter::AddFile(const std::string& path, const PhotoSubject& subject)
{
    m_intake.AddFile(path, subject);
}

void PhotoPresenter::AddBytes(const std::string& name, std::vector<std::uint8_t> bytes, const PhotoSubject& subject)
{
    m_intake.AddBytes(name, std::move(bytes), subject);
}

void PhotoPresenter::RequestThumbs()
{
    std::vector<std::string> missing;
    for (const auto& [sha256, bytes] : m_thumbs) {
        if (!bytes && missing.size() < kThumbsAtOnce) {
            missing.push_back(sha256);
        }
    }
    if (missing.empty() || m_thumbSlot.Busy()) {
        return;
    }
    using Found = std::vector<std::pair<std::string, PictureBytes>>;
    Start(
        m_presenter.TheContext().jobs, m_thumbSlot,
        [missing](db::Connection& connection) {
            Found found;
            for (const auto& sha256 : missing) {
                found.emplace_back(sha256,
                                   std::make_shared<std::vector<std::uint8_t>>(db::LoadBlob(connection, sha256)));
            }
            return found;
        },
        [this](Found found) {
            for (auto& [sha256, bytes] : found) {
                m_thumbs[sha256] = std::move(bytes);
            }
            onChanged();
        },
        // Asked for again with the next refresh.
        [](const core::Failure&) {});
}

void PhotoPresenter::LoadLarge(core::PhotoId id, std::function<void(PictureBytes)> done)
{
    for (const auto& photo : m_intake.Photos()) {
        if (photo.id == id && photo.pictures) {
            m_largeSlot.Cancel();
            done(PictureBytes(photo.pictures, &photo.pictures->large));
            return;
        }
    }
    const auto* photo = Find(id);
    if (photo == nullptr) {
        return;
    }
    Start(
        m_presenter.TheContext().jobs, m_largeSlot,
        [sha256 = photo->sha256](db::Connection& connection) -> PictureBytes {
            return std::make_shared<std::vector<std::uint8_t>>(db::LoadBlob(connection, sha256));
        },
        done, [done](const core::Failure&) { done(nullptr); });
}

void PhotoPresenter::Reassign(core::PhotoId id, const PhotoSubject& subject, std::function<void()> done)
{
    const auto* photo = Find(id);
    if (photo == nullptr || change.Locked()) {
        return;
    }
    boost::json::object added = {
        {"photo_id", m_newId.Text()}, {"sha256", photo->sha256}, {"thumb_sha256", photo->thumbSha256},
        {"width", photo->width},      {"height", photo->height}, {"kind", subject.kind},
        {"caption", subject.caption}, {"source_name", ""},
    };
    if (!subject.item.IsNil()) {
        added["item_id"] = subject.item.Text();
    }
    if (!subject.line.IsNil()) {
        added["line_id"] = subject.line.Text();
    }
    m_presenter.Run(
        change,
        [order = m_presenter.Id(), id, sha256 = photo->sha256,
         reason = m_presenter.TheContext().Tr(N_("Assigned anew")),
         added](db::Connection& connection, const db::Session& session, core::OperationId operation) {
            auto data = added;
            data["bytes"] = static_cast<std::int64_t>(db::LoadBlob(connection, sha256).size());
            const core::Events events = {{"photo.hidden", {{"photo_id", id.Text()}, {"reason", reason}}},
                                         {"photo.added", data}};
            return db::AppendToPhotoStream(connection, session, order, operation, events);
        },
        [this, done = std::move(done)] {
            m_newId = core::PhotoId::New();
            if (done) {
                done();
            }
        });
}

void PhotoPresenter::Hide(core::PhotoId id, const std::string& reason, std::function<void()> done)
{
    m_presenter.Run(
        change,
        [order = m_presenter.Id(), id, reason = core::CleanText(reason)](
            db::Connection& connection, const db::Session& session, core::OperationId operation) {
            const core::Events events = {{"photo.hidden", {{"photo_id", id.Text()}, {"reason", reason}}}};
            return db::AppendToPhotoStream(connection, session, order, operation, events);
        },
        std::move(done));
}

const db::Photo* PhotoPresenter::Find(core::PhotoId id) const
{
    const auto& photos = m_presenter.Read().photos;
    const auto found =
        std::find_if(photos.begin(), photos.end(), [&](const db::Photo& photo) { return photo.id == id; });
    return found == photos.end() ? nullptr : &*found;
}

std::string PhotoPresenter::SubjectName(core::ItemId item) const
{
    const auto& inspection = m_presenter.Order().inspection;
    const auto* found = inspection && !item.IsNil() ? inspection->Find(item) : nullptr;
    if (found == nullptr) {
        return {};
    }
    return ItemTitle(m_presenter.TheContext(), found->item);
}

} // namespace bayline::desktop
