// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of a day in the shop. Each begins with what is there already, so that a step whose PC was killed half-way
// can be begun again, as a person would.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {chromium} from 'playwright-core';
import {sleep, until} from '../ui/harness.mjs';

export const car = {plate: '苏E7K3M9', vin: 'LRW3E7EK4PC000123', model: 'Model 3', name: '张伟', phone: '13900007788', last4: '7788'};

function expect(condition, sentence) {
    if (!condition)
        throw new Error(sentence);
}

/// `stage`: {desk, bay, portal, photos, output, chinese, ending, shootPage}; `page` is added when the customer looks.
export class Day {
    constructor(stage) { Object.assign(this, stage); }

    async pair() {
        const {desk, portal} = this;
        await desk.switchPerson('100', '100100');
        await desk.screenNamed('settings');
        if (!(await desk.app.find('settings.paired')).label?.includes(this.chinese ? '已' : 'Connected')) {
            await desk.app.fill('settings.app_url', portal.url);
            await desk.app.fill('settings.app_code', await portal.pairingCode());
            await desk.app.click('settings.pair');
        }
        await desk.app.waitForText('settings.paired', this.chinese ? '已' : 'Connected', 20000);
        await desk.shot('paired');
        await desk.switchPerson('201', '201201');
        await desk.screenNamed('board');
        await desk.shot('board');
    }

    async checkIn() {
        const {desk} = this;
        const {app} = desk;
        await desk.screenNamed('board');
        if (!(await desk.onBoard(car.plate))) {
            await this.#fillCheckIn();
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
        }
        await desk.openOrder(car.plate);
        await desk.shot('work-order');
    }

