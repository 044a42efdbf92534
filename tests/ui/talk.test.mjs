// SPDX-License-Identifier: GPL-3.0-or-later
// Writing to the customer from the order's window.
import {test, before, after} from 'node:test';
import assert from 'node:assert/strict';
import {App, Screen, Shop, picture} from './harness.mjs';

let screen, shop, app, order;
before(async () => {
    screen = await Screen.open();
    shop = await Shop.open();
    order = await shop.checkIn('沪AD12345', '王小明');
    app = await App.start(screen, ['--database', shop.address.desk, '--language', 'zh_CN']);
    await app.signIn('101', '101101');
    await app.waitFor('board.columns');
    await app.clickPart('board.columns', order.number, {count: 2});
    await app.waitForText('head.plate', '沪AD12345');
    await app.click('tab.timeline');
});
after(async () => {
    await app?.close();
    await shop?.close();
    await screen?.close();
});

test('sends what was typed once and shows it in the conversation and the timeline', async () => {
    assert.equal((await app.find('talk.send')).enabled, false, 'there is nothing to send yet');
    await app.fill('talk.answer', 'Ready at four');
    await app.click('talk.send', {count: 2});
    await app.waitForText('talk.said', 'Ready at four');
    await app.idle();
    assert.equal((await app.find('talk.answer')).value, '');
    assert.equal((await app.find('talk.said')).value.split('Ready at four').length, 2, 'once');
    await picture(screen, 'work_order_talk');
});
