// SPDX-License-Identifier: GPL-3.0-or-later
#include "photo/resample.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numbers>
#include <utility>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace bayline::photo {
namespace {

constexpr int kWeightBits = 14;
constexpr int kMiddleBits = 5; ///< of a fraction, between the two ways: 255 and what a kernel adds fit into 16 bits
constexpr int kDownShift = kWeightBits - kMiddleBits;
constexpr int kAcrossShift = kWeightBits + kMiddleBits;
constexpr std::size_t kBlock = 16;
constexpr double kReach = 3.0; ///< of the kernel on either side, in output pixels

double Sinc(double x)
{
    return x == 0.0 ? 1.0 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
}

/// Lanczos (1979); `x` in output pixels.
double Kernel(double x)
{
    return std::abs(x) < kReach ? Sinc(x) * Sinc(x / kReach) : 0.0;
}

std::uint8_t ToByte(int value)
{
    return static_cast<std::uint8_t>(std::clamp(value, 0, 255));
}

#if defined(__SSE2__)

/// Two lines at a time: their bytes side by side, so that one instruction multiplies and adds eight of them.
void Down(const std::vector<const std::uint8_t*>& lines, const std::int16_t* weights, std::size_t count,
          std::int16_t* middle)
{
    const auto nothing = _mm_setzero_si128();
    for (std::size_t at = 0; at < count; at += kBlock) {
        const auto half = _mm_set1_epi32(1 << (kDownShift - 1));
        __m128i sums[] = {half, half, half, half}; // std::array would lose their alignment
        for (std::size_t tap = 0; tap + 1 < lines.size(); tap += 2) {
            const auto a = _mm_loadu_si128(reinterpret_cast<const __m128i*>(lines[tap] + at));
            const auto b = _mm_loadu_si128(reinterpret_cast<const __m128i*>(lines[tap + 1] + at));
            const auto both = _mm_unpacklo_epi16(_mm_set1_epi16(weights[tap]), _mm_set1_epi16(weights[tap + 1]));
            const auto low = _mm_unpacklo_epi8(a, b);
            const auto high = _mm_unpackhi_epi8(a, b);
            sums[0] = _mm_add_epi32(sums[0], _mm_madd_epi16(_mm_unpacklo_epi8(low, nothing), both));
            sums[1] = _mm_add_epi32(sums[1], _mm_madd_epi16(_mm_unpackhi_epi8(low, nothing), both));
            sums[2] = _mm_add_epi32(sums[2], _mm_madd_epi16(_mm_unpacklo_epi8(high, nothing), both));
            sums[3] = _mm_add_epi32(sums[3], _mm_madd_epi16(_mm_unpackhi_epi8(high, nothing), both));
        }
        for (auto& sum : sums)
            sum = _mm_srai_epi32(sum, kDownShift);
        auto* to = reinterpret_cast<__m128i*>(middle + at);
        _mm_storeu_si128(to, _mm_packs_epi32(sums[0], sums[1]));
        _mm_storeu_si128(to + 1, _mm_packs_epi32(sums[2], sums[3]));
    }
}

/// `taps` is a multiple of eight.
int Sum(const std::int16_t* values, const std::int16_t* weights, std::size_t taps)
{
    auto sums = _mm_setzero_si128();
    for (std::size_t tap = 0; tap < taps; tap += 8)
        sums = _mm_add_epi32(sums, _mm_madd_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(values + tap)),
                                                  _mm_loadu_si128(reinterpret_cast<const __m128i*>(weights + tap))));
    sums = _mm_add_epi32(sums, _mm_shuffle_epi32(sums, _MM_SHUFFLE(1, 0, 3, 2)));
    sums = _mm_add_epi32(sums, _mm_shuffle_epi32(sums, _MM_SHUFFLE(2, 3, 0, 1)));
    return (_mm_cvtsi128_si32(sums) + (1 << (kAcrossShift - 1))) >> kAcrossShift;
}

#else

void Down(const std::vector<const std::uint8_t*>& lines, const std::int16_t* weights, std::size_t count,
          std::int16_t* middle)
{
    for (std::size_t at = 0; at < count; ++at) {
        int sum = 1 << (kDownShift - 1);
        for (std::size_t tap = 0; tap < lines.size(); ++tap)
            sum += lines[tap][at] * weights[tap];
        middle[at] = static_cast<std::int16_t>(sum >> kDownShift);
    }
}

int Sum(const std::int16_t* values, const std::int16_t* weights, std::size_t taps)
{
    int sum = 1 << (kAcrossShift - 1);
    for (std::size_t tap = 0; tap < taps; ++tap)
        sum += values[tap] * weights[tap];
    return sum >> kAcrossShift;
}

#endif

void Separate(const std::int16_t* mixed, int width, std::size_t room, std::int16_t* bands)
{
    for (std::size_t x = 0; x < static_cast<std::size_t>(width); ++x)
        for (std::size_t band = 0; band < Pixels::kBands; ++band)
            bands[band * room + x] = mixed[x * Pixels::kBands + band];
}

std::size_t RoundedUp(std::size_t value, std::size_t to)
{
    return (value + to - 1) / to * to;
}

} // namespace

