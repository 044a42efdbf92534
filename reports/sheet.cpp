// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/sheet.h"

#include "core/failure.h"
#include "core/outcome.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <utility>

namespace bayline::reports {

namespace {

using core::KpiUnit;

/// How many parts of the smallest make one of the unit.
std::int64_t Parts(KpiUnit unit)
{
    switch (unit) {
    case KpiUnit::Percent:
        return 10'000;
    case KpiUnit::Hours:
        return 1'000;
    case KpiUnit::Count:
    case KpiUnit::Minutes:
        return 1;
    default:
        return 100;
    }
}

/// "-12.5" out of −1250 hundredths.
std::string PlainNumber(std::int64_t value, std::int64_t parts)
{
    std::string text = value < 0 ? "-" : "";
    text += std::to_string(std::llabs(value) / parts);
    if (parts > 1) {
        auto fraction = std::to_string(std::llabs(value) % parts + parts).substr(1);
        text += "." + fraction;
    }
    return text;
}

bool LooksLikeFormula(const std::string& text)
{
    constexpr std::array<std::string_view, 10> kSigns = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
    return std::any_of(kSigns.begin(), kSigns.end(), [&](std::string_view sign) { return text.starts_with(sign); });
}

std::string CsvText(const std::string& text)
{
    std::string quoted = "\"";
    quoted += LooksLikeFormula(text) ? "'" : "";
    for (const char c : text)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

[[noreturn]] void ThrowNotMade()
{
    throw core::Failure({.kind = core::FailureKind::Internal,
                         .where = "spreadsheet",
                         .sentence = N_("The spreadsheet cannot be made. Please try again."),
                         .code = std::strerror(errno)});
}

/// A file in memory: the library knows only how to write to a name.
class MemoryFile
{
public:
    MemoryFile() : m_descriptor(::memfd_create("spreadsheet", MFD_CLOEXEC))
    {
        if (m_descriptor < 0)
            ThrowNotMade();
    }
    ~MemoryFile() { ::close(m_descriptor); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    [[nodiscard]] std::string Name() const { return "/proc/self/fd/" + std::to_string(m_descriptor); }
    [[nodiscard]] std::string Content() const
    {
        struct ::stat facts
        {
        };
        if (::fstat(m_descriptor, &facts) != 0)
            ThrowNotMade();
        std::string bytes(static_cast<std::size_t>(facts.st_size), '\0');
        for (std::size_t done = 0; done < bytes.size();) {
            const auto count =
                ::pread(m_descriptor, bytes.data() + done, bytes.size() - done, static_cast<::off_t>(done));
            if (count <= 0)
                ThrowNotMade();
            done += static_cast<std::size_t>(count);
        }
        return bytes;
    }

private:
    int m_descriptor;
};

class Workbook
{
public:
    explicit Workbook(const std::string& path) : m_book(workbook_new(path.c_str()))
    {
        if (m_book == nullptr)
            ThrowNotMade();
        m_head = workbook_add_format(m_book);
        format_set_bold(m_head);
        format_set_bottom(m_head, LXW_BORDER_THIN);
        format_set_text_wrap(m_head);
    }
    ~Workbook()
    {
        if (m_book != nullptr)
            workbook_close(m_book);
    }
    Workbook(const Workbook&) = delete;
    Workbook& operator=(const Workbook&) = delete;

    void Add(const Sheet& sheet)
    {
        auto* page = workbook_add_worksheet(m_book, sheet.name.substr(0, 31).c_str());
        for (std::size_t c = 0; c < sheet.columns.size(); ++c) {
            const auto column = static_cast<lxw_col_t>(c);
            worksheet_set_column(page, column, column, sheet.widths[c], nullptr);
            worksheet_write_string(page, 0, column, sheet.columns[c].c_str(), m_head);
        }
        for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
            for (std::size_t c = 0; c < sheet.rows[r].size(); ++c)
                Write(page, static_cast<lxw_row_t>(r + 1), static_cast<lxw_col_t>(c), sheet.rows[r][c]);
        }
        worksheet_freeze_panes(page, 1, 1);
        worksheet_set_landscape(page);
        worksheet_fit_to_pages(page, 1, 0);
        worksheet_repeat_rows(page, 0, 0);
    }

    void Close()
    {
        auto* book = std::exchange(m_book, nullptr);
        if (workbook_close(book) != LXW_NO_ERROR)
            ThrowNotMade();
    }

private:
    void Write(lxw_worksheet* page, lxw_row_t row, lxw_col_t column, const SheetCell& cell)
    {
        if (cell.value) {
            const auto value = static_cast<double>(*cell.value) / static_cast<double>(Parts(cell.unit));
            worksheet_write_number(page, row, column, value, FormatFor(cell.unit, cell.bold));
        } else if (!cell.text.empty()) {
            // A string cell is never a formula, whatever it begins with.
            worksheet_write_string(page, row, column, cell.text.c_str(), cell.text == "–" ? Dash() : nullptr);
        }
    }

    lxw_format* FormatFor(KpiUnit unit, bool bold)
    {
        auto& format = m_formats[{unit, bold}];
        if (format == nullptr) {
            format = workbook_add_format(m_book);
            format_set_num_format(format, unit == KpiUnit::Percent                             ? "0.0%"
                                          : unit == KpiUnit::Count || unit == KpiUnit::Minutes ? "#,##0"
                                                                                               : "#,##0.00");
            if (bold)
                format_set_bold(format);
        }
        return format;
    }

    lxw_format* Dash()
    {
        if (m_dash == nullptr) {
            m_dash = workbook_add_format(m_book);
            format_set_align(m_dash, LXW_ALIGN_RIGHT);
        }
        return m_dash;
    }

    lxw_workbook* m_book;
    lxw_format* m_head = nullptr;
    lxw_format* m_dash = nullptr;
    std::map<std::pair<KpiUnit, bool>, lxw_format*> m_formats;
};

} // namespace

std::string CsvOf(const Sheet& sheet)
{
    std::string csv = "\xEF\xBB\xBF";
    for (std::size_t i = 0; i < sheet.columns.size(); ++i)
        csv += (i > 0 ? "," : "") + CsvText(sheet.columns[i]);
    csv += "\r\n";
    for (const auto& row : sheet.rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            csv += i > 0 ? "," : "";
            csv += row[i].value ? PlainNumber(*row[i].value, Parts(row[i].unit)) : CsvText(row[i].text);
        }
        csv += "\r\n";
    }
    return csv;
}

std::string XlsxOf(const std::vector<Sheet>& sheets)
{
    const MemoryFile file;
    Workbook book(file.Name());
    for (const auto& sheet : sheets)
        book.Add(sheet);
    book.Close();
    return file.Content();
}

} // namespace bayline::reports
