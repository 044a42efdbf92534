// SPDX-License-Identifier: GPL-3.0-or-later
// A day in the shop, played through the real windows of two PCs and the customer's page in a browser: a car comes in,
// the customer says yes on the phone, the car leaves with an invoice. Each step is printed; pictures and PDFs stay in
// --output. Ends non-zero when a step does not happen.
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {chromium} from 'playwright-core';
import {option} from './option.mjs';

// Before the harness is read, because it looks for the programs there.
process.env.BAYLINE_BIN_DIR = resolve(option('bin', process.env.BAYLINE_BIN_DIR ?? 'build/release/bin'));
const {Ending, openDemoShop, openPortal, workDirectory} = await import('./stage.mjs');
const {App, Screen, sleep, until} = await import('../ui/harness.mjs');

const language = option('language', 'en');
const chinese = language.startsWith('zh');
const output = resolve(option('output', 'demo-output'));
const photos = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../../resources/demo/photos');
const car = {plate: '苏E7K3M9', vin: 'LRW3E7EK4PC000123', model: 'Model 3', name: '张伟', phone: '13900007788', last4: '7788'};

const ending = new Ending();
let pictures = 0;
let current = '';

async function step(title, play) {
    current = title;
    const started = Date.now();
    process.stdout.write(`${title} … `);
    await play();
    console.log(`${((Date.now() - started) / 1000).toFixed(1)} s`);
}

function expect(condition, sentence) {
    if (!condition)
        throw new Error(sentence);
}

class Desk {
    static async open(name, words) {
        const desk = new Desk();
        desk.name = name;
        desk.screen = await Screen.open({width: 1280, height: 800});
        ending.add(() => desk.screen.close());
        desk.app = await App.start(desk.screen, [...words, '--language', language]);
        ending.add(() => desk.app.close());
        return desk;
    }

    async shot(what) {
        pictures += 1;
        await this.screen.shot(join(output, `${String(pictures).padStart(2, '0')}-${this.name}-${what}.png`));
    }

    async screenNamed(name) {
        await this.app.clickExactPart('rail', `rail.${name}`);
        await this.app.idle();
    }

    /// Opens an order from the board with a double click on its card.
    async openOrder(plate) {
        await this.app.waitForPart('board.columns', plate, 20000);
        await this.app.clickPart('board.columns', plate, {count: 2});
        await this.app.waitFor('head.plate');
        await this.app.idle();
    }

    async tab(name) {
        await this.app.click(`tab.${name}`);
        await this.app.waitFor(`page.${name}`, {enabled: false});
        await this.app.idle();
    }

    async named(prefix) {
        return until(`a control named ${prefix}…`, async () => {
            const found = (await this.app.names()).filter(name => name.startsWith(prefix));
            return found.length > 0 ? found : null;
        });
    }

    /// Chooses a file in the system's own dialog by typing its path.
    async chooseFile(path) {
        await sleep(900);
        await this.app.type('/');
        await sleep(300);
        await this.app.key('ctrl+a');
        await this.app.type(path);
        await sleep(500);
        await this.app.key('Return');
        await sleep(400);
    }

    async closeWindow() {
        await this.app.key('alt+F4');
        await this.app.waitGone('head.plate');
    }

    async switchPerson(number, pin) {
        await this.app.click('header.leave');
        await this.app.waitFor('sign_in.number');
        await this.app.signIn(number, pin);
    }
}

let desk, bay, page, link, portal, shop, directory;

async function checkIn() {
    const {app} = desk;
    await desk.screenNamed('check_in');
    await app.fill('check_in.vehicle.plate', car.plate);
    await app.fill('check_in.vehicle.vin', car.vin.slice(0, 16));
    await app.fill('check_in.vehicle.make', '特斯拉');
    await app.fill('check_in.vehicle.model', car.model);
    await app.fill('check_in.customer.name', car.name);
    await app.fill('check_in.customer.phone', car.phone);
    await app.fill('check_in.odometer', '48210');
    await app.fill('check_in.complaint', chinese ? '刹车时有异响，方向盘抖动。' : 'Squeals when braking, the wheel shakes.');
    await app.click('check_in.save');
    await app.idle();
    await desk.shot('check-in-bad-vin');
    expect((await app.find('check_in.complaint')).shown, 'a VIN of 16 characters was taken');
    await app.fill('check_in.vehicle.vin', car.vin);
    await app.click('check_in.photos.add');
    await desk.chooseFile(join(photos, 'car_front_white.jpg'));
    await app.waitForText('check_in.photos.count', '1', 20000);
    await desk.shot('check-in');
    await app.click('check_in.save', {count: 2});
    await app.waitFor('check_in.open', {timeout: 20000});
    await app.idle();
    await desk.shot('checked-in');
    await app.click('check_in.print');
    await app.waitFor('preview.page', {enabled: false});
    await app.idle();
    await sleep(600);
    await desk.shot('check-in-sheet');
    await app.key('Escape');
    await app.waitGone('preview.page');
    await app.click('check_in.open');
    await app.waitFor('head.plate', {timeout: 20000});
    await app.idle();
    await desk.shot('work-order');
}

