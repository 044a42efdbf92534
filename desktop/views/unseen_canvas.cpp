// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/unseen_canvas.h"

#ifdef __WXGTK3__
#include "desktop/views/gtk_function.h"
#endif

#include <wx/toplevel.h>

namespace bayline::desktop {

#ifdef __WXGTK3__

UnseenCanvas::UnseenCanvas(const wxWindow& window, const wxSize& size)
{
    static auto* const windowOf = GtkFunction<void*(void*)>("gtk_widget_get_window");
    static auto* const similar = GtkFunction<void*(void*, int, int, int)>("gdk_window_create_similar_surface");
    static auto* const cairoFor = GtkFunction<void*(void*)>("cairo_create");
    constexpr int kColourOnly = 0x1000;
    const auto* top = wxGetTopLevelParent(const_cast<wxWindow*>(&window));
    if (size.x < 1 || size.y < 1 || !top || !windowOf || !similar || !cairoFor)
        return;
    auto* native = windowOf(top->GetHandle());
    if (!native)
        return;
    m_surface = similar(native, kColourOnly, size.x, size.y);
    m_cairo = cairoFor(m_surface);
    m_context.reset(wxGraphicsContext::CreateFromNative(m_cairo));
}

UnseenCanvas::~UnseenCanvas()
{
    m_context.reset();
    if (m_cairo)
        GtkFunction<void(void*)>("cairo_destroy")(m_cairo);
    if (m_surface)
        GtkFunction<void(void*)>("cairo_surface_destroy")(m_surface);
}

void WarmNativeIcons()
{
    auto* const theme = GtkFunction<void*()>("gtk_icon_theme_get_default");
    auto* const load = GtkFunction<void*(void*, const char*, int, int, void**)>("gtk_icon_theme_load_icon");
    auto* const release = GtkFunction<void(void*)>("g_object_unref");
    if (!theme || !load || !release)
        return;
    constexpr int kSide = 16;
    if (auto* picture = load(theme(), "pan-down-symbolic", kSide, 0, nullptr))
        release(picture);
}

#else

UnseenCanvas::UnseenCanvas(const wxWindow&, const wxSize&) {}
UnseenCanvas::~UnseenCanvas() = default;
void WarmNativeIcons() {}

#endif

} // namespace bayline::desktop
