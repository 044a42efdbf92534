// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/day_plan_grid.h"

#include "desktop/views/icons.h"
#include "desktop/views/translate.h"

#include <wx/control.h>
#include <wx/dcbuffer.h>
#include <wx/dcclient.h>

#include <algorithm>
#include <memory>

namespace bayline::desktop {

namespace {

constexpr int kTray = 210;
constexpr int kLabel = 170;
constexpr int kHead = 34;
constexpr int kTrayCard = 48;
constexpr int kLeastRow = 28; ///< the name alone; with a second line from kTwoLines on
constexpr int kTwoLines = 42;
constexpr int kMostRow = 72;
constexpr int kQuarter = 15;
constexpr int kHourWords = 44; ///< room that "08:00" needs

Meaning MeaningOf(const db::PlannedOrder& order)
{
    return order.quarantined ? Meaning::Danger : order.hold ? Meaning::Waiting : Meaning::Accent;
}

} // namespace

DayPlanGrid::DayPlanGrid(wxWindow* parent, DayPlanPresenter& presenter)
    : wxWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxFULL_REPAINT_ON_RESIZE), m_presenter(presenter)
{
    SetName("day_plan.grid");
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    SetMinSize(wxSize(-1, Px(kHead + 2 * kTwoLines)));
    Bind(wxEVT_PAINT, &DayPlanGrid::OnPaint, this);
    Bind(wxEVT_LEFT_DOWN, &DayPlanGrid::OnDown, this);
    Bind(wxEVT_MOTION, &DayPlanGrid::OnMove, this);
    Bind(wxEVT_LEFT_UP, &DayPlanGrid::OnUp, this);
    Bind(wxEVT_LEFT_DCLICK, [this](wxMouseEvent& event) {
        const auto* block = BlockAt(event.GetPosition());
        if (block && m_open)
            m_open(core::WorkOrderId(block->order));
    });
    Bind(wxEVT_MOUSE_CAPTURE_LOST, [this](wxMouseCaptureLostEvent&) {
        m_dragged.reset();
        Refresh();
    });
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        Arrange();
        event.Skip();
    });
    Bind(wxEVT_MOUSEWHEEL, [this](wxMouseEvent& event) {
        ScrollTo(m_top - m_rowHeight * event.GetWheelRotation() / std::max(1, event.GetWheelDelta()));
    });
}

void DayPlanGrid::Render()
{
    Arrange();
    Refresh();
}

void DayPlanGrid::ScrollTo(int top)
{
    const int rows = static_cast<int>(m_rows.size()) * m_rowHeight;
    const int now = std::clamp(top, 0, std::max(0, rows - (GetClientSize().y - Px(kHead))));
    if (now == m_top)
        return;
    m_top = now;
    Render();
}

int DayPlanGrid::TrayWidth() const
{
    return std::min(Px(kTray), GetClientSize().x / 5);
}

int DayPlanGrid::LabelWidth() const
{
    return std::min(Px(kLabel), GetClientSize().x / 5);
}

int DayPlanGrid::RowTop(std::size_t row) const
{
    return Px(kHead) + static_cast<int>(row) * m_rowHeight - m_top;
}

wxRect DayPlanGrid::Field() const
{
    const auto size = GetClientSize();
    const int left = TrayWidth() + LabelWidth() + 2 * Px(kGap);
    return {left, Px(kHead), std::max(1, size.x - left - Px(kGap)), std::max(1, size.y - Px(kHead))};
}

int DayPlanGrid::XOf(core::Instant at) const
{
    const auto& state = m_presenter.Now();
    const double whole = static_cast<double>((state.closes - state.opens).count());
    const double part = static_cast<double>((at - state.opens).count()) / whole;
    const auto field = Field();
    return field.x + static_cast<int>(std::clamp(part, 0.0, 1.0) * field.width);
}

core::Instant DayPlanGrid::TimeAt(int x) const
{
    const auto& state = m_presenter.Now();
    const auto field = Field();
    const double part = std::clamp(static_cast<double>(x - field.x) / field.width, 0.0, 1.0);
    const auto minutes = static_cast<double>((state.closes - state.opens) / std::chrono::minutes(1)) * part;
    const int quarters = static_cast<int>(minutes / kQuarter + 0.5);
    return state.opens + std::chrono::minutes(quarters * kQuarter);
}

