// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that reads what people, files or other programs wrote, fed with seeded damage: it answers or refuses, and
// what it accepted it gives back the same a second time. BAYLINE_FUZZ_ROUNDS says how long, BAYLINE_FUZZ_SEED with
// which seed; the sanitizer presets run the same. tests/security/fuzz lets libFuzzer look further.
#include "core/catalogue_table.h"
#include "core/customer.h"
#include "core/failure.h"
#include "core/json_reader.h"
#include "core/odometer.h"
#include "core/payloads.h"
#include "core/photo_marks.h"
#include "core/plate.h"
#include "core/record_merge.h"
#include "core/text.h"
#include "core/vin.h"
#include "db/change_hint.h"
#include "db/conninfo.h"
#include "db/work_order_document.h"
#include "desktop/presenters/check_in_draft.h"
#include "desktop/presenters/local_settings.h"
#include "desktop/presenters/quote_form.h"
#include "reports/sheet_reader.h"
#include "tests/support/temp_directory.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>

namespace bayline::test {

namespace {

using Random = std::mt19937_64;

std::uint64_t FromEnvironment(const char* name, std::uint64_t otherwise)
{
    const char* text = std::getenv(name);
    return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

const std::vector<std::string>& Pieces()
{
    static const std::vector<std::string> kPieces = {
        "沪",
        "A",
        "·",
        "12345",
        "D",
        "-",
        " ",
        "\t",
        "\n",
        "\0",
        "Ł",
        "\xff",
        "\xe6\xb2",
        "\xf0\x9f\x9a\x97",
        "\u202e",
        "'",
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "null",
        "1e999",
        "-1",
        "9223372036854775807",
        "0.005",
        "％",
        "％１",
        "2026-11-22T24:61:61Z",
        "+",
        "e",
        "𠀀",
        "WVWZZZ3CZEE123456",
        "LGXCE6CB0R0000001",
        "password='",
        "host=a,b",
    };
    return kPieces;
}

/// A good text with a few bytes changed, cut, doubled or put in.
std::string Damaged(std::string text, Random& random)
{
    const auto many = random() % 5;
    for (std::uint64_t n = 0; n < many; ++n) {
        const auto at = text.empty() ? 0 : random() % text.size();
        switch (random() % 5) {
        case 0:
            text.insert(at, Pieces()[random() % Pieces().size()]);
            break;
        case 1:
            text = text.substr(0, at);
            break;
        case 2:
            if (!text.empty()) {
                text[at] = static_cast<char>(random() & 0xff);
            }
            break;
        case 3:
            text += text.substr(at, 40);
            break;
        default:
            text.erase(at, 1 + random() % 3);
        }
    }
    return text;
}

class ParserFuzz : public testing::Test
{
protected:
    void Play(const std::vector<std::string>& good, const std::function<void(const std::string&)>& read) const
    {
        for (std::uint64_t n = 0; n < m_rounds; ++n) {
            Random random(m_seed + n);
            const auto text = Damaged(good[random() % good.size()], random);
            try {
                read(text);
            } catch (const core::Failure&) {
                // A failure in words is an answer.
            } catch (const std::exception& error) {
                ADD_FAILURE() << typeid(error).name() << ", BAYLINE_FUZZ_SEED=" << m_seed + n
                              << " BAYLINE_FUZZ_ROUNDS=1";
                return;
            }
            if (HasFailure()) {
                std::cout << "BAYLINE_FUZZ_SEED=" << m_seed + n << " BAYLINE_FUZZ_ROUNDS=1\n";
                return;
            }
        }
    }

    std::uint64_t m_rounds = FromEnvironment("BAYLINE_FUZZ_ROUNDS", 20'000);
    std::uint64_t m_seed = FromEnvironment("BAYLINE_FUZZ_SEED", 20'261'122);
};

boost::json::object Parsed(const std::string& text)
{
    boost::system::error_code error;
    const auto value = boost::json::parse(text, error);
    return !error && value.is_object() ? value.get_object() : boost::json::object{};
}

/// Somewhere in the value something becomes of another kind, doubled or missing.
void DamageValue(boost::json::value& value, Random& random)
{
    auto* object = value.if_object();
    auto* list = value.if_array();
    if (object != nullptr && !object->empty() && random() % 8 != 0) {
        auto* const member = object->begin() + static_cast<std::ptrdiff_t>(random() % object->size());
        if (random() % 16 == 0) {
            object->erase(member);
        } else {
            DamageValue(member->value(), random);
        }
    } else if (list != nullptr && !list->empty() && random() % 4 != 0) {
        DamageValue((*list)[random() % list->size()], random);
    } else {
        static const std::vector<boost::json::value> kOthers = {nullptr,
                                                                true,
                                                                -1,
                                                                INT64_MAX,
                                                                1e300,
                                                                "",
                                                                "x",
                                                                "2026-13-45T99:99:99Z",
                                                                boost::json::array{},
                                                                boost::json::array{1, "x"},
                                                                boost::json::object{}};
        value = kOthers[random() % kOthers.size()];
    }
}

std::string OfSource(const char* path)
{
    const char* source = std::getenv("BAYLINE_SOURCE_DIR");
    std::ifstream file(std::filesystem::path(source == nullptr ? "." : source) / path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

} // namespace

TEST_F(ParserFuzz, PlatesVinsPhonesAndTextsAreStableOnceAccepted)
{
    Play({"沪AD12345", "沪A·12345", "京AF12345", "粤Z1234港", "BO-AB 123E", "WVWZZZ3CZEE123456", "138 1234 5678",
          "+86-21-50800000", "王小明"},
         [](const std::string& text) {
             if (const auto plate = core::CheckPlate(text)) {
                 EXPECT_EQ(core::CheckPlate(plate.Value().text).Value().text, plate.Value().text);
             }
             if (const auto vin = core::CheckVin(text, true)) {
                 EXPECT_EQ(core::CheckVin(vin.Value(), true).Value(), vin.Value());
                 static_cast<void>(core::VinModelYear(vin.Value(), 2026));
             }
             if (const auto phone = core::CheckPhone(text)) {
                 EXPECT_EQ(core::CheckPhone(phone.Value()).Value(), phone.Value());
             }
             const auto line = core::CleanLine(text);
             EXPECT_EQ(core::CleanLine(line), line);
             const auto clean = core::CleanText(text);
             EXPECT_EQ(core::CleanText(clean), clean);
             static_cast<void>(core::CountCharacters(text));
             static_cast<void>(core::LastCharacters(text, 4));
         });
}

TEST_F(ParserFuzz, AmountsTimesAndReadingsComeBackAsTheyWere)
{
    Play({"1234.56", "-0.01", "99999999.99", "1.250", "13", "13.5", "45210", "45,210", "2026-11-22T08:00:00Z",
          "2026-11-22T16:00:00.123456+08:00", "019aa000-0000-7000-8000-000000000001"},
         [](const std::string& text) {
             if (const auto money = core::ParseMoney(text)) {
                 EXPECT_EQ(core::ParseMoney(core::ToDecimal(*money))->minor, money->minor);
                 static_cast<void>(core::ToChineseCapitals(*money));
             }
             if (const auto quantity = core::ParseQuantity(text)) {
                 EXPECT_EQ(core::ParseQuantity(core::ToDecimal(*quantity))->milli, quantity->milli);
             }
             static_cast<void>(core::ParsePercent(text));
             static_cast<void>(core::ParseMilli(text));
             if (const auto time = core::ParseRfc3339(text)) {
                 // Written to the millisecond.
                 const auto back = core::ParseRfc3339(core::ToRfc3339(*time));
                 ASSERT_TRUE(back.has_value());
                 EXPECT_LT(*time - *back, std::chrono::milliseconds(1));
                 EXPECT_EQ(core::ToRfc3339(*back), core::ToRfc3339(*time));
             }
             if (const auto uuid = core::ParseUuid(text)) {
                 EXPECT_EQ(core::ParseUuid(core::ToString(*uuid)), uuid);
             }
             static_cast<void>(core::CheckOdometer(text, core::DistanceUnit::Mile, std::nullopt, core::Instant{}, "x"));
         });
}

TEST_F(ParserFuzz, EventPayloadsAreReadOrRefused)
{
    const auto line = boost::json::serialize(core::ToJson(core::QuoteLine{}));
    const auto checklist = boost::json::serialize(core::ToJson(core::Checklist{}));
    const auto odometer = boost::json::serialize(core::ToJson(core::Odometer{}));
    Play({line, checklist, odometer, R"({"id":"019aa000-0000-7000-8000-000000000001","name":"Li"})",
          R"({"red_below":1,"yellow_below":2})"},
         [](const std::string& text) {
             const auto json = Parsed(text);
             const auto attempt = [&](const auto& read) {
                 try {
                     static_cast<void>(read(json));
                 } catch (const core::Failure&) {
                     // Refused.
                 }
             };
             attempt([](const auto& object) { return core::LineFromJson(object); });
             attempt([](const auto& object) { return core::ChecklistFromJson(object); });
             attempt([](const auto& object) { return core::OdometerFromJson(object); });
             attempt([](const auto& object) { return core::StaffRefFromJson(object); });
             attempt([](const auto& object) { return core::LimitsFromJson(object); });
             attempt([](const auto& object) { return core::TotalsFromJson(object); });
             attempt([](const auto& object) { return core::InvoiceFromJson(object, core::Instant{}); });
             attempt([](const auto& object) { return core::CreditNoteFromJson(object, core::Instant{}); });
         });
}

TEST_F(ParserFuzz, WhatTheServerTellsOfAnOrderIsReadOrRefused)
{
    m_rounds = std::max<std::uint64_t>(1, m_rounds / 4);
    const auto good = Parsed(OfSource("tests/security/seeds/order.1.json"));
    ASSERT_FALSE(good.empty()) << "BAYLINE_SOURCE_DIR must name the source";
    ASSERT_EQ(db::WorkOrderFrom(good).number, "WO-2025-000093");
    auto seed = m_seed; // the same as of the round, so that a printed one plays alone
    Play({"x"}, [&](const std::string& /*text*/) {
        Random random(seed++);
        boost::json::value value = good;
        DamageValue(value, random);
        if (const auto* object = value.if_object()) {
            static_cast<void>(db::WorkOrderFrom(*object));
        }
    });
    EXPECT_THROW(static_cast<void>(core::MarksFromJson({"no mark"})), core::Failure);
    auto strange = good;
    strange["finished_lines"] = {1};
    EXPECT_THROW(static_cast<void>(db::WorkOrderFrom(strange)), core::Failure);
}

TEST_F(ParserFuzz, NotificationsTablesAndSheetsAreReadOrRefused)
{
    m_rounds = std::max<std::uint64_t>(1, m_rounds / 4);
    const auto same = [](std::string_view text) { return std::string(text); };
    Play({"work_order/019aa000-0000-7000-8000-000000000001 12",
          "Code,Kind,Name,Price\r\nP-1,part,\"Pads, x\",499.00\r\n", std::string("PK\x03\x04", 4)},
         [&](const std::string& text) {
             EXPECT_LT(db::HintFrom("bayline_events", text).stream.size(), 120U);
             if (const auto table = core::ParseCsv(text)) {
                 static_cast<void>(core::ReadCatalogueTable(table.Value(), {}, core::Shop{}, same));
             }
             static_cast<void>(reports::ReadXlsx({text.begin(), text.end()}));
         });
}

TEST_F(ParserFuzz, FormsDraftsAndAddressesAreReadOrRefused)
{
    desktop::CheckInDraft draft;
    draft.operation = core::OperationId::New();
    draft.ids.workOrder = core::WorkOrderId::New();
    draft.ids.customer.id = core::CustomerId::New();
    draft.ids.vehicle.id = core::VehicleId::New();
    draft.ids.linkToken = "x";
    const auto good = boost::json::serialize(desktop::ToJson(draft));
    ASSERT_TRUE(desktop::CheckInDraftFrom(Parsed(good)).has_value());
    Play({good, "host=a,b port=5432 user=dev_desk password='a b' dbname=bayline", "postgresql://u:p@h/db?a=b"},
         [](const std::string& text) {
             if (const auto back = desktop::CheckInDraftFrom(Parsed(text))) {
                 EXPECT_EQ(desktop::CheckInDraftFrom(desktop::ToJson(*back))->form, back->form);
             }
             desktop::LineForm form;
             form.description = text;
             form.quantity = text;
             form.unitPrice = text;
             form.discount = text;
             static_cast<void>(desktop::ParseLine(form));
             static_cast<void>(db::ConninfoValue(text, "host"));
         });
}

TEST_F(ParserFuzz, SettingsFilesAreReadOrRefused)
{
    const TempDirectory folder;
    const auto file = folder.Path() / "desktop.json";
    m_rounds = std::max<std::uint64_t>(1, m_rounds / 10);
    Play({R"({"servers":{"7":1},"database":"host=a","language":"zh_CN","run_relay":true,"window_width":10})"},
         [&](const std::string& text) {
             std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
             static_cast<void>(desktop::LoadLocalSettings(file));
         });
}

TEST(PasswordsOfArguments, AreWrittenOver)
{
    const auto hidden = [](std::string text) {
        std::string program = "bayline";
        char* arguments[] = {program.data(), text.data()};
        db::HidePasswords(2, arguments);
        return text;
    };
    EXPECT_EQ(hidden("host=a password=secret user=b"), "host=a password=xxxxxx user=b");
    EXPECT_EQ(hidden("password='a b\\'c' host=a"), "password='xxxxxx' host=a");
    EXPECT_EQ(hidden("postgresql://dev_desk:secret@host/shop"), "postgresql://dev_desk:xxxxxx@host/shop");
    EXPECT_EQ(hidden("host=a password="), "host=a password=");
    EXPECT_EQ(hidden("--language=en"), "--language=en");
    ASSERT_EQ(::setenv("BAYLINE_TEST_DATABASE", "host=a password=secret", 1), 0);
    db::HidePasswordIn("BAYLINE_TEST_DATABASE");
    EXPECT_STREQ(std::getenv("BAYLINE_TEST_DATABASE"), "host=a password=xxxxxx");
}

} // namespace bayline::test
