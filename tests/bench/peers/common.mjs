// SPDX-License-Identifier: GPL-3.0-or-later
// What the peers' workers share: connection, payload, the POST, and the commands of delivery.mjs.
import http from "node:http";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { randomUUID } from "node:crypto";
import pg from "pg";

export const database = JSON.parse(process.env.PEER_DATABASE); // { host, user, database }
export const tuned = process.env.PEER_TUNED === "1";
const sink = new URL(process.env.PEER_SINK);
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const padding = "x".repeat(520);

export const pool = new pg.Pool({ ...database, max: 12 });
pool.on("error", () => {});
export const event = (stream, seq) => ({ stream, seq, id: randomUUID(), pad: padding });

/// Delivers one event; throws when the sink does not take it, so that the queue's own retry has its turn.
export function post(body) {
    const text = JSON.stringify(body);
    return new Promise((done, failed) => {
        const request = http.request({
            agent, host: sink.hostname, port: sink.port, method: "POST", path: "/plain",
            headers: { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) },
        }, (response) => {
            response.resume();
            response.on("end", () => (response.statusCode === 200 ? done() : failed(new Error(`status ${response.statusCode}`))));
        });
        request.on("error", failed);
        request.end(text);
    });
}

const answer = (value) => console.log(JSON.stringify(value));
let opened = 0;

/// `peer`: setup(), add(client, events) inside the caller's transaction, work(), and fill(events) if it has a quick way.
export async function serve(peer) {
    const [command] = process.argv.slice(2);
    if (command === "work") {
        await peer.work();
        return;
    }
    await peer.setup();
    answer({ ready: true });
    const transaction = async (events) => {
        const client = await pool.connect();
        try {
            await client.query("begin");
            await peer.add(client, events);
            await client.query("commit");
        } finally {
            client.release();
        }
    };
    for await (const line of createInterface({ input: process.stdin })) {
        const [word, first, second] = line.split(" ");
        if (word === "fill") {
            const base = opened;
            opened += Number(first);
            for (let seq = 1; seq <= Number(second); ++seq) {
                const events = Array.from({ length: Number(first) }, (_, n) => event(`s${base + n}`, seq));
                for (let at = 0; at < events.length; at += 500) await transaction(events.slice(at, at + 500));
            }
            await pool.query("checkpoint");
            answer({ filled: first * second });
        } else if (word === "say") {
            const base = opened;
            opened += 20;
            const lines = [];
            let next = performance.now();
            for (let n = 0; n < Number(first); ++n) {
                next += Number(second) / 1000;
                const wait = next - performance.now();
                if (wait > 1) await sleep(wait);
                const made = event(`s${base + (n % 20)}`, Math.floor(n / 20) + 1);
                await transaction([made]);
                lines.push({ stream: made.stream, seq: made.seq, at: Math.round((performance.timeOrigin + performance.now()) * 1000) });
            }
            for (const said of lines) answer(said);
            answer({ said: lines.length });
        } else if (word === "waiting") {
            answer({ waiting: await peer.waiting() });
        }
    }
    process.exit(0);
}
