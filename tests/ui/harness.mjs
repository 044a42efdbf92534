// SPDX-License-Identifier: GPL-3.0-or-later
// Drives the desktop program as a person does: a screen of its own (Xvfb, openbox), a real mouse and keyboard (xdotool).
// The probe only tells where things are.
//
//   const screen = await Screen.open({width: 1280, height: 800});
//   const app = await App.start(screen, ['--database', conninfo]);
//   await app.click('sign_in.submit');  await app.type('text');  await app.key('ctrl+s');
//   await app.waitFor('board.columns');  await screen.shot('board.png');
//   await app.close();  await screen.close();
import {spawn, execFile} from 'node:child_process';
import {mkdtemp, rm, mkdir} from 'node:fs/promises';
import {createInterface} from 'node:readline';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

const run = promisify(execFile);
/// How long a test waits for what must happen: for a slow machine, not for a slow program.
const kPatience = 60_000;
export const sleep = milliseconds => new Promise(done => setTimeout(done, milliseconds));
const here = dirname(fileURLToPath(import.meta.url));
export const binaries = process.env.BAYLINE_BIN_DIR ?? resolve(here, '../../build/release/bin');

/// Waits until `probe` gives something true; its last value is returned. Fails with `what` after `timeout`.
export async function until(what, probe, timeout = kPatience, pause = 40) {
    const end = Date.now() + timeout;
    for (;;) {
        const value = await probe();
        if (value)
            return value;
        if (Date.now() > end)
            throw new Error(`waited ${timeout} ms in vain for ${what}`);
        await sleep(pause);
    }
}

async function end(child, signal = 'SIGTERM') {
    if (!child || child.exitCode !== null || child.signalCode !== null)
        return;
    const gone = new Promise(done => child.once('exit', done));
    child.kill(signal);
    await Promise.race([gone, sleep(5000)]);
    if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await gone;
    }
}

/// A display with a window manager.
export class Screen {
    static async open({width = 1280, height = 800} = {}) {
        const screen = new Screen();
        screen.server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-noreset'],
                              {stdio: ['ignore', 'ignore', 'ignore', 'pipe']});
        const number = await new Promise((done, failed) => {
            screen.server.once('exit', () => failed(new Error('Xvfb did not start')));
            createInterface({input: screen.server.stdio[3]}).once('line', done);
        });
        screen.display = `:${number.trim()}`;
        screen.environment = {...process.env, DISPLAY: screen.display, GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1',
                              GTK_OVERLAY_SCROLLING: '1', GSETTINGS_BACKEND: 'memory', LC_ALL: 'C.UTF-8'};
        delete screen.environment.WAYLAND_DISPLAY;
        screen.manager = spawn('openbox', ['--sm-disable'], {env: screen.environment, stdio: 'ignore'});
        await until('the window manager', async () => {
            try {
                return (await run('xdotool', ['get_num_desktops'], {env: screen.environment})).stdout;
            } catch {
                return null;
            }
        });
        return screen;
    }

    xdotool(...words) {
        return run('xdotool', words.map(String), {env: this.environment});
    }

    /// A picture of the whole screen.
    async shot(file) {
        await mkdir(dirname(resolve(file)), {recursive: true});
        await run('import', ['-window', 'root', file], {env: this.environment});
    }

    async close() {
        await end(this.manager);
        await end(this.server);
    }
}

/// A program that answers a JSON object a line.
class Talker {
    constructor(child) {
        this.child = child;
        this.waiting = [];
        this.errors = '';
        createInterface({input: child.stdout}).on('line', line => this.#heard(line));
        child.stderr?.on('data', data => { this.errors = (this.errors + data).slice(-4000); });
        // A killed program's end of the pipe: the question waiting for its answer fails instead.
        child.stdin?.on('error', () => {});
        // A moment later: what it said last is read after it has gone.
        child.once('exit', (code, signal) => setTimeout(() => {
            this.ended = {code, signal};
            for (const {failed} of this.waiting.splice(0))
                failed(new Error(`the program ended (${code ?? signal}): ${this.errors}`));
        }, 100));
    }

    #heard(line) {
        if (!line.startsWith('{'))
            return;
        this.waiting.shift()?.done(JSON.parse(line));
    }

    next() {
        return new Promise((done, failed) => {
            if (this.ended)
                failed(new Error(`the program ended (${this.ended.code ?? this.ended.signal}): ${this.errors}`));
            else
                this.waiting.push({done, failed});
        });
    }

