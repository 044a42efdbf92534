// SPDX-License-Identifier: GPL-3.0-or-later
// The least a wx program can be: a frame with a list. Says when its window has been painted and it has nothing to do.
#include <wx/app.h>
#include <wx/frame.h>
#include <wx/listctrl.h>
#include <wx/sizer.h>

#include <cstdio>
#include <cstdlib>

namespace {

class MinimalFrame final : public wxFrame
{
public:
    MinimalFrame() : wxFrame(nullptr, wxID_ANY, "Minimal", wxDefaultPosition, wxSize(1280, 800))
    {
        auto* list = new wxListCtrl(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxLC_REPORT);
        list->AppendColumn("Plate");
        list->AppendColumn("Customer");
        for (int i = 0; i < 40; ++i) {
            const long row = list->InsertItem(i, wxString::Format("AD%05d", i));
            list->SetItem(row, 1, "Customer");
        }
        Bind(wxEVT_PAINT, [this](wxPaintEvent& event) {
            m_painted = true;
            event.Skip();
        });
        Bind(wxEVT_IDLE, [this](wxIdleEvent& event) {
            if (m_painted && !m_said) {
                m_said = true;
                std::puts("ready");
                std::fflush(stdout);
                // For a look at its memory it stays.
                if (std::getenv("BAYLINE_BENCH_STAY") == nullptr)
                    Close();
            } else if (!m_painted) {
                event.RequestMore();
            }
        });
    }

private:
    bool m_painted = false;
    bool m_said = false;
};

class MinimalApp final : public wxApp
{
public:
    bool OnInit() override
    {
        auto* frame = new MinimalFrame;
        frame->Show();
        return true;
    }
};

} // namespace

wxIMPLEMENT_APP(MinimalApp); // NOLINT
