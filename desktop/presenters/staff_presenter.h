// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"
#include "core/staff.h"
#include "desktop/presenters/context.h"
#include "desktop/presenters/same_try.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// Who works here: the list and the form of one person. For managers; the database checks that again.
class StaffPresenter final
{
public:
    /// One person as typed. An empty PIN leaves the present one.
    struct Form
    {
        std::string number;
        std::string name;
        core::Role role = core::Role::Technician;
        std::string pin;
        std::string hvLicenceUntil{};    ///< "2028-06-30"; empty: no licence
        int outlet = core::kFirstOutlet; ///< where the person usually works
        friend bool operator==(const Form&, const Form&) = default;
    };

    struct State
    {
        std::vector<core::StaffMember> people; ///< also those switched off, by staff number
        std::optional<core::StaffMember> chosen;
        Form form;
        int formVersion = 0;                         ///< grows when the form was filled here, not by typing
        std::map<std::string, std::string> problems; ///< field → sentence
        std::string message;
        bool failed = false;
        bool mayChange = false; ///< a manager is signed in
        bool loaded = false;
        std::vector<core::Outlet> outlets; ///< where somebody may be at home; one or none: nothing to choose
    };

    StaffPresenter(Context& context, std::function<void()> changed);

    [[nodiscard]] const State& Now() const { return m_state; }
    [[nodiscard]] bool Busy() const { return m_save.Busy(); }

    void Load();
    /// Fills the form with this person; an unknown id empties it for a new one.
    void Choose(core::StaffId id);
    /// Adds the new person, or changes the chosen one and the PIN when one was typed.
    void Save(const Form& form);
    /// Switches the chosen person off, or on again. Their sessions end at once.
    void SetActive(bool active);

private:
    using Work = std::function<core::Outcome<bool>(db::Connection&)>;

    void Run(Work work, const std::string& done);
    void Take(const core::Outcome<bool>& outcome, const std::string& done);
    void Fill(const std::optional<core::StaffMember>& person);

    Context& m_context;
    std::function<void()> m_changed;
    State m_state;
    SameTry m_try;
    core::StaffId m_newId = core::StaffId::New();
    RequestSlot m_load;
    RequestSlot m_save;
};

} // namespace bayline::desktop
