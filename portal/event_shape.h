// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bayline::portal {

/// The event types this version applies, by wire name, in alphabetical order.
[[nodiscard]] std::vector<std::string> KnownEventTypes();
[[nodiscard]] bool IsKnownEventType(std::string_view type);
/// True when this version can apply the event as a whole: a snapshot may tell of types that only a later one knows.
[[nodiscard]] bool IsUnderstood(std::string_view type, const boost::json::value& data);
/// Whether streams of this kind ("work_order", "photos") carry a known type.
[[nodiscard]] bool BelongsOn(std::string_view type, std::string_view streamKind);

/// Holds `data` against the schema of its type in resources/api/customer-app.yaml. Nothing when it fits, else a
/// sentence that names the member. Members that the contract keeps inside the shop are a misfit, too.
[[nodiscard]] std::optional<std::string> FindMisfit(std::string_view type, const boost::json::value& data);

} // namespace bayline::portal
