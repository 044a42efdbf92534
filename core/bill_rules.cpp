// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bill_rules.h"

#include "core/payloads.h"
#include "core/rule_support.h"
#include "core/text.h"

#include <algorithm>

namespace bayline::core {

namespace json = boost::json;

namespace {

constexpr std::size_t kLongestReason = 300;

std::optional<Refusal> RefuseReason(const std::string& reason)
{
    if (reason.empty() || CountCharacters(reason) > kLongestReason) {
        return Refusal{.code = "bill.reason",
                       .sentence = N_("Please give the reason in 1 to 300 characters."),
                       .arguments = {},
                       .field = "reason"};
    }
    return std::nullopt;
}

bool IsKnown(const WorkOrder& order, PaymentId id)
{
    return std::any_of(order.payments.begin(), order.payments.end(),
                       [&](const Payment& payment) { return payment.id == id; });
}

Refusal NoSuchInvoice()
{
    return {.code = "bill.no_invoice",
            .sentence = N_("This order has no such invoice. Please open it again."),
            .arguments = {},
            .field = {}};
}

const Invoice* FindInvoice(const WorkOrder& order, InvoiceId id)
{
    const auto found = std::find_if(order.invoices.begin(), order.invoices.end(),
                                    [&](const Invoice& invoice) { return invoice.id == id; });
    return found == order.invoices.end() ? nullptr : &*found;
}

std::vector<QuoteLine> Chosen(const std::vector<QuoteLine>& left, const std::vector<LineId>& ids)
{
    std::vector<QuoteLine> lines;
    std::copy_if(left.begin(), left.end(), std::back_inserter(lines), [&](const QuoteLine& line) {
        return ids.empty() || std::find(ids.begin(), ids.end(), line.id) != ids.end();
    });
    return lines;
}

std::vector<QuoteLine> CreditedLines(const WorkOrder& order, const Invoice& invoice)
{
    std::vector<QuoteLine> lines;
    for (const auto& note : order.creditNotes) {
        if (note.invoice == invoice.id) {
            lines.insert(lines.end(), note.lines.begin(), note.lines.end());
        }
    }
    return lines;
}

/// The order as it will stand once the credit note is issued.
WorkOrder After(const WorkOrder& order, const CreditNote& note)
{
    auto after = order;
    after.creditNotes.push_back(note);
    if (note.whole && note.payer == PayType::Customer) {
        after.invoice.reset();
    }
    return after;
}

void PutPayer(json::object& data, PayType payer)
{
    if (payer != PayType::Customer) {
        data["payer"] = rules::Json(ToWord(payer));
    }
}

} // namespace

std::optional<Refusal> rules::RefuseAmount(Money amount, PaymentMethod method, const std::string& reference)
{
    if (amount.minor <= 0) {
        return Refusal{.code = "payment.amount",
                       .sentence = N_("The amount must be above 0."),
                       .arguments = {},
                       .field = "amount"};
    }
    if (method == PaymentMethod::Voucher && CleanLine(reference).empty()) {
        return Refusal{.code = "payment.voucher",
                       .sentence = N_("Please enter the number of the voucher."),
                       .arguments = {},
                       .field = "reference"};
    }
    return std::nullopt;
}

Outcome<Events> Decide(const WorkOrder& order, const TakeDeposit& intent, const Actor&)
{
    if (IsKnown(order, intent.id)) {
        return Events{};
    }
    if (auto refusal = rules::RefuseClosed(order)) {
        return std::move(*refusal);
    }
    if (order.invoice) {
        return Refusal{.code = "deposit.invoiced",
                       .sentence = N_("Invoice {1} has been issued; please take a payment on it instead of a deposit."),
                       .arguments = {order.invoice->number},
                       .field = {}};
    }
    if (auto refusal = rules::RefuseAmount(intent.amount, intent.method, intent.reference)) {
        return std::move(*refusal);
    }
    json::object data{{"payment_id", intent.id.Text()},
                      {"method", rules::Json(ToWord(intent.method))},
                      {"amount", intent.amount.minor},
                      {"paid_total", (order.PaidTotal() + intent.amount).minor}};
    if (const auto reference = CleanLine(intent.reference); !reference.empty()) {
        data["reference"] = reference;
    }
    return Events{{"deposit.received", std::move(data)}};
}

Money Refundable(const WorkOrder& order, PayType payer)
{
    return {std::max<std::int64_t>(-order.Balance(payer).minor, 0)};
}

Outcome<Events> Decide(const WorkOrder& order, const GiveRefund& intent, const Actor&)
{
    if (IsKnown(order, intent.id)) {
        return Events{};
    }
    if (auto refusal = rules::RefuseAmount(intent.amount, PaymentMethod::Other, {})) {
        return std::move(*refusal);
    }
    const auto most = Refundable(order, intent.payer);
    if (intent.amount > most) {
        return Refusal{.code = "refund.over",
                       .sentence = N_("Only {1} can be given back: that is what was paid above what is billed. To give "
                                      "back more, issue a credit note first."),
                       .arguments = {Display(most, order.currency)},
                       .field = "amount"};
    }
    const auto reason = CleanLine(intent.reason);
    if (auto refusal = RefuseReason(reason)) {
        return std::move(*refusal);
    }
    json::object data{{"payment_id", intent.id.Text()},
                      {"method", rules::Json(ToWord(intent.method))},
                      {"amount", intent.amount.minor},
                      {"reason", reason},
                      {"paid_total", (order.PaidTotal(intent.payer) - intent.amount).minor},
                      {"balance", (order.Balance(intent.payer) + intent.amount).minor}};
    PutPayer(data, intent.payer);
    if (const auto reference = CleanLine(intent.reference); !reference.empty()) {
        data["reference"] = reference;
    }
    return Events{{"payment.refunded", std::move(data)}};
}

Outcome<CreditNote> DraftCredit(const WorkOrder& order, const CreditInvoice& intent)
{
    const auto* invoice = FindInvoice(order, intent.invoice);
    if (invoice == nullptr) {
        return NoSuchInvoice();
    }
    const auto left = order.Uncredited(*invoice);
    if (left.empty()) {
        return Refusal{.code = "credit.nothing_left",
                       .sentence = N_("Invoice {1} has been credited whole already."),
                       .arguments = {invoice->number},
                       .field = {}};
    }
    const auto lines = Chosen(left, intent.lines);
    if (lines.empty() || (!intent.lines.empty() && lines.size() != intent.lines.size())) {
        return Refusal{.code = "credit.lines",
                       .sentence = N_("One of these lines has been credited already. Please choose again."),
                       .arguments = {},
                       .field = "lines"};
    }
    const auto reason = CleanLine(intent.reason);
    if (auto refusal = RefuseReason(reason)) {
        return std::move(*refusal);
    }
    if (intent.replacement && lines.size() != left.size()) {
        return Refusal{.code = "credit.replacement",
                       .sentence = N_("A new invoice can only take the place of one that is credited whole."),
                       .arguments = {},
                       .field = "replacement"};
    }
    auto note = ComputeCredit(*invoice, CreditedLines(order, *invoice), lines);
    note.id = intent.id;
    note.reason = reason;
    return note;
}

Outcome<Events> Decide(const WorkOrder& order, const Shop& shop, const CreditInvoice& intent, const Actor& actor)
{
    const bool done = std::any_of(order.creditNotes.begin(), order.creditNotes.end(),
                                  [&](const CreditNote& note) { return note.id == intent.id; });
    if (done) {
        return Events{};
    }
    auto draft = DraftCredit(order, intent);
    if (!draft) {
        return draft.Refusals();
    }
    auto note = std::move(draft).Value();
    note.logo = shop.logo;
    note.footer = shop.invoiceFooter;
    const auto after = After(order, note);
    auto data = ToJson(note);
    data["paid_total"] = after.PaidTotal(note.payer).minor;
    data["balance"] = after.Balance(note.payer).minor;
    Events events{{"invoice.credited", std::move(data)}};
    if (intent.replacement) {
        auto wanted = *intent.replacement;
        wanted.payer = note.payer;
        auto invoice = DraftInvoice(after, shop, wanted, actor.now);
        if (!invoice) {
            return invoice.Refusals();
        }
        events.push_back({"invoice.issued", ToJson(invoice.Value())});
    }
    return events;
}

Outcome<Events> Decide(const WorkOrder& order, const Shop& shop, const RecordTaxInvoice& intent, const Actor&)
{
    constexpr std::size_t kChineseDigits = 20;
    constexpr std::size_t kLongest = 40;
    if (FindInvoice(order, intent.invoice) == nullptr) {
        return NoSuchInvoice();
    }
    const auto number = CleanLine(intent.number);
    const bool digits = std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (shop.country == "CN" && (number.size() != kChineseDigits || !digits)) {
        return Refusal{.code = "tax_invoice.number",
                       .sentence = N_("The number of a fully digital e-invoice has 20 digits."),
                       .arguments = {},
                       .field = "tax_number"};
    }
    if (number.empty() || CountCharacters(number) > kLongest) {
        return Refusal{.code = "tax_invoice.number",
                       .sentence = N_("Please enter the number of the tax invoice, at most 40 characters."),
                       .arguments = {},
                       .field = "tax_number"};
    }
    const bool known = std::any_of(order.taxInvoices.begin(), order.taxInvoices.end(), [&](const TaxInvoice& recorded) {
        return recorded.invoice == intent.invoice && recorded.number == number && recorded.sha256 == intent.sha256;
    });
    if (known) {
        return Events{};
    }
    json::object data{{"invoice_id", intent.invoice.Text()}, {"tax_number", number}};
    if (!intent.sha256.empty()) {
        data["sha256"] = intent.sha256;
    }
    return Events{{"tax_invoice.recorded", std::move(data)}};
}

} // namespace bayline::core
