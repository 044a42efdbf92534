// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/encoding.h"

#include "core/failure.h"
#include "core/outcome.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

namespace bayline::sync {

namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const unsigned char* Bytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

[[noreturn]] void Broken(const char* where)
{
    throw core::Failure({.kind = core::FailureKind::Internal,
                         .where = where,
                         .sentence = N_("A checksum could not be computed on this computer.")});
}

int HexValue(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// Looked up once: OpenSSL 3 otherwise searches its providers for every digest.
const EVP_MD* Sha256Method()
{
    static const EVP_MD* const kMethod = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return kMethod != nullptr ? kMethod : EVP_sha256();
}

} // namespace

std::string ToBase64(std::string_view bytes)
{
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int length =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), Bytes(bytes), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

std::string ToBase64Url(std::string_view bytes)
{
    auto text = ToBase64(bytes);
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    text.erase(text.find_last_not_of('=') + 1);
    return text;
}

std::optional<std::string> FromBase64Url(std::string_view text)
{
    if (text.size() % 4 == 1) {
        return std::nullopt;
    }
    std::string bytes;
    std::uint32_t collected = 0;
    int bits = 0;
    for (const char c : text) {
        const auto value = kAlphabet.find(c);
        if (value == std::string_view::npos) {
            return std::nullopt;
        }
        collected = (collected << 6U) | static_cast<std::uint32_t>(value);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes.push_back(static_cast<char>((collected >> static_cast<unsigned>(bits)) & 0xFFU));
        }
    }
    return bytes;
}

std::string ToHex(std::string_view bytes)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        text.push_back(kDigits[value >> 4U]);
        text.push_back(kDigits[value & 15U]);
    }
    return text;
}

std::optional<std::string> FromHex(std::string_view text)
{
    if (text.size() % 2 != 0) {
        return std::nullopt;
    }
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = HexValue(text[i]);
        const int low = HexValue(text[i + 1]);
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        bytes.push_back(static_cast<char>(high * 16 + low));
    }
    return bytes;
}

std::string Sha256(std::string_view bytes)
{
    // One context a thread: making one costs more than hashing what is short.
    thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> kContext(EVP_MD_CTX_new(),
                                                                                        &EVP_MD_CTX_free);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (EVP_DigestInit_ex(kContext.get(), Sha256Method(), nullptr) != 1 ||
        EVP_DigestUpdate(kContext.get(), bytes.data(), bytes.size()) != 1 ||
        EVP_DigestFinal_ex(kContext.get(), digest.data(), &length) != 1) {
        Broken("EVP_Digest");
    }
    return {reinterpret_cast<const char*>(digest.data()), length};
}

std::string HmacSha256(std::string_view key, std::string_view message)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned length = 0;
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), Bytes(message), message.size(), mac.data(),
             &length) == nullptr) {
        Broken("HMAC");
    }
    return {reinterpret_cast<const char*>(mac.data()), length};
}

std::string DigestMember(std::string_view bytes)
{
    return "sha-256=:" + ToBase64(Sha256(bytes)) + ":";
}

std::string Gzip(std::string_view bytes)
{
    z_stream stream{};
    constexpr int kGzipHeader = 16 + MAX_WBITS;
    constexpr int kMemoryLevel = 8;
    if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzipHeader, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) {
        Broken("deflateInit2");
    }
    std::string packed(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = const_cast<Bytef*>(Bytes(bytes));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    const int result = deflate(&stream, Z_FINISH);
    packed.resize(packed.size() - stream.avail_out);
    deflateEnd(&stream);
    if (result != Z_STREAM_END) {
        Broken("deflate");
    }
    return packed;
}

} // namespace bayline::sync
