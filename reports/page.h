// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// A paper that has been laid out: pages of drawing operations that need no further decision about where anything
/// goes. The PDF writer and the desktop's printer and preview draw the same Document.
/// All lengths are PDF points (1/72 inch); the origin is the top left corner of the page, y grows downwards.
namespace bayline::reports {

struct Colour
{
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    friend bool operator==(const Colour&, const Colour&) = default;
};

struct PageSize
{
    double width = 0;
    double height = 0;
    friend bool operator==(const PageSize&, const PageSize&) = default;
};

inline constexpr PageSize kA4{595.276, 841.890};
inline constexpr PageSize kA5{419.528, 595.276};
/// An 80 mm receipt roll. The height is only a start: a continuous flow cuts the page where its content ends.
inline constexpr PageSize kReceipt80mm{226.772, 841.890};
/// Labels on a roll: 62 × 29 mm and 89 × 36 mm.
inline constexpr PageSize kLabel62x29{175.748, 82.205};
inline constexpr PageSize kLabel89x36{252.283, 102.047};

/// A font file a text run is drawn with; the index into Document::fonts is the run's `font`.
struct FontFace
{
    std::string path;
    unsigned faceIndex = 0; ///< within a .ttc collection
    std::string family;     ///< as fontconfig and wxFont::SetFaceName know it
    double ascent = 0;      ///< above the baseline, in parts of the font size
    double descent = 0;     ///< below the baseline, positive
};

/// Characters of one font on one baseline. Drawn without kerning and ligatures, one glyph a character, so that
/// `advances` are the font's own widths and every renderer gets the same picture.
struct TextRun
{
    std::string text{}; ///< UTF-8
    std::uint16_t font = 0;
    double size = 9;
    Colour colour{};
    bool bold = false; ///< thickened outlines of the same font; the advances stay those of the regular weight
    double x = 0;
    double baseline = 0;
    double width = 0;              ///< sum of the advances
    std::vector<float> advances{}; ///< one a code point of `text`
};

struct Line
{
    double x1 = 0;
    double y1 = 0;
    double x2 = 0;
    double y2 = 0;
    double thickness = 0.5;
    Colour colour{};
};

struct Rectangle
{
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    bool filled = true;
    Colour fill{};
    double stroke = 0; ///< thickness of the outline; 0 draws none
    Colour strokeColour{};
};

/// A picture. Exactly one of `jpeg` and `rgb` (three bytes a pixel, rows from the top) is set.
struct Picture
{
    std::string jpeg;
    std::string rgb;
    unsigned widthPx = 0;
    unsigned heightPx = 0;
    bool grey = false; ///< a JPEG with one component
};
using PicturePtr = std::shared_ptr<const Picture>;

/// Reads the frame header and walks the segments of a JPEG. Throws core::Failure (Corrupt) when it is not a whole
/// 8-bit grey or colour JPEG: libraries further down crash or draw nothing on such data.
[[nodiscard]] PicturePtr PictureFromJpeg(std::string jpeg);
/// Throws core::Failure (Corrupt) when the number of bytes does not fit the size.
[[nodiscard]] PicturePtr PictureFromRgb(std::string rgb, unsigned widthPx, unsigned heightPx);

struct PlacedPicture
{
    PicturePtr picture;
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};

using Operation = std::variant<TextRun, Line, Rectangle, PlacedPicture>;

struct Page
{
    PageSize size;
    std::vector<Operation> operations;
};

struct Document
{
    std::string title; ///< UTF-8; shown by viewers and proposed as a file name
    std::vector<FontFace> fonts;
    std::vector<Page> pages;
    /// Characters that none of the fonts can draw, each once, in the order they were met. They appear on the page as
    /// an empty box; whoever shows the document tells the person.
    std::vector<char32_t> missingGlyphs;
    std::string kind; ///< "invoice", "receipt" …: what a printer and a size are remembered for; empty for none
};

/// "U+1F600 U+20BB7": for a message about missing glyphs.
[[nodiscard]] std::string DescribeGlyphs(const std::vector<char32_t>& glyphs);

} // namespace bayline::reports
