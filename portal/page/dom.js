// SPDX-License-Identifier: GPL-3.0-or-later
// Small tools: elements, icons, words, numbers and times. Text only ever becomes text, never markup.
import { TEXTS } from './texts.js';

let language = 'en';

export function setLanguage(code) {
    language = code;
    document.documentElement.lang = code === 'zh' ? 'zh-CN' : 'en';
}

export function currentLanguage() {
    return language;
}

/** A sentence; an entry with `one` and `other` is chosen by `values.count`. */
export function t(key, values = {}) {
    let text = TEXTS[language][key] ?? key;
    if (typeof text === 'object') text = values.count === 1 ? text.one : text.other;
    return text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

/** An element. Properties starting with "on" are listeners, null and false are left out. */
export function h(tag, properties, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties ?? {})) {
        if (value === null || value === undefined || value === false) continue;
        if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
        else if (value === true) element.setAttribute(name, '');
        else element.setAttribute(name, value);
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return element;
}

const PICTURE_PAUSES = [1000, 4000, 15000, 60000];
const missing = new Map(); // pictures that did not come: how often each was tried

/** Shows a picture; one that does not come is asked for again, and once more when the page comes back to the front. */
export function showPicture(image, address) {
    image.addEventListener('load', () => missing.delete(image));
    image.addEventListener('error', () => {
        const tries = missing.get(image) ?? 0;
        missing.set(image, tries + 1);
        if (tries < PICTURE_PAUSES.length) setTimeout(() => askAgain(image), PICTURE_PAUSES[tries]);
    });
    image.src = address;
}

function askAgain(image) {
    if (!image.isConnected) missing.delete(image);
    else if (missing.has(image)) image.src = image.getAttribute('src');
}

document.addEventListener('visibilitychange', () => {
    if (!document.hidden) for (const image of [...missing.keys()]) askAgain(image);
});

const PATHS = {
    check: 'M5 12.5l4.2 4.2L19 7',
    cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
    alert: 'M12 4l9 16H3zM12 10v4.5M12 17.2v.3',
    clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2',
    info: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5.2M12 7.8v.2',
    dash: 'M6 12h12',
    phone: 'M6.2 4h3l1.6 4-2 1.6a12 12 0 0 0 5.6 5.6l1.6-2 4 1.6v3a2 2 0 0 1-2.2 2A16.3 16.3 0 0 1 4.2 6.2A2 2 0 0 1 6.2 4z',
    left: 'M14.5 5.5L8 12l6.5 6.5',
    right: 'M9.5 5.5L16 12l-6.5 6.5',
    file: 'M7 3.5h6.5L18 8v12.5H7zM13.5 3.5V8H18',
    star: 'M12 3.7l2.55 5.2 5.7.83-4.13 4 .98 5.7L12 16.75l-5.1 2.68.98-5.7-4.13-4 5.7-.83z',
};

export function icon(name) {
    const space = 'http://www.w3.org/2000/svg';
    const svg = document.createElementNS(space, 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('class', `icon icon-${name}`);
    svg.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS(space, 'path');
    path.setAttribute('d', PATHS[name]);
    svg.append(path);
    return svg;
}

function locale() {
    return language === 'zh' ? 'zh-CN' : 'en-GB';
}

/** Money from minor units. */
export function money(minor, currency) {
    const format = new Intl.NumberFormat(locale(), { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
    return format.format(minor / 10 ** format.resolvedOptions().maximumFractionDigits);
}

export function number(value) {
    return new Intl.NumberFormat(locale(), { maximumFractionDigits: 3 }).format(value);
}

export function percent(basisPoints) {
    return new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 2 }).format(basisPoints / 10000);
}

function clock(date) {
    return new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit', hour12: false }).format(date);
}

function daysFromToday(date) {
    const midnight = (of) => new Date(of.getFullYear(), of.getMonth(), of.getDate()).getTime();
    return Math.round((midnight(date) - midnight(new Date())) / 86400000);
}

/** Day and time as a person says them: "today 16:30", "22 Nov 16:30". */
export function moment(text) {
    const date = new Date(text);
    const days = daysFromToday(date);
    if (days === 0) return t('today', { time: clock(date) });
    if (days === 1) return t('tomorrow', { time: clock(date) });
    return `${shortDay(text)} ${clock(date)}`;
}

export function shortDay(text) {
    const long = language === 'zh' ? { month: 'long', day: 'numeric' } : { month: 'short', day: 'numeric' };
    return new Intl.DateTimeFormat(locale(), long).format(new Date(text));
}

export function shortClock(text) {
    return clock(new Date(text));
}

/** A random UUID, also where the page is not served over TLS. */
export function uuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
