// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/sheet_reader.h"

#include "reports/zip_archive.h"

#include <expat.h>

#include <charconv>
#include <cstring>
#include <functional>
#include <map>
#include <memory>

namespace bayline::reports {

namespace {

constexpr std::size_t kMostBytes = 64U << 20U;
constexpr std::size_t kMostRows = 20'000;
constexpr std::size_t kMostColumns = 200;

using Rows = std::vector<std::vector<std::string>>;

core::Refusal Broken(const char* sentence)
{
    return {.code = "xlsx.broken", .sentence = sentence, .arguments = {}, .field = "file"};
}

/// Events of an XML file by local name, without its namespace prefix.
struct Handlers
{
    using Attributes = std::map<std::string, std::string>;
    std::function<void(const std::string&, const Attributes&)> begin = [](const auto&, const auto&) {};
    std::function<void(const std::string&)> end = [](const auto&) {};
    std::function<void(std::string_view)> text = [](std::string_view) {};
};

std::string LocalName(const char* name)
{
    const char* colon = std::strrchr(name, ':');
    return colon != nullptr ? colon + 1 : name;
}

bool ParseXml(const std::string& xml, Handlers& handlers)
{
    const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate(nullptr),
                                                                              XML_ParserFree);
    XML_SetUserData(parser.get(), &handlers);
    XML_SetElementHandler(
        parser.get(),
        [](void* user, const XML_Char* name, const XML_Char** list) {
            Handlers::Attributes attributes;
            for (; *list != nullptr; list += 2) {
                attributes[LocalName(list[0])] = list[1];
            }
            static_cast<Handlers*>(user)->begin(LocalName(name), attributes);
        },
        [](void* user, const XML_Char* name) { static_cast<Handlers*>(user)->end(LocalName(name)); });
    XML_SetCharacterDataHandler(parser.get(), [](void* user, const XML_Char* text, int size) {
        static_cast<Handlers*>(user)->text({text, static_cast<std::size_t>(size)});
    });
    return XML_Parse(parser.get(), xml.data(), static_cast<int>(xml.size()), 1) == XML_STATUS_OK;
}

/// "xl/worksheets/sheet1.xml" of the sheet that stands first in the workbook.
std::string FirstSheet(const ZipArchive& archive)
{
    const auto workbook = archive.Read("xl/workbook.xml", kMostBytes);
    const auto relations = archive.Read("xl/_rels/workbook.xml.rels", kMostBytes);
    if (!workbook || !relations) {
        return {};
    }
    std::string id;
    Handlers sheets;
    sheets.begin = [&](const std::string& name, const Handlers::Attributes& attributes) {
        // "r:id" names the relation; the sheet's own number is called sheetId.
        if (name == "sheet" && id.empty() && attributes.contains("id")) {
            id = attributes.at("id");
        }
    };
    std::string target;
    Handlers links;
    links.begin = [&](const std::string& name, const Handlers::Attributes& attributes) {
        if (name == "Relationship" && attributes.contains("Id") && attributes.at("Id") == id &&
            attributes.contains("Target")) {
            target = attributes.at("Target");
        }
    };
    if (!ParseXml(*workbook, sheets) || !ParseXml(*relations, links) || target.empty()) {
        return {};
    }
    return target[0] == '/' ? target.substr(1) : "xl/" + target;
}

/// The texts that cells name by number. A text may be made of several runs; phonetic hints are none of it.
bool ReadSharedTexts(const ZipArchive& archive, std::vector<std::string>& texts)
{
    if (!archive.Has("xl/sharedStrings.xml")) {
        return true;
    }
    const auto xml = archive.Read("xl/sharedStrings.xml", kMostBytes);
    bool inText = false;
    int phonetic = 0;
    Handlers handlers;
    handlers.begin = [&](const std::string& name, const auto&) {
        if (name == "si") {
            texts.emplace_back();
        }
        phonetic += name == "rPh" ? 1 : 0;
        inText = name == "t" && phonetic == 0;
    };
    handlers.end = [&](const std::string& name) {
        phonetic -= name == "rPh" ? 1 : 0;
        inText = false;
    };
    handlers.text = [&](std::string_view text) {
        if (inText && !texts.empty()) {
            texts.back() += text;
        }
    };
    return xml && ParseXml(*xml, handlers);
}

/// "BC12" → column 54 (from 0), row 12.
bool ReadPlace(const std::string& place, std::size_t& column, std::size_t& row)
{
    std::size_t at = 0;
    std::size_t number = 0;
    while (at < place.size() && place[at] >= 'A' && place[at] <= 'Z' && at < 3) {
        number = number * 26 + static_cast<std::size_t>(place[at] - 'A' + 1);
        ++at;
    }
    const auto [end, error] = std::from_chars(place.data() + at, place.data() + place.size(), row);
    column = number - 1;
    return at > 0 && error == std::errc() && end == place.data() + place.size() && row > 0;
}

/// 0.1 is kept as 0.10000000000000001; the shortest text that means the same number is what a person sees.
std::string PlainNumber(const std::string& kept)
{
    double value = 0;
    const auto [end, error] = std::from_chars(kept.data(), kept.data() + kept.size(), value);
    if (error != std::errc() || end != kept.data() + kept.size()) {
        return kept;
    }
    // Fifteen digits is what a spreadsheet shows of a number; more are the noise of binary fractions.
    char rounded[64];
    const auto digits = std::to_chars(rounded, rounded + sizeof rounded, value, std::chars_format::general, 15);
    std::from_chars(rounded, digits.ptr, value);
    char plain[400];
    const auto text = std::to_chars(plain, plain + sizeof plain, value, std::chars_format::fixed);
    return text.ec == std::errc() ? std::string(plain, text.ptr) : kept;
}

class SheetParser final
{
public:
    explicit SheetParser(const std::vector<std::string>& texts) : m_texts(texts)
    {
        m_handlers.begin = [this](const std::string& name, const Handlers::Attributes& attributes) {
            Begin(name, attributes);
        };
        m_handlers.end = [this](const std::string& name) { End(name); };
        m_handlers.text = [this](std::string_view text) {
            if (m_inValue) {
                m_value += text;
            }
        };
    }

