// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hash.h"

#include "core/failure.h"

#include <openssl/evp.h>

#include <array>

namespace bayline::core {

namespace {

/// Looked up once: OpenSSL 3 otherwise searches its providers for every digest.
const EVP_MD* Sha256Method()
{
    static const EVP_MD* const kMethod = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return kMethod != nullptr ? kMethod : EVP_sha256();
}

} // namespace

std::string Sha256Hex(std::span<const std::uint8_t> bytes)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, Sha256Method(), nullptr) != 1) {
        throw Failure({.kind = FailureKind::Internal,
                       .where = "EVP_Digest",
                       .sentence = "A checksum could not be computed on this computer."});
    }
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
        text += kHex[digest[i] >> 4U];
        text += kHex[digest[i] & 15U];
    }
    return text;
}

std::string Sha256Hex(std::string_view bytes)
{
    return Sha256Hex(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
}

} // namespace bayline::core
