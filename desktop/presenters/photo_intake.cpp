// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/photo_intake.h"

#include "db/photos.h"
#include "desktop/async/to_failure.h"
#include "desktop/presenters/session.h"
#include "photo/limits.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace bayline::desktop {

struct PhotoIntake::Entry
{
    IntakePhoto shown;
    core::OperationId operation = core::OperationId::New();
    PhotoSubject subject;
    db::Session session; ///< of who added it, whoever is at the PC when it is stored; empty when that has ended
    std::string path;
    std::vector<std::uint8_t> bytes;
    bool removed = false; ///< taken off the list while it was being read
};

struct PhotoIntake::State
{
    explicit State(Context& itsContext) : context(itsContext) {}

    void Changed() const
    {
        if (owner != nullptr) {
            owner->onChanged();
        }
    }

    void Refuse(Entry& entry, const std::string& sentence) const
    {
        entry.shown.stage = IntakeStage::Refused;
        entry.shown.waiting = false;
        entry.shown.problem = sentence;
        entry.session = {};
        if (owner == nullptr && !order.IsNil()) {
            context.tell(context.Tr(N_("The photo {1} was not stored: {2}"), {entry.shown.name, sentence}));
        }
        Changed();
    }

    Context& context;
    PhotoIntake* owner = nullptr; ///< gone when the window closed
    core::WorkOrderId order;
    std::vector<std::shared_ptr<Entry>> entries;
    Subscription nextSignIn; ///< while an entry waits for it; keeps this state alive after its window
};

namespace {

using Processed = core::Outcome<photo::ProcessedPhoto>;

core::Refusal CannotRead(const std::string& name)
{
    return {.code = "photo.cannot_read",
            .sentence = N_("The file {1} cannot be read."),
            .arguments = {name},
            .field = "photo"};
}

Processed ReadAndProcess(const std::string& path, const std::vector<std::uint8_t>& bytes, const std::string& name)
{
    if (path.empty()) {
        return photo::ProcessPhoto(bytes, name);
    }
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error) {
        return CannotRead(name);
    }
    // One byte more than allowed is enough for the refusal in the photo room's own words.
    std::vector<std::uint8_t> content(std::min<std::uintmax_t>(size, photo::kMaxFileBytes + 1));
    std::ifstream file(path, std::ios::binary);
    if (!file.read(reinterpret_cast<char*>(content.data()), static_cast<std::streamsize>(content.size()))) {
        return CannotRead(name);
    }
    return photo::ProcessPhoto(content, name);
}

/// On the photo thread: nothing is thrown there.
Processed Decode(const std::string& path, const std::vector<std::uint8_t>& bytes, const std::string& name)
{
    try {
        return ReadAndProcess(path, bytes, name);
    } catch (...) {
        return core::Refusal{.code = "photo.failed",
                             .sentence = ToFailure(std::current_exception()).Sentence(),
                             .arguments = {},
                             .field = "photo"};
    }
}

core::Event PhotoAdded(const IntakePhoto& shown, const PhotoSubject& subject)
{
    const auto& pictures = *shown.pictures;
    boost::json::object data = {
        {"photo_id", shown.id.Text()},
        {"sha256", pictures.largeSha256},
        {"thumb_sha256", pictures.thumbSha256},
        {"width", pictures.width},
        {"height", pictures.height},
        {"bytes", static_cast<std::int64_t>(pictures.large.size())},
        {"kind", subject.kind},
        {"caption", subject.caption},
        {"source_name", shown.name},
    };
    if (!subject.item.IsNil()) {
        data["item_id"] = subject.item.Text();
    }
    if (!subject.line.IsNil()) {
        data["line_id"] = subject.line.Text();
    }
    return {"photo.added", std::move(data)};
}

} // namespace

const std::vector<std::string>& PhotoKinds()
{
    static const std::vector<std::string> kKinds = {"walk_round", "finding", "before", "after", "other"};
    return kKinds;
}

const char* PhotoKindName(std::string_view kind)
{
    if (kind == "walk_round") {
        return N_("Walk-round");
    }
    if (kind == "finding") {
        return N_("Finding");
    }
    if (kind == "before") {
        return N_("Before the repair");
    }
    if (kind == "after") {
        return N_("After the repair");
    }
    return N_("Other photo");
}

const char* IntakeStageName(const IntakePhoto& photo)
{
    if (photo.forNext) {
        return N_("Kept until somebody signs in");
    }
    if (photo.waiting) {
        return N_("Kept until the database is back");
    }
    switch (photo.stage) {
    case IntakeStage::Reading:
        return N_("Being read");
    case IntakeStage::Ready:
    case IntakeStage::Storing:
        return N_("Being stored");
    case IntakeStage::Stored:
        return N_("Stored");
    case IntakeStage::Refused:
        return N_("Not taken");
    }
    return "";
}

PhotoIntake::PhotoIntake(Context& context) : m_state(std::make_shared<State>(context))
{
    m_state->owner = this;
}

PhotoIntake::~PhotoIntake()
{
    m_state->owner = nullptr;
}

void PhotoIntake::AddFile(const std::string& path, const PhotoSubject& subject)
{
    auto entry = std::make_shared<Entry>();
    entry->shown.name = std::filesystem::path(path).filename().string();
    entry->subject = subject;
    entry->path = path;
    Add(std::move(entry));
}

void PhotoIntake::AddBytes(const std::string& name, std::vector<std::uint8_t> bytes, const PhotoSubject& subject)
{
    auto entry = std::make_shared<Entry>();
    entry->shown.name = name;
    entry->subject = subject;
    entry->bytes = std::move(bytes);
    Add(std::move(entry));
}

