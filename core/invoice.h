// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/odometer.h"
#include "core/quote.h"
#include "core/time.h"
#include "core/vehicle.h"

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
    Voucher,
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

/// What was done to the car, as far as the statutory repair warranty asks.
enum class RepairCategory
{
    General, ///< small and special repairs, level-1 maintenance
    Level2,
    Assembly, ///< assembly or whole-vehicle repair
};

[[nodiscard]] std::string_view ToWord(RepairCategory category);
[[nodiscard]] std::optional<RepairCategory> RepairCategoryFromWord(std::string_view word);
/// English name; a gettext msgid.
[[nodiscard]] const char* RepairCategoryName(RepairCategory category);

/// Whose table the hours of labour come from; the settlement list says so.
enum class LabourBasis
{
    Manufacturer,
    Industry,
};

[[nodiscard]] std::string_view ToWord(LabourBasis basis);
[[nodiscard]] std::optional<LabourBasis> LabourBasisFromWord(std::string_view word);
/// English name; a gettext msgid.
[[nodiscard]] const char* LabourBasisName(LabourBasis basis);

struct RepairWarranty
{
    std::int64_t km = 0;
    int days = 0;
};

/// The least that China's motor-vehicle repair rules allow, whichever comes first, from the day of leaving: whole
/// vehicle or assembly 20 000 km or 100 days, level-2 maintenance 5 000 km or 30 days, all else 2 000 km or 10 days.
[[nodiscard]] RepairWarranty StatutoryWarranty(RepairCategory category);

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

/// What a document discount takes off one tax rate.
struct DiscountPart
{
    Rate rate;
    Money net;
    Money tax;
};

/// A discount on the whole bill: of the gross where prices include tax, of the net where they do not.
struct DocumentDiscount
{
    Money amount;
    std::string reason;
    std::vector<DiscountPart> parts; ///< sum up to `amount`, highest rate first
};

/// A bill as issued; never changes. Everything it prints is in here, not looked up again.
struct Invoice
{
    InvoiceId id;
    std::string number; ///< empty in a draft
    Instant issuedAt{};
    PayType payer = PayType::Customer;
    Instant supplyDate{};
    std::string currency;
    bool pricesIncludeTax = true;
    Party seller;
    Party buyer;
    std::string plate;
    std::string vin;
    std::string vehicleModel;
    std::string engineNo;                 ///< of an electric car the motor number
    std::optional<Powertrain> powertrain; ///< nothing on bills of early versions
    std::int64_t kmIn = 0;
    std::int64_t kmOut = 0;
    std::optional<Instant> receivedAt; ///< when the car came in
    std::string workOrderNumber;
    std::string advisorName;
    std::vector<std::string> technicianNames;
    std::string complaint;
    std::vector<QuoteLine> lines; ///< those its payer pays
    std::optional<DocumentDiscount> discount;
    Totals totals;  ///< after the discount
    Money rounding; ///< at most 0: what is let off to come to a round sum
    Money prepaid;  ///< what the payer had paid before, as deposits or on an invoice since credited
    std::vector<InvoiceApproval> approvals;
    std::vector<DeclinedLine> declined;
    std::string warrantyText;
    RepairCategory repairCategory = RepairCategory::General;
    std::string certificate;     ///< number of the completion certificate; may be empty
    std::string evPartsWarranty; ///< what is promised for parts only an electric car has; may be empty
    OldParts oldParts = OldParts::None;
    std::string replaces; ///< number of the credited invoice it stands in for; mostly empty
    std::string sender;   ///< who brought the car; empty when the buyer did
    std::string senderPhone;
    std::string contractNumber; ///< of the repair contract; may be empty
    LabourBasis labourBasis = LabourBasis::Manufacturer;
    std::string extendedWarranty;      ///< what the shop promises beyond the statutory warranty; may be empty
    std::string discountApprovedBy;    ///< the manager who confirmed a big discount; mostly empty
    std::string logo;                  ///< SHA-256 of the shop's logo when it was issued; may be empty
    std::optional<std::string> footer; ///< the shop's closing words then; nothing on bills of early versions

    [[nodiscard]] Money Payable() const { return totals.gross + rounding; }
    /// Below 0 when more was paid before than this bill asks for.
    [[nodiscard]] Money Due() const { return Payable() - prepaid; }
};

enum class PaymentKind
{
    Payment,
    Deposit, ///< before an invoice
    Refund,
};

[[nodiscard]] std::string_view ToWord(PaymentKind kind);
[[nodiscard]] std::optional<PaymentKind> PaymentKindFromWord(std::string_view word);
/// English name; a gettext msgid.
[[nodiscard]] const char* PaymentKindName(PaymentKind kind);

/// The tax platform's own invoice for a bill of ours.
struct TaxInvoice
{
    InvoiceId invoice;
    std::string number;
    std::string sha256; ///< its file; empty when only the number is known
};

/// What the vehicle records' register of the authorities answered for a bill.
struct ArchiveReport
{
    InvoiceId invoice;
    bool accepted = false;
    std::string message; ///< the register's own words
    Instant at{};
};

struct Payment
{
    PaymentId id;
    PaymentMethod method = PaymentMethod::Cash;
    Money amount; ///< below 0 for a refund
    std::string reference;
    Instant at{};
    std::string takenBy;
    PaymentKind kind = PaymentKind::Payment;
    PayType payer = PayType::Customer;
    std::string reason; ///< of a refund
};

} // namespace bayline::core
