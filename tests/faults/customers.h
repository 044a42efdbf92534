// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connection.h"
#include "tests/faults/page_client.h"
#include "tests/faults/script.h"

#include <atomic>
#include <map>
#include <set>
#include <thread>
#include <vector>

namespace bayline::faults {

/// The customers of a history on a thread of their own: each opens the page of the car, looks, decides what is open
/// line by line, decides again when the quote has changed, and rates the visit at the end. A request without an answer
/// is made again with the same id.
class Customers
{
public:
    /// `portal` is the portal's database; it is only asked whether a link has arrived, as the customer gets it then.
    Customers(std::uint64_t seed, int orders, unsigned short port, db::ConnectionSettings portal);
    ~Customers();
    Customers(const Customers&) = delete;
    Customers& operator=(const Customers&) = delete;

    void Stop();
    /// The next answer to a decision is lost on its way to the phone.
    void LoseNextAnswer() { ++m_losses; }
    /// Everybody has rated.
    [[nodiscard]] bool Content() const { return m_contentCount == static_cast<int>(m_customers.size()); }

    [[nodiscard]] int ContentCount() const { return m_contentCount; }

    /// After Stop(): decisions the portal has confirmed, and those it has refused.
    [[nodiscard]] const std::set<std::string>& Confirmed() const { return m_confirmed; }
    [[nodiscard]] const std::set<std::string>& Refused() const { return m_refused; }
    [[nodiscard]] const std::map<std::string, std::string>& Ratings() const { return m_ratings; }

private:
    struct Customer
    {
        OrderScript script;
        PageClient page;
        int attempt = 1;
        boost::json::object asked{}; ///< the decision that has no answer yet
        std::int64_t seen = 0;
        bool content = false;
    };

    void Run(const std::stop_token& stop);
    [[nodiscard]] std::set<std::string> ArrivedLinks();
    void Visit(Customer& customer);
    void Decide(Customer& customer, const boost::json::object& quote);
    void AskAgain(Customer& customer);
    void Rate(Customer& customer);

    db::Connection m_portal;
    std::vector<Customer> m_customers;
    std::atomic<int> m_losses = 0;
    std::atomic<int> m_contentCount = 0;
    std::set<std::string> m_confirmed;
    std::set<std::string> m_refused;
    std::map<std::string, std::string> m_ratings; ///< by work order
    std::jthread m_thread;
};

} // namespace bayline::faults
