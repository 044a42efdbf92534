// SPDX-License-Identifier: GPL-3.0-or-later
// What reads the words of people, files and other programs, for libFuzzer: BAYLINE_FUZZ_PARSER says which reader, and
// BAYLINE_FUZZ_SEEDS a folder into which its good examples are written instead. tests/security/fuzz builds and runs it.
#include "core/catalogue_table.h"
#include "core/customer.h"
#include "core/failure.h"
#include "core/money.h"
#include "core/odometer.h"
#include "core/package_table.h"
#include "core/payloads.h"
#include "core/photo_marks.h"
#include "core/plate.h"
#include "core/text.h"
#include "core/vin.h"
#include "db/change_hint.h"
#include "db/conninfo.h"
#include "db/work_order_document.h"
#include "desktop/presenters/local_settings.h"
#include "reports/sheet_reader.h"
#include "tests/security/fuzz_seeds.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>

namespace {

using namespace bayline;
namespace json = boost::json;

void Must(bool holds, const char* what)
{
    if (!holds) {
        std::fprintf(stderr, "does not hold: %s\n", what);
        std::abort();
    }
}

std::string Same(std::string_view text)
{
    return std::string(text);
}

core::Shop Shop()
{
    core::Shop shop;
    shop.currency = "CNY";
    shop.labourRate = {30'000};
    return shop;
}

json::value Parsed(std::string_view text)
{
    boost::system::error_code error;
    auto value = json::parse(text, error);
    return error ? json::value(nullptr) : value;
}

void ReadPlates(std::string_view text)
{
    if (const auto plate = core::CheckPlate(text)) {
        const auto again = core::CheckPlate(plate.Value().text);
        Must(again.Ok() && again.Value().text == plate.Value().text, "an accepted plate is accepted as it is written");
        static_cast<void>(core::PlateContradicts(plate.Value(), core::Powertrain::Bev));
    }
    static_cast<void>(core::NormalisePlate(text));
    for (const bool byEye : {false, true}) {
        if (const auto vin = core::CheckVin(text, byEye)) {
            const auto again = core::CheckVin(vin.Value(), true);
            Must(again.Ok() && again.Value() == vin.Value(), "an accepted VIN is accepted as it is written");
            static_cast<void>(core::VinModelYear(vin.Value(), 2026));
        }
    }
    if (const auto phone = core::CheckPhone(text)) {
        const auto again = core::CheckPhone(phone.Value());
        Must(again.Ok() && again.Value() == phone.Value(), "an accepted phone number is accepted as it is written");
    }
    const auto line = core::CleanLine(text);
    Must(core::CleanLine(line) == line, "a clean line is clean");
    const auto clean = core::CleanText(text);
    Must(core::CleanText(clean) == clean, "a clean text is clean");
    static_cast<void>(core::CountCharacters(text));
    static_cast<void>(core::LastCharacters(text, 4));
}

void ReadAmounts(std::string_view text)
{
    if (const auto money = core::ParseMoney(text)) {
        Must(core::ParseMoney(core::ToDecimal(*money))->minor == money->minor, "money comes back");
        for (const auto* currency : {"CNY", "EUR", "JPY"}) {
            static_cast<void>(core::Display(*money, currency));
        }
        static_cast<void>(core::ToChineseCapitals(*money));
    }
    if (const auto quantity = core::ParseQuantity(text)) {
        Must(core::ParseQuantity(core::ToDecimal(*quantity))->milli == quantity->milli, "a quantity comes back");
    }
    if (const auto rate = core::ParsePercent(text)) {
        Must(core::ParsePercent(core::ToPercent(*rate))->bp == rate->bp, "a rate comes back");
    }
    static_cast<void>(core::ParseMilli(text));
    if (const auto time = core::ParseRfc3339(text)) {
        const auto written = core::ToRfc3339(*time);
        const auto back = core::ParseRfc3339(written);
        Must(back && core::ToRfc3339(*back) == written, "a time comes back");
        static const core::ShopZone kZone("Asia/Shanghai");
        static_cast<void>(core::FormatMinute(*time, kZone));
        static_cast<void>(kZone.ToInstant(kZone.ToLocal(*time)));
        static_cast<void>(kZone.DayBounds(*time));
    }
    if (const auto uuid = core::ParseUuid(text)) {
        Must(core::ParseUuid(core::ToString(*uuid)) == uuid, "an id comes back");
    }
    for (const auto unit : {core::DistanceUnit::Kilometre, core::DistanceUnit::Mile}) {
        const core::LastReading last{45'210, core::Instant{}};
        static_cast<void>(core::CheckOdometer(text, unit, std::nullopt, core::Instant{}, ""));
        static_cast<void>(core::CheckOdometer(text, unit, last, core::Instant{std::chrono::hours(24 * 30)}, ""));
        static_cast<void>(core::CheckOdometer(text, unit, last, core::Instant{std::chrono::hours(24)}, "new display"));
    }
}

/// What was read and written is read and written as the same; what cannot be read is refused in words.
template <class Read>
void ComesBack(const json::object& object, const Read& read, const char* what)
{
    try {
        const auto written = core::ToJson(read(object));
        Must(core::ToJson(read(written)) == written, what);
    } catch (const core::Failure&) {
        // Refused in words.
    }
}

void ReadMarks(const json::array& list)
{
    const auto checked = core::CheckMarks(core::MarksFromJson(list));
    if (checked.Ok()) {
        Must(core::MarksFromJson(core::ToJson(checked.Value())) == checked.Value(), "marks come back");
        static_cast<void>(core::HidesSomething(checked.Value()));
    }
}

void ReadEvents(std::string_view text)
{
    const auto value = Parsed(text);
    if (const auto* list = value.if_array()) {
        ReadMarks(*list);
    }
    if (!value.is_object()) {
        return;
    }
    const auto& object = value.get_object();
    ComesBack(object, core::LineFromJson, "a line comes back");
    ComesBack(object, core::ChecklistFromJson, "a checklist comes back");
    ComesBack(object, core::OdometerFromJson, "a reading comes back");
    ComesBack(object, core::StaffRefFromJson, "a person comes back");
    ComesBack(object, core::LimitsFromJson, "limits come back");
    ComesBack(object, core::TotalsFromJson, "totals come back");
    const auto paper = [&object](const auto& read) {
        return [&](json::object written) {
            // What the database adds when it gives the number.
            written["number"] = object.contains("number") ? object.at("number") : json::value();
            if (object.contains("approved_by")) {
                written["approved_by"] = object.at("approved_by");
            }
            return read(written, core::Instant{});
        };
    };
    ComesBack(object, paper(core::InvoiceFromJson), "an invoice comes back");
    ComesBack(object, paper(core::CreditNoteFromJson), "a credit note comes back");
}

void ReadTables(const core::TextTable& table)
{
    const auto items = core::ReadCatalogueTable(table, {}, Shop(), Same);
    const auto written = core::CatalogueTable(items.items, Same);
    const auto again = core::ReadCatalogueTable(written, items.items, Shop(), Same);
    Must(again.items.empty() && again.refused.empty(), "a catalogue comes back as it is");
    const auto packages = core::ReadPackageTable(table, {}, fuzz::Catalogue(), Same);
    static_cast<void>(core::ReadPackageTable(core::PackageTable(packages.packages, Same), packages.packages,
                                             fuzz::Catalogue(), Same));
}

void ReadCsv(std::string_view text)
{
    if (const auto table = core::ParseCsv(text)) {
        ReadTables(table.Value());
    }
}

/// The bytes as a file, and as the sheet, the texts, the workbook and its links of one that is good otherwise, divided
/// by NUL.
void ReadSheets(std::string_view text)
{
    static_cast<void>(reports::ReadXlsx({text.begin(), text.end()}));
    std::map<std::string, std::string> files = {
        {"xl/worksheets/sheet1.xml", {}},
        {"xl/sharedStrings.xml", "<sst/>"},
        {"xl/workbook.xml", "<workbook><sheets><sheet name='a' r:id='r1' xmlns:r='r'/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id='r1' Target='worksheets/sheet1.xml'/>"
                                       "</Relationships>"}};
    for (const auto* name :
         {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}) {
        const auto end = text.find('\0');
        files[name] = text.substr(0, end);
        if (end == std::string_view::npos) {
            break;
        }
        text.remove_prefix(end + 1);
    }
    if (const auto rows = reports::ReadXlsx(fuzz::Archive(files, false))) {
        Must(rows.Value().size() <= 20'000, "a sheet has an end");
        ReadTables(rows.Value());
    }
}

/// The bytes as the file; before a NUL, where the environment says that settings lie.
void ReadSettings(std::string_view text)
{
    for (const auto* name : {"XDG_CONFIG_HOME", "HOME"}) {
        const auto end = text.find('\0');
        if (end == std::string_view::npos) {
            ::unsetenv(name);
            continue;
        }
        ::setenv(name, std::string(text.substr(0, end)).c_str(), 1);
        text.remove_prefix(end + 1);
    }
    Must(desktop::LocalSettingsFile().filename() == "desktop.json", "a place for the settings");
    static const int kFile = ::memfd_create("settings", MFD_CLOEXEC);
    static const auto kPath = "/proc/self/fd/" + std::to_string(kFile);
    Must(::ftruncate(kFile, 0) == 0 && ::pwrite(kFile, text.data(), text.size(), 0) == ssize_t(text.size()), "memory");
    const auto settings = desktop::LoadLocalSettings(kPath);
    static const auto kKept = std::filesystem::temp_directory_path() / ("fuzz-" + std::to_string(::getpid()) + ".json");
    desktop::SaveLocalSettings(kKept, settings);
    const auto again = desktop::LoadLocalSettings(kKept);
    std::filesystem::remove(kKept);
    Must(again == settings, "settings come back");
    desktop::SaveLocalSettings("/proc/none/desktop.json", settings); // says that it cannot be written
}

void ReadServerWords(std::string_view text)
{
    for (const auto* channel : {"bayline_events", "bayline_delivery"}) {
        const auto hint = db::HintFrom(channel, text);
        Must(hint.stream.size() < 120, "a hint is short");
    }
    const std::string whole(text);
    static_cast<void>(db::ConninfoValue(whole, "host"));
    static_cast<void>(db::ReplaceInConninfo(whole, {{"application_name", "x"}}));
    static_cast<void>(db::FailureOf(whole, "fuzz"));
    static_cast<void>(db::ConnectFailure(whole));
    static_cast<void>(db::CompleteConninfo({.conninfo = whole}));
    std::string argument = whole.substr(0, whole.find('\0'));
    std::string program = "bayline";
    char* arguments[] = {program.data(), argument.data()};
    db::HidePasswords(2, arguments);
    ::setenv("BAYLINE_FUZZ_DATABASE", argument.c_str(), 1);
    db::HidePasswordIn("BAYLINE_FUZZ_DATABASE");
}

void ReadOrders(std::string_view text)
{
    const auto value = Parsed(text);
    if (value.is_object()) {
        static_cast<void>(db::WorkOrderFrom(value.get_object()));
    }
}

struct Parser
{
    std::function<void(std::string_view)> read;
    std::vector<std::string> seeds;
};

std::map<std::string, Parser> Parsers()
{
    return {
        {"plates",
         {ReadPlates,
          {"沪AD12345", "京AF12345", "粤Z1234港", "沪A·12345", "使014578", "BO-AB 123E", "WVWZZZ3CZEE123456",
           "LGXCE6CB0R0000001", "138 1234 5678", "+86-21-50800000", "王小明\t\xE2\x80\xAE"}}},
        {"amounts",
         {ReadAmounts,
          {"1234.56", "-0.01", "1,234.5", "1.250", "13.5", "45,210", "2026-11-22T16:00:00.123456+08:00",
           "019aa000-0000-7000-8000-000000000001"}}},
        {"events", {ReadEvents, fuzz::EventSeeds()}},
        {"csv", {ReadCsv, fuzz::CsvSeeds()}},
        {"xlsx", {ReadSheets, fuzz::SheetSeeds()}},
        {"settings", {ReadSettings, fuzz::SettingsSeeds()}},
        {"server",
         {ReadServerWords,
          {"work_order/019aa000-0000-7000-8000-000000000001 12", "host=a,b port=5432 password='a b' dbname=shop",
           "postgresql://u:p@h/db?a=b", "40P01", "57014", "BL009", "53100", "FATAL: sorry, too many clients already",
           "FATAL: the database system is starting up", "FATAL: role \"x\" does not exist"}}},
        {"order", {ReadOrders, {"{}"}}},
    };
}

const Parser& Chosen()
{
    static const auto kParsers = Parsers();
    const char* name = std::getenv("BAYLINE_FUZZ_PARSER");
    const auto found = kParsers.find(name == nullptr ? "" : name);
    if (found == kParsers.end()) {
        for (const auto& entry : kParsers) {
            std::fprintf(stdout, "%s\n", entry.first.c_str());
        }
        std::exit(0);
    }
    return found->second;
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/)
{
    const auto& parser = Chosen();
    if (const char* folder = std::getenv("BAYLINE_FUZZ_SEEDS")) {
        int n = 0;
        for (const auto& seed : parser.seeds) {
            std::ofstream(std::filesystem::path(folder) / ("seed" + std::to_string(n++)), std::ios::binary) << seed;
        }
        std::exit(0);
    }
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const auto& parser = Chosen();
    try {
        parser.read({reinterpret_cast<const char*>(data), size});
    } catch (const core::Failure&) {
        // A failure in words is an answer; anything else that is thrown ends the program.
    }
    return 0;
}
