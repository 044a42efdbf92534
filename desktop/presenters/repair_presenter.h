// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/work_order_presenter.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// One quoted line as the workshop sees it.
struct RepairRow
{
    core::LineId id;
    core::LineState state = core::LineState::Draft;
    std::string stateWord;
    std::string kind;
    std::string description;
    std::string planned;           ///< "1.5 h" for labour, quantity otherwise
    std::chrono::seconds worked{}; ///< all clocks on it, running ones until now
    std::string workedText;        ///< "0:42:10"; empty when nobody worked on it
    std::string workers;           ///< who works on it now
    bool mineRuns = false;
    bool canStart = false; ///< the rules say yes; otherwise Start() says why not, in words
    bool canFinish = false;
    bool finished = false;
    bool approved = false;
    bool hv = false;     ///< high-voltage work
    std::string problem; ///< sentence beside the row
};

/// What one's own clock does elsewhere.
struct RepairSummary
{
    int approved = 0;
    int finished = 0;
    bool anyClock = false;
    std::string text; ///< "2 of 3 approved jobs finished"
    /// Last final check in words; empty before one.
    std::string lastCheck;
    bool checkPassed = false; ///< and no repair began after it
    bool canCheck = false;    ///< stage and lines allow a final check
    std::string whyNoCheck;
};

/// "1:02:05"
[[nodiscard]] std::string ClockText(std::chrono::seconds worked);
/// "1:02"
[[nodiscard]] std::string HoursText(std::chrono::seconds worked);

/// What a tick stands for: who is here, and the work as it stands. When it has changed, the tick has to be given anew.
[[nodiscard]] std::string TickBasis(const WorkOrderPresenter& presenter);

/// Repair and final check of one order. UI thread only.
class RepairPresenter final
{
public:
    explicit RepairPresenter(WorkOrderPresenter& presenter) : m_presenter(presenter) {}

    [[nodiscard]] std::vector<RepairRow> Rows() const;
    [[nodiscard]] RepairSummary Summary() const;

    void Start(core::LineId line);
    void Stop(core::LineId line);
    void Finish(core::LineId line);
    void Reopen(core::LineId line, const std::string& reason);
    /// `confirmed` are the keys of the items seen to be right.
    void Check(bool passed, const std::string& note, const std::vector<std::string>& confirmed,
               std::function<void()> done = {});
    /// What the final check looks at, in the user's language: key and words.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> CheckItems() const;

    Deed check;

private:
    Deed& DeedOf(core::LineId line);
    template <class Intent>
    void Act(core::LineId line, Intent intent);

    WorkOrderPresenter& m_presenter;
    std::map<core::LineId, std::unique_ptr<Deed>> m_deeds;
};

} // namespace bayline::desktop
