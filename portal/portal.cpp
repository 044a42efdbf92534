// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/portal.h"

#include "portal/encoding.h"
#include "portal/problem.h"

namespace bayline::portal {

namespace {

constexpr std::string_view kShops = "/v1/shops/";
constexpr std::string_view kBlobs = "/v1/blobs/sha256/";
constexpr std::string_view kUploads = "/v1/blobs/uploads";
constexpr std::string_view kPages = "/page/";
constexpr std::string_view kCamera = "/camera/";

} // namespace

Portal::Portal(DatabasePool& database, std::string publicUrl) : m_database(database), m_publicUrl(std::move(publicUrl))
{
}

Portal::Task Portal::Handle(Exchange& exchange)
{
    const std::string path(exchange.Path());
    if (path.starts_with("/v1/"))
        co_return co_await HandleApi(exchange);
    if (path == "/page/session" && exchange.Method() == "POST")
        co_return co_await OpenPage(exchange);
    if (path.starts_with(kCamera))
        co_return co_await HandleCamera(exchange, path.substr(kCamera.size()));
    if (path.starts_with(kPages) && path.size() > kPages.size() + 37 && path[kPages.size() + 36] == '/') {
        std::string pageId = path.substr(kPages.size(), 36);
        std::string rest = path.substr(kPages.size() + 37);
        co_return co_await HandlePage(exchange, std::move(pageId), std::move(rest));
    }
    if (exchange.Method() == "GET" || exchange.Method() == "HEAD")
        if (auto file = StaticFile(path))
            co_return *file;
    throw NotFound();
}

Portal::Task Portal::HandleApi(Exchange& exchange)
{
    const std::string path(exchange.Path());
    const std::string& method = exchange.Method();
    if (path == "/v1/capabilities" && method == "GET")
        co_return Capabilities();
    if (path == "/v1/pairing" && method == "POST")
        co_return co_await Pair(exchange);
    if (path.starts_with(kShops) && path.size() > kShops.size() + 37 && path[kShops.size() + 36] == '/') {
        std::string shop = path.substr(kShops.size(), 36);
        std::string rest = path.substr(kShops.size() + 37);
        co_return co_await HandleShop(exchange, std::move(shop), std::move(rest));
    }
    if (path.starts_with(kBlobs))
        co_return co_await HandleBlob(exchange, path.substr(kBlobs.size()));
    if (path == kUploads && method == "POST")
        co_return co_await HandleUploads(exchange);
    if (path.starts_with(kUploads) && path.size() == kUploads.size() + 37)
        co_return co_await HandleUpload(exchange, path.substr(kUploads.size() + 1));
    throw NotFound();
}

Portal::Task Portal::HandleShop(Exchange& exchange, std::string shop, std::string rest)
{
    if (!IsUuid(shop))
        throw NotFound();
    const std::string& method = exchange.Method();
    std::string key = co_await Authorise(exchange, shop);
    if (rest == "events:batch" && method == "POST")
        co_return co_await SendBatch(exchange, std::move(key));
    if (rest.starts_with("events/") && method == "PUT")
        co_return co_await SendEvent(exchange, std::move(key), rest.substr(7));
    if (rest == "inbox" && method == "GET")
        co_return co_await ReadInboxPage(exchange, std::move(key));
    if (rest == "inbox:ack" && method == "POST")
        co_return co_await AcknowledgeFeed(exchange, std::move(key));
    if (rest.starts_with("pictures/"))
        co_return co_await HandlePicture(exchange, std::move(key), rest.substr(9));
    if (rest == "heads" && method == "GET")
        co_return co_await ReadHeadsPage(exchange, std::move(key));
    if (rest.starts_with("keys/") && method == "PUT")
        co_return co_await PutKey(exchange, std::move(key), rest.substr(5));
    if (rest == "epochs" && method == "POST")
        co_return co_await AnnounceShopEpoch(exchange, std::move(key));
    throw NotFound();
}

void Portal::NotifyOrders(const std::string& shop, const std::vector<std::string>& orders)
{
    for (const std::string& order : orders)
        m_signal.Notify("order/" + shop + "/" + order);
}

} // namespace bayline::portal
