// SPDX-License-Identifier: GPL-3.0-or-later
// The keyboard stays alive: whatever button goes or is switched off, a key is heard.
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {picture, until} from './harness.mjs';
import {setting} from './setting.mjs';

let screen, shop, app, order, other;
setting(async open => {
    ({screen, shop, app} = await open.desk({person: '101', prepare: async its => {
        order = await its.checkIn('沪AD12345', '王小明');
        other = await its.checkIn('京AF67890', '李雷');
    }}));
});

const open = async one => {
    await app.clickPart('board.columns', one.number, {count: 2});
    await app.waitForText('head.plate', one.number);
    await until('the work order to be in front', async () => (await app.windows()).some(
        window => window.name === 'work-order' && window.active));
};
const closesWithKeys = async () => {
    await app.key('ctrl+w');
    await until('the work order to close', async () => !(await app.windows()).some(window => window.name === 'work-order'));
};
const focused = name => until(`focus on “${name}”`, async () => (await app.find(name)).focus);

test('moves the focus to the page\'s button when the clicked step goes', async () => {
    await open(order);
    await app.click('step.quoting');
    await app.waitForText('head.stage', 'Quoting');
    await app.waitGone('step.quoting');
    await app.idle();
    await picture(screen, 'focus_after_step');
    await app.key('ctrl+1');
    await app.waitFor('complaint.text');
    await closesWithKeys();
});

test('hears the keys after a colleague takes the focused button away', async () => {
    await open(other);
    await app.waitFor('step.inspecting');
    for (let presses = 0; presses < 20 && !(await app.find('step.inspecting')).focus; ++presses)
        await app.key('shift+Tab');
    await focused('step.inspecting');
    await shop.move(other, 'inspecting');
    await app.waitForText('head.stage', 'Inspecting');
    await app.waitGone('step.inspecting');
    await focused('tab.complaint');
    await closesWithKeys();
});

test('gives the focus back to a box that was switched off while saving', async () => {
    await open(order);
    await app.key('ctrl+1');
    await app.fill('note.text', 'Key is in the box');
    await app.key('Return');
    await app.waitForText('notes.list', 'Key is in the box');
    await focused('note.text');
    await app.type('second');
    assert.equal((await app.find('note.text')).value, 'second');
    await app.key('ctrl+a', 'Delete');
    await closesWithKeys();
});

test('opens a list without losing what was focused', async () => {
    await open(order);
    await app.click('head.technician');
    await app.key('Escape');
    await app.key('ctrl+t');
    await app.click('promise.reason');
    await app.type('Part');
    assert.equal((await app.find('promise.reason')).value, 'Part');
    await app.click('promise.cancel');
    await app.waitGone('promise.cancel');
    await closesWithKeys();
});

test('keeps the main window\'s keys alive after its undo button has gone', async () => {
    await app.clickPart('board.columns', other.number);
    await app.key('ctrl+Right');
    await app.waitForText('board.moved', '“Quoting”');
    await app.click('board.undo');
    await app.waitForText('board.moved', '“Inspecting”');
    await app.key('ctrl+3');
    await app.waitFor('search.text');
});
