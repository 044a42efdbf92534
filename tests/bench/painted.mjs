// SPDX-License-Identifier: GPL-3.0-or-later
// From a change committed on one PC to its pixels on another one's board.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { App, Screen } from "../ui/harness.mjs";
import { busyShop, inMilliseconds, print, say } from "./desktop_row.mjs";

const [bin, quick] = process.argv.slice(2);
const times = quick ? 20 : 200;
const kCards = 40;

const screen = await Screen.open();
const { shop, orders } = await busyShop(kCards);
let app;
try {
    app = await App.start(screen, ["--database", shop.address.desk, "--language", "en"]);
    await app.signIn("101", "101101");
    await app.waitForPart("board.columns", "沪AD10000");
    await screen.xdotool("mousemove", 2, 2);
    const region = (await app.find("board.columns")).rect.map(Math.round);
    say(`painted: ${times} changes`);
    const watch = spawn(join(bin, "bayline-bench-painted"),
        [shop.address.desk, "101", "101101", orders[0].id, ...region.map(String), String(times)],
        { env: screen.environment, stdio: ["ignore", "pipe", "inherit"] });
    const values = [];
    for await (const line of createInterface({ input: watch.stdout })) values.push(Number(line));
    if (values.length !== times) throw new Error(`only ${values.length} of ${times} changes were seen`);
    print("painted", "committed here, on the screen there", inMilliseconds(values), undefined, { text: "p99 ≤ 100 ms", p99: 100 });
} finally {
    await app?.close();
    await shop.close();
    await screen.close();
}
