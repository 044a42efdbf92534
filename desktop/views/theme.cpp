// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/theme.h"

#include <wx/settings.h>

namespace bayline::desktop {

namespace {

const Palette kLight{.page = wxColour(0xf3, 0xf5, 0xf8),
                     .surface = wxColour(0xff, 0xff, 0xff),
                     .raised = wxColour(0xe9, 0xed, 0xf2),
                     .border = wxColour(0xd5, 0xdb, 0xe3),
                     .text = wxColour(0x1b, 0x24, 0x30),
                     .muted = wxColour(0x5a, 0x67, 0x78),
                     .accent = wxColour(0x0f, 0x6f, 0x7a),
                     .onAccent = wxColour(0xff, 0xff, 0xff),
                     .rail = wxColour(0x16, 0x25, 0x30),
                     .railText = wxColour(0xb9, 0xc8, 0xd3),
                     .railActive = wxColour(0x24, 0x3b, 0x49),
                     .dark = false};

const Palette kDark{.page = wxColour(0x17, 0x1c, 0x22),
                    .surface = wxColour(0x21, 0x28, 0x30),
                    .raised = wxColour(0x2b, 0x34, 0x3e),
                    .border = wxColour(0x3a, 0x46, 0x52),
                    .text = wxColour(0xe8, 0xed, 0xf2),
                    .muted = wxColour(0x9f, 0xae, 0xbc),
                    .accent = wxColour(0x2f, 0xa4, 0xb0),
                    .onAccent = wxColour(0x08, 0x1a, 0x1d),
                    .rail = wxColour(0x0f, 0x15, 0x1a),
                    .railText = wxColour(0x9f, 0xb0, 0xbd),
                    .railActive = wxColour(0x22, 0x33, 0x3f),
                    .dark = true};

struct Pair
{
    unsigned strong;
    unsigned quiet;
};

wxColour FromHex(unsigned rgb)
{
    return wxColour(static_cast<unsigned char>(rgb >> 16U), static_cast<unsigned char>((rgb >> 8U) & 0xffU),
                    static_cast<unsigned char>(rgb & 0xffU));
}

Pair ColoursOf(Meaning meaning, bool dark)
{
    switch (meaning) {
    case Meaning::Neutral:
        return dark ? Pair{0xb4c1cd, 0x323c47} : Pair{0x4d5a6a, 0xe9edf2};
    case Meaning::Accent:
        return dark ? Pair{0x5cc7d2, 0x15393e} : Pair{0x0b5f69, 0xdcf0f2};
    case Meaning::Good:
        return dark ? Pair{0x6bcf8e, 0x17391f} : Pair{0x17703a, 0xdff3e5};
    case Meaning::Attention:
        return dark ? Pair{0xf0c04e, 0x41340f} : Pair{0x855400, 0xfdf0cf};
    case Meaning::Danger:
        return dark ? Pair{0xff8d85, 0x4a1d1b} : Pair{0xb3261e, 0xfce4e2};
    case Meaning::Waiting:
        return dark ? Pair{0xb9a3f5, 0x312752} : Pair{0x5b3fb5, 0xece6fb};
    case Meaning::Answer:
        return dark ? Pair{0x7cb8ff, 0x15304f} : Pair{0x0b57b0, 0xdfecfc};
    }
    return {};
}

} // namespace

const Palette& Colours()
{
    return wxSystemSettings::GetAppearance().IsUsingDarkBackground() ? kDark : kLight;
}

wxColour Strong(Meaning meaning)
{
    return FromHex(ColoursOf(meaning, Colours().dark).strong);
}

wxColour Quiet(Meaning meaning)
{
    return FromHex(ColoursOf(meaning, Colours().dark).quiet);
}

wxFont FontFor(Type type)
{
    const auto base = wxSystemSettings::GetFont(wxSYS_DEFAULT_GUI_FONT);
    switch (type) {
    case Type::Small:
        return base.Scaled(0.9F);
    case Type::Body:
        return base;
    case Type::Strong:
        return base.Bold();
    case Type::Heading:
        return base.Scaled(1.1F).Bold();
    case Type::Title:
        return base.Scaled(1.5F).Bold();
    case Type::Plate:
        return base.Scaled(1.25F).Bold();
    case Type::Display:
        return base.Scaled(2.0F);
    }
    return base;
}

} // namespace bayline::desktop
