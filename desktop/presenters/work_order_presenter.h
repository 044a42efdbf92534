// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/work_order_rules.h"
#include "db/catalogue.h"
#include "db/photos.h"
#include "db/sign_in.h"
#include "db/timeline.h"
#include "db/work_order_store.h"
#include "desktop/presenters/session.h"
#include "desktop/presenters/work_order_deed.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace bayline::desktop {

/// Everything the work-order window shows, read at one time.
struct WorkOrderRead
{
    core::WorkOrder order;
    std::vector<db::Photo> photos;
    std::vector<db::PhonePicture> phonePictures; ///< told of by phones and not here yet
    std::vector<db::StoredDocument> documents;
    std::vector<db::TimelineEntry> timeline;
};

/// What changes rarely: read with the order at first, and again when people or the shop changed.
struct WorkOrderBasics
{
    std::vector<core::StaffMember> staff;
    std::vector<core::Checklist> checklists; ///< for the car's powertrain, the most special first
    std::vector<db::RunningClock> myClocks;
    std::string linkBase;   ///< the customer's page without its token; empty when no app is paired
    std::string cameraBase; ///< a phone's camera page without its token; empty when no app is paired that has one
};

/// Reads on the worker.
[[nodiscard]] WorkOrderRead ReadWorkOrder(db::Connection& connection, core::WorkOrderId id);

/// Reads one work order, keeps it fresh and carries out what people do with it. The window's panels have presenters
/// and forms of their own over this one. UI thread only.
class WorkOrderPresenter final
{
public:
    using Decide = std::function<core::Outcome<core::Events>(const core::WorkOrder&, const core::Actor&)>;

    WorkOrderPresenter(Context& context, core::WorkOrderId id);
    WorkOrderPresenter(const WorkOrderPresenter&) = delete;
    WorkOrderPresenter& operator=(const WorkOrderPresenter&) = delete;

    /// Called whenever something to be shown has changed.
    std::function<void()> onChanged = [] {};
    /// Called when a deed was done, after onChanged.
    std::function<void(const Deed&)> onDone = [](const Deed&) {};

    void Load();
    /// Everything again, also what changes rarely.
    void Reload();

    [[nodiscard]] bool Loaded() const { return m_loaded; }
    [[nodiscard]] bool Loading() const { return m_readSlot.Busy(); }
    /// Why the last read failed, in the user's language; what was read before stays.
    [[nodiscard]] const std::string& Problem() const { return m_problem; }
    [[nodiscard]] bool DatabasePresent() const { return m_context.changes->DatabasePresent(); }
    [[nodiscard]] core::WorkOrderId Id() const { return m_id; }
    [[nodiscard]] const WorkOrderRead& Read() const { return m_read; }
    [[nodiscard]] const core::WorkOrder& Order() const { return m_read.order; }
    [[nodiscard]] const WorkOrderBasics& Basics() const { return m_basics; }
    [[nodiscard]] Context& TheContext() const { return m_context; }
    [[nodiscard]] core::Actor Me() const;
    /// This computer's clock when the order was read.
    [[nodiscard]] core::Instant ReadAt() const { return m_readAt; }
    [[nodiscard]] bool MayAdvise() const; ///< advisor or manager at a desk PC
    [[nodiscard]] bool MayRepair() const; ///< technician or manager

    /// Decides and saves on the worker. Does nothing while the deed is locked: a second click does not act twice.
    /// While the database is away the deed waits and is saved by itself later. After success the deed is ready for the
    /// next one, `done` runs and the fresh order is shown; after a refusal the fresh order is shown beside it.
    void Do(Deed& deed, Decide decide, std::function<void()> done = {});

    /// Deeds that are being saved or wait for the database. They are saved even when their window closes.
    [[nodiscard]] int Underway() const { return *m_underway; }

    /// Runs any other saving job in the place of a deed's decision, with the same promises. `work` must be safe to
    /// repeat with the same operation id. `refused`: what this one run does then; a form answers by Deed::onNotDone.
    using Work = std::function<core::Outcome<db::Appended>(db::Connection&, const db::Session&, core::OperationId)>;
    void Run(Deed& deed, Work work, std::function<void()> done = {}, std::function<void()> refused = {});

    /// The refusal in the user's language; when somebody else caused it, also who and when.
    [[nodiscard]] std::string Say(const core::Refusal& refusal) const;
    /// What stands beside the form's button: a failure, "waits for the database", or a refusal that belongs to none of
    /// the fields shown. Empty when there is nothing to say.
    [[nodiscard]] std::string SayAbout(const Deed& deed, const std::vector<std::string_view>& fields = {}) const;
    /// The sentence beside one field; empty when it is fine.
    [[nodiscard]] std::string SayAt(const Deed& deed, std::string_view field) const;

private:
    struct Saved
    {
        core::Outcome<db::Appended> outcome;
        WorkOrderRead fresh;
    };

    void OnNews(const News& news);
    void TakeFresh(WorkOrderRead fresh);
    void LoadBasics();
    void Finish(Deed& deed, Saved saved, const std::function<void()>& done, const std::function<void()>& refused);

    Context& m_context;
    core::WorkOrderId m_id;
    WorkOrderRead m_read;
    core::Instant m_readAt{};
    WorkOrderBasics m_basics;
    bool m_loaded = false;
    bool m_basicsLoaded = false;
    std::string m_problem;
    std::shared_ptr<int> m_underway = std::make_shared<int>(0);
    RequestSlot m_readSlot;
    RequestSlot m_basicsSlot;
    Subscription m_news;
    Subscription m_database;
};

} // namespace bayline::desktop
