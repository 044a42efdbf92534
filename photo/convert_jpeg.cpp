// SPDX-License-Identifier: GPL-3.0-or-later
// The plain way: what a camera makes, with the JPEG library alone. Everything else is left to the other reader.
#include "photo/convert.h"
#include "photo/jpeg_reader.h"
#include "photo/limits.h"
#include "photo/picture_header.h"
#include "photo/resample.h"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <optional>
#include <thread>

namespace bayline::photo {
namespace {

/// Lines on their way from the thread that decodes to the one that makes the picture smaller.
class LineQueue final
{
public:
    explicit LineQueue(std::size_t lineBytes) : m_lineBytes(lineBytes), m_lines(kLines * lineBytes) {}

    void Put(const std::uint8_t* line)
    {
        if (m_put - m_freed == kLines)
            WaitForRoom();
        std::memcpy(Place(m_put), line, m_lineBytes);
        if (++m_put % kBatch == 0)
            Tell(m_put);
    }
    /// No more lines come.
    void End()
    {
        Tell(m_put);
        const std::lock_guard lock(m_mutex);
        m_ended = true;
        m_news.notify_all();
    }
    /// Nothing at the end. The line stays until the next call.
    const std::uint8_t* Take()
    {
        if (m_given == m_seen) {
            std::unique_lock lock(m_mutex);
            m_done = m_given;
            m_news.notify_all();
            m_news.wait(lock, [this] { return m_there > m_given || m_ended; });
            m_seen = m_there;
        }
        return m_given == m_seen ? nullptr : Place(m_given++);
    }

private:
    static constexpr std::size_t kLines = 256;
    static constexpr std::size_t kBatch = 32;

    [[nodiscard]] std::uint8_t* Place(std::size_t line) { return m_lines.data() + line % kLines * m_lineBytes; }
    void WaitForRoom()
    {
        std::unique_lock lock(m_mutex);
        m_there = m_put;
        m_news.notify_all();
        m_news.wait(lock, [this] { return m_done > m_freed; });
        m_freed = m_done;
    }
    void Tell(std::size_t there)
    {
        const std::lock_guard lock(m_mutex);
        m_there = there;
        m_freed = m_done;
        m_news.notify_all();
    }

    std::size_t m_lineBytes;
    std::vector<std::uint8_t> m_lines;
    std::size_t m_put = 0;   ///< the decoder's own
    std::size_t m_freed = 0; ///< likewise: lines that may be written over
    std::size_t m_given = 0; ///< the other thread's own
    std::size_t m_seen = 0;  ///< likewise
    std::mutex m_mutex;
    std::condition_variable m_news;
    std::size_t m_there = 0;
    std::size_t m_done = 0;
    bool m_ended = false;
};

/// Takes the decoder's lines and makes them the large picture, on a thread of its own where that is work.
class LargePicture final
{
public:
    void Begin(const JpegFacts& facts)
    {
        const int side = std::max(facts.width, facts.height);
        const auto scaled = [&](int length) {
            const double exact = side > kLargeSide ? static_cast<double>(length) * kLargeSide / side : length;
            return std::max(1, static_cast<int>(std::lround(exact)));
        };
        m_orientation = facts.orientation;
        m_pixels = Pixels(scaled(facts.width), scaled(facts.height));
        m_lineBytes = static_cast<std::size_t>(facts.width) * Pixels::kBands;
        if (side <= kLargeSide)
            return;
        m_queue.emplace(m_lineBytes);
        m_resampler.emplace(facts.width, facts.height, m_pixels.width, m_pixels.height);
        m_thread = std::thread([this] {
            while (const auto* line = m_queue->Take())
                m_resampler->Take(line);
        });
    }
    void Take(const std::uint8_t* line)
    {
        if (m_queue)
            m_queue->Put(line);
        else
            std::memcpy(m_pixels.Line(m_taken++), line, m_lineBytes);
    }
    [[nodiscard]] Pixels Finish()
    {
        if (m_queue) {
            m_queue->End();
            m_thread.join();
            m_pixels = m_resampler->Finish();
        }
        return Upright(std::move(m_pixels), m_orientation);
    }

private:
    int m_orientation = 1;
    int m_taken = 0;
    std::size_t m_lineBytes = 0;
    Pixels m_pixels;
    std::optional<LineQueue> m_queue;
    std::optional<Resampler> m_resampler;
    std::thread m_thread;
};

} // namespace

bool StartReader(const char* /*program*/)
{
    return true;
}

Converted Convert(std::span<const std::uint8_t> bytes)
{
    const auto header = ReadPictureHeader(bytes);
    if (!header)
        return {.refusal = "photo.not_a_photo"};
    if (header->format != Format::Jpeg)
        return {.refusal = kOtherReader};
    if (const auto code = JudgeHeader(*header); !code.empty())
        return {.refusal = code};

    LargePicture picture;
    bool plain = true;
    const bool read = ReadJpegLines(
        bytes, kLargeSide,
        [&](const JpegFacts& facts) {
            plain = facts.plain;
            if (plain)
                picture.Begin(facts);
            return plain;
        },
        [&](const std::uint8_t* line) { picture.Take(line); });
    const auto large = picture.Finish();
    if (!plain)
        return {.refusal = kOtherReader};
    if (!read)
        return {.refusal = "photo.damaged"};
    Converted result{.refusal = {},
                     .width = large.width,
                     .height = large.height,
                     .large = {},
                     .thumb = WriteJpeg(Shrunk(large, kThumbSide), kThumbQuality)};
    result.large = WriteJpeg(large, kLargeQuality);
    if (result.large.empty() || result.thumb.empty())
        return {.refusal = "photo.damaged"};
    return result;
}

} // namespace bayline::photo
