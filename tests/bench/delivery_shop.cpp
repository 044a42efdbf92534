// SPDX-License-Identifier: GPL-3.0-or-later
// The shop's side of the row `delivery`: a real shop database, paired with the address given, that makes work wait and
// says when changes were committed. delivery.mjs starts it and speaks to it in lines.
//
//   fill STREAMS EACH    work orders with EACH public events each, committed while nobody is told
//   say COUNT PAUSE      COUNT stage changes through a desk, PAUSE microseconds apart; a line for each
//   open COUNT           COUNT work orders more; gives the id of the first
//   photos COUNT BYTES   COUNT photos of BYTES random bytes, and a small picture of each, on a work order of their own
//   move PORT            the customer app is at this port of this computer from now on
//   applied LIST         how many answers of customers have taken effect, and with LIST 1 when each of them
//   connections          how many connections the relay has
//   waiting              how many public events have no durable acknowledgement yet
#include "core/failure.h"
#include "core/random.h"
#include "core/work_order_rules.h"
#include "db/append.h"
#include "db/import.h"
#include "db/photos.h"
#include "db/work_order_store.h"
#include "sync/pairing.h"
#include "tests/bench/bench_shop.h"

#include <boost/json/serialize.hpp>

#include <chrono>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace {

using namespace bayline;
using namespace bayline::bench;

constexpr std::size_t kHistoryKept = 4; ///< stages named in a payload, so that every event has about 0.6 kB

/// Moves the order on to the other of two stages, as it stands, and gives the event of it.
core::Event MoveOn(core::WorkOrder& order, const core::Actor& actor)
{
    const bool out = order.stage == core::Stage::Received;
    const core::MoveStage intent{.from = order.stage,
                                 .to = out ? core::Stage::Inspecting : core::Stage::Received,
                                 .reason = "The customer asked for another look."};
    auto events = core::Decide(order, intent, actor);
    order.stage = intent.to;
    order.seq += 1;
    order.history.push_back({intent.to, core::Now()});
    if (order.history.size() > kHistoryKept) {
        order.history.erase(order.history.begin());
    }
    return std::move(events).Value().front();
}

void Answer(const boost::json::object& answer)
{
    std::cout << boost::json::serialize(answer) << std::endl;
}

class Source
{
public:
    Source(const std::filesystem::path& directory, const std::string& app)
        : m_shop(directory, true), m_owner({.conninfo = m_shop.OwnerConninfo()}), m_desk(m_shop.Device("desk"))
    {
        const auto pairing = sync::Pair(app, "BENCH12345", std::stop_token());
        if (!pairing) {
            throw std::runtime_error("the sink refused to be paired");
        }
        db::ImportPairing(m_owner, pairing.Value().credentials, pairing.Value().linkBase);
        m_session = BenchShop::SignIn(m_desk, m_shop.Advisor());
        Answer({{"relay", m_shop.Device("relay").conninfo}, {"owner", m_shop.OwnerConninfo()}});
    }

    void Fill(int streams, int each)
    {
        const auto ids = Open(streams);
        const auto actor = m_session.Actor();
        for (const auto& id : ids) {
            auto order = db::LoadWorkOrder(m_owner, id);
            db::ImportedStream part{core::StreamName("work_order", id.value), order.seq, {}};
            for (int i = 1; i < each; ++i) {
                part.events.push_back(
                    {.event = MoveOn(order, actor), .actor = actor.person.id, .actorKind = "advisor"});
            }
            if (!part.events.empty()) {
                (void)db::ImportEvents(m_owner, core::OperationId::New(), {part});
            }
        }
        m_owner.ExecuteScript("checkpoint");
        Answer({{"filled", streams * each}});
    }

    void SayChanges(int count, int pause)
    {
        using namespace std::chrono;
        std::vector<core::WorkOrder> orders;
        for (const auto& id : Open(20)) {
            orders.push_back(db::LoadWorkOrder(m_owner, id));
        }
        Answer({{"ready", true}});
        std::this_thread::sleep_for(1s); // the opened orders are sent and forgotten
        std::ostringstream lines;
        auto next = steady_clock::now();
        for (int i = 0; i < count; ++i) {
            next += microseconds(pause);
            std::this_thread::sleep_until(next);
            auto& order = orders[static_cast<std::size_t>(i) % orders.size()];
            const auto stream = core::StreamName("work_order", order.id.value);
            const int expected = order.seq;
            const std::vector streams{core::StreamEvents{stream, expected, {MoveOn(order, m_session.Actor())}}};
            const auto done = db::AppendEvents(m_desk, m_session, core::OperationId::New(), streams);
            if (!done || done.Value().conflict) {
                throw std::runtime_error("a stage change was not accepted");
            }
            const auto now = duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
            lines << boost::json::serialize(boost::json::object{{"stream", stream}, {"seq", order.seq}, {"at", now}})
                  << '\n';
        }
        std::cout << lines.str();
        Answer({{"said", count}});
    }

