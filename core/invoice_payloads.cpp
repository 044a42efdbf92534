// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json_reader.h"
#include "core/payloads.h"

namespace bayline::core {

namespace json = boost::json;

namespace {

json::string Text(std::string_view text)
{
    return json::string(text.data(), text.size());
}

const json::object& AsObject(const json::value& value)
{
    const auto* object = value.if_object();
    return object != nullptr ? *object : throw JsonReader::Bad("list entry");
}

json::object ToJson(const Party& party)
{
    return {{"name", party.name},    {"address", party.address}, {"phone", party.phone},
            {"tax_id", party.taxId}, {"bank", party.bank},       {"bank_account", party.bankAccount}};
}

Party PartyFromJson(const json::object& object)
{
    const JsonReader reader(object);
    return {.name = reader.Text("name"),
            .address = reader.TextOr("address"),
            .phone = reader.TextOr("phone"),
            .taxId = reader.TextOr("tax_id"),
            .bank = reader.TextOr("bank"),
            .bankAccount = reader.TextOr("bank_account")};
}

PayType PayerOf(const JsonReader& reader)
{
    return reader.Has("payer") ? reader.Word("payer", PayTypeFromWord) : PayType::Customer;
}

json::array LinesToJson(const std::vector<QuoteLine>& lines, bool pricesIncludeTax, PayType payer)
{
    json::array list;
    for (const auto& line : lines) {
        auto object = core::ToJson(line);
        const auto amounts = ComputeAmounts(line, pricesIncludeTax, payer);
        object["net"] = amounts.net.minor;
        object["tax"] = amounts.tax.minor;
        object["gross"] = amounts.gross.minor;
        list.push_back(std::move(object));
    }
    return list;
}

std::vector<QuoteLine> LinesFromJson(const JsonReader& reader)
{
    std::vector<QuoteLine> lines;
    for (const auto& line : reader.Array("lines")) {
        lines.push_back(LineFromJson(AsObject(line)));
    }
    return lines;
}

void PutDiscount(json::object& object, const std::optional<DocumentDiscount>& discount)
{
    if (!discount) {
        return;
    }
    json::array parts;
    for (const auto& part : discount->parts) {
        parts.push_back(json::object{{"tax_bp", part.rate.bp}, {"net", part.net.minor}, {"tax", part.tax.minor}});
    }
    object["discount"] =
        json::object{{"amount", discount->amount.minor}, {"reason", discount->reason}, {"parts", std::move(parts)}};
}

std::optional<DocumentDiscount> DiscountFromJson(const JsonReader& reader)
{
    if (!reader.Has("discount")) {
        return std::nullopt;
    }
    const JsonReader from(reader.Object("discount"));
    DocumentDiscount discount{{from.Integer("amount")}, from.TextOr("reason"), {}};
    for (const auto& value : from.Array("parts")) {
        const JsonReader part(AsObject(value));
        discount.parts.push_back({{part.Integer("tax_bp")}, {part.Integer("net")}, {part.Integer("tax")}});
    }
    return discount;
}

json::array ApprovalsToJson(const std::vector<InvoiceApproval>& approvals)
{
    json::array list;
    for (const auto& approval : approvals) {
        list.push_back(json::object{{"line_id", approval.line.Text()},
                                    {"channel", Text(ToWord(approval.channel))},
                                    {"by_name", approval.byName},
                                    {"decided_at", ToRfc3339(approval.decidedAt)},
                                    {"revision", approval.revision}});
    }
    return list;
}

json::array DeclinedToJson(const std::vector<DeclinedLine>& declined)
{
    json::array list;
    for (const auto& line : declined) {
        list.push_back(
            json::object{{"description", line.description}, {"gross", line.gross.minor}, {"severity", line.severity}});
    }
    return list;
}

void ReadLists(const JsonReader& reader, Invoice& invoice)
{
    invoice.lines = LinesFromJson(reader);
    for (const auto& name : reader.Array("technician_names")) {
        const auto* text = name.if_string();
        if (text == nullptr) {
            throw JsonReader::Bad("technician_names");
        }
        invoice.technicianNames.emplace_back(*text);
    }
    for (const auto& value : reader.Array("approvals")) {
        const JsonReader approval(AsObject(value));
        invoice.approvals.push_back({.line = LineId::From(approval.Text("line_id")),
                                     .channel = approval.Word("channel", ChannelFromWord),
                                     .byName = approval.TextOr("by_name"),
                                     .decidedAt = approval.Time("decided_at"),
                                     .revision = static_cast<int>(approval.Integer("revision"))});
    }
    for (const auto& value : reader.Array("declined")) {
        const JsonReader declined(AsObject(value));
        invoice.declined.push_back({.description = declined.Text("description"),
                                    .gross = {declined.Integer("gross")},
                                    .severity = declined.TextOr("severity")});
    }
}

json::object VehicleToJson(const Invoice& invoice)
{
    json::object vehicle{{"plate", invoice.plate}, {"vin", invoice.vin},      {"model", invoice.vehicleModel},
                         {"km_in", invoice.kmIn},  {"km_out", invoice.kmOut}, {"engine_no", invoice.engineNo}};
    if (invoice.powertrain) {
        vehicle["powertrain"] = Text(ToWord(*invoice.powertrain));
    }
    return vehicle;
}

void ReadVehicle(const json::object& object, Invoice& invoice)
{
    const JsonReader vehicle(object);
    invoice.plate = vehicle.TextOr("plate");
    invoice.vin = vehicle.TextOr("vin");
    invoice.vehicleModel = vehicle.TextOr("model");
    invoice.engineNo = vehicle.TextOr("engine_no");
    invoice.powertrain = PowertrainFromWord(vehicle.TextOr("powertrain"));
    invoice.kmIn = vehicle.IntegerOr("km_in", 0);
    invoice.kmOut = vehicle.IntegerOr("km_out", 0);
}

template <class Paper>
void ReadLook(const JsonReader& reader, Paper& paper)
{
    paper.logo = reader.TextOr("logo");
    if (reader.Has("footer")) {
        paper.footer = reader.Text("footer");
    }
}

/// What bills of early versions did not have, with what it would have been.
void ReadLater(const JsonReader& reader, Invoice& invoice)
{
    invoice.payer = PayerOf(reader);
    invoice.discount = DiscountFromJson(reader);
    invoice.rounding = {reader.IntegerOr("rounding", 0)};
    invoice.prepaid = {reader.IntegerOr("prepaid", 0)};
    if (reader.Has("received_at")) {
        invoice.receivedAt = reader.Time("received_at");
    }
    invoice.repairCategory =
        RepairCategoryFromWord(reader.TextOr("repair_category", "general")).value_or(RepairCategory::General);
    invoice.certificate = reader.TextOr("certificate");
    invoice.evPartsWarranty = reader.TextOr("ev_parts_warranty");
    invoice.replaces = reader.TextOr("replaces");
    invoice.sender = reader.TextOr("sender");
    invoice.senderPhone = reader.TextOr("sender_phone");
    invoice.contractNumber = reader.TextOr("contract_number");
    invoice.labourBasis =
        LabourBasisFromWord(reader.TextOr("labour_basis", "manufacturer")).value_or(LabourBasis::Manufacturer);
    invoice.extendedWarranty = reader.TextOr("extended_warranty");
    ReadLook(reader, invoice);
    if (reader.Has("approved_by")) {
        invoice.discountApprovedBy = JsonReader(reader.Object("approved_by")).TextOr("name");
    }
}

void PutWhenSet(json::object& object, std::string_view key, const std::string& text)
{
    if (!text.empty()) {
        object[json::string_view(key.data(), key.size())] = text;
    }
}

/// What of the shop's look was printed.
template <class Paper>
void PutLook(json::object& object, const Paper& paper)
{
    PutWhenSet(object, "logo", paper.logo);
    if (paper.footer) {
        object["footer"] = *paper.footer;
    }
}

} // namespace

json::object ToJson(const Invoice& invoice)
{
    json::array technicians;
    for (const auto& name : invoice.technicianNames) {
        technicians.push_back(Text(name));
    }
    json::object object{{"invoice_id", invoice.id.Text()},
                        {"supply_date", ToRfc3339(invoice.supplyDate)},
                        {"currency", invoice.currency},
                        {"prices_include_tax", invoice.pricesIncludeTax},
                        {"seller", ToJson(invoice.seller)},
                        {"buyer", ToJson(invoice.buyer)},
                        {"vehicle", VehicleToJson(invoice)},
                        {"work_order_number", invoice.workOrderNumber},
                        {"advisor_name", invoice.advisorName},
                        {"technician_names", std::move(technicians)},
                        {"complaint", invoice.complaint},
                        {"lines", LinesToJson(invoice.lines, invoice.pricesIncludeTax, invoice.payer)},
                        {"totals", ToJson(invoice.totals)},
                        {"rounding", invoice.rounding.minor},
                        {"payable", invoice.Payable().minor},
                        {"prepaid", invoice.prepaid.minor},
                        {"approvals", ApprovalsToJson(invoice.approvals)},
                        {"declined", DeclinedToJson(invoice.declined)},
                        {"warranty_text", invoice.warrantyText},
                        {"repair_category", Text(ToWord(invoice.repairCategory))},
                        {"old_parts", Text(ToWord(invoice.oldParts))}};
    if (invoice.payer != PayType::Customer) {
        object["payer"] = Text(ToWord(invoice.payer));
    }
    if (invoice.receivedAt) {
        object["received_at"] = ToRfc3339(*invoice.receivedAt);
    }
    PutDiscount(object, invoice.discount);
    PutWhenSet(object, "certificate", invoice.certificate);
    PutWhenSet(object, "ev_parts_warranty", invoice.evPartsWarranty);
    PutWhenSet(object, "replaces", invoice.replaces);
    PutWhenSet(object, "sender", invoice.sender);
    PutWhenSet(object, "sender_phone", invoice.senderPhone);
    PutWhenSet(object, "contract_number", invoice.contractNumber);
    object["labour_basis"] = Text(ToWord(invoice.labourBasis));
    PutWhenSet(object, "extended_warranty", invoice.extendedWarranty);
    PutLook(object, invoice);
    return object;
}

Invoice InvoiceFromJson(const json::object& object, Instant issuedAt)
{
    const JsonReader reader(object);
    Invoice invoice;
    invoice.id = InvoiceId::From(reader.Text("invoice_id"));
    invoice.number = reader.Text("number");
    invoice.issuedAt = issuedAt;
    invoice.supplyDate = reader.Time("supply_date");
    invoice.currency = reader.Text("currency");
    invoice.pricesIncludeTax = reader.Flag("prices_include_tax");
    invoice.seller = PartyFromJson(reader.Object("seller"));
    invoice.buyer = PartyFromJson(reader.Object("buyer"));
    ReadVehicle(reader.Object("vehicle"), invoice);
    invoice.workOrderNumber = reader.Text("work_order_number");
    invoice.advisorName = reader.TextOr("advisor_name");
    invoice.complaint = reader.TextOr("complaint");
    ReadLists(reader, invoice);
    invoice.totals = TotalsFromJson(reader.Object("totals"));
    invoice.warrantyText = reader.TextOr("warranty_text");
    invoice.oldParts = reader.Word("old_parts", OldPartsFromWord);
    ReadLater(reader, invoice);
    return invoice;
}

json::object ToJson(const CreditNote& note)
{
    json::object object{
        {"credit_note_id", note.id.Text()},
        {"invoice_id", note.invoice.Text()},
        {"invoice_number", note.invoiceNumber},
        {"invoice_issued_at", ToRfc3339(note.invoiceIssuedAt)},
        {"reason", note.reason},
        {"whole", note.whole},
        {"currency", note.currency},
        {"prices_include_tax", note.pricesIncludeTax},
        {"seller", ToJson(note.seller)},
        {"buyer", ToJson(note.buyer)},
        {"vehicle", json::object{{"plate", note.plate}, {"vin", note.vin}, {"model", note.vehicleModel}}},
        {"work_order_number", note.workOrderNumber},
        {"lines", LinesToJson(note.lines, note.pricesIncludeTax, note.payer)},
        {"totals", ToJson(note.totals)},
        {"rounding", note.rounding.minor},
        {"payable", note.Payable().minor}};
    if (note.payer != PayType::Customer) {
        object["payer"] = Text(ToWord(note.payer));
    }
    PutDiscount(object, note.discount);
    PutLook(object, note);
    return object;
}

CreditNote CreditNoteFromJson(const json::object& object, Instant issuedAt)
{
    const JsonReader reader(object);
    const JsonReader vehicle(reader.Object("vehicle"));
    CreditNote note;
    note.id = CreditNoteId::From(reader.Text("credit_note_id"));
    note.number = reader.Text("number");
    note.issuedAt = issuedAt;
    note.payer = PayerOf(reader);
    note.invoice = InvoiceId::From(reader.Text("invoice_id"));
    note.invoiceNumber = reader.Text("invoice_number");
    note.invoiceIssuedAt = reader.Time("invoice_issued_at");
    note.reason = reader.Text("reason");
    note.whole = reader.Flag("whole");
    note.currency = reader.Text("currency");
    note.pricesIncludeTax = reader.Flag("prices_include_tax");
    note.seller = PartyFromJson(reader.Object("seller"));
    note.buyer = PartyFromJson(reader.Object("buyer"));
    note.plate = vehicle.TextOr("plate");
    note.vin = vehicle.TextOr("vin");
    note.vehicleModel = vehicle.TextOr("model");
    note.workOrderNumber = reader.TextOr("work_order_number");
    note.lines = LinesFromJson(reader);
    note.discount = DiscountFromJson(reader);
    note.totals = TotalsFromJson(reader.Object("totals"));
    note.rounding = {reader.IntegerOr("rounding", 0)};
    ReadLook(reader, note);
    note.approvedBy = JsonReader(reader.Object("approved_by")).TextOr("name");
    return note;
}

} // namespace bayline::core
