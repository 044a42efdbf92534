// SPDX-License-Identifier: GPL-3.0-or-later
// Drives the program as a person does: a virtual display with a window manager, real clicks and keys through the X
// server. The program only says where its controls are (bayline-probe).
import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const sleep = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

/** "--name value" of the command line. */
export function option(name, fallback) {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? fallback : process.argv[at + 1];
}

export const bin = option('bin', 'build/release/bin');

const children = [];

/** Starts a child that ends with us, however we end. */
export function start(command, args, options = {}) {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
    children.push(child);
    return child;
}

/** Ends children and throws away directories; the last started first. */
const clean = [];
export function atEnd(action) { clean.push(action); }

let finished = false;
export async function finish() {
    if (finished) return;
    finished = true;
    for (const child of children.reverse()) {
        if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    }
    await sleep(300);
    for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    for (const action of clean.reverse()) {
        try { await action(); } catch (error) { console.error(`cleaning up: ${error.message}`); }
    }
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => finish().then(() => process.exit(1)));

/** Runs a test to its end and turns the result into the exit code. */
export async function main(test) {
    let code = 0;
    try {
        await test();
    } catch (error) {
        code = 1;
        console.error(`FAILED: ${error.stack ?? error}`);
    }
    await finish();
    process.exit(code);
}

/** A directory that the database's own user can reach, thrown away at the end. */
export function workDirectory(name) {
    const directory = mkdtempSync(join(tmpdir(), `bayline-${name}-`));
    chmodSync(directory, 0o755);
    atEnd(() => rmSync(directory, { recursive: true, force: true }));
    return directory;
}

