// SPDX-License-Identifier: GPL-3.0-or-later
// A technician's phone as camera: takes pictures for one order, keeps them until the portal has them whole, sends them in
// pieces that continue after any cut, and says of each where it is.
import { PictureStore } from './camera_store.js';
import { t, why } from './camera_texts.js';

const PIECE = 256 * 1024;
const RETRY_UNKNOWN = 7000;
const RETRY_OFFLINE = 3000;
const RETRY_LATER = 60000;
const LOOK = 2500;
const TRIES = 3;
// What the portal says of one picture and will say again, however often it is asked.
const HOPELESS = { 400: 'not_taken', 409: 'not_taken', 413: 'too_large', 415: 'not_taken', 422: 'not_taken' };

const $ = (id) => document.getElementById(id);
const token = location.hash.slice(1);
const pictures = new Map(); // by id: {id, number, subject, state, sent, length, reason, held, mine}
const takenOff = new Set();
let store = null;
let state = null;
let ended = false;
let sending = false;
let timer = 0;
let unknown = RETRY_UNKNOWN;
let notice = ''; // about what was just chosen
let problem = '';
let elsewhere = ''; // about pictures of other orders

class Unreadable extends Error {}

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });
const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

function base64(text) {
    return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function uuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const digits = hex(bytes);
    return [[0, 8], [8, 12], [12, 16], [16, 20], [20, 32]].map(([from, to]) => digits.slice(from, to)).join('-');
}

function ask(method, path, headers = {}, body = undefined) {
    return fetch(`/camera/${path}`, { method, body, cache: 'no-store', headers: { Authorization: `Camera ${token}`, 'Tus-Resumable': '1.0.0', ...headers } });
}

function say(text) {
    $('message').textContent = text;
    $('message').hidden = !text;
}

function stateText(picture) {
    if (picture.state === 'stored') return t('state_stored');
    if (picture.state === 'refused') return t('state_refused', { reason: picture.mine ? picture.reason : why(picture.reason) });
    if (picture.state === 'complete') return t('state_complete');
    if (!picture.blob) return t('state_not_here');
    return picture.sent > 0 ? t('state_sending', { percent: Math.floor((picture.sent * 100) / picture.length) }) : t('state_kept');
}

function difference(all) {
    const count = (states, here) => all.filter((picture) => states.includes(picture.state) && (here === undefined || Boolean(picture.blob) === here)).length;
    const coming = ['kept', 'receiving'];
    const parts = [['on_phone', count(coming, true)], ['not_here', count(coming, false)], ['on_way', count(['complete'])], ['refused', count(['refused'])]];
    return parts.filter(([, many]) => many > 0).map(([key, many]) => t(key, { count: many })).join(' ');
}

function draw() {
    const all = [...pictures.values()].sort((a, b) => a.number - b.number);
    const sent = all.filter((picture) => ['complete', 'stored'].includes(picture.state)).length;
    const there = all.filter((picture) => picture.state === 'stored').length;
    $('ledger').hidden = all.length === 0;
    $('counts').textContent = t('counts', { taken: all.length, sent, there });
    $('difference').textContent = difference(all) || t('all_there');
    $('difference').hidden = false;
    $('difference').classList.toggle('all-there', there === all.length);
    $('pictures').replaceChildren(...all.reverse().map(row));
    $('take').hidden = !state || ended;
    const full = all.some((picture) => picture.held) ? t('full') : '';
    const standing = (ended ? t('ended') : full) || problem || elsewhere || (store && !store.keeps ? t('not_kept') : '');
    say([notice, standing].filter(Boolean).join(' '));
}

function nextNumber() {
    return Math.max(0, ...[...pictures.values()].map((picture) => picture.number)) + 1;
}

function row(picture) {
    const item = document.createElement('li');
    item.className = `camera-picture is-${picture.state}`;
    const name = document.createElement('strong');
    name.textContent = t('picture', { number: picture.number, subject: picture.subject ?? '' });
    const where = document.createElement('span');
    where.textContent = stateText(picture);
    const bar = document.createElement('progress');
    bar.max = picture.length || 1;
    bar.value = ['complete', 'stored', 'refused'].includes(picture.state) ? bar.max : picture.sent;
    bar.setAttribute('aria-label', where.textContent);
    item.append(...(picture.thumb ? [picture.thumb] : []), name, where, bar);
    if (picture.mine) {
        const off = document.createElement('button');
        off.type = 'button';
        off.textContent = t('take_off');
        off.addEventListener('click', () => takeOff(picture));
        item.append(off);
    }
    return item;
}

/** Nobody but this phone refused it: it stands in no other picture's way until the technician takes it off. */
function refuse(picture, why) {
    Object.assign(picture, { state: 'refused', mine: true, reason: t(why) });
}

