// SPDX-License-Identifier: GPL-3.0-or-later
// The technician's inspection with what the last visit found, photos from a camera folder, marks on them, the phone's code, and
// the manager's checklist editor.
import {test} from 'node:test';
import assert from 'node:assert/strict';
import {copyFile, mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {until} from './harness.mjs';
import {flawless, language, openOrder, setting} from './setting.mjs';

const source = process.env.BAYLINE_SOURCE_DIR ?? join(import.meta.dirname, '../..');
let screen, app, order, folder;
setting(async open => {
    const home = await open.folder();
    folder = join(home, 'camera');
    await mkdir(folder);
    await mkdir(join(home, 'config', 'bayline'), {recursive: true});
    await writeFile(join(home, 'config', 'bayline', 'desktop.json'), JSON.stringify({photo_folder: folder}));
    ({screen, app} = await open.desk({person: '301', home, prepare: async its => { order = await its.twoVisits('沪AD12345'); }}));
    await openOrder(app, order);
});

test('shows what the last visit found, takes it over, and says when the part is at its limit', async () => {
    await app.click('tab.inspection');
    await app.click('inspection.start.0');
    await app.waitForText(`inspection.last.${order.pads}`, '8');
    await app.waitForText(`inspection.last.${order.pads}`, 'km');
    await app.click(`inspection.confirm.${order.brake}`);
    await app.waitForText(`inspection.last.${order.brake}`, 'WO-');
    await app.fill(`inspection.value.${order.pads}`, '6.2 6.0 6.1');
    await app.key('Tab');
    await app.waitForText(`inspection.forecast.${order.pads}`, '30000');
    assert.equal((await app.find(`inspection.value.${order.pads}`)).value, '6');
    assert.equal((await app.find(`inspection.confirm.${order.pads}`)).shown, false);
    await flawless(app, `inspection_last_${language}`);
    await app.fill(`inspection.value.${order.pads}`, '9');
    await app.key('Tab');
    await until('a value that rose is pointed out', async () => !(await app.find(`inspection.forecast.${order.pads}`)).label.includes('30000'));
});

test('is not shown to the customer while a value in it is not saved', async () => {
    await app.fill(`inspection.value.${order.pads}`, 'six');
    await app.click('inspection.publish');
    await app.waitForText('inspection.problem', 'not saved');
    assert.equal((await app.find(`inspection.value.${order.pads}`)).value, 'six');
    assert.ok(!(await app.find('inspection.summary')).label.includes('customer'));
    await app.fill(`inspection.value.${order.pads}`, '６。２、6.5');
    await app.key('alt+c');
    await app.waitForText('inspection.summary', 'the customer has the report');
    assert.equal((await app.find(`inspection.value.${order.pads}`)).value, '6.2');
    assert.equal((await app.find('inspection.problem')).shown, false);
});

test('offers the new whole photos of the camera folder and marks one', async () => {
    await app.click('tab.photos');
    await writeFile(join(folder, 'half.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8]));
    await copyFile(join(source, 'resources/demo/photos/brake_pad_worn.jpg'), join(folder, 'IMG_1.jpg'));
    await until('the photo is offered', async () => (await app.find('photos.folder')).shown);
    await app.click('photos.folder');
    await app.waitForText('photos.counts', '1');
    await until('the photo is stored', async () => (await app.find('photos.mark')).enabled, 30000);
    await app.click('photos.mark');
    await app.waitFor('marks.canvas');
    await app.click('marks.blur');
    await draw(0.55, 0.55, 0.8, 0.8);
    await app.click('marks.arrow');
    await draw(0.2, 0.2, 0.45, 0.4);
    await flawless(app, `photo_marks_${language}`);
    await app.click('marks.undo');
    await draw(0.2, 0.25, 0.5, 0.45);
    assert.equal((await app.find('marks.save')).enabled, true);
    await app.click('marks.save');
    await app.waitGone('marks.canvas');
    await until('it is saved', async () => (await app.find('photos.mark')).enabled, 30000);
    await flawless(app, `photo_marked_${language}`);
});

test('says that a phone needs a customer app', async () => {
    await app.click('photos.phone');
    await app.waitFor('link.close');
    await app.click('link.close');
    await app.waitGone('link.close');
});

test('publishes a new version of the checklist and refuses limits the wrong way round', async () => {
    await app.key('ctrl+w');
    await app.key('ctrl+8');
    await app.waitForPart('checklist.items', 'Brake pads');
    await app.clickPart('checklist.items', 'Brake pads');
    await app.fill('checklist.red', '9');
    await app.click('checklist.publish');
    await until('the limits are refused', async () => (await app.find('checklist.banner')).shown);
    assert.equal((await app.find('checklist.red')).value, '9');
    await app.fill('checklist.red', '2.5');
    await app.fill('checklist.models', 'BYD, Han, bev, 4, 2');
    await flawless(app, `checklist_${language}`);
    await app.click('checklist.publish');
    await app.waitForText('checklist.version', '2');
});

/** Drags over the photo from one place of it to another, in parts of the canvas. */
async function draw(x1, y1, x2, y2) {
    const canvas = await app.find('marks.canvas');
    const [left, top, width, height] = canvas.rect;
    const at = (x, y) => [Math.round(left + width * x), Math.round(top + height * y)];
    await screen.xdotool('mousemove', ...at(x1, y1), 'mousedown', 1);
    await screen.xdotool('mousemove', ...at((x1 + x2) / 2, (y1 + y2) / 2));
    await screen.xdotool('mousemove', ...at(x2, y2), 'mouseup', 1);
    await app.idle();
}
