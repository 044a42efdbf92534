// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/block.h"
#include "reports/page.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bayline::reports {

struct FlowSetup
{
    PageSize size = kA4;
    double left = 48;
    double right = 48;
    double top = 44;
    double bottom = 54;       ///< holds the footer
    double continuedTop = 72; ///< top of the second and later pages; holds the repeated heading
    /// Draws headings and footers once the number of pages is known; the block has the size of the page.
    std::function<void(Block& page, int number, int count)> decorate;
    /// One page as long as its content, for receipts on a roll.
    bool continuous = false;
};

enum class Keep
{
    Free,
    WithNext, ///< never the last thing on a page: goes over together with what follows
};

/// Fills pages from top to bottom with blocks. A block is not divided unless it is taller than a page; then it is cut
/// between its lines.
class Flow final
{
public:
    Flow(const FontSet& fonts, FlowSetup setup);

    [[nodiscard]] const FontSet& Fonts() const { return m_fonts; }
    /// Width between the margins.
    [[nodiscard]] double Width() const { return m_setup.size.width - m_setup.left - m_setup.right; }
    /// Height between the margins of a continued page.
    [[nodiscard]] double BodyHeight() const;

    void Add(Block block, Keep keep = Keep::Free);
    /// Empty height; vanishes at the top of a page.
    void Space(double height, Keep keep = Keep::Free);
    /// A paragraph that may run over pages, at least two lines on either side.
    void Text(std::string_view text, const TextStyle& style, Align align = Align::Left, Keep keep = Keep::Free);

    /// `block` is shown here and again at the top of every page begun until AddLastOfRepeat has added its block.
    void BeginRepeat(Block block);
    void AddLastOfRepeat(Block block, Keep keep = Keep::Free);

    /// The finished document. The flow is empty afterwards.
    [[nodiscard]] Document Finish(std::string title);

private:
    struct Piece
    {
        Block block;
        bool space = false;
        bool beginsRepeat = false;
        bool endsRepeat = false;
    };

    void Queue(Piece piece, Keep keep);
    void PlaceGroup();
    void Place(Piece& piece);
    void PlaceTall(Block block);
    void StartPage();
    void DrawAt(const Block& block, double y);
    void CollectMissing(const Block& block);
    [[nodiscard]] double Limit() const;

    const FontSet& m_fonts;
    FlowSetup m_setup;
    Document m_document;
    std::vector<Piece> m_group; ///< waits for the block it must stay with
    std::optional<Block> m_repeat;
    double m_y = 0;
    bool m_atTop = true;
};

/// "page 1 of 3", say, from a translated sentence with {1} and {2}.
[[nodiscard]] std::string FillNumbers(std::string sentence, int first, int second);

} // namespace bayline::reports