    async #fillCheckIn() {
        const {desk} = this;
        const {app} = desk;
        await desk.screenNamed('check_in');
        await app.fill('check_in.vehicle.plate', car.plate);
        await app.fill('check_in.vehicle.vin', car.vin.slice(0, 16));
        await app.fill('check_in.vehicle.make', '特斯拉');
        await app.fill('check_in.vehicle.model', car.model);
        await app.fill('check_in.customer.name', car.name);
        await app.fill('check_in.customer.phone', car.phone);
        await app.fill('check_in.odometer', '48210');
        await app.fill('check_in.complaint', this.chinese ? '刹车时有异响，方向盘抖动。' : 'Squeals when braking, the wheel shakes.');
        await app.click('check_in.save');
        await app.idle();
        await desk.shot('check-in-bad-vin');
        expect((await app.find('check_in.complaint')).shown, 'a VIN of 16 characters was taken');
        await app.fill('check_in.vehicle.vin', car.vin);
        await app.click('check_in.photos.add');
        await desk.chooseFile(join(this.photos, 'car_front_white.jpg'));
        await app.waitForText('check_in.photos.count', '1', 20000);
        await desk.shot('check-in');
    }

    async inspect() {
        const {bay} = this;
        const {app} = bay;
        await bay.switchPerson('301', '301301');
        await bay.openOrder(car.plate);
        await bay.tab('inspection');
        if ((await bay.namesWith('inspection.value.')).length === 0) {
            const start = (await bay.named('inspection.start')).find(name => name !== 'inspection.start') ?? 'inspection.start';
            await app.click(start);
            await app.idle();
        }
        const values = await bay.named('inspection.value.');
        const greens = await bay.named('inspection.green.');
        for (const [index, value] of ['2.4', '4.2', '8'].entries()) {
            await app.fill(values[index], value);
            await app.key('Return');
        }
        await app.click(greens[0]);
        await app.click(greens[1]);
        await app.idle();
        await bay.shot('inspection');
        await this.#photographFinding(values[0].replace('.value.', '.photos.'));
        await bay.tab('inspection');
        if (await bay.usable('inspection.publish'))
            await app.click('inspection.publish');
        await app.idle();
        await bay.shot('inspection-published');
    }

    async #photographFinding(photosOfItem) {
        const {bay} = this;
        const {app} = bay;
        await app.click(photosOfItem);
        await sleep(500);
        if (!(await bay.shows('photos.add')))
            await bay.tab('photos');
        await app.idle();
        const before = (await app.parts('photos.grid')).length;
        if (this.findingPhotographed && before >= this.findingPhotographed)
            return;
        await app.click('photos.add');
        await bay.chooseFile(join(this.photos, 'brake_pad_worn.jpg'));
        await until('the photo to be stored', async () => (await app.parts('photos.grid')).length > before, 20000);
        await app.idle();
        this.findingPhotographed = before + 1;
        await bay.shot('photos');
    }

    async quote() {
        const {desk, chinese} = this;
        const {app} = desk;
        await desk.openOrder(car.plate);
        await desk.tab('quote');
        if (await desk.shows('quote.send')) {
            await this.#line('labour', chinese ? '更换前制动片（一对）' : 'Replace the front brake pads', '1.5', '180');
            await this.#line('part', chinese ? '前制动片' : 'Front brake pads', '1', '468');
            await this.#line('fee', chinese ? '空调系统清洁' : 'Cleaning of the air conditioning', '1', '120');
            const rows = (await app.parts('quote.lines')).filter(part => /^row\.[^.]+$/.test(part.name));
            expect(rows.length === 3, `the quote has ${rows.length} lines instead of three`);
            await desk.shot('quote');
            if (await desk.usable('quote.send'))
                await app.click('quote.send', {count: 2});
        }
        await app.waitForText('head.stage', chinese ? '待' : 'Waiting');
        await app.idle();
        await desk.shot('quote-sent');
    }

    async #line(kind, description, quantity, price) {
        const {desk} = this;
        const {app} = desk;
        const cells = await app.parts('quote.lines');
        if (cells.some(cell => cell.label === description))
            return;
        const [begun] = cells;
        if (kind === 'labour') {
            // One click makes the line; when the PC was killed right after it, the line is there to be completed.
            if (begun)
                await app.clickExactPart('quote.lines', begun.name);
            else
                await app.click((await desk.named('quote.finding.'))[0]);
            await app.idle();
            await desk.shot('line-from-finding');
        } else {
            await app.click('quote.new');
            await app.click(`line.kind.${kind}`);
        }
        await app.fill('line.description', description);
        await app.fill('line.quantity', quantity);
        await app.fill('line.unit_price', price);
        await app.click('line.save');
        await app.idle();
        await app.waitForPart('quote.lines', description);
    }

    async customerLooks() {
        const {desk} = this;
        const {app} = desk;
        if (!this.page) {
            await desk.openOrder(car.plate);
            await app.click('head.link');
            const text = await app.waitFor('link.text', {enabled: false});
            const link = (text.value || text.label).match(/https?:\S+/)[0];
            await desk.shot('customer-link');
            await app.click('link.close');
            this.page = await this.#openPhone(link);
        }
        await this.page.waitForSelector('.line-open', {timeout: 60000});
        await this.page.waitForSelector('.thumb img', {timeout: 60000});
        await this.shootPage(this.page, 'quote');
    }

    async #openPhone(link) {
        const browser = await chromium.launch({
            executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
            args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
                   '--disable-component-update', '--disable-sync'],
        });
        this.ending.add(() => browser.close());
        const context = await browser.newContext({
            viewport: {width: 390, height: 844}, deviceScaleFactor: 2, acceptDownloads: true,
            locale: this.chinese ? 'zh-CN' : 'en-GB', timezoneId: 'Asia/Shanghai'});
        const page = await context.newPage();
        // The backend may be away just now: the customer tries again.
        await until('the page to answer', () => page.goto(link).then(reply => reply.ok(), () => false), 60000, 1000);
        return page;
    }

    async customerDecides() {
        const {desk, page} = this;
        const open = () => page.locator('.line-open').count();
        if (await open() > 0) {
            const lines = page.locator('.line-open');
            expect(await open() === 3, `the page shows ${await open()} lines to decide instead of 3`);
            await lines.nth(0).locator('.option-approve').click();
            await lines.nth(1).locator('.option-approve').click();
            await lines.nth(2).locator('.option-decline').click();
            await page.locator('#review').click();
            await page.locator('#last4').fill(car.last4);
            await this.shootPage(page, 'confirm');
            // Sent again when the backend was away: the decision has one id.
            await until('the decision to be taken', async () => {
                if (await page.locator('#confirm button[type=submit]').isVisible())
                    await page.locator('#confirm button[type=submit]').click().catch(() => {});
                await sleep(1500);
                return await open() === 0;
            }, 60000);
        }
        await desk.openOrder(car.plate);
        await desk.tab('quote');
        await until('the approval in the shop', async () => (await desk.app.find('quote.approved')).label?.includes('738'), 60000);
        await sleep(600);
        await desk.shot('approved');
        await this.shootPage(page, 'decided');
    }

    async repair() {
        const {bay, chinese} = this;
        const {app} = bay;
        await bay.openOrder(car.plate);
        await bay.tab('repair');
        const repairing = new RegExp(chinese ? '维修' : 'Repairing');
        if (!repairing.test((await app.find('head.stage')).label)) {
            const start = await bay.firstUsable('repair.start.');
            if (start)
                await app.click(start);
        }
        await until('the work to have begun', async () =>
            new RegExp(chinese ? '维修|质|检验' : 'Repairing|check').test((await app.find('head.stage')).label));
        await app.idle();
        await bay.shot('clock-running');
        for (let turn = 0; turn < 4; ++turn) {
            const finish = await bay.firstUsable('repair.finish.');
            if (!finish)
                break;
            await app.click(finish);
            await app.idle();
            await sleep(400);
        }
        await bay.shot('finished');
        await bay.closeOrder();
    }

    async finalCheck() {
        const {bay, chinese} = this;
        const {app} = bay;
        await bay.closeOrder();
        await bay.switchPerson('302', '302302');
        await bay.openOrder(car.plate);
        await bay.tab('repair');
        if (await bay.usable('check.passed')) {
            for (const item of await bay.namesWith('check.item.'))
                if (!(await app.find(item)).value)
                    await app.click(item);
            await app.click('check.passed');
        }
        await app.waitForText('head.stage', chinese ? '完工' : 'Ready');
        await app.idle();
        await bay.shot('final-check');
        await bay.closeOrder();
    }

    async invoice() {
        const {desk, chinese} = this;
        const {app} = desk;
        await desk.openOrder(car.plate, {delivered: this.delivering === true});
        await desk.tab('invoice');
        if (await desk.shows('invoice.issue')) {
            await app.fill('invoice.km_out', '48215');
            await app.idle();
            await sleep(800);
            await desk.shot('invoice-draft');
            await app.click('invoice.issue', {count: 2});
        }
        await app.waitForText('invoice.number', /INV-\d{4}-\d{6}/, 20000);
        await app.idle();
        await sleep(1200);
        await desk.shot('invoice');
        if (await desk.shows('payment.take')) {
            await app.click('payment.method.wechat');
            await app.click('payment.take', {count: 2});
        }
        await app.waitGone('payment.take', 20000);
        await app.idle();
        await desk.shot('paid');
        this.delivering = true;
        if (await desk.shows('handover.deliver'))
            await app.click('handover.deliver', {count: 2});
        await app.waitForText('head.stage', chinese ? '交' : 'Delivered', 20000);
        await app.idle();
        await desk.shot('delivered');
        await desk.tab('timeline');
        await desk.shot('timeline');
    }

    async customerLeaves() {
        const {desk, page} = this;
        await page.waitForSelector('#invoice a[href]', {timeout: 60000});
        const address = new URL(await page.locator('#invoice a[href]').first().getAttribute('href'), page.url()).href;
        const pdf = await until('the invoice as a file', async () => {
            const file = await page.context().request.get(address).catch(() => null);
            return file?.ok() ? file.body() : null;
        }, 30000, 1000);
        expect(pdf.subarray(0, 5).toString() === '%PDF-', 'the invoice on the page is not a PDF');
        writeFileSync(join(this.output, 'invoice.pdf'), pdf);
        await page.waitForSelector('#rating:not([hidden])', {timeout: 20000});
        await this.shootPage(page, 'invoice');
        await this.#rate();
        await desk.openOrder(car.plate, {delivered: true});
        await desk.tab('timeline');
        await until('the rating in the shop', async () => (await desk.app.parts('timeline.list')).some(
            part => /5/.test(part.label) && /Clear advice|讲解清楚|rat|评价/i.test(part.label)), 60000);
        await desk.shot('rating');
        await this.shootPage(page, 'rated');
        await desk.closeOrder();
    }

    async #rate() {
        const {page} = this;
        const send = page.locator('#rating button[type=submit]');
        await until('the rating to be taken', async () => {
            if (!(await send.isVisible()))
                return true;
            await page.locator('#rating label').nth(4).click();
            await page.locator('#rating textarea').fill(this.chinese ? '讲解清楚，交车准时。' : 'Clear advice and on time.');
            await send.click();
            await sleep(1200);
            return !(await send.isVisible());
        }, 40000);
    }

    async dailySheet() {
        const {desk} = this;
        await desk.closeOrder();
        await desk.switchPerson('100', '100100');
        await desk.screenNamed('daily_sheet');
        await sleep(500);
        await desk.shot('daily-sheet');
        await desk.screenNamed('delivery');
        await desk.shot('delivery');
        await desk.screenNamed('board');
        await desk.shot('board');
    }
}
