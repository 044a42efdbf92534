// SPDX-License-Identifier: GPL-3.0-or-later
// An advisor's busy morning at the front desk: six cars arrive, one of them a comeback; keys are tagged, estimates go
// out, customers answer by phone.
import {sleep, until} from '../ui/harness.mjs';
import {Hands} from './hands.mjs';
import {highVoltageOrder, knownCars, orderIn} from './shop_facts.mjs';

const words = {
    en: {complaints: ['The brakes squeal again', 'Air conditioning does not cool', 'Charges slowly', 'Service is due',
                      'Tyre pressure lamp is on', 'Rattle in the front right door'],
         comeback: 'Squeals as before', phone: 'Mr Zhang'},
    zh_CN: {complaints: ['刹车又有异响', '空调不制冷', '充电慢', '到期保养', '胎压灯亮', '右前门异响'],
            comeback: '刹车异响又出现', phone: '张先生'},
};

export class Morning {
    /// `short`: two cars arrive and one gets its estimate; the rest is played as always.
    constructor(desk, owner, language, short = false) {
        this.arrivals = short ? 2 : 6;
        this.estimates = short ? 1 : 3;
        this.hands = new Hands(desk);
        this.desk = desk;
        this.app = desk.app;
        this.owner = owner;
        this.words = words[language];
    }

    async play() {
        await this.#signIn();
        const cars = knownCars(this.owner, this.arrivals);
        for (const [index, car] of cars.entries())
            await this.#arrival(index, car);
        await this.#comeback(cars[0][0]);
        await this.#dropOff(cars[0][0]);
        await this.app.key('ctrl+w');
        await this.app.key('ctrl+1');
        await this.desk.shot('board-with-six-more');
        for (const [plate] of cars.slice(1, 1 + this.estimates))
            await this.#estimate(plate);
        await this.#answerByPhone(cars[1][0]);
        await this.#highVoltage();
        await this.#giveInspected();
        if (this.arrivals === 6)
            await this.#floorSettings();
        return this.hands.actions;
    }

