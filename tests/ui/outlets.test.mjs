// SPDX-License-Identifier: GPL-3.0-or-later
// A shop opens a second outlet: the manager adds it in the settings, another PC stands there, and the first desk sees its
// own orders, or all, each of the other outlet with its name.
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {sleep, until} from './harness.mjs';
import {flawless, openOrder, setting} from './setting.mjs';

let screen, shop, app, theirs;
setting(async open => {
    ({screen, shop, app} = await open.desk({person: '301', prepare: its => its.checkIn('沪A11111', '王小明')}));
});

const go = place => app.clickExactPart('rail', `rail.${place}`);
const cards = async () => (await app.parts('board.columns')).filter(part => part.name.startsWith('card.')).map(part => part.label);

test('a shop in one place sees nothing of outlets but a sentence and a button', async () => {
    assert.equal((await app.find('board.outlet')).shown, false);
    await go('figures');
    await until('the figures', async () => (await app.find('figures.basics_button')).enabled);
    assert.equal((await app.find('figures.outlet')).shown, false);
    await go('settings');
    await app.waitForText('outlets.one_place', 'This shop is in one place');
    await app.reveal('outlets.new');
    assert.equal((await app.find('outlets.list')).shown, false);
    assert.equal((await app.find('outlets.code')).shown, false);
    assert.equal((await app.find('staff.outlet')).shown, false);
    await flawless(app, 'outlets_one');
});

test('a refused code is said beside it and keeps what was typed', async () => {
    await app.click('outlets.new');
    await app.fill('outlets.code', 'INV');
    await app.fill('outlets.name', 'Harbour');
    await app.fill('outlets.address', '8 Quay Road');
    await app.click('outlets.save');
    await app.waitForText('outlets.code.problem', 'another code');
    assert.equal((await app.find('outlets.address')).value, '8 Quay Road');
    await flawless(app, 'outlets_refused');
    await app.fill('outlets.code', 'b');
    await app.click('outlets.save');
    await app.waitForPart('outlets.list', 'Harbour');
    await app.clickPart('outlets.list', 'Harbour');
    await until('the saved code', async () => (await app.find('outlets.code')).value === 'B');
    assert.equal((await app.find('outlets.code')).enabled, false);
    await flawless(app, 'outlets_two');
});

/// The list stands beside the form: with its first box in sight, so is the row.
async function choosePerson(number) {
    await app.idle();
    await app.reveal('staff.number');
    await app.clickPart('staff.list', number);
    await until(`person ${number}`, async () => (await app.find('staff.number')).value === number);
}

test('people have an outlet where they usually work', async () => {
    await choosePerson('201');
    await app.choose('staff.outlet', 'Harbour');
    await app.click('staff.save');
    await until('a saved person', async () => (await app.find('staff.number')).value === '');
    await choosePerson('201');
    await until('Harbour', async () => {
        const {choices, selection} = await app.find('staff.outlet');
        return choices?.[selection] === 'Harbour';
    });
    await flawless(app, 'outlets_people');
});

test('the board shows this outlet, or all with the name of the other', async () => {
    await shop.moveToOutlet('B');
    theirs = await shop.checkIn('沪A22222', '李雷');
    assert.match(theirs.number, /^B-WO-/);
    await go('board');
    await app.waitFor('board.outlet');
    await app.waitForPart('board.columns', '沪A11111');
    assert.ok((await cards()).every(label => !label.includes('沪A22222')));
    await app.choose('board.outlet', 'All outlets');
    const card = await app.waitForPart('board.columns', '沪A22222');
    assert.match(card.label, /Harbour/);
    await app.idle();
    await flawless(app, 'outlets_board');
});

test('the cash desk says whose till it is', async () => {
    await go('till');
    await app.waitForText('till.outlet_name', 'First outlet');
    await app.waitFor('till.outlet');
    await flawless(app, 'outlets_till');
});

test('the figures are everybody\'s or those of one outlet', async () => {
    await go('figures');
    await app.waitFor('figures.outlet');
    await app.clickPart('figures.list', 'Average repair order');
    await until('the figure in sight', async () => {
        await screen.xdotool('click', '5');
        await sleep(60);
        return (await app.partWith('figures.list', 'Satisfied customers')).shown; // it stands below
    });
    await app.clickPart('figures.list', 'Cars inspected');
    const behind = async plate => (await app.partWith('figures.orders', plate)).found;
    await until('both orders', async () => await behind('沪A11111') && behind('沪A22222'));
    await app.choose('figures.outlet', 'Harbour');
    await until('the order of the other outlet alone', async () => await behind('沪A22222') && !await behind('沪A11111'));
    await app.choose('figures.outlet', 'First outlet');
    await until('the order of the first outlet alone', async () => await behind('沪A11111') && !await behind('沪A22222'));
    await flawless(app, 'outlets_figures');
});

test('an order of the other outlet says whose it is', async () => {
    await go('board');
    await openOrder(app, theirs);
    await app.waitForText('head.outlet', 'Harbour');
    await flawless(app, 'outlets_order');
});
