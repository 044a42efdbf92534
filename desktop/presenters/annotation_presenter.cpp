// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/annotation_presenter.h"

#include "core/text.h"

#include <algorithm>
#include <cstdlib>

namespace bayline::desktop {

namespace {
constexpr int kLeast = 80; ///< ten-thousandths of the picture
}

AnnotationPresenter::AnnotationPresenter(std::vector<core::PhotoMark> saved, const std::vector<core::PhotoMark>& drawn)
    : m_marks(saved), m_saved(std::move(saved))
{
    auto both = m_marks;
    for (const auto& mark : drawn) {
        if (std::find(m_marks.begin(), m_marks.end(), mark) == m_marks.end()) {
            both.push_back(mark);
        }
    }
    if (both != m_marks) {
        Change(std::move(both));
    }
}

void AnnotationPresenter::Begin(int x, int y)
{
    m_mark = {.kind = tool, .x1 = x, .y1 = y, .x2 = x, .y2 = y, .colour = colour, .text = core::CleanLine(text)};
    m_drawing = true;
}

void AnnotationPresenter::Move(int x, int y)
{
    m_mark.x2 = std::clamp(x, 0, core::kMarkScale);
    m_mark.y2 = std::clamp(y, 0, core::kMarkScale);
}

bool AnnotationPresenter::End()
{
    if (!m_drawing) {
        return false;
    }
    m_drawing = false;
    const bool isText = m_mark.kind == core::MarkKind::Text;
    const int longer = std::max(std::abs(m_mark.x2 - m_mark.x1), std::abs(m_mark.y2 - m_mark.y1));
    if (isText ? m_mark.text.empty() : longer < kLeast) {
        return false;
    }
    if (!isText) {
        m_mark.text.clear();
    }
    auto marks = m_marks;
    marks.push_back(m_mark);
    Change(std::move(marks));
    return true;
}

void AnnotationPresenter::Change(std::vector<core::PhotoMark> marks)
{
    m_done.push_back(std::move(m_marks));
    m_marks = std::move(marks);
    m_undone.clear();
}

void AnnotationPresenter::Undo()
{
    if (CanUndo()) {
        m_undone.push_back(std::move(m_marks));
        m_marks = std::move(m_done.back());
        m_done.pop_back();
    }
}

void AnnotationPresenter::Redo()
{
    if (CanRedo()) {
        m_done.push_back(std::move(m_marks));
        m_marks = std::move(m_undone.back());
        m_undone.pop_back();
    }
}

void AnnotationPresenter::Clear()
{
    if (!m_marks.empty()) {
        Change({});
    }
}

std::vector<core::PhotoMark> AnnotationPresenter::Shown() const
{
    auto marks = m_marks;
    if (m_drawing) {
        marks.push_back(m_mark);
    }
    return marks;
}

} // namespace bayline::desktop
