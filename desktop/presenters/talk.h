// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/work_order_presenter.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// One message between the customer and the shop.
struct TalkLine
{
    bool fromCustomer = false;
    std::string heading; ///< who and when, and how far one of ours has come
    std::string text;
};

/// All messages of an order, the oldest first.
[[nodiscard]] std::vector<TalkLine> BuildTalk(const Context& context, const std::vector<db::TimelineEntry>& entries);

/// The customer's messages after the shop's last one.
[[nodiscard]] int UnansweredMessages(const std::vector<db::TimelineEntry>& entries);

/// What the customer wrote or paid in the app, and what was answered, in a sentence; nothing for other events.
[[nodiscard]] std::optional<std::string> DescribeCustomerEvent(const Context& context, const core::WorkOrder& order,
                                                               const core::RecordedEvent& event);

/// Writing to the customer.
class TalkPresenter final
{
public:
    explicit TalkPresenter(WorkOrderPresenter& presenter) : m_presenter(presenter) {}

    /// Sends what was typed once, however often it is asked for until it is done.
    void Send(const std::string& typed, std::function<void()> done = {});

    Deed send;

private:
    WorkOrderPresenter& m_presenter;
};

} // namespace bayline::desktop
