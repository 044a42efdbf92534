// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quote_life.h"
#include "desktop/presenters/work_order_presenter.h"

#include <string>
#include <vector>

namespace bayline::desktop {

/// A state of the quote that can be looked at: a revision as the customer got it, or (0) the lines as they stand now.
struct QuoteVersion
{
    int revision = 0;
    std::string name; ///< "Quote 2, 2026-11-22 10:05"
};

/// The revisions, oldest first, and the present lines at the end when they differ from what was sent.
[[nodiscard]] std::vector<QuoteVersion> QuoteVersions(const WorkOrderPresenter& presenter);

struct ComparedRow
{
    std::string key;
    core::LineFateOfTwo fate = core::LineFateOfTwo::Same;
    std::string fateWord;
    std::string description; ///< with part, warranty and payer, as the newer of the two has them
    std::string before;      ///< "2 × ¥468.00 = ¥936.00"; empty when it was added
    std::string after;
    std::string difference; ///< "+¥20.00"; empty when there is none
};

struct QuoteComparison
{
    std::vector<ComparedRow> rows;
    std::string grossBefore;
    std::string grossAfter;
    std::string difference;
    std::string remark; ///< the sentence sent with the newer one, or why it was withdrawn
};

/// Two versions side by side, as QuoteVersions names them.
[[nodiscard]] QuoteComparison CompareVersions(const WorkOrderPresenter& presenter, int before, int after);

} // namespace bayline::desktop