async function takeOff(picture) {
    takenOff.add(picture.id);
    pictures.delete(picture.id);
    await store.remove(picture.id);
    draw();
}

async function thumb(blob) {
    try {
        const bitmap = await createImageBitmap(blob);
        const canvas = document.createElement('canvas');
        const scale = 96 / Math.max(bitmap.width, bitmap.height);
        canvas.width = Math.max(1, Math.round(bitmap.width * scale));
        canvas.height = Math.max(1, Math.round(bitmap.height * scale));
        canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
        return canvas;
    } catch {
        return null; // a format the browser does not draw; the workshop may read it all the same
    }
}

function chosen() {
    return state.subjects[$('subject').selectedIndex] ?? state.subjects[0];
}

async function take(files) {
    const subject = chosen(); // what was chosen when they were picked, however long reading them takes
    notice = '';
    for (const file of files) {
        if (file.size < 1 || file.size > state.max_bytes) {
            notice = t(file.size < 1 ? 'empty' : 'too_big', { name: file.name, megabytes: Math.floor(state.max_bytes / 1e6) });
            continue;
        }
        const picture = {
            id: uuid(), number: nextNumber(), length: file.size, sent: 0, state: 'kept', subject: subject.title, kind: subject.kind, item: subject.item_id ?? null,
            name: file.name, type: file.type || 'application/octet-stream', takenAt: new Date().toISOString(), blob: file,
            tries: 0, order: state.work_order_id, title: state.title,
        };
        pictures.set(picture.id, picture);
        await store.put({ ...picture });
        picture.thumb = await thumb(file);
        draw();
    }
    draw();
    send();
}

async function read(blob) {
    try {
        return await blob.arrayBuffer();
    } catch {
        throw new Unreadable();
    }
}

async function announce(picture) {
    picture.sha256 ??= hex(await crypto.subtle.digest('SHA-256', await read(picture.blob)));
    const about = {
        picture_id: picture.id, number: String(picture.number), sha256: picture.sha256, content_type: picture.type, kind: picture.kind,
        name: picture.name, title: picture.kind === 'finding' ? picture.subject : '', taken_at: picture.takenAt, ...(picture.item ? { item_id: picture.item } : {}),
    };
    const metadata = Object.entries(about).filter(([, value]) => value !== '').map(([key, value]) => `${key} ${base64(value)}`).join(',');
    return ask('POST', 'pictures', { 'Upload-Length': String(picture.length), 'Upload-Metadata': metadata });
}

/** How long to wait before the portal is asked again, after an answer that says nothing of one picture alone. */
function pauseAfter(answer) {
    if (answer.status === 410) ended = true;
    else if (answer.status === 429) problem = t('too_many');
    else if (answer.status === 401) {
        problem = t('waiting');
        unknown = Math.min(unknown * 2, RETRY_LATER);
        return unknown / 2;
    } else return RETRY_OFFLINE;
    return RETRY_LATER;
}

/** What an answer other than yes means for this picture; how long all must wait, 0 when the others go on. */
async function troubled(picture, answer) {
    const type = await answer.json().then((body) => body.type ?? '', () => '');
    if (answer.status === 410 || type.endsWith(':camera-full')) {
        ended = ended || answer.status === 410;
        picture.held = true; // stays here for a new code of the order
        return 0;
    }
    if (answer.status in HOPELESS) {
        refuse(picture, HOPELESS[answer.status]);
        return 0;
    }
    return pauseAfter(answer);
}

/** Tells of one picture; how long all must wait, 0 when they go on. */
async function tell(picture) {
    const answer = await announce(picture);
    if (!answer.ok) return troubled(picture, answer);
    Object.assign(picture, { announced: true, state: 'receiving', sent: Number(answer.headers.get('Upload-Offset')) });
    return 0;
}

/** Sends one picture to its end; how long all must wait, 0 when they go on. */
async function advance(picture) {
    if (!picture.announced) return tell(picture);
    let answer = await ask('HEAD', `pictures/${picture.id}`);
    if (answer.status === 404) picture.announced = false; // the portal was set back
    if (answer.status === 404) return 0;
    if (!answer.ok) return pauseAfter(answer);
    picture.sent = Number(answer.headers.get('Upload-Offset'));
    while (picture.sent < picture.length) {
        draw();
        const piece = await read(picture.blob.slice(picture.sent, picture.sent + PIECE));
        answer = await ask('PATCH', `pictures/${picture.id}`,
            { 'Upload-Offset': String(picture.sent), 'Content-Type': 'application/offset+octet-stream' }, piece);
        if (answer.status === 409) return RETRY_OFFLINE; // another page of this phone sends it, too
        if (answer.status === 422 && picture.tries++ < TRIES) return RETRY_OFFLINE; // once more from the beginning
        if (!answer.ok) return troubled(picture, answer);
        picture.sent = Number(answer.headers.get('Upload-Offset'));
    }
    picture.state = 'complete';
    picture.blob = null;
    problem = '';
    await store.remove(picture.id);
    return 0;
}

