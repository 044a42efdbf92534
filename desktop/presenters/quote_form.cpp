// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/quote_form.h"

#include "core/text.h"
#include "core/work_order_rules.h"

#include <algorithm>
#include <array>

namespace bayline::desktop {

namespace {

core::Refusal Wrong(const char* field, const char* sentence)
{
    return {.code = std::string("line_form.") + field, .sentence = sentence, .arguments = {}, .field = field};
}

/// Reads one field; an empty one gives `whenEmpty`, one that is not understood adds a refusal.
template <class Value, class Parse>
Value ReadField(const std::string& typed, Value whenEmpty, Parse parse, core::Refusal refusal,
                std::vector<core::Refusal>& refusals)
{
    const auto text = core::CleanLine(typed);
    if (text.empty()) {
        return whenEmpty;
    }
    if (const auto value = parse(text)) {
        return *value;
    }
    refusals.push_back(std::move(refusal));
    return whenEmpty;
}

void ReadNumbers(const LineForm& form, core::QuoteLine& line, std::vector<core::Refusal>& refusals)
{
    line.quantity = ReadField(
        form.quantity, core::Quantity{0}, core::ParseQuantity,
        Wrong("quantity", N_("Write the quantity as a number with at most three decimals, as 1.5.")), refusals);
    if (core::CleanLine(form.unitPrice).empty()) {
        refusals.push_back(Wrong("unit_price", N_("Please enter a price.")));
    }
    line.unitPrice = ReadField(
        form.unitPrice, core::Money{}, core::ParseMoney,
        Wrong("unit_price", N_("Write the price as a number with at most two decimals, as 268.00.")), refusals);
    line.discount = ReadField(form.discount, core::Rate{}, core::ParsePercent,
                              Wrong("discount", N_("Write the discount in percent, as 10.")), refusals);
    line.tax = ReadField(form.tax, core::Rate{}, core::ParsePercent,
                         Wrong("tax", N_("Write the tax rate in percent, as 13.")), refusals);
}

void ReadPart(const LineForm& form, core::QuoteLine& line, std::vector<core::Refusal>& refusals)
{
    if (form.kind == core::LineKind::Part) {
        line.part = core::Part{.number = core::CleanLine(form.partNumber),
                               .brand = core::CleanLine(form.partBrand),
                               .origin = core::CleanLine(form.partOrigin),
                               .kind = form.partKind,
                               .supplier = core::CleanLine(form.supplier)};
    }
    if (!core::CleanLine(form.unitCost).empty()) {
        line.unitCost =
            ReadField(form.unitCost, core::Money{}, core::ParseMoney,
                      Wrong("unit_cost", N_("Write the cost as a number with at most two decimals.")), refusals);
    }
    const auto months = ReadField(
        form.warrantyMonths, std::int64_t{0}, [](const std::string& text) { return core::ParseWhole(text, 0, 1200); },
        Wrong("warranty_months", N_("Write the warranty in whole months.")), refusals);
    const auto km = ReadField(
        form.warrantyKm, std::int64_t{0}, [](const std::string& text) { return core::ParseWhole(text, 0, 9'999'999); },
        Wrong("warranty_km", N_("Write the warranty in whole kilometres.")), refusals);
    if (months > 0 || km > 0) {
        line.warranty = core::Warranty{static_cast<int>(months), km};
    }
}

} // namespace

std::span<const LineText> LineTexts()
{
    static constexpr std::array kTexts = {LineText{"description", &LineForm::description},
                                          LineText{"quantity", &LineForm::quantity},
                                          LineText{"unit_price", &LineForm::unitPrice},
                                          LineText{"discount", &LineForm::discount},
                                          LineText{"tax", &LineForm::tax},
                                          LineText{"part_number", &LineForm::partNumber},
                                          LineText{"part_brand", &LineForm::partBrand},
                                          LineText{"part_origin", &LineForm::partOrigin},
                                          LineText{"supplier", &LineForm::supplier},
                                          LineText{"unit_cost", &LineForm::unitCost},
                                          LineText{"warranty_months", &LineForm::warrantyMonths},
                                          LineText{"warranty_km", &LineForm::warrantyKm}};
    return kTexts;
}

LineForm NewLineForm(const core::Shop& shop, core::LineKind kind)
{
    LineForm form;
    form.kind = kind;
    form.tax = core::ToPercent(shop.taxRate);
    if (kind == core::LineKind::Labour) {
        form.unitPrice = core::ToDecimal(shop.labourRate);
    }
    return form;
}

LineForm FormOf(const core::QuoteLine& line)
{
    LineForm form;
    form.id = line.id;
    form.kind = line.kind;
    form.description = line.description;
    form.quantity = core::ToDecimal(line.quantity);
    form.unitPrice = core::ToDecimal(line.unitPrice);
    form.discount = line.discount.bp == 0 ? std::string() : core::ToPercent(line.discount);
    form.tax = core::ToPercent(line.tax);
    form.payType = line.payType;
    form.operationCode = line.operationCode;
    if (line.part) {
        form.partNumber = line.part->number;
        form.partBrand = line.part->brand;
        form.partOrigin = line.part->origin;
        form.partKind = line.part->kind;
        form.supplier = line.part->supplier;
    }
    if (line.unitCost) {
        form.unitCost = core::ToDecimal(*line.unitCost);
    }
    if (line.warranty) {
        form.warrantyMonths = line.warranty->months > 0 ? std::to_string(line.warranty->months) : std::string();
        form.warrantyKm = line.warranty->km > 0 ? std::to_string(line.warranty->km) : std::string();
    }
    form.finding = line.finding;
    form.hv = line.hv;
    form.deferred = line.deferred;
    return form;
}

LineForm FormOf(const db::CatalogueItem& item)
{
    auto line = item.ToLine();
    line.id = core::LineId::New();
    return FormOf(line);
}

LineForm TypedOver(const LineForm& fresh, const LineForm& shown, const LineForm& typed)
{
    auto form = fresh;
    const auto keep = [&](auto LineForm::*member) {
        if (typed.*member != shown.*member) {
            form.*member = typed.*member;
        }
    };
    for (const auto& [field, text] : LineTexts()) {
        keep(text);
    }
    keep(&LineForm::kind);
    keep(&LineForm::payType);
    keep(&LineForm::partKind);
    keep(&LineForm::hv);
    return form;
}

core::Outcome<core::QuoteLine> ParseLine(const LineForm& form)
{
    std::vector<core::Refusal> refusals;
    core::QuoteLine line;
    line.id = form.id;
    line.kind = form.kind;
    line.description = core::CleanLine(form.description);
    line.payType = form.payType;
    line.operationCode = core::CleanLine(form.operationCode);
    line.finding = form.finding;
    line.hv = form.hv && form.kind == core::LineKind::Labour;
    line.deferred = form.deferred;
    ReadNumbers(form, line, refusals);
    ReadPart(form, line, refusals);
    for (auto& refusal : core::CheckLine(line)) {
        const bool known = std::any_of(refusals.begin(), refusals.end(),
                                       [&](const core::Refusal& earlier) { return earlier.field == refusal.field; });
        if (!known) {
            refusals.push_back(std::move(refusal));
        }
    }
    if (!refusals.empty()) {
        return refusals;
    }
    return line;
}

} // namespace bayline::desktop
