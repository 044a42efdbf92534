// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/to_unicode_map.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

namespace bayline::reports {

namespace {

/// UTF-16BE in hexadecimal digits.
std::string Hex(char32_t c)
{
    std::array<char, 24> digits{};
    if (c < 0x10000)
        std::snprintf(digits.data(), digits.size(), "%04X", static_cast<unsigned>(c));
    else
        std::snprintf(digits.data(), digits.size(), "%04X%04X", static_cast<unsigned>(0xD7C0 + (c >> 10)),
                      static_cast<unsigned>(0xDC00 + (c & 0x3FF)));
    return digits.data();
}

} // namespace

std::string ToUnicodeMap(const std::vector<char32_t>& characters, const std::vector<char16_t>& codes)
{
    std::map<unsigned, char32_t> meaning;
    for (std::size_t i = 0; i < characters.size(); ++i)
        meaning.try_emplace(codes[i], characters[i]);
    // Ranges of codes that follow one another, each with the list of what they mean; a range must not leave its block
    // of 256 codes.
    std::vector<std::string> entries;
    for (auto at = meaning.begin(); at != meaning.end();) {
        const unsigned first = at->first;
        unsigned last = first;
        std::string list;
        for (; at != meaning.end() && (at->first == first || at->first == last + 1) && at->first >> 8 == first >> 8;
             ++at) {
            last = at->first;
            list += "<" + Hex(at->second) + ">";
        }
        entries.push_back("<" + Hex(first) + "><" + Hex(last) + ">[" + list + "]\n");
    }
    std::string map = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                      "/CMapName /Bayline-UCS def\n/CMapType 2 def\n"
                      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
    constexpr std::size_t kMostInOneGo = 100;
    for (std::size_t i = 0; i < entries.size(); i += kMostInOneGo) {
        const std::size_t end = std::min(entries.size(), i + kMostInOneGo);
        map += std::to_string(end - i) + " beginbfrange\n";
        for (std::size_t k = i; k < end; ++k)
            map += entries[k];
        map += "endbfrange\n";
    }
    return map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

} // namespace bayline::reports
