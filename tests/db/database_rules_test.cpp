// SPDX-License-Identifier: GPL-3.0-or-later
// The five rules that hold whatever connects, tried the way a hostile client with a device's password would.
#include "core/failure.h"
#include "db/verify.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

namespace bayline::test {

namespace {

class DatabaseRules : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        m_desk = std::make_unique<db::Connection>(DeviceSettings());
        m_bay = std::make_unique<db::Connection>(DeviceSettings("bay"));
        m_advisor = SignInAs(*m_desk, Advisor());
        m_technician = SignInAs(*m_bay, Technician());
        m_order = CheckIn(*m_desk, m_advisor);
    }

    /// Appends as the client wishes, without asking core; gives the refusal's code, or "ok".
    std::string Forge(db::Connection& connection, const db::Session& session, const std::string& type,
                      boost::json::object data)
    {
        const auto seq = db::LoadWorkOrder(*m_desk, m_order).seq;
        const auto outcome =
            db::AppendEvents(connection, session, core::OperationId::New(),
                             {{core::StreamName("work_order", m_order.value), seq, {{type, std::move(data)}}}});
        return outcome.Ok() ? (outcome.Value().conflict ? "conflict" : "ok") : outcome.FirstRefusal().code;
    }

    boost::json::object ClockOn(const core::QuoteLine& line)
    {
        return {{"entry_id", core::EntryId::New().Text()},
                {"line_id", line.id.Text()},
                {"line_hash", core::LineHash(line, true)},
                {"technician", boost::json::object{{"id", Technician().member.id.Text()}, {"name", "Zhang Wei"}}}};
    }

    std::unique_ptr<db::Connection> m_desk;
    std::unique_ptr<db::Connection> m_bay;
    db::Session m_advisor;
    db::Session m_technician;
    core::WorkOrderId m_order;
};

std::string SqlStateOf(db::Connection& connection, const std::string& sql)
{
    try {
        connection.ExecuteScript(sql);
        return "done";
    } catch (const core::Failure& failure) {
        return failure.Code();
    }
}

} // namespace

TEST_F(DatabaseRules, LogIsAppendOnlyEvenForItsOwner)
{
    db::Connection owner(OwnerSettings());
    EXPECT_EQ(SqlStateOf(owner, "update bayline.event set data = '{}'"), "BL001");
    EXPECT_EQ(SqlStateOf(owner, "delete from bayline.event"), "BL001");
    EXPECT_EQ(SqlStateOf(owner, "truncate bayline.event cascade"), "BL001");
    EXPECT_EQ(SqlStateOf(owner, "update bayline.operation set result = '{}'"), "BL001");
    // Every event names its type without a foreign key, because types are kept.
    EXPECT_EQ(SqlStateOf(owner, "delete from bayline.event_type where type = 'stock.counted'"), "BL001");
    EXPECT_EQ(SqlStateOf(owner, "update bayline.event_type set type = 'x' where type = 'stock.counted'"), "BL001");
    EXPECT_EQ(SqlStateOf(owner, "truncate bayline.event_type cascade"), "BL001");
}

TEST_F(DatabaseRules, RoleOfThePersonDecidesWhatMayBeAppended)
{
    EXPECT_EQ(Forge(*m_bay, m_technician, "work_order.complaint_changed", {{"from", "a"}, {"to", "b"}}),
              "permission.role");
    EXPECT_EQ(Forge(*m_bay, m_technician, "invoice.issued", {{"invoice_id", core::InvoiceId::New().Text()}}),
              "permission.role");
    EXPECT_EQ(Forge(*m_desk, m_advisor, "rating.received", {{"score", 5}}), "permission.role");
    EXPECT_EQ(Forge(*m_desk, m_advisor, "work_order.complaint_changed", {{"from", "a"}, {"to", "b"}}), "ok");
    // The device gives no rights: an advisor stays an advisor on a bay PC.
    const auto atBay = SignInAs(*m_bay, Advisor());
    EXPECT_EQ(Forge(*m_bay, atBay, "work_order.complaint_changed", {{"from", "b"}, {"to", "c"}}), "ok");
    EXPECT_EQ(Forge(*m_desk, m_advisor, "repair.clock_started", ClockOn(LabourLine("x", 100))), "permission.role");
}

