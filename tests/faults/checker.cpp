// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/checker.h"

#include "core/failure.h"
#include "db/delivery.h"
#include "sync/public_view.h"

#include <boost/json/parse.hpp>

#include <set>
#include <sstream>

namespace bayline::faults {

namespace json = boost::json;

namespace {

std::string Text(const json::value& row, std::string_view key)
{
    return std::string(row.as_object().at(key).as_string());
}

int Number(const json::value& row, std::string_view key)
{
    return row.as_object().at(key).to_number<int>();
}

class Checker
{
public:
    Checker(Scene& scene, std::uint64_t seed, int orders)
        : m_shop(scene.ShopOwner()), m_portal(scene.PortalDatabase()), m_log(scene.Device("relay")), m_seed(seed),
          m_orders(orders)
    {
    }

    std::vector<db::Violation> RunDelivery()
    {
        m_violations = db::Verify(m_shop);
        const auto waiting = m_shop.Text("select coalesce(sum(public_head - acked), 0)::text from bayline.delivery");
        Expect(waiting == "0", "drained", waiting.value_or("?") + " events wait");
        CheckStreams();
        CheckPages();
        return std::move(m_violations);
    }

    std::vector<db::Violation> Run(const std::vector<Acknowledged>& acknowledged, const Customers& customers)
    {
        m_violations = db::Verify(m_shop);
        CheckAcknowledged(acknowledged);
        CheckAbandoned();
        CheckDoneOnce();
        CheckInvoiceNumbers();
        CheckStreams();
        CheckPages();
        CheckDecisions(customers);
        CheckPrices();
        CheckRatings(customers);
        return std::move(m_violations);
    }

private:
    void Expect(bool holds, const char* invariant, const std::string& detail)
    {
        if (!holds) {
            m_violations.push_back({invariant, detail});
        }
    }

    void CheckAcknowledged(const std::vector<Acknowledged>& acknowledged)
    {
        std::map<std::pair<std::string, int>, std::string> operations;
        for (const auto& row : m_shop.Rows("select s.kind || '/' || s.entity as stream, e.seq, e.op_id::text as op"
                                           " from bayline.event e join bayline.stream s on s.id = e.stream_id")) {
            operations[{Text(row, "stream"), Number(row, "seq")}] = Text(row, "op");
        }
        for (const auto& deed : acknowledged) {
            const auto found = operations.find({deed.stream, deed.head});
            Expect(found != operations.end() && found->second == deed.operation, "acknowledged.kept",
                   std::string(kSteps[static_cast<std::size_t>(deed.step)]) + " of order " +
                       std::to_string(deed.order) + " is not at " + deed.stream + " " + std::to_string(deed.head));
        }
    }

    /// What was rolled back is nowhere.
    void CheckAbandoned()
    {
        std::set<std::string> known;
        for (const auto& row : m_shop.Rows("select op_id::text as op from bayline.event"
                                           " union select op_id::text from bayline.operation")) {
            known.insert(Text(row, "op"));
        }
        for (int order = 0; order < m_orders; ++order) {
            const OrderScript script(m_seed, order);
            for (int step = 0; step < kStepCount; ++step) {
                Expect(!known.contains(script.Abandoned(step).Text()), "abandoned.gone",
                       std::string(kSteps[static_cast<std::size_t>(step)]) + " of order " + std::to_string(order));
            }
        }
    }

    /// Two operations for one deed would not be seen by their ids, only by what they left behind.
    void CheckDoneOnce()
    {
        for (int order = 0; order < m_orders; ++order) {
            const OrderScript script(m_seed, order);
            std::map<std::string, int> counts;
            for (const auto& row :
                 m_shop.Rows("select e.type, count(*)::int as n from bayline.event e join bayline.stream s"
                             " on s.id = e.stream_id where s.entity = :id::uuid group by e.type",
                             {{"id", script.WorkOrder()}})) {
                counts[Text(row, "type")] = Number(row, "n");
            }
            const int billed = counts["repair.line_finished"] > 0 ? 1 : 0;
            const std::map<std::string, int> wanted{{"work_order.opened", 1},
                                                    {"work_order.note_added", 2},
                                                    {"photo.added", 1},
                                                    {"inspection.started", 1},
                                                    {"inspection.item_recorded", 2},
                                                    {"inspection.published", 1},
                                                    {"quote.line_added", script.LineCount()},
                                                    {"quote.line_changed", script.ChangesMind() ? 1 : 0},
                                                    {"quote.sent", script.ChangesMind() ? 2 : 1},
                                                    {"quality.checked", billed},
                                                    {"invoice.issued", billed},
                                                    {"payment.received", billed}};
            for (const auto& [type, n] : wanted) {
                Expect(counts[type] == n, "deed.once",
                       std::to_string(counts[type]) + " × " + type + " in order " + std::to_string(order) + ", not " +
                           std::to_string(n));
            }
        }
    }