int DayPlanGrid::RowAt(int y) const
{
    const int row = m_rowHeight > 0 ? (y - Px(kHead) + m_top) / m_rowHeight : -1;
    return y < Px(kHead) || row < 0 || row >= static_cast<int>(m_rows.size()) ? -1 : row;
}

DayPlanGrid::Block DayPlanGrid::Make(const db::PlannedOrder& order, const wxRect& rect) const
{
    return {.order = order.id,
            .rect = rect,
            .words = Wx(m_presenter.Words(order)),
            .meaning = MeaningOf(order),
            .icon = order.quarantined ? "error"
                    : order.hold      ? "waiting"
                                      : ""};
}

void DayPlanGrid::ArrangeTray()
{
    const auto waiting = m_presenter.Unplanned();
    const int height = Px(kTrayCard);
    const int room = std::max(0, (GetClientSize().y - Px(kHead) - Px(24)) / (height + Px(kTight)));
    m_hidden = 0;
    for (std::size_t index = 0; index < waiting.size(); ++index) {
        if (static_cast<int>(index) >= room) {
            m_hidden = waiting.size() - index;
            break;
        }
        const int top = Px(kHead) + static_cast<int>(index) * (height + Px(kTight));
        m_blocks.push_back(Make(*waiting[index], {Px(kGap), top, TrayWidth(), height}));
    }
}

void DayPlanGrid::ArrangeRow(std::size_t row, const PlanRow& plan)
{
    // Orders that want the place at the same time stand below one another.
    std::vector<int> laneEnds;
    std::vector<std::pair<std::size_t, Block>> placed;
    const int top = RowTop(row);
    for (const auto* order : plan.orders) {
        const int left = XOf(order->plan->start);
        const int right = std::max(left + Px(24), XOf(order->plan->start + std::chrono::minutes(order->plan->minutes)));
        auto lane = static_cast<std::size_t>(
            std::find_if(laneEnds.begin(), laneEnds.end(), [&](int end) { return end <= left; }) - laneEnds.begin());
        if (lane == laneEnds.size())
            laneEnds.push_back(0);
        laneEnds[lane] = right;
        placed.emplace_back(lane, Make(*order, {left, top, right - left, 0}));
    }
    const int lanes = std::max<int>(1, static_cast<int>(laneEnds.size()));
    for (auto& [lane, block] : placed) {
        const int height = (m_rowHeight - Px(6)) / lanes;
        block.rect.y = top + Px(3) + static_cast<int>(lane) * height;
        block.rect.height = height - Px(2);
        m_blocks.push_back(block);
    }
}

void DayPlanGrid::Arrange()
{
    m_rows = m_presenter.Rows();
    m_blocks.clear();
    const int count = std::max<int>(1, static_cast<int>(m_rows.size()));
    const int room = GetClientSize().y - Px(kHead);
    m_rowHeight = std::clamp(room / count, Px(kLeastRow), Px(kMostRow));
    m_top = std::clamp(m_top, 0, std::max(0, count * m_rowHeight - room));
    ArrangeTray();
    for (std::size_t row = 0; row < m_rows.size(); ++row)
        ArrangeRow(row, m_rows[row]);
}

void DayPlanGrid::DrawText(wxGraphicsContext& gc, const wxString& text, const wxFont& font, const wxColour& colour,
                           const wxRect& room) const
{
    wxClientDC measure(const_cast<DayPlanGrid*>(this));
    measure.SetFont(font);
    gc.SetFont(font, colour);
    gc.DrawText(wxControl::Ellipsize(text, measure, wxELLIPSIZE_END, std::max(1, room.width)), room.x, room.y);
}

void DayPlanGrid::DrawHours(wxGraphicsContext& gc) const
{
    const auto& state = m_presenter.Now();
    const auto& c = Colours();
    const auto font = FontFor(Type::Small);
    const auto field = Field();
    DrawText(gc, _("Waiting for a place"), FontFor(Type::Strong), c.text, {Px(kGap), Px(8), TrayWidth(), Px(20)});
    const int hour = XOf(state.opens + std::chrono::hours(1)) - field.x;
    const int everyNth = hour > 0 ? std::max(1, (Px(kHourWords) + hour - 1) / hour) : 1;
    int nth = 0;
    for (auto at = state.opens; at <= state.closes; at += std::chrono::hours(1), ++nth) {
        const int x = XOf(at);
        gc.SetPen(wxPen(c.border));
        gc.StrokeLine(x, field.y, x, RowTop(m_rows.size()));
        if (at < state.closes && nth % everyNth == 0 && x + Px(kHourWords) <= field.GetRight())
            DrawText(gc, Wx(core::FormatClock(at, m_presenter.Zone())), font, c.muted,
                     {x + Px(3), Px(12), Px(60), Px(20)});
    }
    const auto now = m_presenter.Clock();
    if (now > state.opens && now < state.closes) {
        gc.SetPen(wxPen(Strong(Meaning::Danger), Px(2)));
        gc.StrokeLine(XOf(now), field.y, XOf(now), RowTop(m_rows.size()));
    }
}

