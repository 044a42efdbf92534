// SPDX-License-Identifier: GPL-3.0-or-later
// A person's hands at one PC: does what it is told, with mouse and keyboard alone, and counts what that costs.
import {sleep, until} from '../ui/harness.mjs';

/// Seconds that a practised person needs, by the keystroke-level model of Card, Moran and Newell (1980): a key of an
/// average typist, a pointing with its click, and getting ready for an action.
const kKey = 0.28;
const kClick = 1.3;
const kReady = 1.35;

/// The least side of what a gloved finger has to hit.
export const kGlove = 44;

export class Hands {
    #now = null;
    actions = [];
    /// Whether what is clicked has to be large enough for a glove.
    gloves = false;

    constructor(desk) { this.desk = desk; }

    get app() { return this.desk.app; }

    /// One action of the day: clicks, keys that are no typing, letters typed, and the seconds the program made the person
    /// wait. `most`: clicks it may take, typing and the choice of a field apart.
    async action(title, play, most = 3) {
        this.#now = {title, clicks: 0, keys: 0, letters: 0, fields: 0, waited: 0};
        const started = Date.now();
        await play();
        await this.settle();
        const now = this.#now;
        this.#now = null;
        now.took = (Date.now() - started) / 1000;
        now.byHand = kReady + now.clicks * kClick + (now.keys + now.letters) * kKey + now.waited;
        this.actions.push(now);
        console.log(`${this.desk.name}: ${title}: ${now.clicks} clicks, ${now.keys} keys, ${now.letters} letters, ` +
                    `${now.waited.toFixed(1)} s waited`);
        if (now.clicks - now.fields > most)
            throw new Error(`“${title}” took ${now.clicks - now.fields} clicks instead of ${most}`);
    }

    /// Until the program has nothing left to do; the person waits for it.
    async settle() {
        const started = Date.now();
        await this.app.idle();
        if (this.#now)
            this.#now.waited += (Date.now() - started) / 1000;
    }

    /// Looks for something while the clock of waiting runs.
    async see(look) {
        const started = Date.now();
        const seen = await look(this.app);
        if (this.#now)
            this.#now.waited += (Date.now() - started) / 1000;
        return seen;
    }

    #count(what, number = 1) {
        if (this.#now)
            this.#now[what] += number;
    }

    /// A window that was just opened is laid out a moment later.
    async #measure(name) {
        await this.app.waitFor(name);
        if (!this.gloves)
            return;
        let size = [];
        await until('large enough', async () => {
            size = (await this.app.find(name)).rect.slice(2);
            return size.every(side => side >= kGlove);
        }, 1000).catch(() => { throw new Error(`“${name}” is ${size.join(' × ')}: too small for a glove`); });
    }

    async click(name, options = {}) {
        await this.#measure(name);
        await this.app.click(name, options);
        this.#count('clicks', options.count ?? 1);
        await this.settle();
    }

    /// Ticks a box; once more when the list was still rolling under the first click.
    async tick(name) {
        const ticked = () => until('the tick', async () => (await this.app.find(name)).value === true, 1500).then(() => true, () => false);
        await this.click(name);
        if (!(await ticked())) {
            await this.app.click(name);
            await ticked();
        }
    }

    async clickPart(name, text, options = {}) {
        await this.app.clickPart(name, text, options);
        this.#count('clicks', options.count ?? 1);
        await this.settle();
    }

    async clickExactPart(name, part, options = {}) {
        await this.app.clickExactPart(name, part, options);
        this.#count('clicks', options.count ?? 1);
        await this.settle();
    }

    async key(...keys) {
        await this.app.key(...keys);
        this.#count('keys', keys.length);
        await this.settle();
    }

    /// Types where the keyboard is.
    async type(text) {
        // Letters that are not on the keyboard need time under load, or some are lost.
        await this.app.type(text, /^[\x20-\x7e\n]*$/.test(text) ? 1 : 5);
        this.#count('letters', [...text].length);
        await sleep(100);
        await this.settle();
    }

    /// Types into a field that gets the keyboard by itself, as the first one of a dialog does.
    async typeInto(name, text) {
        await this.see(() => until(`the keyboard in “${name}”`, async () => (await this.app.find(name)).focus, 60000));
        const holds = () => until(`“${text}”`, async () => (await this.app.find(name)).value === text, 4000).then(() => true, () => false);
        await this.type(text);
        // A machine under load swallows letters; a person would see it and type again.
        for (let attempt = 0; attempt < 3 && !(await holds()); ++attempt) {
            await this.app.key('ctrl+a', 'Delete');
            await this.app.type(text, 5);
        }
        if (!(await holds()))
            throw new Error(`“${name}” holds “${(await this.app.find(name)).value}” instead of “${text}”`);
        await this.settle();
    }

    /// Goes to a field with a click and types.
    async fill(name, text) {
        await this.#measure(name);
        await this.app.fill(name, text);
        this.#count('clicks');
        this.#count('fields');
        this.#count('letters', [...text].length);
    }

    /// Picks from a drop-down list: a click to open, one on the entry.
    async choose(name, entry) {
        await this.app.choose(name, entry);
        this.#count('clicks', 2);
        await this.settle();
    }
}

/// The actions as rows of a Markdown table.
export function table(actions) {
    const rows = actions.map(({title, clicks, keys, letters, waited, byHand}) =>
        `| ${title} | ${clicks} | ${keys} | ${letters} | ${waited.toFixed(1)} | ${byHand.toFixed(0)} |`);
    return ['| action | clicks | keys | letters | s waited | s by hand |', '|---|---|---|---|---|---|', ...rows].join('\n');
}
