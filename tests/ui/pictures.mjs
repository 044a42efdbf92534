#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// Takes a picture of every screen of the demonstration shop, in every look that people have: light and dark, English
// and Chinese, a small and a large screen, and scaled. For eyes; nothing is compared.
//
//   node tests/ui/pictures.mjs OUTPUT [--looks light-en-1280,dark-zh-1920,…] [--only board,order-quote,…]
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {App, Screen, sleep, until} from './harness.mjs';
import {Ending, openDemoShop, workDirectory} from '../e2e/stage.mjs';

const output = process.argv[2];
const option = name => {
    const at = process.argv.indexOf(name);
    return at > 0 ? process.argv[at + 1].split(',') : null;
};
if (!output || output.startsWith('--')) {
    console.error('usage: pictures.mjs OUTPUT [--looks …] [--only …]');
    process.exit(2);
}
mkdirSync(output, {recursive: true});

const screens = {1280: [1280, 800, 96], s150: [1280, 800, 144], 1920: [1920, 1080, 96], x125: [1600, 1000, 120], x150: [1920, 1200, 144], x200: [2560, 1600, 96, 2], t200: [1920, 1080, 192]};
const everyLook = ['light', 'dark'].flatMap(theme => ['en', 'zh'].flatMap(language => Object.keys(screens)
    .map(size => `${theme}-${language}-${size}`)));
const looks = option('--looks') ?? everyLook.filter(look => !/-[sxt]/.test(look) || look.startsWith('light-zh') || /^light-en-[xt]2/.test(look));
const only = option('--only');

const places = [['board', 'ctrl+1'], ['check_in', 'ctrl+2'], ['search', 'ctrl+3'], ['daily_sheet', 'ctrl+4'],
                ['delivery', 'ctrl+5'], ['till', 'ctrl+6'], ['figures', 'ctrl+7'], ['settings', 'ctrl+8'],
                ['my_jobs', 'ctrl+9'], ['day_plan', 'ctrl+0'], ['catalogue', 'ctrl+k'], ['follow_ups', 'ctrl+u']];
const tabs = ['complaint', 'inspection', 'quote', 'repair', 'invoice', 'photos', 'timeline'];

/// The main window over the whole screen; the window manager may overrule the first attempts.
async function fill(app, screen, width, height) {
    const filled = async () => (await app.windows()).some(({name, rect}) => name === 'main' && rect[2] * app.pixels > width - 40);
    await until('the window to fill the screen', async () => {
        await screen.xdotool('search', '--onlyvisible', '--name', 'Bayline', 'windowsize', width, height, 'windowmove', 0, 0).catch(() => {});
        await sleep(400);
        return filled();
    }, 10000);
}

async function shoot(look, shop) {
    const [theme, language, size] = look.split('-');
    const [width, height, dpi, scale = 1] = screens[size];
    const screen = await Screen.open({width, height});
    const home = mkdtempSync(join(tmpdir(), 'bayline-pictures-'));
    const wants = name => !only || only.includes(name);
    const shot = name => screen.shot(join(output, `${look}-${name}.png`));
    const app = await App.start(screen, ['--database', shop.desk, '--language', language === 'zh' ? 'zh_CN' : 'en', '--no-relay'], {
        home, theme: theme === 'dark' ? 'Adwaita:dark' : 'Adwaita',
        env: {GDK_SCALE: String(scale), GDK_DPI_SCALE: String(dpi / 96)}});
    try {
        await fill(app, screen, width, height - 24);
        if (wants('sign_in'))
            await shot('sign_in');
        await app.signIn('100', '100100');
        for (const [name, key] of places) {
            if (!wants(name))
                continue;
            await app.key(key);
            await app.idle();
            await sleep(500);
            await shot(name);
        }
        if (!only || tabs.some(tab => wants(`order-${tab}`)))
            await shootOrder(app, screen, shot, wants, width, height, scale);
        if (wants('wall')) {
            await app.key('F11');
            await app.waitFor('wall.board');
            await sleep(700);
            await shot('wall');
        }
    } finally {
        await app.close();
        await screen.close();
        rmSync(home, {recursive: true, force: true});
    }
}

async function shootOrder(app, screen, shot, wants, width, height, scale) {
    await app.key('ctrl+1');
    await app.idle();
    const cards = (await app.parts('board.columns')).filter(part => part.name.startsWith('card.') && part.rect[2] > 0);
    // One far enough along to have something on every tab.
    await app.clickExactPart('board.columns', cards[Math.min(cards.length - 1, Math.ceil(cards.length * 0.6))].name, {count: 2});
    await app.waitFor('head.plate');
    await screen.xdotool('getactivewindow', 'windowsize', Math.min(width, 1280 * scale), Math.min(height - 24, 900 * scale)).catch(() => {});
    await app.idle();
    for (const [index, tab] of tabs.entries()) {
        await app.key(`ctrl+${index + 1}`);
        await app.idle();
        await sleep(500);
        if (wants(`order-${tab}`))
            await shot(`order-${tab}`);
    }
    await app.key('ctrl+w');
    await app.waitGone('head.plate');
}

const ending = new Ending();
try {
    const shop = openDemoShop(ending, workDirectory(ending));
    for (const look of looks) {
        console.log(look);
        await shoot(look, shop);
    }
} finally {
    await ending.end();
}
