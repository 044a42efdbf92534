// SPDX-License-Identifier: GPL-3.0-or-later
// The main job with the keyboard alone, no mouse is touched: every screen is reached and walked through with Tab, a car
// is checked in, its order goes through its pages, dialogs answer to Enter and Escape. Whatever has the focus is in sight.
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {picture, sleep, until} from './harness.mjs';
import {setting} from './setting.mjs';

let screen, shop, app;
setting(async open => {
    ({screen, shop, app} = await open.desk({prepare: its => its.checkIn('沪AD12345', '王小明')}));
});

const places = {board: 'ctrl+1', check_in: 'ctrl+2', search: 'ctrl+3', daily_sheet: 'ctrl+4', delivery: 'ctrl+5', till: 'ctrl+6',
                figures: 'ctrl+7', settings: 'ctrl+8', my_jobs: 'ctrl+9', day_plan: 'ctrl+0', catalogue: 'ctrl+k', follow_up: 'ctrl+u'};

/// The control with the focus; when the probe knows its name, it comes into sight. (An open-able list has none.)
async function inSight(where) {
    let seen;
    await until('the focus in sight', async () => {
        seen = await app.focused();
        return !seen.found || (seen.shown && seen.sight[2] > 4 && seen.sight[3] > 4);
    }, 3000).catch(() => { throw new Error(`${seen.name || seen.class} has the focus out of sight in ${where}`); });
    return seen;
}

/// Walks with Tab: the keyboard comes to several controls and is not lost.
async function walk(where, steps) {
    const seen = new Set();
    let lost = 0;
    for (let step = 0; step < steps; ++step) {
        const {found, name, rect} = await inSight(where);
        lost = found ? 0 : lost + 1;
        assert.ok(lost < 4, `nothing has the keyboard in ${where} after ${step} times Tab`);
        seen.add(`${name} ${rect}`);
        await app.key('Tab');
    }
    assert.ok(seen.size >= 3, `Tab stays with ${[...seen].join(', ')} in ${where}`);
}

const focused = name => until(`focus on “${name}”`, async () => (await app.find(name)).focus);

/// Presses Tab until the control has the focus.
async function tabTo(name, most = 40) {
    for (let presses = 0; presses < most; ++presses) {
        if ((await app.find(name)).focus)
            return presses;
        await app.key('Tab');
    }
    throw new Error(`Tab does not come to “${name}” in ${most} steps`);
}

test('signs in with keys alone', async () => {
    await focused('sign_in.number');
    // The window may have the focus before the screen has given it the keys, which go nowhere then.
    await until('the number to be typed', async () => {
        await app.key('ctrl+a');
        await app.type('301');
        await app.idle();
        return (await app.find('sign_in.number')).value === '301';
    });
    await app.key('Return');
    await focused('sign_in.pin');
    await app.type('301301\n');
    await app.waitForPart('board.columns', '沪AD12345');
    assert.equal((await inSight('the board')).name, 'board.columns');
});

test('reaches every screen and walks through it with Tab', async () => {
    for (const [place, key] of Object.entries(places)) {
        await app.key(key);
        await app.waitFor(place, {enabled: false});
        await app.idle();
        await walk(place, 10);
        await picture(screen, `keys_${place}`);
    }
});

test('checks a known car in, the keyboard going where something is missing', async () => {
    await app.key('ctrl+n');
    await focused('check_in.search');
    await app.type('12345');
    await app.waitForPart('check_in.hits', '沪AD12345');
    await app.key('Escape', 'ctrl+a', 'Delete');
    await app.key('alt+l');
    await focused('check_in.vehicle.plate');
    await app.type('AF67890');
    await app.key('alt+v');
    await focused('check_in.vehicle.vin');
    await app.key('alt+m');
    await focused('check_in.odometer');
    await app.key('ctrl+s');
    await until('the form to be refused', async () => (await app.find('check_in.odometer.problem')).shown);
    await inSight('the refused check-in');
});

test('opens an order by typing on the board, walks its pages and leaves it', async () => {
    await app.key('ctrl+1');
    await focused('board.columns');
    await app.type('345');
    await focused('board.filter');
    await app.waitForPart('board.columns', '沪AD12345');
    await app.key('Return');
    await app.waitForText('head.plate', '沪AD12345');
    await app.idle();
    for (let tab = 1; tab <= 7; ++tab) {
        await app.key(`ctrl+${tab}`);
        await app.idle();
        await walk(`page ${tab}`, 12);
    }
});

test('answers a dialog with Escape and with Enter', async () => {
    await app.key('ctrl+4');
    await tabTo('floor.hold');
    await app.key('space');
    await app.waitFor('hold.approval');
    await inSight('the choice of a reason');
    await app.key('Escape');
    await app.waitGone('hold.approval');
    await focused('floor.hold');
    await sleep(700); // the second of two quick presses does nothing
    await app.key('space');
    await app.waitFor('hold.parts');
    await tabTo('hold.parts');
    await app.key('Return');
    await app.waitForText('floor.hold', 'Go on');
    await tabTo('floor.quarantine');
    await app.key('space');
    await focused('dialog.reason');
    await app.key('Return');
    assert.ok((await app.find('dialog.reason')).shown, 'an empty reason was taken');
    await app.type('Smells of smoke');
    await app.key('Return');
    await app.waitForText('floor.says', 'Smells of smoke');
    await picture(screen, 'keys_quarantine');
});

test('closes the order, and the board has the keyboard again', async () => {
    await app.key('ctrl+w');
    await app.waitGone('head.plate');
    await until('the board to have the keyboard', async () => ['board.columns', 'board.filter'].includes((await app.focused()).name));
    assert.equal((await app.find('board.filter')).value, '');
});
