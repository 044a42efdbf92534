// SPDX-License-Identifier: GPL-3.0-or-later
// A technician's phone as camera: takes pictures for one order, keeps them until the portal has them whole, sends them in
// pieces that continue after any cut, and says of each where it is.
import { PictureStore } from './camera_store.js';
import { t } from './camera_texts.js';

const PIECE = 256 * 1024;
const RETRY_UNKNOWN = 7000;
const RETRY_OFFLINE = 3000;
const LOOK = 2500;

const $ = (id) => document.getElementById(id);
const token = location.hash.slice(1);
const pictures = new Map(); // by id: {id, number, subject, state, sent, length, reason}
let store = null;
let state = null;
let sending = false;
let problem = '';

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
    if (picture.state === 'refused') return t('state_refused', { reason: picture.reason });
    if (picture.state === 'complete') return t('state_complete');
    return picture.sent > 0 ? t('state_sending', { percent: Math.floor((picture.sent * 100) / picture.length) }) : t('state_kept');
}

function difference(all) {
    const count = (states) => all.filter((picture) => states.includes(picture.state)).length;
    const parts = [['on_phone', count(['kept', 'receiving'])], ['on_way', count(['complete'])], ['refused', count(['refused'])]];
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
    say(problem || (store && !store.keeps ? t('not_kept') : ''));
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
    return item;
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
    problem = '';
    for (const file of files) {
        if (file.size > state.max_bytes) {
            problem = t('too_big', { name: file.name, megabytes: Math.floor(state.max_bytes / 1048576) });
            continue;
        }
        const subject = chosen();
        const number = Math.max(0, ...[...pictures.values()].map((picture) => picture.number)) + 1;
        const picture = {
            id: uuid(), number, length: file.size, sent: 0, state: 'kept', subject: subject.title, kind: subject.kind, item: subject.item_id ?? null,
            name: file.name, type: file.type || 'application/octet-stream', takenAt: new Date().toISOString(), blob: file,
        };
        pictures.set(picture.id, picture);
        await store.put({ ...picture });
        picture.thumb = await thumb(file);
        draw();
    }
    draw();
    send();
}

async function announce(picture) {
    picture.sha256 ??= hex(await crypto.subtle.digest('SHA-256', await picture.blob.arrayBuffer()));
    const about = {
        picture_id: picture.id, number: String(picture.number), sha256: picture.sha256, content_type: picture.type, kind: picture.kind,
        name: picture.name, title: picture.kind === 'finding' ? picture.subject : '', taken_at: picture.takenAt, ...(picture.item ? { item_id: picture.item } : {}),
    };
    const metadata = Object.entries(about).filter(([, value]) => value !== '').map(([key, value]) => `${key} ${base64(value)}`).join(',');
    return ask('POST', 'pictures', { 'Upload-Length': String(picture.length), 'Upload-Metadata': metadata });
}

/** The next piece of one picture; false when it must wait. */
async function advance(picture) {
    let answer = picture.announced ? await ask('HEAD', `pictures/${picture.id}`) : await announce(picture);
    if (answer.status === 409) {
        problem = t('full');
        return false;
    }
    if (!answer.ok) return answered(answer);
    picture.announced = true;
    picture.state = 'receiving';
    picture.sent = Number(answer.headers.get('Upload-Offset'));
    while (picture.sent < picture.length) {
        draw();
        answer = await ask('PATCH', `pictures/${picture.id}`,
            { 'Upload-Offset': String(picture.sent), 'Content-Type': 'application/offset+octet-stream' }, picture.blob.slice(picture.sent, picture.sent + PIECE));
        if (!answer.ok) return answered(answer);
        picture.sent = Number(answer.headers.get('Upload-Offset'));
    }
    picture.state = 'complete';
    picture.blob = null;
    await store.remove(picture.id);
    return true;
}

function answered(answer) {
    if (answer.status === 401) problem = t('ended');
    else if (answer.status === 429) problem = t('too_many');
    return false;
}

/** Tells of all first, so that the workshop knows what is to come, then sends one after the other. */
async function send() {
    if (sending) return;
    sending = true;
    try {
        for (const picture of waiting()) {
            if (picture.announced) continue;
            const answer = await announce(picture);
            if (!answer.ok) break;
            picture.announced = true;
        }
        for (let next = waiting()[0]; next; next = waiting()[0]) {
            if (!await advance(next)) {
                draw();
                await pause(RETRY_OFFLINE);
            } else {
                problem = '';
            }
            draw();
        }
    } catch {
        problem = t('offline');
        draw();
        setTimeout(send, RETRY_OFFLINE);
    } finally {
        sending = false;
    }
}

function waiting() {
    return [...pictures.values()].filter((picture) => picture.blob).sort((a, b) => a.number - b.number);
}

async function look() {
    const answer = await ask('GET', 'state');
    if (!answer.ok) {
        if (answer.status === 401 && state) problem = t('ended');
        else if (answer.status === 401) problem = t('waiting');
        else if (answer.status === 429) problem = t('too_many');
        return false;
    }
    state = await answer.json();
    for (const entry of state.pictures) {
        const known = pictures.get(entry.picture_id) ?? { id: entry.picture_id, number: entry.number, length: entry.length, sent: entry.received, state: entry.state };
        if (!known.blob) Object.assign(known, { state: entry.state, reason: entry.reason, sent: entry.received });
        pictures.set(known.id, known);
    }
    return true;
}

function show() {
    $('shop').textContent = state.shop;
    $('title').textContent = state.title;
    document.title = state.title;
    $('subject').replaceChildren(...state.subjects.map((subject) => new Option(subject.title)));
    $('subject-label').textContent = t('subject');
    $('shutter').textContent = t('take');
    $('pick').textContent = t('pick');
    $('take').hidden = false;
}

async function start() {
    say(t('opening'));
    store = await PictureStore.open(hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))));
    for (const kept of await store.all()) pictures.set(kept.id, { ...kept, announced: false, sent: 0, state: 'kept' });
    for (;;) {
        try {
            if (await look()) break;
            say(problem);
            await pause(RETRY_UNKNOWN);
        } catch {
            say(t('offline'));
            await pause(RETRY_OFFLINE);
        }
    }
    problem = '';
    show();
    draw();
    for (const picture of waiting()) picture.thumb = await thumb(picture.blob);
    send();
    for (;;) {
        await pause(LOOK);
        if (![...pictures.values()].some((picture) => ['complete', 'receiving', 'kept'].includes(picture.state))) continue;
        await look().catch(() => {});
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
