// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/envelope.h"
#include "portal/postgres.h"

#include <boost/json/object.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace bayline::portal {

/// The pages of some orders, locked in a transaction, changed by events and written back once.
class OrderPages
{
public:
    OrderPages(Connection& connection, std::string shopId) : m_connection(connection), m_shopId(std::move(shopId)) {}

    /// Locks the rows in order of their ids, making those that are missing.
    void Lock(std::vector<std::string> workOrderIds);
    /// Folds an event of a known type into its order's page. The order must be locked.
    void Apply(const WireEvent& event);
    /// Notes the number of an event whose type is not known.
    void Pass(const WireEvent& event);
    /// Forgets what a stream has said so far, before it is folded again.
    void Clear(const std::string& streamKind, const std::string& workOrderId);
    /// Writes what has changed and moves each page's version. The orders changed.
    std::vector<std::string> Write();
    /// Digests (hex) of pictures and papers that the pages written showed when they were locked and show no more.
    [[nodiscard]] const std::set<std::string>& Released() const { return m_released; }

    /// True for the two kinds of stream that a page is made of.
    [[nodiscard]] static bool IsPageStream(std::string_view streamKind);

private:
    struct Page
    {
        boost::json::object order;
        boost::json::object photos;
        std::set<std::string> shown; ///< digests, when it was locked
        bool changed = false;
    };

    /// Changes of what pages show: beside each digest (hex) the order.
    struct Shown
    {
        std::vector<std::string> orders;
        std::vector<std::string> digests;
        void Add(const std::string& order, const std::set<std::string>& itsDigests);
    };

    void NoteShown(const Shown& begun, const Shown& ended);
    void KeepLink(const WireEvent& event, bool again);
    void MoveLinkEnd(const WireEvent& event);

    Connection& m_connection;
    std::string m_shopId;
    std::map<std::string, Page> m_pages;
    std::set<std::string> m_released;
    struct LinkEvent
    {
        WireEvent event;
        bool again = false; ///< out of a snapshot
    };
    std::vector<LinkEvent> m_linkEvents;
    std::vector<WireEvent> m_cameras; ///< links for phones, stored after the pages
};

} // namespace bayline::portal
