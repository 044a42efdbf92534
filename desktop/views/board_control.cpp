// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/board_control.h"

#include "desktop/views/translate.h"

namespace bayline::desktop {

namespace {

constexpr int kLeastColumn = 150;
constexpr int kGapBetween = 8;
constexpr int kHeading = 40;
constexpr int kDragStart = 6;

} // namespace

BoardControl::BoardControl(wxWindow* parent, const char* name, const BoardPresenter& presenter, Callbacks callbacks)
    : wxWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxWANTS_CHARS | wxVSCROLL | wxHSCROLL),
      m_presenter(presenter), m_callbacks(std::move(callbacks)), m_painter(this), m_kit(this),
      m_headingFont(m_kit.Take(FontFor(Type::Strong))), m_narrowFont(m_kit.Take(FontFor(Type::Small).Bold()))
{
    SetName(name);
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    Bind(wxEVT_PAINT, &BoardControl::OnPaint, this);
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        LayOut();
        Refresh();
        event.Skip();
    });
    for (const auto& type :
         {wxEVT_SCROLLWIN_TOP, wxEVT_SCROLLWIN_BOTTOM, wxEVT_SCROLLWIN_LINEUP, wxEVT_SCROLLWIN_LINEDOWN,
          wxEVT_SCROLLWIN_PAGEUP, wxEVT_SCROLLWIN_PAGEDOWN, wxEVT_SCROLLWIN_THUMBTRACK, wxEVT_SCROLLWIN_THUMBRELEASE})
        Bind(type, &BoardControl::OnScroll, this);
    Bind(wxEVT_MOUSEWHEEL, &BoardControl::OnWheel, this);
    Bind(wxEVT_LEFT_DOWN, &BoardControl::OnLeftDown, this);
    Bind(wxEVT_LEFT_UP, &BoardControl::OnLeftUp, this);
    Bind(wxEVT_MOTION, &BoardControl::OnMotion, this);
    Bind(wxEVT_KEY_DOWN, &BoardControl::OnKey, this);
    Bind(wxEVT_CHAR, [this](wxKeyEvent& event) {
        const auto letter = event.GetUnicodeKey();
        if (m_callbacks.typed && letter > WXK_SPACE && letter != WXK_DELETE && !event.HasAnyModifiers())
            m_callbacks.typed(wxString(letter));
        else
            event.Skip();
    });
    Bind(wxEVT_LEFT_DCLICK, [this](wxMouseEvent& event) {
        if (const auto* card = At(event.GetPosition()))
            m_callbacks.open(card->id);
    });
    Bind(wxEVT_RIGHT_DOWN, [this](wxMouseEvent& event) {
        SetFocus();
        if (const auto* card = At(event.GetPosition())) {
            SelectOrder(card->id);
            ShowMoveMenu(event.GetPosition());
        }
    });
    Bind(wxEVT_MOUSE_CAPTURE_LOST, [this](wxMouseCaptureLostEvent&) { EndDrag(); });
    Bind(wxEVT_LEAVE_WINDOW, [this](wxMouseEvent&) { Hover(nullptr); });
    Bind(wxEVT_SET_FOCUS, [this](wxFocusEvent&) { RefreshFocus(); });
    Bind(wxEVT_KILL_FOCUS, [this](wxFocusEvent&) { RefreshFocus(); });
}

void BoardControl::TakeState(bool bayPc)
{
    m_bayPc = bayPc;
    LayOut();
}

void BoardControl::SelectOrder(core::WorkOrderId id)
{
    m_selected = id;
    if (const auto* card = Find(id))
        EnsureVisible(card->rect);
    Refresh();
}

int BoardControl::ColumnWidth() const
{
    const int count = static_cast<int>(core::kBoardStages.size());
    return std::max(std::max(Dip(this, kLeastColumn), m_painter.LeastWidth() + 2 * Dip(this, 6)),
                    (GetClientSize().x - Dip(this, kGapBetween) * (count - 1)) / count);
}

int BoardControl::HeadingHeight() const
{
    return LetterDip(this, kHeading);
}

wxRect BoardControl::ColumnRect(std::size_t column) const
{
    const int step = ColumnWidth() + Dip(this, kGapBetween);
    return {static_cast<int>(column) * step - m_scrollX, 0, ColumnWidth(), GetClientSize().y};
}

