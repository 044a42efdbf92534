// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/order_blocks.h"

namespace bayline::reports {

core::Party SenderOf(const core::Shop& shop)
{
    return {.name = shop.name,
            .address = shop.address,
            .phone = shop.phone,
            .taxId = shop.taxId,
            .bank = shop.bank,
            .bankAccount = shop.bankAccount};
}

std::string VehicleName(const core::Vehicle& vehicle)
{
    std::string name = vehicle.make;
    if (!vehicle.model.empty())
        name += (name.empty() ? "" : " ") + vehicle.model;
    if (vehicle.modelYear > 0)
        name += (name.empty() ? "" : " ") + std::to_string(vehicle.modelYear);
    return name;
}

std::string OdometerText(const core::Odometer& odometer)
{
    std::string text = Kilometres(odometer.km);
    if (odometer.unit == core::DistanceUnit::Mile)
        text += " (" + std::to_string(odometer.asRead) + " mi)";
    return text;
}

Pairs CustomerPairs(const core::Customer& customer, const Translate& tr)
{
    return {{tr("Name or company"), customer.name},
            {tr("Phone"), customer.phone},
            {tr("Address"), customer.address},
            {tr("Tax number"), customer.taxId}};
}

Pairs VehiclePairs(const core::WorkOrder& order, const Translate& tr)
{
    const core::Vehicle& vehicle = order.vehicle;
    return {{tr("Plate"), vehicle.plate},
            {tr("Model"), VehicleName(vehicle)},
            {tr("VIN"), vehicle.vin},
            {tr("Mileage at reception"), OdometerText(order.odometerIn)},
            {tr("Type of drive"), tr(core::PowertrainName(vehicle.powertrain))},
            {tr("Colour"), vehicle.colour}};
}

ResultMark MarkOf(core::Result result)
{
    switch (result) {
    case core::Result::Green:
        return {"●", kGood};
    case core::Result::Yellow:
        return {"▲", kWarning};
    case core::Result::Red:
        return {"■", kAlarm};
    case core::Result::NotChecked:
        break;
    }
    return {"○", kGrey};
}

std::string ResultText(core::Result result, const Translate& tr)
{
    return std::string(MarkOf(result).shape) + " " + tr(core::ResultName(result));
}

TextStyle ResultStyle(core::Result result, double size)
{
    return {
        .size = size, .colour = MarkOf(result).colour, .bold = result != core::Result::NotChecked, .lineHeight = 1.45};
}

std::string MeasuredText(const core::InspectionItem& item)
{
    if (!item.valueMilli)
        return {};
    const std::string value = core::ToDecimal(core::Quantity{*item.valueMilli});
    return item.item.unit.empty() ? value : value + " " + item.item.unit;
}

std::string ItemTitle(const core::InspectionItem& item, const Translate& tr)
{
    return Dotted({item.item.name, PositionText(item, tr)});
}

std::string PositionText(const core::InspectionItem& item, const Translate& tr)
{
    // What a shop calls a place itself is printed as it is.
    const auto& position = item.item.position;
    const auto name = core::PositionName(position);
    return name == position ? position : tr(name);
}

} // namespace bayline::reports
