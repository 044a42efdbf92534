// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/start_window.h"

#include "desktop/views/icons.h"
#include "desktop/views/translate.h"

#include <wx/gauge.h>
#include <wx/statbmp.h>

namespace bayline::desktop {

namespace {
constexpr int kPulseMilliseconds = 80;
constexpr int kTextWidth = 420;
} // namespace

StartWindow::StartWindow(std::function<void()> cancel)
    : wxFrame(nullptr, wxID_ANY, "Bayline", wxDefaultPosition, wxDefaultSize,
              wxCAPTION | wxCLOSE_BOX | wxSYSTEM_MENU | wxCLIP_CHILDREN),
      m_cancel(std::move(cancel)), m_pulse(this)
{
    SetName("start");
    SetIcon(Icon("car", Colours().accent, 64).GetIconFor(this));
    auto* page = new wxPanel(this);
    page->SetBackgroundColour(Colours().surface);
    auto* title = new wxBoxSizer(wxHORIZONTAL);
    title->Add(new wxStaticBitmap(page, wxID_ANY, Icon("car", Colours().accent, 40)), wxSizerFlags().CenterVertical());
    title->Add(MakeText(page, "Bayline", Type::Title), wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    m_step = MakeText(page, _("Starting …"));
    m_step->SetName("start.step");
    m_step->SetMinSize(wxSize(Dip(this, kTextWidth), -1));
    m_gauge = new wxGauge(page, wxID_ANY, 100, wxDefaultPosition, wxSize(-1, Dip(this, 6)));
    m_leave = MakeButton(page, "start.cancel", _("&Cancel"));
    m_leave->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { Leave(); });
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(title, wxSizerFlags().Border(wxBOTTOM, Dip(this, kSpace)));
    column->Add(m_step, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    column->Add(m_gauge, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kSpace)));
    column->Add(m_leave, wxSizerFlags().Right());
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(column, wxSizerFlags(1).Expand().Border(wxALL, Dip(this, kWide)));
    page->SetSizer(outer);
    auto* frame = new wxBoxSizer(wxVERTICAL);
    frame->Add(page, wxSizerFlags(1).Expand());
    SetSizerAndFit(frame);
    Centre();
    Bind(wxEVT_TIMER, [this](wxTimerEvent&) { m_gauge->Pulse(); });
    Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent&) { Leave(); });
    Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
        if (event.GetKeyCode() == WXK_ESCAPE)
            Leave();
        else
            event.Skip();
    });
    m_pulse.Start(kPulseMilliseconds);
    m_leave->SetFocus();
}

void StartWindow::Tell(const wxString& step)
{
    if (!m_left)
        m_step->SetLabelText(step);
}

void StartWindow::Fail(const wxString& sentence)
{
    m_failed = true;
    m_pulse.Stop();
    m_gauge->Hide();
    m_step->SetForegroundColour(Strong(Meaning::Danger));
    SetWrapped(m_step, sentence, Dip(this, kTextWidth));
    m_leave->SetLabel(_("&Close"));
    m_leave->Enable();
    Fit();
    m_leave->SetFocus();
}

void StartWindow::Leave()
{
    if (m_failed) {
        Destroy();
        return;
    }
    if (m_left)
        return;
    m_left = true;
    m_step->SetLabelText(_("Stopping …"));
    m_leave->Disable();
    m_cancel();
}

} // namespace bayline::desktop
