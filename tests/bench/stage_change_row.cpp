// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/failure.h"
#include "core/work_order_rules.h"
#include "db/work_order_store.h"
#include "tests/bench/bench_shop.h"
#include "tests/bench/child.h"
#include "tests/bench/report.h"
#include "tests/bench/rows.h"

#include <algorithm>
#include <fstream>
#include <future>
#include <optional>
#include <sstream>
#include <stdexcept>

namespace bayline::bench {

namespace fs = std::filesystem;

namespace {

constexpr int kThreads = 8;
constexpr int kWarmUp = 20;             ///< of each round, not counted: a fresh pgbench prepares its statements
constexpr std::size_t kHistoryKept = 4; ///< stages named in a payload, so that both sides write rows of one size

/// What the floor writes: the rows that our append leaves behind for one stage change, statement by statement.
constexpr auto kScript = R"(
\set n random(1, :orders)
begin;
update bayline.stream set head = head + 1, public_head = public_head + 1, last_at = clock_timestamp() where entity = (select id from bayline.bench_order where n = :n) and kind = 'work_order' returning entity as order_id, id as stream_id, head, public_head \gset
insert into bayline.event values (:stream_id, :head, :public_head, gen_random_uuid(), 'work_order.stage_changed', clock_timestamp(), (select id from bayline.staff limit 1), 'advisor', 'dev_desk', '{"from": "received", "to": "inspecting", "reason": "The customer asked for another look.", "promised_at": "2026-11-23T09:00:00.000Z", "history": [{"stage": "received", "at": "2026-11-22T09:00:00.000Z"}, {"stage": "inspecting", "at": "2026-11-22T09:01:00.000Z"}, {"stage": "received", "at": "2026-11-22T09:02:00.000Z"}, {"stage": "inspecting", "at": "2026-11-22T09:03:00.000Z"}]}');
update bayline.stage_log set left_at = clock_timestamp() where work_order_id = :order_id::uuid and left_at is null returning n as entered \gset
insert into bayline.stage_log values (:order_id::uuid, :entered + 1, 'inspecting', clock_timestamp(), null, null);
update bayline.work_order set stage = case stage when 'received' then 'inspecting' else 'received' end, stage_since = clock_timestamp() where id = :order_id::uuid;
insert into bayline.delivery (stream_id, lane, public_head, waiting_since) values (:stream_id, 'events', :public_head, clock_timestamp()) on conflict (stream_id) do update set public_head = excluded.public_head;
insert into bayline.operation (op_id, result) values (gen_random_uuid(), '{"status": "ok", "heads": {"work_order/0190a0c4-0000-7000-8000-000000000000": 12}, "numbers": {}}');
select pg_notify('bayline_events', 'work_order/' || :order_id || ' ' || :head);
commit;
)";

/// The same change without log, watermark, operation and notification: what a program writes that keeps no history.
constexpr auto kBareScript = R"(
\set n random(1, :orders)
begin;
select id as order_id from bayline.bench_order where n = :n \gset
update bayline.stage_log set left_at = clock_timestamp() where work_order_id = :order_id::uuid and left_at is null returning n as entered \gset
insert into bayline.stage_log values (:order_id::uuid, :entered + 1, 'inspecting', clock_timestamp(), null, null);
update bayline.work_order set stage = case stage when 'received' then 'inspecting' else 'received' end, stage_since = clock_timestamp() where id = :order_id::uuid;
commit;
)";

/// Work orders kept as they stand, so that what is timed is the append alone.
class OurOrders
{
public:
    OurOrders(db::Connection& connection, const std::vector<core::WorkOrderId>& ids)
    {
        for (const auto& id : ids) {
            m_orders.push_back(db::LoadWorkOrder(connection, id));
        }
    }

    /// Moves the next order to and fro between received and inspecting; gives the milliseconds of the append.
    double MoveNext(db::Connection& connection, const db::Session& session)
    {
        auto& order = m_orders[m_next++ % m_orders.size()];
        const bool out = order.stage == core::Stage::Received;
        const core::MoveStage intent{.from = order.stage,
                                     .to = out ? core::Stage::Inspecting : core::Stage::Received,
                                     .reason = "The customer asked for another look."};
        const auto events = core::Decide(order, intent, session.Actor());
        const auto stream = core::StreamName("work_order", order.id.value);
        const std::vector streams{core::StreamEvents{stream, order.seq, events.Value()}};
        const auto operation = core::OperationId::New();
        const double time = TimeOf([&] {
            const auto appended = db::AppendEvents(connection, session, operation, streams);
            if (!appended || appended.Value().conflict) {
                throw std::runtime_error("a stage change was not accepted");
            }
            order.seq = appended.Value().heads.at(stream);
        });
        order.stage = intent.to;
        order.history.push_back({intent.to, core::Now()});
        if (order.history.size() > kHistoryKept) {
            order.history.erase(order.history.begin());
        }
        return time;
    }

private:
    std::vector<core::WorkOrder> m_orders;
    std::size_t m_next = 0;
};