void DayPlanGrid::DrawRows(wxGraphicsContext& gc) const
{
    const auto& c = Colours();
    const auto size = GetClientSize();
    const int left = TrayWidth() + 2 * Px(kGap);
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        const auto& plan = m_rows[row];
        const int top = RowTop(row);
        if (row % 2 == 0) {
            gc.SetPen(*wxTRANSPARENT_PEN);
            gc.SetBrush(wxBrush(c.raised));
            gc.DrawRectangle(left, top, size.x - left, m_rowHeight);
        }
        const auto name = plan.name.empty() ? _("Not settled") : Wx(plan.name);
        const auto colour = plan.overloaded ? Strong(Meaning::Danger) : c.muted;
        const bool brief = m_rowHeight < Px(kTwoLines);
        DrawText(gc, name, FontFor(Type::Strong), brief ? colour : c.text,
                 {left + Px(4), top + Px(4), LabelWidth() - Px(8), Px(20)});
        if (brief)
            continue;
        int x = left + Px(4);
        if (plan.overloaded) {
            gc.DrawBitmap(Icon("warning", colour, 15).GetBitmapFor(const_cast<DayPlanGrid*>(this)), x, top + Px(24),
                          Px(15), Px(15));
            x += Px(19);
        }
        DrawText(gc, Wx(plan.load), FontFor(Type::Small), colour, {x, top + Px(23), left + LabelWidth() - x, Px(18)});
    }
}

void DayPlanGrid::DrawBlock(wxGraphicsContext& gc, const Block& block, bool dragged) const
{
    const auto& r = block.rect;
    gc.SetPen(wxPen(Strong(block.meaning), dragged ? Px(3) : 1));
    gc.SetBrush(wxBrush(Quiet(block.meaning)));
    gc.DrawRoundedRectangle(r.x, r.y, r.width, r.height, Px(6));
    gc.PushState();
    gc.Clip(r.x, r.y, r.width, r.height);
    int x = r.x + Px(6);
    if (!block.icon.empty() && r.width > Px(40)) {
        gc.DrawBitmap(Icon(block.icon, Strong(block.meaning), 15).GetBitmapFor(const_cast<DayPlanGrid*>(this)), x,
                      r.y + (r.height - Px(15)) / 2.0, Px(15), Px(15));
        x += Px(19);
    }
    const int room = r.GetRight() - Px(4) - x;
    const auto plate = block.words.BeforeFirst(L'·').Trim();
    const auto rest = block.words.AfterFirst(L'·').Trim(false);
    if (r.height >= Px(36)) {
        DrawPlate(gc, plate, {x, r.y + Px(3), room, Px(18)});
        DrawText(gc, rest, FontFor(Type::Small), Colours().muted, {x, r.y + Px(21), room, Px(18)});
    } else {
        DrawPlate(gc, plate, {x, r.y + Px(1), room, 0});
    }
    gc.PopState();
}

/// Smaller where it has no room; what is cut off then is its begin, which most plates share.
void DayPlanGrid::DrawPlate(wxGraphicsContext& gc, const wxString& plate, const wxRect& room) const
{
    wxClientDC measure(const_cast<DayPlanGrid*>(this));
    auto font = FontFor(room.height == 0 ? Type::Small : Type::Strong);
    measure.SetFont(font);
    if (const int width = measure.GetTextExtent(plate).x; width > room.width) {
        constexpr double kLeast = 0.6;
        font = font.Scaled(static_cast<float>(std::max(kLeast, 0.97 * room.width / width)));
        measure.SetFont(font);
    }
    gc.SetFont(font, Colours().text);
    gc.DrawText(wxControl::Ellipsize(plate, measure, wxELLIPSIZE_START, std::max(1, room.width)), room.x, room.y);
}

