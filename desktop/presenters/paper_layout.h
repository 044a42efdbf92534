// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/documents.h"

#include <optional>
#include <string>

/// The papers of one order, laid out from what the order holds. Worker thread.
namespace bayline::desktop {

/// Everything a paper needs, copied from the UI thread.
struct PaperInput
{
    PaperKind kind = PaperKind::CheckIn;
    WorkOrderRead read;
    core::Shop shop;
    core::ShopZone zone;
    core::Instant now{};
    reports::Translate translate;
    std::string link;
    std::optional<core::Invoice> draft;
    PaperChoice choice;
    reports::PageSize size = reports::kA4; ///< what is stored for the customer is always A4
};

/// Reads the pictures that the paper shows. Throws core::Failure when `input` names a paper that is not in the order.
[[nodiscard]] reports::Document LayPaper(const PaperInput& input, db::Connection& connection);

} // namespace bayline::desktop
