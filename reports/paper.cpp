// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/paper.h"

#include <algorithm>

namespace bayline::reports {

namespace {

constexpr double kSideMargin = 48;
constexpr double kLogoHeight = 44;

FlowSetup SetupFor(const Stationery& stationery)
{
    FlowSetup setup;
    setup.size = stationery.size;
    if (stationery.size.width < kA4.width - 1)
        setup.left = setup.right = 34;
    return setup;
}

const TextStyle kTitle{.size = 19, .colour = kInk, .bold = true, .lineHeight = 1.25};
const TextStyle kSender{.size = 12, .colour = kInk, .bold = true, .lineHeight = 1.35};
const TextStyle kNumber{.size = 10.5, .colour = kAccent, .bold = true, .lineHeight = 1.4};
const TextStyle kHeading{.size = 10.5, .colour = kAccent, .bold = true, .lineHeight = 1.35};

Block Frame(const FontSet& fonts, const std::string& text, Colour colour, double size)
{
    const TextStyle style{.size = size, .colour = colour, .bold = true, .lineHeight = 1.3};
    const TextLayout layout = LayText(fonts, text, style, 400);
    const double padX = size * 0.7;
    const double padY = size * 0.3;
    Block frame(layout.width + 2 * padX, layout.Height() + 2 * padY);
    frame.Draw(Rectangle{.width = frame.Width(),
                         .height = frame.Height(),
                         .filled = false,
                         .stroke = size * 0.09,
                         .strokeColour = colour});
    frame.Put(layout, padX, padY, layout.width);
    return frame;
}

} // namespace

Paper::Paper(const Stationery& stationery, Letterhead letterhead)
    : m_stationery(stationery), m_letterhead(std::move(letterhead)), m_flow(stationery.fonts, [&] {
          FlowSetup setup = SetupFor(stationery);
          setup.decorate = [this](Block& page, int number, int count) { Decorate(page, number, count); };
          return setup;
      }())
{
    AddLetterhead();
}

void Paper::AddLetterhead()
{
    const FontSet& fonts = Fonts();
    const core::Party& sender = m_letterhead.sender;
    const double half = Width() * 0.56;
    const double senderWidth = Width() - half - 16;
    TextStyle title = kTitle;
    while (title.size > 13 && MeasureText(fonts, m_letterhead.title, title) > half)
        title.size -= 0.5;
    std::vector<Block> names = {TextBlock(fonts, sender.name, kSender, senderWidth),
                                TextBlock(fonts, sender.address, kSmall, senderWidth),
                                TextBlock(fonts, sender.phone, kSmall, senderWidth)};
    if (m_stationery.logo) {
        Block logo = PictureBlock(m_stationery.logo, senderWidth, kLogoHeight);
        logo.Resize(logo.Width(), logo.Height() + 4);
        names.insert(names.begin(), std::move(logo));
    }
    const Block left = Stack(names);
    Block right = Stack({TextBlock(fonts, m_letterhead.title, title, half, Align::Right),
                         TextBlock(fonts, m_letterhead.number, kNumber, half, Align::Right)});
    if (!m_letterhead.mark.empty()) {
        const Block mark = Frame(fonts, m_letterhead.mark, m_letterhead.markColour, 10);
        right.Put(mark, half - mark.Width(), right.Height() + 5);
    } else if (m_letterhead.roomForMark) {
        right.Resize(half, right.Height() + 5 + Frame(fonts, "COPY", m_letterhead.markColour, 10).Height());
    }
    Block head(Width(), 0);
    head.Draw(Rectangle{.width = Width(), .height = 2.4, .fill = kAccent});
    head.Put(left, 0, 14);
    head.Put(right, Width() - half, 12);
    head.Resize(Width(), head.Height() + 14);
    m_flow.Add(std::move(head));
}

void Paper::Decorate(Block& page, int number, int count) const
{
    const FontSet& fonts = Fonts();
    const double left = m_stationery.size.width < kA4.width - 1 ? 34 : kSideMargin;
    const double width = page.Width() - 2 * left;
    const double height = page.Height();
    if (number > 1) {
        const std::string what = Dotted({m_letterhead.title, m_letterhead.number});
        page.Put(LayText(fonts, m_letterhead.sender.name, kSmall, width / 2), left, 36, width / 2);
        page.Put(LayText(fonts, what, kSmall, width / 2), left + width / 2, 36, width / 2, Align::Right);
        if (!m_letterhead.mark.empty()) {
            const Block mark = Frame(fonts, m_letterhead.mark, m_letterhead.markColour, 7.5);
            page.Put(mark, left + (width - mark.Width()) / 2, 33);
        }
        page.Draw(Line{left, 52, left + width, 52, 0.5, kHairline});
    }
    const double foot = height - 34;
    page.Draw(Line{left, foot - 6, left + width, foot - 6, 0.5, kHairline});
    const std::string about = m_letterhead.footer.empty()
                                  ? Dotted({m_letterhead.sender.name, m_letterhead.sender.phone})
                                  : m_letterhead.footer;
    const TextLayout footer = LayText(fonts, about, kSmall, width - 90);
    page.Put({{footer.lines.begin(),
               footer.lines.begin() + std::min<std::ptrdiff_t>(1, footer.lines.end() - footer.lines.begin())},
              footer.lineHeight,
              footer.width,
              footer.missing},
             left, foot, width - 90);
    const std::string pages = FillNumbers(m_stationery.tr("Page {1} of {2}"), number, count);
    page.Put(LayText(fonts, pages, kSmall, 90), left + width - 90, foot, 90, Align::Right);
}

void Paper::Section(const std::string& title)
{
    m_flow.Space(10, Keep::WithNext);
    m_flow.Add(TextBlock(Fonts(), title, kHeading, Width()), Keep::WithNext);
    m_flow.Space(3, Keep::WithNext);
}

void Paper::KeyValueSection(const Pairs& pairs, int columns)
{
    KeyValueStyle style;
    style.columns = columns;
    m_flow.Add(KeyValues(Fonts(), pairs, Width(), style));
}

void Paper::TwoGroups(const std::string& leftTitle, const Pairs& left, const std::string& rightTitle,
                      const Pairs& right)
{
    const double gap = 28;
    const double half = (Width() - gap) / 2;
    const auto group = [&](const std::string& title, const Pairs& pairs) {
        Block block(half, 0);
        block.Put(TextBlock(Fonts(), title, kHeading, half), 0, 0);
        block.Draw(Line{0, block.Height() + 3, half, block.Height() + 3, 0.5, kHairline});
        block.Put(KeyValues(Fonts(), pairs, half), 0, block.Height() + 9);
        block.Resize(half, block.Height());
        return block;
    };
    m_flow.Space(6);
    m_flow.Add(Beside({group(leftTitle, left), group(rightTitle, right)}, gap));
}

void Paper::TextPanel(const std::string& text)
{
    const double padding = 8;
    m_flow.Add(Panel(TextBlock(Fonts(), text, kBody, Width() - 2 * padding), Width(), padding));
}

void Paper::SmallPrint(const std::string& text)
{
    if (text.empty())
        return;
    m_flow.Text(text, kSmall);
    m_flow.Space(2);
}

void Paper::Photos(const std::vector<PaperPhoto>& photos, int perRow)
{
    const double gap = 10;
    const double width = (Width() - gap * (perRow - 1)) / perRow;
    for (std::size_t first = 0; first < photos.size(); first += perRow) {
        std::vector<Block> row;
        double tallest = 0;
        for (std::size_t i = first; i < std::min(photos.size(), first + perRow); ++i) {
            row.push_back(PictureBlock(photos[i].picture, width, width * 0.8));
            tallest = std::max(tallest, row.back().Height());
        }
        Block all;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const double x = static_cast<double>(i) * (width + gap);
            all.Put(row[i], x, 0);
            all.Put(LayText(Fonts(), photos[first + i].caption, kSmall, width), x, tallest + 3, width);
        }
        m_flow.Add(std::move(all));
        m_flow.Space(8);
    }
}

