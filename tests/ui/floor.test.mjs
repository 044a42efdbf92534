// SPDX-License-Identifier: GPL-3.0-or-later
// A technician's day on a bay PC: the PIN pad, my jobs, the high-voltage gate, the plan of the day.
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {sleep, until} from './harness.mjs';
import {flawless, setting} from './setting.mjs';

let screen, shop, app, brakes, battery, line, hvLine;
setting(async open => {
    ({screen, shop, app} = await open.desk({device: 'bay', prepare: async its => {
        brakes = await its.checkIn('沪AD12345', '王小明');
        battery = await its.checkIn('沪AD67890', '李丽');
        ({line} = await its.onTheFloor(brakes));
        ({line: hvLine} = await its.onTheFloor(battery, {hv: true}));
    }}));
});

const tapIn = async digits => {
    for (const digit of digits)
        await app.click(`sign_in.key_${digit}`);
};

test('signs a technician in with the PIN pad alone and begins with their jobs', async () => {
    await tapIn('201');
    await app.click('sign_in.pin');
    await tapIn('201201');
    await flawless(app, 'floor_pin_pad');
    await app.click('sign_in.submit');
    await app.waitFor(`my_jobs.start.${line}`);
    for (const name of [`my_jobs.start.${line}`, `my_jobs.hold.${brakes.number}`, 'my_jobs.unapplied', 'sign_in.key_1'])
        if (name.startsWith('my_jobs'))
            assert.ok((await app.find(name)).rect[3] >= 44, `${name} is large enough for a glove`);
    assert.deepEqual((await app.parts('rail')).filter(part => part.rect[3] > 0).map(part => part.name),
                     ['rail.board', 'rail.my_jobs', 'rail.day_plan', 'rail.search', 'rail.settings']);
});

test('starts a line in one tap, and other time in two stops it', async () => {
    await app.click(`my_jobs.start.${line}`);
    await app.waitForText('my_jobs.what', '更换前制动片');
    await until('the clock to count', async () => (await app.find('my_jobs.clock')).label !== '0:00:00');
    await flawless(app, 'floor_my_jobs');
    await app.click('my_jobs.unapplied');
    await app.click('unapplied.cleaning');
    await app.waitForText('my_jobs.what', 'Cleaning');
    await app.click('my_jobs.stop');
    await app.waitForText('my_jobs.what', 'Nothing is running');
});

test('puts a car on hold in two taps and goes on in one', async () => {
    await app.click(`my_jobs.hold.${brakes.number}`);
    await flawless(app, 'floor_hold_choice');
    await app.click('hold.parts');
    await app.waitFor(`my_jobs.end_hold.${brakes.number}`);
    await app.waitForText(`my_jobs.why.${brakes.number}`, 'Parts');
    await flawless(app, 'floor_on_hold');
    await app.click(`my_jobs.end_hold.${brakes.number}`);
    await app.waitFor(`my_jobs.hold.${brakes.number}`);
});

test('refuses a high-voltage line before the isolation, in words', async () => {
    await app.click(`my_jobs.start.${hvLine}`);
    await app.waitForText('my_jobs.problem.text', 'high-voltage work');
    await app.click(`my_jobs.open.${battery.number}`);
    await app.waitForText('head.plate', '沪AD67890');
    await app.click('tab.repair');
    await app.waitForText('hv.record', 'not a safety device');
});

// The second of two quick clicks does nothing: a double click must not sign twice.
const sign = async () => {
    await sleep(600);
    await app.click('hv.sign');
};

test('signs the steps in order and counts the waiting time down', async () => {
    await sign();
    await app.waitForText('hv.summary', 'step 1');
    await sign();
    await app.waitForText('hv.summary', 'step 2');
    await sign();
    await app.waitForText('hv.note.problem', 'where the key is kept');
    await app.fill('hv.note', 'Key box 3');
    await sign();
    await app.waitForText('hv.summary', 'step 3');
    await app.waitForText('hv.signed.2', 'Key box 3');
    await sign();
    await app.waitForText('hv.summary', 'step 4');
    await app.fill('hv.note', 'Zhang Wei');
    await sign();
    await app.waitForText('hv.summary', 'step 5');
    await app.waitForText('hv.timer', '0:09:');
    assert.equal((await app.find('hv.sign')).enabled, false, 'the waiting time cannot be shortened');
    await flawless(app, 'floor_hv_gate');
});

