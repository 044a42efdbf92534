// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/report.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <cstdio>
#include <iostream>

namespace bayline::bench {

namespace json = boost::json;

namespace {

std::string Text(const char* format, double value)
{
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), format, value);
    return text.data();
}

std::string Duration(double milliseconds)
{
    return Text(milliseconds < 10 ? "%.3f" : "%.1f", milliseconds);
}

json::object ToJson(const Figure& figure)
{
    json::object object{{"value", figure.value}, {"text", figure.text}};
    if (!figure.name.empty()) {
        object["name"] = figure.name;
    }
    return object;
}

bool Holds(const Target& target, double value, double ratio)
{
    switch (target.kind) {
    case Target::Kind::RatioAtMost:
        return ratio > 0 && ratio <= target.limit;
    case Target::Kind::RatioAtLeast:
        return ratio >= target.limit;
    default:
        return value <= target.limit;
    }
}

} // namespace

Figure InMilliseconds(const Samples& samples, std::string name)
{
    return {samples.Median(), Duration(samples.Median()) + " ms (p99 " + Duration(samples.P99()) + ")",
            std::move(name)};
}

Figure P95InMilliseconds(const Samples& samples)
{
    return {samples.P95(), "p95 " + Duration(samples.P95()) + " ms (median " + Duration(samples.Median()) + ")", {}};
}

Figure P99InMilliseconds(const Samples& samples)
{
    return {samples.P99(), "p99 " + Duration(samples.P99()) + " ms (median " + Duration(samples.Median()) + ")", {}};
}

Figure PerSecond(double value, std::string name)
{
    return {value, Text("%.0f/s", value), std::move(name)};
}

Figure InKilobytes(double bytes, std::string name)
{
    return {bytes / 1000, Text("%.1f kB", bytes / 1000), std::move(name)};
}

void Print(const Line& line)
{
    json::object object{{"row", line.row}, {"measure", line.measure}, {"ours", ToJson(line.ours)}};
    const double ratio = line.peer && line.peer->value > 0 ? line.ours.value / line.peer->value : 0;
    if (line.peer) {
        object["peer"] = ToJson(*line.peer);
        object["ratio"] = ratio;
    }
    if (line.target.kind != Target::Kind::None) {
        object["target"] = line.target.text;
        object["holds"] = Holds(line.target, line.ours.value, ratio);
    }
    std::cout << json::serialize(object) << std::endl;
}

void Say(const std::string& sentence)
{
    std::cerr << sentence << std::endl;
}

} // namespace bayline::bench