    ask(question) {
        const answer = this.next();
        if (!this.ended)
            this.child.stdin.write(JSON.stringify(question) + '\n');
        return answer;
    }
}

/// The desktop program under test.
export class App {
    /// `options.theme`: e.g. 'Adwaita:dark'; `options.env`: more environment; `options.program`: instead of the probe;
    /// `options.home`: a home directory that outlives the program; `options.waitFor`: another window to wait for.
    static async start(screen, words, {theme, env = {}, home, waitFor = 'main', program = join(binaries, 'bayline-probe')} = {}) {
        const app = new App();
        app.screen = screen;
        app.ownHome = home === undefined;
        app.pixels = Number(env.GDK_SCALE ?? 1); // of the screen, for each one that the program counts
        app.home = home ?? await mkdtemp(join(tmpdir(), 'bayline-ui-'));
        const environment = {...screen.environment, HOME: app.home, XDG_CONFIG_HOME: join(app.home, 'config'),
                             XDG_DATA_HOME: join(app.home, 'data'), XDG_CACHE_HOME: join(app.home, 'cache'),
                             GTK_THEME: theme ?? 'Adwaita', ...env};
        const child = spawn(program, words, {env: environment, stdio: ['pipe', 'pipe', 'pipe']});
        app.talker = new Talker(child);
        await app.talker.next();
        await until('the main window', async () => (await app.windows()).some(window => window.name === waitFor), 180000);
        return app;
    }

    get errors() { return this.talker.errors; }
    get ended() { return this.talker.ended !== undefined; }

    /// As a power cut ends it.
    kill() { this.talker.child.kill('SIGKILL'); }

    /// As a PC that is put to sleep: it does nothing until it wakes, and what it was connected to goes away meanwhile.
    fallAsleep() { this.talker.child.kill('SIGSTOP'); }
    wakeUp() { this.talker.child.kill('SIGCONT'); }

    async windows() { return (await this.talker.ask({windows: true})).windows; }
    async names() { return (await this.talker.ask({names: true})).names; }
    find(name) { return this.talker.ask({find: name}); }
    part(name, part) { return this.talker.ask({find: name, part}); }
    partWith(name, text) { return this.talker.ask({find: name, partText: text}); }
    /// What an eye would object to in the windows that are shown.
    async flaws() { return (await this.talker.ask({flaws: true})).flaws; }
    /// The same in words, once the windows have come to rest: one that is just being laid out has flaws nobody sees.
    async flawsSaid() {
        let said = [];
        await until('the windows to come to rest', async () => {
            const before = said.join();
            said = (await this.flaws()).map(({kind, parent, name, says, more}) => `${kind}: ${parent} > ${name} “${says}” ${more}`);
            return said.length === 0 || said.join() === before;
        }, 10000, 200);
        return said;
    }
    /// The control with the keyboard.
    focused() { return this.talker.ask({focused: true}); }
    async parts(name) { return (await this.talker.ask({parts: name})).parts; }

    /// Nothing runs on the worker and nothing waits for the windows.
    idle(timeout = kPatience) {
        return until('the program to be idle', async () => (await this.talker.ask({idle: true})).idle, timeout);
    }

    /// The control, once it is in sight (and, unless told otherwise, can be used).
    waitFor(name, {timeout = kPatience, enabled = true} = {}) {
        return until(`“${name}”`, async () => {
            const found = await this.find(name);
            return found.found && found.shown && (!enabled || found.enabled) ? found : null;
        }, timeout);
    }

    waitGone(name, timeout = kPatience) {
        return until(`“${name}” to go`, async () => {
            const found = await this.find(name);
            return !found.found || !found.shown;
        }, timeout);
    }

    /// Waits for a label or value that contains the text (or fits the expression).
    waitForText(name, text, timeout = kPatience) {
        return until(`“${name}” to say “${text}”`, async () => {
            const found = await this.find(name);
            const said = `${found.label ?? ''}\n${found.value ?? ''}`;
            return found.shown && (text instanceof RegExp ? text.test(said) : said.includes(text)) ? found : null;
        }, timeout);
    }

    waitForPart(name, text, timeout = kPatience) {
        return until(`“${text}” in “${name}”`, async () => {
            const found = await this.partWith(name, text);
            return found.found && found.shown ? found : null;
        }, timeout);
    }

