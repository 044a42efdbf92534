// SPDX-License-Identifier: GPL-3.0-or-later
// The delivery monitor with a real customer app behind a gate that refuses an order when told to: all well, the app
// stopped with changes waiting and back again, an order refused, a relay whose clock is wrong, a new key, nobody sending.
import {test, after} from 'node:test';
import assert from 'node:assert/strict';
import {execFile, execFileSync, spawn} from 'node:child_process';
import {createServer, request} from 'node:http';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {gunzipSync} from 'node:zlib';
import {binaries, picture} from './harness.mjs';
import {setting} from './setting.mjs';
import {Ending, openPortal, workDirectory} from '../e2e/stage.mjs';

const run = promisify(execFile);
const ending = new Ending();
let screen, shop, app, portal, gate, relay;
const orders = [];

/// Passes everything on to the customer app; events of the order `refused` it refuses itself.
class Gate {
    refused = null;

    async open(target) {
        this.target = new URL(target);
        this.server = createServer((asked, answer) => this.#pass(asked, answer));
        await new Promise(done => this.server.listen(0, '127.0.0.1', done));
        this.url = `http://127.0.0.1:${this.server.address().port}`;
    }

    async #pass(asked, answer) {
        const pieces = [];
        for await (const piece of asked)
            pieces.push(piece);
        const body = Buffer.concat(pieces);
        if (this.refused && asked.url.endsWith('/events:batch')) {
            const text = asked.headers['content-encoding'] === 'gzip' ? gunzipSync(body).toString() : body.toString();
            if (text.includes(this.refused)) {
                const problem = {type: 'urn:bayline:problem:invalid', title: 'No.', status: 422, detail: 'The plate is too long.'};
                answer.setHeader('Content-Type', 'application/json');
                answer.end(JSON.stringify({
                    results: JSON.parse(text).map(({id}) => ({id, status: 'rejected', problem})),
                    heads: {}, server_time: new Date().toISOString()}));
                return;
            }
        }
        const onward = request({host: this.target.hostname, port: this.target.port, method: asked.method, path: asked.url,
                                headers: asked.headers}, reply => {
            answer.writeHead(reply.statusCode, reply.headers);
            reply.pipe(answer);
        });
        onward.on('error', () => answer.destroy());
        onward.end(body);
    }

    close() {
        this.server.closeAllConnections();
        this.server.close();
    }
}

/// The program that sends, less patient than in a shop.
function startRelay() {
    relay = spawn(join(binaries, 'bayline-relay'), ['--hurry', '10'],
                  {stdio: 'ignore', env: {...process.env, BAYLINE_DATABASE: shop.address.relay}});
}

async function endRelay() {
    if (relay.exitCode !== null || relay.signalCode !== null)
        return;
    const gone = new Promise(done => relay.once('exit', done));
    relay.kill('SIGTERM');
    await gone;
}

/// Fails when anything is left afterwards.
async function sendOnce(before = []) {
    const [program, ...words] = [...before, join(binaries, 'bayline-relay'), '--once'];
    await run(program, words, {env: {...process.env, BAYLINE_DATABASE: shop.address.relay, FAKETIME_DONT_FAKE_MONOTONIC: '1'}});
}

const summary = text => app.waitForText('delivery.summary', text, 60000);
const upToDate = () => summary('Every customer\'s page is up to date.');
const banner = text => app.waitForText('delivery.banner', text, 60000);
const openMonitor = async () => {
    await app.key('ctrl+5');
    await app.waitFor('delivery.rows');
};

setting(async open => {
    portal = await openPortal(ending, workDirectory(ending));
    gate = new Gate();
    await gate.open(portal.url);
    ending.add(() => gate.close());
    shop = await open.shop();
    for (const [plate, name] of [['沪AD12345', '王小明'], ['沪B67890', '李娜'], ['苏E33333', 'Anna Schmidt']])
        orders.push(await shop.checkIn(plate, name));
    const code = await portal.pairingCode();
    await run(join(binaries, 'bayline-admin'), ['pair', '--database', shop.address.owner, gate.url, code]);
    startRelay();
    ending.add(endRelay);
    screen = await open.screen();
    app = await open.app(screen, shop.address.desk, {words: ['--no-relay'], speaks: 'en'});
    await app.signIn('301', '301301');
});
after(() => ending.end());

test('says in one line that every page is up to date', async () => {
    await openMonitor();
    await upToDate();
    await app.waitGone('delivery.banner', 60000);
    await app.waitForPart('delivery.rows', 'Up to date');
    await picture(screen, 'delivery_well');
});

test('says what waits, since when and why while the customer app is away', async () => {
    await portal.stop();
    await shop.approve(orders[0]);
    await summary(/4 changes are on their way to the customers' pages, the first since \d{4}-\d\d-\d\d \d\d:\d\d/);
    await banner('Everything is kept and sent later.');
    await app.waitForPart('delivery.rows', '4 changes on their way since');
    await picture(screen, 'delivery_away');
    await portal.start();
    await upToDate();
    await app.waitGone('delivery.banner', 60000);
});

test('shows the order that was refused, why, and what to do', async () => {
    gate.refused = orders[1].id;
    await shop.approve(orders[1]);
    await summary('1 order needs you: the customer app refused something.');
    await app.waitForPart('delivery.rows', 'Stopped: a change was refused');
    await app.waitForText('delivery.reason', /refuses what this order says.+It says: “The plate is too long\.”[^]*What to do/, 60000);
    await picture(screen, 'delivery_refused');
});

test('the board says it too, and leads there', async () => {
    await app.key('ctrl+1');
    await app.waitForText('board.delivery', '1 order has stopped on its way', 60000);
    await picture(screen, 'delivery_board');
    await openMonitor();
});

test('says that it was refused again, and that it has arrived', async () => {
    await app.click('delivery.retry');
    await banner('It was refused again.');
    gate.refused = null;
    await app.click('delivery.send_state');
    await banner('The customer\'s page has it now.');
    await upToDate();
    await app.waitGone('delivery.reason', 60000);
    await picture(screen, 'delivery_cured');
});

test('a wrong clock and a new key hold nothing up', async t => {
    await endRelay();
    let clock = ['faketime', '-f', '+1d'];
    try {
        execFileSync('faketime', ['-f', '+1d', 'true']);
    } catch {
        t.diagnostic('faketime is not installed: the clock stays right');
        clock = [];
    }
    await shop.approve(orders[2]);
    await sendOnce(clock);
    const {stdout} = await run(join(binaries, 'bayline-admin'), ['rotate-key', '--database', shop.address.owner]);
    assert.match(stdout, /was replaced/);
    await shop.move(orders[0], 'quoting', 'The customer asked for more.');
    await sendOnce();
    await openMonitor();
    await upToDate();
});

test('says when no computer of the shop sends', async () => {
    await banner('No computer of this shop is sending');
    await picture(screen, 'delivery_nobody');
    startRelay();
    await app.waitGone('delivery.banner', 60000);
    await upToDate();
});
