// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"
#include "core/time.h"
#include "reports/fonts.h"
#include "reports/page.h"

#include <functional>
#include <string>
#include <string_view>

namespace bayline::reports {

/// English sentence in, the reader's language out.
using Translate = std::function<std::string(std::string_view)>;

/// What every paper is made with. Labels in this room are marked for xgettext by the call `tr("…")`.
struct Stationery
{
    const FontSet& fonts;
    Translate tr = [](std::string_view sentence) { return std::string(sentence); };
    core::ShopZone zone{};
    PageSize size = kA4;
    PicturePtr logo{}; ///< at the head of papers; may be none
};

/// A photo to print. About 1000 pixels on the long side are enough for the sizes on these papers.
struct PaperPhoto
{
    PicturePtr picture;
    std::string caption;
};

/// Puts arguments into the {1}, {2} … of a translated sentence.
[[nodiscard]] inline std::string Fill(std::string sentence, const std::vector<std::string>& arguments)
{
    return core::Refusal::Fill(std::move(sentence), arguments);
}

} // namespace bayline::reports
