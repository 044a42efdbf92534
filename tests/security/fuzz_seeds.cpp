// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/security/fuzz_seeds.h"

#include "core/catalogue_table.h"
#include "core/package_table.h"
#include "core/payloads.h"
#include "core/photo_marks.h"

#include <boost/json/serialize.hpp>
#include <zlib.h>

namespace bayline::fuzz {

namespace {

namespace json = boost::json;

core::QuoteLine Line()
{
    core::QuoteLine line;
    line.id = core::LineId::New();
    line.kind = core::LineKind::Part;
    line.description = "Pads";
    line.quantity = {2'000};
    line.unitPrice = {49'900};
    line.discount = {500};
    line.tax = {1'300};
    line.operationCode = "BR-01";
    line.part = core::Part{"PF-100", "Maker", "CN", core::PartKind::Oem, "Supplier"};
    line.warranty = core::Warranty{12, 20'000};
    line.finding = core::ItemId::New();
    line.unitCost = core::Money{30'000};
    line.deferred = core::LineRef{core::WorkOrderId::New(), core::LineId::New()};
    line.hv = true;
    return line;
}

core::Checklist Checklist()
{
    core::ChecklistItem item;
    item.id = core::ItemId::New();
    item.group = "Brakes";
    item.name = "Pad thickness";
    item.position = "LF";
    item.kind = core::ItemKind::Measured;
    item.unit = "mm";
    item.limits = core::Limits{true, 5'000, 3'000, true, false};
    item.photoRequired = true;
    item.modelLimits = {{"Maker", "Model", core::Powertrain::Bev, *item.limits}, {"Other", "", std::nullopt, {}}};
    return {core::ChecklistId::New(), "Usual", 2, {core::Powertrain::Bev, core::Powertrain::Ice}, {item}};
}

/// What a bill and a credit note have in common.
template <class Paper>
void Fill(Paper& paper)
{
    paper.currency = "CNY";
    paper.payer = core::PayType::Warranty;
    paper.seller = {"Shop", "1 Road", "02150800000", "91310000MA1FL00000", "Bank", "6222"};
    paper.buyer = paper.seller;
    paper.plate = "A12345";
    paper.vin = "LGXCE6CB0R0000001";
    paper.vehicleModel = "Model";
    paper.workOrderNumber = "WO-1";
    paper.lines = {Line()};
    paper.discount = core::DocumentDiscount{{1'000}, "Regular", {{{1'300}, {885}, {115}}}};
    paper.totals = core::Totals{{84'000}, {10'920}, {94'920}, {{{1'300}, {84'000}, {10'920}}}};
    paper.rounding = {-20};
    paper.logo = std::string(64, 'a');
    paper.footer = "Thank you";
}

core::Invoice Invoice()
{
    core::Invoice invoice;
    Fill(invoice);
    invoice.id = core::InvoiceId::New();
    invoice.engineNo = "TZ200";
    invoice.powertrain = core::Powertrain::Phev;
    invoice.kmIn = 45'210;
    invoice.kmOut = 45'218;
    invoice.receivedAt = core::Instant{};
    invoice.advisorName = "Li";
    invoice.technicianNames = {"Wang", "Zhao"};
    invoice.complaint = "Noise";
    invoice.prepaid = {10'000};
    invoice.approvals = {{invoice.lines[0].id, core::Channel::Phone, "Li", core::Instant{}, 3}};
    invoice.declined = {{"Wipers", {8'000}, "yellow"}};
    invoice.warrantyText = "By law";
    invoice.certificate = "C-1";
    invoice.evPartsWarranty = "Two years";
    invoice.replaces = "INV-1";
    invoice.sender = "Zhang";
    invoice.senderPhone = "13812345678";
    invoice.contractNumber = "K-1";
    invoice.extendedWarranty = "Three years";
    return invoice;
}

core::CreditNote CreditNote()
{
    core::CreditNote note;
    Fill(note);
    note.id = core::CreditNoteId::New();
    note.invoice = core::InvoiceId::New();
    note.invoiceNumber = "INV-1";
    note.reason = "Wrong";
    note.whole = true;
    return note;
}

/// With what the database adds when it gives the number.
std::string Issued(json::object paper)
{
    paper["number"] = "INV-2026-000001";
    paper["approved_by"] = core::ToJson(core::StaffRef{core::StaffId::New(), "Chen"});
    return json::serialize(paper);
}

std::vector<core::PhotoMark> Marks()
{
    return {{core::MarkKind::Arrow, 1, 2, 3, 4, core::MarkColour::Red, {}},
            {core::MarkKind::Text, 100, 200, 100, 200, core::MarkColour::Red, "worn"}};
}

std::string Same(std::string_view text)
{
    return std::string(text);
}

/// Every cell in quotes, so that commas, quotes and line ends in it are seeds too.
std::string Csv(const core::TextTable& table)
{
    std::string text;
    for (const auto& row : table) {
        for (const auto& cell : row) {
            text += '"' + cell + "\",";
        }
        text.back() = '\n';
    }
    return text;
}

core::CataloguePackage Package()
{
    core::CataloguePackage package;
    package.code = "PK-1";
    package.name = "Brakes";
    package.nameEn = "Brakes";
    package.models = {"Maker", "Other Model"};
    package.powertrains = {core::Powertrain::Bev, core::Powertrain::Phev};
    package.minutes = 90;
    package.validFrom = "2026-11-01";
    package.validUntil = "2026-12-31";
    package.findings = {"Pad thickness LF", "Discs"};
    package.lines = {{Catalogue()[0].code, {2'000}, core::Money{39'900}}, {Catalogue()[1].code, {500}, std::nullopt}};
    package.price = core::Money{99'900};
    return package;
}

constexpr auto kSheet =
    "<worksheet><sheetData><row><c r='A1' t='s'><v>0</v></c><c t='inlineStr'><is><t>Kind</t></is></c>"
    "<c r='C1'><v>0.10000000000000001</v></c><c t='b'><v>1</v></c><c t='e'><v>#N/A</v></c></row>"
    "<row r='3'/></sheetData></worksheet>";
constexpr auto kTexts = "<sst><si><t>Code</t><rPh><t>k</t></rPh></si><si><r><t>Na</t></r><r><t>me</t></r></si></sst>";

void Append(std::vector<std::uint8_t>& out, std::uint64_t number, int bytes)
{
    for (int n = 0; n < bytes; ++n) {
        out.push_back(n < 8 ? static_cast<std::uint8_t>(number >> (8 * n)) : 0);
    }
}

std::string Deflated(const std::string& content)
{
    z_stream stream{};
    deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, content.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

} // namespace

std::vector<std::uint8_t> Archive(const std::map<std::string, std::string>& files, bool packed)
{
    constexpr int kDeflated = 8;
    std::vector<std::uint8_t> out;
    std::vector<std::uint8_t> directory;
    for (const auto& [name, content] : files) {
        const auto stored = packed ? Deflated(content) : content;
        Append(directory, 0x02014b50, 4);
        Append(directory, 0, 6);
        Append(directory, packed ? kDeflated : 0, 2);
        Append(directory, 0, 8);
        Append(directory, stored.size(), 4);
        Append(directory, content.size(), 4);
        Append(directory, name.size(), 2);
        Append(directory, 0, 12);
        Append(directory, out.size(), 4);
        directory.insert(directory.end(), name.begin(), name.end());
        Append(out, 0x04034b50, 4);
        Append(out, 0, 22);
        Append(out, name.size(), 2);
        Append(out, 0, 2);
        out.insert(out.end(), name.begin(), name.end());
        out.insert(out.end(), stored.begin(), stored.end());
    }
    const auto begin = out.size();
    out.insert(out.end(), directory.begin(), directory.end());
    Append(out, 0x06054b50, 4);
    Append(out, 0, 6);
    Append(out, files.size(), 2);
    Append(out, directory.size(), 4);
    Append(out, begin, 4);
    Append(out, 0, 2);
    return out;
}

const std::vector<core::CatalogueItem>& Catalogue()
{
    static const auto kItems = [] {
        core::CatalogueItem part;
        part.id = core::CatalogueItemId::New();
        part.code = "P-1";
        part.kind = core::LineKind::Part;
        part.name = "Pads, front";
        part.nameEn = "Pads, front";
        part.quantity = {1'000};
        part.unitPrice = {49'900};
        part.tax = {1'300};
        part.unitCost = core::Money{30'000};
        part.part = core::Part{"PF-100", "Maker", "CN", core::PartKind::Aftermarket, "Supplier"};
        part.warranty = core::Warranty{24, 40'000};
        part.powertrains = {core::Powertrain::Bev, core::Powertrain::Phev};
        part.stock = core::Quantity{4'000};
        core::CatalogueItem labour;
        labour.id = core::CatalogueItemId::New();
        labour.code = "L-1";
        labour.name = "Change pads";
        labour.quantity = {500};
        labour.unitPrice = {30'000};
        labour.active = false;
        labour.hv = true;
        labour.priceByRules = true;
        return std::vector{part, labour};
    }();
    return kItems;
}

std::vector<std::string> CsvSeeds()
{
    return {"Code,Kind,Name,Name in English,Price,Tax %,Drives,Warranty months,High voltage\r\n"
            "P-1,part,\"Pads, \"\"front\"\"\",Pads,499.00,13,bev phev,24,yes\r\n'=P-2;labour;x\n",
            Csv(core::CatalogueTable(Catalogue(), Same)), Csv(core::PackageTable({Package()}, Same))};
}

/// A whole archive's records with other bytes at a place, or its end cut off: what a reader must refuse.
std::vector<std::string> DamagedArchives(const std::string& file)
{
    constexpr std::string_view kEntry = "PK\x01\x02";
    constexpr std::string_view kLocal = "PK\x03\x04";
    constexpr std::string_view kEnd = "PK\x05\x06";
    struct Damage
    {
        std::string_view record;
        std::size_t at;
        std::string bytes;
    };
    const std::string most(4, '\xff');
    const std::vector<Damage> damages = {
        {kEntry, 0, "no"},     {kEntry, 8, "\x01"},                // no entry; encrypted
        {kEntry, 10, "\x0c"},  {kEntry, 10, std::string(2, '\0')}, // packed another way; said not to be packed
        {kEntry, 24, most},    {kEntry, 24, "\x01"},               // unpacks to more than there is room for; to less
        {kEntry, 20, most},    {kEntry, 28, "\xff\xff"},           // packed bytes, a name beyond the end
        {kEntry, 30, "\x02"},  {kEntry, 42, most},                 // something behind the name; a place beyond the end
        {kLocal, 0, "no"},     {kLocal, 26, "\xff\xff"},           // no header there; a name beyond the end
        {kLocal, 60, "\x07x"}, {kEnd, 10, "\xff\xff"},             // packed bytes that are none; too many entries
        {kEnd, 16, most},      {kEnd, 0, "no"},                    // a directory beyond the end; none
    };
    std::vector<std::string> damaged = {file.substr(0, 10), file + std::string(300, ' ')};
    for (const auto& damage : damages) {
        auto one = file;
        for (auto at = one.find(damage.record); at != std::string::npos; at = one.find(damage.record, at + 4)) {
            one.replace(at + damage.at, std::min(damage.bytes.size(), one.size() - at - damage.at), damage.bytes);
        }
        damaged.push_back(std::move(one));
    }
    return damaged;
}

std::vector<std::string> SheetSeeds()
{
    const std::string zero(1, '\0');
    const auto file =
        Archive({{"xl/worksheets/sheet1.xml", kSheet},
                 {"xl/sharedStrings.xml", kTexts},
                 {"xl/workbook.xml", "<workbook><sheets><sheet name='a' r:id='r1' xmlns:r='r'/></sheets>"
                                     "</workbook>"},
                 {"xl/_rels/workbook.xml.rels",
                  "<Relationships><Relationship Id='r1' Target='/xl/worksheets/sheet1.xml'/></Relationships>"}},
                true);
    const std::string whole(file.begin(), file.end());
    auto seeds = DamagedArchives(whole);
    seeds.insert(seeds.end(), {kSheet, kSheet + zero + kTexts, whole});
    return seeds;
}

std::vector<std::string> SettingsSeeds()
{
    const std::string zero(1, '\0');
    const std::string good =
        R"({"servers":{"7":1},"database":"host=a","language":"zh_CN","run_relay":true,"window_width":10,)"
        R"("photo_folder_at_once":true,"papers":{"bill":{"printer":"p","format":"a4"}}})";
    return {good,
            "/configuration" + zero + "/home/li" + zero + good,
            zero + "/home/li" + zero + "[]",
            R"({"servers":[],"database":7,"run_relay":1,"window_width":"10","photo_folder_at_once":0,"papers":7})",
            R"({"servers":{"7":"1"},"papers":{"bill":7,"quote":{"printer":7}}})",
            "{"};
}

std::vector<std::string> EventSeeds()
{
    const auto checklist = Checklist();
    return {json::serialize(core::ToJson(Line())),
            json::serialize(core::ToJson(checklist)),
            json::serialize(core::ToJson(checklist.items[0])),
            json::serialize(core::ToJson(*checklist.items[0].limits)),
            json::serialize(core::ToJson(core::ReadOdometer(45'210, core::DistanceUnit::Mile))),
            json::serialize(core::ToJson(Invoice().totals)),
            json::serialize(core::ToJson(core::StaffRef{core::StaffId::New(), "Li"})),
            json::serialize(core::ToJson(Marks())),
            Issued(core::ToJson(Invoice())),
            Issued(core::ToJson(CreditNote()))};
}

} // namespace bayline::fuzz
