// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/floor_settings.h"

#include "core/outcome.h"
#include "core/text.h"
#include "desktop/presenters/opening_hours.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace bayline::desktop {

namespace {

std::vector<std::string> Split(const std::string& typed, std::string_view separators)
{
    std::vector<std::string> parts;
    std::size_t begin = 0;
    while (begin <= typed.size()) {
        const auto end = std::min(typed.find_first_of(separators, begin), typed.size());
        auto part = core::CleanLine(std::string_view(typed).substr(begin, end - begin));
        if (!part.empty() && std::find(parts.begin(), parts.end(), part) == parts.end())
            parts.push_back(std::move(part));
        begin = end + 1;
    }
    return parts;
}

std::optional<int> Between(const std::string& typed, int least, int most)
{
    const auto value = core::ParseWhole(core::CleanLine(typed), least, most);
    return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

std::optional<std::vector<core::HvWait>> Waits(const std::string& typed)
{
    std::vector<core::HvWait> waits;
    for (const auto& line : Split(core::ToHalfWidth(typed), "\n;")) {
        const auto equals = line.find('=');
        const auto minutes = equals == std::string::npos ? std::nullopt : Between(line.substr(equals + 1), 1, 240);
        const auto model = core::CleanLine(std::string_view(line).substr(0, std::min(equals, line.size())));
        if (!minutes || model.empty())
            return std::nullopt;
        waits.push_back({model, *minutes});
    }
    return waits;
}

} // namespace

FloorForm FloorFormOf(const core::Shop& shop)
{
    FloorForm form{.bays = {},
                   .quarantineBay = shop.quarantineBay,
                   .opensAt = shop.opensAt,
                   .closesAt = shop.closesAt,
                   .hvWaitMinutes = std::to_string(shop.hvWaitMinutes),
                   .hvWaits = {},
                   .insulation = std::to_string(shop.insulationOhmPerVolt),
                   .comebackDays = std::to_string(shop.comebackDays)};
    for (const auto& bay : shop.bays)
        form.bays += (form.bays.empty() ? "" : ", ") + bay;
    for (const auto& wait : shop.hvWaits)
        form.hvWaits += (form.hvWaits.empty() ? "" : "\n") + wait.model + " = " + std::to_string(wait.minutes);
    return form;
}

void ReadFloorForm(const FloorForm& form, core::Shop& shop,
                   const std::function<void(const char* field, const char* sentence)>& wrong)
{
    const core::ShopZone anyZone;
    shop.bays = Split(form.bays, ",;\n");
    shop.quarantineBay = core::CleanLine(form.quarantineBay);
    const auto clock = [&](const std::string& typed, std::string& into, const char* field) {
        const auto text = core::ToHalfWidth(core::CleanLine(typed));
        if (AtClock(anyZone, core::Instant{}, text))
            into = text;
        else
            wrong(field, N_("Please write the time as 08:00."));
    };
    clock(form.opensAt, shop.opensAt, "opensAt");
    clock(form.closesAt, shop.closesAt, "closesAt");
    const auto number = [&](const std::string& typed, int least, int most, int& into, const char* field,
                            const char* sentence) {
        if (const auto value = Between(typed, least, most))
            into = *value;
        else
            wrong(field, sentence);
    };
    number(form.hvWaitMinutes, 10, 240, shop.hvWaitMinutes, "hvWaitMinutes",
           N_("Please enter 10 to 240 minutes; a maker's shorter time belongs to its model."));
    number(form.insulation, 100, 10'000, shop.insulationOhmPerVolt, "insulation",
           N_("Please enter 100 to 10000 ohm per volt."));
    number(form.comebackDays, 1, 365, shop.comebackDays, "comebackDays",
           N_("Please enter a number of days from 1 to 365."));
    if (const auto waits = Waits(form.hvWaits))
        shop.hvWaits = *waits;
    else
        wrong("hvWaits", N_("Please write a model and its minutes on each line: BYD Han EV = 15"));
}

} // namespace bayline::desktop
