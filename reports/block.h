// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/page.h"
#include "reports/text.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bayline::reports {

/// A piece of a paper with its size, drawn relative to its own top left corner; pieces are put into bigger ones.
class Block
{
public:
    Block() = default;
    Block(double width, double height) : m_width(width), m_height(height) {}

    [[nodiscard]] double Width() const { return m_width; }
    [[nodiscard]] double Height() const { return m_height; }
    [[nodiscard]] const std::vector<Operation>& Operations() const { return m_operations; }
    [[nodiscard]] std::vector<Operation>& Operations() { return m_operations; }
    [[nodiscard]] const std::vector<char32_t>& Missing() const { return m_missing; }

    void Draw(Operation operation) { m_operations.push_back(std::move(operation)); }
    /// Puts a copy of another block with its corner at (x, y) and grows to hold it.
    void Put(const Block& other, double x, double y);
    /// Lines of text with the box's left edge at `x`, aligned within `width`; grows to hold them.
    void Put(const TextLayout& text, double x, double y, double width, Align align = Align::Left);
    void Resize(double width, double height)
    {
        m_width = width;
        m_height = height;
    }

private:
    double m_width = 0;
    double m_height = 0;
    std::vector<Operation> m_operations;
    std::vector<char32_t> m_missing;
};

/// Moves an operation by (dx, dy).
void Shift(Operation& operation, double dx, double dy);

/// A paragraph as one block.
[[nodiscard]] Block TextBlock(const FontSet& fonts, std::string_view text, const TextStyle& style, double width,
                              Align align = Align::Left);

/// Blocks under one another.
[[nodiscard]] Block Stack(const std::vector<Block>& blocks, double gap = 0);
/// Blocks next to one another, tops aligned.
[[nodiscard]] Block Beside(const std::vector<Block>& blocks, double gap);

struct KeyValueStyle
{
    TextStyle label{.size = 7.5, .colour = {0x6B, 0x72, 0x80}, .lineHeight = 1.35};
    TextStyle value{.size = 9.5, .colour = {0x11, 0x18, 0x27}, .lineHeight = 1.4};
    int columns = 2;
    double columnGap = 14;
    double rowGap = 7;
};

/// Small labels above their values in columns, row by row. Pairs without a value are left out.
[[nodiscard]] Block KeyValues(const FontSet& fonts, const std::vector<std::pair<std::string, std::string>>& pairs,
                              double width, const KeyValueStyle& style = {});

/// A picture scaled to fit the box, its proportions kept; the block is as big as the drawn picture.
[[nodiscard]] Block PictureBlock(const PicturePtr& picture, double maxWidth, double maxHeight);

/// A QR code (error correction M) as filled rectangles, with a quiet zone of four modules inside `side`. Throws
/// core::Failure (Internal) when the text is empty or too long for a QR code.
[[nodiscard]] Block QrBlock(std::string_view text, double side, Colour colour = {});

} // namespace bayline::reports
