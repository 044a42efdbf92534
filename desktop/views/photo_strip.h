// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/photo_intake.h"
#include "desktop/views/controls.h"

namespace bayline::desktop {

class PhotoGrid;

/// Takes photos for an order that may not exist yet: picked, dropped or pasted, shown at once, stored as soon as the
/// order is known. What was handed to an order is stored even when the strip has gone.
class PhotoStrip final : public wxPanel
{
public:
    PhotoStrip(wxWindow* parent, const char* name, Context& context, PhotoSubject defaultSubject);

    /// The order was opened: its photos are stored now.
    void StoreTo(core::WorkOrderId order) { m_intake.StoreTo(order); }
    /// Starts over for the next car.
    void Clear() { m_intake.Clear(); }
    [[nodiscard]] int Unfinished() const { return m_intake.Unfinished(); }

private:
    void Render();
    void Paste();

    Context& m_context;
    PhotoSubject m_subject;
    PhotoIntake m_intake;
    PhotoGrid* m_grid = nullptr;
    wxStaticText* m_count = nullptr;
    wxStaticText* m_problem = nullptr;
    wxButton* m_remove = nullptr;
};

} // namespace bayline::desktop
