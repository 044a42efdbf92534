// SPDX-License-Identifier: GPL-3.0-or-later
// Two desktops in one order, a program that is killed while somebody types, a sign-in while the database is away.
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {picture, sleep, until} from './harness.mjs';
import {putDraftBack, setting} from './setting.mjs';

let screens, shop, mine, theirs, order, home;

async function sit(screen, conninfo, number, options = {}) {
    const app = await opening.app(screen, conninfo, options);
    await app.signIn(number, number.repeat(2));
    await app.waitFor('board.columns');
    return app;
}

async function openOrder(app) {
    await app.clickPart('board.columns', order.number, {count: 2});
    await app.waitForText('head.plate', '沪AD12345');
    await app.click('tab.complaint');
}

// The second of two quick clicks does nothing.
const again = () => sleep(600);

const opening = setting(async open => {
    home = await open.folder();
    screens = [await open.screen(), await open.screen()];
    shop = await open.shop();
    order = await shop.checkIn('沪AD12345', '王小明');
    mine = await sit(screens[0], shop.address.desk, '101', {home});
    theirs = await sit(screens[1], shop.address.desk2, '301');
    await openOrder(mine);
});

test('a clash shows what the other wrote and who, and keeps what was typed', async () => {
    await openOrder(theirs);
    await mine.fill('complaint.text', 'Brakes squeal when cold');
    await theirs.fill('complaint.text', 'Brakes squeal and pull left');
    await theirs.click('complaint.save');
    await theirs.idle();
    await mine.click('complaint.save');
    await mine.waitForText('complaint.problem', 'Brakes squeal and pull left');
    await mine.waitForText('complaint.problem', 'Chen Jie');
    assert.equal((await mine.find('complaint.text')).value, 'Brakes squeal when cold');
    await picture(screens[0], 'together_clash');
    await again();
    await mine.click('complaint.save');
    await until('mine to be saved', async () => (await theirs.find('complaint.text')).value === 'Brakes squeal when cold');
    assert.equal((await mine.find('complaint.problem')).shown, false);
});

test('whoever saves a promised time again after a clash decides', async () => {
    for (const [app, time] of [[mine, '23:45'], [theirs, '23:30']]) {
        await app.click('head.change-promise');
        await app.fill('promise.time.time', time);
        await app.fill('promise.reason', 'A part comes late');
    }
    await theirs.click('promise.save');
    await theirs.waitGone('promise.save');
    await mine.click('promise.save');
    await mine.waitForText('promise.problem', 'Chen Jie');
    await again();
    await mine.click('promise.save');
    await mine.waitGone('promise.save');
    await theirs.waitForText('head.promised', '23:45');
});

test('a field of a quote line that nobody touched follows after a clash, and saving again keeps it', async () => {
    await mine.click('tab.quote');
    await mine.fill('line.description', 'Brake pads');
    await mine.fill('line.unit_price', '468');
    await mine.click('line.save');
    await mine.waitForPart('quote.lines', 'Brake pads');
    await theirs.click('tab.quote');
    for (const app of [mine, theirs]) {
        await app.clickPart('quote.lines', 'Brake pads');
        await until('the line in the form', async () => (await app.find('line.description')).value === 'Brake pads');
    }
    await mine.fill('line.unit_price', '420');
    await theirs.fill('line.unit_price', '450');
    await theirs.fill('line.description', 'Ceramic brake pads');
    await theirs.click('line.save');
    await mine.waitForPart('quote.lines', 'Ceramic brake pads');
    await again();
    await mine.click('line.save');
    await mine.waitForText('line.unit_price.problem', '450');
    assert.equal((await mine.find('line.unit_price')).value, '420');
    assert.equal((await mine.find('line.description')).value, 'Ceramic brake pads');
    await again();
    await mine.click('line.save');
    await theirs.waitForPart('quote.lines', '420');
    await theirs.waitForPart('quote.lines', 'Ceramic brake pads');
});

test('a key tag is told once of the other and is then saved', async () => {
    for (const app of [mine, theirs])
        await app.click('tab.repair');
    await mine.fill('floor.key', '17');
    await theirs.fill('floor.key', '23');
    await theirs.key('Return');
    await mine.waitForText('head.place', '23');
    await mine.key('Return');
    await mine.waitForText('floor.problem', '23');
    await mine.key('Return');
    await theirs.waitForText('head.place', '17');
    for (const app of [mine, theirs])
        await app.click('tab.complaint');
});

test('each sees that the other has the order open, within fifteen seconds', async () => {
    await theirs.waitForText('head.others', 'Li Na');
    await mine.waitForText('head.others', 'Chen Jie');
    await mine.waitForPart('board.columns', 'Also open at: Chen Jie');
    await picture(screens[0], 'together_presence');
});

test('different fields of one order survive from both', async () => {
    await theirs.fill('note.text', 'from the other desk');
    await theirs.click('note.add');
    await mine.fill('note.text', 'from this desk');
    await mine.click('note.add');
    await mine.waitForText('notes.list', 'from this desk');
    await mine.waitForText('notes.list', 'from the other desk');
});