TEST_F(DatabaseRules, StageMovesOnlyAlongTheTable)
{
    EXPECT_EQ(Forge(*m_desk, m_advisor, "work_order.stage_changed", {{"from", "received"}, {"to", "ready"}}),
              "stage.illegal");
    EXPECT_EQ(Forge(*m_desk, m_advisor, "work_order.stage_changed", {{"from", "ready"}, {"to", "delivered"}}),
              "stage.illegal");
    EXPECT_EQ(Forge(*m_desk, m_advisor, "work_order.stage_changed", {{"from", "received"}, {"to", "nowhere"}}),
              "stage.illegal");
    EXPECT_EQ(Forge(*m_desk, m_advisor, "work_order.stage_changed", {{"from", "received"}, {"to", "inspecting"}}),
              "ok");
}

TEST_F(DatabaseRules, RepairStartsOnlyWithAnApprovalOfExactlyThisLine)
{
    auto line = LabourLine("Replace pads", 30'000);
    Do(*m_desk, m_advisor, m_order, core::AddLine{line});
    EXPECT_EQ(Forge(*m_bay, m_technician, "repair.clock_started", ClockOn(line)), "quote.line_not_approved");
    Do(*m_desk, m_advisor, m_order, core::SendQuote{core::QuoteId::New(), core::Now() + std::chrono::hours(24), ""});
    EXPECT_EQ(Forge(*m_bay, m_technician, "repair.clock_started", ClockOn(line)), "quote.line_not_approved");

    line = *db::LoadWorkOrder(*m_desk, m_order).FindLine(line.id);
    const auto decide = [&](const core::QuoteLine& decided, const char* decision) {
        return boost::json::object{
            {"decision_id", core::DecisionId::New().Text()},
            {"quote_id", core::QuoteId::New().Text()},
            {"revision", 1},
            {"channel", "phone"},
            {"by_name", "王小明"},
            {"decided_at", "2026-11-22T09:00:00Z"},
            {"lines", boost::json::array{boost::json::object{{"line_id", decided.id.Text()},
                                                             {"line_hash", core::LineHash(decided, true)},
                                                             {"decision", decision}}}}};
    };
    auto dearer = line;
    dearer.unitPrice = {90'000};
    EXPECT_EQ(Forge(*m_desk, m_advisor, "quote.decided", decide(dearer, "approve")), "quote.line_not_approved");
    EXPECT_EQ(Forge(*m_desk, m_advisor, "quote.decided", decide(line, "decline")), "ok");
    EXPECT_EQ(Forge(*m_bay, m_technician, "repair.clock_started", ClockOn(line)), "quote.line_not_approved");
    EXPECT_EQ(Forge(*m_desk, m_advisor, "quote.decided", decide(line, "approve")), "ok");
    EXPECT_EQ(Forge(*m_bay, m_technician, "repair.clock_started", ClockOn(dearer)), "quote.line_not_approved");
    EXPECT_EQ(Forge(*m_bay, m_technician, "repair.clock_started", ClockOn(line)), "ok");
}

TEST_F(DatabaseRules, ApprovalIsLostWhenTheLineChanges)
{
    const auto line = LabourLine("Replace pads", 30'000);
    QuoteAndApprove(*m_desk, m_advisor, m_order, {line});
    const auto approved = *db::LoadWorkOrder(*m_desk, m_order).FindLine(line.id);
    auto dearer = approved;
    dearer.unitPrice = {45'000};
    Do(*m_desk, m_advisor, m_order, core::ChangeLine{approved, dearer});
    EXPECT_EQ(Forge(*m_bay, m_technician, "repair.clock_started", ClockOn(approved)), "quote.line_not_approved");
    EXPECT_EQ(Forge(*m_bay, m_technician, "repair.clock_started", ClockOn(dearer)), "quote.line_not_approved");
}

TEST_F(DatabaseRules, HashAndTotalsAreComputedAgain)
{
    const auto line = LabourLine("Replace pads", 30'000);
    Do(*m_desk, m_advisor, m_order, core::AddLine{line});
    const auto order = db::LoadWorkOrder(*m_desk, m_order);
    const auto actor = m_advisor.Actor();
    const auto sent =
        core::Decide(order, core::SendQuote{core::QuoteId::New(), core::Now() + std::chrono::hours(24), ""}, actor);
    ASSERT_TRUE(sent.Ok());
    auto good = sent.Value().front();
    ASSERT_EQ(good.type, "quote.sent");
    auto badHash = good.data;
    badHash["lines"].as_array()[0].as_object()["line_hash"] = std::string(64, '0');
    EXPECT_EQ(Forge(*m_desk, m_advisor, "quote.sent", badHash), "sums.differ");
    auto cheaper = good.data;
    cheaper["lines"].as_array()[0].as_object()["unit_price"] = 1;
    EXPECT_EQ(Forge(*m_desk, m_advisor, "quote.sent", cheaper), "sums.differ");
    auto badTotal = good.data;
    badTotal["totals"].as_object()["gross"] = 1;
    EXPECT_EQ(Forge(*m_desk, m_advisor, "quote.sent", badTotal), "sums.differ");
    auto skipped = good.data;
    skipped["revision"] = 7;
    EXPECT_EQ(Forge(*m_desk, m_advisor, "quote.sent", skipped), "sums.differ");
    EXPECT_EQ(Forge(*m_desk, m_advisor, "quote.sent", good.data), "ok");
}

TEST_F(DatabaseRules, IssuedInvoiceNeverChanges)
{
    QuoteAndApprove(*m_desk, m_advisor, m_order, {LabourLine("Replace pads", 30'000)});
    RepairAll(*m_bay, m_technician, SignInAs(*m_bay, Colleague()), m_order);
    Invoice(*m_desk, m_advisor, m_order);
    db::Connection owner(OwnerSettings());
    for (const auto* sql : {"update bayline.invoice set gross = 1", "delete from bayline.invoice",
                            "truncate bayline.invoice cascade", "update bayline.invoice_line set net = 1",
                            "delete from bayline.invoice_line", "delete from bayline.blob where true or false"}) {
        const auto state = SqlStateOf(owner, sql);
        EXPECT_TRUE(state == "BL005" || (std::string(sql).find("blob") != std::string::npos && state == "done"))
            << sql << " gave " << state;
    }
    // A second invoice of the order is refused whatever it says.
    const auto event = owner.Json("(select data from bayline.event where type = 'invoice.issued')");
    auto second = event.as_object();
    second["invoice_id"] = core::InvoiceId::New().Text();
    EXPECT_EQ(Forge(*m_desk, m_advisor, "invoice.issued", second), "invoice.issued");
    EXPECT_TRUE(db::Verify(owner).empty());
}

TEST_F(DatabaseRules, NonsenseIsRefusedAndLeavesNothing)
{
    const auto stream = core::StreamName("work_order", m_order.value);
    const auto attempt = [&](const core::StreamEvents& events) {
        try {
            static_cast<void>(db::AppendEvents(*m_desk, m_advisor, core::OperationId::New(), {events}));
            return std::string("done");
        } catch (const core::Failure& failure) {
            return failure.Code();
        }
    };
    EXPECT_EQ(attempt({stream, 1, {{"no.such_type", {}}}}), "BL008");
    EXPECT_EQ(attempt({core::StreamName("customer", m_order.value), 0, {{"work_order.note_added", {}}}}), "BL008");
    EXPECT_EQ(attempt({"customer/not-a-uuid", 0, {{"customer.created", {{"name", "x"}}}}}), "22P02");
    EXPECT_EQ(attempt({core::StreamName("customer", core::CustomerId::New().value), 0, {{"customer.created", {}}}}),
              "23502");
    db::Connection owner(OwnerSettings());
    EXPECT_EQ(owner.Text("select count(*)::text from bayline.stream where head = 0"), "0");
    EXPECT_TRUE(db::Verify(owner).empty());
}

} // namespace bayline::test
