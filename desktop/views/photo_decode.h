// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <wx/image.h>

#include <cstddef>

namespace bayline::desktop {

/// One of our own baseline JPEGs, as the photo room made it and the database checked it; never a file from outside.
/// Not Ok() when it cannot be decoded.
[[nodiscard]] wxImage DecodeOwnJpeg(const void* data, std::size_t size);

} // namespace bayline::desktop
