// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/failure.h"

#include <exception>

namespace bayline::desktop {

/// Whatever was thrown, as the one kind of failure the program knows. A Failure passes unchanged; anything else is a
/// bug or a lack of memory and becomes Internal, without the text of the exception, which may hold personal data.
[[nodiscard]] core::Failure ToFailure(const std::exception_ptr& thrown);

} // namespace bayline::desktop
