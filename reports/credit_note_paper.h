// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/credit_note.h"
#include "reports/invoice_paper.h"

namespace bayline::reports {

struct CreditNotePaper
{
    core::CreditNote note;
    InvoiceMark mark = InvoiceMark::Original;
    std::string country = "CN";
    std::string footer;
};

/// A credit note, all of it read from the note as issued: number and date of the invoice it takes back, why, and how
/// much.
[[nodiscard]] Document LayCreditNote(const CreditNotePaper& paper, const Stationery& stationery);

} // namespace bayline::reports
