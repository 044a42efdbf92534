// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invoice.h"
#include "core/outcome.h"

#include <boost/json/object.hpp>

#include <optional>
#include <string_view>

/// What China's register of vehicle repairs (health archive, data collection after JT/T 1132.2) is told of a settled
/// repair, in the shape that shops are known to send. Provinces differ; addresses belong to the caller.
namespace bayline::core {

/// What the register would send back: VIN, plate, mileage, complaint and number of the list must be there.
[[nodiscard]] std::optional<Refusal> RefuseForArchive(const Invoice& invoice);

/// `{"transaction": {"header": …, "body": {"reqInfo": …}}}` of one bill. Days and times are the shop's; names of parts
/// are cut at 50 characters, which is what the register holds.
[[nodiscard]] boost::json::object ArchiveRecord(const Invoice& invoice, std::string_view accessToken, Instant now,
                                                const ShopZone& zone);

} // namespace bayline::core
