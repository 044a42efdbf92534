// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/till.h"
#include "desktop/presenters/same_try.h"
#include "desktop/presenters/session.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// The cash desk: who still owes, and the close of the day. UI thread only.
class TillPresenter final
{
public:
    struct State
    {
        bool loading = false;
        std::string problem;
        std::optional<db::TillRead> till;
        std::vector<db::OpenAccount> accounts;
        std::vector<core::DayClose> closes; ///< the newest first
        std::vector<core::Refusal> refusals;
        bool closing = false;
        bool everywhere = false; ///< the open accounts of all outlets
    };

    /// What a person types while counting.
    struct Form
    {
        std::map<core::PaymentMethod, std::string> counted;
        std::string cashLeft;
        std::string note;
    };

    TillPresenter(Context& context, std::function<void()> changed) : m_context(context), m_changed(std::move(changed))
    {
    }

    [[nodiscard]] const State& Now() const { return m_state; }
    /// Today by the shop's calendar, "2026-11-22".
    [[nodiscard]] std::string Today() const;
    [[nodiscard]] bool ClosedToday() const;
    /// Counted less expected, as typed so far; nothing while it is no amount.
    [[nodiscard]] std::optional<core::Money> Difference(const core::TillMethod& method, const std::string& typed) const;
    void Refresh();
    void ShowEverywhere(bool everywhere);
    /// `done` gets the close as made.
    void Close(const Form& form, std::function<void(const core::DayClose&)> done);
    /// The sentence beside a field ("counted.cash", "cash_left", "note"), or with "" what belongs to none.
    [[nodiscard]] std::string SayAt(std::string_view field) const;

private:
    struct Read
    {
        db::TillRead till;
        std::vector<db::OpenAccount> accounts;
        std::vector<core::DayClose> closes;
    };

    [[nodiscard]] core::Outcome<core::CloseDay> Parse(const Form& form) const;
    [[nodiscard]] std::function<Read(db::Connection&)> Reader() const;
    void Take(Read read);

    Context& m_context;
    std::function<void()> m_changed;
    State m_state;
    SameTry m_try;
    core::DayCloseId m_closeId = core::DayCloseId::New();
    RequestSlot m_load;
    RequestSlot m_close;
};

} // namespace bayline::desktop
