// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/presence.h"
#include "desktop/presenters/context.h"

#include <map>
#include <string>
#include <vector>

namespace bayline::desktop {

/// Who else has the same order open. No lock: it only lets people talk to each other before both type. UI thread only.
class Presence final
{
public:
    explicit Presence(Context& context);

    /// This PC has the stream open while the subscription lives.
    [[nodiscard]] Subscription Open(const std::string& stream);
    /// Names of others who have it open, as of the last time it was asked.
    [[nodiscard]] const std::vector<std::string>& Others(const std::string& stream) const;
    /// Called when somebody came or went.
    [[nodiscard]] Subscription OnChange(std::function<void()> changed);
    /// To be called every second; tells the database every ten.
    void Tick();

private:
    void Tell();

    Context& m_context;
    std::map<std::string, int> m_open;
    db::WhoIsWhere m_where;
    Observers<bool> m_changed;
    RequestSlot m_slot;
    core::Instant m_told{};
    bool m_again = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace bayline::desktop
