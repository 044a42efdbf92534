// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/odometer.h"
#include "core/quote.h"
#include "core/time.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bayline::core {

enum class PaymentMethod
{
    Cash,
    Card,
    WeChat,
    Alipay,
    Transfer,
    Other,
};

[[nodiscard]] std::string_view ToWord(PaymentMethod method);
[[nodiscard]] std::optional<PaymentMethod> PaymentMethodFromWord(std::string_view word);
/// English name; a gettext msgid.
[[nodiscard]] const char* PaymentMethodName(PaymentMethod method);

enum class OldParts
{
    None,
    Returned,
    Kept,
};

[[nodiscard]] std::string_view ToWord(OldParts choice);
[[nodiscard]] std::optional<OldParts> OldPartsFromWord(std::string_view word);
/// English name; a gettext msgid.
[[nodiscard]] const char* OldPartsName(OldParts choice);

struct Party
{
    std::string name;
    std::string address;
    std::string phone;
    std::string taxId;
    std::string bank;
    std::string bankAccount;
};

struct DeclinedLine
{
    std::string description;
    Money gross;
    std::string severity; ///< green, yellow, red, or empty when it answers no finding
};

struct InvoiceApproval
{
    LineId line;
    Channel channel = Channel::App;
    std::string byName;
    Instant decidedAt{};
    int revision = 0;
};

/// A bill as issued; never changes. Everything it prints is in here, not looked up again.
struct Invoice
{
    InvoiceId id;
    std::string number; ///< empty in a draft
    Instant issuedAt{};
    Instant supplyDate{};
    std::string currency;
    bool pricesIncludeTax = true;
    Party seller;
    Party buyer;
    std::string plate;
    std::string vin;
    std::string vehicleModel;
    std::int64_t kmIn = 0;
    std::int64_t kmOut = 0;
    std::string workOrderNumber;
    std::string advisorName;
    std::vector<std::string> technicianNames;
    std::string complaint;
    std::vector<QuoteLine> lines;
    Totals totals;
    std::vector<InvoiceApproval> approvals;
    std::vector<DeclinedLine> declined;
    std::string warrantyText;
    OldParts oldParts = OldParts::None;
};

struct Payment
{
    PaymentId id;
    PaymentMethod method = PaymentMethod::Cash;
    Money amount;
    std::string reference;
    Instant at{};
    std::string takenBy;
};

} // namespace bayline::core