test('plans by dragging, and by the list for hands without a mouse', async () => {
    await app.key('ctrl+w');
    await app.key('ctrl+0');
    await app.waitForText('day_plan.title', /\d{4}-\d{2}-\d{2}/);
    await until('the orders that wait for a place', async () => (await app.parts('day_plan.grid')).length === 4);
    await app.drag('day_plan.grid', '沪AD12345', 'row.Bay 2');
    await until('the plan', async () => (await app.parts('day_plan.list')).some(
        part => part.name.startsWith('row.') && part.label.includes(brakes.number) && part.label.includes('Bay 2')));
    await app.clickPart('day_plan.list', battery.number);
    await app.click('day_plan.plan');
    await app.choose('plan.bay', 'Bay 2');
    await flawless(app, 'floor_plan');
    await app.click('dialog.ok');
    await until('the second plan', async () => (await app.parts('day_plan.list')).some(
        part => part.name.startsWith('row.') && part.label.includes(battery.number) && part.label.includes('Bay 2')));
    await flawless(app, 'floor_day_plan');
});

test('another person is at the PC right after the last digit', async () => {
    await app.key('ctrl+l');
    await app.waitFor('sign_in.submit');
    await app.fill('sign_in.number', '202');
    await app.click('sign_in.pin');
    await tapIn('202202');
    const begun = Date.now();
    await app.key('Return');
    await app.waitFor('my_jobs.unapplied');
    await app.waitForText('my_jobs.what', 'Nothing is running');
    assert.equal((await app.find('my_jobs.problem')).shown, false, 'what was refused to somebody else is gone');
    console.log(`switch of person: ${Date.now() - begun} ms`);
});

/// The order's window has other keys.
async function givePcTo(number) {
    await screen.xdotool('search', '--onlyvisible', '--name', 'Bayline$', 'windowactivate', '--sync');
    await until('the main window in front', async () => (await app.windows()).some(window => window.name === 'main' && window.active));
    await app.key('ctrl+l');
    await app.waitFor('sign_in.pin');
    await app.signIn(number, number.repeat(2));
    // An order in which nothing was typed stays open for the next person.
    if (!(await app.names()).includes('head.plate')) {
        await app.waitFor('rail');
        await app.clickPart('rail', 'rail.board').catch(() => app.key('ctrl+1'));
        await app.clickPart('board.columns', brakes.number, {count: 2});
    }
    await app.waitForText('head.plate', brakes.number);
    await app.click('tab.repair');
}

const ticked = async () => (await app.find('check.item.brakes')).value;

test('what one person ticked is never the next one\'s, and is ticked anew after the work was done again', async () => {
    await givePcTo('201');
    await app.click(`repair.finish.${line}`);
    await app.waitFor(`repair.reopen.${line}`);
    await givePcTo('202');
    await app.click('check.item.brakes');
    assert.equal(await ticked(), true);
    await givePcTo('201');
    assert.equal(await ticked(), false);
    await app.click(`repair.reopen.${line}`);
    await app.fill('dialog.reason', 'Brakes squeal again');
    await app.click('dialog.ok');
    await app.click(`repair.finish.${line}`);
    await app.waitFor(`repair.reopen.${line}`);
    await givePcTo('202');
    await app.waitFor('check.item.brakes');
    assert.equal(await ticked(), false);
    await app.key('ctrl+w');
});

test('a technician sees the settings of this PC and no empty fields of the office', async () => {
    await app.key('ctrl+8');
    await until('the language of this PC', async () => (await app.find('settings.language')).selection >= 0);
    for (const card of ['settings.shop_card', 'settings.app_card', 'settings.floor_card'])
        assert.equal((await app.find(card)).shown, false, card);
    assert.equal((await app.find('settings.local_card')).shown, true);
});
