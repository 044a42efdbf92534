// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/async/changes.h"
#include "desktop/async/worker.h"

#include <memory>
#include <mutex>

namespace bayline::desktop {

/// Carries hints from the listener's thread to the hub: hints that come while one delivery is on its way to the UI
/// thread travel together, so that a flood of notifications costs one repaint.
class ChangeGate final
{
public:
    ChangeGate(PostToUi post, std::shared_ptr<ChangeHub> hub) : m_state(std::make_shared<State>())
    {
        m_state->post = std::move(post);
        m_state->hub = std::move(hub);
    }

    /// Any thread. An empty stream: anything may have changed.
    void Hint(const std::string& stream, int seq)
    {
        {
            const std::lock_guard lock(m_state->mutex);
            if (stream.empty())
                m_state->news.everything = true;
            else
                m_state->news.streams.push_back({stream, seq});
            if (std::exchange(m_state->onItsWay, true))
                return;
        }
        m_state->post([state = m_state] {
            News news;
            {
                const std::lock_guard lock(state->mutex);
                news = std::exchange(state->news, {});
                state->onItsWay = false;
            }
            state->hub->Publish(news);
        });
    }

private:
    struct State
    {
        std::mutex mutex;
        News news;
        bool onItsWay = false;
        PostToUi post;
        std::shared_ptr<ChangeHub> hub;
    };
    std::shared_ptr<State> m_state;
};

} // namespace bayline::desktop
