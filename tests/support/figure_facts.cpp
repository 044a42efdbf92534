// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/figure_facts.h"

#include "db/rows.h"

namespace bayline::test {

namespace {

class Facts
{
public:
    explicit Facts(db::Connection& owner) : m_owner(owner)
    {
        ReadOrders();
        ReadSales();
        ReadClocks();
        ReadDecisions();
        for (const auto& value : Rows("select work_order_id, submitted_at as at, score from rating")) {
            const core::JsonReader row(value.get_object());
            facts.ratings.push_back({Order(row), row.Time("at"), static_cast<int>(row.Integer("score"))});
        }
        for (const auto& value : Rows("select * from unapplied_time")) {
            const core::JsonReader row(value.get_object());
            facts.apart.push_back({.technician = core::StaffId::From(row.Text("staff_id")),
                                   .reason = row.Word("reason", core::UnappliedReasonFromWord),
                                   .started = row.Time("started_at"),
                                   .stopped = row.Time("stopped_at"),
                                   .outlet = static_cast<int>(row.Integer("outlet"))});
        }
    }

    core::KpiFacts facts;

private:
    boost::json::array Rows(const char* sql)
    {
        m_owner.Execute("set search_path = bayline, pg_temp");
        return m_owner.Rows(sql);
    }
    static core::WorkOrderId Order(const core::JsonReader& row)
    {
        return core::WorkOrderId::From(row.Text("work_order_id"));
    }

    void ReadOrders()
    {
        std::map<std::string, std::size_t> places;
        for (const auto& value : Rows(R"(
                select w.*, exists (select from inspection i where i.work_order_id = w.id and i.published_at is not null)
                           as inspected,
                       coalesce((select bool_and(l.pay_type = 'internal') from invoice i join invoice_line l
                                 on l.invoice_id = i.id where i.work_order_id = w.id), false) as internal,
                       exists (select from hold h where h.work_order_id = w.id and h.reason = 'parts') as held,
                       case when w.stage = 'cancelled' then null
                            when exists (select from comeback k where k.work_order_id = w.id)
                            then (select k.first_id from comeback k where k.work_order_id = w.id)
                            when exists (select from quote_line q
                                             where q.work_order_id = w.id and q.pay_type = 'goodwill') then
                           (select b.id from work_order b
                            where b.vehicle_id = w.vehicle_id and b.stage = 'delivered' and b.id <> w.id
                              and b.closed_at <= w.opened_at and b.closed_at > w.opened_at - interval '30 days'
                            order by b.closed_at desc, b.id limit 1) end as original
                from work_order w)")) {
            const core::JsonReader row(value.get_object());
            core::OrderFact order{.id = core::WorkOrderId::From(row.Text("id"))};
            order.advisor = core::StaffId::From(row.Text("advisor_id"));
            order.technician = core::StaffId::From(row.Text("technician_id"));
            order.outlet = static_cast<int>(row.Integer("outlet"));
            order.internal = row.Flag("internal");
            order.opened = row.Time("opened_at");
            order.ready = db::TimeOrNone(row, "ready_at");
            order.cancelled = row.Text("stage") == "cancelled";
            if (row.Text("stage") == "delivered")
                order.delivered = row.Time("closed_at");
            order.originalPromise = db::TimeOrNone(row, "original_promise");
            order.latestPromise = db::TimeOrNone(row, "promised_at");
            if (row.Has("original"))
                order.comebackOf = core::WorkOrderId::From(row.Text("original"));
            order.inspected = row.Flag("inspected");
            order.heldForParts = row.Flag("held");
            order.followed = row.Has("viewed_at");
            places[row.Text("id")] = facts.orders.size();
            facts.orders.push_back(std::move(order));
        }
        for (const auto& value : Rows("select * from stage_log where left_at is not null")) {
            const core::JsonReader row(value.get_object());
            facts.orders[places.at(row.Text("work_order_id"))].stays.push_back(
                {row.Word("stage", core::StageFromWord), row.Time("entered_at"), row.Time("left_at")});
        }
    }

