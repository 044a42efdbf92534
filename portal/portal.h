// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/camera_store.h"
#include "portal/change_signal.h"
#include "portal/database_pool.h"
#include "portal/exchange.h"
#include "portal/page_store.h"
#include "portal/rate_limiter.h"
#include "portal/shop_store.h"

#include <string>

namespace bayline::portal {

/// Answers every request: the contract under /v1, the customer's page under /w and /page.
class Portal
{
public:
    Portal(DatabasePool& database, std::string publicUrl);
    boost::asio::awaitable<Reply> Handle(Exchange& exchange);

    /// Set once, before the first request, when the URL depends on the port that was found.
    void SetPublicUrl(std::string url) { m_publicUrl = std::move(url); }

private:
    using Task = boost::asio::awaitable<Reply>;

    Task HandleApi(Exchange& exchange);
    Task HandleShop(Exchange& exchange, std::string shop, std::string rest);
    Task HandleBlob(Exchange& exchange, std::string hex);
    Task HandleUploads(Exchange& exchange);
    Task HandleUpload(Exchange& exchange, std::string upload);
    Task HandlePage(Exchange& exchange, std::string pageId, std::string rest);

    [[nodiscard]] Reply Capabilities() const;
    Task Pair(Exchange& exchange);
    Task SendBatch(Exchange& exchange, std::string shop);
    Task SendEvent(Exchange& exchange, std::string shop, std::string eventId);
    Task ApplyEvents(std::string shop, std::vector<struct WireEvent> events);
    Task ReadInboxPage(Exchange& exchange, std::string shop);
    Task AcknowledgeFeed(Exchange& exchange, std::string shop);
    Task ReadHeadsPage(Exchange& exchange, std::string shop);
    Task PutKey(Exchange& exchange, std::string shop, std::string keyId);
    Task AnnounceShopEpoch(Exchange& exchange, std::string shop);
    Task PutBlobBody(Exchange& exchange, std::string shop, std::string sha256);
    Task ContinueUpload(Exchange& exchange, std::string shop, std::string upload);

    Task HandlePicture(Exchange& exchange, std::string shop, std::string rest);
    Task HandleCamera(Exchange& exchange, std::string rest);
    Task AnnouncePicture(Exchange& exchange, Camera camera);
    Task TakePicture(Exchange& exchange, Camera camera, std::string pictureId);
    /// The phone's link. Raises 401 for one that is unknown, 410 for one that ended long ago.
    boost::asio::awaitable<Camera> AuthoriseCamera(Exchange& exchange);

    Task OpenPage(Exchange& exchange);
    Task PageState(Exchange& exchange, PageLink link);
    Task PageDecision(Exchange& exchange, PageLink link);
    Task PageRating(Exchange& exchange, PageLink link);
    Task PageMessage(Exchange& exchange, PageLink link);
    Task PageViewed(Exchange& exchange, PageLink link);
    Task PageFile(PageLink link, std::string hex);

    /// The key's shop. Raises 401 as the contract says, 403 when the path names another shop.
    boost::asio::awaitable<std::string> Authorise(Exchange& exchange, std::string pathShop);
    /// The body, held against its Content-Digest, unpacked when it is gzip.
    boost::asio::awaitable<std::string> ReadSigned(Exchange& exchange, std::size_t limit);
    void NotifyOrders(const std::string& shop, const std::vector<std::string>& orders);

    DatabasePool& m_database;
    std::string m_publicUrl;
    ChangeSignal m_signal;
    RateLimiter m_badTokens{10};
    RateLimiter m_badCameras{10};
    KnownTokens m_cameras;
    RateLimiter m_badCodes{10};
};

/// A file of the page, with the headers that keep it to itself; nothing when there is no such file.
[[nodiscard]] std::optional<Reply> StaticFile(std::string_view path);
/// Adds what every answer of the page carries.
void AddPageHeaders(Reply& reply);

} // namespace bayline::portal
