// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace bayline::reports {

namespace {

constexpr double kTextSize = 7.5;
constexpr double kLeastLabel = 6;
constexpr double kNumberRoom = 11; ///< above a column

class Drawing
{
public:
    Drawing(const FontSet& fonts, const Chart& chart, double width, double height, const ChartColours& colours)
        : m_fonts(fonts), m_chart(chart), m_colours(colours), m_block(width, 0), m_width(width), m_height(height)
    {
    }

    Block Make()
    {
        AddTitle();
        if (m_chart.kind == Chart::Kind::Columns)
            AddColumns();
        else
            AddBars();
        m_block.Resize(m_width, std::max(m_y, m_chart.kind == Chart::Kind::Columns ? m_height : 0.0));
        return std::move(m_block);
    }

private:
    TextStyle Style(Colour colour, double size = kTextSize, bool bold = false) const
    {
        return {.size = size, .colour = colour, .bold = bold, .lineHeight = 1.35};
    }

    void Text(const std::string& text, double x, double y, double width, const TextStyle& style,
              Align align = Align::Left)
    {
        auto layout = LayText(m_fonts, text, style, width);
        if (layout.lines.size() > 1)
            layout.lines.resize(1);
        m_block.Put(layout, x, y, width, align);
    }

    void AddTitle()
    {
        Text(m_chart.title, 0, 0, m_width * 0.7, Style(m_colours.ink, 9, true));
        double x = m_width;
        for (std::size_t i = m_chart.series.size(); i-- > 0;) {
            const auto style = Style(m_colours.grey);
            x -= MeasureText(m_fonts, m_chart.series[i], style) + 2;
            Text(m_chart.series[i], x, 1, 200, style);
            x -= 10;
            m_block.Draw(Rectangle{.x = x, .y = 3, .width = 7, .height = 7, .fill = SeriesColour(i)});
            x -= 10;
        }
        m_y = 15;
        if (!m_chart.remark.empty()) {
            Text(m_chart.remark, 0, m_y, m_width, Style(m_colours.grey));
            m_y += 11;
        }
    }

    Colour SeriesColour(std::size_t series) const { return series == 0 ? m_colours.first : m_colours.second; }

    static double Sum(const Chart::Bar& bar) { return std::accumulate(bar.values.begin(), bar.values.end(), 0.0); }

    void AddColumns()
    {
        const double foot = 12;
        const double top = m_y + 14;
        const double bottom = m_height - foot;
        double most = m_chart.target.value_or(0);
        double least = 0;
        for (const auto& bar : m_chart.bars) {
            most = std::max(most, Sum(bar));
            least = std::min(least, Sum(bar));
        }
        if (most - least <= 0)
            most = 1;
        const auto place = [&](double value) { return bottom - (value - least) / (most - least) * (bottom - top); };
        const double step = m_width / static_cast<double>(std::max<std::size_t>(m_chart.bars.size(), 1));
        const double thick = std::min(step * 0.62, 34.0);
        const auto labelStyle = Style(m_colours.grey, std::clamp(step / 5.0, kLeastLabel, kTextSize));
        const auto every = LabelsApart(step, labelStyle);
        m_block.Draw(Line{0, place(0), m_width, place(0), 0.6, m_colours.hairline});
        for (std::size_t i = 0; i < m_chart.bars.size(); ++i) {
            const auto& bar = m_chart.bars[i];
            const double x = step * static_cast<double>(i);
            const double y = std::min(place(Sum(bar)), place(0));
            if (bar.known)
                m_block.Draw(Rectangle{.x = x + (step - thick) / 2,
                                       .y = y,
                                       .width = thick,
                                       .height = std::max(std::abs(place(Sum(bar)) - place(0)), 0.4),
                                       .fill = m_colours.first});
            const double above = m_chart.target ? ClearOf(place(*m_chart.target), y) : y;
            Text(bar.known ? bar.text : "–", x, above - kNumberRoom, step, Style(m_colours.grey, Fitting(step)),
                 Align::Centre);
            // The last one always has its label.
            if ((m_chart.bars.size() - 1 - i) % every == 0) {
                const double width = step * static_cast<double>(every);
                Text(bar.label, std::clamp(x + (step - width) / 2, 0.0, m_width - width), bottom + 2, width, labelStyle,
                     Align::Centre);
            }
        }
        if (m_chart.target)
            AddTarget(place(*m_chart.target));
        m_y = m_height;
    }

    /// Where a column's number stands on: its top, or the target's line when that would go through the number.
    static double ClearOf(double line, double top)
    {
        return line > top - kNumberRoom && line < top + 1 ? line - 1 : top;
    }

