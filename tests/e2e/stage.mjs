// SPDX-License-Identifier: GPL-3.0-or-later
// What a play needs behind the scenes: a shop in a private database, the customer app's backend, and an end to both.
import {spawn, execFileSync} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {binaries} from '../ui/harness.mjs';

/// What was begun, to be ended in the opposite order, whatever happens.
export class Ending {
    #steps = [];
    #done = false;

    constructor() {
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
            process.once(signal, () => this.end().then(() => process.exit(130)));
    }

    add(step) { this.#steps.push(step); }

    async end() {
        if (this.#done)
            return;
        this.#done = true;
        for (const step of this.#steps.reverse()) {
            try {
                await step();
            } catch (error) {
                console.error(`while ending: ${error.message}`);
            }
        }
    }
}

const program = name => join(binaries, name);

function admin(...words) {
    return execFileSync(program('bayline-admin'), words, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit']});
}

/// A directory that the database's own user can reach.
export function workDirectory(ending) {
    const directory = mkdtempSync(join(tmpdir(), 'bayline-stage-'));
    chmodSync(directory, 0o755);
    ending.add(() => rmSync(directory, {recursive: true, force: true}));
    return directory;
}

function startCluster(ending, directory) {
    const owner = admin('cluster', 'start', '--directory', directory).trim().split('\n').pop();
    ending.add(() => { admin('cluster', 'stop', '--directory', directory); });
    return owner;
}

/// The demo shop, running; with connection texts of its owner, a desk PC, a bay PC and the relay.
export function openDemoShop(ending, directory) {
    const owner = `${startCluster(ending, join(directory, 'shop'))} dbname=bayline`;
    admin('init', '--database', owner, '--shop-name', 'Bayline Demo');
    admin('load-demo', '--database', owner);
    const device = (name, kind) => admin('device', 'add', name, '--class', kind, '--database', owner)
        .split('\n').find(line => line.includes('password=')).trim();
    return {owner, desk: device('front', 'desk'), bay: device('bay1', 'bay'), relay: device('sender', 'relay'),
            verify: () => admin('verify', '--database', owner).trim()};
}

/// The customer app's backend with a database of its own, and a one-time code for a shop.
export async function openPortal(ending, directory) {
    const database = `${startCluster(ending, join(directory, 'customer-app'))} dbname=postgres`;
    const server = spawn(program('bayline-portal'), ['serve', '--database', database, '--listen', '127.0.0.1:0'],
                         {stdio: ['ignore', 'pipe', 'pipe']});
    ending.add(() => new Promise(done => {
        if (server.exitCode !== null || server.signalCode !== null)
            return done();
        server.once('exit', done);
        return server.kill('SIGTERM');
    }));
    let said = '';
    server.stderr.on('data', text => { said += text; });
    const url = await new Promise((done, failed) => {
        createInterface({input: server.stdout}).on('line', line => {
            const found = line.match(/https?:\/\/[0-9.]+:\d+/);
            if (found)
                done(found[0]);
        });
        server.once('exit', code => failed(new Error(`the portal ended with ${code}: ${said}`)));
    });
    const code = execFileSync(program('bayline-portal'), ['pair', '--database', database, '--shop-name', 'Bayline Demo'],
                              {encoding: 'utf8'}).match(/[0-9A-Z]{5}-[0-9A-Z]{5}/)[0];
    return {url, code, database};
}
