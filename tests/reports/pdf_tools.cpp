// SPDX-License-Identifier: GPL-3.0-or-later
#include "pdf_tools.h"

#include "reports/fonts.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace bayline::reports::test {

double Picture8::Ink(double x, double y, double boxWidth, double boxHeight, double pixelsPerPoint) const
{
    const int left = std::max(0, static_cast<int>(x * pixelsPerPoint));
    const int top = std::max(0, static_cast<int>(y * pixelsPerPoint));
    const int right = std::min(width, static_cast<int>((x + boxWidth) * pixelsPerPoint) + 1);
    const int bottom = std::min(height, static_cast<int>((y + boxHeight) * pixelsPerPoint) + 1);
    double ink = 0;
    for (int row = top; row < bottom; ++row) {
        for (int column = left; column < right; ++column)
            ink += 1 - static_cast<unsigned char>(pixels[static_cast<std::size_t>(row) * width + column]) / 255.0;
    }
    return ink;
}

void WriteFile(const std::filesystem::path& path, const std::string& bytes)
{
    std::ofstream(path, std::ios::binary) << bytes;
}

std::string ReadFile(const std::filesystem::path& path)
{
    std::ostringstream all;
    all << std::ifstream(path, std::ios::binary).rdbuf();
    return all.str();
}

std::pair<std::string, int> Run(const std::string& command)
{
    FILE* pipe = ::popen(command.c_str(), "r");
    if (!pipe)
        throw std::runtime_error("popen");
    std::string output;
    std::array<char, 4096> buffer{};
    for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        output.append(buffer.data(), got);
    return {output, ::pclose(pipe)};
}

namespace {

Picture8 ReadPgm(const std::filesystem::path& path)
{
    std::istringstream in(ReadFile(path));
    std::string magic;
    int most = 0;
    Picture8 picture;
    in >> magic >> picture.width >> picture.height >> most;
    in.get();
    if (magic != "P5" || most != 255)
        throw std::runtime_error("not a grey picture: " + path.string());
    picture.pixels.resize(static_cast<std::size_t>(picture.width) * picture.height);
    in.read(picture.pixels.data(), static_cast<std::streamsize>(picture.pixels.size()));
    return picture;
}

} // namespace

std::vector<Picture8> DrawPages(const std::string& pdf, int dpi)
{
    const ScratchDirectory scratch;
    WriteFile(scratch.Path() / "in.pdf", pdf);
    const auto [output, code] = Run("pdftoppm -gray -r " + std::to_string(dpi) + " " + scratch.Path().string() +
                                    "/in.pdf " + scratch.Path().string() + "/page 2>&1");
    if (code != 0)
        throw std::runtime_error("pdftoppm: " + output);
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(scratch.Path())) {
        if (entry.path().extension() == ".pgm")
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<Picture8> pages;
    for (const auto& file : files)
        pages.push_back(ReadPgm(file));
    return pages;
}

std::string TextOf(const std::string& pdf, std::string* complaints)
{
    const ScratchDirectory scratch;
    WriteFile(scratch.Path() / "in.pdf", pdf);
    const std::string base = scratch.Path().string();
    const auto [text, code] = Run("pdftotext -layout -enc UTF-8 " + base + "/in.pdf - 2>" + base + "/complaints");
    if (code != 0)
        throw std::runtime_error("pdftotext");
    if (complaints)
        *complaints = ReadFile(scratch.Path() / "complaints");
    return text;
}

std::string QpdfComplaints(const std::string& pdf)
{
    const ScratchDirectory scratch;
    WriteFile(scratch.Path() / "in.pdf", pdf);
    const auto [output, code] = Run("qpdf --check " + scratch.Path().string() + "/in.pdf 2>&1");
    return code == 0 ? "" : output;
}

void Keep(const std::string& name, const std::string& pdf)
{
    if (const char* directory = std::getenv("BAYLINE_KEEP_PAPERS"))
        WriteFile(std::filesystem::path(directory) / name, pdf);
}

std::string InvisibleCharacters(const Document& document, const std::vector<Picture8>& pages, int dpi)
{
    const double scale = dpi / 72.0;
    std::string invisible;
    for (std::size_t number = 0; number < document.pages.size(); ++number) {
        for (const Operation& operation : document.pages[number].operations) {
            const auto* run = std::get_if<TextRun>(&operation);
            if (!run)
                continue;
            const std::u32string characters = ToCharacters(run->text);
            double x = run->x;
            for (std::size_t i = 0; i < characters.size(); ++i) {
                const double ink = pages.at(number).Ink(x, run->baseline - run->size * 0.95, run->advances.at(i),
                                                        run->size * 1.2, scale);
                if (characters[i] != U' ' && characters[i] != U'\u00A0' && characters[i] != U'\u3000' && ink < 0.6)
                    invisible += ToUtf8(characters.substr(i, 1));
                x += run->advances[i];
            }
        }
    }
    return invisible;
}

} // namespace bayline::reports::test
