// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/samples.h"

#include <optional>
#include <string>

namespace bayline::bench {

/// One side of a line: a figure and how it reads.
struct Figure
{
    double value = 0;
    std::string text; ///< "0.41 ms (p99 0.93)"
    std::string name; ///< of a floor or peer: what it is
};

[[nodiscard]] Figure InMilliseconds(const Samples& samples, std::string name = {});
/// The figure that counts is the 95th or the 99th percentile; the median stands beside it.
[[nodiscard]] Figure P95InMilliseconds(const Samples& samples);
[[nodiscard]] Figure P99InMilliseconds(const Samples& samples);
[[nodiscard]] Figure PerSecond(double value, std::string name = {});
[[nodiscard]] Figure InKilobytes(double bytes, std::string name = {});

/// What must hold. Empty target: the line is there to be read, not judged.
struct Target
{
    enum class Kind
    {
        None,
        RatioAtMost,
        RatioAtLeast,
        ValueAtMost,
    };
    Kind kind = Kind::None;
    double limit = 0;
    std::string text;
};

struct Line
{
    std::string row;
    std::string measure;
    Figure ours;
    std::optional<Figure> peer;
    Target target{};
};

/// Writes the line as one JSON object to standard output, for table.mjs.
void Print(const Line& line);
/// What is being done, for the person who waits; to standard error.
void Say(const std::string& sentence);

} // namespace bayline::bench