    void CheckInvoiceNumbers()
    {
        int next = 0;
        for (const auto& row : m_shop.Rows("select number from bayline.invoice order by number")) {
            const auto number = Text(row, "number");
            ++next;
            Expect(std::stoi(number.substr(number.rfind('-') + 1)) == next, "invoice.dense",
                   number + " stands at place " + std::to_string(next));
        }
    }

    void CheckStreams()
    {
        const auto shopId = m_log.Credentials().shopId;
        int known = 0;
        for (const auto& row : m_shop.Rows("select kind || '/' || entity as stream from bayline.stream"
                                           " where public_head > 0")) {
            ++known;
            CheckStream(Text(row, "stream"), shopId);
        }
        const auto there = m_portal.Text("select count(distinct stream)::text from public.event");
        Expect(there == std::to_string(known), "portal.streams",
               there.value_or("no") + " streams, not " + std::to_string(known));
    }

    void CheckStream(const std::string& stream, const std::string& shopId)
    {
        constexpr std::size_t kAll = 100'000;
        const auto events = m_log.PublicEvents(stream, 0, kAll);
        const auto rows = m_portal.Rows(
            "select seq::int, event_id::text as id, type, hash, epoch::text as epoch, parked::text as parked"
            " from public.event where stream = :stream order by seq",
            {{"stream", stream}});
        Expect(rows.size() == events.size(), "portal.complete",
               stream + " has " + std::to_string(rows.size()) + " of " + std::to_string(events.size()));
        for (std::size_t i = 0; i < std::min(rows.size(), events.size()); ++i) {
            // What was sent before a restore keeps the name of its time.
            const auto expected = sync::ToPublicEvent(events[i], {shopId, Text(rows[i], "epoch")});
            const auto place = stream + " " + std::to_string(i + 1);
            Expect(Number(rows[i], "seq") == static_cast<int>(i) + 1, "portal.dense", place);
            Expect(expected && Text(rows[i], "id") == expected->id && Text(rows[i], "type") == expected->type &&
                       Text(rows[i], "hash") == expected->bodyHash && Text(rows[i], "parked") == "false",
                   "portal.equal", place);
        }
        const auto head =
            m_portal.Text("select seq::text from public.stream_head where stream = :stream", {{"stream", stream}});
        Expect(head == std::to_string(events.size()), "portal.head", stream + " at " + head.value_or("none"));
    }

    void CheckPages()
    {
        std::map<std::string, std::string> stages;
        for (const auto& row :
             m_portal.Rows("select work_order_id::text as id, order_state as state from public.order_page")) {
            const auto state = json::parse(Text(row, "state"));
            // An order that a restore made unhappen leaves an empty page.
            stages[Text(row, "id")] = state.as_object().contains("stage") ? Text(state, "stage") : "nothing";
            if (const auto* outcomes = state.as_object().if_contains("outcomes")) {
                for (const auto& outcome : outcomes->as_object()) {
                    m_shownOutcomes.insert(std::string(outcome.key()));
                }
            }
        }
        for (const auto& row : m_shop.Rows("select id::text as id, stage from bayline.work_order")) {
            Expect(stages[Text(row, "id")] == Text(row, "stage"), "portal.stage",
                   Text(row, "id") + " is " + Text(row, "stage") + " and shown as " + stages[Text(row, "id")]);
        }
        for (const auto& row : m_shop.Rows("select sha256 from bayline.photo union select thumb_sha256"
                                           " from bayline.photo")) {
            const auto stored = m_portal.Text("select 'yes' from public.blob where sha256 = decode(:hex, 'hex')",
                                              {{"hex", Text(row, "sha256")}});
            Expect(stored.has_value(), "portal.photo", Text(row, "sha256"));
        }
        for (auto* side : {&m_shop, &m_portal}) {
            const std::string table = side == &m_shop ? "bayline.blob where encode(sha256(bytes), 'hex') <> sha256"
                                                      : "public.blob where sha256(bytes) <> sha256";
            const auto damaged = side->Text("select count(*)::text from " + table);
            Expect(damaged == "0", "photo.whole", damaged.value_or("?") + " of " + table);
        }
    }