class PgBench
{
public:
    PgBench(fs::path directory, const char* script, std::string conninfo, std::size_t orders)
        : m_directory(std::move(directory)), m_conninfo(std::move(conninfo)), m_orders(orders)
    {
        fs::create_directories(m_directory);
        std::ofstream(m_directory / "stage_change.sql") << script;
    }

    /// Latencies of `count` transactions on one connection.
    void Measure(int count, Samples& samples) const
    {
        const auto logs = m_directory / "log";
        fs::create_directories(logs);
        (void)Run({"-c", "1", "-t", std::to_string(count + kWarmUp), "--log", "--log-prefix=" + (logs / "t").string()});
        int n = 0;
        for (const auto& log : fs::directory_iterator(logs)) {
            std::ifstream file(log.path());
            for (std::string line; std::getline(file, line);) {
                std::istringstream fields(line);
                long client = 0;
                long transaction = 0;
                double microseconds = 0;
                fields >> client >> transaction >> microseconds;
                if (++n > kWarmUp) {
                    samples.Add(microseconds / 1000);
                }
            }
        }
        fs::remove_all(logs);
    }

    /// Transactions a second of eight connections.
    [[nodiscard]] double Throughput(int seconds) const
    {
        const auto output = Run({"-c", std::to_string(kThreads), "-j", "2", "-T", std::to_string(seconds)});
        const auto at = output.find("tps = ");
        if (at == std::string::npos) {
            throw std::runtime_error("pgbench named no rate");
        }
        return std::stod(output.substr(at + 6));
    }

private:
    [[nodiscard]] std::string Run(const std::vector<std::string>& options) const
    {
        std::vector<std::string> command{"pgbench", "-n",
                                         "-M",      "prepared",
                                         "-D",      "orders=" + std::to_string(m_orders),
                                         "-f",      (m_directory / "stage_change.sql").string()};
        command.insert(command.end(), options.begin(), options.end());
        command.push_back(m_conninfo);
        const auto errors = (m_directory / "errors").string();
        Child child(command, {}, errors);
        if (child.Wait() != 0) {
            std::ifstream file(errors);
            throw std::runtime_error("pgbench failed: " + std::string(std::istreambuf_iterator<char>(file), {}));
        }
        return child.Output();
    }

    fs::path m_directory;
    std::string m_conninfo;
    std::size_t m_orders;
};

/// Eight PCs, each with work orders of its own.
class EightDesks
{
public:
    EightDesks(BenchShop& shop, db::Connection& owner, const std::vector<core::WorkOrderId>& ids)
    {
        const auto each = static_cast<std::ptrdiff_t>(ids.size()) / kThreads;
        for (int i = 0; i < kThreads; ++i) {
            auto& desk = m_desks.emplace_back();
            const auto name = "bench" + std::to_string(i);
            shop.AddDevice(name, db::DeviceClass::Desk);
            desk.connection = std::make_unique<db::Connection>(shop.Device(name));
            desk.session = BenchShop::SignIn(*desk.connection, shop.Advisor());
            desk.orders.emplace(owner, std::vector(ids.begin() + i * each, ids.begin() + (i + 1) * each));
        }
    }

    /// Appends a second, all at once.
    double Throughput(std::chrono::seconds length)
    {
        const auto end = std::chrono::steady_clock::now() + length;
        std::vector<std::future<int>> counts;
        for (auto& desk : m_desks) {
            counts.push_back(std::async(std::launch::async, [&desk, end] {
                int done = 0;
                for (; std::chrono::steady_clock::now() < end; ++done) {
                    (void)desk.orders->MoveNext(*desk.connection, desk.session);
                }
                return done;
            }));
        }
        int all = 0;
        for (auto& count : counts) {
            all += count.get();
        }
        return static_cast<double>(all) / static_cast<double>(length.count());
    }

private:
    struct Desk
    {
        std::unique_ptr<db::Connection> connection;
        db::Session session;
        std::optional<OurOrders> orders;
    };
    std::vector<Desk> m_desks;
};

