// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/block.h"

#include "core/failure.h"
#include "core/outcome.h"

#include <qrencode.h>

#include <algorithm>
#include <memory>

namespace bayline::reports {

void Shift(Operation& operation, double dx, double dy)
{
    if (auto* run = std::get_if<TextRun>(&operation)) {
        run->x += dx;
        run->baseline += dy;
    } else if (auto* line = std::get_if<Line>(&operation)) {
        line->x1 += dx;
        line->x2 += dx;
        line->y1 += dy;
        line->y2 += dy;
    } else if (auto* rectangle = std::get_if<Rectangle>(&operation)) {
        rectangle->x += dx;
        rectangle->y += dy;
    } else {
        auto& picture = std::get<PlacedPicture>(operation);
        picture.x += dx;
        picture.y += dy;
    }
}

void Block::Put(const Block& other, double x, double y)
{
    for (Operation operation : other.m_operations) {
        Shift(operation, x, y);
        m_operations.push_back(std::move(operation));
    }
    m_missing.insert(m_missing.end(), other.m_missing.begin(), other.m_missing.end());
    m_width = std::max(m_width, x + other.m_width);
    m_height = std::max(m_height, y + other.m_height);
}

void Block::Put(const TextLayout& text, double x, double y, double width, Align align)
{
    const double start = y;
    for (const TextLine& line : text.lines) {
        const double spare = width - line.width;
        const double left = align == Align::Right ? x + spare : align == Align::Centre ? x + spare / 2 : x;
        for (Operation operation : line.operations) {
            Shift(operation, left, y);
            m_operations.push_back(std::move(operation));
        }
        y += text.lineHeight;
    }
    m_missing.insert(m_missing.end(), text.missing.begin(), text.missing.end());
    m_width = std::max(m_width, x + width);
    m_height = std::max(m_height, start + text.Height());
}

Block TextBlock(const FontSet& fonts, std::string_view text, const TextStyle& style, double width, Align align)
{
    Block block(width, 0);
    block.Put(LayText(fonts, text, style, width), 0, 0, width, align);
    return block;
}

Block Stack(const std::vector<Block>& blocks, double gap)
{
    Block all;
    double y = 0;
    for (const Block& block : blocks) {
        if (block.Height() <= 0)
            continue;
        all.Put(block, 0, y);
        y += block.Height() + gap;
    }
    return all;
}

Block Beside(const std::vector<Block>& blocks, double gap)
{
    Block all;
    double x = 0;
    for (const Block& block : blocks) {
        all.Put(block, x, 0);
        x += block.Width() + gap;
    }
    return all;
}

Block KeyValues(const FontSet& fonts, const std::vector<std::pair<std::string, std::string>>& pairs, double width,
                const KeyValueStyle& style)
{
    Block all(width, 0);
    const double columnWidth = (width - style.columnGap * (style.columns - 1)) / style.columns;
    double top = 0;
    double bottom = 0;
    int column = 0;
    for (const auto& [label, value] : pairs) {
        if (value.empty())
            continue;
        if (column == style.columns) {
            column = 0;
            top = bottom + style.rowGap;
        }
        const double x = column * (columnWidth + style.columnGap);
        const TextLayout labelText = LayText(fonts, label, style.label, columnWidth);
        const TextLayout valueText = LayText(fonts, value, style.value, columnWidth);
        all.Put(labelText, x, top, columnWidth);
        all.Put(valueText, x, top + labelText.Height(), columnWidth);
        bottom = std::max(bottom, top + labelText.Height() + valueText.Height());
        ++column;
    }
    return all;
}

Block PictureBlock(const PicturePtr& picture, double maxWidth, double maxHeight)
{
    const double scale = std::min(maxWidth / picture->widthPx, maxHeight / picture->heightPx);
    const double width = picture->widthPx * scale;
    const double height = picture->heightPx * scale;
    Block block(width, height);
    block.Draw(PlacedPicture{picture, 0, 0, width, height});
    return block;
}

Block QrBlock(std::string_view text, double side, Colour colour)
{
    struct Free
    {
        void operator()(QRcode* code) const { QRcode_free(code); }
    };
    const std::unique_ptr<QRcode, Free> code(QRcode_encodeData(
        static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M));
    if (!code)
        throw core::Failure({.kind = core::FailureKind::Internal,
                             .where = "reports::QrBlock",
                             .sentence = N_("The link is too long for a QR code.")});
    constexpr int kQuiet = 4;
    const double module = side / (code->width + 2 * kQuiet);
    // Rows overlap a little: viewers that smooth edges would show hairlines between rectangles that only touch.
    const double overlap = module * 0.04;
    Block block(side, side);
    for (int row = 0; row < code->width; ++row) {
        const unsigned char* cells = code->data + std::ptrdiff_t{row} * code->width;
        for (int column = 0; column < code->width;) {
            int end = column;
            while (end < code->width && (cells[end] & 1) != 0)
                ++end;
            if (end > column)
                block.Draw(Rectangle{
                    .x = (column + kQuiet) * module,
                    .y = (row + kQuiet) * module,
                    .width = (end - column) * module,
                    .height = module + overlap,
                    .fill = colour,
                });
            column = std::max(end, column + 1);
        }
    }
    return block;
}

} // namespace bayline::reports
