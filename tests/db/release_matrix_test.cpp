// SPDX-License-Identifier: GPL-3.0-or-later
// Releases of the program beside releases of the database: one behind, one ahead, far behind, and back again. The next
// release is one more migration that expands the schema as releases do: a column, a type of event, a changed view.
#include "core/failure.h"
#include "db/board.h"
#include "db/devices.h"
#include "db/migrate.h"
#include "db/photos.h"
#include "db/verify.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

namespace bayline::test {

namespace {

constexpr auto kNext = R"sql(
set local role bayline_owner;
set local search_path = bayline, pg_temp;
alter table work_order add column courtesy_car text not null default '';
alter table customer add column birthday date;
insert into event_type (type, kind, roles, public, lane)
values ('work_order.courtesy_car_lent', 'work_order', '{advisor}', false, 'events');
create function apply_work_order_courtesy_car_lent(e event, target uuid) returns void
language plpgsql as $$
begin
    update work_order set courtesy_car = e.data ->> 'plate' where id = target;
end
$$;
)sql";

std::vector<db::Migration> WithNext()
{
    std::vector<db::Migration> all(db::BuiltInMigrations().begin(), db::BuiltInMigrations().end());
    all.push_back({"9999_next_release", kNext});
    return all;
}

class Releases : public PostgresTest
{
protected:
    void UpgradeToNext() const
    {
        db::Connection owner(OwnerSettings());
        ASSERT_EQ(db::Migrate(owner, WithNext()), std::vector<std::string>{"9999_next_release"});
    }

