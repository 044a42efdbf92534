// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogue with its import, an estimate in five clicks, revisions, and work that was put off.
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {sleep, until} from './harness.mjs';
import {flawless, setting} from './setting.mjs';

const run = promisify(execFile);
let screen, shop, app, order, other, directory;
setting(async open => {
    directory = await open.folder();
    ({screen, shop, app} = await open.desk({person: '301', prepare: async its => {
        order = await its.checkIn('沪AD12345', '王小明');
        other = await its.checkIn('京AF67890', '李雷');
        for (const each of [order, other])
            await its.inspect(each);
        await its.putOff(other);
    }}));
});

const lines = async () => (await app.parts('quote.lines')).filter(part => /^row\.[0-9a-f-]{36}$/.test(part.name));

async function put(fields) {
    for (const [name, value] of Object.entries(fields))
        await app.fill(`catalogue.${name}`, value);
}

test('refuses a wrong item beside its fields, then keeps it, with its stock', async () => {
    await app.key('ctrl+k');
    await app.click('catalogue.section.parts');
    await app.click('catalogue.new');
    await put({code: 'P-PAD', name: 'Pads', unit_price: 'cheap'});
    await app.click('catalogue.item.save');
    await app.waitForText('catalogue.unit_price.problem', /two\s+decimals/);
    await put({unit_price: '468', unit_cost: '280', part_brand: 'Akebono', part_origin: 'Japan'});
    await app.click('catalogue.item.save');
    await app.waitForText('catalogue.banner.text', 'Saved');
    await app.waitForPart('catalogue.items', 'P-PAD');
    await app.click('catalogue.receive');
    await app.fill('stock.quantity', '0');
    await app.click('stock.save');
    await app.waitForText('stock.quantity.problem', 'above 0');
    await app.fill('stock.quantity', '4');
    await app.click('stock.save');
    await app.waitForText('catalogue.stock', '4');
    await flawless(app, 'catalogue_part');
});

test('sets price rules and a package that follows them', async () => {
    await app.click('catalogue.section.labour');
    await app.click('catalogue.new');
    await put({code: 'B-PAD', name: 'Replace pads'});
    await app.click('catalogue.item.save');
    await app.waitForPart('catalogue.items', 'B-PAD');
    await app.click('catalogue.section.rules');
    await app.fill('catalogue.band.1.markup', '45');
    await app.fill('catalogue.rate.1.rate', '200');
    await app.click('catalogue.rules.save');
    await app.waitForText('catalogue.banner.text', 'Saved');
    await flawless(app, 'catalogue_rules');
    await app.click('catalogue.section.packages');
    await app.click('catalogue.new');
    await put({code: 'PK', name: 'Front brakes', minutes: '75', findings: 'Brake pads LF, Brake pads RF'});
    await app.fill('catalogue.package.line.1.code', 'B-PAD');
    await app.fill('catalogue.package.line.1.quantity', '1.5');
    await app.fill('catalogue.package.line.2.code', 'P-PAD');
    await app.fill('catalogue.package.line.2.quantity', '1');
    await app.click('catalogue.package.save');
    await app.waitForPart('catalogue.items', '¥768.00');
    await flawless(app, 'catalogue_package');
});

test('tells every refused row of an import and writes only when told to', async () => {
    const file = join(directory, 'list.csv');
    await writeFile(file, 'code,kind,name,price\nW-1,part,Wiper,89\nW-2,part,Blade,ten\nW-3,thing,Belt,5\n');
    await app.click('catalogue.section.parts');
    await app.click('catalogue.import');
    await sleep(800);
    await app.type(file);
    await sleep(400);
    await app.key('Return');
    await app.waitForText('import.summary', 'New: 1');
    await app.waitForPart('import.refused', '“ten”');
    await app.waitForPart('import.refused', 'neither labour nor part');
    await flawless(app, 'catalogue_import');
    await app.click('import.take');
    await app.waitForText('catalogue.banner.text', '1 row was taken over');
    await app.waitForPart('catalogue.items', 'W-1');
});

