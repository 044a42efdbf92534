// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/json.hpp>

namespace bayline::test {

/// What an eye would object to in the windows that are shown: something to click that lies outside without a way to
/// scroll to it, words that have no room, and letters that are the key of two things. `{"flaws": [{kind, window, name,
/// says, …}], "keys": [{window, key, says}]}`.
[[nodiscard]] boost::json::object Flaws();

} // namespace bayline::test