    async #moveTo([x, y, width, height]) {
        await this.screen.xdotool('mousemove', Math.round((x + width / 2) * this.pixels), Math.round((y + height / 2) * this.pixels));
    }

    /// Scrolls with the wheel until the control can be clicked.
    async reveal(name) {
        let found = await this.waitFor(name, {enabled: false});
        for (let turn = 0; turn < 300; ++turn) {
            const [, top, , height] = found.rect;
            if (found.sight[2] >= Math.min(8, found.rect[2]) && found.sight[3] >= Math.min(height, 24)) {
                // A form that is just being laid out moves its controls: click where one has come to rest.
                await sleep(30);
                const again = await this.find(name);
                if (again.rect.every((side, index) => side === found.rect[index]))
                    return again;
                found = again;
                continue;
            }
            if (!found.scroller?.every((side, index) => index < 2 || side > 12)) {
                await sleep(50); // a window that is just being laid out
                found = await this.find(name);
                continue;
            }
            const [x, y, width, tall] = found.scroller;
            await this.#moveTo([x + width - 12, y, 0, tall]);
            await this.screen.xdotool('click', top < y + tall / 2 ? 4 : 5);
            await sleep(30);
            found = await this.find(name);
        }
        throw new Error(`“${name}” cannot be brought into sight`);
    }

    async click(name, {count = 1, button = 1, timeout = kPatience} = {}) {
        await this.waitFor(name, {timeout});
        const found = await this.reveal(name);
        await this.#moveTo(found.sight);
        await this.screen.xdotool('click', '--repeat', count, '--delay', 60, button);
        await sleep(60);
    }

    /// Turns the wheel over the control; up with a negative number.
    async wheel(name, turns) {
        await this.#moveTo((await this.waitFor(name, {enabled: false})).sight);
        await this.screen.xdotool('click', '--repeat', Math.abs(turns), '--delay', 30, turns < 0 ? 4 : 5);
        await this.idle();
        await sleep(60);
    }

    async clickPart(name, text, {count = 1, button = 1} = {}) {
        const found = await this.#atRest(name, text);
        await this.#moveTo(found.sight);
        await this.screen.xdotool('click', '--repeat', count, '--delay', 60, button);
        await sleep(60);
    }

    async clickExactPart(name, part, {count = 1, button = 1} = {}) {
        const found = await until(`“${part}” in “${name}”`, async () => {
            const one = await this.part(name, part);
            return one.found && one.shown ? one : null;
        });
        await this.#moveTo(found.sight);
        await this.screen.xdotool('click', '--repeat', count, '--delay', 60, button);
        await sleep(60);
    }

    /// Types into whatever has the focus.
    /// A machine under load loses characters that come before the keyboard map has changed for them: more patience.
    async type(text, patience = 1) {
        for (const piece of text.split(/(\n)/)) {
            if (piece === '\n')
                await this.key('Return');
            else if (piece !== '')
                await this.screen.xdotool('type', '--delay', (/^[\x20-\x7e]*$/.test(piece) ? 8 : 40) * patience, '--', piece);
        }
        await sleep(60);
    }

    async key(...keys) {
        await this.screen.xdotool('key', '--delay', 30, ...keys);
        await sleep(60);
    }

    /// Clicks into a text field until it has the focus: a click that falls on a form that is just moving hits beside it.
    async #enter(name) {
        for (let attempt = 0; attempt < 4; ++attempt) {
            await this.click(name);
            const end = Date.now() + 1000;
            while (Date.now() < end) {
                if ((await this.find(name)).focus)
                    return;
                await sleep(40);
            }
        }
    }

    /// Replaces the content of a text field, and waits until it stands there.
    async fill(name, text) {
        await this.#enter(name);
        for (let attempt = 0; attempt < 3; ++attempt) {
            await this.key('ctrl+a', 'Delete');
            await this.type(text, 1 + 2 * attempt);
            const end = Date.now() + 4000;
            while (Date.now() < end) {
                const found = await this.find(name);
                if (found.value === text || found.value === undefined)
                    return;
                await sleep(50);
            }
        }
        throw new Error(`“${name}” holds “${(await this.find(name)).value}” instead of “${text}”`);
    }

    /// Picks an entry of a drop-down list.
    async choose(name, entry) {
        const found = await this.waitFor(name);
        const index = typeof entry === 'number' ? entry : found.choices.findIndex(choice => choice.includes(entry));
        if (index < 0)
            throw new Error(`“${name}” offers ${found.choices.join(', ')}, not “${entry}”`);
        // On a busy machine the list opens late, and keys that come before it are lost.
        for (const pause of [150, 600, 1800]) {
            await this.click(name);
            await sleep(pause);
            await this.key('Home');
            for (let step = 0; step < index; ++step)
                await this.key('Down');
            await this.key('Return');
            const end = Date.now() + 1500;
            while (Date.now() < end) {
                if ((await this.find(name)).selection === index)
                    return;
                await sleep(40);
            }
            await this.key('Escape');
        }
        throw new Error(`“${name}” does not come to hold “${found.choices[index]}”`);
    }

    /// The part, once it has stopped moving: a banner that appears shifts everything below it.
    async #atRest(name, text) {
        let found = await this.waitForPart(name, text);
        for (let same = 0; same < 3;) {
            await sleep(60);
            const again = await this.waitForPart(name, text);
            same = again.rect.every((side, index) => side === found.rect[index]) ? same + 1 : 0;
            found = again;
        }
        return found;
    }

    /// Drags from one drawn part to another, in small steps as a hand does.
    async drag(name, fromText, toPart) {
        const from = await this.#atRest(name, fromText);
        const to = await this.part(name, toPart);
        const start = [from.sight[0] + from.sight[2] / 2, from.sight[1] + Math.min(20, from.sight[3] / 2)].map(Math.round);
        const goal = [to.sight[0] + to.sight[2] / 2, to.sight[1] + to.sight[3] / 2].map(Math.round);
        await this.screen.xdotool('mousemove', ...start, 'mousedown', 1);
        const steps = 12;
        for (let step = 1; step <= steps; ++step) {
            await this.screen.xdotool('mousemove', Math.round(start[0] + (goal[0] - start[0]) * step / steps),
                                      Math.round(start[1] + (goal[1] - start[1]) * step / steps));
            await sleep(15);
        }
        await this.screen.xdotool('mouseup', 1);
        await sleep(80);
    }

    async signIn(number, pin) {
        await this.fill('sign_in.number', number);
        await this.click('sign_in.pin');
        await this.key('ctrl+a', 'Delete');
        await this.type(pin);
        await this.key('Return');
        await this.waitFor('header');
        await this.idle();
    }

    /// Ends the program by closing its input and waits for it; its exit code.
    async close() {
        if (!this.talker.ended) {
            const gone = new Promise(done => this.talker.child.once('exit', done));
            this.talker.child.stdin.end();
            await Promise.race([gone, sleep(8000)]);
            await end(this.talker.child);
        }
        if (this.ownHome)
            await rm(this.home, {recursive: true, force: true});
        return this.talker.ended?.code ?? this.talker.child.exitCode;
    }
}