test('reads another program\'s workbook, refuses its wrong rows in words, and takes over the rest', async () => {
    const table = join(directory, 'workbook.csv'), file = join(directory, 'workbook.xlsx');
    await writeFile(table, 'code,kind,name,price,stock\nX-1,part,空调滤芯,89.5,4\nX-2,part,雨刮片,十元,1\n' +
                           'X-3,thing,皮带,5,1\n,part,没有编号,7,1\nX-1,part,又一次,8,1\nX-5,labour,检查,=60*2,\n');
    await run('ssconvert', [table, file]);
    await app.click('catalogue.import');
    await sleep(800);
    await app.type(file);
    await sleep(400);
    await app.key('Return');
    await app.waitForText('import.summary', 'New: 2');
    for (const wrong of ['十元', 'neither labour nor part'])
        await app.waitForPart('import.refused', wrong);
    await flawless(app, 'catalogue_import_xlsx');
    await app.click('import.take');
    await app.waitForText('catalogue.banner.text', '2 rows were taken over');
    await app.waitForPart('catalogue.items', 'X-1');
});

test('makes an estimate from the findings and a package with four clicks', async () => {
    await app.key('ctrl+1');
    await app.clickPart('board.columns', order.number, {count: 2});
    await app.waitForText('head.plate', '沪AD12345');
    await app.waitFor('tab.quote');
    const began = Date.now();
    let clicks = 0;
    const click = async name => {
        await app.click(name);
        ++clicks;
    };
    await click('tab.quote');
    const offered = await until('the package', async () =>
        (await app.names()).find(name => name.startsWith('quote.package.')));
    await click('quote.findings.all');
    await until('the lines', async () => (await lines()).length === 3);
    await click(offered);
    await until('the package\'s lines', async () => (await lines()).length === 5);
    await click('quote.send');
    await app.waitForText('head.stage', 'Waiting for approval');
    const seconds = (Date.now() - began) / 1000;
    console.log(`estimate: ${clicks} clicks, ${seconds.toFixed(1)} s`);
    assert.ok(clicks <= 5);
    await flawless(app, 'quote_estimate');
});

test('withdraws the quote, sends another and shows both side by side', async () => {
    await app.click('quote.withdraw');
    await app.fill('dialog.reason', 'Wrong price for the pads');
    await app.click('dialog.ok');
    await app.waitForText('quote.sent', 'withdrawn');
    await app.waitForText('head.stage', 'Quoting');
    await app.fill('line.description', 'Wiper blades');
    await app.fill('line.unit_price', '89');
    await app.click('line.save');
    await until('the line', async () => (await lines()).length === 6);
    await app.click('quote.send');
    await app.waitForText('quote.sent', 'Quote 2 was sent');
    await app.waitFor('quote.withdraw');
    await app.idle();
    await app.click('quote.revisions');
    await app.waitFor('quote.compare.close');
    await flawless(app, 'quote_compare');
    await app.waitForPart('quote.compare.lines', 'Added');
    await app.waitForText('quote.compare.sums', 'difference +¥89.00');
    await app.click('quote.compare.close');
    await app.key('ctrl+w');
});

test('lists what was put off with the number to call, and takes the call down', async () => {
    await app.key('ctrl+u');
    await app.clickPart('follow_up.cars', '京AF67890');
    await app.waitForText('follow_up.title', '李雷');
    await app.fill('follow_up.next_on', 'soon');
    await app.click('follow_up.save');
    await app.waitForText('follow_up.note.problem', 'what was said');
    await app.waitForText('follow_up.next_on.problem', 'year-month-day');
    assert.equal((await app.find('follow_up.next_on')).value, 'soon');
    await app.fill('follow_up.note', 'Comes in spring');
    await app.fill('follow_up.next_on', '2099-03-01');
    await app.click('follow_up.save');
    await app.waitForText('follow_up.last', 'Comes in spring');
    await app.waitForPart('follow_up.cars', '2099-03-01');
    await flawless(app, 'follow_ups');
});

test('offers what was put off when the car comes again', async () => {
    await shop.move(other, 'cancelled', 'later');
    await app.key('ctrl+2');
    await app.fill('check_in.search', 'F678');
    await app.clickPart('check_in.hits', '京AF67890', {count: 2});
    const take = await until('the offer', async () =>
        (await app.names()).find(name => name.startsWith('check_in.deferred.take.')));
    await app.click(take);
    await flawless(app, 'check_in_deferred');
    await until('the choice', async () => (await app.find(take)).label?.includes('In the quote') ?? true);
});
