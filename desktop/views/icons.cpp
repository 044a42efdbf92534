// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/icons.h"

#include "icon_data.h"

#include <map>
#include <tuple>

namespace bayline::desktop {

namespace {

constexpr const char* kMissing = R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">
<path d="M2 2h20v20H2zM2 2l20 20M22 2L2 22" fill="#ffe0f0" stroke="#d0006f" stroke-width="2"/></svg>)";

std::string Coloured(std::string svg, const wxColour& colour)
{
    constexpr std::string_view kInk = "#000000";
    const auto wanted = colour.GetAsString(wxC2S_HTML_SYNTAX).utf8_string();
    for (auto at = svg.find(kInk); at != std::string::npos; at = svg.find(kInk, at + kInk.size()))
        svg.replace(at, kInk.size(), wanted);
    return svg;
}

} // namespace

wxBitmapBundle Icon(const std::string& name, const wxColour& colour, int sizeDip)
{
    using Key = std::tuple<std::string, wxUint32, int>;
    static std::map<Key, wxBitmapBundle> drawn;
    const Key key{name, colour.GetRGB(), sizeDip};
    if (const auto found = drawn.find(key); found != drawn.end())
        return found->second;
    std::string svg = kMissing;
    for (const auto& icon : kIconData)
        if (icon.name == name)
            svg = Coloured(std::string(icon.svg), colour);
    auto bundle = wxBitmapBundle::FromSVG(svg.c_str(), wxSize(sizeDip, sizeDip));
    drawn.emplace(key, bundle);
    return bundle;
}

std::vector<std::string> IconNames()
{
    std::vector<std::string> names;
    for (const auto& icon : kIconData)
        names.emplace_back(icon.name);
    return names;
}

} // namespace bayline::desktop
