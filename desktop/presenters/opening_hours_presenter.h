// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/kpi.h"
#include "desktop/presenters/same_try.h"
#include "desktop/presenters/session.h"

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace bayline::desktop {

/// When the shop is open: hours of each weekday, and days that are different. For managers; the database checks that
/// again. UI thread only.
class OpeningHoursPresenter final
{
public:
    /// As typed.
    struct Form
    {
        std::array<std::string, 7> opens; ///< Monday first; both empty: closed
        std::array<std::string, 7> closes;
        std::string days; ///< as core::SpecialDaysText has them
        friend bool operator==(const Form&, const Form&) = default;
    };

    struct State
    {
        Form form;
        int formVersion = 0;                         ///< grows when the form was filled here, not by typing
        std::map<std::string, std::string> problems; ///< "day1" … "day7", "days" → sentence
        std::string message;
        bool failed = false;
        bool mayChange = false; ///< a manager is signed in
        bool loaded = false;
    };

    OpeningHoursPresenter(Context& context, std::function<void()> changed)
        : m_context(context), m_changed(std::move(changed))
    {
    }

    [[nodiscard]] const State& Now() const { return m_state; }
    [[nodiscard]] bool Busy() const { return m_save.Busy(); }

    /// Reads anew; what has been typed and not saved stays.
    void Load(const Form& typed);
    void Save(const Form& form);

private:
    [[nodiscard]] std::optional<core::ShopCalendar> Read(const Form& form);
    void Fill(const core::KpiBasics& basics);
    void Fail(const core::Failure& failure);

    Context& m_context;
    std::function<void()> m_changed;
    State m_state;
    core::KpiBasics m_before;
    Form m_filled; ///< what the form was filled with: anything else was typed
    SameTry m_try;
    RequestSlot m_load;
    RequestSlot m_save;
};

} // namespace bayline::desktop
