// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/demo_shop/price_list.h"

#include "programs/demo_shop/embedded_files.h"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace bayline::demo {

namespace json = boost::json;

namespace {

bool Names(const json::array& codes, const std::string& code)
{
    return std::any_of(codes.begin(), codes.end(),
                       [&](const json::value& value) { return std::string_view(value.as_string()) == code; });
}

} // namespace

void SetUpPriceList(Workshop& workshop)
{
    const auto text = EmbeddedFile("resources/demo/price_list.json");
    const auto list = json::parse(json::string_view(text.data(), text.size())).as_object();
    const auto at = workshop.Now();
    const auto& stock = list.at("stock").as_object();
    std::vector<db::ImportedStream> streams;
    for (const auto& known : workshop.Data().catalogue) {
        auto item = known;
        item.hv = Names(list.at("high_voltage").as_array(), item.code);
        item.priceByRules = Names(list.at("by_rules").as_array(), item.code);
        std::vector<db::ImportedEvent> events;
        if (item.hv || item.priceByRules)
            events.push_back({.event = db::CatalogueItemPut(item), .at = at});
        if (const auto* counted = stock.if_contains(item.code))
            events.push_back(
                {.event = {"stock.counted", {{"from", nullptr}, {"to", *counted}, {"note", "初始盘点"}}}, .at = at});
        if (!events.empty())
            streams.push_back({core::StreamName("catalogue", item.id.value), 1, std::move(events)});
    }
    for (const auto& package : list.at("packages").as_array())
        streams.push_back({core::StreamName("catalogue", workshop.Dice().Uuid(at)),
                           0,
                           {{.event = {"catalogue.package_put", package.as_object()}, .at = at}}});
    streams.push_back({core::StreamName("catalogue", workshop.Shop().id.value),
                       0,
                       {{.event = {"price_rules.put", list.at("price_rules").as_object()}, .at = at}}});
    workshop.WriteAll(streams, at);
}

} // namespace bayline::demo
