// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/delivery.h"
#include "core/event.h"
#include "core/outcome.h"
#include "core/shop.h"
#include "core/work_order.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What may happen to a work order. Every function is pure: the order as it stands and an intent in, the events that
/// follow or a refusal in words out. An intent names what it wants and what it was when the person decided ("it was
/// 15:00"); when somebody else changed the same thing meanwhile the refusal shows both.
namespace bayline::core {

/// Who acts, and when by this computer's clock.
struct Actor
{
    StaffRef person;
    Role role = Role::Advisor;
    Instant now{};
};

// --- Stage, promise, assignment -------------------------------------------------------------------------------------

struct MoveStage
{
    Stage from = Stage::Received; ///< where the person saw it
    Stage to = Stage::Received;
    std::string reason; ///< compulsory when going back or cancelling
};
/// Refuses: an illegal change; somebody moved it first; going back without a reason; waiting_approval without a sent
/// quote; repairing without an approved line; quality_check with a running clock or an unfinished approved line; ready
/// with either of them, in quarantine, with the high voltage off, or without a final check passed since the last repair
/// (unless nothing was approved); delivered (use Deliver); cancelled with an approved line or an invoice, in quarantine
/// or with the high voltage off.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const MoveStage& intent, const Actor& actor);

struct ChangePromise
{
    Instant from{};
    Instant to{};
    std::string reason;
};
/// Refuses: a promise in the past, no reason, somebody promised another time meanwhile.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const ChangePromise& intent, const Actor& actor);

struct ChangeComplaint
{
    std::string from;
    std::string to;
};
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const ChangeComplaint& intent, const Actor& actor);

struct AssignTechnician
{
    std::optional<StaffRef> from;
    std::optional<StaffRef> to;
};
/// A plan that names the technician before is the new one's, too.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const AssignTechnician& intent, const Actor& actor);

struct AddNote
{
    std::string text;
};
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const AddNote& intent, const Actor& actor);

// --- Inspection -----------------------------------------------------------------------------------------------------

struct StartInspection
{
    InspectionId id;
    Checklist checklist;
};
/// Moves a received order to inspecting. Refuses a second inspection.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const StartInspection& intent, const Actor& actor);

struct RecordItem
{
    ItemId item;
    Result resultFrom = Result::NotChecked;
    Result result = Result::NotChecked; ///< ignored for a measured item with a value: its limits decide
    std::optional<std::int64_t> valueFrom;
    std::optional<std::int64_t> valueMilli;
    std::string noteFrom;
    std::string note;
    std::string carriedFrom{}; ///< number of the order whose finding still holds; empty: looked at now
};
/// Refuses: no such item; a value that is absurd for any part of a car (|value| > 1 000 000 units); another person
/// recorded something else for the same item meanwhile (both shown). Different items never clash. Whoever looks at a
/// finding that was taken over and finds the same makes it one of now.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const RecordItem& intent, const Actor& actor);

struct ItemPhotos
{
    ItemId item;
    std::vector<std::string> sha256;
};
struct PublishInspection
{
    std::vector<ItemPhotos> photos;
};
/// Refuses: nothing recorded yet; a red item that asks for a photo and has none. Publishing again is allowed and
/// replaces what the customer sees.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const PublishInspection& intent, const Actor& actor);

// --- Quote ----------------------------------------------------------------------------------------------------------

/// What a person saw of a line: its content, and the decision that held for it.
struct SeenLine
{
    std::string hash;
    DecisionId decided{}; ///< nil: none
    friend bool operator==(const SeenLine&, const SeenLine&) = default;
};
/// The line as it is seen on this order.
[[nodiscard]] SeenLine SeenOn(const WorkOrder& order, const QuoteLine& line);

struct AddLine
{
    QuoteLine line; ///< id made by the form, so adding twice adds once
};
struct ChangeLine
{
    QuoteLine from; ///< as the person saw it
    QuoteLine to;
};
struct RemoveLine
{
    LineId line;
    SeenLine seen;
};
/// AddLine and ChangeLine refuse, beside the field: no description; quantity not in (0, 100 000]; price below 0 or over
/// 10 000 000.00; discount outside 0–100 %; tax outside 0–100 %; description over 500 characters; work begun on the
/// line. ChangeLine merges: fields the person did not touch keep what others wrote; a field both changed differently
/// is refused with both values. Another payer makes another line of one the customer has seen: an approval for what
/// somebody else pays is none for paying it oneself. RemoveLine refuses a line that has other content, or another
/// decision, than the person saw.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const AddLine& intent, const Actor& actor);
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const ChangeLine& intent, const Actor& actor);
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const RemoveLine& intent, const Actor& actor);

/// The checks of AddLine alone, for marking fields while typing.
[[nodiscard]] std::vector<Refusal> CheckLine(const QuoteLine& line);

struct SendQuote
{
    QuoteId id;
    Instant validUntil{};
    std::string message;
    std::optional<std::vector<QuoteLine>> seen{}; ///< the lines as the person saw them; nothing: whatever stands there
};
/// The whole quote becomes the next revision; approvals of unchanged lines carry over by hash. From received,
/// inspecting or quoting the order moves on to waiting_approval. Refuses: lines that the customer would read
/// otherwise than the person saw them; no customer line; nothing new to ask (an expired or withdrawn quote may be sent
/// again as it is).
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const SendQuote& intent, const Actor& actor);

