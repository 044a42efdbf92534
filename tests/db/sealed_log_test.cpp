// SPDX-License-Identifier: GPL-3.0-or-later
// The log's seals: nothing of a sealed event can be altered unseen, by whomever; and the bills that need a manager.
#include "core/payloads.h"
#include "db/settings.h"
#include "db/till.h"
#include "db/verify.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <array>

namespace bayline::test {

namespace {

class SealedLog : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        m_owner = std::make_unique<db::Connection>(OwnerSettings());
        m_desk = std::make_unique<db::Connection>(DeviceSettings("desk"));
        m_bay = std::make_unique<db::Connection>(DeviceSettings("bay"));
        m_advisor = SignInAs(*m_desk, Advisor());
        m_technician = SignInAs(*m_bay, Technician());
        m_colleague = SignInAs(*m_bay, Colleague());
        m_shop = db::LoadShop(*m_desk);
    }
    void TearDown() override
    {
        m_owner.reset();
        m_desk.reset();
        m_bay.reset();
        PostgresTest::TearDown();
    }

    core::WorkOrderId Ready(std::int64_t price, std::int64_t discountBp)
    {
        const auto id = CheckIn(*m_desk, m_advisor, CheckInForm("王小明", "沪A" + std::to_string(10'000 + m_cars++)));
        auto line = PartLine("前制动片套装", price);
        line.discount = {discountBp};
        QuoteAndApprove(*m_desk, m_advisor, id, {line});
        RepairAll(*m_bay, m_technician, m_colleague, id);
        return id;
    }

    core::Outcome<db::Appended> Issue(core::WorkOrderId id, std::int64_t discount, core::OperationId operation)
    {
        core::IssueInvoice intent;
        intent.id = core::InvoiceId::New();
        intent.buyer.name = "王小明";
        intent.kmOut = 45'215;
        intent.discount = {discount};
        intent.discountReason = "老客户";
        return db::Execute(*m_desk, m_advisor, id, operation, [&](const auto& order, const auto& actor) {
            const auto draft = core::DraftInvoice(order, m_shop, intent, core::Now());
            m_needsManager = draft && core::NeedsManager(draft.Value(), m_shop);
            return core::Decide(order, m_shop, intent, actor);
        });
    }

    std::vector<std::string> Broken()
    {
        std::vector<std::string> names;
        for (const auto& violation : db::Verify(*m_owner)) {
            if (violation.invariant.starts_with("log."))
                names.push_back(violation.invariant);
        }
        return names;
    }

    /// Alters the log as only a superuser can, and gives what verify then says of the seals. Nothing of it stays.
    std::vector<std::string> After(const std::string& change)
    {
        m_owner->ExecuteScript("create table before_change as select * from bayline.event;"
                               " set session_replication_role = replica; " +
                               change + "; set session_replication_role = origin");
        const auto found = Broken();
        m_owner->ExecuteScript("set session_replication_role = replica; delete from bayline.event;"
                               " insert into bayline.event select * from before_change;"
                               " set session_replication_role = origin; drop table before_change");
        return found;
    }

    std::unique_ptr<db::Connection> m_owner;
    std::unique_ptr<db::Connection> m_desk;
    std::unique_ptr<db::Connection> m_bay;
    db::Session m_advisor;
    db::Session m_technician;
    db::Session m_colleague;
    core::Shop m_shop;
    bool m_needsManager = false;
    int m_cars = 0;
};

} // namespace

TEST_F(SealedLog, EveryColumnOfASealedEventIsGuarded)
{
    CheckIn(*m_desk, m_advisor);
    const auto seal = m_owner->Json("api.admin_seal(gen_random_uuid())").as_object();
    EXPECT_EQ(seal.at("head").as_string().size(), 64U);
    EXPECT_EQ(Broken(), std::vector<std::string>{});
    const std::string one = " where type = 'work_order.opened'";
    const std::array changes = {"stream_id = (select min(id) from bayline.stream where kind = 'staff')",
                                "seq = seq + 1000",
                                "public_seq = 77",
                                "op_id = gen_random_uuid()",
                                "type = 'work_order.note_added'",
                                "occurred_at = occurred_at + interval '1 microsecond'",
                                "actor_staff = gen_random_uuid()",
                                "actor_kind = 'manager'",
                                "device = 'dev_other'",
                                "data = jsonb_set(data, '{complaint}', '\"another\"')"};
    // Every column there is: a new one must be sealed, and named here.
    EXPECT_EQ(m_owner->Text("select count(*)::text from information_schema.columns"
                            " where table_schema = 'bayline' and table_name = 'event'"),
              std::to_string(changes.size()));
    for (const std::string change : changes) {
        const auto sql = change.starts_with("stream_id") ? "update bayline.event set seq = 500 + seq, " + change + one
                                                         : "update bayline.event set " + change + one;
        EXPECT_FALSE(After(sql).empty()) << change;
    }
    EXPECT_FALSE(After("delete from bayline.event" + one).empty());
    EXPECT_EQ(Broken(), std::vector<std::string>{});
}

TEST_F(SealedLog, AChainMadeAnewDiffersFromTheHeadThatWasTold)
{
    CheckIn(*m_desk, m_advisor);
    static_cast<void>(m_owner->Json("api.admin_seal(gen_random_uuid())"));
    // Whoever may do everything alters an event and makes the seals anew: what was told outside remains.
    m_owner->ExecuteScript("set session_replication_role = replica;"
                           " update bayline.event set actor_kind = 'manager' where type = 'work_order.opened';"
                           " delete from bayline.log_seal_range; delete from bayline.log_seal;"
                           " set session_replication_role = origin;"
                           " set search_path = bayline, pg_temp; select seal_log(); reset search_path");
    EXPECT_EQ(Broken(), std::vector<std::string>{"log.seal_told"});
}

TEST_F(SealedLog, ACloseOfTheDaySealsAndTellsTheHeadInPublic)
{
    const auto id = Ready(48'000, 0);
    ASSERT_TRUE(Issue(id, 0, core::OperationId::New()));
    const auto read = db::LoadTill(*m_desk);
    const core::CloseDay close{.id = core::DayCloseId::New(),
                               .businessDay = "2031-05-01",
                               .figures = read.till.figures,
                               .counted = {{core::PaymentMethod::Cash, {0}}},
                               .cashLeft = {0},
                               .note = {}};
    const auto closed = db::CloseDay(*m_desk, m_advisor, core::OperationId::New(), close);
    ASSERT_TRUE(closed) << closed.FirstRefusal().Text();
    const auto kept = db::LoadDayCloses(*m_desk, 1).at(0);
    EXPECT_EQ(kept.logHead.size(), 64U);
    EXPECT_GT(kept.sealedEvents, 10);
    EXPECT_EQ(m_owner->Text("select data ->> 'head' from bayline.event where type = 'log.sealed' and public_seq = 1"),
              kept.logHead);
    // What came after belongs to the next seal; two seals make a chain.
    CheckIn(*m_desk, m_advisor, CheckInForm("李四", "沪A99999"));
    static_cast<void>(m_owner->Json("api.admin_seal(gen_random_uuid())"));
    EXPECT_EQ(m_owner->Text("select max(n)::text from bayline.log_seal"), "2");
    EXPECT_EQ(Broken(), std::vector<std::string>{});
}

TEST_F(SealedLog, ABigDiscountNeedsAManagerWhateverConnects)
{
    // 10 % is the limit: of the line, of the whole, and of both together.
    for (const auto& [line, whole, needs] :
         {std::tuple{0, 4'800, false}, std::tuple{0, 4'801, true}, std::tuple{1'000, 0, false},
          std::tuple{1'000, 1, true}, std::tuple{500, 2'400, false}, std::tuple{500, 2'401, true}}) {
        const auto id = Ready(48'000, line);
        const auto issued = Issue(id, whole, core::OperationId::New());
        EXPECT_EQ(issued.Ok(), !needs) << line << " " << whole;
        EXPECT_EQ(m_needsManager, needs) << line << " " << whole;
        if (issued)
            continue;
        EXPECT_EQ(issued.FirstRefusal().code, "confirmation.missing");
        const auto operation = core::OperationId::New();
        const auto& manager = ManagerOnDuty();
        ASSERT_TRUE(db::ConfirmOperation(*m_desk, m_advisor, operation, manager.member.number, manager.pin));
        ASSERT_TRUE(Issue(id, whole, operation));
        EXPECT_EQ(db::LoadWorkOrder(*m_desk, id).invoice->discountApprovedBy, manager.member.name);
    }
}

} // namespace bayline::test