double Middle(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

Figure Difference(const Samples& more, const Samples& less)
{
    const double value = more.Median() - less.Median();
    std::ostringstream text;
    text.precision(3);
    text << value << " ms more";
    return {value, text.str(), {}};
}

void MeasureLatency(const Setting& setting, BenchShop& shop, OurOrders& orders,
                    const std::vector<core::WorkOrderId>& noted, const PgBench& pgbench, const PgBench& barePgbench)
{
    Samples ours;
    Samples whole;
    Samples theirs;
    Samples bare;
    db::Connection connection(shop.Device("desk"));
    const auto session = BenchShop::SignIn(connection, shop.Advisor());
    const int rounds = setting.quick ? 3 : 9;
    constexpr int kChanges = 300;
    for (int round = 0; round < rounds; ++round) {
        Say("stage-change: round " + std::to_string(round + 1) + " of " + std::to_string(rounds));
        for (int i = 0; i < kChanges + kWarmUp; ++i) {
            const double time = orders.MoveNext(connection, session);
            if (i >= kWarmUp) {
                ours.Add(time);
            }
        }
        pgbench.Measure(kChanges, theirs);
        barePgbench.Measure(kChanges, bare);
        for (const auto& id : noted) {
            whole.Add(TimeOf([&] {
                const auto done =
                    db::Execute(connection, session, id, core::OperationId::New(),
                                [&](const core::WorkOrder& order, const core::Actor& actor) {
                                    return core::Decide(order, core::AddNote{"Customer waits in the lounge."}, actor);
                                });
                if (!done) {
                    throw std::runtime_error("a note was not accepted");
                }
            }));
        }
    }
    const auto floor = InMilliseconds(theirs, "the same rows, pgbench -M prepared");
    Print({"stage-change",
           "append, one connection",
           InMilliseconds(ours),
           floor,
           {Target::Kind::RatioAtMost, 1.6, "≤ 1.6×"}});
    Print({"stage-change", "load, decide and append", InMilliseconds(whole), floor});
    Print({"stage-change",
           "what the log adds to it (G7)",
           Difference(ours, bare),
           InMilliseconds(bare, "the change alone, without the log, pgbench -M prepared"),
           {Target::Kind::ValueAtMost, 0.3, "≤ 0.3 ms"}});
}

} // namespace

void MeasureStageChange(const Setting& setting)
{
    Say("stage-change: making a shop with work orders");
    BenchShop shop(setting.scratch / "shop", true);
    db::Connection owner({.conninfo = shop.OwnerConninfo()});
    const int each = setting.quick ? 400 : 1600;
    const auto ids = shop.OpenOrders(owner, 1, each);
    (void)shop.OpenOrders(owner, each + 1, each);
    owner.ExecuteScript("create table bayline.bench_order (n integer primary key, id uuid not null);"
                        "insert into bayline.bench_order select row_number() over (order by number), id"
                        " from (select id, number from bayline.work_order order by number desc limit " +
                        std::to_string(each) + ") o;");
    owner.ExecuteScript("vacuum analyze");
    const PgBench pgbench(setting.scratch / "pgbench", kScript, shop.OwnerConninfo(), static_cast<std::size_t>(each));
    const PgBench barePgbench(setting.scratch / "bare", kBareScript, shop.OwnerConninfo(),
                              static_cast<std::size_t>(each));

    const std::vector noted(ids.end() - 100, ids.end());
    const std::vector moved(ids.begin(), ids.end() - 100);
    OurOrders orders(owner, moved);
    MeasureLatency(setting, shop, orders, noted, pgbench, barePgbench);

    EightDesks desks(shop, owner, moved);
    std::vector<double> ours;
    std::vector<double> theirs;
    for (int round = 0; round < (setting.quick ? 1 : 7); ++round) {
        Say("stage-change: eight connections, round " + std::to_string(round + 1));
        ours.push_back(desks.Throughput(std::chrono::seconds(2)));
        theirs.push_back(pgbench.Throughput(2));
    }
    Print({"stage-change",
           "appends of eight connections",
           PerSecond(Middle(ours)),
           PerSecond(Middle(theirs), "the same rows, pgbench -M prepared"),
           {Target::Kind::RatioAtLeast, 0.4, "≥ 0.4×"}});
}

} // namespace bayline::bench
