// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/pdf_writer.h"

#include "core/failure.h"
#include "core/outcome.h"
#include "reports/font_subset.h"
#include "reports/to_unicode_map.h"

#include <hpdf.h>
#include <hpdf_conf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_streams.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <sys/mman.h>
#include <unistd.h>
#include <unordered_map>

namespace bayline::reports {

namespace {

[[noreturn]] void Fail(const char* step, unsigned long code)
{
    std::array<char, 24> number{};
    std::snprintf(number.data(), number.size(), "0x%04lX", code);
    throw core::Failure({.kind = core::FailureKind::Internal,
                         .where = std::string("reports::WritePdf ") + step,
                         .sentence = N_("The PDF file could not be written."),
                         .code = number.data()});
}

/// A font file in memory under a path, because the library loads fonts by path only.
class MemoryFile
{
public:
    explicit MemoryFile(const std::string& bytes) : m_handle(::memfd_create("bayline-font", MFD_CLOEXEC))
    {
        if (m_handle < 0)
            Fail("memfd_create", 0);
        for (std::size_t done = 0; done < bytes.size();) {
            const ssize_t wrote = ::write(m_handle, bytes.data() + done, bytes.size() - done);
            if (wrote <= 0) {
                ::close(m_handle);
                Fail("write font", 0);
            }
            done += static_cast<std::size_t>(wrote);
        }
    }
    ~MemoryFile() { ::close(m_handle); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    [[nodiscard]] std::string Path() const { return "/proc/self/fd/" + std::to_string(m_handle); }

private:
    int m_handle;
};

/// The library's document. Its errors are sticky and come through a C callback that must not throw: the first one is
/// kept and Check() turns it into a Failure.
class Pdf
{
public:
    Pdf() : m_doc(HPDF_New(&Pdf::Remember, this))
    {
        if (!m_doc)
            Fail("HPDF_New", m_firstError);
    }
    ~Pdf() { HPDF_Free(m_doc); }
    Pdf(const Pdf&) = delete;
    Pdf& operator=(const Pdf&) = delete;

    [[nodiscard]] HPDF_Doc Handle() const { return m_doc; }
    void Check(const char* step) const
    {
        if (m_firstError != 0)
            Fail(step, m_firstError);
    }

private:
    static void Remember(HPDF_STATUS error, HPDF_STATUS /*detail*/, void* self)
    {
        auto& first = static_cast<Pdf*>(self)->m_firstError;
        if (first == 0)
            first = error;
    }

    unsigned long m_firstError = 0;
    HPDF_Doc m_doc;
};

HPDF_REAL Real(double value)
{
    return static_cast<HPDF_REAL>(std::round(value * 100) / 100);
}

class Writer
{
public:
    Writer(const Document& document, const FontSet& fonts) : m_document(document), m_fontSet(fonts) {}

    std::string Write(const PdfOptions& options)
    {
        HPDF_Doc doc = m_pdf.Handle();
        HPDF_SetCompressionMode(doc, HPDF_COMP_ALL);
        HPDF_UseUTFEncodings(doc);
        HPDF_SetCurrentEncoder(doc, "UTF-8");
        WriteInfo(options);
        LoadFonts();
        for (const Page& page : m_document.pages)
            WritePage(page);
        HPDF_SaveToStream(doc);
        m_pdf.Check("save");
        std::string bytes(HPDF_GetStreamSize(doc), '\0');
        auto size = static_cast<HPDF_UINT32>(bytes.size());
        HPDF_ResetStream(doc);
        HPDF_ReadFromStream(doc, reinterpret_cast<HPDF_BYTE*>(bytes.data()), &size);
        bytes.resize(size);
        return bytes;
    }

private:
    void WriteInfo(const PdfOptions& options)
    {
        HPDF_Doc doc = m_pdf.Handle();
        HPDF_SetInfoAttr(doc, HPDF_INFO_TITLE, m_document.title.c_str());
        HPDF_SetInfoAttr(doc, HPDF_INFO_CREATOR, "Bayline");
        if (!options.author.empty())
            HPDF_SetInfoAttr(doc, HPDF_INFO_AUTHOR, options.author.c_str());
        if (options.created) {
            using namespace std::chrono;
            const auto day = floor<days>(*options.created);
            const year_month_day date(day);
            const hh_mm_ss time(floor<seconds>(*options.created - day));
            HPDF_Date stamp{};
            stamp.year = static_cast<int>(date.year());
            stamp.month = static_cast<int>(static_cast<unsigned>(date.month()));
            stamp.day = static_cast<int>(static_cast<unsigned>(date.day()));
            stamp.hour = static_cast<HPDF_INT>(time.hours().count());
            stamp.minutes = static_cast<HPDF_INT>(time.minutes().count());
            stamp.seconds = static_cast<HPDF_INT>(time.seconds().count());
            stamp.ind = 'Z';
            HPDF_SetInfoDateAttr(doc, HPDF_INFO_CREATION_DATE, stamp);
        }
        m_pdf.Check("document information");
    }