    /// What took effect in the shop is what the customer had before the eyes: the same lines at the same price.
    void CheckPrices()
    {
        std::map<std::string, std::set<std::string>> seen;
        for (const auto& row : m_portal.Rows("select decision_id::text as id, data from public.decision")) {
            const auto decision = json::parse(Text(row, "data"));
            for (const auto& line : decision.at("lines").as_array()) {
                seen[Text(row, "id")].insert(Text(line, "line_id") + " " + Text(line, "line_hash") + " " +
                                             Text(line, "decision"));
            }
        }
        std::set<std::string> approved;
        for (const auto& row : m_shop.Rows("select data::text as data from bayline.event where type = 'quote.decided'"
                                           " order by occurred_at")) {
            const auto data = json::parse(Text(row, "data"));
            for (const auto& line : data.at("lines").as_array()) {
                const auto it = Text(line, "line_id") + " " + Text(line, "line_hash");
                Expect(Text(data, "channel") != "app" ||
                           seen[Text(data, "decision_id")].contains(it + " " + Text(line, "decision")),
                       "decision.price", it + " was not what the customer decided");
                if (Text(line, "decision") == "approve") {
                    approved.insert(it);
                }
            }
        }
        for (const auto& row : m_shop.Rows("select data ->> 'line_id' as line, data ->> 'line_hash' as hash"
                                           " from bayline.event where type = 'repair.line_finished'")) {
            Expect(approved.contains(Text(row, "line") + " " + Text(row, "hash")), "repair.approved",
                   Text(row, "line") + " was repaired at a price nobody approved");
        }
    }

    void CheckDecisions(const Customers& customers)
    {
        std::set<std::string> taken;
        for (const auto& row : m_portal.Rows("select decision_id::text as id from public.decision")) {
            taken.insert(Text(row, "id"));
        }
        std::map<std::string, int> outcomes;
        for (const auto& row : m_shop.Rows("select data ->> 'decision_id' as id from bayline.event"
                                           " where type = 'decision.outcome'")) {
            ++outcomes[Text(row, "id")];
        }
        for (const auto& id : customers.Confirmed()) {
            Expect(taken.contains(id), "decision.kept", id + " was confirmed to the customer and is gone");
        }
        for (const auto& id : customers.Refused()) {
            Expect(!taken.contains(id), "decision.refused", id + " was refused and taken");
        }
        for (const auto& id : taken) {
            Expect(outcomes[id] == 1, "decision.outcome", id + " has " + std::to_string(outcomes[id]) + " outcomes");
            Expect(m_shownOutcomes.contains(id), "decision.shown", id + " has no outcome on the page");
        }
        Expect(outcomes.size() == taken.size(), "decision.unknown", "an outcome without a decision");
    }

    void CheckRatings(const Customers& customers)
    {
        std::map<std::string, std::string> ratings;
        for (const auto& row : m_shop.Rows("select work_order_id::text as id, rating_id::text as rating"
                                           " from bayline.rating")) {
            ratings[Text(row, "id")] = Text(row, "rating");
        }
        for (const auto& [order, rating] : customers.Ratings()) {
            Expect(ratings[order] == rating, "rating.kept", order);
        }
    }

    db::Connection m_shop;
    db::Connection m_portal;
    db::PostgresDeliveryLog m_log;
    std::uint64_t m_seed;
    int m_orders;
    std::set<std::string> m_shownOutcomes;
    std::vector<db::Violation> m_violations;
};

} // namespace

std::vector<db::Violation> Check(Scene& scene, std::uint64_t seed, int orders,
                                 const std::vector<Acknowledged>& acknowledged, const Customers& customers)
{
    return Checker(scene, seed, orders).Run(acknowledged, customers);
}

std::vector<db::Violation> CheckDelivery(Scene& scene)
{
    return Checker(scene, 0, 0).RunDelivery();
}

int TakeAcknowledged(const std::vector<std::string>& lines, std::vector<Acknowledged>& acknowledged,
                     std::vector<db::Violation>& violations)
{
    int next = 0;
    for (const auto& line : lines) {
        std::istringstream words(line);
        std::string what;
        Acknowledged deed;
        words >> what >> deed.order >> deed.step;
        if (what == "ack") {
            words >> deed.operation >> deed.stream >> deed.head;
            acknowledged.push_back(deed);
        } else if (what == "refused") {
            violations.push_back({"desk.refused", line});
        }
        if (what == "ack" || what == "passed") {
            next = deed.step + 1;
        }
    }
    return next;
}

bool HasDrained(Scene& scene)
{
    try {
        db::Connection shop(scene.ShopOwner());
        db::Connection portal(scene.PortalDatabase());
        const auto waiting = shop.Text("select coalesce(sum(public_head - acked), 0)::text from bayline.delivery");
        const auto received = shop.Text("select count(*)::text from bayline.inbox");
        const auto given = portal.Text("select count(*)::text from public.inbox");
        return waiting == "0" && received == given;
    } catch (const core::Failure&) {
        return false;
    }
}

} // namespace bayline::faults
