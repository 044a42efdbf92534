// SPDX-License-Identifier: GPL-3.0-or-later
// Our side of tests/bench/papers.mjs: `bayline-bench-paper lines` says in JSON everything that the bill says, for the
// peers to set; `bayline-bench-paper COUNT FILE` makes the bill COUNT times and prints processor time and size.
#include "core/money.h"
#include "reports/fonts.h"
#include "reports/pdf_writer.h"
#include "tests/bench/invoice_sample.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <ctime>
#include <fstream>
#include <iostream>

namespace {

using namespace bayline;
namespace json = boost::json;

constexpr std::size_t kLines = 20;
constexpr std::size_t kWorks = 24; ///< that the lines are taken from, beginning with another one on each bill

double ProcessorMilliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// What our paper says beyond the texts in `told`: its labels, notes and figures, so that every program sets the same
/// characters.
json::array OtherTexts(const std::string& told)
{
    const reports::FontSet fonts;
    const reports::Stationery stationery{fonts, bench::InChinese, core::ShopZone("Asia/Shanghai")};
    const auto document = reports::LayInvoice(bench::SampleInvoice(0, kLines), stationery);
    json::array texts;
    for (const auto& page : document.pages)
        for (const auto& operation : page.operations)
            if (const auto* run = std::get_if<reports::TextRun>(&operation);
                run != nullptr && told.find(run->text) == std::string::npos)
                texts.emplace_back(run->text);
    return texts;
}

int TellLines()
{
    const auto invoice = bench::SampleInvoice(0, kWorks).invoice;
    json::array head;
    for (const auto& text : {invoice.seller.name, invoice.seller.address, invoice.seller.taxId, invoice.seller.bank,
                             invoice.buyer.name, invoice.buyer.address, invoice.plate, invoice.vin,
                             invoice.vehicleModel, invoice.workOrderNumber, invoice.complaint})
        head.emplace_back(text);
    json::array lines;
    for (const auto& line : invoice.lines) {
        const auto gross = core::ComputeAmounts(line, true).gross;
        const auto part = line.part ? line.part->number + " " + line.part->brand : std::string();
        lines.push_back(json::array{
            json::string(line.description), json::string(part), json::string(core::ToDecimal(line.quantity)),
            json::string(core::ToDecimal(line.unitPrice)), json::string(core::ToDecimal(gross))});
    }
    json::object bill{{"title", "机动车维修费用结算清单"},
                      {"number", invoice.number},
                      {"head", std::move(head)},
                      {"columns", json::array{"项目名称", "编号 品牌", "数量", "单价", "金额"}},
                      {"lines", std::move(lines)},
                      {"total", "合计 " + core::Display(invoice.totals.gross, "CNY")},
                      {"words", core::ToChineseCapitals(invoice.totals.gross)},
                      {"foot", invoice.warrantyText}};
    bill["labels"] = OtherTexts(json::serialize(bill));
    std::cout << json::serialize(bill) << "\n";
    return 0;
}

int Make(int count, const char* file)
{
    const reports::FontSet fonts;
    const reports::Stationery stationery{fonts, bench::InChinese, core::ShopZone("Asia/Shanghai")};
    std::string pdf;
    const auto make = [&](int n) {
        pdf = reports::WritePdf(reports::LayInvoice(bench::SampleInvoice(n, kLines), stationery), fonts);
    };
    make(0);
    const double before = ProcessorMilliseconds();
    for (int n = 1; n < count; ++n)
        make(n);
    const double each = count > 1 ? (ProcessorMilliseconds() - before) / (count - 1) : 0;
    std::ofstream(file, std::ios::binary) << pdf;
    std::cout << "{\"warm_ms\":" << each << ",\"bytes\":" << pdf.size() << "}\n";
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc == 2 && std::string_view(argv[1]) == "lines")
        return TellLines();
    if (argc == 3)
        return Make(std::atoi(argv[1]), argv[2]);
    std::cerr << "bayline-bench-paper lines | COUNT FILE\n";
    return 2;
}
