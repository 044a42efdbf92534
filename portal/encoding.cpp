// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/encoding.h"

#include "core/random.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <zlib.h>

#include <algorithm>
#include <array>

namespace bayline::portal {

namespace {

const unsigned char* Bytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

int HexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
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

std::optional<std::string> FromBase64(std::string_view text)
{
    const auto padding = static_cast<std::size_t>(std::ranges::count(text, '='));
    if (text.size() % 4 != 0 || padding > 2 ||
        text.substr(0, text.size() - padding).find('=') != std::string_view::npos)
        return std::nullopt;
    const auto isAlphabet = [](unsigned char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
               c == '=';
    };
    if (!std::ranges::all_of(text, isAlphabet))
        return std::nullopt;
    std::string bytes(text.size() / 4 * 3, '\0');
    const int length =
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), Bytes(text), static_cast<int>(text.size()));
    if (length < 0)
        return std::nullopt;
    bytes.resize(static_cast<std::size_t>(length) - padding);
    return bytes;
}

std::string ToBase64Url(std::string_view bytes)
{
    std::string text = ToBase64(bytes);
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    text.erase(text.find_last_not_of('=') + 1);
    return text;
}

std::optional<std::string> FromBase64Url(std::string_view text)
{
    if (text.find_first_of("+/=") != std::string_view::npos)
        return std::nullopt;
    std::string padded(text);
    std::ranges::replace(padded, '-', '+');
    std::ranges::replace(padded, '_', '/');
    padded.append((4 - padded.size() % 4) % 4, '=');
    return FromBase64(padded);
}

std::string ToHex(std::string_view bytes)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const unsigned char byte : bytes) {
        text.push_back(kDigits[byte >> 4U]);
        text.push_back(kDigits[byte & 15U]);
    }
    return text;
}

std::optional<std::string> FromHex(std::string_view text)
{
    if (text.size() % 2 != 0)
        return std::nullopt;
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = HexValue(text[i]);
        const int low = HexValue(text[i + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        bytes.push_back(static_cast<char>(high * 16 + low));
    }
    return bytes;
}

std::string Sha256(std::string_view bytes)
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(Bytes(bytes), bytes.size(), digest.data());
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string DigestMember(std::string_view bytes)
{
    return "sha-256=:" + ToBase64(Sha256(bytes)) + ":";
}

std::string HmacSha256(std::string_view key, std::string_view message)
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> mac{};
    unsigned int length = mac.size();
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), Bytes(message), message.size(), mac.data(), &length);
    return {reinterpret_cast<const char*>(mac.data()), length};
}

bool EqualInConstantTime(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool IsSha256Hex(std::string_view text)
{
    return text.size() == 64 && std::ranges::all_of(text, [](char c) { return HexValue(c) >= 0; });
}

bool IsUuid(std::string_view text)
{
    if (text.size() != 36)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen ? text[i] != '-' : HexValue(text[i]) < 0)
            return false;
    }
    return true;
}

std::string RandomToken(std::size_t count)
{
    const auto bytes = core::RandomBytes(count);
    return ToBase64Url({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::optional<std::string> Gunzip(std::string_view packed, std::size_t limit, bool& tooLarge)
{
    tooLarge = false;
    z_stream stream{};
    constexpr int kGzipOnly = 16 + MAX_WBITS;
    if (inflateInit2(&stream, kGzipOnly) != Z_OK)
        return std::nullopt;
    stream.next_in = const_cast<Bytef*>(Bytes(packed));
    stream.avail_in = static_cast<uInt>(packed.size());
    std::string text;
    std::array<char, 16384> piece{};
    int result = Z_OK;
    while (result == Z_OK && text.size() <= limit) {
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = piece.size();
        result = inflate(&stream, Z_NO_FLUSH);
        text.append(piece.data(), piece.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    tooLarge = text.size() > limit;
    if (tooLarge || result != Z_STREAM_END)
        return std::nullopt;
    return text;
}

} // namespace bayline::portal
