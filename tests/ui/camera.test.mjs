// SPDX-License-Identifier: GPL-3.0-or-later
// A phone as the camera of an order: the code on the screen opens a page in a real browser, and what is taken there lands
// in the order, also what was taken while the PC was asleep.
import {test, after} from 'node:test';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {chromium} from 'playwright-core';
import {until} from './harness.mjs';
import {flawless, openOrder, setting} from './setting.mjs';
import {Ending, openPortal, workDirectory} from '../e2e/stage.mjs';

const photos = join(dirname(fileURLToPath(import.meta.url)), '../../resources/demo/photos');
const ending = new Ending();
let screen, app, portal, order, phone;
setting(async open => {
    portal = await openPortal(ending, workDirectory(ending));
    screen = await open.screen();
    const shop = await open.shop();
    order = await shop.checkIn('沪AD12345', '王小明');
    app = await open.app(screen, shop.address.desk, {words: ['--relay-database', shop.address.relay], speaks: 'en'});
});
after(() => ending.end());

const taken = async () => (await app.parts('photos.grid')).length;

/// Takes a picture on the phone and waits until the customer app has it whole.
async function take(file, count) {
    await phone.locator('#album').setInputFiles(join(photos, file));
    await phone.locator('#counts', {hasText: new RegExp(`${count} .*${count} .*`)}).waitFor({timeout: 60000});
}

test('the code on the screen opens the camera of the order on a phone', async () => {
    await app.signIn('301', '301301');
    await app.key('ctrl+8');
    await app.fill('settings.app_url', portal.url);
    await app.fill('settings.app_code', await portal.pairingCode());
    await app.click('settings.pair');
    await app.waitForText('settings.paired', portal.url);
    await app.key('ctrl+1');
    await openOrder(app, order);
    await app.click('tab.photos');
    await app.click('photos.phone');
    const text = await app.waitFor('link.text', {enabled: false});
    const link = (text.value || text.label).match(/https?:\S+/)[0];
    await flawless(app, 'phone_camera');
    await app.click('link.close');
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']});
    ending.add(() => browser.close());
    phone = await (await browser.newContext({viewport: {width: 390, height: 844}})).newPage();
    await until('the page of the camera', () => phone.goto(link).then(reply => reply.ok(), () => false));
    await phone.locator('#shutter').waitFor({timeout: 60000});
});

test('what the phone takes lands in the order', async () => {
    await take('brake_pad_worn.jpg', 1);
    await until('the photo in the order', async () => await taken() === 1);
    await app.waitForText('photos.counts', '1 taken, 1 stored');
    await until('the photo in large', async () => (await app.part('photos.viewer', 'photo')).found);
});

test('what is taken while the PC is asleep lands there when it wakes', async () => {
    app.talker.child.kill('SIGSTOP');
    await take('cabin_filter.jpg', 2).finally(() => app.talker.child.kill('SIGCONT'));
    await until('the second photo in the order', async () => await taken() === 2);
    await app.waitForText('photos.counts', '2 taken, 2 stored');
    await phone.locator('#counts', {hasText: '2 taken, 2 sent, 2 at the workshop'}).waitFor({timeout: 60000});
    if (process.env.BAYLINE_SHOTS)
        await phone.screenshot({path: join(process.env.BAYLINE_SHOTS, 'phone_page.png')});
    await flawless(app, 'phone_photos');
});
