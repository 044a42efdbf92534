// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/invoice_sample.h"

#include <libintl.h>

#include <array>
#include <clocale>
#include <cstdlib>
#include <stdexcept>

namespace bayline::bench {

using namespace std::chrono_literals;

namespace {

struct Work
{
    core::LineKind kind;
    const char* description;
    std::int64_t price;
    std::int64_t quantityMilli;
    const char* number;
    const char* brand;
};

constexpr auto kLabour = core::LineKind::Labour;
constexpr auto kPart = core::LineKind::Part;

constexpr std::array kWorks = {
    Work{kLabour, "更换前轮制动摩擦片及制动盘", 28'000, 1500, "", ""},
    Work{kPart, "前轮制动摩擦片（陶瓷，一套四片）", 68'000, 1000, "13245678-00", "布雷博"},
    Work{kPart, "前轮通风制动盘", 52'000, 2000, "13245680-00", "布雷博"},
    Work{kLabour, "动力电池包绝缘检测与高压线束检查", 32'000, 1200, "", ""},
    Work{kPart, "动力电池冷却液（乙二醇型，低电导率）", 9'800, 6000, "CL-LEC-6L", "巴斯夫"},
    Work{kLabour, "冷却回路排空、加注与排气", 28'000, 1000, "", ""},
    Work{kPart, "空调滤清器（活性炭，双效）", 16'800, 1000, "11763489-00", "曼牌"},
    Work{kLabour, "空调系统清洗消毒", 28'000, 500, "", ""},
    Work{kPart, "减速器齿轮油", 12'600, 2000, "75W-EDF", "壳牌"},
    Work{kLabour, "减速器换油并检查磁性放油塞", 28'000, 600, "", ""},
    Work{kPart, "轮胎 235/45 R19 静音棉", 118'000, 2000, "PS-EV-235", "米其林"},
    Work{kLabour, "轮胎拆装、动平衡与四轮定位", 28'000, 1800, "", ""},
    Work{kPart, "雨刮片（前，无骨）", 12'900, 2000, "WB-60-45", "法雷奥"},
    Work{kPart, "十二伏辅助蓄电池", 89'000, 1000, "LFP-12V-33", "风帆"},
    Work{kLabour, "更换辅助蓄电池并匹配电池管理系统", 28'000, 400, "", ""},
    Work{kPart, "转向横拉杆球头（左）", 23'500, 1000, "13456612-00", "天合"},
    Work{kLabour, "更换转向球头并校正方向盘零位", 28'000, 900, "", ""},
    Work{kPart, "制动液 DOT4 低黏度", 8'600, 2000, "DOT4-LV", "博世"},
    Work{kLabour, "更换制动液并用诊断仪排气", 28'000, 700, "", ""},
    Work{kPart, "充电口防水密封圈", 4'500, 1000, "CP-SEAL-02", "原厂"},
    Work{kLabour, "充电口除锈、涂抹导电膏与功能测试", 28'000, 600, "", ""},
    Work{kPart, "后减震器上座轴承", 18'700, 2000, "13458890-00", "斯凯孚"},
    Work{kLabour, "更换后减震器上座轴承", 28'000, 1300, "", ""},
    Work{kPart, "驾驶侧安全气囊时钟弹簧", 46'500, 1000, "SRS-CS-17", "均胜"},
};

constexpr std::array kEveryday = {
    Work{kLabour, "更换前轮制动片", 28'000, 1200, "", ""},
    Work{kPart, "前轮制动片", 46'800, 1000, "13245678-00", "博世"},
    Work{kPart, "前轮制动盘", 52'000, 2000, "13245680-00", "博世"},
    Work{kLabour, "更换后轮制动片", 28'000, 1000, "", ""},
    Work{kPart, "后轮制动片", 38'800, 1000, "13245679-00", "博世"},
    Work{kLabour, "更换制动液", 28'000, 700, "", ""},
    Work{kPart, "制动液", 8'600, 2000, "DOT4-LV", "博世"},
    Work{kLabour, "更换轮胎", 28'000, 1000, "", ""},
    Work{kPart, "前轮轮胎", 118'000, 2000, "PS-EV-235", "米其林"},
    Work{kLabour, "轮胎动平衡", 28'000, 800, "", ""},
    Work{kLabour, "四轮定位", 28'000, 1000, "", ""},
    Work{kPart, "空调滤清器", 16'800, 1000, "11763489-00", "博世"},
    Work{kLabour, "更换空调滤清器", 28'000, 300, "", ""},
};

constexpr std::array kNames = {"欧阳晓峰", "司徒静怡", "诸葛瑞霖", "上官梓涵", "慕容皓轩", "尉迟雅琪",
                               "令狐博文", "端木思源", "夏侯俊杰", "皇甫雨桐", "宇文嘉豪", "长孙婉清"};
constexpr std::array kDistricts = {"浦东新区世纪大道",   "徐汇区淮海中路",     "静安区南京西路",      "杨浦区四平路",
                                   "闵行区莘庄镇水清路", "嘉定区安亭镇墨玉路", "松江区九亭镇沪松公路"};

template <std::size_t N>
const char* Choose(const std::array<const char*, N>& words, int n)
{
    return words[static_cast<std::size_t>(n) % N];
}

template <std::size_t N>
std::vector<core::QuoteLine> Lines(const std::array<Work, N>& works, int n, std::size_t count)
{
    std::vector<core::QuoteLine> lines;
    for (std::size_t i = 0; i < count; ++i) {
        const auto& work = works[(i + static_cast<std::size_t>(n)) % N];
        core::QuoteLine line;
        line.id = core::LineId::New();
        line.kind = work.kind;
        line.description = work.description;
        line.quantity = {work.quantityMilli};
        line.unitPrice = {work.price};
        line.tax = {work.kind == kLabour ? 600 : 1300};
        line.position = static_cast<int>(i) + 1;
        if (work.kind == kPart) {
            line.part = core::Part{work.number, work.brand, "中国", core::PartKind::Oem, ""};
            line.warranty = core::Warranty{12, 20'000};
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace

namespace {

reports::InvoicePaper Bill(int n, std::vector<core::QuoteLine> lines)
{
    const auto at = *core::ParseRfc3339("2026-11-22T08:30:00Z") + n * 17min;
    core::Invoice invoice;
    invoice.id = core::InvoiceId::New();
    invoice.number = "INV-2026-" + std::to_string(100'000 + n);
    invoice.issuedAt = at;
    invoice.supplyDate = at;
    invoice.currency = "CNY";
    invoice.seller = {"湾线新能源汽车服务中心", "上海市浦东新区张江路100号", "021-50800000",
                      "91310115MA1K3XXXX7",     "中国工商银行上海张江支行",  "1001 2345 6789 0123 456"};
    invoice.buyer = {Choose(kNames, n),
                     "上海市" + std::string(Choose(kDistricts, n)) + std::to_string(n + 1) + "号",
                     "138****" + std::to_string(1000 + n),
                     "",
                     "",
                     ""};
    invoice.plate = "沪AD" + std::to_string(10'000 + n);
    invoice.vin = "LGXCE6CB0R0" + std::to_string(100'000 + n);
    invoice.vehicleModel = "比亚迪 海豹 长续航四驱版";
    invoice.kmIn = 48'210 + n;
    invoice.kmOut = 48'222 + n;
    invoice.workOrderNumber = "WO-2026-" + std::to_string(100'000 + n);
    invoice.advisorName = "林晓";
    invoice.technicianNames = {"郑军", "何涛"};
    invoice.complaint = "高速行驶超过一百公里时方向盘抖动，刹车有尖锐异响；冬季续航明显下降，希望检查电池。";
    invoice.lines = std::move(lines);
    invoice.totals = core::ComputeTotals(invoice.lines, true);
    invoice.approvals = {{invoice.lines.front().id, core::Channel::App, invoice.buyer.name, at - 5h, 2}};
    invoice.declined = {{"更换后轮制动摩擦片（剩余厚度三毫米）", {72'000}, "yellow"}};
    invoice.warrantyText =
        "维修质量保证期：小修及专项修理二千公里或者十日，二级维护五千公里或者三十日，以先达到者为准。";
    invoice.oldParts = core::OldParts::Returned;
    reports::InvoicePaper paper;
    paper.payments = {{core::PaymentId::New(), core::PaymentMethod::WeChat, invoice.totals.gross, "", at, "林晓"}};
    paper.invoice = std::move(invoice);
    paper.receivedAt = at - 26h;
    paper.customerLink = "https://car.example.cn/w/7Yk0J3mZqX9tB2vLwR5nCf8hDgSaPeUo1iTjQbKxMz4";
    return paper;
}

} // namespace

reports::InvoicePaper SampleInvoice(int n, std::size_t lines)
{
    return Bill(n, Lines(kWorks, n, lines));
}

reports::InvoicePaper EverydayInvoice(int n)
{
    auto paper = Bill(n, Lines(kEveryday, n, kEveryday.size()));
    paper.invoice.complaint = "刹车有异响，请检查前轮制动。";
    paper.invoice.declined = {{"更换后轮制动盘", {72'000}, "yellow"}};
    return paper;
}

std::string InChinese(std::string_view sentence)
{
    static const bool ready = [] {
        ::setenv("LANGUAGE", "zh_CN", 1);
        return std::setlocale(LC_MESSAGES, "C.UTF-8") != nullptr && ::bindtextdomain("bayline", BAYLINE_LOCALE_DIR) &&
               ::bind_textdomain_codeset("bayline", "UTF-8");
    }();
    if (!ready) {
        throw std::runtime_error("the translations could not be opened");
    }
    return ::dgettext("bayline", std::string(sentence).c_str());
}

} // namespace bayline::bench
