// SPDX-License-Identifier: GPL-3.0-or-later
// Walks through every screen of the program and through the states that a screen has: a list's row chosen, a form opened.
// At each stop `look(name)` is called; what it does there (a picture, a search for flaws) is the caller's.
import {sleep, until} from './harness.mjs';

const kTabs = ['complaint', 'inspection', 'quote', 'repair', 'invoice', 'photos', 'timeline'];

export class Walk {
    constructor(app, look) {
        this.app = app;
        this.look = look;
    }

    async #rest() {
        await this.app.idle();
        await sleep(150);
        await this.app.idle();
    }

    async #stop(name) {
        await this.#rest();
        await this.look(name);
    }

    /// Clicks where it is there; tells whether it was.
    async #click(name) {
        const found = await this.app.find(name);
        if (!found.found || !found.shown || !found.enabled)
            return false;
        await this.app.click(name);
        await this.#rest();
        return true;
    }

    /// The first row of a list, or the first that says so.
    async #choose(list, says = '', count = 1) {
        const rows = (await this.app.parts(list)).filter(({name, label, sight}) => /^row\.[^.]+$|^row\.[^.]*-[^.]*$/.test(name) &&
            label.includes(says) && sight[3] > 8);
        if (rows.length === 0)
            return false;
        await this.app.clickExactPart(list, rows[0].name, {count});
        await this.#rest();
        return true;
    }

    async #to(key) {
        await this.app.key(key);
        await this.#rest();
    }

    async board() {
        await this.#to('ctrl+1');
        await this.#stop('board');
        await this.#click('board.as_list');
        await this.#stop('board-list');
        await this.#click('board.as_list');
    }

    async checkIn() {
        await this.#to('ctrl+2');
        await this.#stop('check_in');
    }

    async search(text) {
        await this.#to('ctrl+3');
        await this.app.fill('search.text', text);
        await sleep(300);
        await this.#rest();
        await this.#choose('search.hits');
        await this.#stop('search');
    }

    async dailySheet() {
        await this.#to('ctrl+4');
        await this.#choose('daily_sheet.figures');
        await this.#stop('daily_sheet');
    }

    async delivery() {
        await this.#to('ctrl+5');
        await this.#choose('delivery.rows');
        await this.#stop('delivery');
    }

    async till() {
        await this.#to('ctrl+6');
        await this.#stop('till');
    }

    async figures() {
        await this.#to('ctrl+7');
        await until('the figures', async () => (await this.app.find('figures.basics_button')).enabled);
        await this.#stop('figures');
        await this.#click('figures.basics_button');
        await this.#stop('figures-basics');
        await this.#click('figures.basics.cancel');
    }

    async settings() {
        await this.#to('ctrl+8');
        await this.#stop('settings');
        await this.app.reveal('outlets.new');
        await this.#click('outlets.new');
        await this.app.reveal('outlets.save');
        await this.#stop('settings-outlets');
        await this.app.reveal('staff.new');
        await this.#click('staff.new');
        await this.#stop('settings-people');
        await this.app.reveal('hours.save');
        await this.#stop('settings-hours');
        await this.app.reveal('checklist.publish');
        await this.#stop('settings-checklists');
    }

    async myJobs() {
        await this.#to('ctrl+9');
        await this.#stop('my_jobs');
    }

    async dayPlan() {
        await this.#to('ctrl+0');
        await this.#stop('day_plan');
    }

    async catalogue() {
        await this.#to('ctrl+k');
        for (const section of ['labour', 'parts', 'packages', 'rules']) {
            await this.#click(`catalogue.section.${section}`);
            if (!await this.#choose('catalogue.items') && section !== 'rules')
                await this.#click('catalogue.new');
            await this.#stop(`catalogue-${section}`);
        }
        await this.#click('catalogue.section.labour');
    }

    async followUps() {
        await this.#to('ctrl+u');
        await this.#choose('follow_up.cars');
        await this.#stop('follow_ups');
    }

    async wall() {
        await this.app.key('F11');
        await this.app.waitFor('wall.board');
        await this.#stop('wall');
        await this.app.key('Escape');
        await this.app.waitGone('wall.board');
    }

    /// The order's window with all its pages; `number`: of a card on the board.
    async order(number, name = number) {
        await this.#to('ctrl+1');
        await this.app.clickPart('board.columns', number, {count: 2});
        await this.app.waitForText('head.plate', number);
        await this.#rest();
        for (const [index, tab] of kTabs.entries()) {
            await this.app.key(`ctrl+${index + 1}`);
            await this.#stop(`order-${name}-${tab}`);
        }
        if ((await this.app.find('head.change-promise')).enabled) {
            await this.app.key('ctrl+t');
            await this.#stop(`order-${name}-promise`);
            await this.#click('promise.cancel');
        }
        await this.app.key('ctrl+w');
        await this.app.waitGone('head.plate');
    }

    async everything(orders, searched) {
        await this.board();
        await this.checkIn();
        await this.search(searched);
        await this.dailySheet();
        await this.delivery();
        await this.till();
        await this.figures();
        await this.settings();
        await this.myJobs();
        await this.dayPlan();
        await this.catalogue();
        await this.followUps();
        for (const [name, number] of Object.entries(orders))
            await this.order(number, name);
        await this.wall();
    }
}
