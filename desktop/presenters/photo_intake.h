// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/outcome.h"
#include "desktop/presenters/context.h"
#include "photo/client.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// What a stored photo shows.
struct PhotoSubject
{
    std::string kind = "other"; ///< walk_round, finding, before, after, other
    core::ItemId item{};        ///< nil: no finding
    core::LineId line;
    std::string caption;
};

/// English name of a photo's kind; a gettext msgid.
[[nodiscard]] const char* PhotoKindName(std::string_view kind);
[[nodiscard]] const std::vector<std::string>& PhotoKinds();

enum class IntakeStage
{
    Reading, ///< the file is being read and decoded
    Ready,   ///< can be shown; not stored yet
    Storing,
    Stored,
    Refused,
};

/// One photo from the moment it was chosen, dropped or pasted.
struct IntakePhoto
{
    core::PhotoId id;
    std::string name; ///< of the file
    IntakeStage stage = IntakeStage::Reading;
    bool waiting = false;                                  ///< the database is away; it goes on by itself
    bool forNext = false;                                  ///< waits for whoever signs in next
    std::string problem;                                   ///< sentence in the user's language, when refused
    std::shared_ptr<const photo::ProcessedPhoto> pictures; ///< from Ready on
};

/// The stage in words; a gettext msgid.
[[nodiscard]] const char* IntakeStageName(const IntakePhoto& photo);

/// Takes photos in: reads and decodes them beside the worker, in the child process, one after the other, also while the
/// database is away, and stores them once it is known to which order they belong, in the name of who added them. Goes
/// on after its window has closed and after that person has signed out; when that person's session has ended before a
/// photo could be stored, whoever signs in next stores it in their own name and is told so. UI thread only.
class PhotoIntake final
{
public:
    explicit PhotoIntake(Context& context);
    ~PhotoIntake();
    PhotoIntake(const PhotoIntake&) = delete;
    PhotoIntake& operator=(const PhotoIntake&) = delete;

    std::function<void()> onChanged = [] {};
    /// A photo was stored; the order's photos can be read anew.
    std::function<void()> onStored = [] {};

    void AddFile(const std::string& path, const PhotoSubject& subject = {});
    void AddBytes(const std::string& name, std::vector<std::uint8_t> bytes, const PhotoSubject& subject = {});
    /// Takes a photo off the list; one that is being stored stays.
    void Remove(core::PhotoId id);
    /// Everything taken so far, and everything added later, belongs to this order.
    void StoreTo(core::WorkOrderId order);
    /// Starts over with an empty list; what was handed to an order is stored all the same.
    void Clear();

    [[nodiscard]] std::vector<IntakePhoto> Photos() const;
    /// Photos that are not refused and not stored.
    [[nodiscard]] int Unfinished() const;

private:
    struct State;
    struct Entry;
    static void Read(const std::shared_ptr<State>& state, const std::shared_ptr<Entry>& entry);
    static void Store(const std::shared_ptr<State>& state, const std::shared_ptr<Entry>& entry);
    static void StoreFailed(const std::shared_ptr<State>& state, const std::shared_ptr<Entry>& entry,
                            const core::Failure& failure);
    static void StoreKept(const std::shared_ptr<State>& state);
    void Add(std::shared_ptr<Entry> entry);

    std::shared_ptr<State> m_state;
};

} // namespace bayline::desktop
