// SPDX-License-Identifier: GPL-3.0-or-later
// A technician's day on a bay PC, in gloves: the PIN pad, my jobs, the high-voltage gate to its last step with a second
// person, an inspection with photos, a quarantine, a final check that sends a car back, and a forgotten clock.
import {join} from 'node:path';
import {sleep, until} from '../ui/harness.mjs';
import {Hands} from './hands.mjs';
import {orderIn, technicianOf} from './shop_facts.mjs';

const words = {
    en: {key: 'Key box 3', lock: 'Wang', area: 'Barrier tape', smoke: 'Smells of burnt plastic', cool: 'Cooled down, measured',
         notRight: 'The parking brake is loose', again: 'Adjust the parking brake', forgot: 'Left without stopping',
         published: 'the customer has the report'},
    zh_CN: {key: '3 号钥匙箱', lock: '王建国', area: '已拉警戒带', smoke: '有塑料烧焦味', cool: '已冷却，复测正常',
            notRight: '驻车制动偏松', again: '调整驻车制动', forgot: '离开时忘记停计时', published: '客户已收到报告'},
};

export class FloorDay {
    /// `cars`: {hv, inspected}, given to 301: the order with approved high-voltage work, and one whose inspection has begun;
    /// `photos`: a folder with pictures.
    constructor(bay, desk, owner, cars, photos, language) {
        this.hands = new Hands(bay);
        this.hands.gloves = true;
        this.office = new Hands(desk);
        this.bay = bay;
        this.app = bay.app;
        this.owner = owner;
        this.hv = cars.hv;
        this.inspected = cars.inspected;
        this.photos = photos;
        this.words = words[language];
    }

    /// `short`: as far as the waiting time of a high-voltage isolation, which nothing can shorten.
    async play(short = false) {
        await this.#signIn('301');
        await this.#jobs();
        await this.#isolate();
        await this.#inspect();
        if (short) {
            await this.#switchTo('304');
            return this.hands.actions;
        }
        await this.#workUnderIsolation();
        await this.#switchTo('304');
        await this.#energise();
        await this.#quarantine();
        await this.#sendBack();
        await this.#passAfterwards();
        await this.#forget();
        return [...this.hands.actions, ...this.office.actions];
    }

