// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does at a desk while the window program is killed under them: a car is checked in, a note and a quote's
// line are written, a photo is added, a bill issued, paid, printed and saved as PDF. Each deed knows from the database whether it
// has been done, and goes on with what the program offers again after a kill.
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { sleep, until } from "../ui/harness.mjs";
import { confirmPrint, textOf } from "../ui/printer.mjs";

const run = promisify(execFile);

/** The database as its owner sees it. */
export class Facts {
    constructor(owner) {
        this.owner = owner;
    }

    async rows(sql) {
        const said = await run("psql", [this.owner, "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql]);
        return said.stdout.split("\n").filter(Boolean);
    }

    async number(sql) { return Number((await this.rows(sql))[0]); }

    /** Events of one type in one stream whose data hold the text. */
    events(order, type, text = "", kind = "work_order") {
        return this.number(`select count(*) from bayline.event e join bayline.stream s on s.id = e.stream_id
            where s.kind = '${kind}' and s.entity = '${order.id}' and e.type = '${type}'
              and position('${text}' in e.data::text) > 0`);
    }
}

/** Waits for a saved text box: empty again, or said to be saved. */
const emptied = (app, name) => until(`“${name}” to be saved`, async () => (await app.find(name)).value === "");

/** Types word by word, as a person does, and remembers when which letters stood there. */
async function typeSlowly(app, name, text, typed) {
    const there = (await app.waitFor(name)).value ?? "";
    let rest = text;
    if (there !== "" && text.startsWith(there)) {
        rest = text.slice(there.length);
        await app.click(name);
        await app.key("End");
    } else {
        await app.fill(name, "");
        await app.click(name);
    }
    for (const word of rest.split(/(?<= )/)) {
        await app.type(word);
        const now = (await app.find(name)).value;
        typed.push({ name, text: now, at: Date.now() });
    }
    if ((await app.find(name)).value !== text) await app.fill(name, text);
}

/** Names a file in the system's dialog, which on a busy machine may miss keys: again, unless it is done by then. */
async function chooseFile(app, opener, path, mark, isDone) {
    for (let attempt = 1; ; ++attempt) {
        await app.click(opener);
        await sleep(900 * attempt);
        await app.key("ctrl+a");
        await app.type(path, attempt);
        await sleep(300);
        mark();
        await app.key("Return");
        const done = await until("the file to be taken", isDone, attempt < 4 ? 20000 : 60000, 200).catch((error) => {
            if (attempt === 4 || app.ended) throw error;
        });
        if (done) return;
        await app.key("Escape");
        await app.idle();
    }
}

/** How many whole papers with this order's invoice number the printer was given. */
async function printed(world) {
    const [number] = await world.facts.rows(`select data ->> 'number' from bayline.event e join bayline.stream s on s.id = e.stream_id
        where s.entity = '${world.b.id}' and e.type = 'invoice.issued'`);
    if (!number) return 0;
    let papers = 0;
    for (const job of world.printer.jobs) {
        job.text ??= await textOf(job.bytes).catch(() => "");
        if (job.text === "") world.violations.push(`the printer was given ${job.bytes.length} bytes that are no paper`);
        if (job.text.includes(number)) ++papers;
    }
    return papers;
}

/** Goes where drafts are left although everything is saved: what is offered there is saved once more, which must do nothing. */
export async function takeUpWhatIsLeft(app, world, forms) {
    if (forms.includes("check-in") && (await startCheckIn(app))) {
        await app.click("check_in.save");
        await app.waitForText("check_in.result", /WO-\d+/);
    }
    for (const order of [world.a, world.b])
        if (forms.some((form) => form.includes(order.id)) && (await openOrder(app, order)))
            world.violations.push(`typed text of ${order.number} was offered although it is saved`);
    await app.idle();
}

/** Opens the order and takes back what is offered; true when something was. */
async function openOrder(app, order) {
    if ((await app.find("head.plate")).shown) {
        if ((await app.find("head.plate")).label?.includes(order.number)) return false;
        await app.key("ctrl+w");
        await app.waitGone("head.plate");
    }
    await app.key("ctrl+1");
    await app.waitFor("board.columns");
    await app.idle();
    await app.fill("board.filter", order.number);
    await app.key("Return");
    await app.waitForText("head.plate", order.number);
    await app.idle();
    const banner = await app.find("banner.text");
    if (!banner.shown || !banner.label.includes("was not saved")) return false;
    for (let attempt = 0; attempt < 4 && (await app.find("banner.text")).shown; ++attempt) {
        await app.click("banner.action");
        await until("the offer to go", async () => !(await app.find("banner.text")).shown, 5000).catch(() => {});
    }
    return true;
}

async function startCheckIn(app) {
    if ((await app.find("head.plate")).shown) {
        await app.key("ctrl+w");
        await app.waitGone("head.plate");
    }
    await app.key("ctrl+2");
    await app.waitFor("check_in.save");
    await app.idle();
    const offered = (await app.find("check_in.result.action")).shown;
    if (offered) await app.click("check_in.result.action");
    await app.idle();
    return offered;
}

/** The deeds of one history. `world`: facts, orders a and b, texts, the photo, the printer, the PDF; `typed`: what stood where when. */
export function deedsOf(world) {
    const { facts, a, b, words, typed } = world;
    const openPlates = () => facts.number(`select count(*) from bayline.work_order where plate = '${words.plate}'`);
    return [
        {
            name: "check-in", times: openPlates, moments: ["typing", "saving"],
            async play(app, mark) {
                world.offered = await startCheckIn(app);
                mark("typing");
                const fields = [["vehicle.plate", words.plate], ["vehicle.vin", words.vin], ["vehicle.make", "BYD"], ["vehicle.model", "Han EV"],
                                ["customer.name", words.customer], ["customer.phone", words.phone], ["odometer", "45210"],
                                ["complaint", words.complaint]];
                for (const [field, text] of fields)
                    if ((await app.find(`check_in.${field}`)).value !== text) await app.fill(`check_in.${field}`, text);
                mark("saving");
                await app.click("check_in.save");
                await app.waitForText("check_in.result", /WO-\d+/);
            },
        },
        {
            name: "note", times: () => facts.events(a, "work_order.note_added", words.note), moments: ["typing", "saving", "saved"],
            async play(app, mark) {
                world.offered = await openOrder(app, a);
                await app.click("tab.complaint");
                mark("typing");
                await typeSlowly(app, "note.text", words.note, typed);
                mark("saving");
                await app.click("note.add");
                await app.waitForText("notes.list", words.note);
                mark("saved");
                await emptied(app, "note.text");
            },
        },
        {
            name: "quote line", times: () => facts.events(a, "quote.line_added", words.line), moments: ["typing", "saving", "saved"],
            async play(app, mark) {
                world.offered = await openOrder(app, a);
                await app.click("tab.quote");
                mark("typing");
                await typeSlowly(app, "line.description", words.line, typed);
                if ((await app.find("line.unit_price")).value !== "468") await app.fill("line.unit_price", "468");
                mark("saving");
                await app.click("line.save");
                await app.waitForPart("quote.lines", words.line);
                mark("saved");
            },
        },
        {
            name: "photo", times: () => facts.events(a, "photo.added", "", "photos"), moments: ["choosing", "saving"],
            async play(app, mark) {
                world.offered = await openOrder(app, a);
                await app.click("tab.photos");
                await app.idle();
                mark("choosing");
                await chooseFile(app, "photos.add", world.photo, () => mark("saving"),
                                 async () => (await app.find("photos.counts")).label?.includes("1 taken, 1 stored"));
            },
        },
        {
            name: "invoice", times: () => facts.events(b, "invoice.issued"), moments: ["opening", "saving"],
            async play(app, mark) {
                mark("opening");
                world.offered = await openOrder(app, b);
                await app.click("tab.invoice");
                await app.waitFor("invoice.issue");
                mark("saving");
                await app.click("invoice.issue");
                await app.waitForText("invoice.number", "INV-");
                await app.waitForText("invoice.stored", "ready");
            },
        },
        {
            name: "payment", times: () => facts.events(b, "payment.received"), moments: ["saving", "saved"],
            async play(app, mark) {
                world.offered = await openOrder(app, b);
                await app.click("tab.invoice");
                await app.click("payment.method.cash");
                await until("the sum to be proposed", async () => (await app.find("payment.amount")).value !== "");
                mark("saving");
                await app.click("payment.take");
                await until("the payment", async () => (await facts.events(b, "payment.received")) > 0);
                mark("saved");
                await app.idle();
            },
        },
        {
            name: "print", times: () => printed(world), moments: ["choosing", "printing"],
            async play(app, mark) {
                world.offered = await openOrder(app, b);
                await app.click("tab.invoice");
                await app.waitFor("preview.print");
                await app.idle();
                mark("choosing");
                await app.click("preview.print");
                await confirmPrint(app);
                mark("printing");
                await app.waitForText("invoice.paper.banner.text", "Printed on", 60000);
            },
        },
        {
            name: "PDF", moments: ["choosing", "writing"],
            times: async () => {
                try {
                    const bytes = readFileSync(world.pdf);
                    if (bytes.subarray(0, 5).toString() !== "%PDF-" || !bytes.subarray(-8).toString().includes("%%EOF"))
                        world.violations.push(`half a PDF of ${bytes.length} bytes`);
                    return 1;
                } catch {
                    return 0;
                }
            },
            async play(app, mark) {
                world.offered = await openOrder(app, b);
                await app.click("tab.invoice");
                await app.waitFor("preview.save");
                await app.idle();
                mark("choosing");
                await chooseFile(app, "preview.save", world.pdf, () => mark("writing"), async () => {
                    await app.windows(); // fails once the program has ended
                    return existsSync(world.pdf);
                });
            },
        },
    ];
}