void BoardControl::LayOut()
{
    std::vector<Placed> cards;
    const int pad = Dip(this, 6);
    m_contentHeight = 0;
    const int step = ColumnWidth() + Dip(this, kGapBetween);
    for (std::size_t column = 0; column < core::kBoardStages.size(); ++column) {
        int y = HeadingHeight() + pad;
        for (const auto* card : m_presenter.Column(core::kBoardStages[column])) {
            auto face = FaceOf(*card, m_presenter, m_bayPc);
            const int width = ColumnWidth() - 2 * pad;
            const int height = m_painter.HeightOf(face, width);
            const wxRect rect(static_cast<int>(column) * step + pad, y, width, height);
            cards.push_back({card->id, card->stage, rect, std::move(face)});
            y += height + Dip(this, kGapBetween);
        }
        m_contentHeight = std::max(m_contentHeight, y);
    }
    const auto scrolled = wxPoint(m_scrollX, m_scrollY);
    const bool same = cards == m_cards;
    m_cards = std::move(cards);
    SetScrollRange();
    if (!same || scrolled != wxPoint(m_scrollX, m_scrollY))
        Refresh();
}

void BoardControl::SetScrollRange()
{
    const auto size = GetClientSize();
    const int count = static_cast<int>(core::kBoardStages.size());
    const int width = count * ColumnWidth() + (count - 1) * Dip(this, kGapBetween);
    m_scrollY = std::clamp(m_scrollY, 0, std::max(0, m_contentHeight - size.y));
    m_scrollX = std::clamp(m_scrollX, 0, std::max(0, width - size.x));
    SetScrollbar(wxVERTICAL, m_scrollY, size.y, m_contentHeight);
    SetScrollbar(wxHORIZONTAL, m_scrollX, size.x, width);
}

wxPoint BoardControl::Scrolled(const wxPoint& client) const
{
    return {client.x + m_scrollX, client.y + m_scrollY};
}

const BoardControl::Placed* BoardControl::At(const wxPoint& client) const
{
    if (client.y < HeadingHeight())
        return nullptr;
    const auto point = Scrolled(client);
    const auto found =
        std::find_if(m_cards.begin(), m_cards.end(), [&](const Placed& card) { return card.rect.Contains(point); });
    return found == m_cards.end() ? nullptr : &*found;
}

const BoardControl::Placed* BoardControl::Find(core::WorkOrderId id) const
{
    const auto found = std::find_if(m_cards.begin(), m_cards.end(), [&](const Placed& card) { return card.id == id; });
    return found == m_cards.end() ? nullptr : &*found;
}

std::optional<core::Stage> BoardControl::StageAt(const wxPoint& client) const
{
    for (std::size_t column = 0; column < core::kBoardStages.size(); ++column)
        if (ColumnRect(column).Contains(client))
            return core::kBoardStages[column];
    return std::nullopt;
}

void BoardControl::ScrollTo(int position)
{
    m_scrollY = position;
    SetScrollRange();
    Refresh();
}

void BoardControl::EnsureVisible(const wxRect& rect)
{
    const int margin = Dip(this, kGapBetween);
    const auto size = GetClientSize();
    if (rect.y - margin < m_scrollY + HeadingHeight())
        m_scrollY = rect.y - margin - HeadingHeight();
    else if (rect.GetBottom() + margin > m_scrollY + size.y)
        m_scrollY = rect.GetBottom() + margin - size.y;
    if (rect.x < m_scrollX)
        m_scrollX = rect.x - margin;
    else if (rect.GetRight() > m_scrollX + size.x)
        m_scrollX = rect.GetRight() + margin - size.x;
    SetScrollRange();
}

void BoardControl::OnScroll(wxScrollWinEvent& event)
{
    const bool vertical = event.GetOrientation() == wxVERTICAL;
    int& position = vertical ? m_scrollY : m_scrollX;
    const int page = vertical ? GetClientSize().y : GetClientSize().x;
    const auto type = event.GetEventType();
    if (type == wxEVT_SCROLLWIN_TOP)
        position = 0;
    else if (type == wxEVT_SCROLLWIN_BOTTOM)
        position = m_contentHeight;
    else if (type == wxEVT_SCROLLWIN_LINEUP)
        position -= Dip(this, 40);
    else if (type == wxEVT_SCROLLWIN_LINEDOWN)
        position += Dip(this, 40);
    else if (type == wxEVT_SCROLLWIN_PAGEUP)
        position -= page;
    else if (type == wxEVT_SCROLLWIN_PAGEDOWN)
        position += page;
    else
        position = event.GetPosition();
    SetScrollRange();
    Refresh();
}

