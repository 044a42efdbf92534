// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/failure.h"
#include "db/sign_in.h"
#include "db/staff.h"
#include "tests/support/postgres_fixture.h"

namespace bayline::test {

namespace {

class SignIn : public PostgresTest
{
protected:
    static std::string CodeOf(db::Connection& connection, const std::string& number, const std::string& pin)
    {
        const auto session = db::SignIn(connection, number, pin);
        return session ? "ok" : session.FirstRefusal().code;
    }
};

} // namespace

TEST_F(SignIn, GivesThePersonOfTheNumber)
{
    db::Connection desk(DeviceSettings());
    const auto session = SignInAs(desk, ManagerOnDuty());
    EXPECT_EQ(session.person.name, "Chen Jie");
    EXPECT_EQ(session.person.role, core::Role::Manager);
    EXPECT_GE(session.token.size(), 43U);
    EXPECT_EQ(CodeOf(desk, "999", "123456"), "sign_in.wrong");
    EXPECT_EQ(CodeOf(desk, "301", ""), "sign_in.wrong");
    EXPECT_EQ(CodeOf(desk, "' or 1=1 --", "x"), "sign_in.wrong");
}

TEST_F(SignIn, FiveWrongTriesLockThePersonOnThatDevice)
{
    db::Connection desk(DeviceSettings());
    for (int i = 4; i >= 1; --i) {
        const auto refused = db::SignIn(desk, "101", "000000");
        ASSERT_FALSE(refused.Ok());
        EXPECT_EQ(refused.FirstRefusal().arguments.at(0), std::to_string(i));
    }
    EXPECT_EQ(CodeOf(desk, "101", "000000"), "sign_in.locked");
    EXPECT_EQ(CodeOf(desk, "101", Advisor().pin), "sign_in.locked") << "the right PIN must not open a locked one";
    db::Connection again(DeviceSettings());
    EXPECT_EQ(CodeOf(again, "101", Advisor().pin), "sign_in.locked");
    db::Connection other(DeviceSettings("desk2"));
    EXPECT_EQ(CodeOf(other, "101", Advisor().pin), "ok");

    const auto manager = SignInAs(desk, ManagerOnDuty());
    db::Unlock(desk, manager, Advisor().member.id);
    EXPECT_EQ(CodeOf(desk, "101", Advisor().pin), "ok");
}

TEST_F(SignIn, LockOpensByItselfAfterItsTime)
{
    db::Connection desk(DeviceSettings());
    for (int i = 0; i < 5; ++i) {
        CodeOf(desk, "101", "000000");
    }
    db::Connection owner(OwnerSettings());
    owner.ExecuteScript("update bayline.sign_in_lock set locked_until = clock_timestamp() - interval '1 second'");
    EXPECT_EQ(CodeOf(desk, "101", Advisor().pin), "ok");
}

TEST_F(SignIn, RollingBackGivesNoFreeTries)
{
    db::Connection hostile(DeviceSettings());
    {
        // Everything in one transaction: the result of the try is not told.
        const db::Transaction transaction(hostile);
        const auto attempt = hostile.Text("select api.sign_in('101', :pin)::text", {{"pin", Advisor().pin}});
        try {
            static_cast<void>(hostile.Json("api.sign_in_result(:a::uuid)", {{"a", *attempt}}));
            ADD_FAILURE() << "told the result of a try that can be rolled back";
        } catch (const core::Failure& failure) {
            EXPECT_EQ(failure.Code(), "BL008");
        }
    }
    {
        // A savepoint is the same transaction.
        hostile.ExecuteScript("begin; savepoint s");
        const auto attempt = hostile.Text("select api.sign_in('101', '000000')::text");
        hostile.ExecuteScript("release s; savepoint s2");
        EXPECT_THROW(static_cast<void>(hostile.Json("api.sign_in_result(:a::uuid)", {{"a", *attempt}})), core::Failure);
        hostile.ExecuteScript("rollback");
    }
    // A committed try can be asked for again and again, but says the same about the same PIN.
    const auto attempt = hostile.Text("select api.sign_in('101', '000000')::text");
    for (int i = 0; i < 3; ++i) {
        hostile.ExecuteScript("begin");
        const auto told = hostile.Json("api.sign_in_result(:a::uuid)", {{"a", *attempt}});
        EXPECT_EQ(told.at("status").as_string(), "wrong");
        EXPECT_EQ(told.at("tries_left").to_number<int>(), 4);
        hostile.ExecuteScript("rollback");
    }
}

TEST_F(SignIn, HashesAndTokensCannotBeRead)
{
    db::Connection hostile(DeviceSettings());
    const auto session = SignInAs(hostile, Advisor());
    for (const auto* table : {"staff_secret", "session", "sign_in_attempt", "sign_in_lock", "app_link"}) {
        try {
            hostile.ExecuteScript(std::string("select * from bayline.") + table);
            ADD_FAILURE() << table;
        } catch (const core::Failure& failure) {
            EXPECT_EQ(failure.Code(), "42501");
        }
    }
    db::Connection owner(OwnerSettings());
    EXPECT_EQ(owner.Text("select count(*)::text from bayline.session where position(:token in encode(token_hash,"
                         " 'escape')) > 0",
                         {{"token", session.token}}),
              "0");
    EXPECT_EQ(owner.Text("select min(left(pin_hash, 7)) from bayline.staff_secret"), "$2a$10$");
}

TEST_F(SignIn, PinHasSixDigitsAndOnlyOneselfOrAManagerSetsIt)
{
    db::Connection desk(DeviceSettings());
    const auto advisor = SignInAs(desk, Advisor());
    for (const auto* bad : {"12345", "", "abcdef", "1234567890123", "12 456"}) {
        EXPECT_FALSE(db::SetPin(desk, advisor, Advisor().member.id, bad).Ok()) << bad;
    }
    EXPECT_TRUE(db::SetPin(desk, advisor, Advisor().member.id, "777777").Ok());
    EXPECT_EQ(CodeOf(desk, "101", "777777"), "ok");
    EXPECT_THROW(static_cast<void>(db::SetPin(desk, advisor, Technician().member.id, "777777")), core::Failure);
    const auto manager = SignInAs(desk, ManagerOnDuty());
    EXPECT_TRUE(db::SetPin(desk, manager, Technician().member.id, "888888").Ok());
    EXPECT_EQ(CodeOf(desk, "201", "888888"), "ok");
}

TEST_F(SignIn, ManagerAddsAPersonWhoCanSignIn)
{
    db::Connection desk(DeviceSettings());
    const auto manager = SignInAs(desk, ManagerOnDuty());
    const core::StaffMember person{
        .id = core::StaffId::New(), .number = "401", .name = "Łukasz", .role = core::Role::Advisor, .active = true};
    ASSERT_TRUE(db::AddStaff(desk, manager, core::OperationId::New(), person, "401401").Ok());
    EXPECT_EQ(CodeOf(desk, "401", "401401"), "ok");
    auto twin = person;
    twin.id = core::StaffId::New();
    const auto refused = db::AddStaff(desk, manager, core::OperationId::New(), twin, "401401");
    ASSERT_FALSE(refused.Ok());
    EXPECT_EQ(refused.FirstRefusal().code, "staff.number_taken");
    EXPECT_EQ(db::LoadStaff(desk).size(), 5U);
}

TEST_F(SignIn, IdleSessionEnds)
{
    db::Connection desk(DeviceSettings());
    const auto advisor = SignInAs(desk, Advisor());
    db::Connection owner(OwnerSettings());
    owner.ExecuteScript("update bayline.session set last_used = clock_timestamp() - interval '9 hours'");
    try {
        static_cast<void>(db::SetPin(desk, advisor, Advisor().member.id, "777777"));
        ADD_FAILURE() << "an idle session still works";
    } catch (const core::Failure& failure) {
        EXPECT_EQ(failure.Kind(), core::FailureKind::SessionExpired);
    }
}

} // namespace bayline::test
