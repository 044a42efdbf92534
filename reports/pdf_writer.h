// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"
#include "reports/fonts.h"
#include "reports/page.h"

#include <optional>
#include <string>

namespace bayline::reports {

struct PdfOptions
{
    /// Creation date in the file. Without one, the same document always gives the same bytes.
    std::optional<core::Instant> created;
    std::string author; ///< UTF-8
};

/// The document as a PDF file. `fonts` must be the set it was laid out with. Contains no scripts, links or actions.
/// Throws core::Failure (Internal) when the PDF library reports an error, (Corrupt) for a picture it cannot take.
[[nodiscard]] std::string WritePdf(const Document& document, const FontSet& fonts, const PdfOptions& options = {});

} // namespace bayline::reports
