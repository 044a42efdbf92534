// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/plain_pdf.h"

#include "reports/font_subset.h"

#include <hpdf.h>

#include <fstream>
#include <memory>
#include <set>
#include <stdexcept>

namespace bayline::bench {

namespace {

template <class T>
using Owned = std::unique_ptr<T, void (*)(T*)>;

void Remember(HPDF_STATUS error, HPDF_STATUS /*detail*/, void* first)
{
    auto& kept = *static_cast<HPDF_STATUS*>(first);
    kept = kept != 0 ? kept : error;
}

HPDF_REAL Real(double value)
{
    return static_cast<HPDF_REAL>(value);
}

HPDF_REAL Part(std::uint8_t value)
{
    return Real(value / 255.0);
}

struct Pen
{
    HPDF_Page page;
    double height;
    const std::map<std::uint16_t, HPDF_Font>& fonts;
    const std::map<const reports::TextRun*, std::string>& texts;

    void operator()(const reports::TextRun& run) const
    {
        HPDF_Page_SetRGBFill(page, Part(run.colour.red), Part(run.colour.green), Part(run.colour.blue));
        HPDF_Page_BeginText(page);
        HPDF_Page_SetFontAndSize(page, fonts.at(run.font), Real(run.size));
        HPDF_Page_MoveTextPos(page, Real(run.x), Real(height - run.baseline));
        HPDF_Page_ShowText(page, texts.at(&run).c_str());
        HPDF_Page_EndText(page);
    }
    void operator()(const reports::Line& line) const
    {
        HPDF_Page_SetLineWidth(page, Real(line.thickness));
        HPDF_Page_MoveTo(page, Real(line.x1), Real(height - line.y1));
        HPDF_Page_LineTo(page, Real(line.x2), Real(height - line.y2));
        HPDF_Page_Stroke(page);
    }
    void operator()(const reports::Rectangle& box) const
    {
        HPDF_Page_SetRGBFill(page, Part(box.fill.red), Part(box.fill.green), Part(box.fill.blue));
        HPDF_Page_Rectangle(page, Real(box.x), Real(height - box.y - box.height), Real(box.width), Real(box.height));
        HPDF_Page_Fill(page);
    }
    void operator()(const reports::PlacedPicture& /*picture*/) const {}
};

} // namespace

PlainPdf::PlainPdf(const reports::Document& document, const reports::FontSet& fonts,
                   const std::filesystem::path& directory)
    : m_document(document)
{
    std::map<std::uint16_t, std::set<char32_t>> wanted;
    for (const auto& page : document.pages) {
        for (const auto& operation : page.operations) {
            if (const auto* run = std::get_if<reports::TextRun>(&operation)) {
                const auto characters = reports::ToCharacters(run->text);
                wanted[run->font].insert(characters.begin(), characters.end());
            }
        }
    }
    for (const auto& [font, characters] : wanted) {
        auto subset = fonts.Subset(font, {characters.begin(), characters.end()});
        const auto file = directory / ("font" + std::to_string(font) + ".ttf");
        std::ofstream(file, std::ios::binary) << subset->file;
        m_fonts[font] = {file, std::move(subset)};
    }
    EncodeTexts(wanted);
}

void PlainPdf::EncodeTexts(const std::map<std::uint16_t, std::set<char32_t>>& wanted)
{
    std::map<std::pair<std::uint16_t, char32_t>, char16_t> codes;
    for (const auto& [font, characters] : wanted) {
        std::size_t n = 0;
        for (const char32_t character : characters) {
            codes[{font, character}] = m_fonts[font].subset->codes[n++];
        }
    }
    for (const auto& page : m_document.pages) {
        for (const auto& operation : page.operations) {
            if (const auto* run = std::get_if<reports::TextRun>(&operation)) {
                auto characters = reports::ToCharacters(run->text);
                for (char32_t& character : characters) {
                    character = codes.at({run->font, character});
                }
                m_texts[run] = reports::ToUtf8(characters);
            }
        }
    }
}

std::size_t PlainPdf::Write() const
{
    HPDF_STATUS error = 0;
    const Owned<std::remove_pointer_t<HPDF_Doc>> owned(HPDF_New(Remember, &error), HPDF_Free);
    HPDF_Doc doc = owned.get();
    HPDF_SetCompressionMode(doc, HPDF_COMP_ALL);
    HPDF_UseUTFEncodings(doc);
    std::map<std::uint16_t, HPDF_Font> fonts;
    for (const auto& [font, cut] : m_fonts) {
        fonts[font] = HPDF_GetFont(doc, HPDF_LoadTTFontFromFile(doc, cut.file.c_str(), HPDF_TRUE), "UTF-8");
        // Without this the library throws parts of glyphs away and then stumbles over them.
        HPDF_Font_TextWidth(fonts[font], reinterpret_cast<const HPDF_BYTE*>(cut.subset->allCodes.data()),
                            static_cast<HPDF_UINT>(cut.subset->allCodes.size()));
    }
    for (const auto& page : m_document.pages) {
        HPDF_Page handle = HPDF_AddPage(doc);
        HPDF_Page_SetWidth(handle, Real(page.size.width));
        HPDF_Page_SetHeight(handle, Real(page.size.height));
        const Pen pen{handle, page.size.height, fonts, m_texts};
        for (const auto& operation : page.operations) {
            std::visit(pen, operation);
        }
    }
    HPDF_SaveToStream(doc);
    if (error != 0) {
        throw std::runtime_error("the PDF library reported error " + std::to_string(error));
    }
    return HPDF_GetStreamSize(doc);
}

} // namespace bayline::bench
