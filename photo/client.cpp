// SPDX-License-Identifier: GPL-3.0-or-later
#include "photo/client.h"

#include "core/hash.h"
#include "photo/helper_process.h"
#include "photo/limits.h"
#include "photo/refusals.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>
#include <unistd.h>

namespace bayline::photo {
namespace {

constexpr std::size_t kMaxHeader = 100;

struct Header
{
    std::string_view refusal;             ///< a code, or empty
    std::array<std::size_t, 4> numbers{}; ///< width, height, bytes of the large picture, bytes of the thumbnail
    std::size_t length = 0;               ///< of the header itself
};

/// "ok W H LARGE THUMB\n" followed by the pictures, or "refused CODE\n".
std::optional<Header> ParseHeader(std::string_view answer)
{
    const auto end = answer.substr(0, kMaxHeader).find('\n');
    if (end == std::string_view::npos)
        return std::nullopt;
    std::string_view line = answer.substr(0, end);
    Header header;
    header.length = end + 1;
    if (line.starts_with("refused ")) {
        header.refusal = line.substr(8);
        return header;
    }
    if (!line.starts_with("ok"))
        return std::nullopt;
    line.remove_prefix(2);
    for (std::size_t& number : header.numbers) {
        if (!line.starts_with(' '))
            return std::nullopt;
        line.remove_prefix(1);
        const auto [rest, error] = std::from_chars(line.data(), line.data() + line.size(), number);
        if (error != std::errc())
            return std::nullopt;
        line.remove_prefix(static_cast<std::size_t>(rest - line.data()));
    }
    return line.empty() ? std::optional(header) : std::nullopt;
}

bool LooksLikeJpeg(std::span<const std::uint8_t> bytes)
{
    return bytes.size() > 4 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[bytes.size() - 2] == 0xFF &&
           bytes[bytes.size() - 1] == 0xD9;
}

/// The helper's answer is not believed: sizes must fit, and both pictures must be whole JPEGs.
std::optional<ProcessedPhoto> TakeApart(const Header& header, std::span<const std::uint8_t> answer)
{
    const auto [width, height, largeBytes, thumbBytes] = header.numbers;
    const auto side = static_cast<std::size_t>(kLargeSide);
    if (width == 0 || height == 0 || width > side || height > side || largeBytes > kMaxLargeBytes ||
        thumbBytes > kMaxThumbBytes || answer.size() != header.length + largeBytes + thumbBytes)
        return std::nullopt;
    const auto large = answer.subspan(header.length, largeBytes);
    const auto thumb = answer.subspan(header.length + largeBytes, thumbBytes);
    if (!LooksLikeJpeg(large) || !LooksLikeJpeg(thumb))
        return std::nullopt;
    ProcessedPhoto photo;
    photo.large.assign(large.begin(), large.end());
    photo.thumb.assign(thumb.begin(), thumb.end());
    photo.largeSha256 = core::Sha256Hex(large);
    photo.thumbSha256 = core::Sha256Hex(thumb);
    photo.width = static_cast<int>(width);
    photo.height = static_cast<int>(height);
    return photo;
}

bool IsJpeg(std::span<const std::uint8_t> bytes)
{
    return bytes.size() > 2 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF;
}

/// What cameras make goes to the helper that knows no more and starts at once; it says when a picture is not for it.
HelperAnswer AskHelpers(std::span<const std::uint8_t> bytes, std::chrono::milliseconds timeout)
{
    constexpr std::size_t kMost = kMaxHeader + kMaxLargeBytes + kMaxThumbBytes;
    const auto helper = HelperPath();
    const auto plain = helper + "-jpeg";
    if (IsJpeg(bytes) && access(plain.c_str(), X_OK) == 0) {
        auto answer = RunHelper(plain, bytes, kMost, timeout);
        const auto header = ParseHeader({reinterpret_cast<const char*>(answer.bytes.data()), answer.bytes.size()});
        if (!header || header->refusal != kOtherReader)
            return answer;
    }
    return RunHelper(helper, bytes, kMost, timeout);
}

} // namespace

std::string HelperPath()
{
    if (const char* chosen = std::getenv("BAYLINE_PHOTO_HELPER"); chosen != nullptr && *chosen != '\0')
        return chosen;
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    if (!error) {
        const auto folder = program.parent_path();
        for (const auto& path : {folder / "bayline-photo", folder.parent_path() / "bin" / "bayline-photo"}) {
            if (access(path.c_str(), X_OK) == 0)
                return path.string();
        }
    }
    return "/usr/bin/bayline-photo";
}

core::Outcome<ProcessedPhoto> ProcessPhoto(std::span<const std::uint8_t> bytes, std::string_view sourceName,
                                           std::chrono::milliseconds timeout)
{
    if (bytes.empty())
        return RefusalFor("photo.empty", sourceName);
    if (bytes.size() > kMaxFileBytes)
        return RefusalFor("photo.file_too_big", sourceName);

    const HelperAnswer answer = AskHelpers(bytes, timeout);
    if (answer.timedOut)
        return RefusalFor("photo.timeout", sourceName);
    const auto header = ParseHeader({reinterpret_cast<const char*>(answer.bytes.data()), answer.bytes.size()});
    if (!answer.exitedCleanly || !header)
        return RefusalFor("photo.helper_died", sourceName);
    if (!header->refusal.empty())
        return RefusalFor(header->refusal, sourceName);
    auto photo = TakeApart(*header, answer.bytes);
    if (!photo)
        return RefusalFor("photo.helper_died", sourceName);
    return std::move(*photo);
}

} // namespace bayline::photo
