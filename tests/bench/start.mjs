// SPDX-License-Identifier: GPL-3.0-or-later
// From starting the program to a board that can be used, beside the least a wx program can be. Two waits of a person are
// added: from starting to a sign-in screen that takes keys, and from Enter to the board with all its cards in sight and
// nothing under way any more. The typing between them is not counted, nor what the program does meanwhile without holding
// it up; checking the PIN, which is slow on purpose (bcrypt, about 100 ms on two cores), is.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { App, Screen, sleep, until } from "../ui/harness.mjs";
import { busyShop, inMilliseconds, now, print, say } from "./desktop_row.mjs";

const [bin, quick] = process.argv.slice(2);
const rounds = quick ? 3 : 9;
const kCards = 40;
const kLook = 4; // often enough to see it, and no work worth mentioning for the program that is asked

async function minimal(screen) {
    const start = now();
    const child = spawn(join(bin, "bayline-bench-minimal-wx"), [], { env: screen.environment, stdio: ["ignore", "pipe", "ignore"] });
    await new Promise((done, failed) => {
        child.stdout.once("data", done);
        child.once("error", failed);
    });
    const time = now() - start;
    if (child.exitCode === null) await new Promise((done) => child.once("exit", done));
    return time;
}

/** A finger on Enter: a program that has started already, as starting one is no wait of a person. */
class Enter {
    constructor(screen) {
        this.hand = spawn("xdotool", ["-"], { env: screen.environment, stdio: ["pipe", "ignore", "ignore"] });
    }

    press() { this.hand.stdin.write("key --delay 0 Return\n"); }

    lift() {
        this.hand.stdin.end();
        return new Promise((done) => this.hand.once("exit", done));
    }
}

async function ours(screen, shop) {
    const start = now();
    const app = await App.start(screen, ["--database", shop.address.desk, "--language", "en"]);
    await until("the sign-in screen", async () => (await app.find("sign_in.number")).focus, 15000, kLook);
    const ready = now() - start;
    await app.idle();
    await app.fill("sign_in.number", "101");
    await app.click("sign_in.pin");
    await app.type("101101");
    const enter = new Enter(screen);
    await sleep(300);
    const pressed = now();
    enter.press();
    await until("the board", async () => (await app.find("board.columns")).shown && (await app.talker.ask({ idle: true })).idle
        && (await app.parts("board.columns")).filter((part) => part.name.startsWith("card.")).length === kCards, 15000, kLook);
    const board = now() - pressed;
    await enter.lift();
    await app.close();
    return { ready, board };
}

const screen = await Screen.open();
const { shop } = await busyShop(kCards);
try {
    const whole = [], toSignIn = [], toBoard = [], floor = [];
    await minimal(screen);
    await ours(screen, shop);
    for (let round = 0; round < rounds; ++round) {
        say(`start: round ${round + 1} of ${rounds}`);
        floor.push(await minimal(screen));
        const { ready, board } = await ours(screen, shop);
        whole.push(ready + board);
        toSignIn.push(ready);
        toBoard.push(board);
    }
    const peer = inMilliseconds(floor, "minimal wx program");
    print("start", "to a usable board", inMilliseconds(whole), peer, { text: "≤ 2.5×", ratio: 2.5 });
    print("start", "of it, to the sign-in screen", inMilliseconds(toSignIn), peer);
    print("start", "of it, from Enter to the board", inMilliseconds(toBoard));
} finally {
    await shop.close();
    await screen.close();
}
