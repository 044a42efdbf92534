// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/async/ui_dispatcher.h"

#include "desktop/async/to_failure.h"

#include <wx/app.h>

namespace bayline::desktop {

UiDispatcher::UiDispatcher(std::function<void(const core::Failure&)> report) : m_state(std::make_shared<State>())
{
    m_state->report = std::move(report);
}

UiDispatcher::~UiDispatcher()
{
    Close();
}

void UiDispatcher::Close()
{
    m_state->closed = true;
}

void UiDispatcher::Post(std::function<void()> task)
{
    auto* app = wxAppConsole::GetInstance();
    if (m_state->closed || !app)
        return;
    ++m_state->pending;
    // An exception from a CallAfter lambda passes OnExceptionInMainLoop by and ends the program.
    app->CallAfter([state = m_state, task = std::move(task)] {
        --state->pending;
        if (state->closed)
            return;
        try {
            task();
        } catch (...) {
            state->report(ToFailure(std::current_exception()));
        }
    });
}

} // namespace bayline::desktop
