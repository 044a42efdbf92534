// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/page.h"
#include "tests/support/temp_directory.h"

#include <filesystem>
#include <string>
#include <vector>

namespace bayline::reports::test {

using ScratchDirectory = bayline::test::TempDirectory;

struct Picture8
{
    int width = 0;
    int height = 0;
    std::string pixels; ///< grey, 0 is black

    /// Sum of darkness (0–1 a pixel) in a box given in points, for a picture of a whole page.
    [[nodiscard]] double Ink(double x, double y, double boxWidth, double boxHeight, double pixelsPerPoint) const;
};

void WriteFile(const std::filesystem::path& path, const std::string& bytes);
[[nodiscard]] std::string ReadFile(const std::filesystem::path& path);
/// Output and exit code of a shell command.
[[nodiscard]] std::pair<std::string, int> Run(const std::string& command);

/// The pages of a PDF as poppler draws them.
[[nodiscard]] std::vector<Picture8> DrawPages(const std::string& pdf, int dpi);
/// The text of a PDF as pdftotext reads it, laid out, and what it complained about.
[[nodiscard]] std::string TextOf(const std::string& pdf, std::string* complaints = nullptr);
/// What `qpdf --check` says; empty when it is content.
[[nodiscard]] std::string QpdfComplaints(const std::string& pdf);
/// Copies the PDF to $BAYLINE_KEEP_PAPERS when that is set, for looking at.
void Keep(const std::string& name, const std::string& pdf);

/// Characters of a document whose cell on the drawn page has no ink, as UTF-8.
[[nodiscard]] std::string InvisibleCharacters(const Document& document, const std::vector<Picture8>& pages, int dpi);

} // namespace bayline::reports::test
