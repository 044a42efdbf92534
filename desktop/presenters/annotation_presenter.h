// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/photo_marks.h"

#include <string>
#include <vector>

namespace bayline::desktop {

/// Marks on one photo while they are being drawn, with undo and redo. Coordinates as in core::PhotoMark.
class AnnotationPresenter final
{
public:
    /// `drawn`: drawn while somebody else saved `saved`; laid over it as one step that can be taken back.
    explicit AnnotationPresenter(std::vector<core::PhotoMark> saved, const std::vector<core::PhotoMark>& drawn = {});

    core::MarkKind tool = core::MarkKind::Arrow;
    core::MarkColour colour = core::MarkColour::Red;
    std::string text; ///< of the next text mark

    void Begin(int x, int y);
    void Move(int x, int y);
    /// Keeps the mark. False: it is too small to be meant, or a text without words.
    bool End();
    void Cancel() { m_drawing = false; }

    void Undo();
    void Redo();
    [[nodiscard]] bool CanUndo() const { return !m_done.empty(); }
    [[nodiscard]] bool CanRedo() const { return !m_undone.empty(); }
    void Clear();

    /// What is kept, and the one under the pointer behind it.
    [[nodiscard]] std::vector<core::PhotoMark> Shown() const;
    [[nodiscard]] const std::vector<core::PhotoMark>& Marks() const { return m_marks; }
    [[nodiscard]] bool Changed() const { return m_marks != m_saved; }

private:
    void Change(std::vector<core::PhotoMark> marks);

    std::vector<core::PhotoMark> m_marks;
    std::vector<core::PhotoMark> m_saved;
    std::vector<std::vector<core::PhotoMark>> m_done;
    std::vector<std::vector<core::PhotoMark>> m_undone;
    core::PhotoMark m_mark;
    bool m_drawing = false;
};

} // namespace bayline::desktop