    /// Every character a font is asked for anywhere in the document, so that there is one font object a document.
    void LoadFonts()
    {
        std::map<std::uint16_t, std::set<char32_t>> wanted;
        for (const Page& page : m_document.pages) {
            for (const Operation& operation : page.operations) {
                if (const auto* run = std::get_if<TextRun>(&operation)) {
                    for (const char32_t c : ToCharacters(run->text))
                        wanted[run->font].insert(c);
                }
            }
        }
        for (const auto& [font, set] : wanted) {
            const std::vector<char32_t> characters(set.begin(), set.end());
            const auto subset = m_fontSet.Subset(font, characters);
            const MemoryFile file(subset->file);
            const char* name = HPDF_LoadTTFontFromFile(m_pdf.Handle(), file.Path().c_str(), HPDF_TRUE);
            m_pdf.Check("load font");
            LoadedFont loaded{HPDF_GetFont(m_pdf.Handle(), name, "UTF-8"), {}};
            m_pdf.Check("get font");
            HPDF_Font_TextWidth(loaded.handle, reinterpret_cast<const HPDF_BYTE*>(subset->allCodes.data()),
                                static_cast<HPDF_UINT>(subset->allCodes.size()));
            for (std::size_t i = 0; i < characters.size(); ++i)
                loaded.codes[characters[i]] = subset->codes[i];
            SetToUnicode(loaded.handle, characters, subset->codes);
            m_fonts.emplace(font, std::move(loaded));
        }
    }

    /// Writes the map from codes to text over the library's, which takes every code for Unicode.
    void SetToUnicode(HPDF_Font font, const std::vector<char32_t>& characters, const std::vector<char16_t>& codes)
    {
        auto* map = static_cast<HPDF_Dict>(HPDF_Dict_GetItem(font, "ToUnicode", HPDF_OCLASS_DICT));
        m_pdf.Check("character map");
        HPDF_MemStream_FreeData(map->stream);
        HPDF_Stream_WriteStr(map->stream, ToUnicodeMap(characters, codes).c_str());
        m_pdf.Check("character map");
    }

    void WritePage(const Page& page)
    {
        m_page = HPDF_AddPage(m_pdf.Handle());
        m_pdf.Check("add page");
        m_height = page.size.height;
        m_font = nullptr;
        m_fill = {};
        m_stroke = {};
        m_thickness = -1;
        HPDF_Page_SetWidth(m_page, Real(page.size.width));
        HPDF_Page_SetHeight(m_page, Real(page.size.height));
        for (const Operation& operation : page.operations)
            std::visit([this](const auto& one) { Draw(one); }, operation);
        m_pdf.Check("draw page");
    }

    void Draw(const TextRun& run)
    {
        const LoadedFont& font = m_fonts.at(run.font);
        SetFill(run.colour);
        if (run.bold) {
            SetStroke(run.colour);
            SetThickness(run.size * 0.035);
        }
        HPDF_Page_BeginText(m_page);
        if (font.handle != m_font || run.size != m_fontSize) {
            HPDF_Page_SetFontAndSize(m_page, font.handle, static_cast<HPDF_REAL>(run.size));
            m_font = font.handle;
            m_fontSize = run.size;
        }
        if (run.bold != m_bold || m_page != m_boldPage) {
            HPDF_Page_SetTextRenderingMode(m_page, run.bold ? HPDF_FILL_THEN_STROKE : HPDF_FILL);
            m_bold = run.bold;
            m_boldPage = m_page;
        }
        HPDF_Page_MoveTextPos(m_page, Real(run.x), Real(m_height - run.baseline));
        HPDF_Page_ShowText(m_page, Coded(run.text, font).c_str());
        HPDF_Page_EndText(m_page);
    }

