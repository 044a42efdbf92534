// SPDX-License-Identifier: GPL-3.0-or-later
// Every screen and every page of an order with large letters on a small screen: nothing to click lies outside without a
// way to scroll to it, no words are cut, and no letter is the key of two things.
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {picture, until} from './harness.mjs';
import {setting} from './setting.mjs';
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

const said = ({kind, parent, name, says, more}) => `${kind}: ${parent} > ${name} “${says}” ${more}`;

for (const {scale, speaks} of kLooks) {
    test(`every screen has room for letters of ${scale * 100} % in ${speaks}`, async () => {
        const app = await opening.app(screen, shop.address.desk, {speaks, env: {GDK_DPI_SCALE: String(scale)}});
        const found = [];
        const look = async name => {
            await picture(screen, `letters-${speaks}-${scale}-${name}`);
            // A window that is just being laid out has flaws that nobody sees.
            let flaws = [];
            await until('the windows to come to rest', async () => {
                const before = JSON.stringify(flaws);
                flaws = await app.flaws();
                return JSON.stringify(flaws) === before || flaws.length === 0;
            }, 10000, 200);
            found.push(...flaws.map(flaw => `${name}: ${said(flaw)}`));
        };
        await look('sign_in');
        await app.signIn('301', '301301');
        await app.waitFor('board.columns');
        await new Walk(app, look).everything({one: order.number}, 'AD123');
        await app.close();
        assert.deepEqual(found, []);
    });
}
