// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/blob_store.h"
#include "portal/decision_rules.h"
#include "portal/postgres.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <vector>

namespace bayline::portal {

/// A link that is valid now.
struct PageLink
{
    std::string linkSha256; ///< raw
    std::string pageId;
    std::string shopId;
    std::string workOrderId;
    std::string confirmSha256; ///< raw; empty when the page takes no approval
};

/// Everything the page of one order is drawn from.
struct PageRecord
{
    std::int64_t version = 0;
    boost::json::object order;
    boost::json::object photos;
    std::vector<CustomerDecision> decisions; ///< in order of time
    boost::json::object rating;              ///< empty when there is none
    boost::json::array messages;             ///< both sides', in order of time
    std::string lastContact;                 ///< when the shop was last heard of; empty for never
    bool canConfirm = false;

    /// Those that the workshop has not answered.
    [[nodiscard]] std::vector<CustomerDecision> Unanswered() const;
};

/// Unknown, expired and revoked are one and the same: nothing.
[[nodiscard]] std::optional<PageLink> FindLink(Connection& connection, const std::string& token);
/// A new session of the link, good for a day: the value of its cookie.
[[nodiscard]] std::string OpenSession(Connection& connection, const PageLink& link);
[[nodiscard]] std::optional<PageLink> FindSession(Connection& connection, const std::string& pageId,
                                                  const std::string& session);
/// Ends all links of an order; how many.
std::int64_t RevokeLinks(Connection& connection, const std::string& workOrderId);

[[nodiscard]] PageRecord LoadPage(Connection& connection, const PageLink& link);
[[nodiscard]] std::int64_t PageVersion(Connection& connection, const PageLink& link);

enum class Confirmation
{
    Right,
    Wrong,
    Locked, ///< five wrong tries within ten minutes
};

struct DecisionOutcome
{
    Confirmation confirmation = Confirmation::Right;
    int triesLeft = 0;
    std::optional<core::Refusal> refusal;
};

/// The customer's decision, durable in the shop's feed on return. `token` and `last4` are what the customer holds and
/// typed. A decision id that is known changes nothing and is no refusal.
[[nodiscard]] DecisionOutcome Decide(Connection& connection, const PageLink& link, CustomerDecision decision,
                                     const std::string& token, const std::string& last4);

/// False when the order is not ready for a rating. A rating id that is known changes nothing.
[[nodiscard]] bool Rate(Connection& connection, const PageLink& link, const std::string& ratingId, std::int64_t score,
                        const std::string& comment);

/// Notes the last number the page had shown; true when it was news and went into the feed.
bool NoteViewed(Connection& connection, const PageLink& link, std::int64_t publicSeq);

/// A blob that the order's page shows; nothing for any other.
[[nodiscard]] std::optional<Blob> PageBlob(Connection& connection, const PageLink& link, const std::string& hex);

} // namespace bayline::portal
