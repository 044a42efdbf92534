// SPDX-License-Identifier: GPL-3.0-or-later
// One PC of the shop: a screen, the program on it and the person who uses it. It can be killed and begun again.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {App, Screen, sleep, until} from '../ui/harness.mjs';

export class Desk {
    #person = null;
    #words;

    /// `shots` takes (screen, name) for a picture.
    static async open(ending, name, words, {width = 1280, height = 800, shots = async () => {}} = {}) {
        const desk = new Desk();
        desk.name = name;
        desk.shots = shots;
        desk.#words = words;
        desk.home = mkdtempSync(join(tmpdir(), `bayline-${name}-`));
        ending.add(() => rmSync(desk.home, {recursive: true, force: true}));
        desk.screen = await Screen.open({width, height});
        ending.add(() => desk.screen.close());
        await desk.#start();
        ending.add(() => desk.app.close());
        return desk;
    }

    async #start() {
        this.app = await App.start(this.screen, this.#words, {home: this.home});
    }

    /// The program has ended without being asked to.
    get fallen() { return this.app.ended; }

    kill() { this.app.kill(); }

    /// The person starts the program again and signs in.
    async rise() {
        await this.#start();
        if (this.#person)
            await this.signIn(...this.#person);
    }

    /// Tries again while the database is away: the window says so, and the person does.
    async signIn(number, pin) {
        this.#person = [number, pin];
        for (let attempt = 1; ; ++attempt) {
            try {
                return await this.app.signIn(number, pin);
            } catch (error) {
                if (this.fallen || attempt === 4 || !(await this.shows('sign_in.number')))
                    throw error;
            }
        }
    }

    /// The person at this PC, whoever was before.
    async switchPerson(number, pin) {
        const signedOut = await this.shows('sign_in.number');
        if (!signedOut && this.#person?.[0] === number)
            return;
        if (!signedOut) {
            await this.app.click('header.leave');
            await this.app.waitFor('sign_in.number');
        }
        await this.signIn(number, pin);
    }

    /// A moment later: a window that was just opened is still being laid out.
    async shot(what) {
        await sleep(400);
        await this.shots(this.screen, `${this.name}-${what}`);
    }

    async shows(name) {
        const found = await this.app.find(name);
        return Boolean(found.found && found.shown);
    }

    async usable(name) {
        const found = await this.app.find(name);
        return Boolean(found.found && found.shown && found.enabled);
    }

    async screenNamed(name) {
        await this.app.clickExactPart('rail', `rail.${name}`);
        await this.app.idle();
    }

    async onBoard(plate) { return (await this.app.partWith('board.columns', plate)).found; }

    /// Opens an order from the board with a double click on its card, or by searching when it has left the board.
    async openOrder(plate, {delivered = false} = {}) {
        if (await this.shows('head.plate'))
            return;
        if (delivered) {
            await this.screenNamed('search');
            await this.app.fill('search.text', plate);
            await this.app.clickPart('search.hits', plate);
            await this.app.idle();
            await this.app.clickPart('search.history', 'WO-', {count: 2});
        } else {
            await this.screenNamed('board');
            await this.app.waitForPart('board.columns', plate, 20000);
            await this.app.clickPart('board.columns', plate, {count: 2});
        }
        await this.app.waitFor('head.plate');
        await this.app.idle();
    }

    async closeOrder() {
        if (!(await this.shows('head.plate')))
            return;
        await this.app.key('alt+F4');
        await this.app.waitGone('head.plate');
    }

    /// Clicks again when a banner that appeared just then has moved the tabs away from under the mouse.
    async tab(name) {
        for (let attempt = 1; ; ++attempt) {
            await this.app.click(`tab.${name}`);
            try {
                await this.app.waitFor(`page.${name}`, {enabled: false, timeout: 5000});
                break;
            } catch (error) {
                if (this.fallen || attempt === 3)
                    throw error;
            }
        }
        await this.app.idle();
    }

    async namesWith(prefix) { return (await this.app.names()).filter(name => name.startsWith(prefix)); }

    async named(prefix) {
        return until(`a control named ${prefix}…`, async () => {
            const found = await this.namesWith(prefix);
            return found.length > 0 ? found : null;
        });
    }

    async firstUsable(prefix) {
        for (const name of await this.namesWith(prefix))
            if (await this.usable(name))
                return name;
        return null;
    }

    /// Chooses a file in the system's own dialog by typing its path.
    async chooseFile(path) {
        await sleep(900);
        await this.app.type('/');
        await sleep(300);
        await this.app.key('ctrl+a');
        await this.app.type(path);
        await sleep(500);
        await this.app.key('Return');
        await sleep(400);
    }
}
