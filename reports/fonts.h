// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/page.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bayline::reports {

struct FontSubset;

inline constexpr const char* kDefaultDocumentFont = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc";
inline constexpr const char* kFallbackFont = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

struct FontSettings
{
    std::string documentFont = kDefaultDocumentFont; ///< .ttf or .ttc with TrueType outlines
    unsigned faceIndex = 0;
    std::vector<std::string> fallbacks = {kDefaultDocumentFont, kFallbackFont};
};

/// The fonts documents are set in: the document font first, then what fills its gaps. Measures with HarfBuzz and
/// makes the subsets that go into a PDF. Immutable after construction and safe to share between threads; opening
/// costs some milliseconds, so keep one for the life of the program.
class FontSet final
{
public:
    /// A fallback that is not installed is left out. Throws core::Failure (NotFound) when the document font cannot be
    /// opened or has no TrueType outlines, which the PDF library needs.
    explicit FontSet(const FontSettings& settings = {});
    ~FontSet();
    FontSet(const FontSet&) = delete;
    FontSet& operator=(const FontSet&) = delete;

    [[nodiscard]] const std::vector<FontFace>& Faces() const { return m_faces; }

    struct Glyph
    {
        std::uint16_t font = 0;
        float advance = 0; ///< in parts of the font size
    };
    /// The first font that can draw the character; nothing when none can.
    [[nodiscard]] std::optional<Glyph> Find(char32_t character) const;

    /// A font with only these characters, which are given in ascending order; see MakeFontSubset. Recently made subsets
    /// are remembered. Throws core::Failure (Internal).
    [[nodiscard]] std::shared_ptr<const FontSubset> Subset(std::uint16_t font,
                                                           const std::vector<char32_t>& characters) const;

private:
    struct Part;
    std::vector<FontFace> m_faces;
    std::vector<std::unique_ptr<Part>> m_parts;
    struct Cache;
    std::unique_ptr<Cache> m_cache;
};

/// UTF-8 to code points, ready to be set: composed where a composed form exists, line ends as '\n', other control
/// characters as spaces, invisible format characters left out, bytes that are not UTF-8 as U+FFFD.
[[nodiscard]] std::u32string ToCharacters(std::string_view utf8);
[[nodiscard]] std::string ToUtf8(std::u32string_view characters);

} // namespace bayline::reports
