// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connection.h"

namespace bayline::db {

/// Has the server compile and plan on this connection what loading an order needs, which is most of what a connection's
/// first save waits for. Reads an order that does not exist and writes nothing. For moments when nobody waits.
void WarmUp(Connection& connection);

} // namespace bayline::db
