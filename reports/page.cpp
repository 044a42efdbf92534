// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/page.h"

#include "core/failure.h"
#include "core/outcome.h"

#include <cstdio>

namespace bayline::reports {

namespace {

[[noreturn]] void RefusePicture(const char* why)
{
    throw core::Failure({.kind = core::FailureKind::Corrupt,
                         .where = std::string("reports::Picture: ") + why,
                         .sentence = N_("A photo is damaged and cannot be put on the paper.")});
}

/// Steps through the marker segments up to the start of the scan.
class JpegHeader
{
public:
    explicit JpegHeader(const std::string& bytes) : m_bytes(bytes) {}

    void ReadInto(Picture& picture)
    {
        if (m_bytes.size() < 4 || Byte(0) != 0xFF || Byte(1) != 0xD8)
            RefusePicture("no start of image");
        for (;;) {
            const unsigned marker = NextMarker();
            if (marker == 0xD9)
                RefusePicture("ends before the scan");
            const std::size_t length = Word(m_position);
            if (length < 2 || m_position + length > m_bytes.size())
                RefusePicture("segment runs past the end");
            if (IsFrame(marker))
                ReadFrame(picture, length);
            m_position += length;
            if (marker == 0xDA)
                break;
        }
        if (picture.widthPx == 0)
            RefusePicture("scan without a frame");
        RequireEnd();
    }

private:
    [[nodiscard]] unsigned Byte(std::size_t at) const
    {
        if (at >= m_bytes.size())
            RefusePicture("cut short");
        return static_cast<unsigned char>(m_bytes[at]);
    }
    [[nodiscard]] unsigned Word(std::size_t at) const { return (Byte(at) << 8) | Byte(at + 1); }

    static bool IsFrame(unsigned marker)
    {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    unsigned NextMarker()
    {
        if (Byte(m_position) != 0xFF)
            RefusePicture("no marker where one must be");
        while (Byte(m_position) == 0xFF)
            ++m_position;
        return Byte(m_position++);
    }

    void ReadFrame(Picture& picture, std::size_t length) const
    {
        if (length < 8 || Byte(m_position + 2) != 8)
            RefusePicture("not 8 bits a component");
        picture.heightPx = Word(m_position + 3);
        picture.widthPx = Word(m_position + 5);
        const unsigned components = Byte(m_position + 7);
        if (picture.heightPx == 0 || picture.widthPx == 0 || (components != 1 && components != 3))
            RefusePicture("neither grey nor colour, or without a size");
        picture.grey = components == 1;
    }

    void RequireEnd() const
    {
        // Cameras append zeros after the end marker; anything else missing means the file was cut.
        const std::size_t last = m_bytes.find_last_not_of('\0');
        if (last == std::string::npos || last <= m_position || Byte(last) != 0xD9 || Byte(last - 1) != 0xFF)
            RefusePicture("cut short");
    }

    const std::string& m_bytes;
    std::size_t m_position = 2;
};

} // namespace

PicturePtr PictureFromJpeg(std::string jpeg)
{
    auto picture = std::make_shared<Picture>();
    JpegHeader(jpeg).ReadInto(*picture);
    picture->jpeg = std::move(jpeg);
    return picture;
}

PicturePtr PictureFromRgb(std::string rgb, unsigned widthPx, unsigned heightPx)
{
    if (widthPx == 0 || heightPx == 0 || rgb.size() != std::size_t{3} * widthPx * heightPx)
        RefusePicture("pixels do not fit the size");
    auto picture = std::make_shared<Picture>();
    picture->rgb = std::move(rgb);
    picture->widthPx = widthPx;
    picture->heightPx = heightPx;
    return picture;
}

std::string DescribeGlyphs(const std::vector<char32_t>& glyphs)
{
    std::string text;
    for (const char32_t glyph : glyphs) {
        char code[16];
        std::snprintf(code, sizeof code, "%sU+%04X", text.empty() ? "" : " ", static_cast<unsigned>(glyph));
        text += code;
    }
    return text;
}

} // namespace bayline::reports
