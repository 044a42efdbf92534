// SPDX-License-Identifier: GPL-3.0-or-later
// What a work order hands out and takes in: papers in the preview, the customer's link, photos dropped and pasted.
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {execFile, spawn} from 'node:child_process';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {binaries, picture, sleep, until} from './harness.mjs';
import {openOrder, setting} from './setting.mjs';

const run = promisify(execFile);
let screen, shop, app, order, folder;
setting(async open => {
    folder = await open.folder();
    ({screen, shop, app} = await open.desk({person: '101', prepare: async its => { order = await its.checkIn('沪AD12345', '王小明'); }}));
    await openOrder(app, order);
});

const windowNamed = async name => (await app.windows()).find(window => window.name === name);

test('shows the check-in sheet in a preview whose keys stay alive at its last page', async () => {
    await app.key('ctrl+p');
    await sleep(200);
    await app.key('Down', 'Return');
    await until('the preview', async () => windowNamed('document-preview'));
    await app.waitForText('preview.page', /1 \/ \d/);
    const before = (await app.find('preview.percent')).label;
    await app.click('preview.larger');
    await until('a larger page', async () => (await app.find('preview.percent')).label !== before);
    await picture(screen, 'preview');
    for (let page = 0; page < 4 && (await app.find('preview.down')).enabled; ++page)
        await app.click('preview.down');
    await app.key('Escape');
    await until('the preview to close', async () => !await windowNamed('document-preview'));
});

test('says why there is no link before a customer app is connected', async () => {
    await app.key('ctrl+l');
    await until('the link', async () => windowNamed('customer-link'));
    await picture(screen, 'link_none');
    assert.equal((await app.find('link.qr')).found, false);
    await app.click('link.close');
    await until('the link to close', async () => !await windowNamed('customer-link'));
});

test('takes photos dropped from another program and pasted from the clipboard', async () => {
    const photo = join(folder, 'wheel.jpg');
    await run('convert', ['-size', '900x600', 'gradient:navy-orange', photo]);
    await app.click('tab.photos');
    await app.waitForText('photos.counts', '0 taken');
    const other = spawn(join(binaries, 'bayline-test-photos'), [photo], {env: screen.environment, stdio: ['ignore', 'pipe', 'inherit']});
    let said = '';
    other.stdout.on('data', data => { said += data; });
    try {
        await until('the other program', async () => said.includes('ready'));
        await sleep(500);
        const [x, y, width, height] = (await app.find('photos.grid')).rect;
        const goal = [Math.round(x + width / 2), Math.round(y + height / 2)];
        await screen.xdotool('mousemove', 80, 20, 'mousedown', 1);
        for (let step = 1; step <= 20; ++step) {
            await screen.xdotool('mousemove', Math.round(80 + (goal[0] - 80) * step / 20), Math.round(20 + (goal[1] - 20) * step / 20));
            await sleep(25);
        }
        await sleep(200);
        await screen.xdotool('mouseup', 1);
        await app.waitForText('photos.counts', '1 taken, 1 stored');
        await picture(screen, 'photos_dropped');
        await screen.xdotool('mousemove', 80, 70, 'click', 1);
        await until('the copy', async () => said.includes('copied'));
        await app.click('photos.paste');
        await app.waitForText('photos.counts', '2 taken, 2 stored');
        await picture(screen, 'photos_pasted');
    } finally {
        other.kill();
    }
});
