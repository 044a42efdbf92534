// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quote.h"

#include "order_builder.h"

#include <random>

namespace bayline::core {

namespace {

QuoteLine Priced(std::int64_t price, std::int64_t quantityMilli, std::int64_t taxBp, std::int64_t discountBp = 0)
{
    auto line = test::Line("x", price, quantityMilli);
    line.tax = {taxBp};
    line.discount = {discountBp};
    return line;
}

} // namespace

TEST(QuoteAmounts, NetPricesTaxIsComputedPerRate)
{
    const std::vector<QuoteLine> lines = {Priced(8955, 1300, 2300), Priced(7499, 1000, 2300), Priced(1235, 370, 2300),
                                          Priced(1001, 1000, 800)};
    EXPECT_EQ(ComputeAmounts(lines[0], false).net.minor, 11642);
    EXPECT_EQ(ComputeAmounts(lines[2], false).net.minor, 457);
    const auto totals = ComputeTotals(lines, false);
    EXPECT_EQ(totals.net.minor, 20599);
    ASSERT_EQ(totals.groups.size(), 2U);
    EXPECT_EQ(totals.groups[0].tax.minor, 4508);
    EXPECT_EQ(totals.groups[1].tax.minor, 80);
    EXPECT_EQ(totals.gross.minor, 25187);
    EXPECT_EQ(ComputeTotals({Priced(33, 1000, 2300), Priced(33, 1000, 2300), Priced(33, 1000, 2300)}, false).tax.minor,
              23);
}

TEST(QuoteAmounts, PricesWithTaxAreSplitLineByLine)
{
    const std::vector<QuoteLine> lines = {Priced(21600, 1000, 1300), Priced(46800, 1000, 1300),
                                          Priced(3980, 1000, 1300)};
    EXPECT_EQ(ComputeAmounts(lines[0], true).net.minor, 19115);
    EXPECT_EQ(ComputeAmounts(lines[1], true).tax.minor, 5384);
    const auto totals = ComputeTotals(lines, true);
    EXPECT_EQ(totals.gross.minor, 72380);
    EXPECT_EQ(totals.net.minor, 64053);
    EXPECT_EQ(totals.tax.minor, 8327);
    EXPECT_EQ(
        ComputeTotals({Priced(100, 1000, 1300), Priced(100, 1000, 1300), Priced(100, 1000, 1300)}, true).net.minor,
        264);
}

TEST(QuoteAmounts, PrintedLinesAlwaysAddUpToThePrintedTotal)
{
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const auto pick = [&](std::int64_t from, std::int64_t to) {
        return std::uniform_int_distribution<std::int64_t>(from, to)(random);
    };
    for (int round = 0; round < 2000; ++round) {
        std::vector<QuoteLine> lines;
        for (auto count = pick(1, 30); count > 0; --count) {
            lines.push_back(Priced(pick(0, 5'000'000), pick(1, 20'000), pick(0, 2) * 650, pick(0, 10'000)));
        }
        Money gross;
        Money net;
        for (const auto& line : lines) {
            gross += ComputeAmounts(line, true).gross;
            net += ComputeAmounts(line, false).net;
        }
        const auto with = ComputeTotals(lines, true);
        const auto without = ComputeTotals(lines, false);
        ASSERT_EQ(with.gross, gross);
        ASSERT_EQ(with.net + with.tax, with.gross);
        ASSERT_EQ(without.net, net);
        ASSERT_EQ(without.net + without.tax, without.gross);
    }
}

TEST(QuoteAmounts, LinesOthersPayCostTheCustomerNothing)
{
    auto line = Priced(10000, 1000, 1300);
    line.payType = PayType::Warranty;
    EXPECT_EQ(ComputeTotals({line}, true).gross.minor, 0);
}

TEST(LineHash, ChangesWithEverythingTheCustomerApproves)
{
    const auto base = test::Line("Front brake pads", 46800, 1000);
    const auto hash = LineHash(base, true);
    const auto differs = [&](auto change) {
        auto line = base;
        change(line);
        EXPECT_NE(LineHash(line, true), hash);
    };
    differs([](QuoteLine& line) { line.description = "Rear brake pads"; });
    differs([](QuoteLine& line) { line.quantity.milli = 2000; });
    differs([](QuoteLine& line) { line.unitPrice.minor = 46801; });
    differs([](QuoteLine& line) { line.discount.bp = 1; });
    differs([](QuoteLine& line) { line.tax.bp = 600; });
    differs([](QuoteLine& line) { line.kind = LineKind::Fee; });
    differs([](QuoteLine& line) { line.part->kind = PartKind::Used; });
    differs([](QuoteLine& line) { line.part->brand = "Other"; });
    differs([](QuoteLine& line) { line.part->number = "P-2"; });
    EXPECT_NE(LineHash(base, false), hash);
    auto internal = base;
    internal.unitCost = Money{1};
    internal.part->supplier = "Somebody else";
    internal.position = 9;
    EXPECT_EQ(LineHash(internal, true), hash) << "what the customer does not see does not ask again";
}

TEST(LineHash, IsTheDocumentedOne)
{
    QuoteLine line;
    line.kind = LineKind::Labour;
    line.description = "更换前刹车片";
    line.quantity = {1500};
    line.unitPrice = {28000};
    line.tax = {1300};
    // printf 'labour\x1f更换前刹车片\x1f1500\x1f28000\x1f0\x1f1300\x1f1\x1f\x1f\x1f' | sha256sum
    EXPECT_EQ(LineHash(line, true), "0f95e75c7cf36906e0c26addc0d71fc35d238de7988984d675974f745441c140");
}

} // namespace bayline::core
