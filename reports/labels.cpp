// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/labels.h"

#include "reports/flow.h"
#include "reports/order_blocks.h"
#include "reports/paper.h"

#include <algorithm>
#include <iterator>

namespace bayline::reports {

namespace {

constexpr double kMargin = 7;

/// The largest of the sizes at which the text is no wider than the room.
TextStyle Fitting(const FontSet& fonts, const std::string& text, double most, double least, double width)
{
    TextStyle style{.size = most, .colour = kInk, .bold = true, .lineHeight = 1.2};
    while (style.size > least && MeasureText(fonts, text, style) > width)
        style.size -= 0.5;
    return style;
}

/// Only the first lines of a text that is too long for its place.
Block Lines(const FontSet& fonts, const std::string& text, const TextStyle& style, double width, std::size_t most)
{
    auto layout = LayText(fonts, text, style, width);
    layout.lines.resize(std::min(layout.lines.size(), most));
    Block block(width, layout.Height());
    block.Put(layout, 0, 0, width);
    return block;
}

/// Text at the left, a QR code as high as the label at the right.
Document Label(const std::vector<Block>& text, const std::string& code, double codeSide, const std::string& title,
               const Stationery& stationery)
{
    const auto& size = stationery.size;
    const double height = size.height - 2 * kMargin;
    Flow flow(stationery.fonts, {.size = size,
                                 .left = kMargin,
                                 .right = kMargin,
                                 .top = kMargin,
                                 .bottom = kMargin - 1,
                                 .continuedTop = kMargin});
    Block label(flow.Width(), height);
    const auto stacked = Stack(text, 1);
    label.Put(stacked, 0, std::max(0.0, (height - stacked.Height()) / 2));
    label.Put(QrBlock(code, codeSide, kInk), flow.Width() - codeSide, (height - codeSide) / 2);
    label.Resize(flow.Width(), height);
    flow.Add(std::move(label));
    return flow.Finish(title);
}

double CodeSide(const Stationery& stationery)
{
    return std::min(stationery.size.height - 2 * kMargin, stationery.size.width * 0.32);
}

double TextWidth(const Stationery& stationery)
{
    return stationery.size.width - 2 * kMargin - CodeSide(stationery) - 6;
}

Document PartLabel(const core::WorkOrder& order, const core::QuoteLine& line, const Stationery& stationery)
{
    const FontSet& fonts = stationery.fonts;
    const double width = TextWidth(stationery);
    const TextStyle small{.size = 7, .colour = kInk, .lineHeight = 1.3};
    const TextStyle name{.size = 8, .colour = kInk, .lineHeight = 1.25};
    const auto& part = *line.part;
    const auto heading = part.number.empty() ? line.description : part.number;
    const auto quantity = "× " + core::ToDecimal(line.quantity);
    return Label({Lines(fonts, heading, Fitting(fonts, heading, 13, 8, width), width, 1),
                  Lines(fonts, part.number.empty() ? std::string() : line.description, name, width, 2),
                  Lines(fonts, Dotted({part.brand, quantity}), small, width, 1),
                  Lines(fonts, Dotted({order.vehicle.plate, order.number}),
                        Fitting(fonts, Dotted({order.vehicle.plate, order.number}), 9, 6.5, width), width, 1)},
                 Dotted({order.number, part.number}), CodeSide(stationery), order.number + " " + heading, stationery);
}

} // namespace

std::string KeyTagNumber(const core::WorkOrder& order)
{
    constexpr std::size_t kDigits = 3;
    return order.number.size() <= kDigits ? order.number : order.number.substr(order.number.size() - kDigits);
}

Document LayKeyTag(const core::WorkOrder& order, const Stationery& stationery)
{
    const FontSet& fonts = stationery.fonts;
    const double width = TextWidth(stationery);
    const TextStyle small{.size = 7, .colour = kInk, .lineHeight = 1.3};
    const auto promised =
        order.promisedAt == core::Instant{}
            ? std::string()
            : Fill(stationery.tr("Promised {1}"), {core::FormatMinute(order.promisedAt, stationery.zone)});
    const auto tag = Fill(stationery.tr("Key {1}"), {KeyTagNumber(order)});
    const auto& plate = order.vehicle.plate;
    return Label({Lines(fonts, plate, Fitting(fonts, plate, 18, 9, width), width, 1),
                  Lines(fonts, tag, Fitting(fonts, tag, 13, 8, width), width, 1),
                  Lines(fonts, VehicleName(order.vehicle), small, width, 1),
                  Lines(fonts, order.number, small, width, 1), Lines(fonts, promised, small, width, 1)},
                 order.number, CodeSide(stationery), stationery.tr("Key tag") + " " + order.number, stationery);
}

Document LayPartLabels(const core::WorkOrder& order, const Stationery& stationery)
{
    Document all{.title = stationery.tr("Part labels") + " " + order.number};
    for (const auto& line : order.lines) {
        if (line.kind != core::LineKind::Part || !line.part || order.StateOf(line) == core::LineState::Declined)
            continue;
        auto label = PartLabel(order, line, stationery);
        all.fonts = label.fonts;
        std::move(label.pages.begin(), label.pages.end(), std::back_inserter(all.pages));
        all.missingGlyphs.insert(all.missingGlyphs.end(), label.missingGlyphs.begin(), label.missingGlyphs.end());
    }
    return all;
}

} // namespace bayline::reports
