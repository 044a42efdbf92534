// SPDX-License-Identifier: GPL-3.0-or-later
// Opens the order from the link's fragment, draws it, and keeps it up to date.
import { h, icon, moment, showPicture, t, setLanguage, currentLanguage, uuid } from './dom.js';
import * as sections from './sections.js';
import { Choices, Confirmation, bar, quote } from './quote.js';

const $ = (id) => document.getElementById(id);
const token = location.hash.slice(1);
const choices = new Choices();
const drawn = new Map();

let pageId = null;
let state = null;
let lastContact = null;
let refusal = null;
let viewed = 0;
let ratingDraft = null;
let messageDraft = { id: uuid(), text: '' };
let confirmation = null;

function remembered() {
    try {
        return localStorage.getItem('bayline-language');
    } catch {
        return null; // private browsing: the browser's own language decides each time
    }
}

function chooseLanguage() {
    const preferred = remembered() ?? (navigator.languages ?? [navigator.language]).find((tag) => /^(zh|en)/i.test(tag));
    setLanguage(/^zh/i.test(preferred ?? 'en') ? 'zh' : 'en');
}

function switchLanguage() {
    setLanguage(currentLanguage() === 'zh' ? 'en' : 'zh');
    try {
        localStorage.setItem('bayline-language', currentLanguage());
    } catch {
        // not kept, then
    }
    if (!state) {
        location.reload(); // what the page says without an order is drawn once
        return;
    }
    drawn.clear();
    draw();
}

async function call(method, path, body, signal) {
    try {
        const response = await fetch(path, {
            method, signal, credentials: 'same-origin', cache: 'no-store',
            headers: body ? { 'Content-Type': 'application/json', 'X-Bayline-Page': '1' } : {},
            body: body ? JSON.stringify(body) : undefined,
        });
        const text = await response.text();
        return { ok: response.ok, status: response.status, body: text ? JSON.parse(text) : null };
    } catch {
        return { ok: false, status: 0, body: null };
    }
}

function pagePath(path) {
    return `/page/${pageId}/${path}`;
}

async function post(path, body) {
    let answer = await call('POST', pagePath(path), body);
    if (answer.status === 401 && (await openSession()).ok) answer = await call('POST', pagePath(path), body);
    return answer;
}

async function openSession() {
    const answer = await call('POST', '/page/session', { token });
    if (answer.ok) pageId = answer.body.page;
    return answer;
}

/** Draws a section again only if what it shows has changed; keeps open details and the focus. */
function section(id, key, build) {
    const element = $(id);
    const text = JSON.stringify(key);
    if (drawn.get(id) === text) return;
    drawn.set(id, text);
    const open = new Set([...element.querySelectorAll('details[open]')].map((details) => details.dataset.key));
    const focus = element.contains(document.activeElement) ? document.activeElement.id : null;
    const children = build().flat().filter(Boolean);
    element.replaceChildren(...children);
    element.hidden = children.length === 0;
    for (const details of element.querySelectorAll('details')) details.open = open.has(details.dataset.key);
    for (const shown of element.querySelectorAll('[data-blob]')) {
        const address = pagePath(`blobs/${shown.dataset.blob}`);
        if (shown.tagName === 'IMG') showPicture(shown, address);
        else shown.href = address;
    }
    if (focus) $(focus)?.focus({ preventScroll: true });
}

function draw() {
    section('top', state?.shop?.name ?? null, () => sections.header(state, switchLanguage));
    if (!state) return;
    document.title = t('title', { shop: state.shop.name ?? '' });
    const day = new Date().toDateString();
    section('hero', [state.order, state.progress, day], () => sections.hero(state));
    section('notice', [state.decision, state.quote?.revision, state.invoice, lastContact, refusal, day], notices);
    // Before the invoice the quote is what matters; after it, it is a record.
    const next = state.invoice ? $('inspection') : $('invoice');
    if ($('quote').nextElementSibling !== next) $('main').insertBefore($('quote'), next);
    drawQuote();
    section('invoice', [state.invoice, day], () => sections.invoice(state));
    section('messages', state.messages, messages);
    section('rating', [state.can_rate, state.rating, ratingDraft !== null], rating);
    section('inspection', [state.inspection, state.inspection_pdf, day], () => sections.inspection(state, openPhotos));
    section('photos', state.photos, () => sections.photos(state, openPhotos));
    section('details', [state.order, state.shop.name], () => sections.details(state));
}

