// SPDX-License-Identifier: GPL-3.0-or-later
// Printers: chosen for each kind of paper, taking documents, turning them away, giving them up; and the shop's logo.
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {sleep, until} from './harness.mjs';
import {Printer, confirmPrint, textOf} from './printer.mjs';
import {flawless, openOrder, setting} from './setting.mjs';

const run = promisify(execFile);
let screen, shop, app, order, folder, printer;
setting(async open => {
    folder = await open.folder();
    printer = await open.also(await Printer.open());
    ({screen, shop, app} = await open.desk({
        person: '301', env: printer.environment,
        prepare: async its => {
            order = await its.checkIn('沪AD12345', '王小明');
            await its.makeReady(order);
        }}));
});

test('chooses the shop\'s logo and refuses what is none', async () => {
    const logo = join(folder, 'logo.png'), large = join(folder, 'large.png'), text = join(folder, 'words.png');
    await run('convert', ['-size', '1200x400', 'gradient:navy-orange', logo]);
    await run('convert', ['-size', '1400x1400', 'plasma:red-blue', '-define', 'png:compression-level=0', large]);
    await writeFile(text, 'no picture at all');
    await app.key('ctrl+8');
    const choose = async file => {
        await app.click('settings.logo.choose');
        await sleep(800);
        await app.type(file);
        await sleep(300);
        await app.key('Return');
    };
    await choose(text);
    await app.waitForText('settings.logo.message', 'JPEG or PNG');
    await choose(large);
    await app.waitForText('settings.logo.message', '4 MB');
    await choose(logo);
    await app.waitForText('settings.logo.message', 'New papers');
    await app.waitFor('settings.logo.picture');
    await flawless(app, 'settings_logo');
});

test('lists the system\'s printers and keeps one for a kind of paper', async () => {
    await until('the printers', async () => (await app.find('settings.printer.invoice')).choices?.includes('Office'));
    await app.choose('settings.printer.invoice', 'Office');
    await app.choose('settings.format.invoice', '80 mm');
    await app.reveal('settings.printer.day_close');
    await flawless(app, 'settings_printers');
});

test('says in words that a printer took nothing, leaves the number alone, and prints again', async () => {
    await app.key('ctrl+1');
    await openOrder(app, order);
    await app.click('tab.invoice');
    await app.click('invoice.issue');
    const number = (await app.waitForText('invoice.number', 'INV-')).label;
    await flawless(app, 'invoice_80mm');
    printer.refuses = true;
    await app.click('preview.print');
    await confirmPrint(app);
    await app.waitForText('invoice.paper.banner.text', 'Office did not take the document');
    await flawless(app, 'print_refused');
    assert.equal(printer.refused, 1);
    assert.equal((await app.find('invoice.number')).label, number);
    printer.refuses = false;
    printer.outcome = 'aborted';
    await app.click('invoice.paper.banner.action');
    await confirmPrint(app);
    await app.waitForText('invoice.paper.banner.text', 'did not print it', 20000);
    printer.outcome = 'completed';
    await app.click('invoice.paper.banner.action');
    await confirmPrint(app);
    await app.waitForText('invoice.paper.banner.text', 'Printed on Office', 20000);
    await flawless(app, 'print_done');
    assert.equal((await app.find('invoice.number')).label, number);
    const paper = printer.jobs.at(-1).bytes;
    const again = await textOf(paper);
    assert.ok(again.includes(number), again);
    assert.doesNotMatch(again, /COPY|DRAFT/);
    assert.equal(printer.jobs.at(-1).printer, 'Office');
    const file = join(folder, 'printed.pdf');
    await writeFile(file, paper);
    const [, width] = (await run('pdfinfo', [file])).stdout.match(/Page size:\s+([\d.]+)/);
    assert.ok(Math.abs(width - 227) < 3, `the roll is 80 mm wide, the page ${width} points`);
});

test('says what a printer waits for, and that it goes on', async () => {
    printer.outcome = 'stopped';
    printer.wants = 'media-empty-error';
    await app.click('preview.print');
    await confirmPrint(app);
    await app.waitForText('invoice.paper.banner.text', 'Office is out of paper', 60000);
    await flawless(app, 'print_no_paper');
    printer.wants = 'door-open-error';
    await app.waitForText('invoice.paper.banner.text', 'please close its cover', 60000);
    printer.wants = 'toner-empty-error';
    await app.waitForText('invoice.paper.banner.text', 'please change its toner or ink', 60000);
    await flawless(app, 'print_no_toner');
    printer.wants = 'offline-error';
    await app.waitForText('invoice.paper.banner.text', 'whether it is switched on and connected', 60000);
    await flawless(app, 'print_offline');
    printer.wants = 'none';
    printer.outcome = 'working';
    await app.waitForText('invoice.paper.banner.text', 'has taken the document', 60000);
    printer.outcome = 'completed';
    await app.waitForText('invoice.paper.banner.text', 'Printed on Office', 60000);
});

test('does not lose the invoice when the print server is gone', async () => {
    await printer.close();
    const number = (await app.find('invoice.number')).label;
    await app.click('preview.print');
    await sleep(2500);
    await app.key('Escape');
    await app.idle();
    assert.equal((await app.find('invoice.number')).label, number);
});
