// SPDX-License-Identifier: GPL-3.0-or-later
// What a desk does all day, create, change, list and search, beside the same with the records of Tryton, a business server
// that Debian has: as many customers, the same PostgreSQL server, in turns. Ours is asked over libpq, Tryton over its
// JSON-RPC. What is missing is installed. Prints lines for table.mjs.
//
//   node records.mjs BIN [--quick]
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./desktop_row.mjs";
import { Talker, run } from "./talker.mjs";

const [bin, quick] = process.argv.slice(2);
const rounds = quick ? 2 : 7;
const size = quick ? { create: 20, update: 20, list: 10, search: 20 } : { create: 60, update: 60, list: 30, search: 60 };
const listed = 200;
const directory = mkdtempSync(join(tmpdir(), "bayline-records-"));
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));

function install() {
    const sudo = process.getuid() === 0 ? [] : ["sudo", "-n"];
    if (spawnSync("trytond", ["--version"]).status === 0) return;
    say("records: installing tryton-server");
    const [program, ...args] = [...sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "tryton-server", "tryton-modules-party",
        "python3-psycopg2"];
    spawnSync(program, args, { stdio: ["ignore", "ignore", "inherit"] });
}

install();
say("records: loading a shop");
const shop = new Talker(join(bin, "bayline-bench-records"), []);
const { owner, customers, names } = await shop.answer();
const host = /host='?([^' ]+)/.exec(owner)[1];
const user = /user='?([^' ]+)/.exec(owner)[1];

function psql(database, statement) {
    const done = spawnSync("psql", ["-h", host, "-U", user, "-qXc", statement, database], { encoding: "utf8" });
    if (done.status !== 0) throw new Error(done.stderr);
}

const freePort = () => new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
        const { port } = server.address();
        server.close(() => resolve(port));
    });
});

/// A Tryton server with a database of its own on the shop's PostgreSQL server, filled with as many parties.
class Tryton {
    async start() {
        psql("postgres", "create role tryton login superuser password 'tryton'");
        psql("postgres", "create database tryton owner tryton");
        this.address = `http://127.0.0.1:${await freePort()}`;
        const configuration = join(directory, "trytond.conf");
        writeFileSync(configuration, `[database]\nuri = postgresql://tryton:tryton@/\n[web]\nlisten = ${this.address.slice(7)}\n`);
        const password = join(directory, "password");
        writeFileSync(password, "a-password-of-this-run");
        const options = { env: { ...process.env, PGHOST: host, TRYTONPASSFILE: password }, stdio: ["ignore", "ignore", "ignore"] };
        const made = spawnSync("trytond-admin", ["-c", configuration, "-d", "tryton", "--all", "--email", "someone@example.org", "-u", "party", "--activate-dependencies"],
            { ...options, stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
        if (made.status !== 0) throw new Error(made.stderr.split("\n").slice(-3).join(" "));
        psql("tryton", `insert into party_party (name, code, active, create_uid, create_date)
            select (array[${names.map((name) => `'${name}'`)}])[1 + i % ${names.length}], 'P' || i, true, 1, now() from generate_series(1, ${customers}) i`);
        psql("tryton", "analyze");
        run("trytond", ["-c", configuration, "-d", "tryton"], options);
        for (let left = 300; ; --left) {
            try {
                const [id, session] = await this.call("common.db.login", ["admin", { password: "a-password-of-this-run" }, "en"]);
                this.session = `Session ${Buffer.from(`admin:${id}:${session}`).toString("base64")}`;
                break;
            } catch (error) {
                if (left === 0) throw error;
                await sleep(200);
            }
        }
        this.context = await this.call("model.res.user.get_preferences", [true, {}]);
        this.parties = await this.call("model.party.party.search", [[], 0, listed, null, this.context]);
        this.made = 0;
    }
    async call(method, params) {
        const answer = await fetch(`${this.address}/tryton/`, { method: "POST", body: JSON.stringify({ id: 1, method, params }),
            headers: { "content-type": "application/json", ...(this.session ? { authorization: this.session } : {}) } });
        const { result, error } = await answer.json();
        if (error) throw new Error(JSON.stringify(error).slice(0, 300));
        return result;
    }
    create() {
        const n = ++this.made;
        return this.call("model.party.party.create", [[{ name: `New customer ${n}`, addresses: [["create", [{ street: `${n} Workshop Road` }]]],
            contact_mechanisms: [["create", [{ type: "phone", value: `138${String(n).padStart(8, "0")}` }]]] }], this.context]);
    }
    update() {
        const id = this.parties[++this.made % this.parties.length];
        return this.call("model.party.party.write", [[id], { name: `Renamed ${this.made}` }, this.context]);
    }
    list() {
        return this.call("model.party.party.search_read", [[], 0, listed, [["name", "ASC"]], ["name", "code", "full_name", "active"], this.context]);
    }
    async search() {
        const name = names[++this.made % names.length];
        const found = await this.call("model.party.party.search_read", [[["rec_name", "ilike", `%${name.slice(-2)}%`]], 0, 20, null,
            ["rec_name", "code"], this.context]);
        if (found.length === 0) throw new Error("nobody was found");
    }
    async timed(what, count) {
        const times = [];
        for (let i = 0; i < count; ++i) {
            const start = performance.now();
            await this[what]();
            times.push(performance.now() - start);
        }
        return times;
    }
}

const tryton = new Tryton();
let missing;
try {
    say("records: starting Tryton");
    await tryton.start();
} catch (error) {
    missing = error.message;
}
const quantile = (values, part) => values.toSorted((one, other) => one - other)[Math.floor((values.length - 1) * part)];
const figure = (values) => ({ value: quantile(values, 0.5), text: `${quantile(values, 0.5).toFixed(1)} ms (p99 ${quantile(values, 0.99).toFixed(1)})` });
const results = {};
for (let round = 0; round <= rounds; ++round) {
    for (const [what, count] of Object.entries(size)) {
        const ours = await shop.ask(`${what} ${count}`);
        const peer = missing ? [] : await tryton.timed(what, count);
        if (round === 0) continue; // both have warmed up
        const sides = (results[what] ??= { ours: [], peer: [] });
        sides.ours.push(...ours);
        sides.peer.push(...peer);
    }
}
const measures = {
    create: ["create: customer, car and order", "Tryton: party, address and phone"],
    update: ["change: load, decide, save a stage", "Tryton: write a name"],
    list: [`list: the board of ${listed} and more`, `Tryton: ${listed} parties, four fields`],
    search: ["search: two Chinese characters", "Tryton: the same characters in rec_name"],
};
for (const [what, [measure, name]] of Object.entries(measures)) {
    const ours = figure(results[what].ours);
    if (missing) {
        console.log(JSON.stringify({ row: "records", measure, ours, skipped: missing.slice(0, 120) }));
        continue;
    }
    const peer = { ...figure(results[what].peer), name };
    const ratio = ours.value / peer.value;
    console.log(JSON.stringify({ row: "records", measure, ours, peer, ratio, target: "≤ 1×", holds: ratio <= 1 }));
}
process.exit(0);
