// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/sign_in.h"

#include <map>
#include <vector>

namespace bayline::db {

/// Stream → names of the people who have it open on other PCs.
using WhoIsWhere = std::map<std::string, std::vector<std::string>>;

/// Says which streams this PC has open and learns where the others are. Known for 25 seconds; say it again before.
[[nodiscard]] WhoIsWhere TellHere(Connection& connection, const Session& session,
                                  const std::vector<std::string>& streams);

} // namespace bayline::db
