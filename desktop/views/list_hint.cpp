// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/list_hint.h"

#include "desktop/views/theme.h"

#ifdef __WXGTK3__
#include "desktop/views/gtk_function.h"
#endif

#include <algorithm>
#include <cstring>

namespace bayline::desktop {

#ifdef __WXGTK3__
namespace {

/// What is called while drawing, looked up once.
struct Toolkit
{
    using Any = void*;
    Any (*getData)(Any, const char*) = GtkFunction<Any(Any, const char*)>("g_object_get_data");
    Any (*makeLayout)(Any, const char*) = GtkFunction<Any(Any, const char*)>("gtk_widget_create_pango_layout");
    int (*widthOf)(Any) = GtkFunction<int(Any)>("gtk_widget_get_allocated_width");
    int (*heightOf)(Any) = GtkFunction<int(Any)>("gtk_widget_get_allocated_height");
    void (*setWidth)(Any, int) = GtkFunction<void(Any, int)>("pango_layout_set_width");
    void (*setWrap)(Any, int) = GtkFunction<void(Any, int)>("pango_layout_set_wrap");
    void (*setAlignment)(Any, int) = GtkFunction<void(Any, int)>("pango_layout_set_alignment");
    void (*sizeOf)(Any, int*, int*) = GtkFunction<void(Any, int*, int*)>("pango_layout_get_pixel_size");
    void (*setInk)(Any, double, double,
                   double) = GtkFunction<void(Any, double, double, double)>("cairo_set_source_rgb");
    void (*moveTo)(Any, double, double) = GtkFunction<void(Any, double, double)>("cairo_move_to");
    void (*show)(Any, Any) = GtkFunction<void(Any, Any)>("pango_cairo_show_layout");
    void (*forget)(Any) = GtkFunction<void(Any)>("g_object_unref");

    [[nodiscard]] bool Whole() const
    {
        return getData && makeLayout && widthOf && heightOf && setWidth && setWrap && setAlignment && sizeOf &&
               setInk && moveTo && show && forget;
    }
};

constexpr const char* kText = "bayline-empty-text";
constexpr int kMargin = 24;
constexpr int kHeader = 40;

int DrawText(void* tree, void* cairo, void*)
{
    constexpr int kPangoUnit = 1024;
    constexpr int kWordThenLetter = 2;
    constexpr int kCentred = 1;
    static const Toolkit kit;
    const auto* text = kit.Whole() ? static_cast<const char*>(kit.getData(tree, kText)) : nullptr;
    if (text == nullptr || *text == '\0')
        return 0;
    auto* layout = kit.makeLayout(tree, text);
    const int width = std::max(1, kit.widthOf(tree) - 2 * kMargin);
    kit.setWidth(layout, width * kPangoUnit);
    kit.setWrap(layout, kWordThenLetter);
    kit.setAlignment(layout, kCentred);
    int wide = 0;
    int high = 0;
    kit.sizeOf(layout, &wide, &high);
    constexpr double kFull = 255.0;
    const auto& ink = Colours().muted;
    kit.setInk(cairo, ink.Red() / kFull, ink.Green() / kFull, ink.Blue() / kFull);
    kit.moveTo(cairo, kMargin, std::max(kHeader, (kHeader + kit.heightOf(tree) - high) / 2));
    kit.show(cairo, layout);
    kit.forget(layout);
    return 0;
}

} // namespace

void ShowTextInList(wxDataViewCtrl* list, const wxString& text)
{
    auto* connect = GtkFunction<unsigned long(void*, const char*, int (*)(void*, void*, void*), void*, void*, int)>(
        "g_signal_connect_data");
    auto* setData = GtkFunction<void(void*, const char*, void*, void (*)(void*))>("g_object_set_data_full");
    auto* getData = GtkFunction<void*(void*, const char*)>("g_object_get_data");
    auto* copy = GtkFunction<char*(const char*)>("g_strdup");
    auto* release = GtkFunction<void(void*)>("g_free");
    auto* drawAgain = GtkFunction<void(void*)>("gtk_widget_queue_draw");
    auto* accessible = GtkFunction<void*(void*)>("gtk_widget_get_accessible");
    auto* describe = GtkFunction<void(void*, const char*)>("atk_object_set_description");
    void* tree = list->GtkGetTreeView();
    if (!connect || !setData || !getData || !copy || !release || !drawAgain || !tree)
        return;
    const auto words = text.utf8_str();
    const auto* present = static_cast<const char*>(getData(tree, kText));
    if (present == nullptr) {
        if (text.empty())
            return;
        constexpr int kAfterTheList = 1;
        connect(tree, "draw", &DrawText, nullptr, nullptr, kAfterTheList);
    } else if (std::strcmp(present, words.data()) == 0) {
        return;
    }
    setData(tree, kText, copy(words.data()), release);
    if (accessible && describe && accessible(tree))
        describe(accessible(tree), words.data());
    drawAgain(tree);
}
#else
void ShowTextInList(wxDataViewCtrl* list, const wxString& text)
{
    list->SetToolTip(text);
}
#endif

} // namespace bayline::desktop