function drawQuote() {
    section('quote', [state.quote, state.quote_pdf, [...choices.byLine]], () => quote(state, choices, choose));
    section('bar', [state.quote, [...choices.byLine]], () => bar(state, choices, () => {
        refusal = null;
        confirmation.open(state.quote, choices);
    }));
    document.body.classList.toggle('has-bar', !$('bar').hidden);
}

function choose(line, decision) {
    choices.set(line, decision);
    drawQuote();
}

function notices() {
    const cards = sections.notice(state, lastContact);
    return refusal ? [sections.card('warn', 'alert', null, refusal), ...cards] : cards;
}

function starRow(score, onChoose) {
    return h('fieldset', { class: 'stars' }, h('legend', { class: 'hidden' }, t('rating_title')),
        [1, 2, 3, 4, 5].map((count) => h('label', { class: 'star', for: `star-${count}` },
            h('input', { type: 'radio', name: 'star', id: `star-${count}`, value: count, checked: score === count,
                'aria-label': t('stars', { count }), onchange: () => onChoose(count) }), icon('star'))));
}

function rating() {
    if (!state.can_rate) return [];
    if (state.rating && ratingDraft === null) {
        return [h('h2', {}, t('rating_title')),
            h('p', { class: 'shown-stars', role: 'img', 'aria-label': t('stars', { count: state.rating.score }) },
                [1, 2, 3, 4, 5].map((count) => h('span', { class: count <= state.rating.score ? 'lit' : '' }, icon('star')))),
            state.rating.comment ? h('p', { class: 'note' }, state.rating.comment) : null,
            h('p', { class: 'good-line' }, icon('check'), t('rating_thanks')),
            h('button', { type: 'button', class: 'button quiet', onclick: () => {
                ratingDraft = { id: uuid(), score: state.rating.score };
                draw();
            } }, t('rating_change'))];
    }
    ratingDraft ??= { id: uuid(), score: 0 };
    const trouble = h('p', { class: 'trouble', role: 'alert' });
    const comment = h('textarea', { id: 'comment', rows: '3', maxlength: '2000' }, state.rating?.comment ?? '');
    return [h('h2', {}, t('rating_title')), h('p', { class: 'sub' }, t('rating_ask')),
        h('form', { novalidate: true, onsubmit: (event) => sendRating(event, comment, trouble) },
            starRow(ratingDraft.score, (score) => { ratingDraft.score = score; }),
            h('label', { for: 'comment' }, t('rating_comment')), comment, trouble,
            h('button', { type: 'submit', class: 'button' }, t('rating_send')))];
}

function messages() {
    const trouble = h('p', { class: 'trouble', role: 'alert' });
    const text = h('textarea', { id: 'message', rows: '2', maxlength: '2000', oninput: () => { messageDraft.text = text.value; } }, messageDraft.text);
    return [h('h2', {}, t('messages_title')), h('p', { class: 'sub' }, t('messages_ask')),
        state.messages.length ? h('ol', { class: 'talk' }, state.messages.map((message) => h('li', { class: `said said-${message.from}` },
            h('p', { class: 'sub' }, t(message.from === 'customer' ? 'message_yours' : 'message_theirs', { name: message.by_name || state.shop.name || '', time: moment(message.at) })),
            h('p', { class: 'words' }, message.text)))) : null,
        h('form', { onsubmit: (event) => sendMessage(event, text, trouble) },
            h('label', { for: 'message' }, t('message_label')), text, trouble,
            h('button', { type: 'submit', class: 'button' }, t('message_send')))];
}

async function sendMessage(event, text, trouble) {
    event.preventDefault();
    if (!text.value.trim()) {
        trouble.textContent = t('message_empty');
        text.focus();
        return;
    }
    const answer = await post('message', { message_id: messageDraft.id, text: text.value });
    if (!answer.ok) {
        trouble.textContent = t(answer.status === 429 ? 'message_too_many' : 'message_failed');
        return;
    }
    state.messages.push({ from: 'customer', text: text.value, at: new Date().toISOString() });
    messageDraft = { id: uuid(), text: '' };
    draw();
}

async function sendRating(event, comment, trouble) {
    event.preventDefault();
    if (!ratingDraft.score) {
        trouble.textContent = t('rating_choose');
        return;
    }
    const answer = await post('rating', { rating_id: ratingDraft.id, score: ratingDraft.score, comment: comment.value });
    if (!answer.ok) {
        trouble.textContent = t('rating_failed');
        return;
    }
    state.rating = { score: ratingDraft.score, comment: comment.value };
    ratingDraft = null;
    draw();
}