struct LineDecision
{
    LineId line;
    std::string lineHash; ///< of the content that was seen
    Decision decision = Decision::Pending;
    DecisionId before{}; ///< for RecordDecision: the decision the person saw on the line; nil: none
};

/// What the customer said on the phone or at the counter, written down by an advisor.
struct RecordDecision
{
    DecisionId id;
    Channel channel = Channel::Phone;
    std::string byName; ///< who said it; compulsory
    std::string phone;  ///< number called; compulsory for Channel::Phone
    std::vector<LineDecision> lines;
};
/// Refuses: no name, no number, no line, a line that was not sent with this content or has another one by now, a line
/// that was decided since the person looked, a quote that expired or was withdrawn.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const RecordDecision& intent, const Actor& actor);

/// What the customer decided in the app. Never refused for being late: line by line it takes effect where the hash is
/// still the line's present one, and the outcome tells the customer the rest. A decision made after the quote's last
/// day, or on a withdrawn quote, takes effect nowhere. Refuses only what cannot be understood
/// (no such revision, no lines): such an answer is parked.
struct CustomerDecision
{
    DecisionId id;
    QuoteId quote;
    int revision = 0;
    std::string byName;
    Instant decidedAt{};
    std::optional<Money> totalSeen;
    std::vector<LineDecision> lines;
};
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const CustomerDecision& intent);

// --- Repair ---------------------------------------------------------------------------------------------------------

struct StartClock
{
    EntryId id;
    LineId line;
};
/// Moves the order to repairing, ends its hold and stops the person's clock on another line of it. Refuses: a line that
/// is not approved with its present content; a finished line; a car in quarantine; a high-voltage line before the
/// isolation is complete.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const StartClock& intent, const Actor& actor);

struct StopClock
{
    EntryId id;
};
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const StopClock& intent, const Actor& actor);

struct FinishLine
{
    LineId line;
};
/// Stops the clocks that run on the line. Refuses a line that is not approved.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const FinishLine& intent, const Actor& actor);

struct ReopenLine
{
    LineId line;
    std::string reason;
};
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const ReopenLine& intent, const Actor& actor);

struct CheckQuality
{
    std::string note; ///< compulsory when it did not pass
    bool passed = false;
    std::vector<CheckedItem> items{}; ///< to pass, every item of FinalCheckItems(powertrain) must be right
};
/// The final check. Passed moves to ready, failed back to repairing. Refuses: somebody who worked on the order (a clock
/// of theirs, or a labour line they finished) checks it; a running clock; an unfinished approved line; order not in
/// repairing or quality_check; a high-voltage isolation that is still on; to pass, a quarantine (of any open order of
/// the car), an item of the list that was not confirmed.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const CheckQuality& intent, const Actor& actor);

// --- Invoice, payment, hand-over ------------------------------------------------------------------------------------

/// To what the payable sum is rounded down (抹零).
enum class RoundOff
{
    None,
    Tenth, ///< of the currency's unit: 0.10
    Unit,  ///< 1.00
};

struct IssueInvoice
{
    InvoiceId id;
    Party buyer; ///< name compulsory
    std::int64_t kmOut = 0;
    OldParts oldParts = OldParts::None;
    PayType payer = PayType::Customer; ///< only the lines that this one pays are billed
    Money discount;                    ///< off the whole bill; 0 for none
    std::string discountReason;        ///< compulsory with a discount
    RoundOff roundOff = RoundOff::None;
    RepairCategory repairCategory = RepairCategory::General;
    std::string certificate;
    std::string evPartsWarranty;
    std::string sender; ///< who brought the car
    std::string senderPhone;
    std::string contractNumber;
    LabourBasis labourBasis = LabourBasis::Manufacturer;
    std::string extendedWarranty;
};
/// True when the bill gives away more than the shop lets advisors: discounts of lines and of the whole together, as a
/// share of what its lines cost without them. Rounding off does not count.
[[nodiscard]] bool NeedsManager(const Invoice& invoice, const Shop& shop);
/// The invoice that would be issued now, without number and date: for the preview. Refuses as the decision does.
[[nodiscard]] Outcome<Invoice> DraftInvoice(const WorkOrder& order, const Shop& shop, const IssueInvoice& intent,
                                            Instant now);
/// Refuses: an approved line that is not finished; nothing approved and finished; an invoice in force for the same
/// payer; stage not ready (a delivered order may still be billed to others than the customer, and anew after a credit
/// note); km out below km in; a discount without reason or above the sum.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const Shop& shop, const IssueInvoice& intent,
                                     const Actor& actor);

struct TakePayment
{
    PaymentId id;
    PaymentMethod method = PaymentMethod::Cash;
    Money amount;
    std::string reference; ///< compulsory for a voucher
    PayType payer = PayType::Customer;
};
/// Refuses: no invoice; amount not above 0; more than the balance; a voucher without its number.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const TakePayment& intent, const Actor& actor);

struct Deliver
{
    bool onAccount = false; ///< the customer pays later
    Odometer odometerOut;
};
/// Refuses: stage not ready; quarantine; the high voltage off; a running clock or approved work that is not finished;
/// approved and finished work of the customer's without invoice; a balance without
/// `onAccount`; km out below in.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const Deliver& intent, const Actor& actor);

} // namespace bayline::core