async function inspect() {
    const {app} = bay;
    await bay.openOrder(car.plate);
    await bay.tab('inspection');
    const start = (await bay.named('inspection.start')).find(name => name !== 'inspection.start') ?? 'inspection.start';
    await app.click(start);
    await app.idle();
    const values = await bay.named('inspection.value.');
    const greens = await bay.named('inspection.green.');
    await app.fill(values[0], '2.4');
    await app.key('Return');
    await app.fill(values[1], '4.2');
    await app.key('Return');
    await app.fill(values[2], '8');
    await app.key('Return');
    await app.click(greens[0]);
    await app.click(greens[1]);
    await app.idle();
    await bay.shot('inspection');
    await app.click(values[0].replace('.value.', '.photos.'));
    await sleep(500);
    if (!(await app.find('photos.add')).shown)
        await bay.tab('photos');
    await app.click('photos.add');
    await bay.chooseFile(join(photos, 'brake_pad_worn.jpg'));
    await until('the photo to be stored', async () => (await app.parts('photos.grid')).length >= 2, 20000);
    await app.idle();
    await bay.shot('photos');
    await bay.tab('inspection');
    await app.click('inspection.publish');
    await app.idle();
    await bay.shot('inspection-published');
}

async function fillLine(description, quantity, price) {
    const {app} = desk;
    if (description)
        await app.fill('line.description', description);
    await app.fill('line.quantity', quantity);
    await app.fill('line.unit_price', price);
    await app.click('line.save');
    await app.idle();
}

async function quote() {
    const {app} = desk;
    await desk.tab('quote');
    const findings = await desk.named('quote.finding.');
    await app.click(findings[0]);
    await app.idle();
    await desk.shot('line-from-finding');
    await fillLine(chinese ? '更换前制动片（一对）' : 'Replace the front brake pads', '1.5', '180');
    await app.click('quote.new');
    await app.click('line.kind.part');
    await fillLine(chinese ? '前制动片' : 'Front brake pads', '1', '468');
    await app.click('quote.new');
    await app.click('line.kind.fee');
    await fillLine(chinese ? '空调系统清洁' : 'Cleaning of the air conditioning', '1', '120');
    expect((await app.parts('quote.lines')).length >= 3, 'the quote does not have its three lines');
    await desk.shot('quote');
    await app.click('quote.send', {count: 2});
    await app.waitForText('head.stage', chinese ? '待' : 'Waiting');
    await app.idle();
    await desk.shot('quote-sent');
}

async function customerLooks() {
    const {app} = desk;
    await app.click('head.link');
    const text = await app.waitFor('link.text', {enabled: false});
    link = (text.value || text.label).match(/https?:\S+/)[0];
    await desk.shot('customer-link');
    await app.click('link.close');
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
               '--disable-component-update', '--disable-sync'],
    });
    ending.add(() => browser.close());
    const context = await browser.newContext({viewport: {width: 390, height: 844}, deviceScaleFactor: 2, acceptDownloads: true,
                                              locale: chinese ? 'zh-CN' : 'en-GB', timezoneId: 'Asia/Shanghai'});
    page = await context.newPage();
    await page.goto(link);
    await page.waitForSelector('.line-open', {timeout: 30000});
    await page.waitForSelector('.thumb img', {timeout: 30000});
    await shootPage('quote');
}

async function shootPage(what) {
    pictures += 1;
    await page.screenshot({path: join(output, `${String(pictures).padStart(2, '0')}-phone-${what}.png`), fullPage: true});
}

async function customerDecides() {
    const lines = page.locator('.line-open');
    expect(await lines.count() === 3, `the page shows ${await lines.count()} lines to decide instead of 3`);
    await lines.nth(0).locator('.option-approve').click();
    await lines.nth(1).locator('.option-approve').click();
    await lines.nth(2).locator('.option-decline').click();
    await page.locator('#review').click();
    await page.locator('#last4').fill(car.last4);
    await shootPage('confirm');
    await page.locator('#confirm button[type=submit]').click();
    await until('the approval in the shop', async () => (await desk.app.find('quote.approved')).label?.includes('738'), 30000);
    await sleep(600);
    await desk.shot('approved');
    await page.waitForSelector('.line-open', {state: 'detached', timeout: 20000});
    await shootPage('decided');
}

async function repair() {
    const {app} = bay;
    await bay.tab('repair');
    const starts = await bay.named('repair.start.');
    await app.click(starts[0]);
    await app.waitForText('head.stage', chinese ? '维修' : 'Repairing');
    await app.idle();
    await bay.shot('clock-running');
    for (let turn = 0; turn < 4; ++turn) {
        const finish = (await app.names()).filter(name => name.startsWith('repair.finish.'));
        const usable = [];
        for (const name of finish) {
            const found = await app.find(name);
            if (found.shown && found.enabled)
                usable.push(name);
        }
        if (usable.length === 0)
            break;
        await app.click(usable[0]);
        await app.idle();
        await sleep(400);
    }
    await bay.shot('finished');
    await bay.closeWindow();
}