export function admin(...args) {
    return execFileSync(join(bin, 'bayline-admin'), args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** A private database with the demo shop, running until the end. Gives the connection texts of a desk and a bay PC. */
export function openShop(directory, { demo = true } = {}) {
    const shop = join(directory, 'shop');
    const owner = admin('cluster', 'start', '--directory', shop).trim().split('\n').pop();
    atEnd(() => admin('cluster', 'stop', '--directory', shop));
    admin('init', '--database', owner, '--shop-name', 'Bayline Demo');
    if (demo) admin('load-demo', '--database', owner);
    const device = (name, kind) => admin('device', 'add', name, '--class', kind, '--database', owner)
        .split('\n').find((line) => line.includes('password='));
    return { owner, directory: shop, desk: device('tour-desk', 'desk'), bay: device('tour-bay', 'bay'), relay: device('tour-relay', 'relay') };
}

/** The customer app's backend with a database of its own, paired with the shop. */
export async function openPortal(directory, shop) {
    const app = join(directory, 'app');
    const database = admin('cluster', 'start', '--directory', app).trim().split('\n').pop().replace("dbname='bayline'", "dbname='postgres'");
    atEnd(() => admin('cluster', 'stop', '--directory', app));
    const portal = { url: '', database, process: null };
    portal.begin = async (listen) => {
        portal.process = start(join(bin, 'bayline-portal'), ['serve', '--database', database, '--listen', listen]);
        let said = '';
        portal.process.stderr.on('data', (text) => { said += text; });
        portal.url = await new Promise((resolve, reject) => {
            createInterface({ input: portal.process.stdout }).on('line', (line) => {
                const url = line.match(/https?:\/\/[0-9.]+:\d+/);
                if (url) resolve(url[0]);
            });
            portal.process.on('exit', (code) => reject(new Error(`the portal ended with ${code}: ${said}`)));
        });
    };
    await portal.begin('127.0.0.1:0');
    const code = execFileSync(join(bin, 'bayline-portal'), ['pair', '--database', database, '--shop-name', 'Bayline Demo'], { encoding: 'utf8' })
        .match(/[0-9A-Z]{5}-[0-9A-Z]{5}/)[0];
    portal.code = code;
    if (shop) admin('pair', portal.url, code, '--database', shop.owner);
    return portal;
}

/** A display of its own with a window manager. */
export async function openDisplay(size = '1280x800') {
    const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-dpi', '96'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    children.push(server);
    const number = await new Promise((resolve, reject) => {
        server.stdio[3].once('data', (text) => resolve(String(text).trim()));
        server.on('exit', () => reject(new Error('Xvfb did not start')));
    });
    const display = `:${number}`;
    start('openbox', [], { env: { ...process.env, DISPLAY: display }, stdio: 'ignore' });
    await sleep(300);
    return display;
}

/** One running program in front of one person. */
export class Pc {
    constructor(name, { display, args, env = {}, shots = null }) {
        this.name = name;
        this.display = display;
        this.shots = shots;
        this.env = { ...process.env, DISPLAY: display, GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1', ...env };
        this.pending = new Map();
        this.nextId = 1;
        this.log = '';
        this.child = start(join(bin, 'bayline-probe'), args, { env: this.env });
        this.child.stderr.on('data', (text) => { this.log += text; });
        createInterface({ input: this.child.stdout }).on('line', (line) => {
            let answer;
            try { answer = JSON.parse(line); } catch { return; }
            this.pending.get(answer.id)?.(answer);
            this.pending.delete(answer.id);
        });
        this.child.on('exit', (code, signal) => {
            this.ended = `${this.name} ended with ${code ?? signal}: ${this.log.slice(-2000)}`;
            for (const answer of this.pending.values()) answer({ error: this.ended });
        });
    }

    /** A program on a display of its own. `database` is a connection text. */
    static async open(name, { database, relay, size = '1280x800', language = 'en', directory, shots, env = {}, extra = [] }) {
        const display = await openDisplay(size);
        const settings = join(directory, `${name}.json`);
        const args = ['--database', database, '--language', language, '--settings', settings, ...extra];
        if (relay) args.push('--relay-database', relay);
        else args.push('--no-relay');
        const home = join(directory, `home-${name}`);
        mkdirSync(home, { recursive: true });
        const pc = new Pc(name, { display, args, shots, env: { HOME: home, XDG_CONFIG_HOME: join(home, '.config'), XDG_DATA_HOME: join(home, '.local'), ...env } });
        await pc.waitFor('sign_in.number', 30_000);
        return pc;
    }

    ask(question) {
        if (this.ended) throw new Error(this.ended);
        const id = this.nextId++;
        return new Promise((resolve, reject) => {
            const timer = setTimeout(() => reject(new Error(`${this.name} does not answer ${JSON.stringify(question)}`)), 20_000);
            this.pending.set(id, (answer) => {
                clearTimeout(timer);
                if (answer.error) reject(new Error(answer.error));
                else resolve(answer);
            });
            this.child.stdin.write(`${JSON.stringify({ ...question, id })}\n`);
        });
    }

    find(name) { return this.ask({ find: name }); }

    async list(prefix) { return (await this.ask({ list: prefix })).items; }

    async windows() { return (await this.ask({ windows: true })).items; }

    /** Waits until the control is there and `holds` of it. */
    async waitFor(name, timeout = 10_000, holds = () => true) {
        const until = Date.now() + timeout;
        let last;
        do {
            last = await this.find(name);
            if (last.found && holds(last)) return last;
            await sleep(60);
        } while (Date.now() < until);
        await this.shot(`trouble-${name.replace(/[^\w.-]/g, '_')}`);
        throw new Error(`${this.name}: ${name} did not come as expected; last seen: ${JSON.stringify(last)}`);
    }

    async waitGone(name, timeout = 10_000) {
        const until = Date.now() + timeout;
        while (Date.now() < until) {
            if (!(await this.find(name)).found) return;
            await sleep(60);
        }
        await this.shot(`trouble-${name.replace(/[^\w.-]/g, '_')}`);
        throw new Error(`${this.name}: ${name} did not go`);
    }

    xdo(...args) { return run('xdotool', args.map(String), { env: this.env }); }

    /** Clicks the middle of a control once it is there, enabled and has stopped moving. */
    async click(name, { button = 1, times = 1, timeout = 10_000 } = {}) {
        await this.waitFor(name, timeout, (it) => it.enabled && it.w > 0 && it.h > 0);
        const before = await this.find(name);
        await sleep(80);
        let at = await this.find(name);
        for (let tries = 0; tries < 20 && (at.x !== before.x || at.y !== before.y || !at.w); ++tries) {
            await sleep(80);
            at = await this.find(name);
        }
        const [width, height] = [1, 1];
        await this.xdo('mousemove', Math.round(at.x + at.w * width / 2), Math.round(at.y + at.h * height / 2));
        await sleep(40);
        await this.xdo('click', '--repeat', times, '--delay', 60, button);
        await sleep(120);
        return at;
    }

    /** Types text where the focus is. The clipboard is not used: these are keys. */
    async type(text) {
        await this.xdo('type', '--delay', 12, '--', text);
        await sleep(120);
    }

    async key(...keys) {
        await this.xdo('key', ...keys);
        await sleep(100);
    }

    /** Clicks into a box, replaces what is in it, and makes sure that it took the text. */
    async fill(name, text) {
        for (let tries = 0; ; ++tries) {
            await this.click(name);
            await this.key('ctrl+a');
            if (text === '') await this.key('Delete');
            else await this.type(text);
            const now = await this.find(name);
            if (now.text === text || tries === 2) return now;
            await sleep(200);
        }
    }

    /** Turns the wheel over a control until one inside it can be seen within it. */
    async scrollTo(name, inside) {
        for (let tries = 0; tries < 60; ++tries) {
            const [item, box] = [await this.find(name), await this.find(inside)];
            if (item.found && item.h > 0 && item.y >= box.y && item.y + item.h <= box.y + box.h) return item;
            const down = !item.found || item.h === 0 || item.y + item.h > box.y + box.h;
            await this.xdo('mousemove', Math.round(box.x + box.w - 30), Math.round(box.y + box.h / 2), 'click', '--repeat', 2, '--delay', 15, down ? 5 : 4);
            await sleep(90);
        }
        throw new Error(`${this.name}: ${name} cannot be scrolled to in ${inside}`);
    }

    async drag(from, to) {
        const [a, b] = [await this.waitFor(from), await this.waitFor(to)];
        await this.xdo('mousemove', Math.round(a.x + a.w / 2), Math.round(a.y + a.h / 2), 'mousedown', 1);
        for (let step = 1; step <= 8; ++step) {
            await this.xdo('mousemove', Math.round(a.x + a.w / 2 + (b.x + b.w / 2 - a.x - a.w / 2) * step / 8), Math.round(a.y + a.h / 2 + (b.y + b.h / 2 - a.y - a.h / 2) * step / 8));
            await sleep(30);
        }
        await this.xdo('mouseup', 1);
        await sleep(200);
    }

    async shot(name) {
        if (!this.shots) return;
        await run('import', ['-window', 'root', join(this.shots, `${name}.png`)], { env: this.env });
    }

    async signIn(number, pin) {
        await this.fill('sign_in.number', number);
        await this.click('sign_in.pin');
        await this.type(pin);
        await this.key('Return');
        await this.waitGone('sign_in.pin', 15_000);
    }

    /** Ends the program as its person would: by its window. */
    async close() {
        this.child.kill('SIGTERM');
        for (let tries = 0; tries < 50 && this.child.exitCode === null && this.child.signalCode === null; ++tries) await sleep(100);
    }
}

export function check(condition, sentence) {
    if (!condition) throw new Error(sentence);
}

export { existsSync, mkdirSync, writeFileSync };