test('what was typed is offered after the program was killed, and nobody else can read it', async () => {
    await mine.fill('note.text', 'half a sentence');
    await sleep(1900);
    mine.kill();
    await until('the end', () => mine.ended);
    const folder = join(home, 'config', 'bayline', 'drafts');
    const files = await readdir(folder);
    assert.ok(files.length > 0, 'no draft was kept');
    for (const file of files)
        assert.ok(!file.includes(order.id), 'the name of a draft tells the order');
    assert.ok((await Promise.all(files.map(file => readFile(join(folder, file), 'utf8')))).some(text => text.includes('half a sentence')));
    mine = await sit(screens[0], shop.address.desk, '101', {home});
    await openOrder(mine);
    await mine.waitForText('banner.text', 'was not saved');
    await picture(screens[0], 'together_draft');
    await putDraftBack(mine);
    await until('the note', async () => (await mine.find('note.text')).value === 'half a sentence');
    assert.equal((await mine.find('complaint.text')).value, 'Brakes squeal when cold');
    await mine.click('note.add');
    await mine.waitForText('notes.list', 'half a sentence');
});

/// The one line of the quote, in the form.
async function openLine(app) {
    await app.click('tab.quote');
    await app.clickPart('quote.lines', 'Front brake pads');
    await app.waitForText('line.title', 'Change line');
}

test('what is put back does not overwrite what the other changed while the program was away', async () => {
    await mine.click('tab.quote');
    await mine.fill('line.description', 'Front brake pads');
    await mine.fill('line.unit_price', '268');
    await mine.click('line.save');
    await mine.waitForPart('quote.lines', '268.00');
    await openLine(mine);
    await mine.fill('line.unit_price', '300');
    const folder = join(home, 'config', 'bayline', 'drafts');
    await until('the draft', async () => (await Promise.all((await readdir(folder)).map(
        file => readFile(join(folder, file), 'utf8').catch(() => '')))).some(draft => draft.includes('"300"')));
    mine.kill();
    await until('the end', () => mine.ended);
    await openLine(theirs);
    await theirs.fill('line.unit_price', '320');
    await theirs.click('line.save');
    await theirs.waitForPart('quote.lines', '320.00');
    await theirs.click('tab.complaint');
    mine = await sit(screens[0], shop.address.desk, '101', {home});
    await openOrder(mine);
    await putDraftBack(mine);
    await until('the price', async () => (await mine.find('line.unit_price')).value === '300');
    await mine.click('line.save');
    await mine.waitForText('line.unit_price.problem', '320.00');
    await mine.waitForText('line.unit_price.problem', 'Chen Jie');
    assert.equal((await mine.find('line.unit_price')).value, '300');
    await mine.click('line.cancel');
    await mine.click('tab.complaint');
});

/// The order's window has other keys.
async function lockAndSignIn(app, screen, number) {
    await screen.xdotool('search', '--onlyvisible', '--name', 'Bayline$', 'windowactivate', '--sync');
    await until('the main window in front', async () => (await app.windows()).some(window => window.name === 'main' && window.active));
    await app.key('ctrl+l');
    await app.waitFor('sign_in.pin');
    await app.signIn(number, number.repeat(2));
}

test('what one person typed is never the next one\'s, who works on in the same order', async () => {
    await mine.fill('note.text', 'a sentence of Li Na');
    await lockAndSignIn(mine, screens[0], '301');
    await mine.waitForText('header.person', 'Chen Jie');
    await openOrder(mine);
    assert.equal((await mine.find('note.text')).value, '');
    assert.equal((await mine.find('banner.text')).shown, false, 'nothing of Li Na is offered');
    await mine.fill('note.text', 'a sentence of Chen Jie');
    const folder = join(home, 'config', 'bayline', 'drafts');
    const kept = async text => (await Promise.all((await readdir(folder)).map(
        file => readFile(join(folder, file), 'utf8').catch(() => '')))).some(draft => draft.includes(text));
    await until('the draft of Chen Jie', () => kept('a sentence of Chen Jie'));
    assert.ok(await kept('a sentence of Li Na'), 'kept beside it');
    await lockAndSignIn(mine, screens[0], '101');
    await until('the note of Li Na', async () => (await mine.find('note.text')).value === 'a sentence of Li Na');
});

test('nothing of a PIN, a phone number or a plate stands in what the program writes', async () => {
    assert.doesNotMatch(mine.errors + theirs.errors, /101101|301301|13812345678|沪AD12345|half a sentence/);
});

test('a sign-in waits for the database and goes on by itself', async () => {
    await theirs.close();
    theirs = await opening.app(screens[1], shop.address.desk2);
    await theirs.waitFor('sign_in.pin');
    await shop.stopDatabase();
    await theirs.fill('sign_in.number', '301');
    await theirs.click('sign_in.pin');
    await theirs.type('301301');
    await theirs.key('Return');
    await theirs.waitForText('sign_in.problem.text', /will\s+be\s+signed\s+in\s+when/);
    await picture(screens[1], 'together_sign_in');
    await shop.startDatabase();
    await theirs.waitFor('header');
});
