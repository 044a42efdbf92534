// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/photo_presenter.h"

#include "core/text.h"
#include "desktop/presenters/inspection_presenter.h"
#include "desktop/presenters/phone_camera_presenter.h"

#include <algorithm>
#include <array>
#include <utility>

namespace bayline::desktop {

namespace {

constexpr std::string_view kMarkedMeanwhile = "photo.marked_meanwhile";

/// Thumbnails fetched in one job: enough to fill a page, few enough to let other work in between.
constexpr std::size_t kThumbsAtOnce = 12;

PictureBytes ThumbOf(const IntakePhoto& photo)
{
    return photo.pictures ? PictureBytes(photo.pictures, &photo.pictures->thumb) : nullptr;
}

/// Where a phone's picture is; a gettext msgid.
const char* PhoneStateName(std::string_view state)
{
    if (state == "on_the_phone") {
        return N_("Still on the phone");
    }
    return state == "refused" ? N_("Not taken") : N_("On its way from the phone");
}

/// A refusal says of which photo it is, so that whoever marked that one can be named.
core::Outcome<db::Appended> NamingThePhoto(core::PhotoId id, core::Outcome<db::Appended> outcome)
{
    if (outcome.Ok()) {
        return outcome;
    }
    auto refusals = outcome.Refusals();
    for (auto& refusal : refusals) {
        if (refusal.code == kMarkedMeanwhile) {
            refusal.arguments = {id.Text()};
        }
    }
    return refusals;
}

/// The whole photo as it is shown from now on, so that it stands for what was sent before.
boost::json::object AnnotatedAs(const db::Photo& photo, const std::vector<core::PhotoMark>& marks)
{
    boost::json::object data = {
        {"photo_id", photo.id.Text()}, {"sha256", photo.sha256},       {"thumb_sha256", photo.thumbSha256},
        {"width", photo.width},        {"height", photo.height},       {"kind", photo.kind},
        {"caption", photo.caption},    {"marks", core::ToJson(marks)}, {"hides", core::HidesSomething(marks)}};
    if (!photo.item.IsNil()) {
        data["item_id"] = photo.item.Text();
    }
    if (!photo.line.IsNil()) {
        data["line_id"] = photo.line.Text();
    }
    return data;
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
        const auto thumb = m_thumbs.try_emplace(photo.shownThumbSha256).first;
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
    for (const auto& picture : m_presenter.Read().phonePictures) {
        PhotoTile tile;
        tile.id = core::PhotoId::From(picture.id);
        tile.kind = picture.name;
        tile.state = context.Tr(PhoneStateName(picture.state));
        tile.problem = picture.state == "refused" ? PhoneRefusal(context, picture.reason) : std::string();
        tile.onAPhone = picture.state != "on_its_way";
        tiles.push_back(std::move(tile));
    }
    RequestThumbs();
    return tiles;
}

PhotoPresenter::Ledger PhotoPresenter::CountAll() const
{
    Ledger ledger;
    for (const auto& photo : m_presenter.Read().photos) {
        ledger.stored += photo.hidden ? 0 : 1;
        ledger.delivered += !photo.hidden && photo.delivered ? 1 : 0;
        ledger.notSeen += !photo.hidden && !photo.seen ? 1 : 0;
        ledger.stillSeen += photo.seen && !photo.delivered ? 1 : 0;
    }
    for (const auto& photo : m_intake.Photos()) {
        const bool refused = photo.stage == IntakeStage::Refused;
        const bool listed = Find(photo.id) != nullptr;
        ledger.here += !listed && !refused ? 1 : 0;
        // A file that cannot be read was never a photo; its own tile says why.
        ledger.refused += !listed && refused && photo.pictures ? 1 : 0;
    }
    for (const auto& picture : m_presenter.Read().phonePictures) {
        ledger.onThePhone += picture.state == "on_the_phone" ? 1 : 0;
        ledger.fromThePhone += picture.state == "on_its_way" ? 1 : 0;
        ledger.refused += picture.state == "refused" ? 1 : 0;
    }
    return ledger;
}

std::string PhotoPresenter::Difference() const
{
    const auto ledger = CountAll();
    const auto& context = m_presenter.TheContext();
    const std::array<std::pair<int, std::string>, 6> parts = {{
        {ledger.here, context.Count("{1} photo is being stored.", "{1} photos are being stored.", ledger.here)},
        {ledger.onThePhone,
         context.Count("{1} photo is still on the phone.", "{1} photos are still on the phone.", ledger.onThePhone)},
        {ledger.fromThePhone, context.Count("{1} photo is on its way from the phone.",
                                            "{1} photos are on their way from the phone.", ledger.fromThePhone)},
        {ledger.refused, context.Count("{1} photo was not taken.", "{1} photos were not taken.", ledger.refused)},
        {ledger.notSeen, context.Count("{1} photo is not at the customer yet.",
                                       "{1} photos are not at the customer yet.", ledger.notSeen)},
        {ledger.stillSeen,
         context.Count("The customer still sees {1} photo as it was before it was marked or hidden.",
                       "The customer still sees {1} photos as they were before they were marked or hidden.",
                       ledger.stillSeen)},
    }};
    std::string text;
    for (const auto& [count, sentence] : parts) {
        if (count > 0) {
            text += (text.empty() ? "" : " ") + sentence;
        }
    }
    return text;
}

std::string PhotoPresenter::Counts() const
{
    const auto ledger = CountAll();
    const int taken = ledger.stored + ledger.here + ledger.onThePhone + ledger.fromThePhone + ledger.refused;
    return m_presenter.TheContext().Tr(
        N_("{1} taken, {2} stored, {3} at the customer"),
        {std::to_string(taken), std::to_string(ledger.stored), std::to_string(ledger.delivered)});
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
    const auto* photo = Find(id);
    const bool marked = photo != nullptr && photo->shownSha256 != photo->sha256;
    for (const auto& taken : m_intake.Photos()) {
        // As it was taken here; with marks it is another picture.
        if (taken.id == id && taken.pictures && !marked) {
            m_largeSlot.Cancel();
            done(PictureBytes(taken.pictures, &taken.pictures->large));
            return;
        }
    }
    if (photo == nullptr) {
        return;
    }
    Start(
        m_presenter.TheContext().jobs, m_largeSlot,
        [sha256 = photo->shownSha256](db::Connection& connection) -> PictureBytes {
            return std::make_shared<std::vector<std::uint8_t>>(db::LoadBlob(connection, sha256));
        },
        done, [done](const core::Failure&) { done(nullptr); });
}

void PhotoPresenter::LoadPartner(core::PhotoId id, std::function<void(PictureBytes)> done)
{
    const auto* photo = Find(id);
    if (photo == nullptr) {
        return;
    }
    Start(
        m_presenter.TheContext().jobs, m_partnerSlot,
        [sha256 = photo->shownSha256](db::Connection& connection) -> PictureBytes {
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
        {"photo_id", m_newId.Text()},
        {"sha256", photo->shownSha256},
        {"thumb_sha256", photo->shownThumbSha256},
        {"width", photo->width},
        {"height", photo->height},
        {"kind", subject.kind},
        {"caption", subject.caption},
        {"source_name", ""},
    };
    if (!subject.item.IsNil()) {
        added["item_id"] = subject.item.Text();
    }
    if (!subject.line.IsNil()) {
        added["line_id"] = subject.line.Text();
    }
    m_presenter.Run(
        change,
        [order = m_presenter.Id(), id, was = photo->shownSha256,
         reason = m_presenter.TheContext().Tr(N_("Assigned anew")),
         added](db::Connection& connection, const db::Session& session, core::OperationId operation) {
            auto data = added;
            data["bytes"] = static_cast<std::int64_t>(db::LoadBlob(connection, was).size());
            const core::Events events = {{"photo.hidden", {{"photo_id", id.Text()}, {"reason", reason}, {"was", was}}},
                                         {"photo.added", data}};
            return NamingThePhoto(id, db::AppendToPhotoStream(connection, session, order, operation, events));
        },
        [this, done = std::move(done)] {
            m_newId = core::PhotoId::New();
            if (done) {
                done();
            }
        });
}

void PhotoPresenter::DismissFromPhone(core::PhotoId id)
{
    m_presenter.Run(change,
                    [order = m_presenter.Id(), id](db::Connection& connection, const db::Session& session,
                                                   core::OperationId) -> core::Outcome<db::Appended> {
                        db::DismissPhonePicture(connection, session, order, id.Text());
                        return db::Appended{};
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

std::vector<core::PhotoMark> PhotoPresenter::MarksOf(core::PhotoId id) const
{
    const auto* photo = Find(id);
    return photo == nullptr ? std::vector<core::PhotoMark>{} : photo->marks;
}

void PhotoPresenter::LoadOriginal(core::PhotoId id, std::function<void(PictureBytes)> done)
{
    const auto* photo = Find(id);
    if (photo == nullptr) {
        return;
    }
    Start(
        m_presenter.TheContext().jobs, m_originalSlot,
        [sha256 = photo->sha256](db::Connection& connection) -> PictureBytes {
            return std::make_shared<std::vector<std::uint8_t>>(db::LoadBlob(connection, sha256));
        },
        done, [done](const core::Failure&) { done(nullptr); });
}

std::string PhotoPresenter::ShownOf(core::PhotoId id) const
{
    const auto* photo = Find(id);
    return photo == nullptr ? std::string() : photo->shownSha256;
}

void PhotoPresenter::Annotate(core::PhotoId id, const std::string& was, const std::vector<core::PhotoMark>& marks,
                              std::vector<std::uint8_t> jpeg, std::function<void()> markedMeanwhile)
{
    const auto* photo = Find(id);
    if (photo == nullptr) {
        return;
    }
    m_presenter.Run(
        change,
        [order = m_presenter.Id(), photo = *photo, was, marks,
         jpeg = std::move(jpeg)](db::Connection& connection, const db::Session& session,
                                 core::OperationId operation) -> core::Outcome<db::Appended> {
            const auto checked = core::CheckMarks(marks);
            if (!checked) {
                return checked.Refusals();
            }
            auto data = AnnotatedAs(photo, checked.Value());
            data["was"] = was;
            if (!marks.empty()) {
                const auto flat = photo::ProcessPhoto(jpeg, photo.caption);
                if (!flat) {
                    return flat.Refusals();
                }
                db::StoreBlob(connection, session, flat.Value().large, "image/jpeg");
                db::StoreBlob(connection, session, flat.Value().thumb, "image/jpeg");
                data["sha256"] = flat.Value().largeSha256;
                data["thumb_sha256"] = flat.Value().thumbSha256;
                data["width"] = flat.Value().width;
                data["height"] = flat.Value().height;
                data["bytes"] = static_cast<std::int64_t>(flat.Value().large.size());
            } else {
                data["bytes"] = static_cast<std::int64_t>(db::LoadBlob(connection, photo.sha256).size());
            }
            return NamingThePhoto(photo.id, db::AppendToPhotoStream(connection, session, order, operation,
                                                                    {{"photo.annotated", std::move(data)}}));
        },
        {},
        [this, markedMeanwhile = std::move(markedMeanwhile)] {
            if (markedMeanwhile && change.Refusals().front().code == kMarkedMeanwhile) {
                markedMeanwhile();
            }
        });
}

core::PhotoId PhotoPresenter::PartnerOf(core::PhotoId id) const
{
    const auto* photo = Find(id);
    if (photo == nullptr || (photo->kind != "before" && photo->kind != "after")) {
        return {};
    }
    // Without a finding or line, the first one before belongs to the first one after, and so on.
    const std::string other = photo->kind == "before" ? "after" : "before";
    int place = 0;
    std::vector<core::PhotoId> partners;
    bool passed = false;
    for (const auto& entry : m_presenter.Read().photos) {
        if (entry.hidden || entry.item != photo->item || entry.line != photo->line) {
            continue;
        }
        passed = passed || entry.id == id;
        place += !passed && entry.kind == photo->kind ? 1 : 0;
        if (entry.kind == other) {
            partners.push_back(entry.id);
        }
    }
    if (partners.empty()) {
        return {};
    }
    return partners[std::min(static_cast<std::size_t>(place), partners.size() - 1)];
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
