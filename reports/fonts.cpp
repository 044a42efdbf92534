// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/fonts.h"

#include "core/failure.h"
#include "core/outcome.h"
#include "reports/font_subset.h"

#include <hb-ot.h>
#include <hb.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <list>
#include <mutex>

namespace bayline::reports {

namespace {

constexpr std::size_t kCachedSubsets = 24;
constexpr std::int32_t kNotAsked = 0; ///< an advance that is known is kept one larger
constexpr std::int32_t kNoGlyph = -1;

std::string FamilyOf(hb_face_t* face)
{
    std::array<char, 128> name{};
    unsigned size = name.size();
    hb_ot_name_get_utf8(face, HB_OT_NAME_ID_FONT_FAMILY, hb_language_from_string("en", -1), &size, name.data());
    return name.data();
}

bool HasTable(hb_face_t* face, hb_tag_t tag)
{
    hb_blob_t* table = hb_face_reference_table(face, tag);
    const bool present = hb_blob_get_length(table) > 0;
    hb_blob_destroy(table);
    return present;
}

bool IsSpace(char32_t c)
{
    return c == 0x20 || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
}

} // namespace

/// One font file, and the advances of the characters that were asked for. Looking a character up needs no lock: two
/// threads that meet at a new one find the same.
struct FontSet::Part
{
    hb_face_t* face = nullptr;
    hb_font_t* font = nullptr;
    unsigned unitsPerEm = 1000;
    std::vector<std::atomic<std::int32_t>> known = std::vector<std::atomic<std::int32_t>>(0x10000); ///< plane 0

    Part() = default;
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;
    ~Part()
    {
        hb_font_destroy(font);
        hb_face_destroy(face);
    }

    [[nodiscard]] std::int32_t Advance(char32_t character)
    {
        if (character >= known.size())
            return Read(character);
        auto advance = known[character].load(std::memory_order_relaxed);
        if (advance == kNotAsked) {
            advance = Read(character);
            known[character].store(advance, std::memory_order_relaxed);
        }
        return advance;
    }

private:
    [[nodiscard]] std::int32_t Read(char32_t character) const
    {
        hb_codepoint_t glyph = 0;
        if (!hb_font_get_nominal_glyph(font, character, &glyph) || glyph == 0)
            return kNoGlyph;
        // Some fonts name characters they draw nothing for; WenQuanYi Micro Hei does with the degree Celsius sign.
        hb_glyph_extents_t extents{};
        const bool blank = !hb_font_get_glyph_extents(font, glyph, &extents) || extents.width == 0;
        return blank && !IsSpace(character) ? kNoGlyph : hb_font_get_glyph_h_advance(font, glyph) + 1;
    }
};

struct FontSet::Cache
{
    struct Entry
    {
        std::uint16_t font;
        std::vector<char32_t> characters;
        std::shared_ptr<const FontSubset> subset;
    };
    std::mutex mutex;
    std::list<Entry> entries; ///< most recently used first
};

FontSet::FontSet(const FontSettings& settings) : m_cache(std::make_unique<Cache>())
{
    std::vector<std::pair<std::string, unsigned>> wanted = {{settings.documentFont, settings.faceIndex}};
    for (const std::string& fallback : settings.fallbacks) {
        if (fallback != settings.documentFont)
            wanted.emplace_back(fallback, 0);
    }
    for (const auto& [path, index] : wanted) {
        hb_blob_t* blob = hb_blob_create_from_file_or_fail(path.c_str());
        auto part = std::make_unique<Part>();
        part->face = hb_face_create(blob, index);
        const bool usable = blob && index < hb_face_count(blob) && HasTable(part->face, HB_TAG('g', 'l', 'y', 'f'));
        hb_blob_destroy(blob);
        if (!usable) {
            if (!m_parts.empty())
                continue;
            throw core::Failure({.kind = core::FailureKind::NotFound,
                                 .where = "reports::FontSet " + path,
                                 .sentence = N_("The document font cannot be used. Choose a TrueType font file in the "
                                                "settings, or install fonts-wqy-microhei.")});
        }
        part->unitsPerEm = hb_face_get_upem(part->face);
        part->font = hb_font_create(part->face);
        hb_font_make_immutable(part->font);
        hb_font_extents_t extents{};
        hb_font_get_h_extents(part->font, &extents);
        const double em = part->unitsPerEm;
        m_faces.push_back({path, index, FamilyOf(part->face), extents.ascender / em, -extents.descender / em});
        m_parts.push_back(std::move(part));
    }
}

FontSet::~FontSet() = default;

std::optional<FontSet::Glyph> FontSet::Find(char32_t character) const
{
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        const std::int32_t advance = m_parts[i]->Advance(character);
        if (advance != kNoGlyph)
            return Glyph{static_cast<std::uint16_t>(i),
                         static_cast<float>(advance - 1) / static_cast<float>(m_parts[i]->unitsPerEm)};
    }
    return std::nullopt;
}

std::shared_ptr<const FontSubset> FontSet::Subset(std::uint16_t font, const std::vector<char32_t>& characters) const
{
    {
        const std::lock_guard lock(m_cache->mutex);
        auto& entries = m_cache->entries;
        const auto found = std::find_if(entries.begin(), entries.end(), [&](const Cache::Entry& entry) {
            return entry.font == font && entry.characters == characters;
        });
        if (found != entries.end()) {
            entries.splice(entries.begin(), entries, found);
            return found->subset;
        }
    }
    auto subset = std::make_shared<const FontSubset>(MakeFontSubset(m_parts.at(font)->face, characters));
    const std::lock_guard lock(m_cache->mutex);
    m_cache->entries.push_front({font, characters, subset});
    if (m_cache->entries.size() > kCachedSubsets)
        m_cache->entries.pop_back();
    return subset;
}

} // namespace bayline::reports
