// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health_archive.h"

#include "core/text.h"

#include <boost/json/array.hpp>

#include <algorithm>

namespace bayline::core {

namespace json = boost::json;

namespace {

std::string Digits(std::string text)
{
    std::erase_if(text, [](char c) { return c < '0' || c > '9'; });
    return text;
}

std::string FirstCharacters(const std::string& text, std::size_t most)
{
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (begins && characters++ == most) {
            return text.substr(0, at);
        }
    }
    return text;
}

} // namespace

std::optional<Refusal> RefuseForArchive(const Invoice& invoice)
{
    const char* missing = invoice.vin.empty()         ? N_("The VIN is missing.")
                          : invoice.plate.empty()     ? N_("The plate is missing.")
                          : invoice.kmIn <= 0         ? N_("The mileage at check-in is missing.")
                          : invoice.complaint.empty() ? N_("The complaint is missing.")
                          : invoice.number.empty()    ? N_("The bill has no number yet.")
                                                      : nullptr;
    if (missing == nullptr) {
        return std::nullopt;
    }
    return Refusal{.code = "archive.incomplete", .sentence = missing, .arguments = {}, .field = {}};
}

json::object ArchiveRecord(const Invoice& invoice, std::string_view accessToken, Instant now, const ShopZone& zone)
{
    constexpr std::size_t kLongestPart = 50;
    const auto day = [&](Instant at) { return Digits(FormatDay(at, zone)); };
    json::array parts;
    json::array projects;
    for (const auto& line : invoice.lines) {
        if (line.kind == LineKind::Part) {
            parts.push_back(json::object{{"partscode", line.part ? line.part->number : std::string()},
                                         {"partsname", FirstCharacters(line.description, kLongestPart)},
                                         {"partsquantity", ToDecimal(line.quantity)}});
        } else if (line.kind == LineKind::Labour) {
            projects.push_back(
                json::object{{"repairproject", line.description}, {"workinghours", ToDecimal(line.quantity)}});
        }
    }
    const auto local = zone.ToLocal(now);
    const auto two = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    return {{"transaction",
             json::object{
                 {"header",
                  json::object{{"date", day(now)}, {"time", two(local.hour) + two(local.minute) + two(local.second)}}},
                 {"body",
                  json::object{{"reqInfo",
                                json::object{{"access_token", json::string(accessToken.data(), accessToken.size())},
                                             {"basicInfo", json::object{{"vehicleplatenumber", invoice.plate},
                                                                        {"companyname", invoice.seller.name},
                                                                        {"vin", invoice.vin},
                                                                        {"repairdate", day(invoice.receivedAt.value_or(
                                                                                           invoice.supplyDate))},
                                                                        {"repairmileage", std::to_string(invoice.kmIn)},
                                                                        {"settledate", day(invoice.issuedAt)},
                                                                        {"faultdescription", invoice.complaint},
                                                                        {"costlistcode", invoice.number}}},
                                             {"vehiclepartslist", std::move(parts)},
                                             {"repairprojectlist", std::move(projects)}}}}}}}};
}

} // namespace bayline::core
