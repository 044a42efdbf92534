// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invoice.h"
#include "core/money.h"
#include "reports/flow.h"
#include "reports/stationery.h"
#include "reports/table.h"

#include <string>
#include <utility>
#include <vector>

/// The common look of Bayline's papers: black on white, one accent colour, hairlines, room to breathe.
namespace bayline::reports {

inline constexpr Colour kInk{0x11, 0x18, 0x27};
inline constexpr Colour kGrey{0x5F, 0x68, 0x76};
inline constexpr Colour kHairline{0xDF, 0xE3, 0xE8};
inline constexpr Colour kPanel{0xF4, 0xF6, 0xF8};
inline constexpr Colour kAccent{0x0B, 0x5C, 0x6B};
inline constexpr Colour kAlarm{0xB4, 0x23, 0x18};
inline constexpr Colour kWarning{0x9A, 0x5B, 0x00};
inline constexpr Colour kGood{0x1B, 0x75, 0x45};

inline const TextStyle kBody{.size = 9, .colour = kInk, .lineHeight = 1.45};
inline const TextStyle kStrong{.size = 9, .colour = kInk, .bold = true, .lineHeight = 1.45};
inline const TextStyle kFaint{.size = 9, .colour = kGrey, .lineHeight = 1.45};
inline const TextStyle kSmall{.size = 7.5, .colour = kGrey, .lineHeight = 1.45};

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Letterhead
{
    core::Party sender;
    std::string title;
    std::string number;
    std::string mark; ///< "DRAFT, not an invoice", "COPY"; framed on every page
    Colour markColour = kAlarm;
    /// Room is kept where a mark would stand, so that a copy differs from the original by its mark alone.
    bool roomForMark = false;
    std::string footer; ///< a line the shop wants below every page
};

/// A flow with the letterhead on its first page, a short heading on the others and a footer with page numbers.
class Paper final
{
public:
    Paper(const Stationery& stationery, Letterhead letterhead);
    Paper(const Paper&) = delete; // the flow's decoration points here
    Paper& operator=(const Paper&) = delete;

    [[nodiscard]] Flow& Body() { return m_flow; }
    [[nodiscard]] const FontSet& Fonts() const { return m_stationery.fonts; }
    [[nodiscard]] double Width() const { return m_flow.Width(); }

    /// A heading that stays with what follows.
    void Section(const std::string& title);
    void KeyValueSection(const Pairs& pairs, int columns);
    /// Two groups of pairs, each under its own heading, side by side.
    void TwoGroups(const std::string& leftTitle, const Pairs& left, const std::string& rightTitle, const Pairs& right);
    /// Text on a pale ground.
    void TextPanel(const std::string& text);
    void SmallPrint(const std::string& text);
    void Photos(const std::vector<PaperPhoto>& photos, int perRow = 3);
    /// Lines to sign on, side by side, each with its label below. Never alone on a page.
    void Signatures(const std::vector<std::string>& labels);

    [[nodiscard]] Document Finish();

private:
    void AddLetterhead();
    void Decorate(Block& page, int number, int count) const;

    Stationery m_stationery;
    Letterhead m_letterhead;
    Flow m_flow;
};

/// A block on a pale ground.
[[nodiscard]] Block Panel(const Block& inner, double width, double padding = 10);

/// A QR code with the link in letters and a sentence on what it is for.
[[nodiscard]] Block LinkPanel(const Stationery& stationery, const std::string& title, const std::string& sentence,
                              const std::string& link, double width);

struct Sum
{
    std::string label;
    std::string value;
    bool strong = false; ///< the sum everything above adds up to
};
/// Labels left, amounts right, as at the foot of a bill.
[[nodiscard]] Block SumBlock(const FontSet& fonts, const std::vector<Sum>& sums, double width);

/// "1,680.32", for columns whose currency is said elsewhere.
[[nodiscard]] std::string PlainAmount(core::Money amount);
/// "35,600 km"
[[nodiscard]] std::string Kilometres(std::int64_t km);
/// The non-empty parts joined by " · ".
[[nodiscard]] std::string Dotted(const std::vector<std::string>& parts);

} // namespace bayline::reports