    async #signIn() {
        const {hands, app} = this;
        const focus = name => until(`the keyboard in ${name}`, async () => (await app.find(name)).focus);
        await app.waitFor('sign_in.number');
        await until('the window in front', async () => (await app.windows()).some(window => window.active));
        await focus('sign_in.number');
        await sleep(500);
        await hands.action('Sign in at the desk', async () => {
            await hands.type('201\n');
            await hands.see(() => focus('sign_in.pin'));
            await hands.type('201201\n');
            await hands.see(app => app.waitFor('header'));
        });
    }

    /// By the keyboard, as an advisor with a customer in front of them does it.
    async #arrival(index, [plate, km]) {
        const {hands, app} = this;
        await hands.action(`Arrival ${index + 1}: a known car is checked in`, async () => {
            await hands.key('ctrl+n');
            await hands.typeInto('check_in.search', [...plate].slice(-5).join(''));
            await hands.see(() => app.waitForPart('check_in.hits', plate));
            await hands.key('Return');
            await hands.see(() => app.waitForText('check_in.vehicle.plate', plate));
            await this.#inField('check_in.odometer');
            await hands.typeInto('check_in.odometer', String(Number(km) + 800));
            await hands.key('alt+c');
            await hands.typeInto('check_in.complaint', this.words.complaints[index]);
            if (index === 0)
                await this.desk.shot('arrival-of-a-comeback');
            await hands.key('ctrl+s');
            await hands.see(() => app.waitFor('check_in.open', {timeout: 20000}));
        });
    }

    async #inField(name) {
        if (!(await this.app.find(name)).focus)
            await this.hands.click(name);
    }

    /// By typing on the board what the caller says of the plate.
    async #open(plate) {
        const {hands, app} = this;
        await app.key('ctrl+1');
        await app.idle();
        await hands.action(`The order of ${plate} is opened from the board`, async () => {
            await hands.type(plate.slice(-5));
            await hands.see(() => app.waitForPart('board.columns', plate));
            await hands.key('Return');
            await hands.see(() => app.waitForText('head.plate', plate));
        });
        await until('the order in front', async () =>
            (await app.windows()).some(window => window.name === 'work-order' && window.active) &&
            (await app.find('tab.repair')).sight[2] > 8);
    }

    /// The order of the last arrival but five: the car was here a short time ago.
    async #comeback(plate) {
        const {hands, app, desk} = this;
        await this.#open(plate);
        await app.click('tab.repair');
        await app.waitFor('floor.comeback');
        await desk.shot('comeback-offered');
        await hands.action('The comeback is linked to its first order', async () => {
            await hands.click('floor.comeback');
            await hands.click((await desk.named('comeback.'))[0]);
            await hands.typeInto('dialog.reason', this.words.comeback);
            await desk.shot('comeback-reason');
            await hands.key('Return');
            await hands.see(() => app.waitForText('floor.says', this.words.comeback));
        });
        await desk.shot('comeback-linked');
    }

    async #dropOff() {
        const {hands, app} = this;
        await hands.action('The key gets its tag, the car its bay', async () => {
            await hands.fill('floor.key', '41');
            await hands.key('Return');
            await hands.choose('floor.bay', 2);
            await hands.see(() => app.waitForText('head.place', '41'));
        });
        await this.desk.shot('dropped-off');
    }

    async #estimate(plate) {
        const {hands, app, desk} = this;
        await this.#open(plate);
        await hands.action(`An estimate from a package goes to the customer (${plate})`, async () => {
            await hands.click('tab.quote');
            await hands.click((await desk.named('quote.package.'))[0]);
            await hands.click('quote.send');
            await hands.see(() => app.waitFor('quote.withdraw', {timeout: 20000}));
        });
        await desk.shot('estimate-sent');
        await app.key('ctrl+w');
        await app.waitGone('head.plate');
    }

    async #answerByPhone(plate) {
        const {hands, app, desk} = this;
        await this.#open(plate);
        await app.click('tab.quote');
        await hands.action('An answer by phone: everything is approved', async () => {
            await hands.click('quote.decide');
            await hands.click('decision.all');
            await desk.shot('answer-by-phone');
            await hands.click('decision.save');
        });
        await desk.shot('answered');
        await app.key('ctrl+w');
        await app.waitGone('head.plate');
    }

    /// An order that has its quote goes to the technician with the licence.
    async #highVoltage() {
        const {hands, app, desk} = this;
        this.hv = highVoltageOrder(this.owner);
        await this.#open(this.hv.plate);
        await hands.action('The order gets a technician', () => hands.choose('head.technician', '王建国'));
        this.inspected = orderIn(this.owner, 'inspecting');
        await app.click('tab.quote');
        await hands.action('A written quote goes to the customer', async () => {
            await hands.click('quote.send');
            await hands.see(() => app.waitFor('quote.withdraw', {timeout: 20000}));
        }, 1);
        await app.key('ctrl+w');
        await app.waitGone('head.plate');
        await this.#answerByPhone(this.hv.plate);
        await desk.shot('board-answered');
    }

    async #giveInspected() {
        await this.#open(this.inspected.plate);
        const {app} = this;
        if (!(await app.find('head.technician')).value.includes('王建国'))
            await app.choose('head.technician', '王建国');
        await app.key('ctrl+w');
        await app.waitGone('head.plate');
    }

    /// The maker's waiting time of the model: the manager's settings of the floor.
    async #floorSettings() {
        const {hands, app, desk} = this;
        await desk.switchPerson('100', '100100');
        await app.key('ctrl+8');
        await app.waitFor('settings.hvWaits');
        await app.idle();
        const model = (await app.find('settings.hvWaits')).value;
        await hands.action("The floor's settings: a maker's waiting time", async () => {
            await hands.fill('settings.hvWaits', `${model}\n${this.hv.model} = 1`);
            await hands.click('settings.save_floor');
            await hands.see(() => app.waitForText('settings.floor_banner.text', /\S/));
        });
        await desk.shot('floor-settings');
    }
}
