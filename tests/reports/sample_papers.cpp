// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_papers.h"

#include "pdf_tools.h"

#include <cstdlib>
#include <fstream>
#include <map>

namespace bayline::reports::test {

namespace {

core::Instant At(const char* text)
{
    return core::ParseRfc3339(text).value();
}

std::string Quoted(const std::string& line)
{
    const std::size_t first = line.find('"');
    std::string text;
    for (std::size_t i = first + 1; i + 1 < line.size(); ++i) {
        if (line[i] == '\\' && i + 2 < line.size())
            ++i;
        text += line[i];
    }
    return text;
}

std::map<std::string, std::string> ReadCatalogue(const std::filesystem::path& folder)
{
    std::map<std::string, std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".po")
            continue;
        std::ifstream in(entry.path());
        std::string id;
        std::string* open = nullptr;
        for (std::string line; std::getline(in, line);) {
            if (line.starts_with("msgid ")) {
                id = Quoted(line);
                open = &id;
            } else if (line.starts_with("msgstr ")) {
                open = &all.try_emplace(id).first->second;
                *open = Quoted(line);
            } else if (line.starts_with("\"") && open) {
                // A long msgid continues before its msgstr, a long msgstr after it.
                *open += Quoted(line);
            }
        }
    }
    return all;
}

core::ChecklistItem Item(const char* group, const char* name, const char* position, const char* unit = "")
{
    return {.id = core::ItemId::New(), .group = group, .name = name, .position = position, .unit = unit};
}

core::QuoteLine Line(core::LineKind kind, const std::string& text, std::int64_t milli, std::int64_t price)
{
    core::QuoteLine line;
    line.id = core::LineId::New();
    line.kind = kind;
    line.description = text;
    line.quantity = {milli};
    line.unitPrice = {price};
    line.tax = {1300};
    return line;
}

core::QuoteLine PartLine(const std::string& text, std::int64_t milli, std::int64_t price, core::Part part)
{
    core::QuoteLine line = Line(core::LineKind::Part, text, milli, price);
    line.part = std::move(part);
    line.warranty = core::Warranty{24, 40000};
    return line;
}

core::Inspection SampleFindings()
{
    using core::Result;
    core::Inspection inspection;
    inspection.id = core::InspectionId::New();
    inspection.checklistName = "纯电动汽车标准检查";
    inspection.items = {
        {Item("制动系统", "前制动片厚度", "LF", "mm"), Result::Red, 2400, "内侧磨损明显,建议立即更换"},
        {Item("制动系统", "前制动片厚度", "RF", "mm"), Result::Red, 2600, ""},
        {Item("制动系统", "后制动片厚度", "左后", "mm"), Result::Green, 7800, ""},
        {Item("制动系统", "后制动片厚度", "右后", "mm"), Result::Green, 7900, ""},
        {Item("制动系统", "制动液含水量", "", "%"), Result::Yellow, 2500, "建议六个月内更换"},
        {Item("轮胎", "胎面深度", "左前", "mm"), Result::Green, 5200, ""},
        {Item("轮胎", "胎面深度", "右前", "mm"), Result::Green, 5100, ""},
        {Item("轮胎", "胎面深度", "左后", "mm"), Result::Yellow, 3100, ""},
        {Item("轮胎", "胎面深度", "右后", "mm"), Result::Yellow, 3200, ""},
        {Item("高压电池", "电池健康度(SOH)", "", "%"), Result::Green, 93400, "BMS 读数,25 ℃"},
        {Item("高压电池", "绝缘电阻", "", "Ω/V"), Result::Green, 1850000, ""},
        {Item("高压电池", "充电口", ""), Result::Green, std::nullopt, ""},
        {Item("底盘", "下摆臂球头", "左前"), Result::NotChecked, std::nullopt, "举升机占用,未检查"},
        {Item("车内", "空调滤芯", ""), Result::Yellow, std::nullopt, "灰尘较多"},
    };
    inspection.published = true;
    return inspection;
}

void AddQuote(core::WorkOrder& order)
{
    const auto& items = order.inspection->items;
    order.lines = {
        Line(core::LineKind::Labour, "更换前制动片(两侧)", 1200, 18000),
        Line(core::LineKind::Labour, "更换制动液并排气", 800, 18000),
        PartLine("前制动片套装", 1000, 46800,
                 {"BYD-3502100-A1", "博世 Bosch", "苏州", core::PartKind::Oem, "供应商甲"}),
        PartLine("DOT 4 制动液 1 L", 1000, 9800, {"DOT4-1L", "嘉实多", "太仓", core::PartKind::Aftermarket, ""}),
        PartLine("空调滤芯(含活性炭)", 1000, 12800, {"CF-2291", "曼牌 MANN", "重庆", core::PartKind::Aftermarket, ""}),
        Line(core::LineKind::Fee, "废制动液环保处理", 1000, 1500),
    };
    order.lines[0].finding = items[0].item.id;
    order.lines[1].finding = items[4].item.id;
    order.lines[4].finding = items[13].item.id;
    order.lines[4].discount = {1000};
    core::QuoteRevision revision;
    revision.id = core::QuoteId::New();
    revision.revision = 2;
    revision.sentAt = At("2026-11-22T02:40:00Z");
    revision.validUntil = At("2026-11-29T10:00:00Z");
    revision.message = "王先生您好,前制动片已接近极限,建议今天更换。";
    revision.lines = order.lines;
    revision.totals = core::ComputeTotals(order.lines, true);
    order.revisions = {revision};
    for (std::size_t i = 0; i < order.lines.size(); ++i) {
        if (i == 5)
            continue;
        order.approvals.push_back({.line = order.lines[i].id,
                                   .lineHash = core::LineHash(order.lines[i], true),
                                   .decision = i == 4 ? core::Decision::Declined : core::Decision::Approved,
                                   .revision = 2,
                                   .byName = "王建国",
                                   .decidedAt = At("2026-11-22T02:55:00Z")});
    }
}

} // namespace

