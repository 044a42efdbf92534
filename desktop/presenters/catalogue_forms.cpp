// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/catalogue_forms.h"

#include "core/package_table.h"
#include "core/text.h"

namespace bayline::desktop {

namespace {

constexpr std::int64_t kMostMinutes = 99'999;

core::Refusal Wrong(const char* field, const char* sentence, std::vector<std::string> arguments = {})
{
    return {.code = std::string("catalogue_form.") + field,
            .sentence = sentence,
            .arguments = std::move(arguments),
            .field = field};
}

template <class Form>
struct Following
{
    Form& typed;
    Form& shown;
    const Form& now;

    template <class Value>
    void operator()(Value Form::*field) const
    {
        if (typed.*field == shown.*field) {
            typed.*field = now.*field;
            shown.*field = now.*field;
        }
    }
};

} // namespace

ItemForm NewItemForm(const core::Shop& shop, core::LineKind kind)
{
    ItemForm form;
    form.id = core::CatalogueItemId::New();
    form.line = NewLineForm(shop, kind);
    form.priceByRules = kind == core::LineKind::Labour;
    return form;
}

ItemForm FormOfItem(const core::CatalogueItem& item)
{
    ItemForm form;
    form.id = item.id;
    auto line = item.ToLine();
    line.id = {};
    form.line = FormOf(line);
    form.code = item.code;
    form.nameEn = item.nameEn;
    form.powertrains = item.powertrains;
    form.active = item.active;
    form.priceByRules = item.priceByRules;
    return form;
}

core::Outcome<core::CatalogueItem> ParseItem(const ItemForm& form)
{
    auto typed = form.line;
    if (form.priceByRules && core::CleanLine(typed.unitPrice).empty()) {
        typed.unitPrice = "0";
    }
    auto parsed = ParseLine(typed);
    if (!parsed) {
        auto refusals = parsed.Refusals();
        for (auto& refusal : refusals) {
            if (refusal.field == "description") {
                refusal = Wrong("name", N_("Please enter a name of 1 to 200 characters."));
            }
        }
        return refusals;
    }
    const auto line = std::move(parsed).Value();
    core::CatalogueItem item;
    item.id = form.id;
    item.code = core::CleanLine(form.code);
    item.kind = line.kind;
    item.name = line.description;
    item.nameEn = core::CleanLine(form.nameEn);
    item.quantity = line.quantity;
    item.unitPrice = line.unitPrice;
    item.tax = line.tax;
    item.unitCost = line.unitCost;
    item.part = line.part;
    item.warranty = line.warranty;
    item.powertrains = form.powertrains;
    item.active = form.active;
    item.hv = line.hv;
    item.priceByRules = form.priceByRules;
    return item;
}

void Follow(ItemForm& typed, ItemForm& shown, const ItemForm& now)
{
    const Following<ItemForm> follow{typed, shown, now};
    follow(&ItemForm::code);
    follow(&ItemForm::nameEn);
    follow(&ItemForm::powertrains);
    follow(&ItemForm::active);
    follow(&ItemForm::priceByRules);
    const Following<LineForm> line{typed.line, shown.line, now.line};
    for (const auto& [field, text] : LineTexts()) {
        line(text);
    }
    line(&LineForm::partKind);
    line(&LineForm::hv);
}

PackageForm NewPackageForm()
{
    PackageForm form;
    form.id = core::PackageId::New();
    return form;
}

PackageForm FormOfPackage(const core::CataloguePackage& package)
{
    PackageForm form{.id = package.id,
                     .code = package.code,
                     .name = package.name,
                     .nameEn = package.nameEn,
                     .models = core::JoinByCommas(package.models),
                     .powertrains = package.powertrains,
                     .minutes = std::to_string(package.minutes),
                     .validFrom = package.validFrom,
                     .validUntil = package.validUntil,
                     .findings = core::JoinByCommas(package.findings),
                     .lines = {},
                     .active = package.active,
                     .price = package.price ? core::ToDecimal(*package.price) : std::string()};
    for (const auto& line : package.lines) {
        form.lines.push_back({line.code, core::ToDecimal(line.quantity),
                              line.unitPrice ? core::ToDecimal(*line.unitPrice) : std::string()});
    }
    return form;
}

void Follow(PackageForm& typed, PackageForm& shown, const PackageForm& now)
{
    const Following<PackageForm> follow{typed, shown, now};
    for (const auto field :
         {&PackageForm::code, &PackageForm::name, &PackageForm::nameEn, &PackageForm::models, &PackageForm::minutes,
          &PackageForm::validFrom, &PackageForm::validUntil, &PackageForm::findings, &PackageForm::price}) {
        follow(field);
    }
    follow(&PackageForm::powertrains);
    follow(&PackageForm::lines);
    follow(&PackageForm::active);
}

core::Outcome<core::CataloguePackage> ParsePackage(const PackageForm& form)
{
    core::CataloguePackage package;
    package.id = form.id;
    package.code = core::CleanLine(form.code);
    package.name = core::CleanLine(form.name);
    package.nameEn = core::CleanLine(form.nameEn);
    package.models = core::SplitByCommas(form.models);
    package.powertrains = form.powertrains;
    package.validFrom = core::CleanLine(form.validFrom);
    package.validUntil = core::CleanLine(form.validUntil);
    package.findings = core::SplitByCommas(form.findings);
    package.active = form.active;
    std::vector<core::Refusal> refusals;
    if (const auto typed = core::CleanLine(form.minutes); !typed.empty()) {
        const auto minutes = core::ParseWhole(typed, 0, kMostMinutes);
        package.minutes = static_cast<int>(minutes.value_or(0));
        if (!minutes) {
            refusals.push_back(Wrong("minutes", N_("Write the time in whole minutes, as 90.")));
        }
    }
    if (const auto price = core::CleanLine(form.price); !price.empty()) {
        package.price = core::ParseMoney(price);
        if (!package.price) {
            refusals.push_back(Wrong("price", N_("Write the price as a number with at most two decimals, as 399.00.")));
        }
    }
    for (const auto& row : form.lines) {
        const auto code = core::CleanLine(row.code);
        if (code.empty()) {
            continue;
        }
        const auto quantity =
            row.quantity.empty() ? std::optional(core::Quantity{}) : core::ParseQuantity(row.quantity);
        const auto price = core::ParseMoney(row.unitPrice);
        if (!quantity || (!core::CleanLine(row.unitPrice).empty() && !price)) {
            refusals.push_back(Wrong("lines", N_("Quantity and price of “{1}” must be numbers."), {code}));
            continue;
        }
        package.lines.push_back({code, *quantity, price});
    }
    if (!refusals.empty()) {
        return refusals;
    }
    return package;
}

RulesForm FormOfRules(const core::PriceRules& rules)
{
    RulesForm form;
    for (const auto& band : rules.parts) {
        form.parts.push_back(
            {band.upTo.minor == 0 ? std::string() : core::ToDecimal(band.upTo), core::ToPercent(band.markup)});
    }
    for (const auto& rate : rules.labour) {
        form.labour.push_back({rate.payType, rate.powertrain, core::ToDecimal(rate.rate)});
    }
    return form;
}

void Follow(RulesForm& typed, RulesForm& shown, const RulesForm& now)
{
    const Following<RulesForm> follow{typed, shown, now};
    follow(&RulesForm::parts);
    follow(&RulesForm::labour);
}

core::Outcome<core::PriceRules> ParseRules(const RulesForm& form)
{
    core::PriceRules rules;
    std::vector<core::Refusal> refusals;
    for (const auto& band : form.parts) {
        const auto limit = core::CleanLine(band.upTo);
        if (limit.empty() && core::CleanLine(band.markup).empty()) {
            continue;
        }
        const auto upTo = limit.empty() ? std::optional(core::Money{}) : core::ParseMoney(limit);
        const auto markup = core::ParsePercent(core::CleanLine(band.markup));
        if (!upTo || !markup) {
            refusals.push_back(Wrong("parts", N_("Write a cost as 100.00 and what goes on top in percent, as 45.")));
            break;
        }
        rules.parts.push_back({*upTo, *markup});
    }
    for (const auto& row : form.labour) {
        const auto text = core::CleanLine(row.rate);
        if (text.empty()) {
            continue;
        }
        const auto rate = core::ParseMoney(text);
        if (!rate) {
            refusals.push_back(Wrong("labour", N_("Write an hourly rate as a number, as 180.00.")));
            break;
        }
        rules.labour.push_back({row.payType, row.powertrain, *rate});
    }
    if (!refusals.empty()) {
        return refusals;
    }
    return rules;
}

} // namespace bayline::desktop
