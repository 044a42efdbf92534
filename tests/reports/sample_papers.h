// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/check_in_sheet.h"
#include "reports/daily_sheet.h"
#include "reports/inspection_report.h"
#include "reports/invoice_paper.h"
#include "reports/quote_paper.h"

#include <string>

namespace bayline::reports::test {

/// The Chinese catalogues of the tree, as the desktop merges them. A sentence without translation comes back in
/// guillemets, so that a picture or a text shows it.
[[nodiscard]] Translate Chinese();

[[nodiscard]] core::Shop SampleShop();
/// A battery-electric car with brake and battery findings, a quote of six lines, four approved.
[[nodiscard]] core::WorkOrder SampleOrder();
/// An invoice with this many lines, a third of them labour.
[[nodiscard]] core::Invoice SampleInvoice(int lines);
[[nodiscard]] PicturePtr SamplePhoto(const std::string& colours);

[[nodiscard]] CheckInSheet SampleCheckIn();
[[nodiscard]] InspectionReport SampleInspection();
[[nodiscard]] QuotePaper SampleQuote();
[[nodiscard]] InvoicePaper SampleBill(int lines);
[[nodiscard]] DailySheet SampleDay();

} // namespace bayline::reports::test
