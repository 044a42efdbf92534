// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/check_in_presenter.h"

#include <boost/json/object.hpp>

namespace bayline::desktop {

/// A check-in as it was typed, with the ids under which it would be saved: saving it after a crash opens no second
/// order when the first had been opened already.
struct CheckInDraft
{
    CheckInPresenter::Form form;
    core::CheckIn ids; ///< of the rules' form: ids, the records as they were read, the link's secret
    core::OperationId operation;
};

[[nodiscard]] boost::json::object ToJson(const CheckInDraft& draft);
/// Nothing for what cannot be understood.
[[nodiscard]] std::optional<CheckInDraft> CheckInDraftFrom(const boost::json::object& json);

} // namespace bayline::desktop
