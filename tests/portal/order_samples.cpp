// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/portal/order_samples.h"

#include "core/hash.h"
#include "core/ids.h"
#include "core/random.h"
#include "core/time.h"

namespace bayline::test {

namespace json = boost::json;

namespace {

json::object Line(const std::string& id, std::int64_t price, const char* description, int position)
{
    const std::int64_t net = price * 100 / 113;
    return {{"line_id", id},
            {"kind", "part"},
            {"description", description},
            {"quantity_milli", 1000},
            {"unit_price", price},
            {"discount_bp", 0},
            {"tax_bp", 1300},
            {"pay_type", "customer"},
            {"position", position},
            {"net", net},
            {"tax", price - net},
            {"gross", price},
            {"line_hash", LineHashOf(id, price)},
            {"decision", "pending"}};
}

} // namespace

std::string LineHashOf(const std::string& lineId, std::int64_t price)
{
    return core::Sha256Hex(lineId + "/" + std::to_string(price));
}

json::object OpenedData(const std::string& token, const std::string& last4)
{
    return {{"number", "WO-2026-000123"},
            {"customer", {{"name", "王"}}},
            {"vehicle", {{"plate", "沪AD12345"}, {"vin_tail", "012345"}, {"make", "比亚迪"}, {"model", "汉 EV"}}},
            {"odometer", {{"km", 48210}, {"as_read", 48210}, {"unit", "km"}}},
            {"complaint", "刹车异响"},
            {"promised_at", "2026-11-22T09:30:00Z"},
            {"advisor", {{"name", "李娜"}}},
            {"link_token_sha256", core::Sha256Hex(token)},
            {"confirm_sha256", core::Sha256Hex(token + ":" + last4)},
            {"shop", {{"name", "青禾"}, {"phone", "021-5550 1234"}}},
            {"currency", "CNY"},
            {"prices_include_tax", true}};
}

json::object StageData(const std::string& from, const std::string& to, const std::string& node)
{
    const std::string now = core::ToRfc3339(core::Now());
    return {{"from", from}, {"to", to}, {"node", node}, {"nodes", {{{"node", "received"}, {"at", now}}}}};
}

json::object PromiseData(const std::string& reason)
{
    return {{"from", nullptr}, {"to", "2026-11-22T10:30:00Z"}, {"reason", reason}};
}

json::object QuoteData(std::int64_t revision, std::int64_t firstPrice)
{
    const std::int64_t gross = firstPrice + 24000;
    return {{"quote_id", kQuoteId},
            {"revision", revision},
            {"valid_until", nullptr},
            {"currency", "CNY"},
            {"prices_include_tax", true},
            {"lines", {Line(kFirstLine, firstPrice, "前制动片", 1), Line(kSecondLine, 24000, "更换前制动片", 2)}},
            {"totals", {{"net", gross}, {"tax", 0}, {"gross", gross}, {"tax_groups", json::array{}}}}};
}

json::object OutcomeData(const std::string& decisionId, std::int64_t revision, const std::string& outcome,
                         const std::string& firstResult)
{
    return {{"decision_id", decisionId},
            {"quote_id", kQuoteId},
            {"revision", revision},
            {"outcome", outcome},
            {"lines",
             {{{"line_id", kFirstLine}, {"result", firstResult}}, {{"line_id", kSecondLine}, {"result", "applied"}}}}};
}

json::object PhotoData(const std::string& large, const std::string& thumb)
{
    return {{"photo_id", core::ToString(core::NewUuid())},
            {"sha256", core::Sha256Hex(large)},
            {"thumb_sha256", core::Sha256Hex(thumb)},
            {"kind", "finding"},
            {"item_id", "pad"}};
}

CustomerOrder::CustomerOrder(unsigned short port, ShopClient& shop)
    : id(core::ToString(core::NewUuid())), token(core::NewLinkToken()), stream("work_order/" + id),
      photos("photos/" + id), m_port(port)
{
    shop.Publish(stream, "workshop.work_order.opened.v1", OpenedData(token));
}

Answer CustomerOrder::Open()
{
    Answer answer =
        Http(m_port, "POST", "/page/session", {{"Content-Type", "application/json"}, {"X-Bayline-Page", "1"}},
             json::serialize(json::object{{"token", token}}));
    if (answer.status == 200) {
        page = answer.Json().at("page").as_string();
        const std::string& set = answer.headers["set-cookie"];
        cookie = set.substr(0, set.find(';'));
    }
    return answer;
}

Answer CustomerOrder::Get(const std::string& path) const
{
    return Http(m_port, "GET", "/page/" + page + "/" + path, {{"Cookie", cookie}});
}

Answer CustomerOrder::State(std::int64_t since, int wait) const
{
    return Get("state?since=" + std::to_string(since) + "&wait=" + std::to_string(wait));
}

Answer CustomerOrder::Post(const std::string& path, const json::object& form) const
{
    return Http(m_port, "POST", "/page/" + page + "/" + path,
                {{"Cookie", cookie}, {"Content-Type", "application/json"}, {"X-Bayline-Page", "1"}},
                json::serialize(form));
}

Answer CustomerOrder::Decide(std::int64_t revision, const std::string& last4, std::int64_t firstPrice,
                             const std::string& decisionId) const
{
    const auto line = [](const std::string& lineId, std::int64_t price, const char* decision) {
        return json::object{{"line_id", lineId}, {"line_hash", LineHashOf(lineId, price)}, {"decision", decision}};
    };
    return Post("decision",
                {{"decision_id", decisionId.empty() ? core::ToString(core::NewUuid()) : decisionId},
                 {"quote_id", kQuoteId},
                 {"revision", revision},
                 {"total_seen", firstPrice},
                 {"token", token},
                 {"last4", last4},
                 {"lines", {line(kFirstLine, firstPrice, "approve"), line(kSecondLine, 24000, "decline")}}});
}

} // namespace bayline::test
