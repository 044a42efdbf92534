// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"

#include <boost/json/array.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bayline::core {

enum class MarkKind
{
    Arrow,  ///< from the first corner to the second, its head there
    Circle, ///< the ellipse that fits between both corners
    Text,   ///< begins at the first corner
    Blur,   ///< the rectangle between both corners can no longer be recognised
};

[[nodiscard]] std::string_view ToWord(MarkKind kind);
[[nodiscard]] std::optional<MarkKind> MarkKindFromWord(std::string_view word);

enum class MarkColour
{
    Red,
    Yellow,
    White,
};

[[nodiscard]] std::string_view ToWord(MarkColour colour);
[[nodiscard]] std::optional<MarkColour> MarkColourFromWord(std::string_view word);

/// Something drawn on a photo. Corners are in ten-thousandths of the picture's width and height, so that the mark
/// belongs to the photo whatever size it is shown in.
struct PhotoMark
{
    MarkKind kind = MarkKind::Arrow;
    int x1 = 0;
    int y1 = 0;
    int x2 = 0;
    int y2 = 0;
    MarkColour colour = MarkColour::Red;
    std::string text;

    friend bool operator==(const PhotoMark&, const PhotoMark&) = default;
};

inline constexpr int kMarkScale = 10'000;

/// True when a mark hides something: then the unmarked picture must not leave the house.
[[nodiscard]] bool HidesSomething(const std::vector<PhotoMark>& marks);
/// Refuses: more than 100 marks, a text that is empty or longer than 200 characters. Corners are brought inside.
[[nodiscard]] Outcome<std::vector<PhotoMark>> CheckMarks(std::vector<PhotoMark> marks);

[[nodiscard]] boost::json::array ToJson(const std::vector<PhotoMark>& marks);
[[nodiscard]] std::vector<PhotoMark> MarksFromJson(const boost::json::array& json);

} // namespace bayline::core
