// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/money.h"
#include "core/time.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bayline::core {

enum class LineKind
{
    Labour,
    Part,
    Fee,
};

enum class PayType
{
    Customer,
    Warranty,
    Internal,
    Goodwill,
    Insurer,
};

/// How a part must be called on a settlement list: 原厂, 副厂, 修复, 旧件.
enum class PartKind
{
    Oem,
    Aftermarket,
    Refurbished,
    Used,
};

[[nodiscard]] std::string_view ToWord(LineKind kind);
[[nodiscard]] std::string_view ToWord(PayType type);
[[nodiscard]] std::string_view ToWord(PartKind kind);
[[nodiscard]] std::optional<LineKind> LineKindFromWord(std::string_view word);
[[nodiscard]] std::optional<PayType> PayTypeFromWord(std::string_view word);
[[nodiscard]] std::optional<PartKind> PartKindFromWord(std::string_view word);
/// English names; gettext msgids.
[[nodiscard]] const char* LineKindName(LineKind kind);
[[nodiscard]] const char* PayTypeName(PayType type);
[[nodiscard]] const char* PartKindName(PartKind kind);

struct Part
{
    std::string number;
    std::string brand;
    std::string origin; ///< country or place, as printed
    PartKind kind = PartKind::Oem;
    std::string supplier; ///< never leaves the shop
};

struct Warranty
{
    int months = 0;
    std::int64_t km = 0;
};

/// Names a line of an order, from anywhere.
struct LineRef
{
    WorkOrderId order;
    LineId line;
    friend auto operator<=>(const LineRef&, const LineRef&) = default;
};

/// One line of a quote and later of the invoice.
struct QuoteLine
{
    LineId id;
    LineKind kind = LineKind::Labour;
    std::string description;
    Quantity quantity; ///< hours for labour
    Money unitPrice;   ///< rate of an hour for labour
    Rate discount;
    Rate tax;
    PayType payType = PayType::Customer;
    std::string operationCode;
    std::optional<Part> part;
    std::optional<Warranty> warranty;
    std::optional<ItemId> finding; ///< inspection item this line answers
    std::optional<Money> unitCost; ///< absent on bay PCs
    int position = 0;
    std::optional<LineRef> deferred{}; ///< the work put off at an earlier visit that this line takes up again
    bool hv = false; ///< high-voltage work: starts only after a recorded isolation; not part of the line's hash
};

struct LineAmounts
{
    Money net;
    Money tax;
    Money gross;
};

struct TaxGroup
{
    Rate rate;
    Money net;
    Money tax;
};

struct Totals
{
    Money net;
    Money tax;
    Money gross;
    std::vector<TaxGroup> groups; ///< one a rate, highest rate first
};

/// The line's amounts. Prices with tax: gross = round(quantity × price × (1 − discount)), net = round(gross ÷ (1 + t)),
/// tax is the rest (line-wise, as Chinese e-invoices are summed). Prices without tax: net is rounded, tax and gross of
/// the line are for showing; the document's tax is computed per rate (EN 16931 BR-CO-17). Half away from zero.
/// A line that somebody else pays costs this payer nothing.
[[nodiscard]] LineAmounts ComputeAmounts(const QuoteLine& line, bool pricesIncludeTax,
                                         PayType payer = PayType::Customer);

/// Sums of the lines that `payer` pays; the others count nothing. With tax included every column is the sum of the
/// lines' column. Without, tax = Σ round(net of a rate × rate).
[[nodiscard]] Totals ComputeTotals(const std::vector<QuoteLine>& lines, bool pricesIncludeTax,
                                   PayType payer = PayType::Customer);

/// What an approval is bound to; definition in docs/maintainers/events.md.
[[nodiscard]] std::string LineHash(const QuoteLine& line, bool pricesIncludeTax);

enum class Decision
{
    Pending,
    Approved,
    Declined,
};

[[nodiscard]] std::string_view ToWord(Decision decision);
[[nodiscard]] std::optional<Decision> DecisionFromWord(std::string_view word);

/// Through what a customer decided.
enum class Channel
{
    App,
    Phone,
    Counter,
};

[[nodiscard]] std::string_view ToWord(Channel channel);
[[nodiscard]] std::optional<Channel> ChannelFromWord(std::string_view word);
/// English name; a gettext msgid.
[[nodiscard]] const char* ChannelName(Channel channel);

/// The shop took a sent quote back.
struct Withdrawal
{
    Instant at{};
    std::string reason;
};

/// A revision as it was sent; never changes. That it was withdrawn stands beside it.
struct QuoteRevision
{
    QuoteId id;
    int revision = 0;
    Instant sentAt{};
    Instant validUntil{};
    std::string message;
    std::vector<QuoteLine> lines;
    Totals totals;
    std::optional<Withdrawal> withdrawn{};
};

/// A decision on one line's exact content. The latest one on a (line, hash) holds.
struct Approval
{
    LineId line;
    std::string lineHash;
    Decision decision = Decision::Pending;
    DecisionId decisionId;
    int revision = 0;
    Channel channel = Channel::App;
    std::string byName;
    std::string phone;
    Instant decidedAt{};
    std::string recordedBy; ///< who of the shop wrote it down; empty for the app
};

} // namespace bayline::core
