// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/font_subset.h"

#include "core/failure.h"
#include "core/outcome.h"
#include "reports/fonts.h"

#include <hb-subset.h>
#include <hb.h>

#include <algorithm>
#include <map>
#include <memory>
#include <vector>

namespace bayline::reports {

namespace {

struct Release
{
    void operator()(hb_face_t* face) const { hb_face_destroy(face); }
    void operator()(hb_blob_t* blob) const { hb_blob_destroy(blob); }
    void operator()(hb_font_t* font) const { hb_font_destroy(font); }
    void operator()(hb_subset_input_t* input) const { hb_subset_input_destroy(input); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

constexpr hb_tag_t kDropped[] = {
    HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'), HB_TAG('k', 'e', 'r', 'n'),
    HB_TAG('v', 'h', 'e', 'a'), HB_TAG('v', 'm', 't', 'x'), HB_TAG('g', 'a', 's', 'p'), HB_TAG('F', 'F', 'T', 'M'),
    HB_TAG('D', 'S', 'I', 'G'), HB_TAG('M', 'A', 'T', 'H'), HB_TAG('h', 'd', 'm', 'x'), HB_TAG('L', 'T', 'S', 'H'),
    HB_TAG('V', 'D', 'M', 'X'), HB_TAG('B', 'A', 'S', 'E'), HB_TAG('m', 'e', 't', 'a'),
};

/// Gaps shorter than this inside a segment of the character map are filled with "no glyph".
constexpr unsigned kBridgedGap = 400;

class BigEndian
{
public:
    void Word(unsigned value)
    {
        m_bytes.push_back(static_cast<char>((value >> 8) & 0xFF));
        m_bytes.push_back(static_cast<char>(value & 0xFF));
    }
    void Long(unsigned value)
    {
        Word(value >> 16);
        Word(value & 0xFFFF);
    }
    [[nodiscard]] std::string Take() { return std::move(m_bytes); }

private:
    std::string m_bytes;
};

struct Segment
{
    unsigned first;
    unsigned last;
};

std::vector<Segment> Segments(const std::map<unsigned, unsigned>& glyphOfCode)
{
    std::vector<Segment> segments;
    for (const auto& [code, glyph] : glyphOfCode) {
        if (!segments.empty() && code - segments.back().last <= kBridgedGap)
            segments.back().last = code;
        else
            segments.push_back({code, code});
    }
    return segments;
}

/// One format 4 subtable (OpenType specification, "cmap") for Windows/Unicode BMP.
std::string CharacterMap(const std::map<unsigned, unsigned>& glyphOfCode)
{
    const std::vector<Segment> segments = Segments(glyphOfCode);
    const auto count = static_cast<unsigned>(segments.size()) + 1; // and the closing 0xFFFF segment
    unsigned glyphs = 0;
    for (const Segment& segment : segments)
        glyphs += segment.last - segment.first + 1;
    unsigned power = 1;
    unsigned log = 0;
    while (power * 2 <= count) {
        power *= 2;
        ++log;
    }

    BigEndian out;
    for (const unsigned value : {0U, 1U, 3U, 1U}) // version, one table, Windows, Unicode BMP
        out.Word(value);
    out.Long(12);
    for (const unsigned value : {4U, 16 + 8 * count + 2 * glyphs, 0U, 2 * count, 2 * power, log, 2 * (count - power)})
        out.Word(value);
    for (const Segment& segment : segments)
        out.Word(segment.last);
    out.Word(0xFFFF);
    out.Word(0);
    for (const Segment& segment : segments)
        out.Word(segment.first);
    out.Word(0xFFFF);
    for (std::size_t i = 0; i < segments.size(); ++i)
        out.Word(0);
    out.Word(1);
    unsigned before = 0;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        out.Word(2 * (count - static_cast<unsigned>(i) + before));
        before += segments[i].last - segments[i].first + 1;
    }
    out.Word(0);
    for (const Segment& segment : segments) {
        for (unsigned code = segment.first; code <= segment.last; ++code) {
            const auto found = glyphOfCode.find(code);
            out.Word(found == glyphOfCode.end() ? 0 : found->second);
        }
    }
    return out.Take();
}

Owned<hb_face_t> Reduce(hb_face_t* face, std::span<const char32_t> characters)
{
    const Owned<hb_subset_input_t> input(hb_subset_input_create_or_fail());
    if (!input)
        return nullptr;
    for (const char32_t character : characters)
        hb_set_add(hb_subset_input_unicode_set(input.get()), character);
    hb_set_t* names = hb_subset_input_set(input.get(), HB_SUBSET_SETS_NAME_ID);
    hb_set_clear(names);
    hb_set_add(names, HB_OT_NAME_ID_FONT_SUBFAMILY);
    hb_set_add(names, HB_OT_NAME_ID_POSTSCRIPT_NAME);
    hb_set_t* dropped = hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (const hb_tag_t tag : kDropped)
        hb_set_add(dropped, tag);
    hb_subset_input_set_flags(input.get(), HB_SUBSET_FLAGS_NO_HINTING);
    const Owned<hb_face_t> subset(hb_subset_or_fail(face, input.get()));
    if (!subset)
        return nullptr;
    // The subset is a builder, which cannot list its tables; the file it builds can.
    const Owned<hb_blob_t> file(hb_face_reference_blob(subset.get()));
    return Owned<hb_face_t>(hb_face_create(file.get(), 0));
}

std::map<unsigned, unsigned> GlyphCodes(hb_face_t* subset, std::span<const char32_t> characters)
{
    const Owned<hb_font_t> font(hb_font_create(subset));
    const std::vector<char16_t> codes = SubsetCodes(characters);
    std::map<unsigned, unsigned> glyphOfCode;
    std::vector<bool> reached(hb_face_get_glyph_count(subset), false);
    for (std::size_t i = 0; i < characters.size(); ++i) {
        hb_codepoint_t glyph = 0;
        if (!hb_font_get_nominal_glyph(font.get(), characters[i], &glyph))
            continue;
        glyphOfCode[codes[i]] = glyph;
        reached[glyph] = true;
    }
    constexpr unsigned kLastPrivateUse = 0xF8FF;
    unsigned code = kLastPrivateUse;
    for (unsigned glyph = 1; glyph < reached.size(); ++glyph) {
        if (reached[glyph])
            continue;
        while (glyphOfCode.contains(code))
            --code;
        glyphOfCode[code] = glyph;
    }
    return glyphOfCode;
}

} // namespace

FontSubset MakeFontSubset(hb_face_t* face, std::span<const char32_t> characters)
{
    const Owned<hb_face_t> reduced = Reduce(face, characters);
    if (!reduced)
        throw core::Failure({.kind = core::FailureKind::Internal,
                             .where = "reports::MakeFontSubset",
                             .sentence = N_("The document font could not be prepared.")});
    const Owned<hb_face_t> builder(hb_face_builder_create());
    hb_tag_t tags[64];
    unsigned count = std::size(tags);
    hb_face_get_table_tags(reduced.get(), 0, &count, tags);
    for (unsigned i = 0; i < count; ++i) {
        if (tags[i] == HB_TAG('c', 'm', 'a', 'p'))
            continue;
        const Owned<hb_blob_t> table(hb_face_reference_table(reduced.get(), tags[i]));
        hb_face_builder_add_table(builder.get(), tags[i], table.get());
    }
    const std::map<unsigned, unsigned> glyphOfCode = GlyphCodes(reduced.get(), characters);
    const std::string map = CharacterMap(glyphOfCode);
    const Owned<hb_blob_t> mapBlob(
        hb_blob_create(map.data(), static_cast<unsigned>(map.size()), HB_MEMORY_MODE_DUPLICATE, nullptr, nullptr));
    hb_face_builder_add_table(builder.get(), HB_TAG('c', 'm', 'a', 'p'), mapBlob.get());
    const Owned<hb_blob_t> file(hb_face_reference_blob(builder.get()));
    unsigned length = 0;
    const char* data = hb_blob_get_data(file.get(), &length);
    std::u32string codes;
    for (const auto& [code, glyph] : glyphOfCode)
        codes += static_cast<char32_t>(code);
    return {{data, length}, ToUtf8(codes)};
}

} // namespace bayline::reports
