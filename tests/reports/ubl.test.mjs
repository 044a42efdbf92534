// SPDX-License-Identifier: GPL-3.0-or-later
// Our e-invoices before two validators of other people: @e-invoice-eu/core holds structure, cardinality and code lists
// of EN 16931's UBL against its schema and turns the invoice into CII; factur-x-kit checks the business rules (BR-…)
// on that. Sums are checked here once more in whole cents. `node ubl.test.mjs` prints its seed; BAYLINE_SEED repeats it, BAYLINE_BILLS=100 takes more.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InvoiceService, invoiceSchema } from '@e-invoice-eu/core';
import { XMLParser } from 'fast-xml-parser';
import { FacturX } from 'factur-x-kit';

const seed = process.env.BAYLINE_SEED ?? String(Math.floor(Math.random() * 1e9));
const samples = path.join(process.env.BAYLINE_BIN_DIR ?? 'build/dev/bin', 'ubl_samples');
const service = new InvoiceService({ log() {}, warn() {}, error() {} });
const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: false, parseTagValue: false, attributeNamePrefix: '@' });

/// A credit note is written with these names, and meant by the schema with those.
const invoiceNames = {
    'cbc:CreditNoteTypeCode': 'cbc:InvoiceTypeCode',
    'cac:CreditNoteLine': 'cac:InvoiceLine',
    'cbc:CreditedQuantity': 'cbc:InvoicedQuantity',
};

function resolved(schema) {
    while (schema.$ref) schema = schema.$ref.slice(2).split('/').reduce((part, key) => part[key], invoiceSchema);
    return schema;
}

/// The parsed XML as the validator's own form: the schema says what is a list.
function toInternal(nodes, schema, where) {
    const made = {};
    for (const node of nodes) {
        const name = Object.keys(node).find((key) => key !== ':@');
        if (name === '#text') continue;
        const key = invoiceNames[name] ?? name;
        const known = schema.properties?.[key];
        assert.ok(known, `${where}/${name} is not an element of the invoice`);
        const property = resolved(known);
        const item = property.type === 'array' ? resolved(property.items) : property;
        const value = item.properties
            ? toInternal(node[name], item, `${where}/${name}`)
            : node[name].map((text) => text['#text'] ?? '').join('');
        for (const [attribute, text] of Object.entries(node[':@'] ?? {})) made[key + attribute] = text;
        if (property.type === 'array') (made[key] ??= []).push(value);
        else made[key] = value;
    }
    return made;
}

/// Elements and texts in their order, without blanks: what two writers must agree on.
function sequence(nodes, skip) {
    const found = [];
    for (const node of nodes) {
        const name = Object.keys(node).find((key) => key !== ':@');
        if (name === '#text') {
            if (node[name].trim() !== '') found.push(node[name].trim());
        } else if (!name.startsWith('?') && !skip.includes(name)) {
            found.push(`<${name}>`, ...sequence(node[name], skip));
        }
    }
    return found;
}

const cents = (text) => Math.round(Number(text ?? '0') * 100);

/// BR-CO-10 to BR-CO-17 in whole cents. Tax of bills whose prices include it is summed by line, and a credit note is what
/// its invoice says of more lines less what it says of fewer: there the tax of a rate may differ from rate × base by what
/// rounding each line brings, which EN 16931's own checker allows up to one unit of the currency.
function checkSums(invoice, exactTax, name) {
    const sums = invoice['cac:LegalMonetaryTotal'];
    const list = (key) => invoice[key] ?? [];
    const total = (key) => cents(sums[key]);
    const lines = list('cac:InvoiceLine').reduce((sum, line) => sum + cents(line['cbc:LineExtensionAmount']), 0);
    const off = list('cac:AllowanceCharge').reduce((sum, part) => sum + cents(part['cbc:Amount']), 0);
    assert.equal(lines, total('cbc:LineExtensionAmount'), `${name}: BR-CO-10`);
    assert.equal(off, total('cbc:AllowanceTotalAmount'), `${name}: BR-CO-11`);
    assert.equal(lines - off, total('cbc:TaxExclusiveAmount'), `${name}: BR-CO-13`);
    const tax = list('cac:TaxTotal')[0];
    const groups = tax['cac:TaxSubtotal'];
    assert.equal(groups.reduce((sum, group) => sum + cents(group['cbc:TaxAmount']), 0), cents(tax['cbc:TaxAmount']), `${name}: BR-CO-14`);
    assert.equal(total('cbc:TaxExclusiveAmount') + cents(tax['cbc:TaxAmount']), total('cbc:TaxInclusiveAmount'), `${name}: BR-CO-15`);
    assert.equal(total('cbc:TaxInclusiveAmount') + total('cbc:PayableRoundingAmount') - total('cbc:PrepaidAmount'),
        total('cbc:PayableAmount'), `${name}: BR-CO-16`);
    for (const group of groups) {
        const byRate = Math.round((cents(group['cbc:TaxableAmount']) * Number(group['cac:TaxCategory']['cbc:Percent'])) / 100);
        const difference = Math.abs(byRate - cents(group['cbc:TaxAmount']));
        assert.ok(exactTax ? difference === 0 : difference < 100, `${name}: BR-CO-17, ${difference} off`);
    }
    return { net: total('cbc:TaxExclusiveAmount'), gross: total('cbc:TaxInclusiveAmount'), off: list('cac:AllowanceCharge') };
}