    void Draw(const Line& line)
    {
        SetStroke(line.colour);
        SetThickness(line.thickness);
        HPDF_Page_MoveTo(m_page, Real(line.x1), Real(m_height - line.y1));
        HPDF_Page_LineTo(m_page, Real(line.x2), Real(m_height - line.y2));
        HPDF_Page_Stroke(m_page);
    }

    void Draw(const Rectangle& box)
    {
        if (!box.filled && box.stroke <= 0)
            return;
        if (box.filled)
            SetFill(box.fill);
        if (box.stroke > 0) {
            SetStroke(box.strokeColour);
            SetThickness(box.stroke);
        }
        HPDF_Page_Rectangle(m_page, Real(box.x), Real(m_height - box.y - box.height), Real(box.width),
                            Real(box.height));
        if (box.filled && box.stroke > 0)
            HPDF_Page_FillStroke(m_page);
        else if (box.filled)
            HPDF_Page_Fill(m_page);
        else
            HPDF_Page_Stroke(m_page);
    }

    void Draw(const PlacedPicture& placed)
    {
        HPDF_Page_DrawImage(m_page, Image(*placed.picture), Real(placed.x), Real(m_height - placed.y - placed.height),
                            Real(placed.width), Real(placed.height));
    }

    HPDF_Image Image(const Picture& picture)
    {
        const auto found = m_images.find(&picture);
        if (found != m_images.end())
            return found->second;
        const std::string& bytes = picture.jpeg.empty() ? picture.rgb : picture.jpeg;
        const auto* data = reinterpret_cast<const HPDF_BYTE*>(bytes.data());
        HPDF_Image image = picture.jpeg.empty()
                               ? HPDF_LoadRawImageFromMem(m_pdf.Handle(), data, picture.widthPx, picture.heightPx,
                                                          HPDF_CS_DEVICE_RGB, 8)
                               : HPDF_LoadJpegImageFromMem(m_pdf.Handle(), data, static_cast<HPDF_UINT>(bytes.size()));
        if (!image || HPDF_Image_GetWidth(image) != picture.widthPx)
            throw core::Failure({.kind = core::FailureKind::Corrupt,
                                 .where = "reports::WritePdf picture",
                                 .sentence = N_("A photo is damaged and cannot be put on the paper.")});
        return m_images.emplace(&picture, image).first->second;
    }

    struct LoadedFont
    {
        HPDF_Font handle;
        std::unordered_map<char32_t, char16_t> codes; ///< what the subset calls each character
    };

    static std::string Coded(const std::string& text, const LoadedFont& font)
    {
        std::u32string characters = ToCharacters(text);
        for (char32_t& c : characters)
            c = font.codes.at(c);
        return ToUtf8(characters);
    }

    static std::array<HPDF_REAL, 3> Parts(const Colour& colour)
    {
        const auto part = [](std::uint8_t value) {
            return static_cast<HPDF_REAL>(std::round(value / 255.0 * 1000) / 1000);
        };
        return {part(colour.red), part(colour.green), part(colour.blue)};
    }

    void SetFill(const Colour& colour)
    {
        if (colour == m_fill)
            return;
        const auto [red, green, blue] = Parts(colour);
        HPDF_Page_SetRGBFill(m_page, red, green, blue);
        m_fill = colour;
    }

    void SetStroke(const Colour& colour)
    {
        if (colour == m_stroke)
            return;
        const auto [red, green, blue] = Parts(colour);
        HPDF_Page_SetRGBStroke(m_page, red, green, blue);
        m_stroke = colour;
    }

    void SetThickness(double thickness)
    {
        if (thickness == m_thickness)
            return;
        HPDF_Page_SetLineWidth(m_page, Real(thickness));
        m_thickness = thickness;
    }

    const Document& m_document;
    const FontSet& m_fontSet;
    Pdf m_pdf;
    std::map<std::uint16_t, LoadedFont> m_fonts;
    std::map<const Picture*, HPDF_Image> m_images;

    HPDF_Page m_page = nullptr;
    double m_height = 0;
    // What the page's graphics state already has, so that it is not written again.
    HPDF_Font m_font = nullptr;
    double m_fontSize = 0;
    HPDF_Page m_boldPage = nullptr;
    bool m_bold = false;
    Colour m_fill;
    Colour m_stroke;
    double m_thickness = -1;
};

} // namespace

std::string WritePdf(const Document& document, const FontSet& fonts, const PdfOptions& options)
{
    return Writer(document, fonts).Write(options);
}

} // namespace bayline::reports
