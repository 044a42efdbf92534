// SPDX-License-Identifier: GPL-3.0-or-later
// What a play needs behind the scenes: a shop in a private database, the customer app's backend, and an end to both.
import {spawn, execFileSync} from 'node:child_process';
import {chmodSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {binaries, sleep, until} from '../ui/harness.mjs';

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
    return execFileSync(program('bayline-admin'), words, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});
}

/// A directory that the database's own user can reach.
export function workDirectory(ending) {
    const directory = mkdtempSync(join(tmpdir(), 'bayline-stage-'));
    chmodSync(directory, 0o755);
    ending.add(() => rmSync(directory, {recursive: true, force: true}));
    return directory;
}

/// A private PostgreSQL server that can be killed and started again where it was.
class Cluster {
    constructor(ending, directory) {
        this.directory = directory;
        this.owner = this.#start();
        ending.add(() => { admin('cluster', 'stop', '--directory', directory); });
    }

    #start() { return admin('cluster', 'start', '--directory', this.directory).trim().split('\n').pop(); }

    /// Kills the postmaster; its children end by themselves, and until they have, a new one refuses to start.
    async killAndStart() {
        process.kill(Number(readFileSync(join(this.directory, 'data/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
        await sleep(1000);
        await until('the database server to start again', async () => {
            try {
                return this.#start();
            } catch {
                return null;
            }
        }, 30000, 500);
    }
}

/// The demo shop, running; with connection texts of its owner, a desk PC, a bay PC and the relay.
export function openDemoShop(ending, directory) {
    const cluster = new Cluster(ending, join(directory, 'shop'));
    const owner = `${cluster.owner.replace(/ dbname=.*/, '')} dbname=bayline`;
    admin('init', '--database', owner, '--shop-name', 'Bayline Demo');
    admin('load-demo', '--database', owner);
    const device = (name, kind) => admin('device', 'add', name, '--class', kind, '--database', owner)
        .split('\n').find(line => line.includes('password=')).trim();
    return {owner, desk: device('front', 'desk'), bay: device('bay1', 'bay'), relay: device('sender', 'relay'),
            verify: () => admin('verify', '--database', owner).trim(), killAndStart: () => cluster.killAndStart()};
}

/// The customer app's backend with a database of its own.
class Portal {
    #port = 0;
    #shop = null;

    constructor(ending, directory) {
        this.cluster = new Cluster(ending, join(directory, 'customer-app'));
        this.database = `${this.cluster.owner.replace(/ dbname=.*/, '')} dbname=postgres`;
        ending.add(() => this.#end('SIGTERM'));
    }

    async start() {
        this.server = spawn(program('bayline-portal'), ['serve', '--database', this.database, '--listen', `127.0.0.1:${this.#port}`],
                            {stdio: ['ignore', 'pipe', 'pipe']});
        let said = '';
        this.server.stderr.on('data', text => { said += text; });
        this.url = await new Promise((done, failed) => {
            createInterface({input: this.server.stdout}).on('line', line => {
                const found = line.match(/https?:\/\/[0-9.]+:\d+/);
                if (found)
                    done(found[0]);
            });
            this.server.once('exit', code => failed(new Error(`the portal ended with ${code}: ${said}`)));
        });
        this.#port = new URL(this.url).port;
    }

    #end(signal) {
        return new Promise(done => {
            if (this.server.exitCode !== null || this.server.signalCode !== null)
                return done();
            this.server.once('exit', done);
            return this.server.kill(signal);
        });
    }

    async killAndStart() {
        await this.#end('SIGKILL');
        await this.start();
    }

    /// Until start() is called again, at the same address.
    stop() { return this.#end('SIGTERM'); }

    /// A one-time code for the shop; every call makes a new one. Its database may be away just then.
    pairingCode() {
        const which = this.#shop ? ['--shop-id', this.#shop] : ['--shop-name', 'Bayline Demo'];
        return until('a pairing code', async () => {
            try {
                const said = execFileSync(program('bayline-portal'), ['pair', '--database', this.database, ...which],
                                          {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});
                this.#shop = said.match(/shop id: (\S+)/)[1];
                return said.match(/[0-9A-Z]{5}-[0-9A-Z]{5}/)[0];
            } catch {
                return null;
            }
        }, 30000, 500);
    }
}

export async function openPortal(ending, directory) {
    const portal = new Portal(ending, directory);
    await portal.start();
    return portal;
}

/// The relay as a service, beside the one in a desktop program: it does not matter which of them sends.
export class RelayService {
    constructor(ending, database) {
        this.database = database;
        this.#start();
        ending.add(() => this.service.kill('SIGTERM'));
    }

    #start() {
        this.service = spawn(program('bayline-relay'), [], {env: {...process.env, BAYLINE_DATABASE: this.database}, stdio: 'ignore'});
    }

    killAndStart() {
        this.service.kill('SIGKILL');
        this.#start();
    }
}
