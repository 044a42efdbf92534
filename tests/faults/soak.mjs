// SPDX-License-Identifier: GPL-3.0-or-later
// The window program for many minutes: another PC changes orders without a pause, a person opens and closes one, types a
// note, searches, looks at the board. After the first quarter its memory and open files may grow no more. The order that
// is opened is not one of those that change: with hundreds of entries a day its history itself would take the memory.
//
//   node tests/faults/soak.mjs [--bin DIR] [--minutes N] [--seed S]
import { readFile, readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { option } from "../e2e/option.mjs";

process.env.BAYLINE_BIN_DIR = resolve(option("bin", process.env.BAYLINE_BIN_DIR ?? "build/release/bin"));
const { App, Screen, Shop } = await import("../ui/harness.mjs");

const minutes = Number(option("minutes", "20"));
const seed = Number(option("seed", "20261122"));
const mostKb = 2048;

/** Small numbers that the seed decides (mulberry32). */
function dice(state) {
    return (limit) => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) % limit;
    };
}

async function footprint(app) {
    await app.idle(60000);
    const pid = app.talker.child.pid;
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
    return { kb: Number(/^Rss:\s+(\d+)/m.exec(rollup)[1]), files: (await readdir(`/proc/${pid}/fd`)).length };
}

async function round(app, shop, orders, random, number) {
    const [mine, ...others] = orders;
    for (let n = 0; n < 5; ++n) {
        const order = others[random(others.length)];
        order.stage = order.stage === "inspecting" ? "received" : "inspecting";
        await shop.move(order, order.stage, "again");
    }
    await app.clickPart("board.columns", mine.number, { count: 2 });
    await app.waitFor("tab.complaint");
    await app.idle(60000); // it opens where the order stands
    await app.click("tab.complaint");
    await app.waitFor("note.text");
    // Always the same few words, so that only what leaks grows.
    await app.fill("note.text", `called ${number % 3}`);
    await app.fill("note.text", "");
    for (const tab of ["quote", "timeline", "repair", "complaint"]) await app.click(`tab.${tab}`);
    await app.key("ctrl+w");
    await app.waitGone("tab.complaint");
    await app.key("ctrl+f");
    await app.fill("search.text", `沪AD1000${random(9)}`);
    await app.key("ctrl+1");
    await app.waitFor("board.columns");
}

const random = dice(seed);
const screen = await Screen.open();
const shop = await Shop.open();
let failed = false;
try {
    const orders = [];
    for (let n = 0; n < 12; ++n) orders.push(await shop.checkIn(`沪AD${10000 + n}`, `客户${n}`));
    const app = await App.start(screen, ["--database", shop.address.desk, "--language", "en"]);
    try {
        await app.signIn("101", "101101");
        const begun = Date.now();
        const length = minutes * 60000;
        let warm;
        let rounds = 0;
        while (Date.now() - begun < length) {
            await round(app, shop, orders, random, rounds++);
            if (!warm && Date.now() - begun > length / 4) warm = { ...(await footprint(app)), rounds };
        }
        const end = await footprint(app);
        failed = end.kb - warm.kb > mostKb || end.files > warm.files;
        console.log(`seed ${seed}: ${minutes} min, ${rounds} rounds; after ${warm.rounds} rounds ${warm.kb} kB and ${warm.files} files, ` +
                    `at the end ${end.kb} kB and ${end.files} files${failed ? ": VIOLATION, it grows" : ""}`);
    } finally {
        await app.close();
    }
} finally {
    await shop.close();
    await screen.close();
}
process.exit(failed ? 1 : 0);
