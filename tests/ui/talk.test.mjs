// SPDX-License-Identifier: GPL-3.0-or-later
// Writing to the customer from the order's window.
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {picture} from './harness.mjs';
import {openOrder, setting} from './setting.mjs';

let screen, shop, app, order;
setting(async open => {
    ({screen, shop, app} = await open.desk({
        person: '101', speaks: 'zh_CN', prepare: async its => { order = await its.checkIn('沪AD12345', '王小明'); }}));
    await openOrder(app, order);
    await app.click('tab.timeline');
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
