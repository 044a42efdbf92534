// SPDX-License-Identifier: GPL-3.0-or-later
// The money of a day in the windows, in a shop of the European Union: a big discount, a voucher, two payers, a credit
// note by line, a new invoice in place of an old one, a refund, the e-invoice, the day's close.
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {readFile, readdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {sleep, until} from './harness.mjs';
import {flawless, openOrder, putDraftBack, setting} from './setting.mjs';

let screen, shop, app, order, folder, home;
const opening = setting(async open => {
    folder = await open.folder();
    home = await open.folder();
    ({screen, shop, app} = await open.desk({
        person: '101',
        home,
        prepare: async its => {
            await its.moveTo('PL', 'PLN');
            order = await its.checkIn('沪AD12345', 'Żółć Sp. z o.o.');
            await its.makeReady(order);
        }}));
    await openOrder(app, order);
});

const windowNamed = async name => (await app.windows()).find(window => window.name === name);
const papers = async () => (await app.parts('papers.list')).filter(part => /^row\.[^.]+$/.test(part.name));

/// Types into the system's file dialog.
async function nameFile(path) {
    await sleep(800);
    await app.key('ctrl+a');
    await app.type(path);
    await sleep(300);
    await app.key('Return');
}

/// Waits for a row, also for one that the list would have to be scrolled to.
const hasPaper = text => until(`the paper ${text}`, async () => (await papers()).some(paper => paper.label.includes(text)));

/// The list is scrolled and so is the form around it: by its keys. With the button below it in sight, so are its rows
/// and not its heading alone, which takes no keys.
async function choosePaper(number) {
    const place = (await papers()).findIndex(paper => paper.label.startsWith(number));
    await app.reveal('papers.xml');
    await app.click('papers.list');
    await app.key('Home', ...Array(place).fill('Down'));
    await app.idle();
    await app.reveal('papers.xml');
}

async function confirmAs(dialog, number, pin) {
    await app.fill(`${dialog}.number`, number);
    await app.fill(`${dialog}.pin`, pin);
    await app.click(`${dialog}.confirm`);
}

test('what was typed for each payer is there again after the program was killed', async () => {
    const buyerIs = name => until(`the buyer ${name}`, async () => (await app.find('invoice.buyer.name')).value === name);
    await app.click('tab.invoice');
    const proposed = (await app.waitFor('invoice.buyer.name')).value;
    await app.fill('invoice.buyer.name', 'Half a buyer');
    await app.choose('invoice.payer', 'Warranty');
    await app.fill('invoice.buyer.name', 'Half a maker');
    const drafts = join(home, 'config', 'bayline', 'drafts');
    await until('the draft', async () => {
        // What is still being written counts for nothing.
        const files = (await readdir(drafts).catch(() => [])).filter(file => !file.endsWith('.part'));
        const texts = await Promise.all(files.map(file => readFile(join(drafts, file), 'utf8').catch(() => '')));
        return texts.some(text => text.includes('Half a buyer') && text.includes('Half a maker'));
    });
    app.kill();
    await until('the end', () => app.ended);
    app = await opening.app(screen, shop.address.desk, {home});
    await app.signIn('101', '101101');
    await app.waitFor('board.columns');
    await openOrder(app, order);
    await putDraftBack(app);
    await app.click('tab.invoice');
    await buyerIs('Half a maker');
    await app.fill('invoice.buyer.name', '');
    await app.choose('invoice.payer', 'Customer');
    await buyerIs('Half a buyer');
    await app.fill('invoice.buyer.name', proposed);
});

test('issues a big discount only with a manager\'s PIN', async () => {
    await app.click('tab.invoice');
    await app.fill('invoice.discount', '100');
    await app.fill('invoice.discount_reason', 'Stały klient');
    await app.click('invoice.issue');
    await until('the dialog', async () => windowNamed('big_discount'));
    await confirmAs('big_discount', '301', '000000');
    await app.waitForText('big_discount.pin.problem', /\S/);
    await flawless(app, 'money_big_discount');
    await confirmAs('big_discount', '301', '301301');
    await app.waitForText('invoice.total', '608.00');
    await app.waitForText('invoice.stored', 'ready');
});

test('takes a voucher and cash on one bill', async () => {
    await app.click('payment.method.voucher');
    await app.fill('payment.amount', '200');
    await app.click('payment.take');
    await app.waitForText('payment.problem', /voucher/i);
    await app.fill('payment.reference', 'V-2026-17');
    await app.click('payment.take');
    await app.waitForText('invoice.balance', '408.00');
    await until('the rest to be proposed', async () => (await app.find('payment.amount')).value === '408.00');
    await app.waitForText('invoice.payments', 'V-2026-17');
    await app.idle();
    await sleep(400); // the bill above has grown by a line
    await app.click('payment.method.cash');
    await app.click('payment.take');
    await app.waitForText('invoice.settled', 'Paid');
    await flawless(app, 'money_paid');
});

test('bills the second payer of the same order', async () => {
    await app.choose('invoice.payer', 'Warranty');
    await app.fill('invoice.buyer.name', 'Car maker AG');
    await app.fill('invoice.discount_reason', 'agreed with the maker');
    await app.choose('invoice.payer', 'Customer');
    await app.waitForText('invoice.total', '608.00');
    assert.equal((await app.find('invoice.discount_reason')).value, '', 'one payer\'s words are not the other\'s');
    await app.choose('invoice.payer', 'Warranty');
    await app.waitForText('invoice.buyer.name', 'Car maker AG');
    await app.fill('invoice.discount_reason', '');
    await app.click('invoice.issue');
    await app.waitForText('invoice.total', '120.00');
    await app.waitForText('invoice.balance', '120.00');
    assert.equal((await papers()).length, 4, JSON.stringify(await papers()));
    await app.choose('invoice.payer', 'Customer');
    await app.waitForText('invoice.total', '608.00');
    await flawless(app, 'money_two_payers');
});

test('takes one line back with reason and PIN, gives its money back, then replaces the rest with a new invoice', async () => {
    const first = (await app.find('invoice.number')).label;
    await choosePaper(first);
    await flawless(app, 'money_papers');
    await app.click('papers.credit');
    await until('the dialog', async () => windowNamed('credit'));
    const [left, top] = (await app.waitFor('credit.lines')).rect;
    await sleep(300);
    // The tick of the second line, of a list that the system draws.
    await screen.xdotool('mousemove', left + 13, top + 54, 'click', 1);
    await confirmAs('credit', '301', '301301');
    await flawless(app, 'money_credit_refused');
    await app.waitForText('credit.reason.problem', /\S/);
    await app.fill('credit.reason', 'Labour was a goodwill');
    await flawless(app, 'money_credit');
    await app.fill('credit.pin', '301301');
    await app.click('credit.confirm');
    await hasPaper('CN-2026-000001');
    await app.click('papers.refund');
    await app.fill('refund.reason', 'Labour taken back');
    // Closed while it waits, the dialog has confirmed all the same.
    await shop.stopDatabase();
    await confirmAs('refund', '301', '301301');
    await app.waitForText('refund.problem', 'does not stop it');
    await flawless(app, 'money_refund_waits');
    await app.click('refund.cancel');
    await until('the dialog to close', async () => !await windowNamed('refund'));
    await app.waitForText('papers.problem', 'will be saved');
    await shop.startDatabase();
    await hasPaper('Refund');
    await app.waitGone('papers.problem');
    await choosePaper(first);
    await app.click('papers.credit');
    await app.fill('credit.reason', 'Wrong buyer');
    await app.click('credit.replace');
    await app.fill('credit.buyer.name', 'Nowa firma S.A.');
    await confirmAs('credit', '301', '301301');
    await until('the new invoice', async () => {
        const label = (await app.find('invoice.number')).label;
        return label.startsWith('INV-') && label !== first;
    });
    await flawless(app, 'money_replaced');
});

test('saves the e-invoice beside the PDF and keeps the tax platform\'s own', async () => {
    const number = (await app.find('invoice.number')).label;
    await choosePaper(number);
    await app.click('papers.xml');
    const xml = join(folder, 'invoice.xml');
    await nameFile(xml);
    const text = await until('the file', async () => readFile(xml, 'utf8').catch(() => null));
    assert.match(text, /<Invoice[\s>]/);
    assert.ok(text.includes(number) && text.includes('Nowa firma S.A.'),
              `${number} is not in ${text.slice(0, 700)}; ${JSON.stringify((await papers()).map(paper => paper.label))}`);
    const paper = join(folder, 'tax.pdf');
    await writeFile(paper, '%PDF-1.4\n%%EOF\n');
    await app.click('papers.tax_file');
    await nameFile(paper);
    await app.fill('papers.tax_number', 'FV/17/2026');
    await app.click('papers.tax_save');
    await app.waitForText('papers.tax_state', 'with the order');
    await flawless(app, 'money_tax_invoice');
});

test('shows the hand-over set: invoice, next service', async () => {
    await app.key('ctrl+p');
    await sleep(300);
    await app.key('h');
    await until('the preview', async () => windowNamed('document-preview'));
    await app.waitForText('preview.page', /1 \/ [2-9]/);
    await flawless(app, 'money_hand_over');
    await app.key('Escape');
    await until('the preview to close', async () => !await windowNamed('document-preview'));
});

test('closes the day with a count and prints the Z report', async () => {
    await app.key('ctrl+w');
    await app.waitGone('head.plate');
    await app.key('ctrl+6');
    await app.waitForPart('till.accounts', '120.00');
    const expected = (await app.waitFor('till.expected.cash')).label.replace(/[^\d.]/g, '');
    await app.fill('till.counted.cash', String(Number(expected) - 5));
    const voucher = (await app.find('till.expected.voucher')).label.replace(/[^\d.]/g, '');
    await app.fill('till.counted.voucher', voucher);
    await app.waitForText('till.difference.cash', '5.00');
    await app.fill('till.cash_left', '100');
    await flawless(app, 'money_till');
    await app.click('till.close');
    await app.waitForText('till.note.problem', /\S/);
    await app.fill('till.note', 'A coin rolled away');
    await app.click('till.close');
    await until('the Z report', async () => windowNamed('document-preview'));
    await flawless(app, 'money_z');
    await app.key('Escape');
    await app.waitForPart('till.closes', 'Z-');
});
