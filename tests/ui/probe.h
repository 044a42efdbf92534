// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

class wxWindow;

namespace bayline::test {

/// Answers one question about what is on the screen. It can look, it cannot act:
/// `{"find": name}` the first shown control of that name, or its part `"control#part"` (by name, else by text);
/// `{"list": prefix}` all shown controls whose name begins so, with their parts;
/// `{"windows": true}` the top-level windows.
[[nodiscard]] boost::json::object Answer(const boost::json::object& question);

} // namespace bayline::test
