// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 of the window program, as a power cut ends it, while a person works: at instants that the seed chooses, or with
// strace at the Nth call of a kind. After each kill the program is started again with the same home: it must open, offer
// what was typed and not saved, and let the work be finished; then everything is there once, no file is half written and
// `bayline-admin verify` is content.
//
//   node tests/faults/window_kills.mjs [--bin DIR] [--seed S] [--histories N]       instants
//   node tests/faults/window_kills.mjs --calls fsync,rename,sendto [--stride N]     every Nth call, until nobody is killed
//
// --minutes M ends a long run after that time; what has begun is finished.
import { execFile } from "node:child_process";
import { accessSync, constants, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { option } from "../e2e/option.mjs";

process.env.BAYLINE_BIN_DIR = resolve(option("bin", process.env.BAYLINE_BIN_DIR ?? "build/release/bin"));
const { App, Screen, Shop, binaries, picture, until } = await import("../ui/harness.mjs");
const { Printer } = await import("../ui/printer.mjs");
const { Facts, deedsOf, takeUpWhatIsLeft } = await import("./window_deeds.mjs");

const run = promisify(execFile);
const seed = Number(option("seed", "20261123"));
const histories = Number(option("histories", "2"));
const calls = option("calls", "").split(",").filter(Boolean);
const stride = Number(option("stride", "1"));
const untilWhen = Date.now() + Number(option("minutes", "100000")) * 60000;
const mostKills = 3; // of one history

/** Numbers below 1 that the seed decides (mulberry32). */
function dice(state) {
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    };
}

/** A chassis number with its check digit (ISO 3779). */
function vin(number) {
    const values = { A: 1, B: 2, C: 3, D: 4, E: 5, F: 6, G: 7, H: 8, J: 1, K: 2, L: 3, M: 4, N: 5, P: 7, R: 9, S: 2, T: 3, U: 4, V: 5, W: 6, X: 7, Y: 8, Z: 9 };
    const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    const letters = `LGXCE6CB0N${String(1000000 + number)}`;
    const sum = [...letters].reduce((total, letter, place) => total + (values[letter] ?? Number(letter)) * weights[place], 0);
    return letters.slice(0, 8) + (sum % 11 === 10 ? "X" : String(sum % 11)) + letters.slice(9);
}

const random = dice(seed);
const pick = (list) => list[Math.floor(random() * list.length)];
const tally = { histories: 0, kills: 0, offered: 0, reopened: [], lost: [], byDeed: {} };
const violations = [];

/** A program that strace kills at the Nth call of a thread. (With --seccomp-bpf strace 6.1 counts no further than one.) */
function killAtCall(folder, call, nth) {
    const names = call === "rename" ? "rename,renameat,renameat2" : call;
    const file = join(folder, "under-strace");
    writeFileSync(file, `#!/bin/sh\nexec strace -f -o /dev/null -e trace=${names} ` +
        `-e inject=${names}:signal=SIGKILL:when=${nth} '${join(binaries, "bayline-probe")}' "$@"\n`, { mode: 0o755 });
    return file;
}

/** What of the typed text is on the disk; every draft there must be whole. */
function draftsOf(world) {
    const folder = join(world.home, "config", "bayline", "drafts");
    let names = [];
    try {
        names = readdirSync(folder).filter((name) => name.endsWith(".draft"));
    } catch {
        // Killed before there was a folder.
    }
    const texts = [];
    for (const name of names) {
        try {
            texts.push(JSON.parse(readFileSync(join(folder, name), "utf8")));
        } catch {
            world.violations.push(`the draft ${name} is not whole`);
        }
    }
    return texts;
}

/** How many seconds before the kill the newest typed letter stood there that is neither saved nor on the disk. */
async function lostTyping(world, killedAt) {
    const last = world.typed.at(-1);
    if (!last) return;
    const kept = draftsOf(world).map((draft) => draft.content?.texts?.[last.name] ?? "");
    const saved = (await world.facts.events(world.a, last.name === "note.text" ? "work_order.note_added" : "quote.line_added", last.text)) > 0;
    if (saved) return;
    const missing = world.typed.filter((one) => one.name === last.name && !kept.some((text) => text.startsWith(one.text)));
    if (missing.length > 0) tally.lost.push((killedAt - missing[0].at) / 1000);
}

/** Works through the deeds that are left. True when all are done, false when the program was killed meanwhile. */
async function life(world, screen, plan, program) {
    const started = Date.now();
    const app = await App.start(screen, ["--database", world.shop.address.desk, "--language", "en"], { home: world.home, env: world.printer.environment, program }).catch((error) => {
        if (program) return null; // killed before its window stood
        throw error;
    });
    if (!app) return false;
    let timer;
    let killedAt = 0;
    try {
        await until("the sign-in screen", async () => (await app.find("sign_in.number")).focus);
        tally.reopened.push(Date.now() - started);
        await app.signIn("101", "101101");
        for (const deed of deedsOf(world)) {
            if ((await deed.times()) > 0) continue;
            world.deed = deed.name;
            world.typed.length = 0;
            await deed.play(app, (moment) => {
                if (plan?.deed !== deed.name || plan.moment !== moment) return;
                timer = setTimeout(() => {
                    killedAt = Date.now();
                    app.kill();
                }, plan.delay);
            });
            if (world.offered) ++tally.offered;
            world.offered = false;
        }
        if (timer) await until("the end", () => app.ended);
        if (app.ended) return false;
        await takeUpWhatIsLeft(app, world, draftsOf(world).map((draft) => draft.form));
        await until("the drafts to be forgotten", () => draftsOf(world).length === 0, 10000).catch(() => {});
        return true;
    } catch (error) {
        await until("the end", () => app.ended, 3000).catch(() => {});
        if (!app.ended) {
            await picture(screen, `window-kills-${world.deed}`);
            throw error;
        }
        const end = app.talker.ended;
        if (!program && end.signal !== "SIGKILL") world.violations.push(`ended by itself (${end.code ?? end.signal}): ${app.errors}`);
        if (world.offered) ++tally.offered;
        world.offered = false;
        draftsOf(world);
        if (killedAt) await lostTyping(world, killedAt);
        return false;
    } finally {
        clearTimeout(timer);
        await app.close();
    }
}

