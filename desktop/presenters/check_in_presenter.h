// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/check_in_rules.h"
#include "desktop/presenters/car_search.h"
#include "desktop/presenters/check_in_form.h"
#include "desktop/presenters/deferred_offers.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace bayline::db {
struct SavedCheckIn;
}

namespace bayline::desktop {

/// The check-in form: finds known cars as one types, judges every field by the trade's rules, and opens the order once,
/// however often "save" is pressed and whatever the database does meanwhile.
class CheckInPresenter final
{
public:
    using Form = CheckInForm;

    enum class Phase
    {
        Editing,
        Saving,
        WaitingForDatabase, ///< kept and saved by itself when the database is back
        Saved,
    };

    struct State
    {
        Form form;
        int formVersion = 0; ///< grows when the form was filled by the presenter, not by typing
        std::string searched;
        std::vector<db::SearchHit> hits;
        bool searching = false;
        std::map<std::string, std::string> problems; ///< field → sentence, of fields that were left or after a save
        std::map<std::string, std::string> remarks;  ///< field → sentence that stops nothing
        bool offerVinByEye = false;
        bool offerOdometerReason = false;
        std::string vinSuggestion;                 ///< the VIN with 1 and 0 for I, O and Q; empty when there is none
        std::string known;                         ///< who and what was found; empty for a new car
        std::string comeback;                      ///< the car was here a short time ago: its work may have come back
        std::optional<db::SearchHit> alreadyKnown; ///< the plate or VIN typed for a new car belongs to this one
        core::WorkOrderId openOrder;               ///< the car is in the shop already
        std::string openOrderNumber;
        std::vector<DeferredOffer> deferred; ///< what the car's owner put off at earlier visits
        std::set<core::LineRef> taken;       ///< of these, what goes into the new order's quote
        Phase phase = Phase::Editing;
        std::string problem; ///< of the form as a whole
        core::WorkOrderId savedOrder;
        std::string savedNumber;
        std::optional<core::Instant> draftAt; ///< when an earlier check-in was typed that was never saved
    };

    CheckInPresenter(Context& context, std::function<void()> changed);

    [[nodiscard]] const State& Now() const { return m_state; }
    /// Id the order will have; photos taken before saving belong to it.
    [[nodiscard]] core::WorkOrderId Order() const { return m_checkIn.workOrder; }
    /// True when something was typed that is not saved.
    [[nodiscard]] bool HasInput() const;

    /// Search as one types, at every key.
    void Search(const std::string& typed);
    /// Chooses the best hit of what is typed, when its answer is still awaited as soon as it has come. False when there
    /// is nothing to choose.
    bool ChooseFirst();
    /// Fills the form with the found car and its owner.
    void Choose(const db::SearchHit& hit);
    /// The known car has come with another owner: the customer's fields become a new customer's.
    void NewOwner();
    /// What was typed, at every key.
    void Edit(const Form& form);
    /// The field was left: from now on its problem is shown. Names as in core/check_in_rules.h.
    void Touch(const std::string& field);
    void UseVinSuggestion();
    /// Puts work that was put off into the new order's quote, or takes it out again.
    void TakeDeferred(core::LineRef from);
    /// A second call while the first is on its way does nothing.
    void Save();
    /// An empty form for the next car; what was typed in this one is given up.
    void Reset();
    /// Looks for a check-in that this person typed and never saved, because the program or the PC ended.
    void LookForDraft();
    void PutDraftBack();

private:
    struct Found;

    void TakeFound();
    void KeepDraft();
    void DiscardDraft(core::StaffId whose);
    void Judge();
    void LookUpKnown();
    void Take(const Found& found);
    /// The car belongs to a customer who is not asked for any more; what was typed for a new car stays.
    void ForgetKnownCar();
    void TakeSaved(const std::string& number);
    void TakeRefused(const db::SavedCheckIn& saved);
    [[nodiscard]] core::CheckIn ToRules() const;

    Context& m_context;
    std::function<void()> m_changed;
    State m_state;
    core::CheckIn m_checkIn; ///< ids, what was read, last reading; the fields themselves are in the form
    core::OperationId m_operation;
    core::StaffId m_saver; ///< who pressed Save; the draft that the saved form leaves behind is theirs
    std::set<std::string> m_touched;
    bool m_showAll = false;
    bool m_chooseFirst = false; ///< as soon as the answer to what is typed has come
    Form m_blank;
    CarSearch m_search;
    RequestSlot m_load;
    RequestSlot m_lookUp;
    RequestSlot m_save;
};

} // namespace bayline::desktop