void PhotoIntake::Add(std::shared_ptr<Entry> entry)
{
    entry->shown.id = core::PhotoId::New();
    entry->session = SessionOf(m_state->context);
    m_state->entries.push_back(entry);
    Read(m_state, entry);
    m_state->Changed();
}

void PhotoIntake::Read(const std::shared_ptr<State>& state, const std::shared_ptr<Entry>& entry)
{
    auto result = std::make_shared<std::optional<Processed>>();
    state->context.besides([result, path = entry->path, bytes = std::move(entry->bytes),
                            name = entry->shown.name] { result->emplace(Decode(path, bytes, name)); },
                           [state, entry, result] {
                               if (!result->value()) {
                                   state->Refuse(*entry, state->context.Say(result->value().FirstRefusal()));
                                   return;
                               }
                               entry->shown.pictures =
                                   std::make_shared<photo::ProcessedPhoto>(std::move(**result).Value());
                               entry->shown.stage = IntakeStage::Ready;
                               if (!state->order.IsNil() && !entry->removed) {
                                   Store(state, entry);
                               }
                               state->Changed();
                           });
}

void PhotoIntake::Store(const std::shared_ptr<State>& state, const std::shared_ptr<Entry>& entry)
{
    entry->shown.stage = IntakeStage::Storing;
    auto result = std::make_shared<std::optional<core::Outcome<db::Appended>>>();
    state->context.jobs.Post(
        {.process =
             [result, order = state->order, session = entry->session, operation = entry->operation,
              pictures = entry->shown.pictures,
              event = PhotoAdded(entry->shown, entry->subject)](db::Connection& connection) {
                 db::StoreBlob(connection, session, pictures->large, "image/jpeg");
                 db::StoreBlob(connection, session, pictures->thumb, "image/jpeg");
                 result->emplace(db::AppendToPhotoStream(connection, session, order, operation, {event}));
             },
         .finish =
             [state, entry, result] {
                 if (!result->value()) {
                     state->Refuse(*entry, state->context.Say(result->value().FirstRefusal()));
                     return;
                 }
                 entry->shown.stage = IntakeStage::Stored;
                 entry->shown.waiting = false;
                 entry->session = {};
                 state->Changed();
                 if (state->owner != nullptr) {
                     state->owner->onStored();
                 }
             },
         .failed = [state, entry](const core::Failure& failure) { StoreFailed(state, entry, failure); },
         .wanted = {},
         .keepTrying = true,
         .waiting =
             [state, entry](const core::Failure&) {
                 entry->shown.waiting = true;
                 state->Changed();
             }});
}

void PhotoIntake::StoreFailed(const std::shared_ptr<State>& state, const std::shared_ptr<Entry>& entry,
                              const core::Failure& failure)
{
    if (failure.Kind() != core::FailureKind::SessionExpired) {
        state->Refuse(*entry, state->context.Say(failure));
        return;
    }
    // Somebody else may have signed in while it waited for the database.
    const auto& present = state->context.sessionToken;
    const bool another = !present.empty() && present != entry->session.token;
    entry->shown.stage = IntakeStage::Ready;
    entry->shown.waiting = false;
    entry->shown.forNext = true;
    entry->session = {};
    if (another) {
        StoreKept(state);
        return;
    }
    state->nextSignIn = state->context.signedIn->Add([state](const core::StaffMember&) { StoreKept(state); });
    state->Changed();
}

void PhotoIntake::StoreKept(const std::shared_ptr<State>& state)
{
    const auto& context = state->context;
    int count = 0;
    state->nextSignIn.Reset();
    for (const auto& entry : state->entries) {
        if (entry->shown.forNext) {
            entry->shown.forNext = false;
            entry->session = SessionOf(context);
            Store(state, entry);
            ++count;
        }
    }
    if (count > 0) {
        context.tell(context.Count("{1} photo is stored in the name of {2}, because the sign-in of the person who "
                                   "added it had ended.",
                                   "{1} photos are stored in the name of {2}, because the sign-in of the person who "
                                   "added them had ended.",
                                   count, {context.person.name}));
    }
    state->Changed();
}

void PhotoIntake::Remove(core::PhotoId id)
{
    std::erase_if(m_state->entries, [&](const std::shared_ptr<Entry>& entry) {
        entry->removed = entry->shown.id == id && entry->shown.stage != IntakeStage::Storing;
        return entry->removed;
    });
    onChanged();
}

void PhotoIntake::StoreTo(core::WorkOrderId order)
{
    m_state->order = order;
    for (const auto& entry : m_state->entries) {
        if (entry->shown.stage == IntakeStage::Ready && !entry->shown.forNext) {
            Store(m_state, entry);
        }
    }
    m_state->Changed();
}

void PhotoIntake::Clear()
{
    auto fresh = std::make_shared<State>(m_state->context);
    fresh->owner = this;
    m_state->owner = nullptr;
    m_state = std::move(fresh);
    onChanged();
}

std::vector<IntakePhoto> PhotoIntake::Photos() const
{
    std::vector<IntakePhoto> photos;
    for (const auto& entry : m_state->entries) {
        photos.push_back(entry->shown);
    }
    return photos;
}

int PhotoIntake::Unfinished() const
{
    return static_cast<int>(std::count_if(m_state->entries.begin(), m_state->entries.end(), [](const auto& entry) {
        return entry->shown.stage != IntakeStage::Refused && entry->shown.stage != IntakeStage::Stored;
    }));
}

} // namespace bayline::desktop
