// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/board.h"
#include "tests/bench/bench_shop.h"
#include "tests/bench/report.h"
#include "tests/bench/rows.h"

#include <stdexcept>

namespace bayline::bench {

namespace {

constexpr std::size_t kOpen = 200;
constexpr int kFewClosed = 10'000;

/// Closed work orders of the past, then the open ones, written straight into what the board reads. Four visits a car.
/// Owner and superuser only; the log is not filled, so this shop is for reading the board and nothing else.
constexpr auto kHistory = R"(
set session_replication_role = replica;
set search_path = bayline, pg_temp;
insert into customer (id, name, phone, name_folded, grams, phone_digits)
select md5('c' || i)::uuid, '客户' || i, '138' || lpad(i::text, 8, '0'), '客户' || i, '{}',
       '138' || lpad(i::text, 8, '0')
from generate_series(1, {cars}) i;
insert into vehicle (id, customer_id, plate, vin, make, model, plate_key, plate_grams)
select md5('v' || i)::uuid, md5('c' || i)::uuid, '沪AD' || lpad(i::text, 6, '0'), '', '比亚迪', '海豹',
       '沪AD' || lpad(i::text, 6, '0'), '{}'
from generate_series(1, {cars}) i;
insert into work_order (id, number, stage, stage_since, customer_id, customer_name, vehicle_id, plate, vehicle_model,
                        powertrain, advisor_id, advisor_name, technician_id, technician_name, complaint, opened_at,
                        promised_at, original_promise, ready_at, closed_at, odometer, km_in, currency,
                        prices_include_tax, quote_revision, quote_gross, waiting_lines, photo_count)
select md5('w' || i)::uuid, 'WO-B-' || lpad(i::text, 8, '0'),
       case when i <= {closed} then 'delivered'
            else (array['received', 'inspecting', 'quoting', 'waiting_approval', 'repairing', 'quality_check',
                        'ready'])[1 + i % 7] end,
       at, md5('c' || 1 + i % {cars})::uuid, '客户' || 1 + i % {cars}, md5('v' || 1 + i % {cars})::uuid,
       '沪AD' || lpad((1 + i % {cars})::text, 6, '0'), '比亚迪 海豹', 'bev', md5('s' || i % 8)::uuid, '顾问' || i % 8,
       md5('t' || i % 12)::uuid, '技师' || i % 12, '刹车时有异响', at, at + interval '8 hours', at + interval '8 hours',
       case when i <= {closed} then at + interval '6 hours' end,
       case when i <= {closed} then at + interval '7 hours' end,
       '{"km": 50000, "as_read": 50000, "unit": "km"}', 50000, 'CNY', true, 1, 128000, i % 3, i % 5
from generate_series(1, {closed} + {open}) i,
     lateral (select timestamptz '2026-11-22 08:00+08' - ({closed} + {open} - i) * interval '2 minutes' as at) t;
insert into stream (kind, entity, head, public_head, last_at)
select 'work_order', id, 20, 9, stage_since from work_order order by opened_at;
reset session_replication_role;
vacuum (analyze, freeze);
)";

std::string Filled(std::string text, const std::string& mark, std::size_t number)
{
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
        text.replace(at, mark.size(), std::to_string(number));
    }
    return text;
}

/// One statement at a time: VACUUM wants to stand alone.
void Load(db::Connection& owner, std::size_t closed)
{
    auto script = Filled(Filled(Filled(kHistory, "{cars}", closed / 4), "{closed}", closed), "{open}", kOpen);
    for (std::size_t from = 0, to = 0; (to = script.find(";\n", from)) != std::string::npos; from = to + 2) {
        owner.ExecuteScript(script.substr(from, to - from));
    }
}

class History
{
public:
    History(const std::filesystem::path& directory, std::size_t closed) : m_shop(directory, false)
    {
        auto settings = db::ConnectionSettings{.conninfo = m_shop.OwnerConninfo()};
        settings.statementTimeout = std::chrono::minutes(10);
        db::Connection owner(settings);
        Load(owner, closed);
        m_desk = std::make_unique<db::Connection>(m_shop.Device("desk"));
    }

    void Measure(Samples& samples, int times)
    {
        for (int i = 0; i < times; ++i) {
            std::size_t cards = 0;
            samples.Add(TimeOf([&] { cards = db::LoadBoard(*m_desk).size(); }));
            if (cards != kOpen) {
                throw std::runtime_error("the board shows " + std::to_string(cards) + " cards");
            }
        }
    }
    /// The first board of a program that has just connected.
    void MeasureFirst(Samples& samples)
    {
        db::Connection fresh(m_shop.Device("desk"));
        fresh.EnsureOpen();
        samples.Add(TimeOf([&] { (void)db::LoadBoard(fresh); }));
    }

private:
    BenchShop m_shop;
    std::unique_ptr<db::Connection> m_desk;
};

} // namespace

void MeasureBoard(const Setting& setting)
{
    const std::size_t many = setting.quick ? 100'000 : 1'000'000;
    Say("board: loading a shop with " + std::to_string(kFewClosed) + " closed orders and one with " +
        std::to_string(many));
    History small(setting.scratch / "small", kFewClosed);
    History large(setting.scratch / "large", many);
    Samples ours;
    Samples peer;
    Samples first;
    Samples peerFirst;
    Samples warmUp;
    large.Measure(warmUp, 10);
    small.Measure(warmUp, 10);
    for (int round = 0; round < 15; ++round) {
        large.Measure(ours, 20);
        small.Measure(peer, 20);
        large.MeasureFirst(first);
        small.MeasureFirst(peerFirst);
    }
    const std::string name = "the same with 10 000 closed";
    const std::string size = setting.quick ? "100 000" : "1 000 000";
    Print({"board",
           "200 open of " + size + " closed",
           InMilliseconds(ours),
           InMilliseconds(peer, name),
           {Target::Kind::RatioAtMost, 1.2, "≤ 1.2×"}});
    Print({"board", "first one of a new connection", InMilliseconds(first), InMilliseconds(peerFirst, name)});
}

} // namespace bayline::bench
