// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/random.h"

#include "core/failure.h"

#include <algorithm>
#include <string_view>
#include <unistd.h>

namespace bayline::core {

std::vector<std::uint8_t> RandomBytes(std::size_t count)
{
    constexpr std::size_t kMostPerCall = 256;
    std::vector<std::uint8_t> bytes(count);
    for (std::size_t done = 0; done < count; done += kMostPerCall) {
        if (getentropy(bytes.data() + done, std::min(kMostPerCall, count - done)) != 0) {
            throw Failure({.kind = FailureKind::Internal,
                           .where = "getentropy",
                           .sentence = "The computer could not provide random numbers."});
        }
    }
    return bytes;
}

std::string NewLinkToken()
{
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const auto bytes = RandomBytes(32);
    std::string token;
    unsigned buffer = 0;
    int bits = 0;
    for (const auto byte : bytes) {
        buffer = (buffer << 8) | byte;
        bits += 8;
        while (bits >= 6) {
            bits -= 6;
            token += kAlphabet[(buffer >> bits) & 63U];
        }
    }
    token += kAlphabet[(buffer << (6 - bits)) & 63U];
    return token;
}

} // namespace bayline::core
