// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

struct hb_face_t;

namespace bayline::reports {

struct FontSubset
{
    std::string file;            ///< a TrueType file
    std::vector<char16_t> codes; ///< what each of the characters is called in the file and in the PDF's text
    std::string allCodes;        ///< UTF-8; the codes of all glyphs in the file
};

/// A font with the glyphs of `characters` (ascending) only, without hinting and layout tables. Its character map calls
/// glyph n kFirstCode + n − 1, whatever it shows, for three habits of the PDF library:
/// - it looks every code up one by one in all segments of the map and writes tables as long as the highest code: with
///   Unicode's codes that is the larger part of the time, and some kilobytes;
/// - it takes no character beyond the Basic Multilingual Plane;
/// - it throws away glyphs that no text has shown, and the parts of parts of composed glyphs with them: here these
///   parts have codes too, so that measuring `allCodes` once keeps everything.
[[nodiscard]] FontSubset MakeFontSubset(hb_face_t* face, std::span<const char32_t> characters);

} // namespace bayline::reports
