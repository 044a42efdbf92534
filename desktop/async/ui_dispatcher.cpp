// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/async/ui_dispatcher.h"

#include "desktop/async/to_failure.h"

#include <wx/app.h>

#include <utility>

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
    // CallAfter copies what it is given on the calling thread: only the box, never what the task captured.
    auto box = std::make_shared<std::function<void()>>(std::move(task));
    // An exception from a CallAfter lambda passes OnExceptionInMainLoop by and ends the program.
    app->CallAfter([state = m_state, box = std::move(box)] {
        --state->pending;
        const auto mine = std::exchange(*box, nullptr); // gone on this thread, whoever lets go of the box last
        if (state->closed)
            return;
        try {
            mine();
        } catch (...) {
            state->report(ToFailure(std::current_exception()));
        }
    });
}

} // namespace bayline::desktop