async function check(file) {
    const xml = readFileSync(file, 'utf8');
    const name = path.basename(file);
    const tree = parser.parse(xml);
    const root = tree.find((node) => node.Invoice ?? node.CreditNote);
    const invoice = toInternal(root.Invoice ?? root.CreditNote, resolved(invoiceSchema.properties['ubl:Invoice']), name);
    const credit = root.CreditNote !== undefined;
    const sums = checkSums(invoice, /^(known|net|replaced)/.test(name), name);
    // An electronic address is Peppol's wish, not EN 16931's: the validator gets one, the bill has none.
    for (const side of ['Supplier', 'Customer']) {
        const party = invoice[`cac:Accounting${side}Party`]['cac:Party'];
        party['cbc:EndpointID'] = 'somebody@example.com';
        party['cbc:EndpointID@schemeID'] = 'EM';
    }
    const theirs = await service.generate({ 'ubl:Invoice': invoice }, { format: 'UBL', lang: 'en' });
    assert.deepEqual(sequence(tree, []), sequence(parser.parse(theirs), ['cbc:EndpointID', 'cbc:ProfileID']), `${name}: another order of elements`);
    let cii = await service.generate({ 'ubl:Invoice': invoice }, { format: 'CII', lang: 'en' });
    if (credit) {
        // The converter leaves this compulsory element of CII out when no day of delivery is given.
        cii = cii.replace('<ram:ApplicableHeaderTradeSettlement>', '<ram:ApplicableHeaderTradeDelivery><ram:ActualDeliverySupplyChainEvent>'
            + '<ram:OccurrenceDateTime><udt:DateTimeString format="102">20261122</udt:DateTimeString></ram:OccurrenceDateTime>'
            + '</ram:ActualDeliverySupplyChainEvent></ram:ApplicableHeaderTradeDelivery><ram:ApplicableHeaderTradeSettlement>');
    }
    const found = (await FacturX.fromXML(cii)).validate();
    // These are compared as floating point there, and in whole cents above (BR-S-9 is BR-CO-17 once more).
    const broken = (found.errors ?? []).filter((error) => !/^\[BR-(CO-1[67]|S-9)\]/.test(error.message));
    assert.deepEqual(broken, [], name);
    return sums;
}

console.log(`seed ${seed}`);
const directory = mkdtempSync(path.join(tmpdir(), 'bayline-ubl-'));
try {
    execFileSync(samples, [directory, seed, process.env.BAYLINE_BILLS ?? '6']);
    const files = readdirSync(directory);
    assert.ok(files.length >= 15);
    const sums = {};
    for (const file of files) sums[file] = await check(path.join(directory, file));
    const known = sums['known.xml'];
    assert.equal(known.net, 20599);
    assert.equal(known.gross, 25187);
    assert.deepEqual(sums['known-discount.xml'].off.map((part) => part['cbc:Amount']), ['9.51', '0.49']);
    // The validators must be able to say no.
    const wrong = path.join(directory, 'known.xml');
    const xml = readFileSync(wrong, 'utf8');
    const breaks = [['<cbc:Percent>8<', '<cbc:Percent>9<'], ['PLN">205.99<', 'PLN">205.98<'], ['<cbc:InvoiceTypeCode>380<', '<cbc:InvoiceTypeCode>7<'],
        ['<cac:PaymentTerms>\n<cbc:Note>Due on receipt</cbc:Note>\n</cac:PaymentTerms>\n', '']];
    for (const [from, to] of breaks) {
        assert.ok(xml.includes(from), from);
        writeFileSync(wrong, xml.replace(from, to));
        await assert.rejects(check(wrong), undefined, `${from} → ${to} was not noticed`);
    }
    console.log(`${files.length} e-invoices and credit notes hold`);
} finally {
    rmSync(directory, { recursive: true, force: true });
}
