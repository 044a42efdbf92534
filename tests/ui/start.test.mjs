// SPDX-License-Identifier: GPL-3.0-or-later
// The start with a private database: a window at once that says what happens, a way out, and words when it fails.
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {chmod, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {App, binaries, picture, until} from './harness.mjs';
import {listening} from './listening.mjs';
import {setting} from './setting.mjs';

const run = promisify(execFile);
let screen, folder;
setting(async open => {
    screen = await open.screen();
    folder = await open.folder();
    await chmod(folder, 0o755); // root's database runs as another user, who has to get there
});

test('says in words why it cannot start', async () => {
    await writeFile(join(folder, 'a_file'), 'in the way');
    const app = await App.start(screen, ['--data-dir', join(folder, 'a_file', 'trial'), '--language', 'en'], {waitFor: 'start'});
    try {
        await until('a sentence', async () => (await app.find('start.cancel')).label === 'Close');
        assert.match((await app.find('start.step')).label, /\w+ \w+ .*\./s);
        await picture(screen, 'start_failed');
        await app.click('start.cancel');
        await until('the program to end', async () => app.ended);
    } finally {
        await app.close();
    }
});

test('shows what it does while the private database is made, then signs in', async () => {
    const app = await App.start(screen, ['--data-dir', join(folder, 'trial'), '--language', 'en'], {waitFor: 'start'});
    try {
        await app.waitForText('start.step', 'private database');
        await picture(screen, 'start');
        await app.waitFor('sign_in.number', {timeout: 120000});
        await until('the start window to go', async () => !(await app.windows()).some(window => window.name === 'start'));
        // Nobody on the net can knock: neither at the program nor at the database it started.
        const doors = await listening(app.talker.child.pid);
        assert.ok(doors.sockets > 2, `${doors.sockets} sockets`);
        assert.deepEqual(doors.found, []);
    } finally {
        await app.close();
    }
});

test('ends when it is cancelled', async () => {
    const app = await App.start(screen, ['--data-dir', join(folder, 'second'), '--language', 'en'], {waitFor: 'start'});
    try {
        await app.click('start.cancel');
        await until('the program to end', async () => app.ended, 60000);
        assert.equal(app.talker.ended.code, 0);
    } finally {
        await app.close();
    }
});

test('answers help, the version and a bad line without a display', async () => {
    const env = {...process.env, HOME: folder, DISPLAY: ''};
    delete env.WAYLAND_DISPLAY;
    const bayline = (...words) => run(join(binaries, 'bayline'), words, {env}).then(
        ({stdout, stderr}) => ({stdout, stderr, code: 0}), ({stdout, stderr, code}) => ({stdout, stderr, code}));
    const help = await bayline('--help');
    assert.equal(help.code, 0);
    assert.match(help.stdout, /--database/);
    assert.equal(help.stderr, '');
    const version = await bayline('--version');
    assert.equal(version.code, 0);
    assert.match(version.stdout, /^bayline \d+\.\d+\.\d+\n$/);
    const bad = await bayline('--database');
    assert.equal(bad.code, 2);
    assert.match(bad.stderr, /database/);
});
