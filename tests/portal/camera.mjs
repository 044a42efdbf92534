// SPDX-License-Identifier: GPL-3.0-or-later
// The camera page on a phone: pictures are taken, survive a lost connection and a closed page, arrive whole, and the page
// says of each where it is. CAMERA_SHOTS names a directory for screenshots. Runs under with_portal.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { Shop, sha256 } from './client.mjs';

const shots = process.env.CAMERA_SHOTS;
const url = process.env.PORTAL_URL;
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

async function until(what, condition) {
    for (let tries = 0; tries < 200; ++tries) {
        if (await condition()) return;
        await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
    throw new Error(`never came true: ${what}`);
}

async function draw(width) {
    const page = await browser.newPage({ viewport: { width, height: (width * 3) / 4 } });
    await page.setContent(`<body style="margin:0"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" width="100%"><rect width="400" height="300" fill="#3a3d40"/><circle cx="200" cy="160" r="120" fill="#9aa0a4"/><path d="M275 60a125 125 0 0 1 45 100l-46-4a80 80 0 0 0-30-60z" fill="#a33"/></svg>`);
    const jpeg = await page.screenshot({ type: 'jpeg', quality: 95 });
    await page.close();
    return jpeg;
}

async function shot(page, name) {
    if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

const shop = await Shop.pair(url, process.env.PORTAL_CODE);
const token = randomBytes(32).toString('base64url');
const order = randomUUID();
const item = randomUUID();

for (const [locale, words] of [['zh-CN', { counts: '已拍 3 张', there: '门店已收到', ended: '门店还没有登记' }], ['en-GB', { counts: '3 taken', there: 'At the workshop', ended: 'has not told of this link' }]]) {
    const link = locale === 'zh-CN' ? token : randomBytes(32).toString('base64url');
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, locale, colorScheme: locale === 'zh-CN' ? 'light' : 'dark' });
    const trouble = [];
    const open = async () => {
        const page = await context.newPage();
        page.on('console', (entry) => { if (entry.type() === 'error' && !/status of 401|ERR_INTERNET/.test(entry.text())) trouble.push(entry.text()); });
        page.on('pageerror', (error) => trouble.push(String(error)));
        page.on('request', (request) => { if (!request.url().startsWith(url)) trouble.push(`third party: ${request.url()}`); });
        await page.goto(`${url}/c/#${link}`);
        return page;
    };
    let page = await open();
    // Scanned before the shop's PC has told of the link: the page waits for it.
    await page.getByText(words.ended).waitFor();
    await shop.publish(`work_order/${order}`, [['workshop.camera.opened.v1', { camera_id: randomUUID(), token_sha256: sha256(link).toString('hex'),
        title: 'WO-2026-000123 · 沪AD12345', expires_at: new Date(Date.now() + 3600000).toISOString(),
        subjects: [{ kind: 'finding', item_id: item, title: '制动片厚度 · 左前' }, { kind: 'walk_round', title: '环车照片' }] }]]);
    await page.locator('#shutter').waitFor({ timeout: 20000 });
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    assert.ok(wide <= 390, `nothing is cut at the side: ${wide}`);
    const height = (await page.locator('#shutter').boundingBox()).height;
    assert.ok(height >= 44, 'the shutter is for gloves');

    // Three pictures without a connection; the page is closed and opened again.
    const picture = await draw(1200);
    await context.setOffline(true);
    for (const name of ['a.jpg', 'b.jpg']) await page.setInputFiles('#camera', { name, mimeType: 'image/jpeg', buffer: Buffer.concat([picture, Buffer.from(name)]) });
    await page.locator('#subject').selectOption({ index: 1 });
    await page.setInputFiles('#album', { name: 'c.jpg', mimeType: 'image/jpeg', buffer: Buffer.concat([picture, Buffer.from('c')]) });
    await until('three are counted', async () => (await page.locator('#counts').textContent()).includes(words.counts));
    await shot(page, `camera-offline-${locale}`);
    await page.close();
    await context.setOffline(false);
    page = await open();
    const wanted = async () => {
        const events = [];
        for (let cursor = 0, more = true; more;) {
            const { body } = await shop.inbox(cursor);
            events.push(...body.events.filter((event) => event.type === 'camera.picture.received.v1'));
            ({ next_cursor: cursor, more } = body);
        }
        return events.slice(-3);
    };
    await until('all arrive', async () => (await wanted()).length === 3 && (await page.locator('.is-complete').count()) === 3);
    const received = await wanted();
    assert.deepEqual(received.map((event) => event.data.kind), ['finding', 'finding', 'walk_round']);
    assert.equal(received[0].data.item_id, item);
    assert.ok(received.every((event) => event.data.work_order_id === order));
    await shot(page, `camera-sent-${locale}`);
    for (const [index, event] of received.entries()) {
        const answer = await shop.send('POST', `/v1/shops/${shop.id}/pictures/${event.data.picture_id}:done`,
            JSON.stringify(index === 2 ? { result: 'refused', reason: 'photo.not_a_photo' } : { result: 'stored' }));
        assert.equal(answer.status, 204);
    }
    await until('the phone hears of it', async () => (await page.locator('.is-stored').count()) === 2 && (await page.locator('.is-refused').count()) === 1);
    assert.ok((await page.locator('.is-stored').first().textContent()).includes(words.there));
    await shot(page, `camera-stored-${locale}`);
    assert.deepEqual(trouble, []);
    await context.close();
}
async function link(order) {
    const secret = randomBytes(32).toString('base64url');
    await shop.publish(`work_order/${order}`, [['workshop.camera.opened.v1', { camera_id: randomUUID(), token_sha256: sha256(secret).toString('hex'),
        title: `WO ${order.slice(0, 4)}`, expires_at: new Date(0).toISOString(),
        subjects: [{ kind: 'before', title: 'Before' }, { kind: 'after', title: 'After' }] }]]);
    return secret;
}

