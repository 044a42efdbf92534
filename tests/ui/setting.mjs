// SPDX-License-Identifier: GPL-3.0-or-later
// What a window test is played in: screens, a shop, programs and folders, opened before the first test of a file and
// closed after its last one, the last opened first, also when the opening stops half-way.
//
//   let screen, shop, app;
//   setting(async open => {
//       ({screen, shop, app} = await open.desk({person: '101'}));
//   });
import assert from 'node:assert/strict';
import {before, after} from 'node:test';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {App, Screen, Shop, picture, until} from './harness.mjs';

/// The language that pictures are wanted in; what a test reads in the windows is English.
export const language = process.env.BAYLINE_LANGUAGE ?? 'en';

class Opening {
    #closing = [];

    #keep(thing, close = () => thing.close()) {
        this.#closing.push(close);
        return thing;
    }

    async screen(size) { return this.#keep(await Screen.open(size)); }
    async shop() { return this.#keep(await Shop.open()); }

    /// The program of one PC; `words`: further words on its command line.
    async app(screen, conninfo, {words = [], speaks = language, ...more} = {}) {
        return this.#keep(await App.start(screen, ['--database', conninfo, '--language', speaks, ...words], more));
    }

    /// Something else that is closed with the test.
    also(thing) { return this.#keep(thing); }

    /// A directory that goes with the test.
    async folder() {
        const path = await mkdtemp(join(tmpdir(), 'bayline-test-'));
        return this.#keep(path, () => rm(path, {recursive: true, force: true}));
    }

    /// A shop and one PC of it. `prepare` makes the day before the program starts; `device`: "desk" or "bay"; `person`
    /// signs in (the PIN is the number twice) and stands before the board.
    async desk({prepare = async () => {}, device = 'desk', person, size, ...more} = {}) {
        const screen = await this.screen(size);
        const shop = await this.shop();
        await prepare(shop);
        const app = await this.app(screen, shop.address[device], more);
        if (person) {
            await app.signIn(person, person.repeat(2));
            if (device === 'desk')
                await app.waitFor('board.columns');
        }
        return {screen, shop, app};
    }

    async close() {
        for (const close of this.#closing.reverse())
            await close();
    }
}

/// `prepare` gets what opens things, before the first test; it is returned for what is opened later.
export function setting(prepare) {
    const opening = new Opening();
    before(() => prepare(opening));
    after(() => opening.close());
    return opening;
}

/// A picture for whoever looks, and nothing in the windows that an eye would object to: see Flaws.
export async function flawless(app, name) {
    await picture(app.screen, name);
    assert.deepEqual(await app.flawsSaid(), [], name);
}

/// Opens an order from the board and waits until its window is in front.
export async function openOrder(app, order) {
    await app.clickPart('board.columns', order.number, {count: 2});
    await app.waitForText('head.plate', order.number);
    await app.idle();
}

/// Puts back what was typed before the program was killed. On a busy machine the window may still move under the first
/// click; the draft itself is on the disk.
export async function putDraftBack(app) {
    await app.waitForText('banner.text', 'was not saved');
    const gone = () => until('the offer to go', async () => !(await app.find('banner.text')).shown, 5000).then(() => true, () => false);
    for (let attempt = 0; attempt < 4; ++attempt) {
        await app.click('banner.action');
        if (await gone())
            return;
    }
    throw new Error('what was typed cannot be put back');
}
