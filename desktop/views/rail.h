// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/views/paint_kit.h"
#include "desktop/views/probe_parts.h"

#include <wx/control.h>
#include <wx/window.h>

#include <functional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// The main window's screens on the left, with icons. Focusable; arrow keys walk, Enter goes there.
class Rail final : public wxWindow, public ProbeParts
{
public:
    struct Entry
    {
        std::string id; ///< "board"
        wxString label;
        std::string icon;
        wxString tip;
    };

    Rail(wxWindow* parent, std::vector<Entry> entries, std::function<void(std::size_t)> go);

    void SetPresent(std::size_t entry);
    /// Draws everything once where nobody sees it: letters and icons are ready when it is shown.
    void Warm();
    /// A screen that is not for the person signed in has no entry.
    void EnableEntry(std::size_t entry, bool enabled);
    [[nodiscard]] std::vector<ProbePart> Parts() const override;

protected:
    wxSize DoGetBestClientSize() const override;

private:
    void OnPaint(wxPaintEvent& event);
    void OnKey(wxKeyEvent& event);
    void PaintEntry(wxGraphicsContext& gc, std::size_t entry) const;
    [[nodiscard]] int EntryHeight() const;
    [[nodiscard]] wxRect RectOf(std::size_t entry) const;
    [[nodiscard]] int EntryAt(const wxPoint& point) const;

    std::vector<Entry> m_entries;
    std::vector<bool> m_enabled;
    std::function<void(std::size_t)> m_go;
    std::size_t m_present = 0;
    int m_hovered = -1;
    int m_width = 0;
    PaintKit m_kit;
    PaintKit::Font m_font;
    PaintKit::Font m_presentFont;
};

} // namespace bayline::desktop
