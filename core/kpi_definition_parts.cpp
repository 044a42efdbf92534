// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kpi_definition_parts.h"

#include <utility>

namespace bayline::core::kpi {

KpiDefinition Place::Sum(const Said& said, KpiUnit unit, Terms terms) const
{
    return {.id = said.id,
            .group = group,
            .name = said.name,
            .formula = said.formula,
            .unit = unit,
            .basis = basis,
            .numerator = std::move(terms)};
}

KpiDefinition Place::Quotient(const Said& said, Scale scale, Terms above, Terms below, Measure n) const
{
    auto definition = Sum(said, scale.unit, std::move(above));
    definition.denominator = std::move(below);
    definition.scale = scale.factor;
    definition.n = n;
    return definition;
}

KpiDefinition Place::Median(const Said& said, Spread KpiSpreads::*spread, Terms behind) const
{
    auto definition = LowIsGood(Sum(said, KpiUnit::Minutes, std::move(behind)));
    definition.spread = spread;
    return definition;
}

KpiDefinition With(KpiDefinition definition, Benchmark benchmark)
{
    definition.benchmark = benchmark;
    return definition;
}

KpiDefinition LowIsGood(KpiDefinition definition)
{
    definition.lowIsGood = true;
    return definition;
}

KpiDefinition Needs(KpiDefinition definition, const char* missing)
{
    definition.missing = missing;
    return definition;
}

} // namespace bayline::core::kpi
