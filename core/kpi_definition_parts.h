// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kpi.h"

#include <vector>

/// The parts of the list of figures, each a table of its own; `KpiDefinitions()` joins them. They are written with a
/// few words: a sum, a quotient, a share in percent, a duration, and what is added to one.
namespace bayline::core::kpi {

/// What every figure says of itself.
struct Said
{
    const char* id;
    const char* name;    ///< gettext msgid
    const char* formula; ///< gettext msgid
};

using Terms = std::vector<KpiTerm>;

struct Scale
{
    KpiUnit unit = KpiUnit::Percent;
    std::int64_t factor = 10'000; ///< value = above × factor ÷ below
};

/// Where the figures of a table stand and which date they count by.
struct Place
{
    KpiGroup group;
    KpiBasis basis;

    [[nodiscard]] KpiDefinition Sum(const Said& said, KpiUnit unit, Terms terms) const;
    [[nodiscard]] KpiDefinition Quotient(const Said& said, Scale scale, Terms above, Terms below, Measure n) const;
    /// A share in basis points.
    [[nodiscard]] KpiDefinition Share(const Said& said, Measure part, Measure whole, Measure n) const
    {
        return Quotient(said, {}, {{part}}, {{whole}}, n);
    }
    /// A median in minutes; `behind` are the orders it is of.
    [[nodiscard]] KpiDefinition Median(const Said& said, Spread KpiSpreads::*spread, Terms behind) const;
};

[[nodiscard]] KpiDefinition With(KpiDefinition definition, Benchmark benchmark);
[[nodiscard]] KpiDefinition LowIsGood(KpiDefinition definition);
/// `missing`: what to record so that the figure can be computed; gettext msgid.
[[nodiscard]] KpiDefinition Needs(KpiDefinition definition, const char* missing);

[[nodiscard]] std::vector<KpiDefinition> OrdersBilled();
[[nodiscard]] std::vector<KpiDefinition> LabourAndParts();
[[nodiscard]] std::vector<KpiDefinition> OtherPayersAndBays();
[[nodiscard]] std::vector<KpiDefinition> TechniciansHours();
[[nodiscard]] std::vector<KpiDefinition> HoursAndBays();
[[nodiscard]] std::vector<KpiDefinition> Promises();
[[nodiscard]] std::vector<KpiDefinition> Durations();
[[nodiscard]] std::vector<KpiDefinition> Comebacks();
[[nodiscard]] std::vector<KpiDefinition> Approvals();
[[nodiscard]] std::vector<KpiDefinition> AnswersAndDeferred();
[[nodiscard]] std::vector<KpiDefinition> Customers();

} // namespace bayline::core::kpi
