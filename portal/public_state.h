// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/envelope.h"

#include <boost/json/object.hpp>

#include <set>
#include <string>
#include <vector>

namespace bayline::portal {

/// What the customer may know of one order, folded from the events of its stream. An empty object is an order not
/// yet opened. Every event carries the whole part it changes, so a later one replaces an earlier one.
///
/// Members: `order` (as opened, with `opened_at`), `stage`, `node`, `nodes`, `promised_at`, `promise_reason`,
/// `inspection`, `quote` (the newest revision, with `sent_at`), `decisions` by line id, `outcomes` by decision id,
/// `invoice`, `payments`, `paid_total`, `balance`, `public_seq`, `updated_at`, `closed_at`.
void ApplyToOrder(boost::json::object& state, const WireEvent& event);

/// The same for the photo stream: `photos` by photo id, `documents` by document id.
void ApplyToPhotos(boost::json::object& state, const WireEvent& event);

/// The digests (hex) of all blobs that this state of a photo stream shows.
[[nodiscard]] std::set<std::string> BlobsShown(const boost::json::object& photos);

/// An event that tells everything that still counts; what was folded before it is forgotten.
[[nodiscard]] bool IsSnapshot(const WireEvent& event);
/// The events that a snapshot is made of, on its stream and under its number.
[[nodiscard]] std::vector<WireEvent> EventsInside(const WireEvent& snapshot);

} // namespace bayline::portal