void BoardControl::OnWheel(wxMouseEvent& event)
{
    const int step = Dip(this, 72) * event.GetWheelRotation() / std::max(1, event.GetWheelDelta());
    if (event.GetWheelAxis() == wxMOUSE_WHEEL_HORIZONTAL || event.ShiftDown())
        m_scrollX -= step;
    else
        m_scrollY -= step;
    SetScrollRange();
    Refresh();
}

void BoardControl::OnLeftDown(wxMouseEvent& event)
{
    SetFocus();
    const auto* card = At(event.GetPosition());
    m_selected = card ? card->id : core::WorkOrderId{};
    if (card) {
        m_drag = Drag{.id = card->id,
                      .start = event.GetPosition(),
                      .grip = Scrolled(event.GetPosition()) - card->rect.GetTopLeft(),
                      .at = event.GetPosition()};
        CaptureMouse();
    }
    Refresh();
}

void BoardControl::OnMotion(wxMouseEvent& event)
{
    if (m_drag && event.LeftIsDown()) {
        m_drag->at = event.GetPosition();
        const auto way = m_drag->at - m_drag->start;
        if (std::abs(way.x) + std::abs(way.y) > Dip(this, kDragStart))
            m_drag->moving = true;
        if (m_drag->moving)
            Refresh();
        return;
    }
    Hover(At(event.GetPosition()));
}

void BoardControl::Hover(const Placed* card)
{
    const auto hovered = card ? card->id : core::WorkOrderId{};
    if (hovered == m_hovered)
        return;
    RefreshCard(m_hovered);
    m_hovered = hovered;
    RefreshCard(m_hovered);
    if (card)
        SetToolTip(card->face.Lines());
    else
        UnsetToolTip();
}

void BoardControl::RefreshCard(core::WorkOrderId id)
{
    if (const auto* card = Find(id)) {
        auto rect = card->rect;
        rect.Offset(-m_scrollX, -m_scrollY);
        RefreshRect(rect);
    }
}

/// The ring around the board, or around the chosen card.
void BoardControl::RefreshFocus()
{
    if (Find(m_selected)) {
        RefreshCard(m_selected);
        return;
    }
    const int ring = Dip(this, 3);
    const auto size = GetClientSize();
    for (const auto& side : {wxRect(0, 0, size.x, ring), wxRect(0, size.y - ring, size.x, ring),
                             wxRect(0, 0, ring, size.y), wxRect(size.x - ring, 0, ring, size.y)})
        RefreshRect(side);
}

void BoardControl::OnLeftUp(wxMouseEvent& event)
{
    if (!m_drag)
        return;
    const auto drag = *m_drag;
    EndDrag();
    const auto target = StageAt(event.GetPosition());
    const auto* card = Find(drag.id);
    if (drag.moving && target && card && card->stage != *target)
        m_callbacks.move(drag.id, *target);
}

void BoardControl::EndDrag()
{
    m_drag.reset();
    if (HasCapture())
        ReleaseMouse();
    Refresh();
}

std::vector<ProbePart> BoardControl::Parts() const
{
    std::vector<ProbePart> parts;
    for (std::size_t column = 0; column < core::kBoardStages.size(); ++column)
        parts.push_back({"column." + Wx(core::ToWord(core::kBoardStages[column])),
                         TrText(core::StageName(core::kBoardStages[column])), ColumnRect(column)});
    if (const auto text = Wx(m_presenter.EmptyText()); !text.empty())
        parts.push_back({"empty", text, wxRect(GetClientSize())});
    const wxRect sight(0, HeadingHeight(), GetClientSize().x, GetClientSize().y - HeadingHeight());
    for (const auto& card : m_cards) {
        auto rect = card.rect;
        rect.Offset(-m_scrollX, -m_scrollY);
        parts.push_back({"card." + card.face.number, card.face.Words(), rect.Intersect(sight)});
    }
    return parts;
}

} // namespace bayline::desktop
