// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/settings.h"
#include "desktop/async/inline_jobs.h"
#include "desktop/presenters/context.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <memory>

namespace bayline::test {

/// A desk PC without a screen: connection, jobs that run at once, a context, somebody signed in.
class DeskTest : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        m_connection = std::make_unique<db::Connection>(DeviceSettings());
        m_jobs = std::make_unique<desktop::InlineJobs>(*m_connection);
        m_context = std::make_unique<desktop::Context>(desktop::Context{.jobs = *m_jobs});
        m_context->shop = db::LoadShop(*m_connection);
        m_context->zone = core::ShopZone(m_context->shop.timeZone);
        SignIn(Advisor());
    }

    void TearDown() override
    {
        m_connection.reset();
        PostgresTest::TearDown();
    }

    void SignIn(const TestPerson& person)
    {
        m_session = SignInAs(*m_connection, person);
        m_context->sessionToken = m_session.token;
        m_context->person = m_session.person;
    }

    std::unique_ptr<db::Connection> m_connection;
    std::unique_ptr<desktop::InlineJobs> m_jobs;
    std::unique_ptr<desktop::Context> m_context;
    db::Session m_session;
};

} // namespace bayline::test
