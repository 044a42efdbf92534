// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invoice.h"

#include "core/outcome.h"
#include "core/words.h"

namespace bayline::core {

namespace {

constexpr std::array<words::Word<PaymentMethod>, 6> kMethods = {{
    {PaymentMethod::Cash, "cash", N_("Cash")},
    {PaymentMethod::Card, "card", N_("Card")},
    {PaymentMethod::WeChat, "wechat", N_("WeChat Pay")},
    {PaymentMethod::Alipay, "alipay", N_("Alipay")},
    {PaymentMethod::Transfer, "transfer", N_("Bank transfer")},
    {PaymentMethod::Other, "other", N_("Other")},
}};

constexpr std::array<words::Word<OldParts>, 3> kOldParts = {{
    {OldParts::None, "none", N_("No old parts")},
    {OldParts::Returned, "returned", N_("Old parts returned to the customer")},
    {OldParts::Kept, "kept", N_("Old parts kept by the shop with consent")},
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

} // namespace bayline::core