async function received(order) {
    const events = [];
    for (let cursor = 0, more = true; more;) {
        const { body } = await shop.inbox(cursor);
        events.push(...body.events.filter((event) => event.type === 'camera.picture.received.v1' && event.data.work_order_id === order));
        ({ next_cursor: cursor, more } = body);
    }
    return events.map((event) => event.data);
}

const file = (name, buffer) => ({ name, mimeType: 'image/jpeg', buffer });
const names = async (order) => (await received(order)).map((data) => data.name).sort();

// A file that is empty, one that the phone cannot read and one that the portal will not take hold up nothing.
{
    const own = randomUUID();
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-GB' });
    await context.addInitScript(() => {
        const draw = globalThis.createImageBitmap;
        globalThis.createImageBitmap = async (blob) => {
            await new Promise((resolve) => { setTimeout(resolve, 400); });
            return draw(blob);
        };
        const read = Blob.prototype.arrayBuffer;
        Blob.prototype.arrayBuffer = function arrayBuffer() {
            return this.name === 'gone.jpg' ? Promise.reject(new DOMException('gone', 'NotReadableError')) : read.call(this);
        };
    });
    const page = await context.newPage();
    await page.route('**/camera/pictures', (route) => {
        const bad = (route.request().headers()['upload-metadata'] ?? '').includes(Buffer.from('bad.jpg').toString('base64'));
        return bad ? route.fulfill({ status: 422, contentType: 'application/problem+json', body: '{}' }) : route.continue();
    });
    await page.goto(`${url}/c/#${await link(own)}`);
    await page.locator('#shutter').waitFor({ timeout: 20000 });
    const picture = await draw(400);
    await page.setInputFiles('#album', [file('empty.jpg', Buffer.alloc(0)), file('gone.jpg', picture), file('bad.jpg', Buffer.concat([picture, Buffer.from('b')])),
        file('one.jpg', Buffer.concat([picture, Buffer.from('1')])), file('two.jpg', Buffer.concat([picture, Buffer.from('2')]))]);
    // Chosen for the next ones while these are still read.
    await page.locator('#subject').selectOption({ index: 1 });
    await page.getByText('empty.jpg is an empty file').waitFor();
    await until('the good ones arrive', async () => (await names(own)).join() === 'one.jpg,two.jpg');
    assert.deepEqual((await received(own)).map((data) => data.kind), ['before', 'before']);
    await until('two are refused', async () => (await page.locator('.is-refused').count()) === 2);
    await shot(page, 'camera-refused-en');
    for (let left = 2; left > 0; --left) await page.getByRole('button', { name: 'Take off the list' }).first().click();
    await until('both are off the list', async () => (await page.locator('.camera-picture').count()) === 2);
    await page.setInputFiles('#album', file('three.jpg', Buffer.concat([picture, Buffer.from('3')])));
    await until('the next goes to what was chosen', async () => (await received(own)).at(-1).kind === 'after');
    await context.close();
}

// What is still on a phone when its link ends is shown there and goes on under a new code of the order, and of no other.
{
    const own = randomUUID();
    const first = await link(own);
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-GB' });
    const open = async (secret) => {
        const page = await context.newPage();
        await page.goto(`${url}/c/#${secret}`);
        return page;
    };
    let page = await open(first);
    await page.locator('#shutter').waitFor({ timeout: 20000 });
    await context.setOffline(true);
    await page.setInputFiles('#camera', file('kept.jpg', await draw(400)));
    await until('it is counted', async () => (await page.locator('#counts').textContent()).includes('1 taken'));
    await page.close();
    await context.setOffline(false);
    execFileSync('psql', ['-q', process.env.PORTAL_DATABASE, '-c',
        `UPDATE camera SET expires_at = now() - interval '8 days' WHERE work_order_id = '${own}'`]);
    page = await open(first);
    await page.getByText('This link has ended').waitFor();
    assert.equal(await page.locator('.is-kept').count(), 1, 'the kept one is shown');
    assert.equal(await page.locator('#shutter').isVisible(), false);
    await shot(page, 'camera-ended-en');
    await page.close();
    page = await open(await link(randomUUID()));
    await page.getByText(`please scan a new code of WO ${own.slice(0, 4)}`).waitFor();
    await page.close();
    assert.deepEqual(await names(own), []);
    page = await open(await link(own));
    await until('it arrives', async () => (await names(own)).join() === 'kept.jpg');
    await page.locator('.is-complete').waitFor();
    await context.close();
}
await browser.close();
console.log('pictures of two phones arrived whole');
