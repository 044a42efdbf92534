// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/font_subset.h"

#include "core/failure.h"
#include "core/outcome.h"
#include "reports/fonts.h"

#include <hb-subset.h>
#include <hb.h>

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

/// Above the control characters, which the library's text functions may take for something else.
constexpr unsigned kFirstCode = 0x21;

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

/// One format 4 subtable (OpenType specification, "cmap") for Windows/Unicode BMP with one segment: glyph 1 is
/// kFirstCode, and so on to the last.
std::string CharacterMap(unsigned glyphCount)
{
    constexpr unsigned kSegments = 2; // the codes, and the closing 0xFFFF that the format asks for
    BigEndian out;
    for (const unsigned value : {0U, 1U, 3U, 1U}) // version, one table, Windows, Unicode BMP
        out.Word(value);
    out.Long(12);
    for (const unsigned value : {4U, 16 + 8 * kSegments, 0U, 2 * kSegments, 2 * kSegments, 1U, 0U})
        out.Word(value);
    for (const unsigned value :
         {kFirstCode + glyphCount - 2, 0xFFFFU, 0U, kFirstCode, 0xFFFFU}) // ends, padding, starts
        out.Word(value);
    for (const unsigned value : {0x10000U + 1 - kFirstCode, 1U, 0U, 0U}) // differences to the glyph, no offsets
        out.Word(value & 0xFFFF);
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

std::vector<char16_t> CodesOf(hb_face_t* subset, std::span<const char32_t> characters)
{
    const Owned<hb_font_t> font(hb_font_create(subset));
    std::vector<char16_t> codes;
    for (const char32_t character : characters) {
        hb_codepoint_t glyph = 1;
        hb_font_get_nominal_glyph(font.get(), character, &glyph);
        codes.push_back(static_cast<char16_t>(kFirstCode + glyph - 1));
    }
    return codes;
}

std::string AllCodes(unsigned glyphCount)
{
    std::u32string codes;
    for (unsigned glyph = 1; glyph < glyphCount; ++glyph)
        codes += static_cast<char32_t>(kFirstCode + glyph - 1);
    return ToUtf8(codes);
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
    const unsigned glyphCount = hb_face_get_glyph_count(reduced.get());
    const std::string map = CharacterMap(glyphCount);
    const Owned<hb_blob_t> mapBlob(
        hb_blob_create(map.data(), static_cast<unsigned>(map.size()), HB_MEMORY_MODE_DUPLICATE, nullptr, nullptr));
    hb_face_builder_add_table(builder.get(), HB_TAG('c', 'm', 'a', 'p'), mapBlob.get());
    const Owned<hb_blob_t> file(hb_face_reference_blob(builder.get()));
    unsigned length = 0;
    const char* data = hb_blob_get_data(file.get(), &length);
    return {{data, length}, CodesOf(reduced.get(), characters), AllCodes(glyphCount)};
}

} // namespace bayline::reports