    /// Lines, and what a document's discount takes off as lines of their own.
    void ReadSales()
    {
        struct Sum
        {
            core::SaleFact of;
            std::int64_t document = 0;
            std::int64_t all = 0;
            std::int64_t labour = 0;
            std::int64_t parts = 0;
            std::int64_t costed = 0;
        };
        std::map<std::string, Sum> sums;
        for (const auto& value : Rows(R"(
                select i.id, i.work_order_id, i.issued_at as at, 1 as sign, i.net as document, l.line_id, l.kind, l.pay_type,
                       l.quantity_milli, l.net, l.cost
                from invoice i join invoice_line l on l.invoice_id = i.id
                union all
                select i.id, i.work_order_id, i.issued_at, -1, i.net, l.line_id, l.kind, l.pay_type,
                       l.quantity_milli, l.net, l.cost
                from credit_note i join credit_note_line l on l.credit_note_id = i.id)")) {
            const core::JsonReader row(value.get_object());
            core::SaleFact sale{.order = Order(row), .at = row.Time("at")};
            sale.sign = static_cast<int>(row.Integer("sign"));
            sale.line = core::LineId::From(row.Text("line_id"));
            sale.kind = row.Word("kind", core::LineKindFromWord);
            sale.payer = row.Word("pay_type", core::PayTypeFromWord);
            sale.soldMilli = sale.kind == core::LineKind::Labour ? row.Integer("quantity_milli") : 0;
            sale.net = {row.Integer("net")};
            if (row.Has("cost"))
                sale.cost = core::Money{row.Integer("cost")};
            auto& sum = sums[row.Text("id")];
            sum.of = sale;
            sum.document = row.Integer("document");
            sum.all += sale.net.minor;
            sum.labour += sale.kind == core::LineKind::Labour ? sale.net.minor : 0;
            sum.parts += sale.kind == core::LineKind::Part ? sale.net.minor : 0;
            sum.costed += sale.kind == core::LineKind::Part && sale.cost ? sale.net.minor : 0;
            facts.sales.push_back(std::move(sale));
        }
        for (const auto& [id, sum] : sums) {
            const auto off = sum.all - sum.document;
            if (off == 0)
                continue;
            const auto share = [&](std::int64_t part) { return core::MulDivRound(off, part, sum.all); };
            const auto add = [&](core::LineKind kind, std::int64_t minor, bool costed) {
                auto sale = sum.of;
                sale.line = core::LineId::New();
                sale.kind = kind;
                sale.soldMilli = 0;
                sale.net = {-minor};
                sale.cost = costed ? std::optional(core::Money{}) : std::nullopt;
                facts.sales.push_back(sale);
            };
            const auto labour = share(sum.labour);
            const auto parts = share(sum.parts);
            const auto costed = share(sum.costed);
            add(core::LineKind::Labour, labour, false);
            add(core::LineKind::Part, costed, true);
            add(core::LineKind::Part, parts - costed, false);
            add(core::LineKind::Fee, off - labour - parts, false);
        }
    }

    void ReadClocks()
    {
        for (const auto& value : Rows("select t.*, q.pay_type from time_entry t join quote_line q "
                                      "using (work_order_id, line_id) where t.stopped_at is not null")) {
            const core::JsonReader row(value.get_object());
            facts.clocks.push_back({.order = Order(row),
                                    .line = core::LineId::From(row.Text("line_id")),
                                    .technician = core::StaffId::From(row.Text("technician_id")),
                                    .payer = row.Word("pay_type", core::PayTypeFromWord),
                                    .started = row.Time("started_at"),
                                    .stopped = row.Time("stopped_at")});
        }
    }

    void ReadDecisions()
    {
        for (const auto& value : Rows(R"(
                select r.work_order_id, r.line_id, a.decision, a.channel, coalesce(a.decided_at, v.valid_until) as at, r.net,
                       r.line ->> 'item_id' as item, coalesce(r.line #>> '{finding,result}', 'not_checked') as severity,
                       later.recovered, later.soon
                from quote_revision_line r join quote_revision v using (work_order_id, revision)
                left join lateral (select * from approval a where a.work_order_id = r.work_order_id
                                   and a.line_id = r.line_id order by seq desc limit 1) a on true
                cross join lateral (
                        select coalesce(sum(r2.net), 0)::bigint as recovered,
                               coalesce(sum(r2.net) filter (where o.opened_at < coalesce(a.decided_at, v.valid_until)
                                                                                + interval '90 days'), 0)::bigint as soon
                        from work_order w join work_order o on o.vehicle_id = w.vehicle_id and o.id <> w.id
                        join quote_revision_line r2 on r2.work_order_id = o.id and r2.line ->> 'item_id' = r.line ->> 'item_id'
                        join lateral (select decision from approval b where b.work_order_id = o.id
                                      and b.line_id = r2.line_id order by seq desc limit 1) b on b.decision = 'approve'
                        where w.id = r.work_order_id and o.opened_at > coalesce(a.decided_at, v.valid_until)
                          and o.opened_at < coalesce(a.decided_at, v.valid_until) + interval '180 days') later
                where a.decision is not null or v.valid_until < now())")) {
            const core::JsonReader row(value.get_object());
            facts.decisions.push_back({.order = Order(row),
                                       .line = core::LineId::From(row.Text("line_id")),
                                       .approved = row.TextOr("decision") == "approve",
                                       .expired = !row.Has("decision"),
                                       .online = row.TextOr("channel") == "app",
                                       .at = row.Time("at"),
                                       .net = {row.Integer("net")},
                                       .extra = row.Has("item"),
                                       .severity = row.Word("severity", core::ResultFromWord),
                                       .recovered = {row.Integer("recovered")},
                                       .recoveredSoon = {row.Integer("soon")}});
        }
    }

    db::Connection& m_owner;
};

} // namespace

core::KpiFacts ReadFigureFacts(db::Connection& owner)
{
    return Facts(owner).facts;
}

} // namespace bayline::test