    bool Parse(const std::string& xml) { return ParseXml(xml, m_handlers); }
    [[nodiscard]] bool TooLarge() const { return m_tooLarge; }
    [[nodiscard]] Rows TakeRows() { return std::move(m_rows); }

private:
    void Begin(const std::string& name, const Handlers::Attributes& attributes)
    {
        if (name == "row") {
            m_nextColumn = 0;
            ++m_row;
        } else if (name == "c") {
            m_column = m_nextColumn;
            const auto place = attributes.find("r");
            if (place != attributes.end()) {
                ReadPlace(place->second, m_column, m_row);
            }
            const auto type = attributes.find("t");
            m_type = type != attributes.end() ? type->second : "n";
            m_value.clear();
        }
        m_inValue = name == "v" || name == "t";
    }

    void End(const std::string& name)
    {
        m_inValue = false;
        if (name != "c") {
            return;
        }
        m_nextColumn = m_column + 1;
        if (m_row == 0 || m_row > kMostRows || m_column >= kMostColumns) {
            m_tooLarge = m_tooLarge || !m_value.empty();
            return;
        }
        if (m_rows.size() < m_row) {
            m_rows.resize(m_row);
        }
        auto& row = m_rows[m_row - 1];
        if (row.size() <= m_column) {
            row.resize(m_column + 1);
        }
        row[m_column] = CellText();
    }

    [[nodiscard]] std::string CellText() const
    {
        if (m_type == "s") {
            std::size_t index = 0;
            std::from_chars(m_value.data(), m_value.data() + m_value.size(), index);
            return index < m_texts.size() ? m_texts[index] : std::string();
        }
        return m_type == "n" ? PlainNumber(m_value) : m_value;
    }

    const std::vector<std::string>& m_texts;
    Handlers m_handlers;
    Rows m_rows;
    std::size_t m_row = 0;
    std::size_t m_column = 0;
    std::size_t m_nextColumn = 0;
    std::string m_type;
    std::string m_value;
    bool m_inValue = false;
    bool m_tooLarge = false;
};

} // namespace

core::Outcome<Rows> ReadXlsx(const std::vector<std::uint8_t>& file)
{
    const auto archive = ZipArchive::Open(file);
    if (!archive) {
        return Broken(N_("This is no XLSX file, or it is broken or has a password."));
    }
    const auto name = FirstSheet(*archive);
    const auto xml = name.empty() ? std::nullopt : archive->Read(name, kMostBytes);
    std::vector<std::string> texts;
    if (!xml || !ReadSharedTexts(*archive, texts)) {
        return Broken(N_("The file holds no sheet that can be read."));
    }
    SheetParser parser(texts);
    if (!parser.Parse(*xml)) {
        return Broken(N_("The file holds no sheet that can be read."));
    }
    if (parser.TooLarge()) {
        return Broken(N_("The sheet has more than 20000 rows or 200 columns. Please split it."));
    }
    return parser.TakeRows();
}

} // namespace bayline::reports
