// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

struct hb_face_t;

namespace bayline::reports {

struct FontSubset
{
    std::string file;     ///< a TrueType file
    std::string allCodes; ///< UTF-8; the code of every glyph in the file
};

/// A font with the glyphs of `characters` (ascending) only, without hinting and layout tables, and with a character map
/// of its own that knows them under SubsetCodes(characters). Two habits of the PDF library shape that map:
/// - it asks for all 65 536 codes and walks the segments one by one each time: a few long segments make that ten times
///   faster than the hundreds of short ones a choice of Chinese characters has;
/// - it throws away glyphs that no text has shown, and parts of parts of composed glyphs with them: here these parts
///   have private-use codes too, so that measuring `allCodes` once keeps everything.
[[nodiscard]] FontSubset MakeFontSubset(hb_face_t* face, std::span<const char32_t> characters);

} // namespace bayline::reports
