// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <utility>

namespace bayline::desktop {

/// A person's session on the server, from signing in until nothing is done in it any more. Shared by the context, while
/// the person is signed in, and by every job and form that still has work to do in the person's name (db::Session
/// carries it): who signs out with photos or saves under way gets them stored under the own name, and nobody else's
/// session is used for them.
class HeldSession final
{
public:
    /// `end` tells the server; it runs on the thread that lets go last and must not throw.
    explicit HeldSession(std::function<void()> end) : m_end(std::move(end)) {}
    /// At the end of the program nobody has signed out, and the server is not told.
    ~HeldSession()
    {
        if (m_over) {
            m_end();
        }
    }
    HeldSession(const HeldSession&) = delete;
    HeldSession& operator=(const HeldSession&) = delete;

    /// The person has signed out. UI thread.
    void Over() { m_over = true; }

private:
    std::function<void()> m_end;
    bool m_over = false;
};

} // namespace bayline::desktop
