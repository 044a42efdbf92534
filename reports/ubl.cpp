// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/ubl.h"

#include <cctype>
#include <vector>

namespace bayline::reports {

namespace {

/// What an invoice and a credit note have in common.
struct Source
{
    bool credit = false;
    std::string number;
    std::string issueDay;
    std::string supplyDay; ///< empty on a credit note
    std::string note;      ///< free text
    std::string original;  ///< number of the invoice taken back or replaced
    std::string originalDay;
    std::string order;
    std::string currency;
    bool pricesIncludeTax = true;
    core::PayType payer = core::PayType::Customer;
    core::Party seller;
    core::Party buyer;
    const std::vector<core::QuoteLine>* lines = nullptr;
    const core::DocumentDiscount* discount = nullptr;
    core::Totals totals;
    core::Money rounding;
    core::Money prepaid;
};

std::string Escaped(std::string_view text)
{
    std::string safe;
    for (const char c : text) {
        switch (c) {
        case '&':
            safe += "&amp;";
            break;
        case '<':
            safe += "&lt;";
            break;
        case '>':
            safe += "&gt;";
            break;
        case '"':
            safe += "&quot;";
            break;
        default:
            // XML 1.0 has no other control characters, not even escaped.
            if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n')
                safe += c;
        }
    }
    return safe;
}

std::string CountryOf(const core::Party& party, std::string_view country)
{
    const auto letter = [&](std::size_t at) {
        return party.taxId.size() > 2 && std::isupper(static_cast<unsigned char>(party.taxId[at])) != 0;
    };
    return letter(0) && letter(1) ? party.taxId.substr(0, 2) : std::string(country);
}

class Writer
{
public:
    Writer(const Source& source, std::string_view country) : m_source(source), m_country(country) {}

    std::string Write()
    {
        const std::string root = m_source.credit ? "CreditNote" : "Invoice";
        m_xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + root +
                " xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:" + root +
                "-2\" xmlns:cac=\"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2\""
                " xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\">\n";
        Head();
        Party("cac:AccountingSupplierParty", m_source.seller, true);
        Party("cac:AccountingCustomerParty", m_source.buyer, false);
        if (!m_source.supplyDay.empty()) {
            Open("cac:Delivery");
            Text("cbc:ActualDeliveryDate", m_source.supplyDay);
            Close("cac:Delivery");
        }
        // Without a day or terms no amount may be due (BR-CO-25), on credit notes as on invoices.
        Open("cac:PaymentTerms");
        Text("cbc:Note", m_source.credit ? "Refunded or set off" : "Due on receipt");
        Close("cac:PaymentTerms");
        Allowances();
        Tax();
        Sums();
        int number = 0;
        for (const auto& line : *m_source.lines) {
            if (line.payType == m_source.payer)
                Line(line, ++number);
        }
        m_xml += "</" + root + ">\n";
        return std::move(m_xml);
    }

private:
    void Open(const std::string& name) { m_xml += "<" + name + ">\n"; }
    void Close(const std::string& name) { m_xml += "</" + name + ">\n"; }
    void Text(const std::string& name, std::string_view text, const std::string& attributes = {})
    {
        if (!text.empty())
            m_xml += "<" + name + attributes + ">" + Escaped(text) + "</" + name + ">\n";
    }
    void Amount(const std::string& name, core::Money amount)
    {
        Text(name, core::ToDecimal(amount), " currencyID=\"" + m_source.currency + "\"");
    }

    void Head()
    {
        Text("cbc:CustomizationID", "urn:cen.eu:en16931:2017");
        Text("cbc:ID", m_source.number);
        Text("cbc:IssueDate", m_source.issueDay);
        Text(m_source.credit ? "cbc:CreditNoteTypeCode" : "cbc:InvoiceTypeCode", m_source.credit ? "381" : "380");
        Text("cbc:Note", m_source.note);
        Text("cbc:DocumentCurrencyCode", m_source.currency);
        if (!m_source.order.empty()) {
            Open("cac:OrderReference");
            Text("cbc:ID", m_source.order);
            Close("cac:OrderReference");
        }
        if (!m_source.original.empty()) {
            Open("cac:BillingReference");
            Open("cac:InvoiceDocumentReference");
            Text("cbc:ID", m_source.original);
            Text("cbc:IssueDate", m_source.originalDay);
            Close("cac:InvoiceDocumentReference");
            Close("cac:BillingReference");
        }
    }

    void Party(const std::string& element, const core::Party& party, bool seller)
    {
        Open(element);
        Open("cac:Party");
        Open("cac:PostalAddress");
        Text("cbc:StreetName", party.address);
        Open("cac:Country");
        Text("cbc:IdentificationCode", CountryOf(party, m_country));
        Close("cac:Country");
        Close("cac:PostalAddress");
        if (!party.taxId.empty()) {
            const auto country = CountryOf(party, m_country);
            Open("cac:PartyTaxScheme");
            Text("cbc:CompanyID", party.taxId.starts_with(country) ? party.taxId : country + party.taxId);
            TaxScheme();
            Close("cac:PartyTaxScheme");
        }
        Open("cac:PartyLegalEntity");
        Text("cbc:RegistrationName", party.name);
        Close("cac:PartyLegalEntity");
        if (seller && !party.phone.empty()) {
            Open("cac:Contact");
            Text("cbc:Telephone", party.phone);
            Close("cac:Contact");
        }
        Close("cac:Party");
        Close(element);
    }

