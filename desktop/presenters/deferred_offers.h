// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/deferred.h"
#include "desktop/presenters/context.h"
#include "desktop/presenters/photo_presenter.h"

#include <string>
#include <vector>

namespace bayline::desktop {

/// Put-off work with the first photo of its finding.
struct DeferredOffer
{
    core::DeferredWork work;
    PictureBytes thumb; ///< null when the finding has no photo
};

/// Reads on the worker.
[[nodiscard]] std::vector<DeferredOffer> LoadDeferredOffers(db::Connection& connection, core::VehicleId vehicle);

/// "Front brake pads LF", in the user's language.
[[nodiscard]] std::string FindingTitle(const Context& context, const core::DeferredWork& work);
/// "Replace front pads · ¥468.00 · declined on 2026-05-02, order WO-2026-000012"
[[nodiscard]] std::string DeferredText(const Context& context, const core::DeferredWork& work);

} // namespace bayline::desktop