Resampler::Weights Resampler::WeightsFor(int from, int to, std::size_t roundUp)
{
    const double factor = std::max(1.0, static_cast<double>(from) / to);
    const double step = static_cast<double>(from) / to;
    const double reach = kReach * factor;
    const auto most = std::min(static_cast<std::size_t>(2.0 * reach) + 2, static_cast<std::size_t>(from));
    Weights weights{.taps = RoundedUp(most, roundUp), .first = {}, .of = {}};
    weights.of.resize(weights.taps * static_cast<std::size_t>(to));
    std::vector<double> exact(most);
    for (int place = 0; place < to; ++place) {
        const double centre = (place + 0.5) * step - 0.5;
        const int first = std::clamp(static_cast<int>(std::ceil(centre - reach)), 0, from - static_cast<int>(most));
        weights.first.push_back(first);
        double total = 0.0;
        for (std::size_t tap = 0; tap < most; ++tap) {
            exact[tap] = Kernel((first + static_cast<double>(tap) - centre) / factor);
            total += exact[tap];
        }
        // What rounding leaves goes to the heaviest: an even area keeps its colour to the last bit.
        auto* of = &weights.of[static_cast<std::size_t>(place) * weights.taps];
        int left = 1 << kWeightBits;
        std::size_t heaviest = 0;
        for (std::size_t tap = 0; tap < most; ++tap) {
            of[tap] = static_cast<std::int16_t>(std::lround(exact[tap] / total * (1 << kWeightBits)));
            left -= of[tap];
            heaviest = of[tap] > of[heaviest] ? tap : heaviest;
        }
        of[heaviest] = static_cast<std::int16_t>(of[heaviest] + left);
    }
    return weights;
}

Resampler::Resampler(int width, int height, int newWidth, int newHeight)
    : m_width(width), m_height(height), m_across(WeightsFor(width, newWidth, 8)),
      m_down(WeightsFor(height, newHeight, 2)), m_kept(m_down.taps + 1),
      m_room(static_cast<std::size_t>(width) + m_across.taps), m_made(newWidth, newHeight)
{
    for (auto& line : m_kept)
        line.resize(RoundedUp(static_cast<std::size_t>(width) * Pixels::kBands, kBlock));
    m_middle.resize(m_kept.front().size() + Pixels::kBands * m_room);
}

void Resampler::Take(const std::uint8_t* line)
{
    auto& kept = m_kept[static_cast<std::size_t>(m_taken) % m_kept.size()];
    std::memcpy(kept.data(), line, static_cast<std::size_t>(m_width) * Pixels::kBands);
    ++m_taken;
    const auto complete = [this] {
        const auto last = m_down.first[static_cast<std::size_t>(m_next)] + static_cast<int>(m_down.taps);
        return std::min(last, m_height) <= m_taken;
    };
    while (m_next < m_made.height && complete())
        MakeLine(m_next++);
}

void Resampler::MakeLine(int y)
{
    std::vector<const std::uint8_t*> lines;
    const auto first = static_cast<std::size_t>(m_down.first[static_cast<std::size_t>(y)]);
    for (std::size_t tap = 0; tap < m_down.taps; ++tap)
        lines.push_back(m_kept[(first + tap) % m_kept.size()].data());
    auto* const mixed = m_middle.data() + Pixels::kBands * m_room;
    Down(lines, &m_down.of[static_cast<std::size_t>(y) * m_down.taps], m_kept.front().size(), mixed);
    Separate(mixed, m_width, m_room, m_middle.data());
    auto* to = m_made.Line(y);
    for (std::size_t x = 0; x < static_cast<std::size_t>(m_made.width); ++x) {
        const auto* weights = &m_across.of[x * m_across.taps];
        const auto* from = m_middle.data() + m_across.first[x];
        for (std::size_t band = 0; band < Pixels::kBands; ++band)
            *to++ = ToByte(Sum(from + band * m_room, weights, m_across.taps));
    }
}

Pixels Shrunk(const Pixels& pixels, int longest)
{
    const int side = std::max(pixels.width, pixels.height);
    if (side <= longest)
        return pixels;
    const auto scaled = [&](int length) {
        return std::max(1, static_cast<int>(std::lround(static_cast<double>(length) * longest / side)));
    };
    Resampler resampler(pixels.width, pixels.height, scaled(pixels.width), scaled(pixels.height));
    for (int y = 0; y < pixels.height; ++y)
        resampler.Take(pixels.Line(y));
    return resampler.Finish();
}

Pixels Upright(Pixels pixels, int orientation)
{
    if (orientation <= 1 || orientation > 8)
        return pixels;
    const bool turned = orientation >= 5;
    const bool fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    Pixels made(turned ? pixels.height : pixels.width, turned ? pixels.width : pixels.height);
    for (int y = 0; y < made.height; ++y) {
        auto* to = made.Line(y);
        for (int x = 0; x < made.width; ++x) {
            const int column = turned ? y : x;
            const int line = turned ? x : y;
            const auto* from =
                pixels.Line(fromBottom ? pixels.height - 1 - line : line) +
                Pixels::kBands * static_cast<std::size_t>(fromRight ? pixels.width - 1 - column : column);
            to = std::copy_n(from, Pixels::kBands, to);
        }
    }
    return made;
}

} // namespace bayline::photo
