// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outlet.h"
#include "db/outlets.h"
#include "desktop/presenters/context.h"
#include "desktop/presenters/same_try.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// The shop's places: the list and the form of one. For managers; the database checks that again.
class OutletsPresenter final
{
public:
    /// One outlet as typed; an empty value is that of the shop.
    struct Form
    {
        std::string code;
        std::string name;
        std::string paperName;
        std::string address;
        std::string phone;
        std::string taxId;
        std::string bank;
        std::string bankAccount;
        std::string invoiceFooter;
        std::string bays; ///< names with commas between
        std::string quarantineBay;
        friend bool operator==(const Form&, const Form&) = default;
    };

    struct State
    {
        std::vector<core::Outlet> outlets; ///< by number, closed ones too
        std::optional<core::Outlet> chosen;
        Form form;
        int formVersion = 0;                         ///< grows when the form was filled here, not by typing
        std::map<std::string, std::string> problems; ///< field → sentence
        std::string message;
        bool failed = false;
        bool adding = false;    ///< the form is that of a new outlet
        bool mayChange = false; ///< a manager is signed in
        bool loaded = false;
    };

    OutletsPresenter(Context& context, std::function<void()> changed);

    [[nodiscard]] const State& Now() const { return m_state; }
    [[nodiscard]] bool Busy() const { return m_save.Busy(); }
    /// The code stands in numbers once it is saved; the first outlet has none.
    [[nodiscard]] bool CodeIsFixed() const { return m_state.chosen.has_value(); }

    void Load();
    /// Fills the form with this outlet.
    void Choose(core::OutletId id);
    /// Empties the form for a new one.
    void Add();
    void Save(const Form& form);
    /// Closes the chosen outlet, or opens it again: what was done there stays as it is.
    void SetActive(bool active);

private:
    void Store(const core::Outlet& after, const std::string& done);
    void Take(const core::Outcome<db::Appended>& outcome, const std::string& done);
    void Fill(const std::optional<core::Outlet>& outlet);

    Context& m_context;
    std::function<void()> m_changed;
    State m_state;
    SameTry m_try;
    core::OutletId m_newId = core::OutletId::New();
    RequestSlot m_load;
    RequestSlot m_save;
};

} // namespace bayline::desktop
