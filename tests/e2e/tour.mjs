// SPDX-License-Identifier: GPL-3.0-or-later
// A day in the shop, played through the real windows of two PCs and the customer's page in a browser: a car comes in,
// the customer says yes on the phone, the car leaves with an invoice. Each step is printed; pictures and PDFs stay in
// --output. Ends non-zero when a step does not happen.
// With --kills SEED programs and servers are killed all day long, and the people begin again what they were doing.
import {mkdirSync, rmSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {option} from './option.mjs';

// Before the harness is read, because it looks for the programs there.
process.env.BAYLINE_BIN_DIR = resolve(option('bin', process.env.BAYLINE_BIN_DIR ?? 'build/release/bin'));
const {Ending, RelayService, openDemoShop, openPortal, workDirectory} = await import('./stage.mjs');
const {Day} = await import('./day.mjs');
const {Desk} = await import('./desk.mjs');
const {Saboteur} = await import('./saboteur.mjs');

const language = option('language', 'en');
const seed = option('kills', null);
const output = resolve(option('output', 'demo-output'));
const photos = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../../resources/demo/photos');

const ending = new Ending();
let pictures = 0;
let current = '';
let desk, bay, saboteur;

/// How often a step may be begun again because its PC was killed.
const kBeginnings = 8;

function nextPicture(name) {
    pictures += 1;
    return join(output, `${String(pictures).padStart(2, '0')}-${name}.png`);
}

const shots = (screen, name) => screen.shot(nextPicture(name));
const shootPage = (page, what) => page.screenshot({path: nextPicture(`phone-${what}`), fullPage: true});

async function step(title, play) {
    current = title;
    const started = Date.now();
    process.stdout.write(`${title} … `);
    for (let beginning = 1; ; ++beginning) {
        try {
            await play();
            break;
        } catch (error) {
            const fallen = [desk, bay].filter(one => one?.fallen);
            if (fallen.length === 0 || beginning === kBeginnings)
                throw error;
            for (const one of fallen)
                await rise(one);
        }
    }
    console.log(`${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/// Starts a PC's program again; it may be killed while it starts.
async function rise(fallen) {
    for (let attempt = 1; fallen.fallen; ++attempt) {
        try {
            await fallen.rise();
        } catch (error) {
            if (!fallen.fallen || attempt === kBeginnings)
                throw error;
        }
    }
}

function sabotage(shop, portal) {
    if (seed === null)
        return;
    const relay = new RelayService(ending, shop.relay);
    saboteur = new Saboteur(Number(seed), [
        {name: 'front desk', strike: async () => desk.kill()},
        {name: 'bay PC', strike: async () => bay.kill()},
        {name: 'relay', strike: async () => relay.killAndStart()},
        {name: 'customer app', strike: () => portal.killAndStart()},
        {name: "the shop's database", strike: () => shop.killAndStart()},
        {name: "the customer app's database", strike: () => portal.cluster.killAndStart()},
    ]);
    ending.add(() => saboteur.stop());
}

async function play() {
    rmSync(output, {recursive: true, force: true});
    mkdirSync(output, {recursive: true});
    let shop, portal;
    await step('A shop with two years behind it and a customer app', async () => {
        const directory = workDirectory(ending);
        shop = openDemoShop(ending, directory);
        portal = await openPortal(ending, directory);
    });
    await step('The front-desk PC and a bay PC start', async () => {
        desk = await Desk.open(ending, 'desk', ['--database', shop.desk, '--relay-database', shop.relay, '--language', language], {shots});
        bay = await Desk.open(ending, 'bay', ['--database', shop.bay, '--no-relay', '--language', language], {shots});
        await desk.shot('sign-in');
    });
    const day = new Day({desk, bay, portal, photos, output, chinese: language.startsWith('zh'), ending, shootPage});
    sabotage(shop, portal);
    await step('The manager pairs the shop with the customer app', () => day.pair());
    await step('A car arrives; a wrong VIN is refused beside its field', () => day.checkIn());
    await step('The technician sees it on the bay PC, inspects and photographs', () => day.inspect());
    await step('The advisor turns the finding into a quote and sends it', () => day.quote());
    await step('The customer opens the link on the phone', () => day.customerLooks());
    await step('The customer approves two lines, declines one; the shop sees it', () => day.customerDecides());
    await step('The technician works on the approved lines', () => day.repair());
    await step('Somebody else does the final check', () => day.finalCheck());
    await step('Invoice, payment, hand-over', () => day.invoice());
    await step('The customer gets the bill as PDF and rates', () => day.customerLeaves());
    if (saboteur) {
        await saboteur.stop();
        console.log(`Killed: ${saboteur.report}.`);
    }
    await step('The manager reads the day', () => day.dailySheet());
    await step('Everything that must always hold holds', async () => {
        console.log(`\n  ${shop.verify()}`);
    });
}

let code = 0;
try {
    await play();
    console.log(`The tour is over: ${pictures} pictures in ${output}.`);
} catch (error) {
    code = 1;
    console.error(`\nThe tour stopped at “${current}”: ${error.stack}`);
    if (seed !== null)
        console.error(`Again with: --kills ${seed}`);
    for (const one of [desk, bay]) {
        await one?.shot('trouble').catch(() => {});
        if (one?.app?.errors)
            console.error(`${one.name} said: ${one.app.errors}`);
    }
}
await ending.end();
process.exit(code);
