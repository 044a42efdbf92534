// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/fonts.h"
#include "reports/pdf_writer.h"
#include "tests/bench/invoice_sample.h"
#include "tests/bench/plain_pdf.h"
#include "tests/bench/report.h"
#include "tests/bench/rows.h"

#include <cstdlib>
#include <fstream>
#include <optional>
#include <stdexcept>

namespace bayline::bench {

namespace {

constexpr int kDocuments = 50; ///< a round, all in one process
constexpr std::size_t kPages = 2;

struct Side
{
    Samples wall;
    Samples processor;
    double largest = 0;

    template <class Work>
    void Measure(Work work)
    {
        const double before = ProcessorTime();
        std::size_t bytes = 0;
        wall.Add(TimeOf([&] { bytes = work(); }));
        processor.Add(ProcessorTime() - before);
        largest = std::max(largest, static_cast<double>(bytes));
    }
};

/// The last paper, for looking at.
void Keep(const std::string& pdf)
{
    if (const char* directory = std::getenv("BAYLINE_KEEP_PAPERS")) {
        std::ofstream(std::filesystem::path(directory) / "bench_invoice.pdf", std::ios::binary) << pdf;
    }
}

} // namespace

void MeasureInvoice(const Setting& setting)
{
    const reports::FontSet fonts;
    const reports::Stationery stationery{fonts, InChinese, core::ShopZone("Asia/Shanghai")};
    Side ours;
    Side plain;
    Side again;
    const auto round = [&](int first) {
        for (int i = first; i < first + kDocuments; ++i) {
            const auto paper = SampleInvoice(i);
            std::optional<reports::Document> document;
            std::string pdf;
            ours.Measure([&] {
                document = reports::LayInvoice(paper, stationery);
                pdf = reports::WritePdf(*document, fonts);
                return pdf.size();
            });
            Keep(pdf);
            if (document->pages.size() != kPages || !document->missingGlyphs.empty()) {
                throw std::runtime_error("the sample has " + std::to_string(document->pages.size()) + " pages and " +
                                         std::to_string(document->missingGlyphs.size()) + " missing characters");
            }
            const PlainPdf floor(*document, fonts, setting.scratch);
            plain.Measure([&] { return floor.Write(); });
            again.Measure([&] { return reports::WritePdf(reports::LayInvoice(paper, stationery), fonts).size(); });
        }
    };
    round(0);
    ours = plain = again = Side();
    for (int i = 1; i <= (setting.quick ? 2 : 7); ++i) {
        Say("invoice: round " + std::to_string(i));
        round(i * kDocuments);
    }
    double everyday = 0;
    for (int i = 0; i < kDocuments; ++i) {
        const auto document = reports::LayInvoice(EverydayInvoice(i), stationery);
        if (document.pages.size() != kPages) {
            throw std::runtime_error("the everyday sample has " + std::to_string(document.pages.size()) + " pages");
        }
        everyday = std::max(everyday, static_cast<double>(reports::WritePdf(document, fonts).size()));
    }
    const std::string name = "bare libharu, fonts cut beforehand";
    const Target time{Target::Kind::ValueAtMost, 25, "≤ 25 ms"};
    Print({"invoice", "two pages, wall time", InMilliseconds(ours.wall), InMilliseconds(plain.wall, name), time});
    Print({"invoice", "two pages, processor time", InMilliseconds(ours.processor),
           InMilliseconds(plain.processor, name), time});
    Print({"invoice",
           "size, bill of an ordinary visit",
           InKilobytes(everyday),
           std::nullopt,
           {Target::Kind::ValueAtMost, 30, "≤ 30 kB"}});
    Print({"invoice",
           "size, 13 unrelated jobs on one bill",
           InKilobytes(ours.largest),
           InKilobytes(plain.largest, name),
           {Target::Kind::ValueAtMost, 30, "≤ 30 kB"}});
    Print({"invoice", "the same paper once more", InMilliseconds(again.wall), InMilliseconds(plain.wall, name)});
}

} // namespace bayline::bench