async function finalCheck() {
    const {app} = bay;
    await bay.switchPerson('302', '302302');
    await bay.openOrder(car.plate);
    await bay.tab('repair');
    await app.click('check.passed');
    await app.waitForText('head.stage', chinese ? '完工' : 'Ready');
    await app.idle();
    await bay.shot('final-check');
    await bay.closeWindow();
}

async function invoice() {
    const {app} = desk;
    await desk.tab('invoice');
    await app.fill('invoice.km_out', '48215');
    await app.idle();
    await sleep(800);
    await desk.shot('invoice-draft');
    await app.click('invoice.issue', {count: 2});
    await app.waitForText('invoice.number', /INV-\d{4}-\d{6}/, 20000);
    await app.idle();
    await sleep(1200);
    await desk.shot('invoice');
    await app.click('payment.method.wechat');
    await app.click('payment.take', {count: 2});
    await app.waitGone('payment.take', 20000);
    await app.idle();
    await desk.shot('paid');
    await app.click('handover.deliver', {count: 2});
    await app.waitForText('head.stage', chinese ? '交' : 'Delivered', 20000);
    await app.idle();
    await desk.shot('delivered');
    await desk.tab('timeline');
    await desk.shot('timeline');
}

async function customerLeaves() {
    await page.waitForSelector('#invoice a[href]', {timeout: 40000});
    const [file] = await Promise.all([page.context().request.get(new URL(await page.locator('#invoice a[href]').first().getAttribute('href'), page.url()).href)]);
    const pdf = await file.body();
    expect(file.ok() && pdf.subarray(0, 5).toString() === '%PDF-', 'the invoice on the page is not a PDF');
    writeFileSync(join(output, 'invoice.pdf'), pdf);
    await page.waitForSelector('#rating:not([hidden])', {timeout: 20000});
    await shootPage('invoice');
    await page.locator('#rating label').nth(4).click();
    await page.locator('#rating textarea').fill(chinese ? '讲解清楚，交车准时。' : 'Clear advice and on time.');
    await page.locator('#rating button[type=submit]').click();
    await until('the rating in the shop', async () => (await desk.app.parts('timeline.list')).some(part => /5/.test(part.label) && /Clear advice|讲解清楚|rat|评价/i.test(part.label)), 30000);
    await desk.shot('rating');
    await shootPage('rated');
    await desk.closeWindow();
}

async function dailySheet() {
    await desk.switchPerson('100', '100100');
    await desk.screenNamed('daily_sheet');
    await sleep(500);
    await desk.shot('daily-sheet');
    await desk.screenNamed('delivery');
    await desk.shot('delivery');
    await desk.screenNamed('board');
    await desk.shot('board');
}

async function play() {
    rmSync(output, {recursive: true, force: true});
    mkdirSync(output, {recursive: true});
    await step('A shop with two years behind it and a customer app', async () => {
        directory = workDirectory(ending);
        shop = openDemoShop(ending, directory);
        portal = await openPortal(ending, directory);
    });
    await step('The front-desk PC and a bay PC start', async () => {
        desk = await Desk.open('desk', ['--database', shop.desk, '--relay-database', shop.relay]);
        bay = await Desk.open('bay', ['--database', shop.bay, '--no-relay']);
        await desk.shot('sign-in');
    });
    await step('The manager pairs the shop with the customer app', async () => {
        await desk.app.signIn('100', '100100');
        await desk.screenNamed('settings');
        await desk.app.fill('settings.app_url', portal.url);
        await desk.app.fill('settings.app_code', portal.code);
        await desk.app.click('settings.pair');
        await desk.app.waitForText('settings.paired', chinese ? '已' : 'Connected', 20000);
        await desk.shot('paired');
        await desk.switchPerson('201', '201201');
        await desk.screenNamed('board');
        await desk.shot('board');
    });
    await step('A car arrives; a wrong VIN is refused beside its field', checkIn);
    await step('The technician sees it on the bay PC, inspects and photographs', async () => {
        await bay.app.signIn('301', '301301');
        await inspect();
    });
    await step('The advisor turns the finding into a quote and sends it', quote);
    await step('The customer opens the link on the phone', customerLooks);
    await step('The customer approves two lines, declines one; the shop sees it', customerDecides);
    await step('The technician works on the approved lines', repair);
    await step('Somebody else does the final check', finalCheck);
    await step('Invoice, payment, hand-over', invoice);
    await step('The customer gets the bill as PDF and rates', customerLeaves);
    await step('The manager reads the day', dailySheet);
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
    await desk?.shot('trouble').catch(() => {});
    await bay?.shot('trouble').catch(() => {});
    for (const one of [desk, bay])
        if (one?.app?.errors)
            console.error(`${one.name} said: ${one.app.errors}`);
}
await ending.end();
process.exit(code);
