// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "photo/pixels.h"

#include <vector>

namespace bayline::photo {

/// Makes a picture smaller while its lines come in one by one: each output pixel is the weighted mean of what it
/// covers, by Lanczos's kernel of three lobes, as libvips does.
class Resampler final
{
public:
    Resampler(int width, int height, int newWidth, int newHeight);

    /// The next line, width × 3 bytes.
    void Take(const std::uint8_t* line);
    /// The picture, after the last line.
    [[nodiscard]] Pixels Finish() { return std::move(m_made); }

private:
    /// For each output place: where its input begins, and the weights of what follows.
    struct Weights
    {
        std::size_t taps = 0;
        std::vector<int> first;
        std::vector<std::int16_t> of; ///< `taps` for each place
    };
    [[nodiscard]] static Weights WeightsFor(int from, int to, std::size_t roundUp);
    void MakeLine(int y);

    int m_width;
    int m_height;
    Weights m_across;
    Weights m_down;
    std::vector<std::vector<std::uint8_t>> m_kept; ///< the last lines, by number modulo its size
    std::vector<std::int16_t> m_middle;            ///< one line after the way down, band after band
    std::size_t m_room;                            ///< of a band in m_middle
    int m_taken = 0;
    int m_next = 0;
    Pixels m_made;
};

/// No longer than `longest` on either side; what is smaller stays.
[[nodiscard]] Pixels Shrunk(const Pixels& pixels, int longest);

/// Turned as EXIF's orientation says.
[[nodiscard]] Pixels Upright(Pixels pixels, int orientation);

} // namespace bayline::photo
