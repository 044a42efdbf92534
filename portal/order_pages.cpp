// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/order_pages.h"

#include "portal/camera_store.h"
#include "portal/encoding.h"
#include "portal/json_access.h"
#include "portal/public_state.h"

#include <algorithm>
#include <iterator>

namespace bayline::portal {

namespace {

namespace json = boost::json;

constexpr std::string_view kOpened = "workshop.work_order.opened.v1";
constexpr std::string_view kStageChanged = "workshop.stage.changed.v1";
constexpr std::string_view kCameraOpened = "workshop.camera.opened.v1";

Param HexOrNull(const json::object& object, std::string_view name)
{
    const auto bytes = FromHex(TextOf(object, name));
    return bytes && !bytes->empty() ? Param::Bytes(*bytes) : Param(std::nullopt);
}

} // namespace

bool OrderPages::IsPageStream(std::string_view streamKind)
{
    return streamKind == "work_order" || streamKind == "photos";
}

void OrderPages::Lock(std::vector<std::string> workOrderIds)
{
    std::ranges::sort(workOrderIds);
    const auto repeated = std::ranges::unique(workOrderIds);
    workOrderIds.erase(repeated.begin(), repeated.end());
    if (workOrderIds.empty())
        return;
    const Param ids = Param::List(workOrderIds);
    m_connection.Query(
        "INSERT INTO order_page (shop_id, work_order_id) SELECT $1::uuid, id FROM unnest($2::uuid[]) AS id"
        " ORDER BY id ON CONFLICT DO NOTHING",
        {m_shopId, ids});
    const Rows rows = m_connection.Query("SELECT work_order_id, order_state, photos_state FROM order_page"
                                         " WHERE shop_id = $1 AND work_order_id = ANY($2::uuid[])"
                                         " ORDER BY work_order_id FOR UPDATE",
                                         {m_shopId, ids});
    for (int row = 0; row < rows.Count(); ++row) {
        Page& page = m_pages[rows.Text(row, 0)];
        page.order = ParseStored(rows.Text(row, 1), "reading the state of an order");
        page.photos = ParseStored(rows.Text(row, 2), "reading the photos of an order");
        page.shown = BlobsShown(page.photos);
    }
}

void OrderPages::Apply(const WireEvent& event)
{
    Page& page = m_pages.at(event.entity);
    page.changed = true;
    if (event.streamKind == "photos") {
        ApplyToPhotos(page.photos, event);
        return;
    }
    ApplyToOrder(page.order, event);
    if (event.type == kCameraOpened)
        m_cameras.push_back(event);
    if (event.type == kOpened || event.type == kStageChanged)
        m_linkEvents.push_back({event, false});
    if (IsSnapshot(event))
        for (WireEvent& inside : EventsInside(event))
            if (inside.type == kOpened || inside.type == kStageChanged)
                m_linkEvents.push_back({std::move(inside), true});
}

void OrderPages::Pass(const WireEvent& event)
{
    Page& page = m_pages.at(event.entity);
    page.changed = true;
    (event.streamKind == "photos" ? page.photos : page.order)["public_seq"] = event.seq;
}

void OrderPages::Clear(const std::string& streamKind, const std::string& workOrderId)
{
    Page& page = m_pages.at(workOrderId);
    page.changed = true;
    (streamKind == "photos" ? page.photos : page.order).clear();
}

/// Told again in a snapshot, the link keeps its end.
void OrderPages::KeepLink(const WireEvent& event, bool again)
{
    const json::object& data = event.data.get_object();
    m_connection.Query("INSERT INTO link AS l (link_sha256, shop_id, work_order_id, confirm_sha256)"
                       " VALUES ($1, $2, $3, $4) ON CONFLICT (link_sha256) DO UPDATE"
                       " SET confirm_sha256 = excluded.confirm_sha256, expires_at = CASE WHEN $5 THEN l.expires_at END"
                       " WHERE l.shop_id = excluded.shop_id AND l.work_order_id = excluded.work_order_id",
                       {HexOrNull(data, "link_token_sha256"), m_shopId, event.entity, HexOrNull(data, "confirm_sha256"),
                        again ? "true" : "false"});
}

void OrderPages::MoveLinkEnd(const WireEvent& event)
{
    const std::string stage = TextOf(event.data.get_object(), "to");
    if (stage != "delivered" && stage != "cancelled")
        return;
    EndCameras(m_connection, m_shopId, event.entity);
    m_connection.Query("UPDATE link SET expires_at = now() + interval '7 days' WHERE shop_id = $1"
                       " AND work_order_id = $2 AND expires_at IS NULL",
                       {m_shopId, event.entity});
}

void OrderPages::Shown::Add(const std::string& order, const std::set<std::string>& itsDigests)
{
    orders.insert(orders.end(), itsDigests.size(), order);
    digests.insert(digests.end(), itsDigests.begin(), itsDigests.end());
}

void OrderPages::NoteShown(const Shown& begun, const Shown& ended)
{
    if (!ended.orders.empty())
        m_connection.Query("DELETE FROM shown_blob s USING unnest($2::uuid[], $3::text[]) AS n (id, digest)"
                           " WHERE s.shop_id = $1 AND s.work_order_id = n.id AND s.sha256 = decode(n.digest, 'hex')",
                           {m_shopId, Param::List(ended.orders), Param::List(ended.digests)});
    if (!begun.orders.empty())
        m_connection.Query("INSERT INTO shown_blob (shop_id, work_order_id, sha256)"
                           " SELECT $1::uuid, id, decode(digest, 'hex') FROM unnest($2::uuid[], $3::text[])"
                           " AS n (id, digest) ON CONFLICT DO NOTHING",
                           {m_shopId, Param::List(begun.orders), Param::List(begun.digests)});
}

std::vector<std::string> OrderPages::Write()
{
    std::vector<std::string> ids;
    std::vector<std::string> orders;
    std::vector<std::string> photos;
    Shown begun;
    Shown ended;
    for (auto& [id, page] : m_pages) {
        if (!page.changed)
            continue;
        ids.push_back(id);
        orders.push_back(json::serialize(page.order));
        photos.push_back(json::serialize(page.photos));
        auto shown = BlobsShown(page.photos);
        std::set<std::string> fresh;
        std::set<std::string> gone;
        std::ranges::set_difference(shown, page.shown, std::inserter(fresh, fresh.end()));
        std::ranges::set_difference(page.shown, shown, std::inserter(gone, gone.end()));
        begun.Add(id, fresh);
        ended.Add(id, gone);
        m_released.merge(gone);
        page.shown = std::move(shown);
        page.changed = false;
    }
    if (!ids.empty())
        m_connection.Query("UPDATE order_page p SET version = p.version + 1, order_state = n.order_state,"
                           " photos_state = n.photos_state FROM unnest($2::uuid[], $3::text[], $4::text[])"
                           " AS n (id, order_state, photos_state) WHERE p.shop_id = $1 AND p.work_order_id = n.id",
                           {m_shopId, Param::List(ids), Param::List(orders), Param::List(photos)});
    NoteShown(begun, ended);
    for (const auto& [event, again] : m_linkEvents) {
        if (event.type == kOpened)
            KeepLink(event, again);
        else
            MoveLinkEnd(event);
    }
    m_linkEvents.clear();
    for (const WireEvent& camera : m_cameras)
        KeepCamera(m_connection, m_shopId, camera);
    m_cameras.clear();
    return ids;
}

} // namespace bayline::portal