/** One step of one picture. One that the phone cannot read is refused, and the others go on. */
async function step(picture, act) {
    try {
        return await act(picture);
    } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        refuse(picture, 'unreadable');
        return 0;
    }
}

/** Tells of all first, so that the workshop knows what is to come, then sends one after the other. */
async function send() {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    let wait = 0;
    try {
        for (const picture of waiting()) {
            if (!picture.announced && !wait) wait = await step(picture, tell);
        }
        for (let next = waiting()[0]; next && !wait; next = waiting()[0]) {
            wait = await step(next, advance);
            draw();
        }
    } catch {
        problem = t('offline');
        wait = RETRY_OFFLINE;
    } finally {
        sending = false;
    }
    draw();
    if (wait) timer = setTimeout(send, wait);
}

function waiting() {
    return [...pictures.values()].filter((picture) => picture.blob && !picture.mine && !picture.held)
        .sort((a, b) => a.tries - b.tries || a.number - b.number);
}

/** Asks how all stands; how long to wait before asking again when that could not be learnt, 0 when it was. */
async function look() {
    const answer = await ask('GET', 'state');
    if (!answer.ok) return pauseAfter(answer);
    state = await answer.json();
    ended = state.ended;
    problem = '';
    unknown = RETRY_UNKNOWN;
    for (const entry of state.pictures) {
        if (takenOff.has(entry.picture_id)) continue;
        const known = pictures.get(entry.picture_id) ?? { id: entry.picture_id, number: entry.number, length: entry.length, sent: entry.received, state: entry.state };
        if (!known.blob) Object.assign(known, { state: entry.state, reason: entry.reason, sent: entry.received });
        pictures.set(known.id, known);
    }
    return 0;
}

function takeUp(kept) {
    return { ...kept, announced: false, sent: 0, state: 'kept', tries: 0 };
}

/** What this phone kept under other links: pictures of this order go on under this link, of others it says so. */
async function adopt() {
    const others = await store.others();
    const strangers = others.filter((picture) => picture.order !== state.work_order_id);
    if (!ended) {
        for (const kept of others.filter((picture) => picture.order === state.work_order_id)) {
            const picture = takeUp({ ...kept, number: pictures.get(kept.id)?.number ?? nextNumber() });
            pictures.set(kept.id, picture);
            await store.put({ ...picture });
        }
    }
    const titles = [...new Set(strangers.map((picture) => picture.title).filter(Boolean))].join(', ');
    elsewhere = titles ? t('elsewhere', { count: strangers.length, titles }) : '';
}

function show() {
    $('shop').textContent = state.shop;
    $('title').textContent = state.title;
    document.title = state.title;
    $('subject').replaceChildren(...state.subjects.map((subject) => new Option(subject.title)));
    $('subject-label').textContent = t('subject');
    $('shutter').textContent = t('take');
    $('pick').textContent = t('pick');
}

async function start() {
    problem = t('opening');
    say(problem);
    store = await PictureStore.open(hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))));
    for (const kept of await store.all()) pictures.set(kept.id, takeUp(kept));
    for (const picture of waiting()) picture.thumb = await thumb(picture.blob);
    for (;;) {
        draw();
        const wait = await look().catch(() => {
            problem = t('offline');
            return RETRY_OFFLINE;
        });
        if (!wait) break;
        draw();
        await pause(wait);
    }
    show();
    await adopt();
    draw();
    for (const picture of waiting()) picture.thumb ??= await thumb(picture.blob);
    send();
    for (let wait = LOOK; ; ) {
        await pause(wait);
        wait = LOOK;
        if (![...pictures.values()].some((picture) => !picture.held && ['complete', 'receiving', 'kept'].includes(picture.state))) continue;
        wait = await look().catch(() => LOOK) || LOOK;
        draw();
    }
}

for (const id of ['camera', 'album']) {
    $(id).addEventListener('change', (event) => {
        take([...event.target.files]).then(() => { event.target.value = ''; });
    });
}
for (const [label, input] of [['shutter', 'camera'], ['pick', 'album']]) {
    $(label).addEventListener('keydown', (event) => {
        if (event.key === 'Enter' || event.key === ' ') $(input).click();
    });
}
addEventListener('online', () => { send(); });
start();
