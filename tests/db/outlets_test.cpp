// SPDX-License-Identifier: GPL-3.0-or-later
// A shop with several places: numbers, tills and papers of each, lists of one and of all, and one-outlet shops as ever.
#include "core/bill_rules.h"
#include "core/failure.h"
#include "core/payloads.h"
#include "db/board.h"
#include "db/daily_sheet.h"
#include "db/devices.h"
#include "db/floor.h"
#include "db/import.h"
#include "db/outlets.h"
#include "db/search.h"
#include "db/settings.h"
#include "db/staff.h"
#include "db/till.h"
#include "db/verify.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <iostream>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

namespace bayline::test {

namespace {

/// "desk" and "bay" stand in the first outlet, "desk2" in B as soon as there is one.
class Outlets : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        m_owner = std::make_unique<db::Connection>(OwnerSettings());
        m_desk = std::make_unique<db::Connection>(DeviceSettings("desk"));
        m_other = std::make_unique<db::Connection>(DeviceSettings("desk2"));
        m_bay = std::make_unique<db::Connection>(DeviceSettings("bay"));
        m_advisor = SignInAs(*m_desk, Advisor());
        m_there = SignInAs(*m_other, Advisor());
        m_manager = SignInAs(*m_desk, ManagerOnDuty());
    }

    void TearDown() override
    {
        for (const auto& violation : db::Verify(*m_owner)) {
            ADD_FAILURE() << violation.invariant << ": " << violation.detail;
        }
        m_owner.reset();
        m_desk.reset();
        m_other.reset();
        m_bay.reset();
        PostgresTest::TearDown();
    }

    static core::Outlet NewOutlet(const std::string& code, const std::string& name)
    {
        core::Outlet outlet;
        outlet.id = core::OutletId::New();
        outlet.code = code;
        outlet.name = name;
        return outlet;
    }

    core::Outcome<db::Appended> Save(const core::Outlet& before, const core::Outlet& after)
    {
        return db::SaveOutlet(*m_desk, m_manager, core::OperationId::New(), before, after);
    }

    /// Adds the outlet B and moves "desk2" there.
    core::Outlet AddB()
    {
        auto outlet = NewOutlet("B", "Harbour");
        outlet.own.address = "8 Quay Road";
        outlet.own.phone = "021-8888";
        const auto saved = Save({}, outlet);
        EXPECT_TRUE(saved) << saved.FirstRefusal().Text();
        db::MoveDevice(*m_owner, m_otherName, 2);
        return db::LoadOutlets(*m_desk).at(1);
    }

