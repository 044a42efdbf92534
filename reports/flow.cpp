// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/flow.h"

#include "core/outcome.h"

#include <algorithm>
#include <limits>

namespace bayline::reports {

namespace {

/// A block that must be cut anyway begins on the page at hand when this much of it is left.
constexpr double kLeastForTall = 90;

struct Extent
{
    double top;
    double bottom;
};

Extent ExtentOf(const Operation& operation)
{
    if (const auto* run = std::get_if<TextRun>(&operation))
        return {run->baseline - run->size * 0.95, run->baseline + run->size * 0.25};
    if (const auto* line = std::get_if<Line>(&operation))
        return {std::min(line->y1, line->y2), std::max(line->y1, line->y2)};
    if (const auto* rectangle = std::get_if<Rectangle>(&operation))
        return {rectangle->y, rectangle->y + rectangle->height};
    const auto& picture = std::get<PlacedPicture>(operation);
    return {picture.y, picture.y + picture.height};
}

bool MayBeCut(const Operation& operation)
{
    return std::holds_alternative<Line>(operation) || std::holds_alternative<Rectangle>(operation);
}

/// The highest cut at or above `limit` that goes through no text and no picture.
double CutAbove(const Block& block, double limit)
{
    double cut = limit;
    for (bool moved = true; moved;) {
        moved = false;
        for (const Operation& operation : block.Operations()) {
            const Extent extent = ExtentOf(operation);
            if (!MayBeCut(operation) && extent.top < cut && extent.bottom > cut) {
                cut = extent.top;
                moved = true;
            }
        }
    }
    return cut > 1 ? cut : limit;
}

/// The part of a rule or box that lies within [top, bottom].
Operation Clipped(Operation operation, double top, double bottom)
{
    if (auto* rectangle = std::get_if<Rectangle>(&operation)) {
        const double end = std::min(rectangle->y + rectangle->height, bottom);
        rectangle->y = std::max(rectangle->y, top);
        rectangle->height = end - rectangle->y;
    } else if (auto* line = std::get_if<Line>(&operation)) {
        line->y1 = std::clamp(line->y1, top, bottom);
        line->y2 = std::clamp(line->y2, top, bottom);
    }
    return operation;
}

/// The operations of a block between two heights, moved to the top of a block of their own.
Block Slice(const Block& block, double top, double bottom)
{
    Block slice(block.Width(), bottom - top);
    for (const Operation& operation : block.Operations()) {
        const Extent extent = ExtentOf(operation);
        const bool inside = MayBeCut(operation)
                                ? extent.top < bottom && extent.bottom >= top
                                : (extent.top + extent.bottom) / 2 >= top && (extent.top + extent.bottom) / 2 < bottom;
        if (!inside)
            continue;
        Operation part = MayBeCut(operation) ? Clipped(operation, top, bottom) : operation;
        Shift(part, 0, -top);
        slice.Draw(std::move(part));
    }
    return slice;
}

} // namespace

Flow::Flow(const FontSet& fonts, FlowSetup setup) : m_fonts(fonts), m_setup(std::move(setup))
{
    m_document.fonts = fonts.Faces();
}

double Flow::BodyHeight() const
{
    return m_setup.size.height - m_setup.continuedTop - m_setup.bottom;
}

double Flow::Limit() const
{
    return m_setup.continuous ? std::numeric_limits<double>::max() : m_setup.size.height - m_setup.bottom;
}

void Flow::Add(Block block, Keep keep)
{
    Queue({std::move(block)}, keep);
}

void Flow::Space(double height, Keep keep)
{
    Queue({.block = Block(0, height), .space = true}, keep);
}

void Flow::Text(std::string_view text, const TextStyle& style, Align align, Keep keep)
{
    const TextLayout layout = LayText(m_fonts, text, style, Width());
    const std::size_t count = layout.lines.size();
    for (std::size_t i = 0; i < count; ++i) {
        TextLayout one{{layout.lines[i]}, layout.lineHeight, layout.width, {}};
        if (i == 0)
            one.missing = layout.missing;
        Block block(Width(), 0);
        block.Put(one, 0, 0, Width(), align);
        const bool last = i + 1 == count;
        const bool nearEdge = i == 0 || i + 2 == count;
        Add(std::move(block), last ? keep : nearEdge ? Keep::WithNext : Keep::Free);
    }
}

void Flow::BeginRepeat(Block block)
{
    Queue({.block = std::move(block), .beginsRepeat = true}, Keep::WithNext);
}

void Flow::AddLastOfRepeat(Block block, Keep keep)
{
    Queue({.block = std::move(block), .endsRepeat = true}, keep);
}

void Flow::Queue(Piece piece, Keep keep)
{
    m_group.push_back(std::move(piece));
    if (keep == Keep::Free)
        PlaceGroup();
}

void Flow::PlaceGroup()
{
    std::vector<Piece> group = std::move(m_group);
    m_group.clear();
    double height = 0;
    for (const Piece& piece : group)
        height += piece.block.Height();
    if (m_document.pages.empty())
        StartPage();
    const double repeated = m_repeat ? m_repeat->Height() : 0;
    if (m_y + height > Limit() && !m_atTop && height <= BodyHeight() - repeated)
        StartPage();
    for (Piece& piece : group)
        Place(piece);
}

void Flow::Place(Piece& piece)
{
    const double height = piece.block.Height();
    if (piece.space) {
        if (!m_atTop)
            m_y = std::min(m_y + height, Limit());
    } else {
        const bool tall = height > BodyHeight();
        if (m_y + height > Limit() && !m_atTop && (!tall || Limit() - m_y < kLeastForTall))
            StartPage();
        if (m_y + height > Limit()) {
            PlaceTall(piece.block);
        } else {
            DrawAt(piece.block, m_y);
            m_y += height;
        }
        m_atTop = false;
    }
    if (piece.beginsRepeat && height < BodyHeight() / 3)
        m_repeat = std::move(piece.block);
    if (piece.endsRepeat)
        m_repeat.reset();
}

void Flow::PlaceTall(Block block)
{
    CollectMissing(block);
    double top = 0;
    while (block.Height() - top > Limit() - m_y) {
        const double cut = CutAbove(block, top + Limit() - m_y);
        const double bottom = cut > top ? cut : top + Limit() - m_y;
        DrawAt(Slice(block, top, bottom), m_y);
        top = bottom;
        StartPage();
    }
    DrawAt(Slice(block, top, block.Height()), m_y);
    m_y += block.Height() - top;
}

void Flow::StartPage()
{
    m_y = m_document.pages.empty() ? m_setup.top : m_setup.continuedTop;
    m_document.pages.push_back({m_setup.size, {}});
    m_atTop = true;
    if (m_repeat) {
        DrawAt(*m_repeat, m_y);
        m_y += m_repeat->Height();
    }
}

void Flow::DrawAt(const Block& block, double y)
{
    for (Operation operation : block.Operations()) {
        Shift(operation, m_setup.left, y);
        m_document.pages.back().operations.push_back(std::move(operation));
    }
    CollectMissing(block);
}

void Flow::CollectMissing(const Block& block)
{
    auto& all = m_document.missingGlyphs;
    for (const char32_t character : block.Missing()) {
        if (std::find(all.begin(), all.end(), character) == all.end())
            all.push_back(character);
    }
}

Document Flow::Finish(std::string title)
{
    PlaceGroup();
    m_repeat.reset();
    if (m_setup.continuous)
        m_document.pages.back().size.height = m_y + m_setup.bottom;
    const int count = static_cast<int>(m_document.pages.size());
    for (int number = 1; m_setup.decorate && number <= count; ++number) {
        Page& page = m_document.pages[number - 1];
        Block decoration(page.size.width, page.size.height);
        m_setup.decorate(decoration, number, count);
        for (Operation& operation : decoration.Operations())
            page.operations.push_back(std::move(operation));
        CollectMissing(decoration);
    }
    m_document.title = std::move(title);
    Document finished = std::move(m_document);
    m_document = {};
    m_document.fonts = m_fonts.Faces();
    m_y = 0;
    m_atTop = true;
    return finished;
}

std::string FillNumbers(std::string sentence, int first, int second)
{
    return core::Refusal::Fill(std::move(sentence), {std::to_string(first), std::to_string(second)});
}

} // namespace bayline::reports