void Paper::Signatures(const std::vector<std::string>& labels)
{
    const double gap = 24;
    const double width = (Width() - gap * static_cast<double>(labels.size() - 1)) / static_cast<double>(labels.size());
    Block all(Width(), 0);
    double x = 0;
    for (const std::string& label : labels) {
        all.Draw(Line{x, 52, x + width, 52, 0.7, kInk});
        all.Put(LayText(Fonts(), label, kSmall, width), x, 56, width);
        x += width + gap;
    }
    m_flow.Add(std::move(all));
}

Document Paper::Finish()
{
    return m_flow.Finish(m_letterhead.number.empty() ? m_letterhead.title
                                                     : m_letterhead.title + " " + m_letterhead.number);
}

Block Panel(const Block& inner, double width, double padding)
{
    Block panel(width, inner.Height() + 2 * padding);
    panel.Draw(Rectangle{.width = width, .height = panel.Height(), .fill = kPanel});
    panel.Put(inner, padding, padding);
    panel.Resize(width, panel.Height());
    return panel;
}

Block LinkPanel(const Stationery& stationery, const std::string& title, const std::string& sentence,
                const std::string& link, double width)
{
    const double side = 92;
    const double padding = 8;
    const double textWidth = width - side - 3 * padding - 6;
    Block inner(width - 2 * padding, side);
    inner.Draw(Rectangle{.width = side, .height = side, .fill = {0xFF, 0xFF, 0xFF}});
    inner.Put(QrBlock(link, side, kInk), 0, 0);
    const Block text = Stack({TextBlock(stationery.fonts, title, kStrong, textWidth),
                              TextBlock(stationery.fonts, sentence, kBody, textWidth),
                              TextBlock(stationery.fonts, link, kSmall, textWidth)},
                             3);
    inner.Put(text, side + padding + 6, std::max(0.0, (side - text.Height()) / 2));
    return Panel(inner, width, padding);
}

Block SumBlock(const FontSet& fonts, const std::vector<Sum>& sums, double width)
{
    const TextStyle total{.size = 11.5, .colour = kInk, .bold = true, .lineHeight = 1.45};
    Block all(width, 0);
    double y = 0;
    for (const Sum& sum : sums) {
        const TextStyle& style = sum.strong ? total : kBody;
        if (sum.strong) {
            all.Draw(Line{0, y + 2, width, y + 2, 0.9, kInk});
            y += 5;
        }
        const double valueWidth = MeasureText(fonts, sum.value, style) + 1;
        const TextLayout label = LayText(fonts, sum.label, style, width - valueWidth - 8);
        all.Put(label, 0, y, width - valueWidth - 8);
        all.Put(LayText(fonts, sum.value, style, valueWidth), width - valueWidth, y, valueWidth, Align::Right);
        y = all.Height() + (sum.strong ? 4 : 2);
    }
    all.Resize(width, y);
    return all;
}

std::string PlainAmount(core::Money amount)
{
    std::string text = core::Display(amount, "");
    while (!text.empty() && text.back() == ' ')
        text.pop_back();
    return text;
}

std::string Kilometres(std::int64_t km)
{
    std::string digits = std::to_string(km);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits + " km";
}

std::string Dotted(const std::vector<std::string>& parts)
{
    std::string joined;
    for (const std::string& part : parts) {
        if (part.empty())
            continue;
        if (!joined.empty())
            joined += " · ";
        joined += part;
    }
    return joined;
}

} // namespace bayline::reports
