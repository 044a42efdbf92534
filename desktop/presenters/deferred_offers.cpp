// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/deferred_offers.h"

#include "db/photos.h"

namespace bayline::desktop {

std::vector<DeferredOffer> LoadDeferredOffers(db::Connection& connection, core::VehicleId vehicle)
{
    std::vector<DeferredOffer> offers;
    for (auto& work : db::LoadDeferred(connection, vehicle)) {
        PictureBytes thumb;
        if (!work.photos.empty()) {
            thumb =
                std::make_shared<std::vector<std::uint8_t>>(db::LoadBlob(connection, work.photos.front().thumbSha256));
        }
        offers.push_back({std::move(work), std::move(thumb)});
    }
    return offers;
}

std::string FindingTitle(const Context& context, const core::DeferredWork& work)
{
    const auto name = context.Tr(work.finding);
    return work.position.empty() ? name : name + " " + context.Tr(work.position);
}

std::string DeferredText(const Context& context, const core::DeferredWork& work)
{
    const auto price = core::Display(work.gross, context.shop.currency);
    const auto day = core::FormatDay(work.since, context.zone);
    return work.declined ? context.Tr(N_("{1} · {2} · declined on {3}, order {4}"),
                                      {work.line.description, price, day, work.orderNumber})
                         : context.Tr(N_("{1} · {2} · not decided by {3}, order {4}"),
                                      {work.line.description, price, day, work.orderNumber});
}

} // namespace bayline::desktop