    void TaxScheme()
    {
        Open("cac:TaxScheme");
        Text("cbc:ID", "VAT");
        Close("cac:TaxScheme");
    }

    void Category(const std::string& element, core::Rate rate)
    {
        Open(element);
        Text("cbc:ID", rate.bp == 0 ? "Z" : "S");
        Text("cbc:Percent", core::ToPercent(rate));
        TaxScheme();
        Close(element);
    }

    void Allowances()
    {
        if (m_source.discount == nullptr)
            return;
        for (const auto& part : m_source.discount->parts) {
            Open("cac:AllowanceCharge");
            Text("cbc:ChargeIndicator", "false");
            Text("cbc:AllowanceChargeReason", m_source.discount->reason);
            Amount("cbc:Amount", part.net);
            Category("cac:TaxCategory", part.rate);
            Close("cac:AllowanceCharge");
        }
    }

    void Tax()
    {
        Open("cac:TaxTotal");
        Amount("cbc:TaxAmount", m_source.totals.tax);
        for (const auto& group : m_source.totals.groups) {
            Open("cac:TaxSubtotal");
            Amount("cbc:TaxableAmount", group.net);
            Amount("cbc:TaxAmount", group.tax);
            Category("cac:TaxCategory", group.rate);
            Close("cac:TaxSubtotal");
        }
        Close("cac:TaxTotal");
    }

    void Sums()
    {
        core::Money allowed;
        if (m_source.discount != nullptr) {
            for (const auto& part : m_source.discount->parts)
                allowed += part.net;
        }
        const auto& totals = m_source.totals;
        Open("cac:LegalMonetaryTotal");
        Amount("cbc:LineExtensionAmount", totals.net + allowed);
        Amount("cbc:TaxExclusiveAmount", totals.net);
        Amount("cbc:TaxInclusiveAmount", totals.gross);
        if (allowed.minor != 0)
            Amount("cbc:AllowanceTotalAmount", allowed);
        if (m_source.prepaid.minor != 0)
            Amount("cbc:PrepaidAmount", m_source.prepaid);
        if (m_source.rounding.minor != 0)
            Amount("cbc:PayableRoundingAmount", m_source.rounding);
        Amount("cbc:PayableAmount", totals.gross + m_source.rounding - m_source.prepaid);
        Close("cac:LegalMonetaryTotal");
    }

    void Line(const core::QuoteLine& line, int number)
    {
        const std::string element = m_source.credit ? "cac:CreditNoteLine" : "cac:InvoiceLine";
        const std::string unit = line.kind == core::LineKind::Labour ? "HUR" : "C62";
        const auto net = core::ComputeAmounts(line, m_source.pricesIncludeTax, m_source.payer).net;
        Open(element);
        Text("cbc:ID", std::to_string(number));
        Text(m_source.credit ? "cbc:CreditedQuantity" : "cbc:InvoicedQuantity", core::ToDecimal(line.quantity),
             " unitCode=\"" + unit + "\"");
        Amount("cbc:LineExtensionAmount", net);
        Open("cac:Item");
        Text("cbc:Name", line.description);
        if (line.part && !line.part->number.empty()) {
            Open("cac:SellersItemIdentification");
            Text("cbc:ID", line.part->number);
            Close("cac:SellersItemIdentification");
        }
        Category("cac:ClassifiedTaxCategory", line.tax);
        Close("cac:Item");
        Open("cac:Price");
        // The price of the whole quantity, so that nothing is lost by dividing.
        Amount("cbc:PriceAmount", net);
        Text("cbc:BaseQuantity", core::ToDecimal(line.quantity), " unitCode=\"" + unit + "\"");
        Close("cac:Price");
        Close(element);
    }

    const Source& m_source;
    std::string m_country;
    std::string m_xml;
};

} // namespace

std::string WriteUbl(const core::Invoice& invoice, std::string_view country, const core::ShopZone& zone)
{
    Source source{.number = invoice.number,
                  .issueDay = core::FormatDay(invoice.issuedAt, zone),
                  .supplyDay = core::FormatDay(invoice.supplyDate, zone),
                  .note = invoice.plate.empty() ? "" : invoice.plate + " " + invoice.vin,
                  .original = invoice.replaces,
                  .order = invoice.workOrderNumber,
                  .currency = invoice.currency,
                  .pricesIncludeTax = invoice.pricesIncludeTax,
                  .payer = invoice.payer,
                  .seller = invoice.seller,
                  .buyer = invoice.buyer,
                  .lines = &invoice.lines,
                  .discount = invoice.discount ? &*invoice.discount : nullptr,
                  .totals = invoice.totals,
                  .rounding = invoice.rounding,
                  .prepaid = invoice.prepaid};
    return Writer(source, country).Write();
}

std::string WriteUbl(const core::CreditNote& note, std::string_view country, const core::ShopZone& zone)
{
    Source source{.credit = true,
                  .number = note.number,
                  .issueDay = core::FormatDay(note.issuedAt, zone),
                  .note = note.reason,
                  .original = note.invoiceNumber,
                  .originalDay = core::FormatDay(note.invoiceIssuedAt, zone),
                  .order = note.workOrderNumber,
                  .currency = note.currency,
                  .pricesIncludeTax = note.pricesIncludeTax,
                  .payer = note.payer,
                  .seller = note.seller,
                  .buyer = note.buyer,
                  .lines = &note.lines,
                  .discount = note.discount ? &*note.discount : nullptr,
                  .totals = note.totals,
                  .rounding = note.rounding};
    return Writer(source, country).Write();
}

} // namespace bayline::reports