    void Waiting()
    {
        const auto waiting = m_owner.Text("select sum(public_head - acked)::text from bayline.delivery");
        Answer({{"waiting", std::stoi(waiting.value_or("0"))}});
    }

    void OpenMore(int count) { Answer({{"order", Open(count).front().Text()}}); }

    void AddPhotos(int count, int bytes)
    {
        constexpr std::size_t kThumb = 20'000;
        const auto order = Open(1).front();
        for (int i = 0; i < count; ++i) {
            const auto store = [&](std::size_t size) {
                return db::StoreBlob(m_desk, m_session, core::RandomBytes(size), "image/jpeg");
            };
            const core::Event added{"photo.added",
                                    {{"photo_id", core::PhotoId::New().Text()},
                                     {"sha256", store(static_cast<std::size_t>(bytes))},
                                     {"thumb_sha256", store(kThumb)},
                                     {"width", 2048},
                                     {"height", 1536},
                                     {"bytes", bytes},
                                     {"kind", "walk_round"},
                                     {"caption", ""},
                                     {"source_name", "IMG_" + std::to_string(i) + ".jpg"}}};
            if (!db::AppendToPhotoStream(m_desk, m_session, order, core::OperationId::New(), {added})) {
                throw std::runtime_error("a photo was not accepted");
            }
        }
        Answer({{"photos", count}, {"bytes", count * (static_cast<std::int64_t>(bytes) + 20'000)}});
    }

    void MoveApp(int port)
    {
        m_owner.Execute("update bayline.app_link set url = :url",
                        {{"url", "http://127.0.0.1:" + std::to_string(port)}});
        Answer({{"port", port}});
    }

    void Applied(bool list)
    {
        boost::json::object answer{
            {"applied",
             std::stoi(
                 m_owner.Text("select count(*)::text from bayline.inbox where state = 'applied'").value_or("0"))}};
        if (list) {
            answer["moments"] =
                m_owner.Json("(select jsonb_agg(jsonb_build_object('id', id, 'at',"
                             " (extract(epoch from received_at) * 1000000)::bigint)) from bayline.inbox)");
        }
        Answer(answer);
    }

    void Connections()
    {
        const auto count = m_owner.Text("select count(*)::text from pg_stat_activity"
                                        " where application_name like 'bayline-relay%'");
        Answer({{"connections", std::stoi(count.value_or("0"))}});
    }

private:
    std::vector<core::WorkOrderId> Open(int count)
    {
        const int first = m_opened + 1;
        m_opened += count;
        return m_shop.OpenOrders(m_owner, first, count);
    }

    BenchShop m_shop;
    db::Connection m_owner;
    db::Connection m_desk;
    db::Session m_session;
    int m_opened = 0;
};

int Serve(const std::string& app)
{
    const ScratchDirectory scratch;
    Source source(scratch.Path() / "shop", app);
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        std::string command;
        int first = 0;
        int second = 0;
        words >> command >> first >> second;
        if (command == "fill") {
            source.Fill(first, second);
        } else if (command == "say") {
            source.SayChanges(first, second);
        } else if (command == "photos") {
            source.AddPhotos(first, second);
        } else if (command == "move") {
            source.MoveApp(first);
        } else if (command == "open") {
            source.OpenMore(first);
        } else if (command == "applied") {
            source.Applied(first != 0);
        } else if (command == "connections") {
            source.Connections();
        } else if (command == "waiting") {
            source.Waiting();
        }
    }
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::cerr << "usage: bayline-bench-delivery ADDRESS\n";
        return 2;
    }
    try {
        return Serve(argv[1]);
    } catch (const core::Failure& failure) {
        std::cerr << "bayline-bench-delivery: " << failure.what() << " [" << failure.Code() << "]\n";
    } catch (const std::exception& error) {
        std::cerr << "bayline-bench-delivery: " << error.what() << '\n';
    }
    return 1;
}
