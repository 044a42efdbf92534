// SPDX-License-Identifier: GPL-3.0-or-later
// The board on the wall: everything in sight without a mouse, live, with nobody signed in.
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {picture, until} from './harness.mjs';
import {setting} from './setting.mjs';

const run = promisify(execFile);
let screen, shop, app, first, late;
setting(async open => {
    ({screen, shop, app} = await open.desk({
        size: {width: 1920, height: 1080}, words: ['--wall'], waitFor: 'wall', prepare: async its => {
            first = await its.checkIn('京AF67890', '李雷', {promised_in_minutes: 30});
            late = await its.checkIn('沪AD12345', '王小明');
            for (let n = 0; n < 38; ++n)
                await its.checkIn(`苏E${10000 + n}`, `客户${n}`);
            await run('psql', ['-q', its.address.owner, '-c',
                               `update bayline.work_order set promised_at = now() - interval '50 minutes' where id = '${late.id}'`]);
        }}));
});

const cards = async () => (await app.parts('wall.board')).filter(part => part.name.startsWith('card.'));

test('shows forty orders at once over the whole screen, with nobody signed in', async () => {
    await app.waitForPart('wall.board', '沪AD12345');
    await until('the whole screen', async () => (await app.find('wall.board')).rect.join() === '0,0,1920,1080');
    const all = await cards();
    assert.equal(all.length, 40);
    for (const {name, rect: [x, y, width, height]} of all)
        assert.ok(x >= 0 && y > 0 && x + width <= 1920 && y + height <= 1080 && width > 150, `${name} at ${x},${y} ${width}×${height}`);
    for (const a of all)
        for (const b of all)
            assert.ok(a === b || a.rect[0] + a.rect[2] <= b.rect[0] || b.rect[0] + b.rect[2] <= a.rect[0]
                || a.rect[1] + a.rect[3] <= b.rect[1] || b.rect[1] + b.rect[3] <= a.rect[1], `${a.name} lies on ${b.name}`);
    const words = all.map(part => part.label ?? part.text).join('\n');
    assert.match(words, /沪AD12345 \| late by 5\d min/);
    assert.match(words, /京AF67890 \| in (2\d|30) min/);
    assert.ok(!words.includes('李雷'), 'no customer\'s name on the wall');
    await app.waitForPart('wall.board', '1 late');
    await picture(screen, 'wall_40');
});

test('follows what another PC does', async () => {
    const before = (await app.partWith('wall.board', '京AF67890')).rect;
    await shop.move(first, 'inspecting');
    await until('the card in another column', async () => (await app.partWith('wall.board', '京AF67890')).rect[0] !== before[0], 3000);
    await picture(screen, 'wall_moved');
});

test('says since when the database is away and keeps what it showed', async () => {
    await shop.stopDatabase();
    await app.waitForPart('wall.board', 'The database cannot be reached; this is how it was at');
    assert.equal((await cards()).length, 40);
    await picture(screen, 'wall_away');
    await shop.startDatabase();
    await app.waitForPart('wall.board', '40 open orders');
});

test('goes with Escape and comes back with F11', async () => {
    await app.key('Escape');
    await app.waitGone('wall.board');
    await app.waitFor('sign_in.number');
    await app.signIn('101', '101101');
    await app.key('F11');
    await app.waitFor('wall.board');
    await app.waitForPart('wall.board', '沪AD12345');
    await app.key('F11');
    await app.waitGone('wall.board');
    await app.waitFor('board.columns');
});
