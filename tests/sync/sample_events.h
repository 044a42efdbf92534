// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"

#include <string>
#include <vector>

namespace bayline::test {

/// Put into every field of the samples that must stay in the shop.
inline constexpr const char* kPrivate = "PRIVATE-MARKER";
inline constexpr int kPrivateCost = 987654321;

/// One event of every public type with all its fields, the private ones marked.
std::vector<core::RecordedEvent> OneOfEveryPublicType();
/// Some that have no public view, marked all over.
std::vector<core::RecordedEvent> PrivateTypes();

/// The n-th payment of a stream: small, public, different for every number.
core::RecordedEvent PaymentEvent(const std::string& stream, int publicSeq);
/// A photo whose blobs are the given ones.
core::RecordedEvent PhotoEvent(const std::string& stream, int publicSeq, const std::string& sha256,
                               const std::string& thumbSha256);

/// "work_order/…" with a UUID made of the number.
std::string StreamNumber(int number, const std::string& kind = "work_order");

} // namespace bayline::test