Translate Chinese()
{
    const char* source = std::getenv("BAYLINE_SOURCE_DIR");
    const auto catalogue = std::make_shared<std::map<std::string, std::string>>(
        ReadCatalogue(std::filesystem::path(source ? source : ".") / "resources/i18n/zh_CN"));
    return [catalogue](std::string_view sentence) {
        const auto found = catalogue->find(std::string(sentence));
        return found == catalogue->end() || found->second.empty() ? "«" + std::string(sentence) + "»" : found->second;
    };
}

core::Shop SampleShop()
{
    core::Shop shop;
    shop.name = "晨星新能源汽车服务中心";
    shop.address = "上海市浦东新区张江路 688 号";
    shop.phone = "021-5080 6688";
    shop.taxId = "91310115MA1K3Y8X2T";
    shop.bank = "中国工商银行上海张江支行";
    shop.bankAccount = "1001 2345 0920 6677 889";
    shop.warrantyText = "维修质量保证期:自出厂之日起 10 日或 2,000 公里,以先到者为准;配件质保期见各项目。";
    return shop;
}

core::WorkOrder SampleOrder()
{
    core::WorkOrder order;
    order.id = core::WorkOrderId::New();
    order.number = "WO-2026-000123";
    order.customer.name = "王建国";
    order.customer.phone = "138 0013 8000";
    order.customer.address = "上海市浦东新区祖冲之路 1000 弄 12 号 302 室";
    order.vehicle.plate = "沪AD12345";
    order.vehicle.vin = "LGXCE6CBXN0000001";
    order.vehicle.make = "比亚迪";
    order.vehicle.model = "汉 EV";
    order.vehicle.modelYear = 2022;
    order.vehicle.colour = "雪域白";
    order.vehicle.engineNo = "TZ200XYE-220415";
    order.odometerIn = core::ReadOdometer(35600, core::DistanceUnit::Kilometre);
    order.complaint = "低速制动时前轮有“吱吱”异响,早上更明显;空调出风有异味。请顺便检查一下电池健康度。";
    order.openedAt = At("2026-11-22T01:05:00Z");
    order.promisedAt = At("2026-11-22T08:30:00Z");
    order.advisor.name = "李晓燕";
    order.technician = core::StaffRef{{}, "陈志强"};
    order.currency = "CNY";
    order.inspection = SampleFindings();
    AddQuote(order);
    return order;
}

core::Invoice SampleInvoice(int lines)
{
    const core::WorkOrder order = SampleOrder();
    const core::Shop shop = SampleShop();
    core::Invoice invoice;
    invoice.number = "INV-2026-000045";
    invoice.issuedAt = At("2026-11-22T08:10:00Z");
    invoice.supplyDate = At("2026-11-22T08:00:00Z");
    invoice.currency = "CNY";
    invoice.seller = {shop.name, shop.address, shop.phone, shop.taxId, shop.bank, shop.bankAccount};
    invoice.buyer = {.name = order.customer.name, .address = order.customer.address, .phone = order.customer.phone};
    invoice.plate = order.vehicle.plate;
    invoice.vin = order.vehicle.vin;
    invoice.vehicleModel = "比亚迪 汉 EV 2022";
    invoice.kmIn = 35600;
    invoice.kmOut = 35604;
    invoice.workOrderNumber = order.number;
    invoice.advisorName = order.advisor.name;
    invoice.technicianNames = {"陈志强", "周敏"};
    invoice.complaint = order.complaint;
    const char* jobs[] = {"更换前制动片(两侧)", "更换制动液并排气", "检测高压电池绝缘电阻", "四轮换位与动平衡"};
    const char* parts[] = {"前制动片套装", "DOT 4 制动液 1 L", "空调滤芯(含活性炭)", "减速器齿轮油 75W-90 1 L"};
    for (int i = 0; i < lines; ++i) {
        if (i * 3 < lines)
            invoice.lines.push_back(Line(core::LineKind::Labour, jobs[i % 4], 500 + 100 * (i % 9), 18000));
        else if (i + 1 < lines || lines < 4)
            invoice.lines.push_back(PartLine(parts[i % 4], 1000, 9800 + 130 * (i % 37),
                                             {"P-" + std::to_string(20000 + i), "博世 Bosch", "苏州",
                                              i % 2 == 0 ? core::PartKind::Oem : core::PartKind::Aftermarket, ""}));
        else
            invoice.lines.push_back(Line(core::LineKind::Fee, "废制动液环保处理", 1000, 1500));
    }
    invoice.totals = core::ComputeTotals(invoice.lines, true);
    for (const core::QuoteLine& line : invoice.lines)
        invoice.approvals.push_back({line.id, core::Channel::App, "王建国", At("2026-11-22T02:55:00Z"), 2});
    invoice.declined = {{"更换空调滤芯", {11520}, "yellow"}, {"更换左前下摆臂球头", {68000}, "red"}};
    invoice.warrantyText = shop.warrantyText;
    invoice.oldParts = core::OldParts::Returned;
    return invoice;
}

