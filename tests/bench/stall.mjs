// SPDX-License-Identifier: GPL-3.0-or-later
// How long the windows do not answer while a person works and the database is 200 ms away, beside the same with a database
// that is near: the longest a timer of ten milliseconds waits for the thread that draws the windows.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { App, Screen, sleep } from "../ui/harness.mjs";
import { busyShop, print, say } from "./desktop_row.mjs";

const [bin, quick] = process.argv.slice(2);
const rounds = quick ? 2 : 8;

function quantile(values, part) {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

async function lineTo(conninfo) {
    const value = (key) => new RegExp(`${key}=(?:'([^']*)'|(\\S+))`).exec(conninfo)?.slice(1).find(Boolean);
    const proxy = spawn(join(bin, "bayline-fault-proxy"), [`${value("host")}/.s.PGSQL.${value("port") ?? 5432}`],
                        { stdio: ["pipe", "pipe", "inherit"] });
    const said = await new Promise((done) => createInterface({ input: proxy.stdout }).once("line", done));
    const port = said.split(":").pop();
    return { proxy, conninfo: conninfo.replace(/host=('[^']*'|\S+)/, "host=127.0.0.1").replace(/port=\S+/, `port=${port}`) };
}

async function play(app) {
    for (let round = 0; round < rounds; ++round) {
        await app.click("tab.complaint");
        await app.fill("note.text", `called the customer ${round}`);
        await app.click("note.add");
        await app.click("tab.quote");
        await app.fill("line.description", "Front brake pads");
        await app.fill("line.unit_price", "468");
        await app.click("line.save");
        await app.click("tab.timeline");
        await app.click("tab.repair");
        await sleep(500);
        await app.idle(60000);
    }
}

/** How long each beat of a timer of ten milliseconds took, in milliseconds. The program itself keeps count, so that a late
 *  question of ours is not taken for a late answer. Each run has an order of its own, as long at its end as the others. */
async function work(screen, conninfo, order) {
    const app = await App.start(screen, ["--database", conninfo, "--language", "en"]);
    try {
        await app.signIn("101", "101101");
        await app.clickPart("board.columns", order.number, { count: 2 });
        await app.waitFor("complaint.text");
        await app.idle();
        await app.talker.ask({ beat: true });
        await play(app);
        return (await app.talker.ask({ beat: false })).beats;
    } finally {
        await app.close();
    }
}

const figure = (gaps, name) => {
    const most = Math.max(...gaps);
    const value = quantile(gaps, 0.999);
    return { value, p99: most, text: `p99.9 ${value.toFixed(1)} ms, longest ${most.toFixed(1)} of ${gaps.length}`, ...(name ? { name } : {}) };
};

const screen = await Screen.open();
const { shop, orders } = await busyShop(40);
const { proxy, conninfo } = await lineTo(shop.address.desk);
try {
    await work(screen, conninfo, orders[0]);
    say("stall: near");
    const near = await work(screen, conninfo, orders[1]);
    say("stall: 200 ms away");
    proxy.stdin.write("slow 100 0\n");
    const far = await work(screen, conninfo, orders[2]);
    print("stall", "the windows do not answer, database 200 ms away", figure(far), figure(near, "database near"),
          { text: "p99.9 ≤ 50, longest ≤ 100 ms", p99: 100 });
    print("stall", "the same", figure(far), figure(near, "database near"), { text: "≤ 1.2×", ratio: 1.2 });
} finally {
    proxy.kill();
    await shop.close();
    await screen.close();
}
