// SPDX-License-Identifier: GPL-3.0-or-later
// An advisor's busy morning and a technician's day, played by hand in the running program, with what every action costs:
// clicks, keys, letters, seconds. Ends non-zero when something does not happen, takes more clicks than it may, or has to
// be hit with a glove and is too small. The tables go into docs/maintainers/clicks.md; pictures stay in --output.
//   node tests/e2e/busy_day.mjs [--bin DIR] [--output DIR] [--language zh_CN] [--table FILE] [--short yes]
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {option} from './option.mjs';

// Before the harness is read, because it looks for the programs there.
process.env.BAYLINE_BIN_DIR = resolve(option('bin', process.env.BAYLINE_BIN_DIR ?? 'build/release/bin'));
const {Ending, openDemoShop, workDirectory} = await import('./stage.mjs');
const {Desk} = await import('./desk.mjs');
const {FloorDay} = await import('./floor_day.mjs');
const {Morning} = await import('./morning.mjs');
const {table} = await import('./hands.mjs');

const language = option('language', 'en');
const short = option('short', 'no') === 'yes';
const output = resolve(option('output', 'demo-output'));
const photos = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../../resources/demo/photos');

const ending = new Ending();
let pictures = 0;
let desk, bay;

async function play() {
    rmSync(output, {recursive: true, force: true});
    mkdirSync(output, {recursive: true});
    const shop = openDemoShop(ending, workDirectory(ending));
    const shots = (screen, name) => screen.shot(join(output, `${String(++pictures).padStart(2, '0')}-${name}.png`));
    const words = connection => ['--database', connection, '--language', language, '--no-relay'];
    desk = await Desk.open(ending, 'desk', words(shop.desk), {shots});
    const morning = new Morning(desk, shop.owner, language, short);
    const advisor = await morning.play();
    bay = await Desk.open(ending, 'bay', words(shop.bay), {shots});
    const technician = await new FloorDay(bay, desk, shop.owner, morning, photos, language).play(short);
    const arrivals = advisor.filter(action => action.title.startsWith('Arrival'));
    const minutes = 6 * arrivals.reduce((sum, action) => sum + action.byHand, 0) / arrivals.length / 60;
    const said = `Six arrivals by a practised hand: ${minutes.toFixed(1)} minutes of typing and clicking.`;
    const tables = `### The advisor's morning\n\n${table(advisor)}\n\n${said}\n\n### The technician's day\n\n${table(technician)}\n`;
    console.log(`\n${tables}\n${shop.verify()}`);
    if (minutes > 10)
        throw new Error('six arrivals take more than ten minutes');
    if (option('table', null))
        writeFileSync(option('table', null), tables);
}

let code = 0;
try {
    await play();
} catch (error) {
    code = 1;
    console.error(error.stack);
    for (const one of [desk, bay]) {
        await one?.shot('trouble').catch(() => {});
        if (one?.app?.errors)
            console.error(`${one.name} said: ${one.app.errors}`);
    }
}
await ending.end();
process.exit(code);
