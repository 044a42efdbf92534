// SPDX-License-Identifier: GPL-3.0-or-later
// Every screen and every page of an order with large letters on a small screen: nothing to click lies outside without a
// way to scroll to it, no words are cut, and no letter is the key of two things.
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {picture} from './harness.mjs';
import {openOrder, setting} from './setting.mjs';
import {Walk} from './walk.mjs';

const kLooks = [{scale: 2, speaks: 'en'}, {scale: 1.25, speaks: 'zh_CN'}];

let opening, screen, shop, order;
setting(async open => {
    opening = open;
    screen = await open.screen({width: 1280, height: 800});
    shop = await open.shop();
    order = await shop.checkIn('沪AD12345', '王小明');
    await shop.inspect(order);
    await shop.putOff(order);
});

test('the wheel turns the page over whatever the pointer stands, and changes no choice', async () => {
    const app = await opening.app(screen, shop.address.desk, {env: {GDK_DPI_SCALE: '2'}});
    await app.signIn('301', '301301');
    await openOrder(app, order);
    await app.key('ctrl+2');
    await app.waitFor('inspection.list');
    await app.idle();
    const place = async () => (await app.find('tab.inspection')).rect[1];
    const chosen = async () => (await app.find('head.technician')).selection;
    const [top, technician] = [await place(), await chosen()];
    for (const name of ['head.technician', 'inspection.list']) {
        await app.wheel(name, 2);
        assert.ok(await place() < top, `the page over ${name}`);
        await app.wheel(name, -2);
        assert.equal(await place(), top, name);
        assert.equal(await chosen(), technician);
    }
    await app.close();
});

test('a Chinese sentence beside a narrow field is whole', async () => {
    const app = await opening.app(screen, shop.address.desk, {speaks: 'zh_CN'});
    await app.signIn('301', '301301');
    await app.key('ctrl+k');
    await app.click('catalogue.section.parts');
    await app.click('catalogue.new');
    await app.fill('catalogue.unit_price', '十元');
    await app.click('catalogue.item.save');
    await app.waitForText('catalogue.unit_price.problem', /小\s*数/);
    await picture(screen, 'letters-narrow');
    assert.deepEqual(await app.flawsSaid(), []);
    await app.close();
});

for (const {scale, speaks} of kLooks) {
    test(`every screen has room for letters of ${scale * 100} % in ${speaks}`, async () => {
        const app = await opening.app(screen, shop.address.desk, {speaks, env: {GDK_DPI_SCALE: String(scale)}});
        const found = [];
        const look = async name => {
            await picture(screen, `letters-${speaks}-${scale}-${name}`);
            found.push(...(await app.flawsSaid()).map(flaw => `${name}: ${flaw}`));
        };
        await look('sign_in');
        await app.signIn('301', '301301');
        await app.waitFor('board.columns');
        await new Walk(app, look).everything({one: order.number}, 'AD123');
        await app.close();
        assert.deepEqual(found, []);
    });
}
