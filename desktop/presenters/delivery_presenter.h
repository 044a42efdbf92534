// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/delivery.h"
#include "desktop/presenters/context.h"

#include <functional>
#include <string>

namespace bayline::desktop {

/// What is on its way to the customer app: waiting, sent, parked with the reason in words.
class DeliveryPresenter final
{
public:
    struct State
    {
        db::DeliveryStatus status;
        bool loaded = false;
        std::string problem; ///< of the last deed or of the reading
        std::string told;    ///< what the last deed did
    };

    DeliveryPresenter(Context& context, std::function<void()> changed);

    [[nodiscard]] const State& Now() const { return m_state; }
    [[nodiscard]] bool Busy() const { return m_act.Busy(); }

    void Refresh();
    /// Lets a parked stream try again.
    void Retry(const std::string& stream);
    /// Sends everything public of the order again.
    void SendCurrentState(const std::string& stream);
    /// A person has dealt with an answer that could not be applied.
    void Dismiss(const std::string& answerId);

    /// One line for the header: "Everything has been sent", "3 changes wait", "Not paired".
    [[nodiscard]] std::string Summary() const;
    [[nodiscard]] std::string LastContact() const;

private:
    void Act(std::function<void(db::Connection&)> deed, const char* told);

    Context& m_context;
    std::function<void()> m_changed;
    State m_state;
    RequestSlot m_load;
    RequestSlot m_act;
};

} // namespace bayline::desktop
