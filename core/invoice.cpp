// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invoice.h"

#include "core/outcome.h"
#include "core/words.h"

namespace bayline::core {

namespace {

constexpr std::array<words::Word<PaymentMethod>, 7> kMethods = {{
    {PaymentMethod::Cash, "cash", N_("Cash")},
    {PaymentMethod::Card, "card", N_("Card")},
    {PaymentMethod::WeChat, "wechat", N_("WeChat Pay")},
    {PaymentMethod::Alipay, "alipay", N_("Alipay")},
    {PaymentMethod::Transfer, "transfer", N_("Bank transfer")},
    {PaymentMethod::Voucher, "voucher", N_("Voucher")},
    {PaymentMethod::Other, "other", N_("Other")},
}};

constexpr std::array<words::Word<OldParts>, 3> kOldParts = {{
    {OldParts::None, "none", N_("No old parts")},
    {OldParts::Returned, "returned", N_("Old parts returned to the customer")},
    {OldParts::Kept, "kept", N_("Old parts kept by the shop with consent")},
}};

constexpr std::array<words::Word<RepairCategory>, 3> kCategories = {{
    {RepairCategory::General, "general", N_("Small repair or level-1 maintenance")},
    {RepairCategory::Level2, "level_2", N_("Level-2 maintenance")},
    {RepairCategory::Assembly, "assembly", N_("Assembly or whole-vehicle repair")},
}};

constexpr std::array<words::Word<LabourBasis>, 2> kBases = {{
    {LabourBasis::Manufacturer, "manufacturer", N_("The manufacturer's labour times")},
    {LabourBasis::Industry, "industry", N_("The industry's labour times")},
}};

constexpr std::array<words::Word<PaymentKind>, 3> kKinds = {{
    {PaymentKind::Payment, "payment", N_("Payment")},
    {PaymentKind::Deposit, "deposit", N_("Deposit")},
    {PaymentKind::Refund, "refund", N_("Refund")},
}};

} // namespace

std::string_view ToWord(PaymentMethod method)
{
    return words::Find(kMethods, method).word;
}

std::optional<PaymentMethod> PaymentMethodFromWord(std::string_view word)
{
    return words::FromWord(kMethods, word);
}

const char* PaymentMethodName(PaymentMethod method)
{
    return words::Find(kMethods, method).name;
}

std::string_view ToWord(OldParts choice)
{
    return words::Find(kOldParts, choice).word;
}

std::optional<OldParts> OldPartsFromWord(std::string_view word)
{
    return words::FromWord(kOldParts, word);
}

const char* OldPartsName(OldParts choice)
{
    return words::Find(kOldParts, choice).name;
}

std::string_view ToWord(RepairCategory category)
{
    return words::Find(kCategories, category).word;
}

std::optional<RepairCategory> RepairCategoryFromWord(std::string_view word)
{
    return words::FromWord(kCategories, word);
}

const char* RepairCategoryName(RepairCategory category)
{
    return words::Find(kCategories, category).name;
}

std::string_view ToWord(LabourBasis basis)
{
    return words::Find(kBases, basis).word;
}

std::optional<LabourBasis> LabourBasisFromWord(std::string_view word)
{
    return words::FromWord(kBases, word);
}

const char* LabourBasisName(LabourBasis basis)
{
    return words::Find(kBases, basis).name;
}

RepairWarranty StatutoryWarranty(RepairCategory category)
{
    switch (category) {
    case RepairCategory::Assembly:
        return {20'000, 100};
    case RepairCategory::Level2:
        return {5'000, 30};
    case RepairCategory::General:
        break;
    }
    return {2'000, 10};
}

std::string_view ToWord(PaymentKind kind)
{
    return words::Find(kKinds, kind).word;
}

std::optional<PaymentKind> PaymentKindFromWord(std::string_view word)
{
    return words::FromWord(kKinds, word);
}

const char* PaymentKindName(PaymentKind kind)
{
    return words::Find(kKinds, kind).name;
}

} // namespace bayline::core
