// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/check_in_presenter.h"

#include "core/random.h"
#include "core/record_merge.h"
#include "core/text.h"
#include "core/vin.h"
#include "db/check_in.h"
#include "db/customers.h"
#include "db/floor.h"
#include "db/vehicles.h"
#include "desktop/presenters/check_in_draft.h"
#include "desktop/presenters/draft_store.h"
#include "desktop/presenters/session.h"

namespace bayline::desktop {

namespace {

constexpr int kMostHits = 12;
constexpr auto kDraft = "check-in";

} // namespace

struct CheckInPresenter::Found
{
    std::optional<core::Vehicle> vehicle;
    core::Customer customer;
    std::optional<core::LastReading> lastReading;
    std::size_t visits = 0;
    std::vector<DeferredOffer> deferred;
    std::vector<core::EarlierOrder> recent; ///< handed over not long ago
};

CheckInPresenter::CheckInPresenter(Context& context, std::function<void()> changed)
    : m_context(context), m_changed([] {}), m_search(context, kMostHits, [this] { TakeFound(); })
{
    // The view is not built yet: it asks for the state when it is.
    Reset();
    m_changed = std::move(changed);
}

void CheckInPresenter::Reset()
{
    if (HasInput())
        DiscardDraft(m_context.person.id);
    for (auto* slot : {&m_load, &m_lookUp, &m_save})
        slot->Cancel();
    m_search.Clear();
    m_chooseFirst = false;
    const int version = m_state.formVersion;
    m_state = {};
    m_state.formVersion = version + 1;
    m_state.form.promisedAt = UsualPromise(m_context.now(), m_context.zone);
    m_blank = m_state.form;
    m_checkIn = {};
    m_checkIn.workOrder = core::WorkOrderId::New();
    m_checkIn.customer.id = core::CustomerId::New();
    m_checkIn.vehicle.id = core::VehicleId::New();
    m_checkIn.linkToken = core::NewLinkToken();
    m_operation = core::OperationId::New();
    m_touched.clear();
    m_showAll = false;
    m_changed();
}

bool CheckInPresenter::HasInput() const
{
    auto form = m_state.form;
    form.promisedAt = m_blank.promisedAt;
    return m_state.phase != Phase::Saved && form != m_blank;
}

void CheckInPresenter::KeepDraft()
{
    m_state.draftAt.reset();
    if (m_context.drafts && !m_context.person.id.IsNil() && HasInput())
        m_context.drafts->Keep(m_context.person.id, kDraft, ToJson(CheckInDraft{m_state.form, m_checkIn, m_operation}));
}

void CheckInPresenter::DiscardDraft(core::StaffId whose)
{
    m_state.draftAt.reset();
    if (m_context.drafts && !whose.IsNil())
        m_context.drafts->Discard(whose, kDraft);
}

void CheckInPresenter::LookForDraft()
{
    if (!m_context.drafts || m_context.person.id.IsNil() || HasInput() || m_state.phase != Phase::Editing)
        return;
    const auto draft = m_context.drafts->Find(m_context.person.id, kDraft);
    m_state.draftAt = draft ? std::optional(draft->at) : std::nullopt;
    m_changed();
}

void CheckInPresenter::PutDraftBack()
{
    const auto kept = m_context.drafts ? m_context.drafts->Find(m_context.person.id, kDraft) : std::nullopt;
    const auto draft = kept ? CheckInDraftFrom(kept->content) : std::nullopt;
    m_state.draftAt.reset();
    if (draft) {
        m_checkIn = draft->ids;
        m_operation = draft->operation;
        m_state.form = draft->form;
        ++m_state.formVersion;
        m_showAll = false;
        Judge();
    } else {
        DiscardDraft(m_context.person.id);
    }
    m_changed();
}

void CheckInPresenter::Search(const std::string& typed)
{
    m_chooseFirst = false;
    m_search.Type(typed);
}

void CheckInPresenter::TakeFound()
{
    m_state.searched = m_search.Now().typed;
    m_state.hits = m_search.Now().hits;
    m_state.searching = m_search.Now().searching;
    m_changed();
    if (m_chooseFirst && !m_state.searching)
        ChooseFirst();
}

bool CheckInPresenter::ChooseFirst()
{
    m_chooseFirst = m_state.searching;
    if (m_chooseFirst)
        return true;
    if (m_state.hits.empty())
        return false;
    Choose(db::SearchHit(m_state.hits.front()));
    return true;
}

void CheckInPresenter::Choose(const db::SearchHit& hit)
{
    m_chooseFirst = false;
    m_state.alreadyKnown.reset();
    m_state.openOrder = hit.openOrder;
    const auto elsewhere = m_context.ElsewhereName(hit.openOrderOutlet);
    m_state.openOrderNumber = hit.openOrderNumber + (elsewhere.empty() ? "" : " · " + elsewhere);
    Start(
        m_context.jobs, m_load,
        [hit](db::Connection& connection) {
            Found found;
            found.customer = db::LoadCustomer(connection, hit.customer);
            if (!hit.vehicle.IsNil()) {
                found.vehicle = db::LoadVehicle(connection, hit.vehicle);
                found.lastReading = db::LoadLastReading(connection, hit.vehicle);
                found.visits = db::LoadHistory(connection, hit.vehicle).size();
                found.deferred = LoadDeferredOffers(connection, hit.vehicle);
                found.recent = db::LoadRecentOrders(connection, hit.vehicle);
            }
            return found;
        },
        [this](const Found& found) { Take(found); },
        [this](const core::Failure& failure) {
            m_state.problem = m_context.Say(failure);
            m_changed();
        });
    m_changed();
}

void CheckInPresenter::Take(const Found& found)
{
    const bool newOwner = m_checkIn.vehicleBefore && !m_checkIn.customerBefore;
    m_checkIn.customer = found.customer;
    m_checkIn.customerBefore = found.customer;
    Fill(m_state.form, found.customer);
    if (found.vehicle) {
        m_checkIn.vehicle = *found.vehicle;
        m_checkIn.vehicleBefore = found.vehicle;
        m_checkIn.lastReading = found.lastReading;
        Fill(m_state.form, *found.vehicle);
        m_state.known = found.lastReading ? m_context.Count("Known car: {1} visit, on {2} at {3} km.",
                                                            "Known car: {1} visits, last on {2} at {3} km.",
                                                            static_cast<long long>(found.visits),
                                                            {core::FormatDay(found.lastReading->at, m_context.zone),
                                                             std::to_string(found.lastReading->km)})
                                          : m_context.Tr(N_("Known car without an earlier visit."));
    } else if (newOwner) {
        m_state.known = m_context.Tr(N_("Known car; its new owner is a known customer."));
    } else {
        ForgetKnownCar();
        m_state.known = m_context.Tr(N_("Known customer; please enter the new car."));
    }
    m_state.comeback.clear();
    if (!found.recent.empty()) {
        const auto& last = found.recent.front();
        m_state.comeback = m_context.Tr(N_("Handed over only on {1}, order {2}: “{3}”. If the work has come back, link "
                                           "the orders on the new order's repair page."),
                                        {core::FormatDay(last.closedAt, m_context.zone), last.number, last.complaint});
    }
    m_state.deferred = found.deferred;
    m_state.taken.clear();
    m_search.Clear();
    m_state.hits.clear();
    m_state.searched.clear();
    m_state.searching = false;
    m_state.problem.clear();
    ++m_state.formVersion;
    Judge();
    m_changed();
}

void CheckInPresenter::ForgetKnownCar()
{
    if (!m_checkIn.vehicleBefore)
        return;
    m_checkIn.vehicle = {};
    m_checkIn.vehicle.id = core::VehicleId::New();
    m_checkIn.vehicleBefore.reset();
    m_checkIn.lastReading.reset();
    Fill(m_state.form, m_checkIn.vehicle);
    m_state.form.odometerExplanation.clear();
}

void CheckInPresenter::NewOwner()
{
    m_checkIn.customer = {};
    m_checkIn.customer.id = core::CustomerId::New();
    m_checkIn.customerBefore.reset();
    Fill(m_state.form, m_checkIn.customer);
    m_state.known = m_context.Tr(N_("Known car with a new owner; please enter the customer."));
    ++m_state.formVersion;
    Judge();
    m_changed();
}

void CheckInPresenter::Edit(const Form& form)
{
    if (form == m_state.form)
        return;
    m_state.form = form;
    KeepDraft();
    if (m_state.phase == Phase::Editing) {
        m_state.problem.clear();
        Judge();
        m_changed();
    }
}

void CheckInPresenter::Touch(const std::string& field)
{
    m_touched.insert(field);
    if (field == "vehicle.vin" && m_state.form.modelYear.empty()) {
        const auto vin = core::CheckVin(m_state.form.vin, m_state.form.vinConfirmedByEye);
        const int thisYear = static_cast<int>(m_context.zone.ToLocal(m_context.now()).day.year());
        if (const auto year = vin ? core::VinModelYear(vin.Value(), thisYear) : std::nullopt) {
            m_state.form.modelYear = std::to_string(*year);
            ++m_state.formVersion;
        }
    }
    if (field == "vehicle.vin" || field == "vehicle.plate")
        LookUpKnown();
    Judge();
    m_changed();
}

void CheckInPresenter::LookUpKnown()
{
    m_state.alreadyKnown.reset();
    if (m_checkIn.vehicleBefore || m_state.phase != Phase::Editing)
        return;
    const auto wanted = core::CleanLine(m_state.form.plate.empty() ? m_state.form.vin : m_state.form.plate);
    if (wanted.empty())
        return;
    using Hit = std::optional<db::SearchHit>;
    Start(
        m_context.jobs, m_lookUp,
        [wanted](db::Connection& connection) -> Hit {
            const auto vehicle = db::FindVehicle(connection, wanted);
            if (!vehicle)
                return std::nullopt;
            for (const auto& hit : db::Search(connection, vehicle->vin, kMostHits))
                if (hit.vehicle == vehicle->id)
                    return hit;
            return std::nullopt;
        },
        [this](const Hit& hit) {
            m_state.alreadyKnown = hit;
            m_changed();
        },
        [](const core::Failure&) {});
}

void CheckInPresenter::UseVinSuggestion()
{
    if (m_state.vinSuggestion.empty())
        return;
    m_state.form.vin = m_state.vinSuggestion;
    ++m_state.formVersion;
    Touch("vehicle.vin");
}

void CheckInPresenter::TakeDeferred(core::LineRef from)
{
    if (m_state.phase != Phase::Editing) {
        return;
    }
    if (m_state.taken.erase(from) == 0) {
        m_state.taken.insert(from);
    }
    m_changed();
}

core::CheckIn CheckInPresenter::ToRules() const
{
    auto checkIn = desktop::ToRules(m_state.form, m_checkIn);
    for (const auto& offer : m_state.deferred) {
        if (m_state.taken.contains(offer.work.from)) {
            checkIn.lines.push_back(core::LineFromDeferred(offer.work));
        }
    }
    return checkIn;
}

void CheckInPresenter::Judge()
{
    m_state.problems.clear();
    m_state.remarks.clear();
    m_state.offerVinByEye = m_state.form.vinConfirmedByEye;
    m_state.offerOdometerReason = !m_state.form.odometerExplanation.empty();
    m_state.vinSuggestion.clear();
    const auto checkIn = ToRules();
    const auto actor = ActorOf(m_context);
    const auto shown = [this](const std::string& field) { return m_showAll || m_touched.contains(field); };
    if (const auto decided = core::Decide(checkIn, m_context.shop, actor); !decided) {
        for (const auto& refusal : decided.Refusals()) {
            if (refusal.code == "vin.check_digit")
                m_state.offerVinByEye = shown(refusal.field);
            if (refusal.code == "vin.character") {
                const auto meant = core::NormaliseVin(m_state.form.vin);
                if (meant.lettersReplaced && shown(refusal.field))
                    m_state.vinSuggestion = meant.vin;
            }
            if (refusal.code == "odometer.lower" || refusal.code == "odometer.unit")
                m_state.offerOdometerReason = shown(refusal.field);
            if (shown(refusal.field))
                m_state.problems.try_emplace(refusal.field, m_context.Say(refusal));
        }
    }
    for (const auto& warning : core::Warnings(checkIn, actor))
        m_state.remarks.try_emplace(warning.field, m_context.Say(warning));
}

void CheckInPresenter::Save()
{
    if (m_state.phase != Phase::Editing || m_save.Busy())
        return;
    m_showAll = true;
    Judge();
    if (!m_state.problems.empty()) {
        m_state.problem = m_context.Tr(N_("Not saved yet: please correct the marked fields."));
        m_changed();
        return;
    }
    KeepDraft();
    m_saver = m_context.person.id;
    m_state.phase = Phase::Saving;
    m_state.problem.clear();
    const auto stream = core::StreamName("work_order", m_checkIn.workOrder.value);
    Start(
        m_context.jobs, m_save,
        [form = ToRules(), shop = m_context.shop, operation = m_operation, session = SessionOf(m_context)](
            db::Connection& connection) { return db::SaveCheckIn(connection, session, operation, form, shop); },
        [this, stream](const db::SavedCheckIn& saved) {
            if (saved.outcome) {
                const auto& numbers = saved.outcome.Value().numbers;
                const auto number = numbers.find(stream);
                TakeSaved(number == numbers.end() ? std::string() : number->second);
                return;
            }
            TakeRefused(saved);
        },
        [this](const core::Failure& failure) {
            m_state.phase = Phase::Editing;
            m_state.problem = m_context.Say(failure);
            m_changed();
        },
        KeepTrying{.waiting =
                       [this](const core::Failure& failure) {
                           m_state.phase = Phase::WaitingForDatabase;
                           m_state.problem = m_context.Say(failure);
                           m_changed();
                       },
                   .missed = m_context.TellMissed()});
    m_changed();
}

/// What others changed meanwhile stands in the form beside what was typed; saving again decides the clashes.
void CheckInPresenter::TakeRefused(const db::SavedCheckIn& saved)
{
    m_state.phase = Phase::Editing;
    m_checkIn.customer = saved.form.customer;
    m_checkIn.customerBefore = saved.form.customerBefore;
    m_checkIn.vehicle = saved.form.vehicle;
    m_checkIn.vehicleBefore = saved.form.vehicleBefore;
    m_checkIn.lastReading = saved.form.lastReading;
    if (m_checkIn.customerBefore)
        Fill(m_state.form, m_checkIn.customer);
    if (m_checkIn.vehicleBefore)
        Fill(m_state.form, m_checkIn.vehicle);
    ++m_state.formVersion;
    bool clash = false;
    for (const auto& refusal : saved.outcome.Refusals()) {
        auto sentence = m_context.Say(refusal);
        const auto other = saved.others.find(refusal.field);
        if (other != saved.others.end()) {
            clash = true;
            sentence = m_context.Tr(N_("{1} It was {2}, at {3}."),
                                    {sentence, other->second.who, core::FormatClock(other->second.at, m_context.zone)});
        }
        m_state.problems.insert_or_assign(refusal.field, sentence);
    }
    m_state.problem = clash ? m_context.Tr(N_("Not saved yet: somebody else changed the same at the same time. Please "
                                              "look at the marked fields; saving again keeps what you typed."))
                            : m_context.Say(saved.outcome.FirstRefusal());
    m_changed();
}

void CheckInPresenter::TakeSaved(const std::string& number)
{
    DiscardDraft(m_saver);
    m_state.phase = Phase::Saved;
    m_state.savedOrder = m_checkIn.workOrder;
    m_state.savedNumber = number;
    m_state.problem.clear();
    m_changed();
}

} // namespace bayline::desktop
