// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/work_order_presenter.h"

#include <optional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// A legal next stage as a button.
struct StageStep
{
    core::Stage to = core::Stage::Received;
    std::string label;
    bool back = false;        ///< needs a reason
    bool recommended = false; ///< the usual way forward, when the rules allow it now
};

struct WorkOrderHeader
{
    std::string title; ///< "沪A·12345 · WO-2026-000123"
    std::string plate;
    std::string number;
    std::string car;      ///< make, model, year, powertrain
    std::string customer; ///< name and phone
    std::string stage;
    std::string promised; ///< "Promised 15:30" or with the date when it is not today
    std::string lateness; ///< "35 minutes late"; empty when not late
    bool late = false;
    std::string technician; ///< empty when nobody is assigned
    std::string advisor;
    std::string odometer;
    std::string vin;
    std::vector<StageStep> steps;
    bool waitsForCustomer = false;
};

[[nodiscard]] WorkOrderHeader BuildHeader(const WorkOrderPresenter& presenter);

/// The people who can be assigned, in the order of the choice; nobody first.
[[nodiscard]] std::vector<std::optional<core::StaffRef>> AssignablePeople(const WorkOrderPresenter& presenter);

/// Reads "2026-11-22 15:30", "15:30" (today) or "+45" (minutes from now).
[[nodiscard]] core::Outcome<core::Instant> ParseMoment(const Context& context, const std::string& typed);

/// A quick choice for a new promise.
struct PromiseChoice
{
    std::string label;
    core::Instant at{};
};
[[nodiscard]] std::vector<PromiseChoice> PromiseChoices(const WorkOrderPresenter& presenter);

/// Deeds of the window's head and of the complaint page.
class WorkOrderHeaderForms final
{
public:
    explicit WorkOrderHeaderForms(WorkOrderPresenter& presenter) : m_presenter(presenter) {}

    /// `from` is the stage the person saw when the question was asked.
    void Move(core::Stage from, core::Stage to, const std::string& reason, std::function<void()> done = {});
    /// `seen` is the promise the person saw when the form opened.
    void Promise(core::Instant seen, const std::string& typed, const std::string& reason,
                 std::function<void()> done = {});
    void Assign(const std::optional<core::StaffRef>& to);
    void SaveComplaint(const std::string& seen, const std::string& typed, std::function<void()> done = {});
    void AddNote(const std::string& typed, std::function<void()> done = {});

    Deed move;
    Deed promise;
    Deed assign;
    Deed complaint;
    Deed note;

private:
    WorkOrderPresenter& m_presenter;
};

} // namespace bayline::desktop
