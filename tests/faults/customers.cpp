// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/customers.h"

#include "core/failure.h"

#include <boost/json/array.hpp>

namespace bayline::faults {

using namespace std::chrono_literals;

namespace json = boost::json;

Customers::Customers(std::uint64_t seed, int orders, unsigned short port, db::ConnectionSettings portal)
    : m_portal(std::move(portal))
{
    for (int order = 0; order < orders; ++order) {
        const OrderScript script(seed, order);
        m_customers.push_back({script, PageClient(port, script.LinkToken())});
    }
    m_thread = std::jthread([this](const std::stop_token& stop) { Run(stop); });
}

Customers::~Customers()
{
    Stop();
}

void Customers::Stop()
{
    m_thread.request_stop();
    if (m_thread.joinable()) {
        m_thread.join();
    }
}

void Customers::Run(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        const auto arrived = ArrivedLinks();
        for (auto& customer : m_customers) {
            if (!customer.content && arrived.contains(customer.script.WorkOrder().Text()) && !stop.stop_requested()) {
                Visit(customer);
            }
        }
        std::this_thread::sleep_for(60ms);
    }
}

std::set<std::string> Customers::ArrivedLinks()
{
    std::set<std::string> orders;
    try {
        for (const auto& row : m_portal.Rows("select work_order_id::text as id from public.link")) {
            orders.insert(std::string(row.as_object().at("id").as_string()));
        }
    } catch (const core::Failure&) {
        // The portal's database is down; the customers wait.
    }
    return orders;
}

void Customers::Visit(Customer& customer)
{
    if (!customer.page.IsOpen() && !customer.page.Open()) {
        return;
    }
    if (!customer.asked.empty()) {
        AskAgain(customer);
        return;
    }
    const auto reply = customer.page.Get("state");
    if (!reply || reply->status != 200) {
        return;
    }
    const auto& state = reply->body;
    const auto seen = state.at("public_seq").to_number<std::int64_t>();
    if (seen != customer.seen) {
        customer.seen = seen;
        (void)customer.page.Post("viewed", {{"public_seq", seen}});
    }
    if (const auto* quote = state.at("quote").if_object(); quote != nullptr && quote->at("can_decide").as_bool()) {
        Decide(customer, *quote);
    } else if (state.at("can_rate").as_bool() && state.at("progress").at("stage").as_string() == "delivered") {
        Rate(customer);
    }
}

void Customers::Decide(Customer& customer, const json::object& quote)
{
    const auto& choice = customer.script.Choice();
    json::array lines;
    std::int64_t total = 0;
    for (const auto& value : quote.at("lines").as_array()) {
        const auto& line = value.as_object();
        if (line.at("status").as_string() != "open") {
            continue;
        }
        const std::string id(line.at("line_id").as_string());
        const bool approve = choice.Chance("approves " + id, 75);
        total += approve ? line.at("gross").to_number<std::int64_t>() : 0;
        lines.push_back(
            {{"line_id", id}, {"line_hash", line.at("line_hash")}, {"decision", approve ? "approve" : "decline"}});
    }
    customer.asked = {{"token", customer.page.Token()},
                      {"last4", customer.script.PhoneLast4()},
                      {"decision_id", choice.Uuid("decision " + std::to_string(customer.attempt++))},
                      {"quote_id", quote.at("quote_id")},
                      {"revision", quote.at("revision")},
                      {"total_seen", total},
                      {"lines", std::move(lines)}};
    AskAgain(customer);
}

void Customers::AskAgain(Customer& customer)
{
    bool lose = false;
    if (m_losses > 0) {
        --m_losses;
        lose = true;
    }
    const auto reply = customer.page.Post("decision", customer.asked, lose);
    if (!reply || reply->status >= 500 || reply->status == 401) {
        return;
    }
    const std::string id(customer.asked.at("decision_id").as_string());
    (reply->status == 200 ? m_confirmed : m_refused).insert(id);
    customer.asked.clear();
}

void Customers::Rate(Customer& customer)
{
    const auto id = customer.script.Choice().Uuid("rating");
    const auto reply = customer.page.Post("rating", {{"rating_id", id}, {"score", 5}, {"comment", "很满意"}});
    if (reply && reply->status == 200) {
        m_ratings[customer.script.WorkOrder().Text()] = id;
        customer.content = true;
        ++m_contentCount;
    }
}

} // namespace bayline::faults
