// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/portal/shop_client.h"

#include <boost/json.hpp>

#include <string>

namespace bayline::test {

/// Data of the wire types, small and whole.
[[nodiscard]] boost::json::object OpenedData(const std::string& token, const std::string& last4 = "5678");
[[nodiscard]] boost::json::object StageData(const std::string& from, const std::string& to, const std::string& node);
[[nodiscard]] boost::json::object PromiseData(const std::string& reason);
/// Two lines: 680.00 and 240.00, the first with a price of its own.
[[nodiscard]] boost::json::object QuoteData(std::int64_t revision, std::int64_t firstPrice = 68000);
[[nodiscard]] boost::json::object OutcomeData(const std::string& decisionId, std::int64_t revision,
                                              const std::string& outcome, const std::string& firstResult);
[[nodiscard]] boost::json::object PhotoData(const std::string& large, const std::string& thumb);

inline const std::string kQuoteId = "01977a10-0000-7000-8000-0000000000d1";
inline const std::string kFirstLine = "01977a10-0000-7000-8000-0000000000f1";
inline const std::string kSecondLine = "01977a10-0000-7000-8000-0000000000f2";

/// The hash of a line of QuoteData.
[[nodiscard]] std::string LineHashOf(const std::string& lineId, std::int64_t price);

/// An order at the portal with its link, and the browser that holds it.
class CustomerOrder
{
public:
    CustomerOrder(unsigned short port, ShopClient& shop);

    /// Exchanges the token for a session; the answer.
    Answer Open();
    [[nodiscard]] Answer State(std::int64_t since = 0, int wait = 0) const;
    Answer Post(const std::string& path, const boost::json::object& form) const;
    Answer Get(const std::string& path) const;
    /// Approves the first line and declines the second.
    Answer Decide(std::int64_t revision, const std::string& last4 = "5678", std::int64_t firstPrice = 68000,
                  const std::string& decisionId = {}) const;

    std::string id;
    std::string token;
    std::string stream;
    std::string photos;
    std::string page;
    std::string cookie;

private:
    unsigned short m_port;
};

} // namespace bayline::test
