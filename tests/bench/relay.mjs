// SPDX-License-Identifier: GPL-3.0-or-later
// The relay by itself, for what has no peer: one event a request, a long outage, a standby, the answers' way back, memory
// and rest. The real program on a real shop database, delivering to delivery_sink.mjs. Prints lines for table.mjs.
//
//   node relay.mjs BIN [--quick]
import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { now, say } from "./desktop_row.mjs";
import { slowLine } from "./slow_line.mjs";

const [bin, quick] = process.argv.slice(2);
const here = import.meta.dirname ?? join(process.cwd(), "tests/bench");
const size = quick
    ? { single: 8000, outage: 6000, waiting: 10_000, answers: 100, missed: 1000, idle: 10, streams: 50, photos: 4, changes: 150 }
    : { single: 8000, outage: 60_000, waiting: 100_000, answers: 500, missed: 10_000, idle: 30, streams: 200, photos: 200, changes: 1000 };

const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

function run(command, args, options) {
    const child = spawn(command, args, options);
    running.add(child);
    child.once("exit", () => running.delete(child));
    return child;
}

function talker(command, args) {
    const child = run(command, args, { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const answer = async () => {
        const { value, done } = await lines.next();
        if (done) throw new Error(`${command} ended`);
        return JSON.parse(value);
    };
    const ask = (line) => {
        child.stdin.write(`${line}\n`);
        return answer();
    };
    return { answer, ask };
}

const sink = talker(process.execPath, [join(here, "delivery_sink.mjs")]);
const address = `http://127.0.0.1:${(await sink.answer()).port}`;
const control = async (what, body) => (await fetch(`${address}/control/${what}`, body ? { method: "POST", body: JSON.stringify(body) } : {})).json();
const shop = talker(join(bin, "bayline-bench-delivery"), [address]);
const { relay } = await shop.answer();

const start = () => run(join(bin, "bayline-relay"), [], { env: { ...process.env, BAYLINE_DATABASE: relay }, stdio: ["ignore", "ignore", "ignore"] });

function end(child, signal = "SIGTERM") {
    const gone = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    return gone;
}

async function until(fits, seconds, pause = 5) {
    const limit = now() + seconds * 1000;
    while (!(await fits())) {
        if (now() > limit) return false;
        await sleep(pause);
    }
    return true;
}

const drained = (seconds) => until(async () => (await shop.ask("waiting")).waiting === 0, seconds, 20);
const count = async () => (await control("count")).count;
const status = (pid, name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
const quantile = (values, part) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(part * values.length))];

function processorTime(pid) {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10;
}

/// Nanoseconds on the processor, of all threads: a resting program needs less than a tick of `stat`.
function processorNanoseconds(pid) {
    return readdirSync(`/proc/${pid}/task`).reduce((sum, task) => sum + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]), 0);
}

function line(measure, value, text, target, holds) {
    console.log(JSON.stringify({ row: "relay", measure, ours: { value, text }, target, holds }));
}

async function oneByOne() {
    say("relay: one event a request");
    await control("reset", { batchEvents: 1 });
    await shop.ask(`fill ${size.streams} ${size.single / size.streams}`);
    const worker = start();
    await until(async () => (await count()) > 0, 30, 1);
    const before = { at: now(), seen: await count(), processor: processorTime(worker.pid) };
    await drained(120);
    const each = size.single - before.seen;
    const perSecond = each / ((now() - before.at) / 1000);
    line("ordered drain, one event a request", perSecond,
        `${perSecond.toFixed(0)}/s, ${((processorTime(worker.pid) - before.processor) * 1000 / each).toFixed(0)} µs an event`, "≥ 4 000/s", perSecond >= 4000);
    await end(worker);
}

async function afterAnOutage() {
    say("relay: a long outage, and what waits");
    await control("reset", { refusedOf1000: 1000 });
    await shop.ask(`fill ${size.streams} ${size.waiting / size.streams}`);
    const worker = start();
    await sleep(8000);
    line(`memory with ${size.waiting} waiting`, status(worker.pid, "VmRSS"), `${status(worker.pid, "VmRSS").toFixed(0)} MB (at most ${status(worker.pid, "VmHWM").toFixed(0)})`,
        "≤ 30 MB", status(worker.pid, "VmHWM") <= 30);
    await control("reset", {});
    const back = now();
    await until(async () => (await count()) > 0, 60, 1);
    const first = now() - back;
    const counted = now();
    await drained(240);
    const took = (now() - counted) / 1000;
    const scaled = took * 60_000 / size.waiting;
    line("first delivery after an outage", first, `${(first / 1000).toFixed(1)} s`, "≤ 30 s", first <= 30_000);
    line(`then ${size.waiting} drained`, took, `${took.toFixed(1)} s (60 000 at that pace: ${scaled.toFixed(1)} s)`, "60 000 in ≤ 15 s", scaled <= 15);
    await end(worker);
}

