// SPDX-License-Identifier: GPL-3.0-or-later
// The customer's link from a shop that is really paired: typed into the settings, shown as code and text, copied, opened.
import {test, after} from 'node:test';
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {binaries, until} from './harness.mjs';
import {flawless, setting} from './setting.mjs';
import {Ending, openPortal, workDirectory} from '../e2e/stage.mjs';

const run = promisify(execFile);
const ending = new Ending();
let screen, app, portal, order, link;
setting(async open => {
    portal = await openPortal(ending, workDirectory(ending));
    screen = await open.screen();
    const shop = await open.shop();
    order = await shop.checkIn('沪AD12345', '王小明');
    app = await open.app(screen, shop.address.desk, {words: ['--relay-database', shop.address.relay], speaks: 'en'});
});
after(() => ending.end());

const windowNamed = async name => (await app.windows()).find(window => window.name === name);
/// What the page asks first, with the token of the link; it answers the name of the page, or nothing.
const pageOf = async address => {
    const reply = await fetch(`${portal.url}/page/session`, {
        method: 'POST', headers: {'Content-Type': 'application/json', 'X-Bayline-Page': '1'},
        body: JSON.stringify({token: address.split(/[#/]/).pop()})});
    return reply.ok ? (await reply.json()).page : null;
};

test('refuses a wrong code in words and keeps the address', async () => {
    await app.signIn('301', '301301');
    await app.key('ctrl+8');
    await app.fill('settings.app_url', portal.url);
    await app.fill('settings.app_code', 'AAAAA-AAAAA');
    await app.click('settings.pair');
    await app.waitForText('settings.pair_banner', /\w+ \w+/);
    assert.equal((await app.find('settings.app_url')).value, portal.url);
    assert.match((await app.find('settings.paired')).label, /Not connected/);
});

test('connects with a code of the customer app', async () => {
    await app.fill('settings.app_code', await portal.pairingCode());
    await app.click('settings.pair');
    await app.waitForText('settings.paired', portal.url);
    await flawless(app, 'link_paired');
});

test('shows the link of an order as a code and as text', async () => {
    await app.key('ctrl+1');
    await app.clickPart('board.columns', '沪AD12345', {count: 2});
    await app.waitFor('head.link');
    await app.click('head.link');
    const text = await app.waitFor('link.text', {enabled: false});
    link = (text.value || text.label).match(/https?:\S+/)[0];
    assert.ok(link.startsWith(`${portal.url}/`), link);
    assert.ok(link.split(/[#/]/).pop().length >= 22, 'a token of 128 bits at least');
    const code = await app.find('link.qr');
    assert.ok(code.shown && code.rect[2] >= 200 && code.rect[2] === code.rect[3]);
    await flawless(app, 'link');
    await app.click('link.copy');
    await app.waitForText('link.copy', 'Copied');
    await app.click('link.close');
    await until('the link to close', async () => !await windowNamed('customer-link'));
});

test('the link opens the page of that order, and no other one', async () => {
    await until('the page', () => pageOf(link), 30000, 300);
    assert.match(await (await fetch(link)).text(), /<html/i);
    assert.equal(await pageOf(`${link.slice(0, -4)}AAAA`), null);
});

test('shows the same link again', async () => {
    await app.click('head.link');
    const text = await app.waitFor('link.text', {enabled: false});
    assert.ok((text.value || text.label).includes(link));
    await app.key('Escape');
    await until('the link to close', async () => !await windowNamed('customer-link'));
});

test('opens nothing any more once the link is revoked', async () => {
    const {stdout} = await run(join(binaries, 'bayline-portal'),
                               ['revoke-link', '--database', portal.database, '--work-order', order.id]);
    assert.match(stdout, /^1 link/);
    assert.equal(await pageOf(link), null);
});