    core::WorkOrderId Ready(db::Connection& desk, const db::Session& advisor, const std::string& plate)
    {
        const auto id = CheckIn(desk, advisor, CheckInForm("王小明", plate));
        QuoteAndApprove(desk, advisor, id, {PartLine("Front pads", 48'000)});
        RepairAll(*m_bay, SignInAs(*m_bay, Technician()), SignInAs(*m_bay, Colleague()), id);
        return id;
    }

    core::CloseDay Closing(db::Connection& desk, std::int64_t cash)
    {
        return {.id = core::DayCloseId::New(),
                .businessDay = "2031-05-01",
                .figures = db::LoadTill(desk).till.figures,
                .counted = {{core::PaymentMethod::Cash, {cash}}},
                .cashLeft = {cash},
                .note = {}};
    }

    std::string m_otherName = "desk2";
    std::unique_ptr<db::Connection> m_owner;
    std::unique_ptr<db::Connection> m_desk;
    std::unique_ptr<db::Connection> m_other;
    std::unique_ptr<db::Connection> m_bay;
    db::Session m_advisor;
    db::Session m_there;
    db::Session m_manager;
};

/// An invoice of one line, as an event; the order needs no history for the number.
core::Event PlainInvoice()
{
    core::Invoice invoice;
    invoice.id = core::InvoiceId::New();
    invoice.supplyDate = core::Now();
    invoice.currency = "CNY";
    invoice.lines = {LabourLine("Work", 10'000)};
    invoice.totals = core::ComputeTotals(invoice.lines, true);
    return {"invoice.issued", core::ToJson(invoice)};
}

std::string CodeOf(const core::Outcome<db::Appended>& outcome)
{
    return outcome ? "" : outcome.FirstRefusal().code;
}

} // namespace

TEST_F(Outlets, ShopWithOneKnowsNothingOfThem)
{
    const auto outlets = db::LoadOutlets(*m_desk);
    ASSERT_EQ(outlets.size(), 1U);
    EXPECT_EQ(outlets[0].no, core::kFirstOutlet);
    EXPECT_FALSE(core::HasOutlets(outlets));
    const auto id = Ready(*m_other, m_there, "沪A11111");
    const auto invoice = Invoice(*m_other, m_there, id);
    Do(*m_other, m_there, id, core::TakePayment{core::PaymentId::New(), core::PaymentMethod::Cash, {48'000}, {}});
    EXPECT_EQ(db::LoadWorkOrder(*m_desk, id).number.substr(0, 3), "WO-");
    EXPECT_EQ(invoice.substr(0, 4), "INV-");
    EXPECT_EQ(m_owner->Text("select count(*)::text from bayline.event where data ? 'outlet'"), "0");
    EXPECT_EQ(db::LoadTill(*m_desk).stream, "till/" + db::LoadShop(*m_desk).id.Text());
}

TEST_F(Outlets, ClientCannotSayWhereItIs)
{
    AddB();
    auto decided = core::Decide(CheckInForm(), db::LoadShop(*m_desk), m_advisor.Actor());
    ASSERT_TRUE(decided);
    auto streams = std::move(decided).Value();
    for (auto& stream : streams) {
        for (auto& event : stream.events) {
            event.data["outlet"] = 2;
        }
    }
    ASSERT_TRUE(db::AppendEvents(*m_desk, m_advisor, core::OperationId::New(), streams));
    const auto board = db::LoadBoard(*m_desk);
    ASSERT_EQ(board.size(), 1U);
    EXPECT_EQ(board[0].outlet, 1);
    EXPECT_EQ(board[0].number.substr(0, 3), "WO-");
    EXPECT_EQ(m_owner->Text("select count(*)::text from bayline.event where type = 'work_order.opened' and data ? "
                            "'outlet'"),
              "0");
    // Nor can it name an outlet's number, or make one without being a manager.
    const core::StreamEvents forged{
        core::StreamName("outlet", core::NewUuid()),
        0,
        {{"outlet.saved",
          {{"no", 1}, {"fields", {{"code", core::Change("", "X")}, {"name", core::Change("", "Elsewhere")}}}}}}};
    EXPECT_EQ(CodeOf(db::AppendEvents(*m_desk, m_advisor, core::OperationId::New(), {forged})), "permission.role");
    ASSERT_TRUE(db::AppendEvents(*m_desk, m_manager, core::OperationId::New(), {forged}));
    EXPECT_EQ(db::LoadOutlets(*m_desk).at(2).no, 3);
}

TEST_F(Outlets, TwentyIssuersInBothLeaveNoGapInAnySeries)
{
    AddB();
    constexpr int kIssuers = 20;
    constexpr int kEach = 4;
    const unsigned seed = std::random_device{}();
    std::cout << "seed " << seed << "\n";
    for (const auto* role : {"dev_desk", "dev_desk2"}) {
        // Twenty clients of two devices are more than a shop's PCs may have.
        m_owner->Execute("do $$ begin execute format('alter role %I connection limit 40', '" + std::string(role) +
                         "'); exception when undefined_object then null; end $$");
    }
    std::mutex mutex;
    std::map<std::string, std::set<int>> numbers;
    const auto keep = [&](const std::string& number) {
        const std::lock_guard lock(mutex);
        numbers[number.substr(0, number.size() - 7)].insert(std::stoi(number.substr(number.size() - 6)));
    };
    {
        std::vector<std::jthread> issuers;
        for (unsigned i = 0; i < kIssuers; ++i) {
            issuers.emplace_back([&, i] {
                std::mt19937 random(seed + i);
                db::Connection here(DeviceSettings(i % 2 == 0 ? "desk" : m_otherName));
                db::Connection elsewhere(DeviceSettings(i % 2 == 0 ? m_otherName : "desk"));
                const auto [session, away] = [&] {
                    const std::lock_guard lock(mutex);
                    return std::pair(SignInAs(here, Advisor()), SignInAs(elsewhere, Advisor()));
                }();
                for (int n = 0; n < kEach; ++n) {
                    const auto id =
                        CheckIn(here, session, CheckInForm("Customer", "沪A" + std::to_string(10'000 + i * 100 + n)));
                    keep(db::LoadWorkOrder(here, id).number);
                    const core::StreamEvents append{core::StreamName("work_order", id.value), 1, {PlainInvoice()}};
                    if (random() % 3 == 0) {
                        const db::Transaction lost(here);
                        ASSERT_TRUE(db::AppendEvents(here, session, core::OperationId::New(), {append}).Ok());
                    }
                    // The bill of an order that was opened here, sometimes written at the other outlet.
                    const bool awayNow = random() % 2 == 0;
                    const auto done = db::AppendEvents(awayNow ? elsewhere : here, awayNow ? away : session,
                                                       core::OperationId::New(), {append});
                    ASSERT_TRUE(done.Ok());
                    keep(done.Value().numbers.at(append.stream));
                }
            });
        }
    }
    ASSERT_EQ(numbers.size(), 4U);
    for (const auto& [series, used] : numbers) {
        EXPECT_EQ(used.size(), static_cast<std::size_t>(kIssuers * kEach / 2)) << series;
        EXPECT_EQ(*used.rbegin(), kIssuers * kEach / 2) << series;
        EXPECT_TRUE(series.starts_with("WO-") || series.starts_with("INV-") || series.starts_with("B-WO-") ||
                    series.starts_with("B-INV-"))
            << series;
    }
}

TEST_F(Outlets, TillsDoNotSeeEachOther)
{
    const auto b = AddB();
    const auto id = Ready(*m_desk, m_advisor, "沪A11111");
    const auto theirs = Ready(*m_other, m_there, "沪A22222");
    ASSERT_EQ(Invoice(*m_other, m_there, id).substr(0, 4), "INV-") << "the number is that of the order's outlet";
    ASSERT_EQ(Invoice(*m_desk, m_advisor, theirs).substr(0, 6), "B-INV-");
    // The customer of the first outlet pays at B.
    Do(*m_other, m_there, id, core::TakePayment{core::PaymentId::New(), core::PaymentMethod::Cash, {48'000}, {}});
    const auto first = db::LoadTill(*m_desk);
    const auto second = db::LoadTill(*m_other);
    EXPECT_EQ(second.stream, core::StreamName("till", b.id.value));
    EXPECT_EQ(second.outlet, 2);
    EXPECT_EQ(first.figures.invoices.first.substr(0, 4), "INV-");
    EXPECT_EQ(second.figures.invoices.first.substr(0, 6), "B-INV-");
    EXPECT_EQ(first.figures.methods.at(0).expected.minor, 0);
    EXPECT_EQ(second.figures.methods.at(0).expected.minor, 48'000);

    // Both count; what is booked at the other one moves nobody.
    const auto closeFirst = Closing(*m_desk, 0);
    const auto closeSecond = Closing(*m_other, 48'000);
    Do(*m_other, m_there, theirs, core::TakePayment{core::PaymentId::New(), core::PaymentMethod::WeChat, {48'000}, {}});
    EXPECT_EQ(CodeOf(db::CloseDay(*m_other, m_there, core::OperationId::New(), closeSecond)), "day_close.moved");
    const auto closed = db::CloseDay(*m_desk, m_advisor, core::OperationId::New(), closeFirst);
    ASSERT_TRUE(closed) << closed.FirstRefusal().Text();
    auto again = Closing(*m_other, 48'000);
    again.counted.emplace_back(core::PaymentMethod::WeChat, core::Money{48'000});
    const auto there = db::CloseDay(*m_other, m_there, core::OperationId::New(), again);
    ASSERT_TRUE(there) << there.FirstRefusal().Text();
    EXPECT_EQ(db::LoadDayCloses(*m_desk, 5).at(0).number.substr(0, 2), "Z-");
    const auto close = db::LoadDayCloses(*m_other, 5).at(0);
    EXPECT_EQ(close.number.substr(0, 4), "B-Z-");
    EXPECT_EQ(close.outlet, 2);
    EXPECT_EQ(db::LoadDayCloses(*m_desk, 5).size(), 1U);
    EXPECT_EQ(db::LoadTill(*m_other).figures.opening.minor, 48'000);
    EXPECT_EQ(db::LoadTill(*m_desk).figures.opening.minor, 0);
}

TEST_F(Outlets, CustomersPaymentInTheAppGoesToTheOrdersOutlet)
{
    AddB();
    const auto id = Ready(*m_other, m_there, "沪A22222");
    Invoice(*m_other, m_there, id);
    const auto order = db::LoadWorkOrder(*m_desk, id);
    const auto append = boost::json::serialize(boost::json::array{{{"stream", core::StreamName("work_order", id.value)},
                                                                   {"expected_seq", order.seq},
                                                                   {"events",
                                                                    {{{"type", "payment.received"},
                                                                      {"data",
                                                                       {{"payment_id", core::PaymentId::New().Text()},
                                                                        {"invoice_id", order.invoice->id.Text()},
                                                                        {"method", "wechat"},
                                                                        {"amount", 48'000},
                                                                        {"paid_total", 48'000},
                                                                        {"balance", 0},
                                                                        {"outlet", 1}}}}}}}});
    ASSERT_TRUE(m_owner->Text("select api.append_customer_answer('1', 'customer.payment.made.v1', '{}', now(), '', "
                              "gen_random_uuid(), :append::jsonb) ->> 'status'",
                              {{"append", append}}));
    EXPECT_EQ(db::LoadTill(*m_other).figures.methods.size(), 2U);
    EXPECT_EQ(db::LoadTill(*m_desk).figures.methods.size(), 1U);
}

TEST_F(Outlets, PapersAndListsTakeWhatTheOutletSays)
{
    const auto b = AddB();
    const auto shop = db::LoadShop(*m_desk);
    const auto there = db::LoadShop(*m_other);
    EXPECT_EQ(there.address, "8 Quay Road");
    EXPECT_EQ(there.name, shop.name) << "what it does not say is the shop's";
    EXPECT_EQ(there.outlet, 2);
    EXPECT_NE(shop.address, there.address);
    EXPECT_EQ(db::LoadOwnShop(*m_other).address, shop.address) << "managers edit the shop's own";
    EXPECT_EQ(db::LoadShop(*m_bay).address, shop.address);
    const auto id = CheckIn(*m_other, m_there, CheckInForm("王小明", "沪A22222"));
    const auto here = CheckIn(*m_desk, m_advisor, CheckInForm("李雷", "沪A11111"));
    const auto order = db::LoadWorkOrder(*m_desk, id);
    EXPECT_EQ(order.outlet, 2);
    EXPECT_EQ(db::LoadWorkOrder(*m_bay, id).outlet, 2);
    EXPECT_EQ(db::LoadShop(*m_desk, order.outlet).address, "8 Quay Road") << "printed elsewhere";
    EXPECT_EQ(m_owner->Text("select data #>> '{shop,address}' from bayline.event where type = 'work_order.opened' and "
                            "data ->> 'number' = :number",
                            {{"number", order.number}}),
              "8 Quay Road");

    EXPECT_EQ(db::LoadBoard(*m_desk).size(), 2U);
    ASSERT_EQ(db::LoadBoard(*m_desk, {.outlet = 2}).size(), 1U);
    EXPECT_EQ(db::LoadBoard(*m_desk, {.outlet = 2}).at(0).id, id);
    for (const auto& typed : {order.number, order.number.substr(order.number.size() - 6)}) {
        const auto hits = db::Search(*m_desk, typed);
        EXPECT_TRUE(std::ranges::any_of(hits, [&](const auto& hit) { return hit.openOrder == id; })) << typed;
    }
    EXPECT_EQ(db::Search(*m_desk, order.number).at(0).openOrderOutlet, 2);
    EXPECT_EQ(db::Search(*m_other, db::LoadWorkOrder(*m_desk, here).number).at(0).openOrder, here);
    const auto now = core::Now();
    const auto hour = std::chrono::hours(1);
    const auto count = [&](std::optional<int> outlet) {
        return db::LoadDailySheet(*m_desk, now - hour, now + hour, outlet).carsIn.count;
    };
    EXPECT_EQ(count({}), 2);
    EXPECT_EQ(count(1), 1);
    EXPECT_EQ(count(2), 1);
    const auto planned = [&](std::optional<int> outlet) {
        return db::LoadDayPlan(*m_bay, now, now + hour, outlet).size();
    };
    EXPECT_EQ(planned({}), 2U);
    EXPECT_EQ(planned(2), 1U);
    Do(*m_desk, m_advisor, id, core::TakeDeposit{core::PaymentId::New(), core::PaymentMethod::Cash, {10'000}, {}});
    EXPECT_EQ(db::LoadOpenAccounts(*m_desk, 9, 1).size(), 0U);
    EXPECT_EQ(db::LoadOpenAccounts(*m_desk, 9, 2).size(), 1U);
    EXPECT_EQ(db::LoadOpenAccounts(*m_desk, 9).at(0).outlet, 2);
    EXPECT_EQ(db::LoadDailySheet(*m_desk, now - hour, now + hour, 1).paid.value.minor, 10'000) << "taken here";
}

TEST_F(Outlets, ManagersEditsMergeAndTheCodeStays)
{
    const auto b = AddB();
    auto one = b;
    one.own.phone = "021-1111";
    auto two = b;
    two.own.bank = "Bank of Quay";
    two.name = "Harbour east";
    ASSERT_TRUE(Save(b, one));
    ASSERT_TRUE(Save(b, two));
    auto present = db::LoadOutlets(*m_desk).at(1);
    EXPECT_EQ(present.own.phone, "021-1111");
    EXPECT_EQ(present.own.bank, "Bank of Quay");
    EXPECT_EQ(present.name, "Harbour east");
    auto clash = b;
    clash.own.phone = "021-2222";
    const auto refused = Save(b, clash);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.FirstRefusal().field, "phone");
    EXPECT_EQ(refused.FirstRefusal().arguments, (std::vector<std::string>{"021-1111", "021-2222"}));
    // Emptied, it is the shop's again.
    auto emptied = present;
    emptied.own.address = {};
    ASSERT_TRUE(Save(present, emptied));
    EXPECT_EQ(db::LoadShop(*m_other).address, db::LoadShop(*m_desk).address);

    auto renamed = emptied;
    renamed.code = "C";
    EXPECT_EQ(CodeOf(Save(emptied, renamed)), "invoice.issued") << "the database keeps the code";
    EXPECT_EQ(CodeOf(Save({}, NewOutlet("B", "Another"))), "outlet.code_taken");
    EXPECT_EQ(CodeOf(Save({}, NewOutlet("b", "Another"))), "outlet.code_form");
    EXPECT_EQ(CodeOf(Save({}, NewOutlet("TOOLONG", "Another"))), "outlet.code_form");
    EXPECT_EQ(CodeOf(Save({}, NewOutlet("INV", "Another"))), "outlet.code_series");
    EXPECT_EQ(CodeOf(Save({}, NewOutlet("D", ""))), "outlet.no_name");
    EXPECT_EQ(CodeOf(Save({}, NewOutlet("D", "Harbour east"))), "outlet.name_taken");
    const auto first = db::LoadOutlets(*m_desk).at(0);
    auto named = first;
    named.name = "Main";
    named.own.invoiceFooter = "Thank you";
    ASSERT_TRUE(Save(first, named));
    EXPECT_EQ(db::LoadOutlets(*m_desk).at(0).name, "Main");
    EXPECT_EQ(db::LoadShop(*m_desk).invoiceFooter, "Thank you");
    auto closed = db::LoadOutlets(*m_desk).at(0);
    closed.active = false;
    EXPECT_EQ(CodeOf(Save(named, closed)), "outlet.first");
    EXPECT_EQ(CodeOf(db::SaveOutlet(*m_desk, m_advisor, core::OperationId::New(), {}, NewOutlet("E", "East"))),
              "permission.role");
}

TEST_F(Outlets, TwoManagersWhoAddOneGetANumberEach)
{
    db::Connection second(DeviceSettings(m_otherName));
    const auto colleague = SignInAs(second, ManagerOnDuty());
    {
        std::vector<std::jthread> managers;
        managers.emplace_back([&] { EXPECT_TRUE(Save({}, NewOutlet("E", "East"))); });
        managers.emplace_back([&] {
            EXPECT_TRUE(db::SaveOutlet(second, colleague, core::OperationId::New(), {}, NewOutlet("W", "West")));
        });
    }
    const auto outlets = db::LoadOutlets(*m_desk);
    ASSERT_EQ(outlets.size(), 3U);
    EXPECT_EQ(outlets[2].no, 3);
}

TEST_F(Outlets, PeopleHaveAHomeAndImportsBringTheirOutlet)
{
    AddB();
    auto person = Technician().member;
    auto moved = person;
    moved.outlet = 2;
    ASSERT_TRUE(db::ChangeStaff(*m_desk, m_manager, core::OperationId::New(), person, moved));
    core::StaffMember added{.id = core::StaffId::New(), .number = "777", .name = "New", .role = {}, .active = true};
    added.outlet = 2;
    ASSERT_TRUE(db::AddStaff(*m_desk, m_manager, core::OperationId::New(), added, "777777"));
    for (const auto& member : db::LoadStaff(*m_bay)) {
        EXPECT_EQ(member.outlet, member.id == person.id || member.id == added.id ? 2 : 1) << member.name;
    }
    EXPECT_EQ(SignInAs(*m_desk, Technician()).person.name, person.name) << "anybody works anywhere";

    auto streams = core::Decide(CheckInForm(), db::LoadShop(*m_desk), m_advisor.Actor());
    ASSERT_TRUE(streams);
    std::vector<db::ImportedStream> history;
    for (const auto& stream : streams.Value()) {
        db::ImportedStream import{.stream = stream.stream, .expectedSeq = stream.expectedSeq, .events = {}};
        for (auto event : stream.events) {
            if (event.type == "work_order.opened") {
                event.data["outlet"] = 2;
            }
            import.events.push_back({.event = event,
                                     .at = core::Now() - std::chrono::hours(48),
                                     .actor = Advisor().member.id,
                                     .actorKind = "advisor"});
        }
        history.push_back(std::move(import));
    }
    db::ImportEvents(*m_owner, core::OperationId::New(), history);
    EXPECT_EQ(db::LoadBoard(*m_desk).at(0).number.substr(0, 5), "B-WO-");
    EXPECT_THROW(db::MoveDevice(*m_owner, "nobody", 2), core::Failure);
    db::MoveDevice(*m_owner, m_otherName, 1);
    EXPECT_EQ(db::LoadOwnOutlet(*m_other), 1);
    EXPECT_EQ(db::LoadDevices(*m_owner).at(0).outlet, 1);
}

} // namespace bayline::test
