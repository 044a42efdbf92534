// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/warm_up.h"

namespace bayline::db {

void WarmUp(Connection& connection)
{
    (void)connection.CallJson("api.load_work_order($1::uuid)", {"00000000-0000-0000-0000-000000000000"});
}

} // namespace bayline::db