/// The test shop: a private database and a second PC in it.
export class Shop {
    static async open() {
        const shop = new Shop();
        const child = spawn(join(binaries, 'bayline-test-shop'), [], {stdio: ['pipe', 'pipe', 'pipe']});
        shop.talker = new Talker(child);
        shop.address = await shop.talker.next();
        return shop;
    }

    async #do(command) {
        const answer = await this.talker.ask(command);
        if (answer.problem)
            throw new Error(answer.problem);
        return answer;
    }

    checkIn(plate, name, more = {}) { return this.#do({check_in: plate, name, ...more}); }
    move(order, to, reason = '') { return this.#do({move: order.id, to, reason}); }
    approve(order) { return this.#do({approve: order.id}); }
    /// Bays, a licensed technician, and the order approved and given to that technician.
    onTheFloor(order, more = {}) { return this.#do({on_the_floor: order.id, ...more}); }
    /// The shop moves to another country, as "PL" with "PLN".
    moveTo(country, currency) { return this.#do({country, currency}); }
    /// The second PC stands in the outlet of this code from now on, and what it checks in is that one's.
    moveToOutlet(code) { return this.#do({outlet: code}); }
    /// Work for the customer (708.00) and for the maker (120.00) approved, done and checked.
    makeReady(order) { return this.#do({make_ready: order.id}); }
    inspect(order) { return this.#do({inspect: order.id}); }
    /// Today's order of a car that was inspected 20 000 km ago.
    twoVisits(plate) { return this.#do({two_visits: plate}); }
    putOff(order) { return this.#do({put_off: order.id}); }
    stopDatabase() { return this.#do({stop: true}); }
    startDatabase() { return this.#do({start: true}); }

    async close() {
        this.talker.child.stdin.end();
        await Promise.race([new Promise(done => this.talker.child.once('exit', done)), sleep(10000)]);
        await end(this.talker.child);
    }
}

/// A directory for pictures of failed or looked-at tests; BAYLINE_SHOTS, else none are taken.
export async function picture(screen, name) {
    if (process.env.BAYLINE_SHOTS)
        await screen.shot(join(process.env.BAYLINE_SHOTS, `${name}.png`));
}
