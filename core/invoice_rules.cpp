// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/payloads.h"
#include "core/rule_support.h"
#include "core/text.h"

#include <algorithm>

namespace bayline::core {

namespace {

std::vector<QuoteLine> LinesToBill(const WorkOrder& order)
{
    std::vector<QuoteLine> lines;
    std::copy_if(order.lines.begin(), order.lines.end(), std::back_inserter(lines),
                 [&](const QuoteLine& line) { return rules::IsApproved(order, line) && order.IsFinished(line.id); });
    return lines;
}

std::optional<Refusal> RefuseInvoice(const WorkOrder& order, const IssueInvoice& intent)
{
    if (order.invoice) {
        return Refusal{.code = "invoice.exists",
                       .sentence = N_("Invoice {1} has already been issued for this order."),
                       .arguments = {order.invoice->number},
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
    if (order.stage != Stage::Ready) {
        return Refusal{.code = "invoice.stage",
                       .sentence = N_("The invoice is issued when the car is ready; the order is at “{1}”."),
                       .arguments = {StageName(order.stage)},
                       .field = {}};
    }
    if (LinesToBill(order).empty()) {
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

Outcome<Invoice> DraftInvoice(const WorkOrder& order, const Shop& shop, const IssueInvoice& intent, Instant now)
{
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    if (auto refusal = RefuseInvoice(order, intent)) {
        return std::move(*refusal);
    }
    Invoice invoice;
    invoice.id = intent.id;
    invoice.supplyDate = order.finalChecks.empty() ? now : order.finalChecks.back().at;
    invoice.currency = order.currency;
    invoice.pricesIncludeTax = order.pricesIncludeTax;
    invoice.seller = {shop.name, shop.address, shop.phone, shop.taxId, shop.bank, shop.bankAccount};
    invoice.buyer = {CleanLine(intent.buyer.name),  CleanLine(intent.buyer.address),
                     CleanLine(intent.buyer.phone), CleanLine(intent.buyer.taxId),
                     CleanLine(intent.buyer.bank),  CleanLine(intent.buyer.bankAccount)};
    invoice.plate = order.vehicle.plate;
    invoice.vin = order.vehicle.vin;
    invoice.vehicleModel = order.vehicle.make + " " + order.vehicle.model;
    invoice.kmIn = order.odometerIn.km;
    invoice.kmOut = intent.kmOut;
    invoice.workOrderNumber = order.number;
    invoice.advisorName = order.advisor.name;
    invoice.technicianNames = Technicians(order);
    invoice.complaint = order.complaint;
    invoice.lines = LinesToBill(order);
    invoice.totals = ComputeTotals(invoice.lines, invoice.pricesIncludeTax);
    invoice.approvals = ProofOf(order, invoice.lines);
    invoice.declined = DeclinedOf(order);
    invoice.warrantyText = shop.warrantyText;
    invoice.oldParts = intent.oldParts;
    return invoice;
}

Outcome<Events> Decide(const WorkOrder& order, const Shop& shop, const IssueInvoice& intent, const Actor& actor)
{
    if (order.invoice && order.invoice->id == intent.id) {
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
    if (!order.invoice) {
        return Refusal{.code = "payment.no_invoice",
                       .sentence = N_("Please issue the invoice before taking a payment."),
                       .arguments = {},
                       .field = {}};
    }
    if (intent.amount.minor <= 0) {
        return Refusal{.code = "payment.amount",
                       .sentence = N_("The amount must be above 0."),
                       .arguments = {},
                       .field = "amount"};
    }
    if (intent.amount > order.Balance()) {
        return Refusal{.code = "payment.over_balance",
                       .sentence = N_("Only {1} is still to be paid. Please enter at most that amount."),
                       .arguments = {Display(order.Balance(), order.currency)},
                       .field = "amount"};
    }
    boost::json::object data{{"payment_id", intent.id.Text()},
                             {"invoice_id", order.invoice->id.Text()},
                             {"method", rules::Json(ToWord(intent.method))},
                             {"amount", intent.amount.minor},
                             {"paid_total", (order.PaidTotal() + intent.amount).minor},
                             {"balance", (order.Balance() - intent.amount).minor}};
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
    if (!order.invoice && !LinesToBill(order).empty()) {
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
