// SPDX-License-Identifier: GPL-3.0-or-later
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {picture, sleep} from './harness.mjs';
import {setting} from './setting.mjs';

let screen, shop, app;
setting(async open => {
    ({screen, shop, app} = await open.desk({person: '101', prepare: its => its.checkIn('沪AD12345', '王小明')}));
    await app.key('ctrl+2');
    await app.waitFor('check_in.save');
});

const problem = (field, text) => app.waitForText(`check_in.${field}.problem`, text);

test('marks every empty field that must be filled', async () => {
    await app.click('check_in.save');
    await app.waitForText('check_in.result', 'correct the marked fields');
    await problem('vehicle.plate', 'number plate');
    await problem('complaint', 'customer\'s words');
    await picture(screen, 'check_in_empty');
    assert.equal((await app.find('check_in.open')).shown, false);
});

test('says beside each field what is wrong with it, and keeps what was typed', async () => {
    await app.fill('check_in.vehicle.plate', 'AB-9!');
    await app.fill('check_in.vehicle.vin', 'LGXCE6CBXNO00000');
    await app.key('Tab');
    await problem('vehicle.vin', '16');
    await problem('vehicle.plate', 'not a plate');
    await app.fill('check_in.vehicle.vin', 'LGXCE6CBXNO000001');
    await app.key('Tab');
    await problem('vehicle.vin', 'never contains the letters');
    await app.click('check_in.vin_suggestion');
    assert.equal((await app.find('check_in.vehicle.vin')).value, 'LGXCE6CBXN0000001');
    await app.fill('check_in.vehicle.vin', 'LGXCE6CB1N0000001');
    await app.key('Tab');
    await problem('vehicle.vin', 'check digit');
    await app.waitFor('check_in.vin_by_eye');
    await picture(screen, 'check_in_wrong');
    await app.fill('check_in.vehicle.vin', 'LGXCE6CBXN0000001');
    await app.fill('check_in.odometer', '12 km');
    await app.key('Tab');
    await problem('odometer', 'whole number');
    assert.equal((await app.find('check_in.odometer')).value, '12 km');
});

test('opens an order for a new car exactly once on a double click', async () => {
    await app.fill('check_in.vehicle.plate', 'WX 4711K');
    await app.fill('check_in.vehicle.make', 'BYD');
    await app.fill('check_in.vehicle.model', 'Han EV');
    await app.fill('check_in.customer.name', 'Zofia Nowak');
    await app.fill('check_in.customer.phone', '+48 601 234 567');
    await app.fill('check_in.odometer', '45210');
    await app.fill('check_in.complaint', 'Brakes squeal when cold');
    await app.click('check_in.save', {count: 2});
    await app.waitForText('check_in.result', /work order WO-\d+-\d+ is open/);
    await picture(screen, 'check_in_saved');
    await app.key('ctrl+1');
    await app.waitForText('board.count', '2 open orders');
});

test('finds a known car as one types and fills it in', async () => {
    await app.key('ctrl+2');
    await app.fill('check_in.search', 'ad123');
    await app.waitForPart('check_in.hits', '沪AD12345');
    await picture(screen, 'check_in_found');
    await app.key('Return');
    await app.waitForText('check_in.customer.name', '王小明');
    await app.waitForText('check_in.known', 'in the shop already');
});

test('asks why the mileage is lower than last time', async () => {
    await app.fill('check_in.odometer', '100');
    await app.key('Tab');
    await problem('odometer', '45210 km');
    await app.choose('check_in.odometer_explanation', 'replaced');
    await app.waitGone('check_in.odometer.problem');
});

test('keeps the form while the database is away and saves it by itself', async () => {
    await app.fill('check_in.complaint', 'Window does not close');
    await shop.stopDatabase();
    await app.waitFor('main.database');
    await app.click('check_in.save');
    await app.waitForText('check_in.result', 'saved by itself');
    await picture(screen, 'check_in_away');
    assert.equal((await app.find('check_in.complaint')).value, 'Window does not close');
    await sleep(1000);
    await shop.startDatabase();
    await app.waitForText('check_in.result', /work order WO-\d+-\d+ is open/);
    await app.waitGone('main.database');
});