    async #tap(digits) {
        for (const digit of digits)
            await this.hands.click(`sign_in.key_${digit}`);
    }

    async #signIn(number) {
        const {hands} = this;
        await hands.action('Sign in with the PIN pad', async () => {
            await this.#tap(number);
            await hands.click('sign_in.submit');
            await this.#tap(number.repeat(2));
            await hands.click('sign_in.submit');
            await hands.see(app => app.waitFor('my_jobs.unapplied'));
        }, 11);
        this.seen = new Set([number]);
        await this.bay.shot('my-jobs');
    }

    /// Who was here before is one tap; the first time their number is typed on the pad.
    async #switchTo(number) {
        const {hands, app, bay} = this;
        const title = this.seen.has(number) ? 'Back at the PC: one tap and the PIN' : 'Another person at the PC for the first time';
        await hands.action(title, async () => {
            await hands.click('header.leave');
            await hands.see(() => app.waitFor('sign_in.number'));
            if (this.seen.has(number)) {
                await hands.click(`sign_in.person_${number}`);
            } else {
                await this.#tap(number);
                await hands.click('sign_in.submit');
            }
            await this.#tap(number.repeat(2));
            await hands.click('sign_in.submit');
            await hands.see(() => app.waitFor('my_jobs.unapplied'));
        }, 12);
        this.seen.add(number);
        await bay.shot(`my-jobs-of-${number}`);
    }

    async #jobs() {
        const {hands, app, bay} = this;
        const car = this.inspected;
        await hands.action('Hold with a reason', async () => {
            await hands.click(`my_jobs.hold.${car.number}`);
            await bay.shot('hold-reasons');
            await hands.click('hold.parts');
            await hands.see(() => app.waitFor(`my_jobs.end_hold.${car.number}`));
        });
        await hands.action('End the hold', async () => {
            await hands.click(`my_jobs.end_hold.${car.number}`);
            await hands.see(() => app.waitFor(`my_jobs.hold.${car.number}`));
        }, 1);
        await hands.action('Other time', async () => {
            await hands.click('my_jobs.unapplied');
            await bay.shot('other-time');
            await hands.click('unapplied.cleaning');
            await hands.see(() => app.waitFor('my_jobs.stop'));
        });
        await hands.action('Stop', async () => {
            await hands.click('my_jobs.stop');
            await hands.see(() => app.waitGone('my_jobs.stop'));
        }, 1);
    }

    async #open(order) {
        const {hands, app} = this;
        await app.key('ctrl+9');
        await app.idle();
        await hands.action('My jobs → the order, at the page where the work is', async () => {
            await hands.click(`my_jobs.open.${order.number}`);
            await hands.see(() => app.waitForText('head.plate', order.plate));
        }, 1);
    }

    async #close() {
        await this.app.key('ctrl+w');
        await this.app.waitGone('head.plate');
    }

    /// Opens from the board: the car is somebody else's.
    async #openOther(order) {
        const {app} = this;
        await app.key('ctrl+1');
        await app.idle();
        await app.fill('board.filter', order.plate);
        await app.key('Return');
        await app.waitForText('head.plate', order.plate);
        await app.idle();
    }

    /// A step may be signed when the click before it has been heard: two quick ones must not sign twice.
    async #sign(step, fill = {}) {
        const {hands, app} = this;
        await sleep(600);
        await hands.action(`High voltage: ${step === 0 ? 'begin' : `sign step ${step}`}`, async () => {
            for (const [field, text] of Object.entries(fill))
                await hands.fill(`hv.${field}`, text);
            await hands.click('hv.sign');
            await hands.see(() => until(`step ${step}`, async () => step === 0 ? await this.#signed() !== null
                : Boolean((await app.find(`hv.signed.${step}`)).label)));
        });
    }

    async #signed() {
        const summary = await this.app.find('hv.summary');
        return summary.shown && /\d/.test(summary.label) ? summary : null;
    }

    async #isolate() {
        const {hands, app, bay, hv} = this;
        await app.key('ctrl+9');
        await hands.action('A high-voltage line is refused before the isolation', async () => {
            await hands.click(`my_jobs.start.${hv.line}`);
            await hands.see(() => app.waitFor('my_jobs.problem', {enabled: false}));
        }, 1);
        await bay.shot('hv-refused');
        await this.#open(hv);
        await bay.shot('hv-before');
        await this.#sign(0);
        await this.#sign(1);
        await this.#sign(2, {note: this.words.key});
        await this.#sign(3);
        await this.#sign(4, {note: this.words.lock});
        await app.waitFor('hv.timer', {enabled: false});
        await bay.shot('hv-waiting');
        if ((await app.find('hv.sign')).enabled)
            throw new Error('the waiting time can be shortened');
        await this.#close();
    }

    async #inspect() {
        const {hands, app, bay, inspected} = this;
        await this.#open(inspected);
        await app.waitFor('page.inspection', {enabled: false});
        await bay.shot('inspection');
        const [open] = await this.#openValues(1);
        await hands.action('A measured value', async () => {
            await hands.fill(open, '2.1');
            await hands.key('Return');
        });
        // As at the last visit: a second red one would want its photo, too.
        const next = (await app.focused()).name;
        const [same] = (await app.find(next.replace('.value.', '.last.'))).label.match(/\d+(\.\d+)?/);
        await hands.action('The next value, with the Enter key alone', async () => {
            await hands.type(same);
            await hands.key('Return');
        }, 0);
        const item = open.replace('inspection.value.', '');
        await bay.shot('inspection-red');
        await hands.action('A photo of a red finding from a file', async () => {
            await hands.click(`inspection.photos.${item}`);
            const before = (await app.parts('photos.grid')).length;
            await hands.click('photos.add');
            await bay.chooseFile(join(this.photos, 'brake_pad_worn.jpg'));
            await hands.see(() => until('the photo', async () => (await app.parts('photos.grid')).length > before, 20000));
        });
        await bay.shot('photo');
        await app.click('tab.inspection');
        await app.idle();
        const green = await bay.firstUsable('inspection.green.');
        await hands.action('An item that is right', () => hands.click(green), 1);
        await hands.action('The inspection is shown to the customer', async () => {
            await hands.click('inspection.publish');
            await hands.see(() => app.waitForText('inspection.summary', this.words.published));
        }, 1);
        await bay.shot('inspection-published');
        await this.#close();
    }

    async #openValues(count) {
        const free = [];
        for (const name of await this.bay.named('inspection.value.'))
            if (free.length < count && (await this.app.find(name)).value === '')
                free.push(name);
        return free;
    }

    async #workUnderIsolation() {
        const {hands, app, bay, hv} = this;
        await this.#open(hv);
        await until('the waiting time to be over', async () => (await app.find('hv.sign')).enabled, 90000, 500);
        await this.#sign(5);
        await this.#sign(6, {before: '12.4', measured: '0.2', after: '12.4'});
        await this.#sign(7, {note: this.words.area});
        await bay.shot('hv-isolated');
        await hands.action('Start the high-voltage line', async () => {
            await hands.click(`repair.start.${hv.line}`);
            await hands.see(() => app.waitFor(`repair.stop.${hv.line}`));
        }, 1);
        await bay.shot('hv-work');
        await hands.action('The line is finished', async () => {
            await hands.click(`repair.finish.${hv.line}`);
            await hands.see(() => app.waitGone(`repair.finish.${hv.line}`));
        }, 1);
        await this.#close();
    }

    async #energise() {
        const {hands, app, bay, hv} = this;
        await this.#openOther(hv);
        await app.click('tab.repair');
        await bay.shot('hv-energise');
        await hands.action('A second person puts the voltage on again', async () => {
            await hands.click('hv.tools');
            await hands.click('hv.covers');
            await hands.fill('hv.insulation', '620');
            await hands.click('hv.sign');
            await hands.see(() => until('step 8', async () => Boolean((await app.find('hv.signed.8')).label)));
        });
        await bay.shot('hv-done');
    }

    async #quarantine() {
        const {hands, app, bay} = this;
        await hands.action('Quarantine', async () => {
            await hands.click('floor.quarantine');
            await bay.shot('quarantine-reason');
            await hands.typeInto('dialog.reason', this.words.smoke);
            await hands.key('Return');
            await hands.see(() => app.waitForText('floor.says', this.words.smoke));
        });
        await bay.shot('quarantined');
        await hands.action('The quarantine ends', async () => {
            await hands.click('floor.quarantine');
            await hands.typeInto('dialog.reason', this.words.cool);
            await hands.click('dialog.ok');
            await hands.see(() => until('the end', async () => !(await app.find('floor.says')).label?.includes(this.words.smoke)));
        });
        await this.#close();
    }

    async #sendBack() {
        const {hands, app, bay} = this;
        this.checked = orderIn(this.owner, 'quality_check');
        const repairer = technicianOf(this.owner, this.checked);
        this.checker = repairer === '304' ? '301' : '304';
        if (this.checker !== '304')
            await this.#switchTo(this.checker);
        await this.#openOther(this.checked);
        await bay.shot('final-check');
        await hands.action('The final check sends the car back', async () => {
            await hands.fill('check.note', this.words.notRight);
            await hands.click('check.failed');
            await hands.see(() => app.waitForText('check.last', this.words.notRight));
        });
        await bay.shot('sent-back');
        await this.#close();
        await this.#switchTo(repairer);
        await this.#open(this.checked);
        const again = await bay.firstUsable('repair.reopen.');
        await hands.action('A finished line is opened again', async () => {
            await hands.click(again);
            await hands.typeInto('dialog.reason', this.words.again);
            await hands.key('Return');
            await hands.see(() => app.waitFor(again.replace('reopen', 'finish')));
        });
        await hands.action('… and finished, to the final check', async () => {
            await hands.click(again.replace('reopen', 'finish'));
            await hands.see(() => app.waitFor(again));
            await hands.click('step.quality_check');
            await hands.see(() => app.waitFor('step.repairing'));
        });
        await this.#close();
    }

    async #passAfterwards() {
        const {hands, app, bay} = this;
        await this.#switchTo(this.checker);
        await this.#openOther(this.checked);
        const items = await bay.namesWith('check.item.');
        await hands.action(`The final check passes (${items.length} items to tick)`, async () => {
            for (const item of items)
                await hands.tick(item);
            await hands.click('check.passed');
            await hands.see(() => app.waitFor('page.invoice', {enabled: false}));
        }, items.length + 1);
        await bay.shot('passed');
        await this.#close();
    }

    /// 303 goes home with a running clock; the shop closes; the manager corrects it.
    async #forget() {
        const {hands, app, bay, office} = this;
        await this.#switchTo('303');
        await hands.action('Other time once more', async () => {
            await hands.click('my_jobs.unapplied');
            await hands.click('unapplied.waiting');
            await hands.see(() => app.waitFor('my_jobs.stop'));
        });
        await office.desk.switchPerson('100', '100100');
        await this.#closeTheShop();
        await office.app.key('ctrl+9');
        await office.app.idle();
        await office.desk.named('my_jobs.correct.');
        await office.desk.shot('forgotten-clocks');
        const last = (await office.desk.namesWith('my_jobs.correct.')).at(-1);
        await office.action('A manager corrects a forgotten clock', async () => {
            await office.click(last);
            await office.desk.shot('correct-a-clock');
            await office.fill('correct.reason', this.words.forgot);
            await office.click('dialog.ok');
            await office.see(its => its.waitGone('dialog.ok'));
        });
        await until('the clock to be corrected', async () => !(await office.desk.namesWith('my_jobs.correct.')).includes(last), 60000);
        await office.desk.shot('corrected');
        await bay.shot('clock-corrected');
    }

    async #closeTheShop() {
        const {office} = this;
        await office.app.key('ctrl+8');
        await office.app.idle();
        await office.action('The floor\'s settings: opening hours', async () => {
            await office.fill('settings.opensAt', '00:00');
            await office.fill('settings.closesAt', '00:01');
            await office.click('settings.save_floor');
        });
        await office.desk.shot('floor-settings');
    }
}
