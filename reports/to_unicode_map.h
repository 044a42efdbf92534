// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace bayline::reports {

/// The program in a PDF that turns codes back into text for searching and copying (PDF 32000-1 §9.10.3). Two
/// characters may share a code; the first one given is what is read back.
[[nodiscard]] std::string ToUnicodeMap(const std::vector<char32_t>& characters, const std::vector<char16_t>& codes);

} // namespace bayline::reports