function openPhotos(photos, start, name) {
    const dialog = $('picture');
    let index = start;
    const show = (step) => {
        index = (index + step + photos.length) % photos.length;
        const photo = photos[index];
        const caption = photo.caption || name || '';
        const large = h('img', { alt: caption });
        showPicture(large, pagePath(`blobs/${photo.sha256}`));
        dialog.replaceChildren(
            h('button', { type: 'button', class: 'round close', 'aria-label': t('close'), onclick: () => dialog.close() }, icon('cross')),
            h('figure', {}, large,
                h('figcaption', {}, caption, photos.length > 1 ? h('span', { class: 'sub' }, ` ${index + 1} / ${photos.length}`) : null)),
            photos.length > 1 ? h('button', { type: 'button', class: 'round previous', 'aria-label': t('previous'), onclick: () => show(-1) }, icon('left')) : '',
            photos.length > 1 ? h('button', { type: 'button', class: 'round next', 'aria-label': t('next'), onclick: () => show(1) }, icon('right')) : '');
    };
    dialog.onkeydown = (event) => {
        if (event.key === 'ArrowLeft') show(-1);
        if (event.key === 'ArrowRight') show(1);
    };
    dialog.onclick = (event) => { if (event.target === dialog) dialog.close(); };
    show(0);
    dialog.showModal();
}

function adopt(fresh) {
    lastContact = fresh.unchanged ? fresh.last_contact : fresh.shop.last_contact;
    if (!fresh.unchanged) {
        const moved = state?.quote && fresh.quote && state.quote.revision !== fresh.quote.revision;
        if (moved && $('confirm').open) {
            $('confirm').close();
            refusal = t('quote_new');
        }
        state = fresh;
    }
    draw();
}

async function reportViewed() {
    if (document.hidden || !state || state.public_seq <= viewed) return;
    const shown = state.public_seq;
    if ((await post('viewed', { public_seq: shown })).ok) viewed = shown;
}

function message(title, text) {
    document.body.classList.add('only-message');
    $('hero').replaceChildren(h('h1', {}, title), h('p', {}, text));
    $('hero').hidden = false;
}

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

function visible() {
    if (!document.hidden) return Promise.resolve();
    return new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
}

/** True when there is a session; says in words why not. */
async function enter() {
    const answer = await openSession();
    if (answer.ok) {
        document.body.classList.remove('only-message');
        return true;
    }
    if (answer.status === 404 || answer.status === 422) message(t('link_invalid_title'), t('link_invalid'));
    else if (answer.status === 429) message(t('link_invalid_title'), t('too_many'));
    return false;
}

function sayOffline(offline) {
    $('offline').hidden = !offline;
    $('offline').textContent = offline ? t('offline') : '';
}

async function follow() {
    let trouble = 0;
    for (;;) {
        await visible();
        const since = state?.version ?? 0;
        const answer = await call('GET', pagePath(`state?since=${since}&wait=${state ? 25 : 0}`), null, AbortSignal.timeout(40000));
        if (answer.ok) {
            trouble = 0;
            sayOffline(false);
            adopt(answer.body);
            reportViewed();
            continue;
        }
        if (answer.status === 401 && !(await enter()) && document.body.classList.contains('only-message')) return;
        trouble = Math.min(trouble + 1, 5);
        if (answer.status !== 401) sayOffline(true);
        await pause(500 * 2 ** trouble);
    }
}

async function start() {
    chooseLanguage();
    draw();
    $('hero').replaceChildren(h('p', { class: 'sub' }, t('loading')));
    confirmation = new Confirmation($('confirm'), token, post, (sentence) => {
        refusal = sentence;
        draw();
        scrollTo({ top: 0, behavior: 'smooth' });
    });
    document.addEventListener('visibilitychange', reportViewed);
    addEventListener('hashchange', () => location.reload());
    if (!/^[A-Za-z0-9_-]{22,128}$/.test(token)) {
        message(t('link_invalid_title'), t('link_invalid'));
        return;
    }
    for (let wait = 1000; !(await enter()); wait = Math.min(wait * 2, 60000)) {
        const final = document.body.classList.contains('only-message') && $('hero').textContent.includes(t('link_invalid'));
        if (final) return;
        sayOffline(!document.body.classList.contains('only-message'));
        await pause(document.body.classList.contains('only-message') ? 60000 : wait);
    }
    sayOffline(false);
    await follow();
}

start();
