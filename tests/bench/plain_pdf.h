// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/fonts.h"

#include <filesystem>
#include <map>
#include <memory>
#include <set>

namespace bayline::bench {

/// What the PDF library costs by itself: the texts, lines and boxes of a document that is laid out already, drawn with
/// fonts that were cut down beforehand. No pictures, no measuring, no map from glyphs to text.
class PlainPdf
{
public:
    /// Cuts the document's fonts down to its characters into files in the directory.
    PlainPdf(const reports::Document& document, const reports::FontSet& fonts, const std::filesystem::path& directory);

    /// Draws the document and gives the size of the file in bytes.
    [[nodiscard]] std::size_t Write() const;

private:
    /// The texts in the codes of the cut fonts.
    void EncodeTexts(const std::map<std::uint16_t, std::set<char32_t>>& wanted);

    const reports::Document& m_document;
    struct Cut
    {
        std::filesystem::path file;
        std::shared_ptr<const reports::FontSubset> subset;
    };
    std::map<std::uint16_t, Cut> m_fonts;
    std::map<const reports::TextRun*, std::string> m_texts;
};

} // namespace bayline::bench
