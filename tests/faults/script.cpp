// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/script.h"

#include "core/vin.h"

#include <cstdio>

namespace bayline::faults {

using namespace std::chrono_literals;

namespace {

std::string Numbered(const char* format, int n)
{
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), format, n);
    return text.data();
}

constexpr std::array kNames = {"张伟", "王芳", "李娜", "Łukasz Wójcik", "赵敏", "José Álvarez"};
constexpr std::array kWork = {"更换前制动片", "空调滤清器", "四轮定位"};

} // namespace

OrderScript::OrderScript(std::uint64_t seed, int order)
    : m_order(order), m_dice(seed, "order " + std::to_string(order)),
      m_lineCount(1 + static_cast<int>(m_dice.Number("lines", kMostLines)))
{
}

std::string OrderScript::PhoneLast4() const
{
    return Numbered("%04d", static_cast<int>(m_dice.Number("phone", 10'000)));
}

core::OperationId OrderScript::Operation(int step) const
{
    return m_dice.Id<core::OperationId>("operation " + std::to_string(step));
}

core::OperationId OrderScript::Abandoned(int step) const
{
    return m_dice.Id<core::OperationId>("abandoned " + std::to_string(step));
}

core::CheckIn OrderScript::Form() const
{
    core::CheckIn form;
    form.workOrder = WorkOrder();
    form.customer.id = m_dice.Id<core::CustomerId>("customer");
    form.customer.name = kNames[m_dice.Number("name", kNames.size())];
    form.customer.phone = "1380013" + PhoneLast4();
    form.vehicle.id = m_dice.Id<core::VehicleId>("vehicle");
    form.vehicle.customer = form.customer.id;
    form.vehicle.plate = Numbered("沪AD%05d", m_order);
    form.vehicle.vin = Numbered("LGXCE6CB0R0%06d", m_order);
    form.vehicle.vin[8] = core::VinCheckDigit(form.vehicle.vin).value();
    form.vehicle.make = "比亚迪";
    form.vehicle.model = "海豹";
    form.vehicle.modelYear = 2024;
    form.odometerTyped = std::to_string(20'000 + m_order);
    form.complaint = "刹车时有异响";
    form.promisedAt = core::Now() + 24h;
    form.linkToken = LinkToken();
    return form;
}

core::ItemId OrderScript::Item(int n) const
{
    return m_dice.Id<core::ItemId>("item " + std::to_string(n));
}

core::Checklist OrderScript::Checklist() const
{
    core::Checklist list;
    list.id = m_dice.Id<core::ChecklistId>("checklist");
    list.name = "Short check";
    list.items = {{.id = Item(1),
                   .group = "Brakes",
                   .name = "Pad thickness",
                   .position = "LF",
                   .kind = core::ItemKind::Measured,
                   .unit = "mm",
                   .limits = core::Limits{.greenMilli = 4000, .redMilli = 2000}},
                  {.id = Item(2), .group = "Lights", .name = "Low beam"}};
    return list;
}

core::QuoteLine OrderScript::Line(int n) const
{
    const auto name = "line " + std::to_string(n);
    core::QuoteLine line;
    line.id = m_dice.Id<core::LineId>(name);
    line.kind = n == 1 ? core::LineKind::Labour : core::LineKind::Part;
    line.description = kWork[static_cast<std::size_t>(n) - 1];
    line.quantity = {500 + static_cast<std::int64_t>(m_dice.Number(name + " quantity", 6)) * 250};
    line.unitPrice = {1 + static_cast<std::int64_t>(m_dice.Number(name + " price", 90'000))};
    line.tax = {n == 1 ? 600 : 1300};
    line.position = n;
    if (n > 1) {
        line.part = core::Part{"P-" + std::to_string(n), "Bosch", "中国", core::PartKind::Oem, "Wholesale"};
        line.unitCost = core::Money{line.unitPrice.minor / 2};
    }
    return line;
}

core::QuoteLine OrderScript::ChangedLine() const
{
    auto line = Line(1);
    line.unitPrice.minor += 1'000;
    return line;
}

std::vector<std::uint8_t> OrderScript::PhotoBytes(bool thumb) const
{
    std::vector<std::uint8_t> bytes{0xFF, 0xD8, 0xFF, 0xE0};
    const auto size = thumb ? 600U : 6000U;
    for (unsigned i = 0; bytes.size() < size; ++i) {
        bytes.push_back(
            static_cast<std::uint8_t>(m_dice.Number((thumb ? "t" : "p") + std::to_string(i / 64), 256) + i));
    }
    return bytes;
}

} // namespace bayline::faults
