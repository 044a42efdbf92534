// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/async/inline_jobs.h"
#include "desktop/presenters/work_order_presenter.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include "db/settings.h"

#include <memory>
#include <string>
#include <vector>

namespace bayline::test {

/// One person at one PC: a connection, a worker that runs at once, and what presenters are given.
struct Desk
{
    Desk(const db::ConnectionSettings& settings, const TestPerson& person, bool bay)
        : connection(settings), jobs(connection),
          session(Enter(connection, person)), context{.jobs = jobs,
                                                      .sessionToken = session.token,
                                                      .person = session.person,
                                                      .shop = db::LoadShop(connection),
                                                      .zone = core::ShopZone("Asia/Shanghai"),
                                                      .bayPc = bay}
    {
    }

    static db::Session Enter(db::Connection& connection, const TestPerson& person)
    {
        auto session = db::SignIn(connection, person.member.number, person.pin);
        if (!session) {
            throw std::runtime_error(session.FirstRefusal().Text());
        }
        return std::move(session).Value();
    }

    db::Connection connection;
    desktop::InlineJobs jobs;
    db::Session session;
    desktop::Context context;
};

/// A car has been checked in; presenters work on its order.
class WorkOrderTest : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        advisor = std::make_unique<Desk>(DeviceSettings("desk"), Advisor(), false);
        order = CheckIn(advisor->connection, advisor->session);
    }

    [[nodiscard]] std::unique_ptr<Desk> At(const std::string& device, const TestPerson& person) const
    {
        return std::make_unique<Desk>(DeviceSettings(device), person, device == "bay");
    }

    /// A presenter that has read the order.
    [[nodiscard]] std::unique_ptr<desktop::WorkOrderPresenter> Open(Desk& desk) const
    {
        auto presenter = std::make_unique<desktop::WorkOrderPresenter>(desk.context, order);
        presenter->Load();
        return presenter;
    }

    /// Types of the order's events so far.
    [[nodiscard]] std::vector<std::string> Events() const
    {
        std::vector<std::string> types;
        for (const auto& entry : db::LoadTimeline(advisor->connection, order)) {
            types.push_back(entry.event.type);
        }
        return types;
    }

    [[nodiscard]] int CountOf(const std::string& type) const
    {
        const auto types = Events();
        return static_cast<int>(std::count(types.begin(), types.end(), type));
    }

    std::unique_ptr<Desk> advisor;
    core::WorkOrderId order;
};

/// A checklist with a measured item (pads: green above 5, red below 3, photo at red) and one judged by eye.
inline core::Checklist SmallChecklist()
{
    core::Checklist checklist;
    checklist.id = core::ChecklistId::New();
    checklist.name = "BEV";
    checklist.powertrains = {core::Powertrain::Bev};
    checklist.items.resize(2);
    checklist.items[0].id = core::ItemId::New();
    checklist.items[0].group = "Brakes";
    checklist.items[0].name = "Pads";
    checklist.items[0].position = "LF";
    checklist.items[0].kind = core::ItemKind::Measured;
    checklist.items[0].unit = "mm";
    checklist.items[0].limits = core::Limits{
        .higherIsBetter = true, .greenMilli = 5000, .redMilli = 3000, .greenExclusive = true, .redInclusive = false};
    checklist.items[0].photoRequired = true;
    checklist.items[1].id = core::ItemId::New();
    checklist.items[1].group = "Lights";
    checklist.items[1].name = "Headlights";
    return checklist;
}

} // namespace bayline::test