async function check(world) {
    for (const deed of deedsOf(world)) {
        const times = await deed.times();
        if (times !== 1) world.violations.push(`${deed.name}: ${times} times`);
    }
    const left = draftsOf(world).map((draft) => draft.form);
    if (left.length > 0) world.violations.push(`drafts are left although everything is saved: ${left.join(", ")}`);
    await run(join(binaries, "bayline-admin"), ["verify", "--database", world.shop.address.owner])
        .catch((error) => world.violations.push(`verify: ${error.stdout}${error.stderr}`));
}

/** One history: its orders, its kills, and a look at everything. `strike(life)` says how the life is to end. */
async function history(screen, shop, printer, number, strike) {
    const folder = mkdtempSync(join(tmpdir(), "bayline-window-kills-"));
    const mark = `${seed}-${number}`;
    const digits = String(10000 + number);
    const world = {
        shop, printer, home: join(folder, "home"), pdf: join(folder, "bill.pdf"), photo: join(folder, "wheel.jpg"), typed: [], violations: [], deed: "sign-in",
        facts: new Facts(shop.address.owner), offered: false,
        words: { plate: `沪AD${digits}`, vin: vin(number), customer: `Customer ${number}`, phone: `+86 138 0013 ${String(8000 + number % 2000)}`,
                 complaint: `Brakes squeal ${mark}`, note: `The customer waits outside and wants to be called, ${mark}`,
                 line: `Front brake pads of the good brand ${mark}` },
    };
    const deaths = [];
    let killed = false;
    try {
        mkdirSync(join(world.home, "config", "bayline"), { recursive: true });
        writeFileSync(join(world.home, "config", "bayline", "desktop.json"), JSON.stringify({ papers: { invoice: { printer: "Office" } } }));
        await run("convert", ["-size", `${800 + number % 200}x600`, `plasma:fractal`, "-seed", String(number), world.photo]);
        world.a = await shop.checkIn(`沪AD${20000 + number}`, `客户${number}`);
        world.b = await shop.checkIn(`沪AD${30000 + number}`, `车主${number}`);
        await shop.makeReady(world.b);
        for (let turn = 0; ; ++turn) {
            const { plan, program } = turn < mostKills ? strike(turn, folder) : {};
            if (await life(world, screen, plan, program)) break;
            killed = true;
            ++tally.kills;
            tally.byDeed[world.deed] = (tally.byDeed[world.deed] ?? 0) + 1;
            deaths.push(plan ? `${plan.deed}/${plan.moment}+${plan.delay}` : `in ${world.deed}`);
            if (turn > mostKills) throw new Error("it ends again and again");
        }
        await check(world);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
    ++tally.histories;
    violations.push(...world.violations.map((one) => `history ${number}: ${one}`));
    console.log(`history ${number}: ${deaths.length} kills (${deaths.join(", ")})${world.violations.map((one) => `\n    VIOLATION ${one}`).join("")}`);
    return killed;
}

const longest = { saving: 500, saved: 1600, writing: 300, printing: 600 };

function instants() {
    return () => {
        const deeds = deedsOf({ words: {}, typed: [] });
        const deed = pick(deeds);
        const moment = pick(deed.moments);
        return { plan: { deed: deed.name, moment, delay: Math.floor(random() * (longest[moment] ?? 4000)) } };
    };
}

const screen = await Screen.open();
const shop = await Shop.open();
const printer = await Printer.open();
try {
    console.log(`seed ${seed}`);
    if (calls.length === 0) {
        const strike = instants();
        for (let number = 0; number < histories && Date.now() < untilWhen; ++number)
            await history(screen, shop, printer, number, (turn) => (turn < 2 ? strike() : {}));
    } else {
        accessSync("/usr/bin/strace", constants.X_OK);
        let number = 0;
        for (const call of calls)
            for (let nth = 1 + Math.floor(random() * stride), killed = true; killed && Date.now() < untilWhen; nth += stride) {
                killed = await history(screen, shop, printer, number++, (turn, folder) => (turn === 0 ? { program: killAtCall(folder, call, nth) } : {}));
                console.log(`    ${call} ${nth}`);
            }
    }
} finally {
    await printer.close();
    await shop.close();
    await screen.close();
}
const most = (list) => (list.length ? Math.max(...list) : 0);
console.log(`${tally.histories} histories, ${tally.kills} kills (${Object.entries(tally.byDeed).map(([deed, n]) => `${deed} ${n}`).join(", ")}), ` +
    `${tally.offered} offers taken up; open again after at most ${(most(tally.reopened) / 1000).toFixed(1)} s, ` +
    `at most ${most(tally.lost).toFixed(1)} s of typing lost; seed ${seed}`);
console.log(`${violations.length} violations`);
process.exit(violations.length > 0 ? 1 : 0);