async function atRest() {
    say("relay: at rest");
    const worker = start();
    await drained(30);
    await sleep(3000);
    const before = processorNanoseconds(worker.pid);
    await sleep(size.idle * 1000);
    const share = (processorNanoseconds(worker.pid) - before) / (size.idle * 1e9) * 100;
    const { connections } = await shop.ask("connections");
    line("processor time at rest", share, `${share.toFixed(2)} %`, "< 0.1 %", share < 0.1);
    line("connections to the database", connections, `${connections}`, "≤ 2", connections <= 2);
    await end(worker);
}

async function standby() {
    say("relay: a standby takes over");
    const times = [];
    for (let n = 0; n < (quick ? 3 : 10); ++n) {
        const leader = start();
        await drained(30);
        await sleep(2500);
        const other = start();
        await sleep(1500);
        const seen = await count();
        await end(leader, "SIGKILL");
        const killed = now();
        await shop.ask("open 1");
        await until(async () => (await count()) > seen, 20, 2);
        times.push(now() - killed);
        await end(other);
    }
    const worst = Math.max(...times);
    line("a standby delivers after kill -9 of the other", worst, `${quantile(times, 0.5).toFixed(0)} ms, slowest of ${times.length} ${worst.toFixed(0)} ms`, "≤ 3 s", worst <= 3000);
}

async function answersBack() {
    say("relay: the answers' way back");
    const { order } = await shop.ask("open 1");
    const worker = start();
    await drained(30);
    await sleep(2000);
    const said = new Map();
    for (let n = 0; n < size.answers; ++n) {
        for (const { id, at } of (await control("answers", { order, count: 1 })).made) said.set(id, at);
        await sleep(30);
    }
    await until(async () => (await shop.ask("applied 0")).applied >= size.answers, 60, 20);
    const { moments } = await shop.ask("applied 1");
    const waits = moments.filter(({ id }) => said.has(id)).map(({ id, at }) => (at - said.get(id)) / 1000);
    const p99 = quantile(waits, 0.99);
    line("answer in the feed → applied in the shop", p99, `p50 ${quantile(waits, 0.5).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms of ${waits.length}`, "p99 ≤ 100 ms", p99 <= 100);
    await end(worker);
    await control("answers", { order, count: size.missed });
    const later = start();
    const begun = now();
    await until(async () => (await shop.ask("applied 0")).applied >= size.answers + size.missed, 120, 20);
    const took = (now() - begun) / 1000;
    const scaled = took * 10_000 / size.missed;
    line(`${size.missed} missed answers applied`, took, `${took.toFixed(1)} s (10 000 at that pace: ${scaled.toFixed(1)} s)`, "10 000 in ≤ 10 s", scaled <= 10);
    await end(later);
}

/// Milliseconds from the commit of each change to its arrival, at `pause` milliseconds between two.
async function latencies(changes, pause) {
    const said = [];
    said.push(await shop.ask(`say ${changes} ${pause * 1000}`));
    for (;;) {
        const answer = await shop.answer();
        if (answer.said) break;
        said.push(answer);
    }
    await until(async () => (await control("arrivals")).length > 0 && (await shop.ask("waiting")).waiting < 50, 30, 50);
    await sleep(1000);
    const arrived = new Map((await control("arrivals")).map(([stream, seq, , at]) => [`${stream} ${seq}`, at]));
    return said.filter(({ seq }) => seq).map(({ stream, seq, at }) => arrived.get(`${stream} ${seq}`) - at).filter((wait) => !Number.isNaN(wait)).map((wait) => wait / 1000);
}

async function photosOnASlowLine() {
    say(`relay: ${size.photos} photos of 3 MB on 2 Mbit/s`);
    await control("reset", {});
    const delay = 20;
    const sinkPort = Number(new URL(address).port);
    const way = await slowLine(sinkPort, { bytesPerSecond: 250_000, delay, cutsOf100: 5, seed: 11 });
    await shop.ask(`move ${way.port}`);
    const worker = start();
    await drained(60);
    await sleep(3000);
    const idle = quantile(await latencies(size.changes, 100), 0.99);
    await control("reset", {});
    const begun = now();
    const { bytes } = await shop.ask(`photos ${size.photos} 3000000`);
    await until(async () => (await control("count")).blobs > 0, 60, 50);
    const busy = quantile(await latencies(size.changes, 100), 0.99);
    const whole = await until(async () => (await control("count")).blobBytes >= bytes && (await shop.ask("waiting")).waiting === 0, size.photos * 20 + 120, 200);
    const again = ((await control("count")).pictureBytes - bytes) / bytes * 100;
    line(`${size.photos} photos of 3 MB on 2 Mbit/s, ${way.carried.cuts} cuts`, again,
        whole ? `${again.toFixed(2)} % sent again, ${((now() - begun) / 1000).toFixed(0)} s` : "not there in time", "≤ 3 % again", whole && again <= 3);
    line("a change meanwhile, p99", busy, `${busy.toFixed(0)} ms (idle on this line ${idle.toFixed(0)} ms)`,
        "≤ 2 × idle + a round trip", busy <= 2 * idle + 2 * delay);
    await end(worker);
    way.close();
    await shop.ask(`move ${sinkPort}`);
}

await photosOnASlowLine();
await oneByOne();
await afterAnOutage();
await atRest();
await standby();
await answersBack();
process.exit(0);
