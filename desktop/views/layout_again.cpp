// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/layout_again.h"

#ifdef __WXGTK3__
#include "desktop/views/gtk_function.h"
#endif

#include <wx/checkbox.h>
#include <wx/clntdata.h>
#include <wx/dialog.h>
#include <wx/display.h>
#include <wx/sizer.h>
#include <wx/timer.h>
#include <wx/weakref.h>

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

namespace bayline::desktop {

namespace {

struct Whole final : wxClientData
{
    explicit Whole(int height) : least(height) {}
    int least; ///< height asked for without the words
};

int HeightFor(wxWindow* words, int width);

/// Lays out once what many have asked for, when the present layout is done.
class Again final : public wxTimer
{
public:
    void Ask(wxWindow* window)
    {
        m_asked.emplace_back(window);
        Soon();
    }

    /// The words may have another width by then: a layout places some of them twice.
    void AskFor(wxWindow* words)
    {
        m_words.emplace_back(words);
        Soon();
    }

    void Notify() override
    {
        auto asked = std::exchange(m_asked, {});
        for (const auto& words : std::exchange(m_words, {}))
            if (words && Grow(*words))
                asked.emplace_back(words->GetParent());
        if (asked.empty())
            return;
        ++m_round;
        m_last = Clock::now();
        std::vector<std::pair<int, wxWeakRef<wxWindow>>> around;
        for (const auto& window : asked)
            Collect(window.get(), around);
        std::stable_sort(around.begin(), around.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        for (const auto& [depth, window] : around)
            if (window)
                window->InvalidateBestSize();
        for (const auto& [depth, window] : around)
            if (window)
                window->SendSizeEvent();
        for (const auto& [depth, window] : around)
            if (auto* dialog = wxDynamicCast(window.get(), wxDialog))
                GrowDialog(*dialog);
    }

private:
    using Clock = std::chrono::steady_clock;
    static constexpr int kAnyRoom = 24; ///< pixels; less is a window that has no place yet

    void Soon()
    {
        // Two that move each other must not keep the program busy: after some rounds they stay as they are.
        constexpr int kMostRounds = 8;
        constexpr auto kOneAnswer = std::chrono::milliseconds(500);
        if (m_round > 0 && Clock::now() - m_last > kOneAnswer)
            m_round = 0;
        if (m_round < kMostRounds && !IsRunning())
            StartOnce(1);
    }

    static bool Grow(wxWindow& words)
    {
        const auto* whole = dynamic_cast<Whole*>(words.GetClientObject());
        const int width = words.GetSize().x;
        if (!whole || width < kAnyRoom)
            return false;
        // Not the best size, which is never below the least size that is given here.
        const auto lines = static_cast<int>(words.GetLabel().Freq('\n')) + 1;
        const int unbroken = lines * words.GetCharHeight() + words.GetCharHeight() / 2;
        const int tall = HeightFor(&words, width);
        const auto least = words.GetMinSize();
        const int wanted = tall > unbroken ? std::max(tall, whole->least) : whole->least;
        if (least.y == wanted)
            return false;
        words.SetMinSize(wxSize(least.x, wanted));
        return true;
    }

    /// A dialog was made as large as it then had to be; its buttons must not be pushed out below.
    void GrowDialog(wxDialog& dialog)
    {
        if (!dialog.GetSizer())
            return;
        if (dialog.IsShown() && dialog.GetClientSize().y < kAnyRoom) {
            // It is just being put on the screen, and takes the size it was given with the next steps.
            constexpr int kSoonPlaced = 30;
            m_asked.emplace_back(&dialog);
            StartOnce(kSoonPlaced);
            return;
        }
        const auto present = dialog.IsShown() ? dialog.GetClientSize() : dialog.GetSize();
        const auto room = wxDisplay(&dialog).GetClientArea();
        auto wanted = dialog.GetSizer()->CalcMin();
        wanted.DecTo(room.GetSize() - (dialog.GetSize() - present));
        wanted.IncTo(present);
        if (wanted == present)
            return;
        dialog.SetClientSize(wanted);
        auto place = dialog.GetScreenRect();
        place.x = std::max(room.x, std::min(place.x, room.GetRight() - place.width));
        place.y = std::max(room.y, std::min(place.y, room.GetBottom() - place.height));
        if (place.GetPosition() != dialog.GetScreenPosition())
            dialog.Move(place.GetPosition());
    }

    static void Collect(wxWindow* window, std::vector<std::pair<int, wxWeakRef<wxWindow>>>& around)
    {
        std::vector<wxWindow*> chain;
        for (auto* one = window; one; one = one->IsTopLevel() ? nullptr : one->GetParent())
            chain.push_back(one);
        int depth = static_cast<int>(chain.size());
        for (auto* one : chain) {
            const bool known = std::any_of(around.begin(), around.end(),
                                           [one](const auto& entry) { return entry.second.get() == one; });
            if (!known)
                around.emplace_back(depth, one);
            --depth;
        }
    }

    std::vector<wxWeakRef<wxWindow>> m_asked;
    std::vector<wxWeakRef<wxWindow>> m_words;
    Clock::time_point m_last{};
    int m_round = 0; ///< of layouts close upon each other
};

#ifdef __WXGTK3__
int HeightFor(wxWindow* words, int width)
{
    static auto* const heightFor =
        GtkFunction<void(void*, int, int*, int*)>("gtk_widget_get_preferred_height_for_width");
    int least = 0;
    int natural = 0;
    if (heightFor && words->GetHandle())
        heightFor(words->GetHandle(), width, &least, &natural);
    return natural;
}

void BreakLines(wxWindow* box)
{
    static auto* const childOf = GtkFunction<void*(void*)>("gtk_bin_get_child");
    static auto* const breakLines = GtkFunction<void(void*, int)>("gtk_label_set_line_wrap");
    auto* label = childOf && box->GetHandle() ? childOf(box->GetHandle()) : nullptr;
    if (label && breakLines)
        breakLines(label, 1);
}
#else
int HeightFor(wxWindow* words, int)
{
    return words->GetBestSize().y;
}
void BreakLines(wxWindow*) {}
#endif

/// Lives as long as the program: windows ask until they go.
Again& TheAgain()
{
    static auto* const again = new Again;
    return *again;
}

} // namespace

void LayOutAgain(wxWindow* window)
{
    TheAgain().Ask(window);
}

void GrowToWords(wxWindow* words)
{
    if (dynamic_cast<Whole*>(words->GetClientObject()))
        TheAgain().AskFor(words);
}

void KeepWhole(wxWindow* words)
{
    if (dynamic_cast<wxCheckBox*>(words))
        BreakLines(words);
    words->SetClientObject(new Whole(words->GetMinSize().y));
    words->Bind(wxEVT_SIZE, [words](wxSizeEvent& event) {
        event.Skip();
        TheAgain().AskFor(words);
    });
}

} // namespace bayline::desktop
