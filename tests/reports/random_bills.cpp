// SPDX-License-Identifier: GPL-3.0-or-later
#include "random_bills.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace bayline::reports::test {

namespace {

core::Invoice PlainBill()
{
    const auto at = [](const char* text) { return core::ParseRfc3339(text).value(); };
    core::Invoice invoice;
    invoice.id = core::InvoiceId::New();
    invoice.number = "INV-2026-000045";
    invoice.issuedAt = at("2026-11-22T08:10:00Z");
    invoice.supplyDate = at("2026-11-22T08:00:00Z");
    invoice.currency = "PLN";
    invoice.seller = {"Warsztat Źródło Sp. z o.o.", "ul. Świętokrzyska 12, 00-044 Warszawa",
                      "+48 22 555 01 23",           "PL5261040828",
                      "Bank Spółdzielczy w Łodzi",  "PL61109010140000071219812874"};
    invoice.buyer = {.name = "Małgorzata Brzęczyszczykiewicz", .address = "ul. Żółwia 3, 90-001 Łódź"};
    invoice.plate = "WI 4821K";
    invoice.vin = "TMBJC9NY0MF000001";
    invoice.vehicleModel = "Škoda Enyaq iV 80";
    invoice.kmIn = 45'100;
    invoice.kmOut = 45'112;
    invoice.workOrderNumber = "WO-2026-000123";
    invoice.advisorName = "Łukasz Wiśniewski";
    return invoice;
}

core::QuoteLine Line(core::LineKind kind, std::string text, std::int64_t quantity, std::int64_t price, std::int64_t tax)
{
    core::QuoteLine line;
    line.id = core::LineId::New();
    line.kind = kind;
    line.description = std::move(text);
    line.quantity = {quantity};
    line.unitPrice = {price};
    line.tax = {tax};
    return line;
}

void Discount(core::Invoice& invoice, core::Money amount)
{
    const auto before = core::ComputeTotals(invoice.lines, invoice.pricesIncludeTax);
    invoice.discount =
        core::DocumentDiscount{amount, "Rabat", core::SplitDiscount(before, invoice.pricesIncludeTax, amount)};
    invoice.totals = core::Discounted(before, invoice.discount->parts);
}

} // namespace

core::Invoice RandomInvoice(std::mt19937& random)
{
    const auto upTo = [&](std::int64_t most) { return static_cast<std::int64_t>(random() % (most + 1)); };
    constexpr std::array<std::int64_t, 3> kRates = {2300, 800, 0};
    auto invoice = PlainBill();
    invoice.pricesIncludeTax = upTo(1) == 0;
    for (std::int64_t count = 1 + upTo(9); count > 0; --count) {
        auto line = Line(static_cast<core::LineKind>(upTo(2)), "Praca i część <" + std::to_string(count) + "> & więcej",
                         1 + upTo(9999), 1 + upTo(99'999), kRates[static_cast<std::size_t>(upTo(2))]);
        line.discount = {upTo(4) == 0 ? upTo(9999) : 0};
        invoice.lines.push_back(std::move(line));
    }
    invoice.totals = core::ComputeTotals(invoice.lines, invoice.pricesIncludeTax);
    if (upTo(1) == 0) {
        const auto most = invoice.pricesIncludeTax ? invoice.totals.gross : invoice.totals.net;
        Discount(invoice, {1 + upTo(most.minor / 2)});
    }
    invoice.rounding = {-(invoice.totals.gross.minor % 10)};
    return invoice;
}

core::CreditNote RandomCredit(std::mt19937& random, const core::Invoice& invoice)
{
    auto lines = invoice.lines;
    std::shuffle(lines.begin(), lines.end(), random);
    const auto before = static_cast<std::ptrdiff_t>(random() % lines.size());
    auto note =
        core::ComputeCredit(invoice, {lines.begin(), lines.begin() + before}, {lines.begin() + before, lines.end()});
    note.number = "CN-2026-000001";
    note.issuedAt = invoice.issuedAt + std::chrono::hours(50);
    note.invoiceNumber = invoice.number;
    note.reason = "Zły nabywca";
    return note;
}

core::Invoice KnownInvoice(bool discount)
{
    auto invoice = PlainBill();
    invoice.pricesIncludeTax = false;
    invoice.lines = {Line(core::LineKind::Labour, "Wymiana klocków hamulcowych", 1300, 8955, 2300),
                     Line(core::LineKind::Part, "Płyn hamulcowy", 1000, 7499, 2300),
                     Line(core::LineKind::Part, "Środek czyszczący", 370, 1235, 2300),
                     Line(core::LineKind::Fee, "Instrukcja obsługi", 1000, 1001, 800)};
    invoice.totals = core::ComputeTotals(invoice.lines, false);
    if (discount)
        Discount(invoice, {1000});
    return invoice;
}

} // namespace bayline::reports::test
