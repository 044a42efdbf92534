// SPDX-License-Identifier: GPL-3.0-or-later
// Another language takes effect at once: the same person, the same screen, the open order and everything typed.
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {picture, until} from './harness.mjs';
import {setting} from './setting.mjs';

let screen, app;
setting(async open => {
    ({screen, app} = await open.desk({prepare: shop => shop.checkIn('沪AD12345', '王小明'), person: '101', speaks: 'en'}));
});

const windows = async name => (await app.windows()).filter(window => window.name === name);

async function choose(language) {
    await app.key('ctrl+8');
    await app.idle();
    await app.choose('settings.language', language);
    await app.click('settings.save_local');
}

test('the main window speaks the chosen language at once', async () => {
    await app.key('ctrl+1');
    await app.fill('board.filter', '王');
    await choose('简体中文');
    await app.waitForText('settings.local_banner', '已保存');
    await app.waitForText('header.person', '服务顾问');
    await until('one main window', async () => (await windows('main')).length === 1);
    await app.waitForPart('rail', '看板');
    await picture(screen, 'language_zh');
});

test('what was typed on a screen stands there again', async () => {
    await app.key('ctrl+1');
    await app.waitFor('board.columns');
    await until('the filter', async () => (await app.find('board.filter')).value === '王');
    await app.waitForPart('board.columns', '沪AD12345');
});

test('a check-in that is begun goes on', async () => {
    await app.key('ctrl+2');
    await app.fill('check_in.vehicle.plate', '苏E11223');
    await app.fill('check_in.customer.name', '李雷');
    await choose('English');
    await app.waitForText('settings.local_banner', 'Saved');
    await app.key('ctrl+2');
    await until('the plate', async () => (await app.find('check_in.vehicle.plate')).value === '苏E11223');
    assert.equal((await app.find('check_in.customer.name')).value, '李雷');
});

test('an open order comes back on its page, with what was typed', async () => {
    await app.key('ctrl+1');
    await app.clickPart('board.columns', '沪AD12345', {count: 2});
    await app.waitFor('head.plate');
    await app.idle();
    await app.key('ctrl+1');
    await app.fill('note.text', 'rattles when cold');
    await screen.xdotool('getactivewindow', 'windowsize', 900, 600, 'windowmove', 340, 160);
    await app.clickExactPart('rail', 'rail.settings');
    await app.idle();
    await app.choose('settings.language', '简体中文');
    await app.click('settings.save_local');
    await app.waitForText('header.person', '服务顾问');
    await until('the note', async () => (await app.find('note.text')).value === 'rattles when cold');
    assert.equal((await windows('work-order')).length, 1);
    assert.match((await windows('work-order'))[0].title, /沪AD12345/);
    await picture(screen, 'language_order');
});
