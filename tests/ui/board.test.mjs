// SPDX-License-Identifier: GPL-3.0-or-later
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {picture, until, sleep} from './harness.mjs';
import {setting} from './setting.mjs';

let screen, shop, app, byd, nio;
setting(async open => {
    ({screen, shop, app} = await open.desk({person: '101', prepare: async its => {
        byd = await its.checkIn('沪AD12345', '王小明');
        nio = await its.checkIn('京AF67890', '李雷', {promised_in_minutes: 30});
        for (let n = 0; n < 12; ++n)
            await its.checkIn(`苏E1234${n % 10}`.slice(0, 6) + (n < 10 ? 'A' : 'B'), `客户${n}`);
    }}));
});

const column = async order => {
    const card = await app.part('board.columns', `card.${order.number}`);
    if (!card.found || card.rect[2] === 0)
        return null;
    for (const part of await app.parts('board.columns')) {
        const [x, , width] = part.rect;
        if (part.name.startsWith('column.') && card.rect[0] >= x && card.rect[0] < x + width)
            return part.name.slice('column.'.length);
    }
    return null;
};

const inColumn = (order, name) => until(`${order.number} in ${name}`, async () => await column(order) === name);

test('shows every open order with plate, customer and promise', async () => {
    const card = await app.waitForPart('board.columns', '京AF67890');
    assert.match(card.label, /李雷/);
    assert.match(card.label, /Li Na/);
    assert.match(card.label, /in (2\d|30) min/);
    await app.waitForText('board.count', '14 open orders');
    await picture(screen, 'board');
});

test('moves a card by dragging it', async () => {
    await app.drag('board.columns', '京AF67890', 'column.inspecting');
    await inColumn(nio, 'inspecting');
});

test('explains in words why a drop is not possible', async () => {
    await app.drag('board.columns', '京AF67890', 'column.ready');
    await app.waitForText('board.banner', 'cannot go from “Inspecting” to “Ready”');
    await picture(screen, 'board_refused');
    await app.click('board.banner.action');
    await app.waitGone('board.banner');
    await inColumn(nio, 'inspecting');
});

test('asks why when a card goes back, and keeps it where it was when nothing is said', async () => {
    await app.drag('board.columns', '京AF67890', 'column.received');
    await app.waitFor('dialog.reason');
    assert.equal((await app.find('dialog.ok')).enabled, false);
    await app.key('Escape');
    await app.waitGone('dialog.reason');
    await inColumn(nio, 'inspecting');
    await app.drag('board.columns', '京AF67890', 'column.received');
    await app.fill('dialog.reason', 'Wrong car on the lift');
    await picture(screen, 'board_reason');
    await app.click('dialog.ok');
    await inColumn(nio, 'received');
});

test('shows another PC\'s change, keeping scroll and selection', async () => {
    await app.clickPart('board.columns', '京AF67890');
    const [x, y, width, height] = (await app.find('board.columns')).rect;
    await screen.xdotool('mousemove', Math.round(x + width / 2), Math.round(y + height / 2), 'click', 5, 'click', 5);
    await sleep(200);
    const before = (await app.parts('board.columns')).filter(part => part.name.startsWith('card.'));
    await shop.move(byd, 'inspecting');
    await until('the moved card', async () => {
        const card = await app.part('board.columns', `card.${byd.number}`);
        return card.found && card.rect[0] > before.find(one => one.name === `card.${byd.number}`).rect[0];
    });
    const unmoved = before.filter(part => part.name !== `card.${byd.number}` && part.rect[3] > 60).at(-1);
    const now = await app.part('board.columns', unmoved.name);
    assert.ok(now.found);
});

test('moves a card with the keyboard', async () => {
    await app.key('Home');
    await app.clickPart('board.columns', '京AF67890');
    await app.key('ctrl+Right');
    await inColumn(nio, 'inspecting');
});

test('takes a slip back with a key, saying so in the order\'s history', async () => {
    await app.waitForText('board.moved', '京AF67890 is now in “Inspecting”');
    await picture(screen, 'board_moved');
    await app.key('ctrl+z');
    await inColumn(nio, 'received');
    await app.clickPart('board.columns', '京AF67890');
    await app.key('ctrl+Right');
    await inColumn(nio, 'inspecting');
});

test('filters by text and shows the same as a list that sorts', async () => {
    await app.fill('board.filter', 'af678');
    await app.waitForText('board.count', '1 of 14');
    await app.fill('board.filter', '');
    await app.waitForText('board.count', '14 open orders');
    await app.click('board.as_list');
    await app.waitForPart('board.list', '沪AD12345');
    await picture(screen, 'board_list');
    await app.click('board.as_list');
    await app.waitFor('board.columns');
});

test('goes on with the arrow keys from the chosen row when a row has come above it', async () => {
    const rows = async () => (await app.parts('board.list')).filter(part => /^row\.[^.]+$/.test(part.name)).map(part => part.label);
    const plate = row => row.split(' | ')[2];
    await app.click('board.as_list');
    await app.waitForPart('board.list', '沪AD12345');
    const before = await rows();
    await app.clickPart('board.list', plate(before[1]));
    await shop.checkIn('苏EF00001', '赶时间', {promised_in_minutes: 5});
    await until('the new car at the top', async () => plate((await rows())[0]) === '苏EF00001');
    await app.idle();
    await app.key('Down', 'Return');
    await app.waitForText('head.plate', plate(before[2]));
    await app.key('ctrl+w');
    await app.waitGone('head.plate');
    await app.click('board.as_list');
    await app.waitFor('board.columns');
});

test('says within five seconds that the database is away, stays readable, and resumes', async () => {
    await shop.stopDatabase();
    await app.waitFor('main.database');
    await app.waitForPart('board.columns', '京AF67890');
    await picture(screen, 'board_away');
    await shop.startDatabase();
    await app.waitGone('main.database');
    await app.clickPart('board.columns', '京AF67890');
    await app.key('ctrl+Right');
    await inColumn(nio, 'quoting');
});

test('keeps a move made while the database is away and does it by itself', async () => {
    await shop.stopDatabase();
    await app.waitFor('main.database');
    await app.drag('board.columns', '沪AD12345', 'column.quoting');
    await app.waitForPart('board.columns', 'Waits for the database: “Quoting”');
    await app.waitForText('board.moved', '1 move waits');
    await app.clickPart('board.columns', '京AF67890');
    await app.key('ctrl+Left');
    await app.fill('dialog.reason', 'Wrong car');
    await app.click('dialog.ok');
    await app.waitForText('board.moved', '2 moves wait');
    await app.waitForText('header.connection', '2 not saved yet');
    await picture(screen, 'board_waiting_moves');
    await inColumn(byd, 'inspecting');
    await shop.startDatabase();
    await app.waitGone('main.database');
    await inColumn(byd, 'quoting');
    await inColumn(nio, 'inspecting');
    await until('no move waiting', async () => !(await app.find('board.moved')).label.includes('wait'));
});

test('shows after a sleep what happened meanwhile, although its connections are gone', async () => {
    app.fallAsleep();
    await shop.stopDatabase();
    await shop.startDatabase();
    await shop.move(nio, 'quoting');
    app.wakeUp();
    await inColumn(nio, 'quoting');
    await app.waitGone('main.database');
});
