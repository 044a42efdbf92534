// SPDX-License-Identifier: GPL-3.0-or-later
// The customer's page in a real browser: a decision from the first look to the rating. PAGE_SHOTS names a directory for
// screenshots. Runs under with_portal.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { Shop } from './client.mjs';
import { Day } from './day.mjs';

const shots = process.env.PAGE_SHOTS;
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync'],
});

async function open(day, locale, colorScheme) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, locale, colorScheme });
    const page = await context.newPage();
    page.trouble = [];
    page.on('console', (entry) => { if (entry.type() === 'error' && !/status of (403|409)/.test(entry.text())) page.trouble.push(entry.text()); });
    page.on('pageerror', (error) => page.trouble.push(String(error)));
    page.on('request', (request) => { if (!request.url().startsWith(process.env.PORTAL_URL)) page.trouble.push(`third party: ${request.url()}`); });
    await page.goto(`${process.env.PORTAL_URL}/w/#${day.token}`);
    await page.waitForSelector('.steps');
    return page;
}

/** Waits for a condition inside the page; asked from outside, because the page's policy forbids evaluation within. */
async function until(page, condition) {
    for (let tries = 0; tries < 150; ++tries) {
        if (await page.evaluate(condition)) return;
        await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
    throw new Error(`never came true: ${condition}`);
}

async function shot(page, name, whole = true) {
    if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: whole });
}

/** A drawn picture as a JPEG of a width. */
async function draw(body, width) {
    const page = await browser.newPage({ viewport: { width, height: width * 3 / 4 } });
    await page.setContent(`<body style="margin:0"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" width="100%">${body}</svg>`);
    const jpeg = await page.screenshot({ type: 'jpeg', quality: 85 });
    await page.close();
    return jpeg;
}

const DISC = '<rect width="400" height="300" fill="#3a3d40"/><circle cx="200" cy="160" r="120" fill="#9aa0a4"/><circle cx="200" cy="160" r="112" fill="#b9bec1"/><circle cx="200" cy="160" r="50" fill="#5b5f63"/><path d="M275 60a125 125 0 0 1 45 100l-46-4a80 80 0 0 0-30-60z" fill="#a33"/><path d="M262 84a100 100 0 0 1 30 68l-12-1a88 88 0 0 0-26-58z" fill="#d8c9a0"/>';
const TYRE = '<rect width="400" height="300" fill="#777d80"/><rect x="60" width="280" height="300" fill="#1d1f21"/><path d="M110 0v300M170 0v300M230 0v300M290 0v300" stroke="#3d4145" stroke-width="10"/><rect x="222" y="120" width="16" height="60" fill="#e0b030"/>';
const CAR = '<rect width="400" height="300" fill="#cfd8dc"/><rect y="210" width="400" height="90" fill="#8d989d"/><path d="M40 210v-40l50-14 50-46h120l56 46 44 12v42z" fill="#2d5f8a"/><path d="M150 120h50v36h-84zM208 120h48l40 36h-88z" fill="#cfe4f2"/><circle cx="120" cy="212" r="30" fill="#222"/><circle cx="290" cy="212" r="30" fill="#222"/>';

async function pictures(day) {
    const add = async (body, kind, item, caption) => day.photo(await draw(body, 1200), await draw(body, 320), kind, item, caption);
    const pad = [await add(DISC, 'finding', 'pad', '左前制动片，剩余 1.8 mm')];
    const tyre = [await add(TYRE, 'finding', 'tyre', '右后轮胎花纹')];
    await add(CAR, 'walk_round', null, '左侧车身');
    return { pad, tyre };
}

async function firstDay(shop) {
    const day = new Day(shop);
    await day.opened();
    await day.stage('received', 'inspecting', 'inspecting', 150);
    await day.inspection(await pictures(day));
    await day.stage('inspecting', 'quoting', 'inspecting', 40);
    await day.quote(1);
    await day.stage('quoting', 'waiting_approval', 'inspecting', 20);
    return day;
}

async function nextAnswer(shop, type, from = 0) {
    for (let tries = 0, cursor = from; tries < 20; ++tries) {
        const page = (await shop.inbox(cursor, 1)).body;
        const found = page.events.find((event) => event.type === type);
        if (found) return found;
        cursor = page.next_cursor;
    }
    throw new Error(`no ${type} arrived`);
}

async function decide(page, decisions) {
    const lines = page.locator('.line-open');
    for (let index = 0; index < decisions.length; ++index) await lines.nth(index).locator(`.option-${decisions[index]}`).click();
}

async function confirm(page, digits) {
    await page.locator('#review').click();
    await page.locator('#last4').fill(digits);
    await page.locator('#confirm button[type=submit]').click();
}

