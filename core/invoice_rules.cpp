// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/credit_note.h"
#include "core/payloads.h"
#include "core/rule_support.h"
#include "core/text.h"

#include <algorithm>

namespace bayline::core {

namespace {

std::vector<QuoteLine> LinesToBill(const WorkOrder& order, PayType payer)
{
    std::vector<QuoteLine> lines;
    std::copy_if(order.lines.begin(), order.lines.end(), std::back_inserter(lines), [&](const QuoteLine& line) {
        return line.payType == payer && rules::IsApproved(order, line) && order.IsFinished(line.id);
    });
    return lines;
}

/// A delivered car's bill: to others than the customer, or in the place of one that was credited.
bool MayBillDelivered(const WorkOrder& order, PayType payer)
{
    return payer != PayType::Customer ||
           std::any_of(order.creditNotes.begin(), order.creditNotes.end(),
                       [&](const CreditNote& note) { return note.payer == payer && note.whole; });
}

std::optional<Refusal> RefuseStage(const WorkOrder& order, PayType payer)
{
    if (order.stage == Stage::Ready || (order.stage == Stage::Delivered && MayBillDelivered(order, payer))) {
        return std::nullopt;
    }
    if (auto refusal = rules::RefuseClosed(order)) {
        return refusal;
    }
    return Refusal{.code = "invoice.stage",
                   .sentence = N_("The invoice is issued when the car is ready; the order is at “{1}”."),
                   .arguments = {StageName(order.stage)},
                   .field = {}};
}

std::optional<Refusal> RefuseDiscount(const Totals& totals, const IssueInvoice& intent, const WorkOrder& order)
{
    const auto most = order.pricesIncludeTax ? totals.gross : totals.net;
    if (intent.discount.minor < 0 || intent.discount > most) {
        return Refusal{.code = "invoice.discount",
                       .sentence = N_("The discount must be from 0 to {1}."),
                       .arguments = {Display(most, order.currency)},
                       .field = "discount"};
    }
    if (intent.discount.minor > 0 && CleanLine(intent.discountReason).empty()) {
        return Refusal{.code = "invoice.discount_reason",
                       .sentence = N_("Please say what the discount is for."),
                       .arguments = {},
                       .field = "discount_reason"};
    }
    return std::nullopt;
}

Money RoundingOf(Money gross, RoundOff roundOff)
{
    const std::int64_t unit = roundOff == RoundOff::Unit ? 100 : roundOff == RoundOff::Tenth ? 10 : 1;
    return {-(gross.minor % unit)};
}

std::optional<Refusal> RefuseInvoice(const WorkOrder& order, const IssueInvoice& intent)
{
    if (const auto* present = order.InForce(intent.payer)) {
        return Refusal{.code = "invoice.exists",
                       .sentence = N_("Invoice {1} has already been issued for this order."),
                       .arguments = {present->number},
                       .field = {}};
    }
    if (rules::HasUnfinishedApproved(order)) {
        return Refusal{.code = "invoice.unfinished",
                       .sentence =
                           N_("An approved line is not finished yet. Please finish it, or quote it anew, before "
                              "issuing the invoice."),
                       .arguments = {},
                       .field = {}};
    }
    if (auto refusal = RefuseStage(order, intent.payer)) {
        return refusal;
    }
    if (LinesToBill(order, intent.payer).empty()) {
        return Refusal{.code = "invoice.empty",
                       .sentence = N_("No line is both approved and finished, so there is nothing to invoice."),
                       .arguments = {},
                       .field = {}};
    }
    if (CleanLine(intent.buyer.name).empty()) {
        return Refusal{.code = "invoice.buyer",
                       .sentence = N_("Please enter the name of the buyer."),
                       .arguments = {},
                       .field = "buyer.name"};
    }
    if (intent.kmOut < order.odometerIn.km) {
        return Refusal{.code = "invoice.km_out",
                       .sentence = N_("The mileage at hand-over cannot be below the {1} km at check-in."),
                       .arguments = {std::to_string(order.odometerIn.km)},
                       .field = "km_out"};
    }
    return std::nullopt;
}

std::vector<std::string> Technicians(const WorkOrder& order)
{
    std::vector<std::string> names;
    for (const auto& entry : order.timeEntries) {
        if (std::find(names.begin(), names.end(), entry.technician.name) == names.end()) {
            names.push_back(entry.technician.name);
        }
    }
    return names;
}

std::vector<InvoiceApproval> ProofOf(const WorkOrder& order, const std::vector<QuoteLine>& lines)
{
    std::vector<InvoiceApproval> proof;
    for (const auto& line : lines) {
        const auto* approval = order.ApprovalOf(line);
        proof.push_back({line.id, approval->channel, approval->byName, approval->decidedAt, approval->revision});
    }
    return proof;
}

std::vector<DeclinedLine> DeclinedOf(const WorkOrder& order)
{
    std::vector<DeclinedLine> declined;
    for (const auto& line : order.lines) {
        if (order.StateOf(line) != LineState::Declined) {
            continue;
        }
        const auto* finding = order.inspection && line.finding ? order.inspection->Find(*line.finding) : nullptr;
        declined.push_back({line.description, ComputeAmounts(line, order.pricesIncludeTax).gross,
                            finding != nullptr ? std::string(ToWord(finding->result)) : std::string{}});
    }
    return declined;
}

} // namespace

namespace {

Party Cleaned(const Party& party)
{
    return {CleanLine(party.name),  CleanLine(party.address), CleanLine(party.phone),
            CleanLine(party.taxId), CleanLine(party.bank),    CleanLine(party.bankAccount)};
}

/// The number of the payer's last invoice when it was credited whole.
std::string Replaced(const WorkOrder& order, PayType payer)
{
    for (auto note = order.creditNotes.rbegin(); note != order.creditNotes.rend(); ++note) {
        if (note->payer == payer && note->whole) {
            return note->invoiceNumber;
        }
    }
    return {};
}

void PutSums(Invoice& invoice, const WorkOrder& order, const Totals& before, const IssueInvoice& intent)
{
    invoice.totals = before;
    if (intent.discount.minor > 0) {
        invoice.discount = DocumentDiscount{intent.discount, CleanLine(intent.discountReason),
                                            SplitDiscount(before, invoice.pricesIncludeTax, intent.discount)};
        invoice.totals = Discounted(before, invoice.discount->parts);
    }
    invoice.rounding = RoundingOf(invoice.totals.gross, intent.roundOff);
    invoice.prepaid = {std::max<std::int64_t>(-order.Balance(intent.payer).minor, 0)};
}

} // namespace

bool NeedsManager(const Invoice& invoice, const Shop& shop)
{
    Money full;
    for (auto line : invoice.lines) {
        line.discount = {};
        const auto amounts = ComputeAmounts(line, invoice.pricesIncludeTax, invoice.payer);
        full += invoice.pricesIncludeTax ? amounts.gross : amounts.net;
    }
    const auto asked = invoice.pricesIncludeTax ? invoice.totals.gross : invoice.totals.net;
    return (full - asked).minor * 10'000 > full.minor * shop.bigDiscount.bp;
}

Outcome<Invoice> DraftInvoice(const WorkOrder& order, const Shop& shop, const IssueInvoice& intent, Instant now)
{
    if (auto refusal = RefuseInvoice(order, intent)) {
        return std::move(*refusal);
    }
    Invoice invoice;
    invoice.id = intent.id;
    invoice.payer = intent.payer;
    invoice.supplyDate = order.finalChecks.empty() ? now : order.finalChecks.back().at;
    invoice.currency = order.currency;
    invoice.pricesIncludeTax = order.pricesIncludeTax;
    invoice.seller = {shop.name, shop.address, shop.phone, shop.taxId, shop.bank, shop.bankAccount};
    invoice.buyer = Cleaned(intent.buyer);
    invoice.plate = order.vehicle.plate;
    invoice.vin = order.vehicle.vin;
    invoice.vehicleModel = order.vehicle.make + " " + order.vehicle.model;
    invoice.engineNo = order.vehicle.engineNo;
    invoice.powertrain = order.vehicle.powertrain;
    invoice.kmIn = order.odometerIn.km;
    invoice.kmOut = intent.kmOut;
    invoice.receivedAt = order.openedAt;
    invoice.workOrderNumber = order.number;
    invoice.advisorName = order.advisor.name;
    invoice.technicianNames = Technicians(order);
    invoice.complaint = order.complaint;
    invoice.lines = LinesToBill(order, intent.payer);
    const auto totals = ComputeTotals(invoice.lines, invoice.pricesIncludeTax, intent.payer);
    if (auto refusal = RefuseDiscount(totals, intent, order)) {
        return std::move(*refusal);
    }
    PutSums(invoice, order, totals, intent);
    invoice.approvals = ProofOf(order, invoice.lines);
    invoice.declined = DeclinedOf(order);
    invoice.warrantyText = shop.warrantyText;
    invoice.repairCategory = intent.repairCategory;
    invoice.certificate = CleanLine(intent.certificate);
    invoice.evPartsWarranty = CleanLine(intent.evPartsWarranty);
    invoice.sender = CleanLine(intent.sender);
    invoice.senderPhone = CleanLine(intent.senderPhone);
    invoice.contractNumber = CleanLine(intent.contractNumber);
    invoice.labourBasis = intent.labourBasis;
    invoice.extendedWarranty = CleanLine(intent.extendedWarranty);
    invoice.oldParts = intent.oldParts;
    invoice.replaces = Replaced(order, intent.payer);
    invoice.logo = shop.logo;
    invoice.footer = shop.invoiceFooter;
    return invoice;
}

Outcome<Events> Decide(const WorkOrder& order, const Shop& shop, const IssueInvoice& intent, const Actor& actor)
{
    const bool done = std::any_of(order.invoices.begin(), order.invoices.end(),
                                  [&](const Invoice& invoice) { return invoice.id == intent.id; });
    if (done) {
        return Events{};
    }
    auto draft = DraftInvoice(order, shop, intent, actor.now);
    if (!draft) {
        return draft.Refusals();
    }
    return Events{{"invoice.issued", ToJson(draft.Value())}};
}

Outcome<Events> Decide(const WorkOrder& order, const TakePayment& intent, const Actor&)
{
    const bool taken = std::any_of(order.payments.begin(), order.payments.end(),
                                   [&](const Payment& payment) { return payment.id == intent.id; });
    if (taken) {
        return Events{};
    }
    const auto* invoice = order.InForce(intent.payer);
    if (invoice == nullptr) {
        return Refusal{.code = "payment.no_invoice",
                       .sentence = N_("Please issue the invoice before taking a payment."),
                       .arguments = {},
                       .field = {}};
    }
    if (auto refusal = rules::RefuseAmount(intent.amount, intent.method, intent.reference)) {
        return std::move(*refusal);
    }
    const auto balance = order.Balance(intent.payer);
    if (balance <= Money{}) {
        return Refusal{.code = "payment.paid",
                       .sentence = N_("This bill is already paid in full. Nothing was booked."),
                       .arguments = {},
                       .field = {}};
    }
    if (intent.amount > balance) {
        return Refusal{.code = "payment.over_balance",
                       .sentence = N_("Only {1} is still to be paid. Please enter at most that amount."),
                       .arguments = {Display(balance, order.currency)},
                       .field = "amount"};
    }
    boost::json::object data{{"payment_id", intent.id.Text()},
                             {"invoice_id", invoice->id.Text()},
                             {"method", rules::Json(ToWord(intent.method))},
                             {"amount", intent.amount.minor},
                             {"paid_total", (order.PaidTotal(intent.payer) + intent.amount).minor},
                             {"balance", (balance - intent.amount).minor}};
    if (intent.payer != PayType::Customer) {
        data["payer"] = rules::Json(ToWord(intent.payer));
    }
    if (const auto reference = CleanLine(intent.reference); !reference.empty()) {
        data["reference"] = reference;
    }
    return Events{{"payment.received", std::move(data)}};
}

Outcome<Events> Decide(const WorkOrder& order, const Deliver& intent, const Actor&)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    if (order.stage != Stage::Ready) {
        return Refusal{.code = "deliver.stage",
                       .sentence = N_("The car is handed over when it is ready; the order is at “{1}”."),
                       .arguments = {StageName(order.stage)},
                       .field = {}};
    }
    for (auto refusal : {rules::RefuseDanger(order, "deliver"), rules::RefuseUnfinished(order, "deliver")}) {
        if (refusal) {
            return std::move(*refusal);
        }
    }
    if (!order.invoice && !LinesToBill(order, PayType::Customer).empty()) {
        return Refusal{.code = "deliver.no_invoice",
                       .sentence = N_("There is finished work to bill. Please issue the invoice first."),
                       .arguments = {},
                       .field = {}};
    }
    if (order.Balance().minor > 0 && !intent.onAccount) {
        return Refusal{.code = "deliver.unpaid",
                       .sentence = N_("{1} is still to be paid. Please take the payment, or deliver on account."),
                       .arguments = {Display(order.Balance(), order.currency)},
                       .field = "on_account"};
    }
    if (intent.odometerOut.km < order.odometerIn.km) {
        return Refusal{.code = "deliver.km_out",
                       .sentence = N_("The mileage at hand-over cannot be below the {1} km at check-in."),
                       .arguments = {std::to_string(order.odometerIn.km)},
                       .field = "km_out"};
    }
    auto event = rules::StageChanged(order, Stage::Ready, Stage::Delivered, {});
    event.data["odometer_out"] = ToJson(intent.odometerOut);
    event.data["on_account"] = order.Balance().minor > 0;
    return Events{std::move(event)};
}

} // namespace bayline::core
