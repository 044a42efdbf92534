// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <wx/graphics.h>

#include <memory>

namespace bayline::desktop {

/// Something to draw on that nobody sees, of the kind the window itself is drawn on. What is drawn here makes fonts,
/// letters and icons ready for the window; on another kind of surface the toolkit would keep them apart and make them
/// once more.
class UnseenCanvas final
{
public:
    UnseenCanvas(const wxWindow& window, const wxSize& size);
    ~UnseenCanvas();
    UnseenCanvas(const UnseenCanvas&) = delete;
    UnseenCanvas& operator=(const UnseenCanvas&) = delete;

    /// Null when nothing can be drawn, as for a size of nothing.
    [[nodiscard]] wxGraphicsContext* Context() const { return m_context.get(); }

private:
    void* m_surface = nullptr;
    void* m_cairo = nullptr;
    std::unique_ptr<wxGraphicsContext> m_context;
};

/// The toolkit reads its icon theme when it first draws an icon of its own, such as the arrow of a drop-down list; this
/// has it done before.
void WarmNativeIcons();

} // namespace bayline::desktop
