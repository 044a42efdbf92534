// SPDX-License-Identifier: GPL-3.0-or-later
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {App, picture} from './harness.mjs';
import {setting} from './setting.mjs';

let screen, shop, app;
setting(async open => { ({screen, shop, app} = await open.desk()); });

test('says that the database is there before anybody signs in', async () => {
    await app.waitForText('sign_in.connection', 'Connected');
    await picture(screen, 'sign_in');
});

test('asks for both fields', async () => {
    await app.click('sign_in.submit');
    await app.waitForText('sign_in.problem', 'staff number and your PIN');
});

test('says in words how many tries are left after a wrong PIN', async () => {
    await app.fill('sign_in.number', '101');
    await app.click('sign_in.pin');
    await app.type('999999');
    await app.key('Return');
    await app.waitForText('sign_in.problem', '4 tries are left');
    await picture(screen, 'sign_in_wrong');
    assert.equal((await app.find('sign_in.pin')).value, '');
});

test('types the PIN with the keypad on the screen', async () => {
    for (const digit of '101102')
        await app.click(`sign_in.key_${digit}`);
    await app.click('sign_in.key_back');
    await app.click('sign_in.key_1');
    await app.click('sign_in.submit', {count: 2});
    await app.waitForText('header.person', 'Li Na');
    await app.waitFor('board.columns');
});

test('locks with a key and lets another person in', async () => {
    await app.key('ctrl+l');
    await app.waitFor('sign_in.pin');
    await app.signIn('201', '201201');
    await app.waitForText('header.person', 'Zhang Wei');
});

test('keeps a technician away from check-in and figures', async () => {
    await app.key('ctrl+2');
    assert.ok(!(await app.find('check_in.save')).shown);
    await app.key('ctrl+4');
    assert.ok(!(await app.find('daily_sheet.print')).shown);
    await app.waitFor('board.columns');
});

test('locks a person out after five wrong tries and says so', async () => {
    await app.click('header.leave');
    for (let attempt = 0; attempt < 5; ++attempt) {
        await app.fill('sign_in.number', '202');
        await app.click('sign_in.pin');
        await app.type('000000');
        await app.key('Return');
        await app.idle();
        await app.waitFor('sign_in.problem');
    }
    await app.waitForText('sign_in.problem', 'too many wrong tries');
});

test('says why a PC is not let in, also to somebody who tries', async () => {
    const wrong = shop.address.desk.replace(/password='[^']*'/, "password='of another shop'");
    assert.notEqual(wrong, shop.address.desk);
    const other = await App.start(screen, ['--database', wrong, '--language', 'en']);
    try {
        await other.waitForText('sign_in.problem', 'does not let this computer in');
        await other.fill('sign_in.number', '101');
        await other.click('sign_in.pin');
        await other.type('101101');
        await other.key('Return');
        await other.waitFor('sign_in.pin');
        await other.waitForText('sign_in.problem', 'does not let this computer in');
        await picture(screen, 'sign_in_not_let_in');
    } finally {
        await other.close();
    }
});