    /// A whole visit, as this program plays it.
    static void PlayADay(db::Connection& desk, const std::string& plate)
    {
        const auto advisor = SignInAs(desk, Advisor());
        const auto technician = SignInAs(desk, Technician());
        const auto colleague = SignInAs(desk, Colleague());
        const auto order = CheckIn(desk, advisor, CheckInForm("王小明", plate));
        QuoteAndApprove(desk, advisor, order, {LabourLine("Front pads", 30'000)});
        RepairAll(desk, technician, colleague, order);
        EXPECT_FALSE(Invoice(desk, advisor, order).empty());
    }

    void ExpectSound() const
    {
        db::Connection owner(OwnerSettings());
        for (const auto& violation : db::Verify(owner)) {
            ADD_FAILURE() << violation.invariant << ": " << violation.detail;
        }
    }

    [[nodiscard]] std::string Events() const
    {
        db::Connection owner(OwnerSettings());
        return owner.Text("select count(*)::text from bayline.event").value_or("");
    }
};

core::Failure FailureOfConnecting(const db::ConnectionSettings& settings)
{
    try {
        db::Connection connection(settings);
        connection.EnsureOpen();
    } catch (const core::Failure& failure) {
        return failure;
    }
    return core::Failure({.kind = core::FailureKind::Internal, .where = "it connected", .sentence = "", .code = {}});
}

} // namespace

TEST_F(Releases, AProgramOneReleaseBehindTheDatabaseWorksFully)
{
    db::Connection desk(DeviceSettings());
    PlayADay(desk, "沪AD10001");
    UpgradeToNext(); // under a program that is running
    PlayADay(desk, "沪AD10002");
    db::Connection fresh(DeviceSettings("desk2"));
    PlayADay(fresh, "沪AD10003");
    ExpectSound();
}

TEST_F(Releases, AnEventOfTheNextReleaseDoesNotDisturbAProgramThatDoesNotKnowIt)
{
    UpgradeToNext();
    db::Connection desk(DeviceSettings());
    const auto advisor = SignInAs(desk, Advisor());
    const auto order = CheckIn(desk, advisor);
    // Written by a PC that has the next release already.
    db::Connection newer(DeviceSettings("desk2"));
    const auto colleague = SignInAs(newer, Advisor());
    const auto answer = newer.Json("api.append_events(:token, gen_random_uuid(), :appends::jsonb)",
                                   {{"token", colleague.token},
                                    {"appends", R"([{"stream":"work_order/)" + order.Text() + R"(","expected_seq":)" +
                                                    std::to_string(db::LoadWorkOrder(newer, order).seq) +
                                                    R"(,"events":[{"type":"work_order.courtesy_car_lent",)"
                                                    R"("data":{"plate":"沪A00001"}}]}])"}});
    ASSERT_TRUE(answer.is_object());
    Do(desk, advisor, order, core::AddNote{"after an event nobody here knows"});
    EXPECT_EQ(db::LoadBoard(desk).size(), 1U);
    db::Connection owner(OwnerSettings());
    EXPECT_EQ(owner.Text("select courtesy_car from bayline.work_order"), "沪A00001") << "written over by the older one";
    ExpectSound();
}

TEST_F(Releases, AProgramThatIsTooOldReadsOnAndSavesNothing)
{
    db::Connection desk(DeviceSettings());
    const auto advisor = SignInAs(desk, Advisor());
    const auto order = CheckIn(desk, advisor);
    UpgradeToNext();
    db::Connection owner(OwnerSettings());
    owner.ExecuteScript("update bayline.client_rule set min_client = 1000");
    const auto before = Events();
    const auto refused = db::Execute(desk, advisor, order, core::OperationId::New(),
                                     [](const core::WorkOrder& fresh, const core::Actor& actor) {
                                         return core::Decide(fresh, core::AddNote{"too old"}, actor);
                                     });
    ASSERT_FALSE(refused.Ok());
    EXPECT_EQ(refused.FirstRefusal().code, "client.too_old");
    EXPECT_NE(refused.FirstRefusal().sentence.find("updated on this computer"), std::string::npos);
    EXPECT_THROW(db::StoreBlob(desk, advisor, std::vector<std::uint8_t>{1, 2, 3}, "image/jpeg"), core::Failure);
    EXPECT_EQ(Events(), before);
    EXPECT_EQ(db::LoadWorkOrder(desk, order).complaint, CheckInForm().complaint) << "reading goes on";
    db::Connection fresh(DeviceSettings("desk2"));
    EXPECT_EQ(db::LoadBoard(fresh).size(), 1U) << "also for a program that starts now";
}

TEST_F(Releases, ADatabaseOneReleaseBehindIsRefusedInWordsUntilItIsMigrated)
{
    const std::string name = "one_behind";
    auto& cluster = TestCluster::Instance();
    {
        db::Connection maintenance(cluster.Owner("postgres"));
        db::CreateDatabase(maintenance, name);
    }
    const auto all = db::BuiltInMigrations();
    db::Connection owner(cluster.Owner(name));
    db::Migrate(owner, all.first(all.size() - 1));
    const auto refused = FailureOfConnecting(cluster.Device(name, "desk"));
    EXPECT_EQ(refused.Code(), "schema.older");
    EXPECT_TRUE(refused.Retryable()) << "the program goes on by itself when the database is up to date";
    EXPECT_NE(refused.Sentence().find("bayline-admin migrate"), std::string::npos) << refused.Sentence();
    db::Migrate(owner);
    db::Connection device(cluster.Device(name, "desk"));
    EXPECT_NO_THROW(device.EnsureOpen());
    device.Close();
    owner.Close();
    cluster.DropDatabase(name);
}

TEST_F(Releases, AnOlderAdministratorsProgramLeavesANewerDatabaseAlone)
{
    UpgradeToNext();
    db::Connection owner(OwnerSettings());
    EXPECT_EQ(db::CheckSchema(owner), db::SchemaState::Newer);
    try {
        db::Migrate(owner);
        ADD_FAILURE() << "a newer database was taken";
    } catch (const core::Failure& failure) {
        EXPECT_NE(failure.Sentence().find("newer Bayline"), std::string::npos) << failure.Sentence();
    }
    EXPECT_EQ(owner.Text("select count(*)::text from bayline_schema.applied"),
              std::to_string(db::BuiltInMigrations().size() + 1));
}

} // namespace bayline::test
