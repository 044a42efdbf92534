// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/delivery.h"
#include "desktop/presenters/context.h"

#include <functional>
#include <string>

namespace bayline::desktop {

/// What the customers' pages show of the shop's work: per order what is on its way, what was refused and what to do
/// about it, and what the customer has seen.
class DeliveryPresenter final
{
public:
    struct State
    {
        db::DeliveryStatus status;
        std::chrono::minutes warnAfter{15};
        bool loaded = false;
        std::string problem; ///< of the last deed or of the reading
        std::string told;    ///< what became of the last deed
        bool toldGood = true;
    };

    DeliveryPresenter(Context& context, std::function<void()> changed);

    [[nodiscard]] const State& Now() const { return m_state; }
    [[nodiscard]] bool Busy() const { return m_act.Busy(); }
    [[nodiscard]] const db::DeliveryOrder* Find(core::WorkOrderId id) const;

    void Refresh();
    /// Lets what was refused of the order try again.
    void Retry(core::WorkOrderId id);
    /// Sends the order as it stands now, and its photos when those were refused.
    void SendCurrentState(core::WorkOrderId id);
    /// A person has dealt with an answer that could not be applied.
    void Dismiss(const std::string& answerId);
    void RetryAnswer(const std::string& answerId);
    /// Another database of this shop sends now, wrongly: this one takes over again. Managers only.
    void TakeOver();
    /// When the board begins to warn. Managers only.
    void SetWarnAfter(std::chrono::minutes after);

    /// One line for the header: how the whole is.
    [[nodiscard]] std::string Summary() const;
    [[nodiscard]] std::string LastContact() const;
    /// True when another database of this shop has taken over the sending.
    [[nodiscard]] bool TakenOver() const;
    /// True when the order's oldest change waits for longer than the warning allows.
    [[nodiscard]] bool IsLate(const db::DeliveryOrder& order) const;
    /// Why nothing goes out; empty when all is well.
    [[nodiscard]] std::string Trouble() const;
    /// What the customer's page has of the order.
    [[nodiscard]] std::string PageText(const db::DeliveryOrder& order) const;
    [[nodiscard]] std::string SeenText(const db::DeliveryOrder& order) const;
    /// Why it was refused and what to do; empty when nothing needs doing.
    [[nodiscard]] std::string AdviceText(const db::DeliveryOrder& order) const;
    [[nodiscard]] std::string AnswerText(const db::ParkedAnswer& answer) const;
    /// Why it could not be taken.
    [[nodiscard]] std::string AnswerReason(const db::ParkedAnswer& answer) const;
    /// "KD-1042 · 沪AD12345" of an order in the list; empty when it is not there.
    [[nodiscard]] std::string TitleOf(core::WorkOrderId id) const;

private:
    void Act(std::function<void(db::Connection&)> deed, const char* told,
             std::optional<core::WorkOrderId> sent = std::nullopt);
    void FollowUp();
    void Tell(const char* sentence, bool good);
    [[nodiscard]] std::string Reason(const std::string& reason) const;

    Context& m_context;
    std::function<void()> m_changed;
    State m_state;
    std::optional<core::WorkOrderId> m_sent; ///< the order that was sent last, until its fate is known
    int m_deeds = 0;
    int m_readingsSinceTold = 0;
    RequestSlot m_load;
    RequestSlot m_act;
};

/// The one sentence that the board shows when the customers' pages fall behind or something needs a person.
class DeliveryNotice final
{
public:
    DeliveryNotice(Context& context, std::function<void()> changed);

    /// Nothing to read before somebody has signed in at a desk.
    void Refresh();
    /// Empty when all is well.
    [[nodiscard]] std::string Text() const;
    /// True when somebody must do something, false when it heals by itself.
    [[nodiscard]] bool NeedsPerson() const { return m_lateness.stopped + m_lateness.answers > 0; }

private:
    Context& m_context;
    std::function<void()> m_changed;
    db::DeliveryLateness m_lateness;
    RequestSlot m_load;
};

} // namespace bayline::desktop
