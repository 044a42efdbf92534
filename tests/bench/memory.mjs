// SPDX-License-Identifier: GPL-3.0-or-later
// What the program holds with a board of forty cards and one order open, beside the least a wx program can be.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { App, Screen, sleep } from "../ui/harness.mjs";
import { busyShop, print, say } from "./desktop_row.mjs";

const [bin, quick] = process.argv.slice(2);
const rest = quick ? 3000 : 20000;

async function held(pid, name) {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
    const of = (key) => Number(new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(rollup)[1]) / 1024;
    const value = of("Rss");
    return { value, text: `${value.toFixed(0)} MB (${of("Pss").toFixed(0)} MB without what is shared)`, ...(name ? { name } : {}) };
}

const screen = await Screen.open();
const { shop, orders } = await busyShop(40);
try {
    say("memory: the minimal program");
    const minimal = spawn(join(bin, "bayline-bench-minimal-wx"), [], {
        env: { ...screen.environment, BAYLINE_BENCH_STAY: "1" }, stdio: ["ignore", "pipe", "ignore"] });
    await new Promise((done) => minimal.stdout.once("data", done));
    await sleep(rest);
    const floor = await held(minimal.pid, "minimal wx program");
    minimal.kill();
    say("memory: ours");
    const app = await App.start(screen, ["--database", shop.address.desk, "--language", "en"]);
    await app.signIn("101", "101101");
    const board = await held(app.talker.child.pid);
    await app.clickPart("board.columns", orders[0].number, { count: 2 });
    await app.waitFor("complaint.text");
    await app.idle();
    await sleep(rest);
    const open = await held(app.talker.child.pid);
    print("memory", "board with 40 cards and one order open", open, floor, { text: "≤ 2×", ratio: 2 });
    print("memory", "just signed in", board, floor);
    await app.close();
} finally {
    await shop.close();
    await screen.close();
}
