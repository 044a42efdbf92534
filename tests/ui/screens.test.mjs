// SPDX-License-Identifier: GPL-3.0-or-later
// Search, daily sheet, settings with the people, and the lock after idle minutes.
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {picture, until} from './harness.mjs';
import {setting} from './setting.mjs';

let screen, shop, app, order;
setting(async open => {
    ({screen, shop, app} = await open.desk({person: '301', prepare: async its => {
        order = await its.checkIn('沪AD12345', '王小明');
        await its.checkIn('京AF67890', '李雷');
    }}));
});

test('finds a car by a fragment of its plate and opens its order', async () => {
    await app.key('ctrl+3');
    await app.fill('search.text', 'f678');
    await app.waitForPart('search.hits', '京AF67890');
    await app.waitForText('search.summary', 'Found: 1');
    await app.fill('search.text', 'nobody');
    await app.waitForText('search.summary', 'Nothing found');
    await app.fill('search.text', '王小');
    await app.waitForPart('search.hits', '沪AD12345');
    await app.waitForPart('search.history', order.number);
    await picture(screen, 'search');
    assert.equal((await app.find('search.check_in')).enabled, false);
    await app.click('search.open_order');
    await app.waitForText('head.plate', '沪AD12345');
    await app.key('ctrl+w');
    await app.waitGone('head.plate');
});

test('shows the day\'s figures and the orders behind one', async () => {
    await app.key('ctrl+4');
    await app.waitForPart('daily_sheet.figures', 'Cars in');
    await app.clickPart('daily_sheet.figures', 'Cars in');
    await app.waitForPart('daily_sheet.orders', '沪AD12345');
    await picture(screen, 'daily_sheet');
});

test('keeps the hours of single days and shows the line that cannot be read', async () => {
    await app.key('ctrl+7');
    await until('the figures', async () => (await app.find('figures.basics_button')).enabled);
    await app.click('figures.basics_button');
    await app.reveal('figures.basics.days');
    await app.fill('figures.basics.days', '2026-11-20 Nobody Known 4');
    await app.click('figures.basics.save');
    await until('words about the line', async () => (await app.names()).includes('figures.basics.days.problem') &&
        (await app.find('figures.basics.days.problem')).label.includes('“2026-11-20 Nobody Known 4”'));
    await picture(screen, 'figures_basics');
    // The sentence has moved the box; what is typed must have arrived before it is saved.
    await until('the typed line', async () => {
        await app.idle();
        await app.fill('figures.basics.days', '2026-11-20 Zhang Wei 4');
        return (await app.find('figures.basics.days')).value === '2026-11-20 Zhang Wei 4';
    });
    await app.click('figures.basics.save');
    await app.waitGone('figures.basics.days');
    await until('the figures again', async () => (await app.find('figures.basics_button')).enabled);
    await app.click('figures.basics_button');
    await until('what was kept', async () => (await app.find('figures.basics.days')).value === '2026-11-20 Zhang Wei 4');
    await app.click('figures.basics.cancel');
    await app.waitGone('figures.basics.days');
});

test('marks a wrong number in the shop\'s data and keeps what was typed', async () => {
    await app.key('ctrl+8');
    await app.fill('settings.taxRate', '130');
    await app.click('settings.save_shop');
    await app.waitForText('settings.taxRate.problem', 'from 0 to 100');
    assert.equal((await app.find('settings.taxRate')).value, '130');
    await picture(screen, 'settings_wrong');
    await app.fill('settings.taxRate', '13');
    await app.fill('settings.idleLockMinutes', '1');
    await app.click('settings.save_shop');
    await app.waitForText('settings.shop_banner', 'has been saved');
});

test('says in words when the customer app cannot be reached, while the board goes on', async () => {
    await app.fill('settings.app_url', 'http://127.0.0.1:1');
    await app.fill('settings.app_code', 'ABCD-EFGH');
    await app.click('settings.pair');
    await until('words about the customer app', async () => {
        const said = (await app.find('settings.pair_banner')).label ?? '';
        return said !== '' && !said.startsWith('Connecting');
    });
    assert.equal((await app.find('settings.app_url')).value, 'http://127.0.0.1:1');
});

test('tries the connection for sending and says what is wrong with it', async () => {
    await app.fill('settings.relay_database', shop.address.desk);
    await app.click('settings.try_relay');
    await app.waitForText('settings.relay_database.problem', 'not one for sending');
    await app.fill('settings.relay_database', shop.address.relay);
    await app.click('settings.try_relay');
    await app.waitForText('settings.relay_database.problem', 'can send');
    await picture(screen, 'settings_relay');
});

test('adds a person, changes them, and switches them off', async () => {
    await app.click('staff.new');
    await app.fill('staff.number', '555');
    await app.fill('staff.name', '周敏');
    await app.fill('staff.pin', '12');
    await app.click('staff.save');
    await app.waitForText('staff.pin.problem', 'six to twelve digits');
    await app.fill('staff.pin', '555555');
    await app.choose('staff.role', 'Technician');
    await app.click('staff.save', {count: 2});
    await app.waitForText('staff.banner', 'Saved: 周敏');
    await app.waitForPart('staff.list', '周敏');
    await app.reveal('staff.list');
    await picture(screen, 'settings_people');
    await app.clickPart('staff.list', '周敏');
    await app.waitForText('staff.name', '周敏');
    await app.fill('staff.number', '101');
    await app.click('staff.save');
    await app.waitForText('staff.number.problem', 'already');
    await app.fill('staff.number', '556');
    await app.click('staff.save');
    await app.waitForPart('staff.list', '556');
    await app.clickPart('staff.list', '周敏');
    await app.waitForText('staff.name', '周敏');
    await app.click('staff.switch');
    await app.waitForText('staff.banner', 'can no longer sign in');
    await app.waitForPart('staff.list', 'switched off');
});

test('locks after the idle minute, and comes back to the same screen', async () => {
    await app.waitFor('sign_in.pin', {timeout: 90000});
    await picture(screen, 'locked');
    await app.signIn('301', '301301');
    await app.waitFor('settings.save_shop', {enabled: false});
});
