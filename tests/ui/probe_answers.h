// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/json/object.hpp>

namespace bayline::test {

/// Answers one question about what is on the screen; UI thread only. Questions:
///   {"find": "sign_in.pin"}                          where a control is and what it says
///   {"find": "board.columns", "part": "card.WO-…"}   where something drawn inside it is (also "partText": a fragment)
///   {"parts": "board.columns"}                       everything drawn inside
///   {"windows": true}                                top-level windows in sight
///   {"names": true}                                  names of all controls in sight
[[nodiscard]] boost::json::object Answer(const boost::json::object& question);

} // namespace bayline::test