async function chinese(shop) {
    const day = await firstDay(shop);
    const page = await open(day, 'zh-CN', 'light');
    await page.waitForSelector('.thumb img');
    await page.evaluate(() => document.querySelectorAll('img').forEach((image) => { image.loading = 'eager'; }));
    await until(page, () => [...document.images].every((image) => image.complete && image.naturalWidth > 0));
    assert.equal(await page.locator('h1').textContent(), '等待您确认报价');
    assert.equal(await page.locator('.option input:checked').count(), 0, 'nothing is chosen beforehand');
    assert.equal(await page.locator('#review').isDisabled(), true);
    await shot(page, 'zh-light-1-quote');
    const seen = await nextAnswer(shop, 'customer.page.viewed.v1');
    assert.equal(seen.data.public_seq, 6);

    await decide(page, ['approve', 'approve', 'decline', 'approve']);
    assert.match(await page.locator('.bar-total strong').textContent(), /920\.00/);
    await shot(page, 'zh-light-2-chosen', false);
    await confirm(page, '0000');
    await until(page, () => document.querySelector('#confirm-trouble').textContent.includes('4'));
    await shot(page, 'zh-light-3-wrong-digits', false);
    await page.locator('#last4').fill('5678');
    await page.locator('#confirm button[type=submit]').click();
    await page.waitForSelector('.notice-wait');
    await shot(page, 'zh-light-4-sent');
    const decided = (await nextAnswer(shop, 'customer.quote.decided.v1')).data;
    assert.equal(decided.total_seen, 92000);
    assert.deepEqual(decided.lines.map((line) => line.decision), ['approve', 'approve', 'decline', 'approve']);

    await day.answer(decided, 'accepted');
    await page.waitForSelector('.notice-good');
    await day.stage('waiting_approval', 'repairing', 'repairing');
    await until(page, () => document.querySelector('h1').textContent === '正在维修您的爱车');
    await shot(page, 'zh-light-5-accepted');

    await day.stage('repairing', 'quality_check', 'repairing');
    await day.stage('quality_check', 'ready', 'ready');
    await day.invoice(Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n'));
    await page.waitForSelector('#invoice .button');
    await until(page, () => document.querySelector('#rating form'));
    await shot(page, 'zh-light-6-ready');
    await page.locator('#star-5').check({ force: true });
    await page.locator('#comment').fill('解释得很清楚 <b>& \'"');
    await page.locator('#rating button[type=submit]').click();
    await page.waitForSelector('.shown-stars');
    const rated = (await nextAnswer(shop, 'customer.rating.submitted.v1')).data;
    assert.equal(rated.score, 5);
    assert.equal(rated.comment, '解释得很清楚 <b>& \'"');
    const file = await page.evaluate(async () => {
        const response = await fetch(document.querySelector('#invoice a.button').href);
        return [response.status, response.headers.get('content-type')];
    });
    assert.deepEqual(file, [200, 'application/pdf']);
    await shot(page, 'zh-light-7-rated');
    await page.locator('#message').fill('四点半来取可以吗？ <b>');
    await page.locator('#messages button[type=submit]').click();
    await until(page, () => document.querySelectorAll('.said-customer').length === 1 && document.querySelector('#message').value === '');
    assert.equal((await nextAnswer(shop, 'customer.message.sent.v1')).data.text, '四点半来取可以吗？ <b>');
    await page.locator('#message').fill('还没写完');
    await day.publish('workshop.message.sent.v1', { message_id: randomUUID(), text: '可以，四点前能好。', by_name: '周敏' });
    await until(page, () => document.querySelectorAll('.said-workshop').length === 1);
    assert.equal(await page.locator('#message').inputValue(), '还没写完', 'an answer does not disturb who is writing');
    await shot(page, 'zh-light-9-messages');
    const credited = await day.credit();
    await until(page, () => document.querySelector('#invoice').textContent.includes('工时减免'));
    await until(page, () => document.querySelector('#invoice .sum-due').textContent.includes('应退还给您'));
    await shot(page, 'zh-light-8-credited');
    await day.refund(credited);
    await until(page, () => !document.querySelector('#invoice .sum-due'));
    assert.deepEqual(page.trouble, []);
    await page.context().close();
}

async function english(shop) {
    const day = await firstDay(shop);
    const page = await open(day, 'en-GB', 'dark');
    await page.waitForSelector('.thumb img');
    await shot(page, 'en-dark-1-quote');
    await page.locator('.thumb').first().click();
    await until(page, () => document.querySelector('#picture img')?.naturalWidth > 0);
    await shot(page, 'en-dark-2-photo', false);
    await page.keyboard.press('Escape');

    // The workshop changes the price while the customer is typing: an approval must never reach another price.
    await decide(page, ['approve', 'decline', 'decline', 'approve']);
    await page.locator('#review').click();
    await day.quote(2, { pad: { unit_price: 75000 } });
    await until(page, () => document.querySelector('#quote .section-head').textContent.includes('Revision 2'));
    assert.equal(await page.locator('#confirm').evaluate((dialog) => dialog.open), false);
    assert.equal(await page.locator('.line-open').first().locator('input:checked').count(), 0, 'a changed line is not chosen');
    assert.equal(await page.locator('.line-open').nth(1).locator('input:checked').count(), 1, 'an equal line keeps its choice');
    await shot(page, 'en-dark-3-changed');
    await decide(page, ['decline', 'decline', 'decline', 'approve']);
    await shot(page, 'en-dark-4-declined-red', false);

    // The page is still on revision 2 when its decision meets revision 3 at the portal.
    await page.route('**/state?*', (route) => route.abort());
    await day.publish('workshop.promise.changed.v1', { from: null, to: null, reason: null });
    await page.waitForSelector('#offline:not([hidden])');
    await day.quote(3, { pad: { unit_price: 76000 } });
    await confirm(page, '5678');
    await until(page, () => document.querySelector('#notice').textContent.includes('Nothing was approved'));
    await page.unroute('**/state?*');
    await until(page, () => document.querySelector('#quote .section-head').textContent.includes('Revision 3'));
    await shot(page, 'en-dark-5-refused');

    await decide(page, ['approve', 'approve', 'decline', 'approve']);
    await confirm(page, '5678');
    await page.waitForSelector('.notice-wait');
    const all = (await shop.inbox(0)).body.events.filter((event) => event.type === 'customer.quote.decided.v1' && event.subject === day.stream);
    assert.equal(all.length, 1, 'only the decision on the newest revision was taken');
    const decided = all[0].data;
    assert.equal(decided.revision, 3);
    await day.answer(decided, 'partial', { [decided.lines[0].line_id]: 'changed' });
    await page.waitForSelector('.notice-warn');
    await shot(page, 'en-dark-6-partial');
    assert.equal(await page.locator('button', { hasText: '中文' }).count(), 1);
    await page.locator('button', { hasText: '中文' }).click();
    assert.equal(await page.locator('#quote h2').textContent(), '报价');
    assert.deepEqual(page.trouble.filter((text) => !/ERR_FAILED/.test(text)), []);
    await page.context().close();
}

async function brokenLink() {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(`${process.env.PORTAL_URL}/w/#${'A'.repeat(43)}`);
    await until(page, () => document.querySelector('h1')?.textContent === 'This link does not work');
    await shot(page, 'en-light-broken-link', false);
    await context.close();
}

async function patientPictures(shop) {
    const page = await open(await firstDay(shop), 'en-GB', 'light');
    await page.route('**/blobs/*', (route) => route.abort());
    await page.reload();
    await page.waitForSelector('.thumb img');
    await page.locator('.thumb img').first().scrollIntoViewIfNeeded();
    await until(page, () => document.querySelector('.thumb img').complete);
    assert.equal(await page.evaluate(() => document.querySelector('.thumb img').naturalWidth), 0);
    await page.unroute('**/blobs/*');
    await until(page, () => document.querySelector('.thumb img').naturalWidth > 0);
    await page.context().close();
}

async function hostileTexts(shop) {
    const attack = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>"\'\u202e';
    const day = new Day(shop);
    await day.opened({ complaint: attack, customer: { name: attack }, shop: { name: attack, address: attack, phone: attack },
        vehicle: { plate: attack, make: attack, model: attack } });
    await day.publish('workshop.message.sent.v1', { message_id: randomUUID(), text: attack, by_name: attack });
    await day.quote(1, { pad: { description: attack, part: { number: attack, brand: attack, origin: attack, kind: 'oem' } } }, { message: attack });
    const page = await open(day, 'en-GB', 'light');
    await page.waitForSelector('#quote .line');
    assert.equal(await page.locator('#quote script, #quote img, #details img, #messages script, #messages img').count(), 0);
    assert.doesNotMatch(await page.title(), /^owned/);
    await page.context().close();
}

try {
    const shop = await Shop.pair(process.env.PORTAL_URL, process.env.PORTAL_CODE);
    await chinese(shop);
    await english(shop);
    await patientPictures(shop);
    await hostileTexts(shop);
    await brokenLink();
    console.log('the page does what it should');
} finally {
    await browser.close();
}
