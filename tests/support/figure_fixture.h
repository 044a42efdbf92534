// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/kpi.h"
#include "tests/support/postgres_fixture.h"

#include <memory>
#include <string>

namespace bayline::test {

/// A shop whose figures are asked for by its owner, who may also write its past.
class FigureTest : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        auto settings = OwnerSettings();
        settings.statementTimeout = std::chrono::seconds(120);
        m_owner = std::make_unique<db::Connection>(settings);
        m_owner->Execute("set search_path = bayline, pg_temp");
        m_zone = core::ShopZone(m_owner->Text("select setting('time_zone', 'UTC')").value());
    }
    void TearDown() override
    {
        m_owner.reset();
        PostgresTest::TearDown();
    }

    core::MeasureSums Sums(const core::KpiPeriod& period, const core::KpiFilter& filter, bool live)
    {
        return Sums({.token = {}, .period = period, .filter = filter, .live = live});
    }
    core::MeasureSums Sums(const db::FigureQuery& query) { return db::LoadMeasures(*m_owner, query)[""]; }

    static void ExpectSame(const core::MeasureSums& a, const core::MeasureSums& b, const std::string& which)
    {
        for (std::size_t at = 0; at < core::kMeasures; ++at) {
            const auto measure = static_cast<core::Measure>(at);
            EXPECT_EQ(a.Value(measure), b.Value(measure)) << core::ToWord(measure) << ", " << which;
        }
    }

    std::unique_ptr<db::Connection> m_owner;
    core::ShopZone m_zone;
};

} // namespace bayline::test