void DayPlanGrid::OnPaint(wxPaintEvent&)
{
    wxAutoBufferedPaintDC dc(this);
    dc.SetBackground(wxBrush(Colours().surface));
    dc.Clear();
    const std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::Create(dc));
    if (!gc)
        return;
    const auto size = GetClientSize();
    // Rows that are scrolled go under the hours.
    const auto belowHead = [&](const std::function<void()>& draw) {
        gc->PushState();
        gc->Clip(0, Px(kHead), size.x, size.y);
        draw();
        gc->PopState();
    };
    belowHead([&] { DrawRows(*gc); });
    DrawHours(*gc);
    belowHead([&] {
        for (const auto& block : m_blocks)
            DrawBlock(*gc, block, false);
    });
    const bool nothing = m_presenter.Now().loaded && m_presenter.Unplanned().empty();
    if (m_hidden > 0 || nothing)
        DrawText(*gc,
                 nothing ? _("Every open order has its place.")
                         : TrCount("… and {1} more in the list", "… and {1} more in the list",
                                   static_cast<long long>(m_hidden)),
                 FontFor(Type::Small), Colours().muted,
                 {Px(kGap), nothing ? Px(kHead + 6) : size.y - Px(20), TrayWidth(), Px(18)});
    if (m_dragged) {
        auto ghost = *m_dragged;
        if (RowAt(m_mouse.y) >= 0 && m_mouse.x >= Field().x) {
            const auto start = TimeAt(m_mouse.x - m_dragged->grip);
            ghost.rect.x = XOf(start);
            ghost.words = Wx(core::FormatClock(start, m_presenter.Zone())) + Wx(" · ") + ghost.words;
        } else {
            ghost.rect.x = m_mouse.x - m_dragged->grip;
        }
        ghost.rect.y = m_mouse.y - ghost.rect.height / 2;
        DrawBlock(*gc, ghost, true);
    }
}

const DayPlanGrid::Block* DayPlanGrid::BlockAt(const wxPoint& point) const
{
    const auto found = std::find_if(m_blocks.rbegin(), m_blocks.rend(),
                                    [&](const Block& block) { return block.rect.Contains(point); });
    return found == m_blocks.rend() || point.y < Px(kHead) ? nullptr : &*found;
}

void DayPlanGrid::OnDown(wxMouseEvent& event)
{
    const auto* block = BlockAt(event.GetPosition());
    if (!block)
        return;
    m_dragged = *block;
    m_mouse = event.GetPosition();
    // A card of the tray is held at its begin: its width says nothing of its length.
    m_dragged->grip = block->rect.x < Field().x ? 0 : m_mouse.x - block->rect.x;
    CaptureMouse();
}

void DayPlanGrid::OnMove(wxMouseEvent& event)
{
    if (!m_dragged) {
        const auto* block = BlockAt(event.GetPosition());
        SetToolTip(block ? block->words : wxString());
        return;
    }
    m_mouse = event.GetPosition();
    Refresh();
}

void DayPlanGrid::OnUp(wxMouseEvent& event)
{
    if (HasCapture())
        ReleaseMouse();
    if (!m_dragged)
        return;
    const auto dragged = *m_dragged;
    m_dragged.reset();
    m_mouse = event.GetPosition();
    const int row = RowAt(m_mouse.y);
    const bool moved = !dragged.rect.Contains(m_mouse);
    const bool shifted = std::abs(m_mouse.x - dragged.grip - dragged.rect.x) > Px(6);
    if (row >= 0 && m_mouse.x >= Field().x && (moved || shifted))
        m_presenter.Drop(dragged.order, m_rows[static_cast<std::size_t>(row)], TimeAt(m_mouse.x - dragged.grip));
    Refresh();
}

std::vector<ProbePart> DayPlanGrid::Parts() const
{
    std::vector<ProbePart> parts;
    for (const auto& block : m_blocks)
        parts.push_back({"plan." + Wx(m_presenter.Find(block.order)->number), block.words, block.rect});
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        const auto name = Wx(m_rows[row].name);
        parts.push_back(
            {"row." + name, name + " | " + Wx(m_rows[row].load), {Field().x, RowTop(row), Field().width, m_rowHeight}});
    }
    return parts;
}

} // namespace bayline::desktop
