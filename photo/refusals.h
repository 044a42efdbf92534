// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"

#include <string_view>

namespace bayline::photo {

/// The refusal for a code of the helper ("photo.animated" …) or of a phone's picture about the file called
/// `sourceName`; empty: the sentence names none. A code that is not known means that the helper broke.
[[nodiscard]] core::Refusal RefusalFor(std::string_view code, std::string_view sourceName);

} // namespace bayline::photo