    /// Every how many columns a label has room.
    std::size_t LabelsApart(double step, const TextStyle& style) const
    {
        double widest = 0;
        for (const auto& bar : m_chart.bars)
            widest = std::max(widest, MeasureText(m_fonts, bar.label, style));
        const auto apart = static_cast<std::size_t>(std::ceil((widest + 2) / step));
        return std::clamp<std::size_t>(apart, 1, std::max<std::size_t>(m_chart.bars.size(), 1));
    }

    /// One size for all values, so that the widest still stands above its column.
    double Fitting(double step) const
    {
        double size = kTextSize;
        for (const auto& bar : m_chart.bars) {
            while (size > 4.5 && MeasureText(m_fonts, bar.text, Style(m_colours.grey, size)) > step - 1)
                size -= 0.25;
        }
        return size;
    }

    void AddTarget(double y)
    {
        for (double x = 0; x < m_width; x += 7)
            m_block.Draw(Line{x, y, std::min(x + 4, m_width), y, 0.8, m_colours.target});
        // Beside the title, away from the numbers.
        const auto title = MeasureText(m_fonts, m_chart.title, Style(m_colours.ink, 9, true));
        const auto left = std::min(title, m_width * 0.7) + 6;
        Text(m_chart.targetText, left, 1, m_width - left, Style(m_colours.target), Align::Right);
    }

    void AddBars()
    {
        const double row = 16;
        const double labels = std::min(m_width * 0.3, LabelWidth());
        const bool pareto = m_chart.kind == Chart::Kind::Pareto;
        const double texts = TextWidth() + 8 + (pareto ? 34 : 0);
        const double space = std::max(m_width - labels - texts - 8, 20.0);
        double most = 0;
        double whole = 0;
        for (const auto& bar : m_chart.bars) {
            most = std::max(most, Sum(bar));
            whole += Sum(bar);
        }
        double upTo = 0;
        std::optional<std::array<double, 2>> dot;
        for (const auto& bar : m_chart.bars) {
            Text(bar.label, 0, m_y + 2, labels, Style(m_colours.ink));
            double x = labels + 8;
            m_block.Draw(Rectangle{.x = x, .y = m_y + 3, .width = space, .height = 9, .fill = m_colours.hairline});
            for (std::size_t i = 0; i < bar.values.size(); ++i) {
                const double length = most > 0 ? std::max(bar.values[i], 0.0) / most * space : 0;
                if (length > 0)
                    m_block.Draw(
                        Rectangle{.x = x, .y = m_y + 3, .width = length, .height = 9, .fill = SeriesColour(i)});
                x += length;
            }
            upTo += Sum(bar);
            Text(bar.known ? bar.text : "–", m_width - texts, m_y + 2, TextWidth() + 4, Style(m_colours.ink),
                 Align::Right);
            if (pareto && whole > 0)
                dot = AddShare(upTo / whole, labels + 8, space, dot);
            m_y += row;
        }
    }

    /// The point of the line of shares in this row, joined to the one before.
    std::array<double, 2> AddShare(double share, double left, double space,
                                   const std::optional<std::array<double, 2>>& before)
    {
        const std::array<double, 2> at{left + share * space, m_y + 7.5};
        if (before)
            m_block.Draw(Line{(*before)[0], (*before)[1], at[0], at[1], 1.1, m_colours.second});
        m_block.Draw(
            Rectangle{.x = at[0] - 1.8, .y = at[1] - 1.8, .width = 3.6, .height = 3.6, .fill = m_colours.second});
        Text(std::to_string(std::lround(share * 100)) + " %", m_width - 34, m_y + 2, 34, Style(m_colours.grey),
             Align::Right);
        return at;
    }

    double LabelWidth() const
    {
        double width = 0;
        for (const auto& bar : m_chart.bars)
            width = std::max(width, MeasureText(m_fonts, bar.label, Style(m_colours.ink)));
        return width + 1;
    }
    double TextWidth() const
    {
        double width = 10;
        for (const auto& bar : m_chart.bars)
            width = std::max(width, MeasureText(m_fonts, bar.text, Style(m_colours.ink)));
        return width;
    }

    const FontSet& m_fonts;
    const Chart& m_chart;
    const ChartColours& m_colours;
    Block m_block;
    double m_width;
    double m_height;
    double m_y = 0;
};

} // namespace

Block LayChart(const FontSet& fonts, const Chart& chart, double width, double height, const ChartColours& colours)
{
    return Drawing(fonts, chart, width, height, colours).Make();
}

Document ChartDocument(const FontSet& fonts, const Chart& chart, double width, double height,
                       const ChartColours& colours)
{
    auto block = LayChart(fonts, chart, width, height, colours);
    Document document;
    document.title = chart.title;
    document.fonts = fonts.Faces();
    document.missingGlyphs = block.Missing();
    document.pages.push_back({{block.Width(), block.Height()}, std::move(block.Operations())});
    return document;
}

} // namespace bayline::reports
