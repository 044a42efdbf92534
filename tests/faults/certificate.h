// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace bayline::faults {

/// A self-signed certificate for 127.0.0.1 with its key, as two PEM files; one whose time is over when `expired`.
void WriteCertificate(const std::filesystem::path& certificate, const std::filesystem::path& key, bool expired);

} // namespace bayline::faults