PicturePtr SamplePhoto(const std::string& colours)
{
    return PictureFromJpeg(Run("convert -size 640x480 -seed 7 plasma:" + colours + " -quality 70 jpg:-").first);
}

CheckInSheet SampleCheckIn()
{
    return {.shop = SampleShop(),
            .order = SampleOrder(),
            .customerLink = "https://app.example.com/c/8vJm2QkT0s4yXnL7wR1bZcHfGdEpUaKiOqYtVxBzN3M",
            .walkRound = {{SamplePhoto("grey30-grey80"), "车头,左前"},
                          {SamplePhoto("navy-lightblue"), "右后保险杠,原有划痕"},
                          {SamplePhoto("grey10-grey60"), "仪表:35,600 km"}}};
}

InspectionReport SampleInspection()
{
    InspectionReport report{.shop = SampleShop(), .order = SampleOrder(), .at = At("2026-11-22T02:20:00Z")};
    const auto& items = report.order.inspection->items;
    report.photos = {{items[0].item.id, {SamplePhoto("firebrick-grey70"), "左前制动片内侧"}},
                     {items[0].item.id, {SamplePhoto("grey20-grey90"), "制动盘表面"}},
                     {items[7].item.id, {SamplePhoto("black-grey50"), "左后轮胎"}},
                     {core::ItemId{}, {SamplePhoto("darkgreen-white"), "举升后底盘"}}};
    return report;
}

QuotePaper SampleQuote()
{
    QuotePaper quote{
        .shop = SampleShop(), .order = SampleOrder(), .revision = {}, .customerLink = SampleCheckIn().customerLink};
    quote.revision = quote.order.revisions.front();
    return quote;
}

InvoicePaper SampleBill(int lines)
{
    InvoicePaper bill{.invoice = SampleInvoice(lines),
                      .engineNo = "TZ200XYE-220415",
                      .receivedAt = At("2026-11-22T01:05:00Z"),
                      .customerLink = ""};
    bill.payments = {{.method = core::PaymentMethod::WeChat, .amount = {20000}, .at = At("2026-11-22T08:15:00Z")}};
    return bill;
}

DailySheet SampleDay()
{
    using core::Stage;
    DailySheet day{.shop = SampleShop(),
                   .from = At("2026-11-21T16:00:00Z"),
                   .to = At("2026-11-22T16:00:00Z"),
                   .printedAt = At("2026-11-22T10:00:00Z")};
    const auto orders = [](int count, std::int64_t each) {
        SheetFigure figure{.count = count, .value = {count * each}};
        for (int i = 0; i < count; ++i)
            figure.orders.push_back(
                {"WO-2026-" + std::to_string(100123 + i), "沪AD1234" + std::to_string(i % 10), {each}});
        return figure;
    };
    day.carsIn = orders(9, 0);
    day.carsOut = orders(7, 0);
    day.approved = orders(5, 86000);
    day.declined = orders(2, 34000);
    day.invoiced = orders(7, 148050);
    day.credited = orders(1, -148050);
    day.paid = orders(6, 150200);
    day.open = {{Stage::Received, 2, 0, 0, orders(2, 0).orders},
                {Stage::Inspecting, 3, 1, 35, {}},
                {Stage::Quoting, 1, 0, 0, {}},
                {Stage::WaitingApproval, 2, 2, 1595, {}},
                {Stage::Repairing, 4, 1, 95, {}},
                {Stage::QualityCheck, 1, 0, 0, {}},
                {Stage::Ready, 2, 0, 0, {}}};
    day.payments = {{core::PaymentMethod::WeChat, 3, {450600}},
                    {core::PaymentMethod::Alipay, 2, {300400}},
                    {core::PaymentMethod::Cash, 1, {150200}}};
    day.technicians = {
        {"陈志强", 7400, 6 * 3600 + 1500}, {"周敏", 5200, 5 * 3600}, {"Łukasz Wiśniewski", 3100, 4 * 3600}};
    return day;
}

} // namespace bayline::reports::test
