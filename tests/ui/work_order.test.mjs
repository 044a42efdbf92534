// SPDX-License-Identifier: GPL-3.0-or-later
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {picture, until} from './harness.mjs';
import {openOrder, setting} from './setting.mjs';

let screen, shop, app, order;
setting(async open => {
    ({screen, shop, app} = await open.desk({person: '101', prepare: async its => { order = await its.checkIn('沪AD12345', '王小明'); }}));
    await openOrder(app, order);
});

const lines = async () => (await app.parts('quote.lines')).filter(part => /^row\.[0-9a-f-]{36}$/.test(part.name));

test('opens where the order stands and offers the usual next step', async () => {
    await app.waitForText('head.stage', 'Received');
    await app.waitFor('step.inspecting');
    await app.waitFor('complaint.text');
    await picture(screen, 'work_order');
});

test('keeps what is being typed when another PC changes the order', async () => {
    await app.fill('note.text', 'half a sent');
    await shop.move(order, 'quoting');
    await app.waitForText('head.stage', 'Quoting');
    assert.equal((await app.find('note.text')).value, 'half a sent');
    await app.click('note.text');
    await app.key('End');
    await app.type('ence\n');
    await app.waitForText('notes.list', 'half a sentence');
    assert.equal((await app.find('note.text')).value, '');
});

test('refuses a price that is no number beside its field, and keeps it', async () => {
    await app.click('tab.quote');
    await app.fill('line.description', 'Front brake pads');
    await app.fill('line.unit_price', 'cheap');
    await app.click('line.save');
    await app.waitForText('line.unit_price.problem', /two\s+decimals/);
    assert.equal((await app.find('line.unit_price')).value, 'cheap');
    assert.equal((await lines()).length, 0);
    await picture(screen, 'work_order_refusal');
});

test('adds one line however often the button is clicked', async () => {
    await app.fill('line.unit_price', '468');
    await app.click('line.save', {count: 2});
    await until('the line', async () => (await lines()).length === 1);
    await app.idle();
    assert.equal((await lines()).length, 1);
    await app.waitForText('quote.gross', '468.00');
});

test('sends the quote and writes down what was said on the phone', async () => {
    await app.click('quote.send');
    await app.waitForText('head.stage', 'Waiting for approval');
    await app.click('quote.decide');
    await app.fill('decision.name', '');
    await app.click('decision.all');
    await app.click('decision.save');
    await app.waitForText('decision.name.problem', 'name of the person');
    await app.fill('decision.name', 'Wang Xiaoming');
    await app.click('decision.save');
    await app.waitForText('quote.approved', '468.00');
    await picture(screen, 'work_order_decided');
});

test('says that the database is away, and saves what was typed when it is back', async () => {
    await app.click('tab.complaint');
    await app.fill('note.text', 'typed while it was away');
    await shop.stopDatabase();
    await app.waitForText('banner.text', 'cannot be reached');
    await app.click('note.add');
    await app.waitForText('note.problem', 'kept and will be saved');
    assert.equal((await app.find('note.text')).value, 'typed while it was away');
    await shop.startDatabase();
    await app.waitForText('notes.list', 'typed while it was away');
    assert.equal((await app.find('note.text')).value, '');
    const notes = (await app.find('notes.list')).value;
    assert.equal(notes.split('typed while it was away').length, 2, 'saved once');
});
