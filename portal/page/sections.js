// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the page that only show: each takes the state and gives the children of its section.
import { h, icon, t, money, number, moment, shortDay, shortClock } from './dom.js';

const NODES = ['received', 'inspecting', 'repairing', 'ready', 'delivered'];

export function header(state, onLanguage) {
    const shop = state?.shop;
    return [
        h('span', { class: 'shop' }, shop?.name ?? ''),
        h('span', { class: 'top-actions' },
            shop?.phone ? h('a', { class: 'top-button', href: `tel:${shop.phone.replace(/[^0-9+]/g, '')}`,
                'aria-label': t('call_shop', { shop: shop.name }) }, icon('phone'), t('call')) : null,
            h('button', { class: 'top-button', type: 'button', onclick: onLanguage, 'aria-label': t('switch_language') },
                t('other_language'))),
    ];
}

export function hero(state) {
    const { order, progress } = state;
    const vehicle = order.vehicle ?? {};
    const stage = progress.stage ?? 'received';
    const model = [vehicle.make, vehicle.model].filter(Boolean).join(' ');
    return [
        h('p', { class: 'car' }, h('span', { class: 'plate' }, vehicle.plate || '—'), h('span', {}, model)),
        h('h1', { id: 'hero-title' }, t(`head_${stage}`)),
        stage === 'delivered' || stage === 'cancelled' || stage === 'ready' ? null : expected(progress),
        stage === 'cancelled' ? null : steps(progress),
    ];
}

function expected(progress) {
    const at = progress.promised_at;
    if (!at) return h('p', { class: 'expected' }, icon('clock'), h('span', {}, t('expected_none')));
    const late = new Date(at) < new Date();
    return h('div', { class: 'expected' }, icon('clock'),
        h('span', {}, `${t('expected')} `, h('strong', {}, moment(at)),
            late ? h('span', { class: 'sub late' }, t('expected_late')) : null,
            !late && progress.promise_reason ? h('span', { class: 'sub' }, t('promise_reason', { reason: progress.promise_reason })) : null));
}

function steps(progress) {
    const now = NODES.indexOf(progress.node);
    const times = Object.fromEntries((progress.nodes ?? []).map((entry) => [entry.node, entry.at]));
    return h('ol', { class: 'steps', 'aria-label': t('progress') }, NODES.map((node, index) => {
        const finished = index < now || (index === now && node === 'delivered');
        const kind = finished ? 'done' : index === now ? 'now' : 'next';
        const at = index <= now ? times[node] : null;
        return h('li', { class: `step step-${kind}`, 'aria-current': kind === 'now' ? 'step' : null },
            h('span', { class: 'dot', 'aria-hidden': 'true' }, finished ? icon('check') : null),
            h('span', { class: 'step-name', 'aria-label': t(`step_${kind}`, { node: t(`node_${node}`) }) }, t(`node_${node}`)),
            at ? h('time', { datetime: at }, shortClock(at), h('span', {}, shortDay(at))) : null);
    }));
}

/** What became of the customer's last decision. */
export function notice(state, lastContact) {
    const decision = state.decision;
    if (!decision) return [];
    const time = moment(decision.decided_at);
    if (decision.state === 'sent') {
        const contact = lastContact ? moment(lastContact) : null;
        return [card('wait', 'clock', t('decision_sent_title'),
            contact ? t('decision_sent', { time, contact }) : t('decision_sent_never', { time }))];
    }
    // An old answer is history once the quote has moved on and everything is decided.
    if (decision.state === 'accepted') {
        return state.invoice ? [] : [card('good', 'check', t('decision_accepted_title'), t('decision_accepted', { time }))];
    }
    if (!state.quote?.can_decide && decision.revision !== state.quote?.revision) return [];
    const names = Object.fromEntries((state.quote?.lines ?? []).map((line) => [line.line_id, line.description]));
    const moved = (decision.lines ?? []).filter((line) => line.result !== 'applied').map((line) =>
        h('li', {}, `${names[line.line_id] ?? t('line_gone')}: ${t(`result_${line.result}`)}`));
    return [card('warn', 'alert', t(`decision_${decision.state}_title`), t(`decision_${decision.state}`),
        moved.length ? h('ul', {}, moved) : null)];
}

export function card(kind, symbol, title, text, more) {
    return h('div', { class: `notice notice-${kind}` }, icon(symbol),
        h('div', {}, title ? h('strong', {}, title) : null, h('p', {}, text), more));
}

const RESULT_ICONS = { red: 'alert', yellow: 'info', green: 'check', not_checked: 'dash' };

export function resultChip(result) {
    return h('span', { class: `chip chip-${result}` }, icon(RESULT_ICONS[result]), t(`result_${result}`));
}

export function position(value) {
    if (value === null || value === undefined || value === '') return '';
    const word = t(`position_${value}`);
    return word === `position_${value}` ? String(value) : word;
}

function measured(item) {
    if (item.value_milli === null || item.value_milli === undefined) return null;
    return h('span', { class: 'measured' }, `${number(item.value_milli / 1000)} ${item.unit ?? ''}`.trim());
}

function carried(item) {
    return item.carried_from ? h('p', { class: 'sub' }, t('carried_from', { number: item.carried_from })) : null;
}

function finding(item, openPhotos) {
    const where = position(item.position);
    return h('li', { class: `finding finding-${item.result}` },
        h('div', { class: 'row' },
            h('div', {}, h('h3', {}, item.name, where ? h('span', { class: 'where' }, ` ${where}`) : null),
                h('p', { class: 'sub' }, item.group)),
            h('div', { class: 'right' }, resultChip(item.result), measured(item))),
        carried(item),
        item.note ? h('p', { class: 'note' }, item.note) : null,
        thumbs(item.photos, item.name, openPhotos));
}

function thumbs(photos, name, openPhotos) {
    if (!photos?.length) return null;
    return h('ul', { class: 'thumbs' }, photos.map((photo, index) => {
        const caption = photo.caption || name || t(`photo_kind_${photo.kind}`);
        return h('li', {}, h('button', { type: 'button', class: 'thumb', 'aria-label': t('open_photo', { caption }),
            onclick: () => openPhotos(photos, index, name) },
        h('img', { src: `blobs/${photo.thumb_sha256}`, alt: caption, loading: 'lazy', decoding: 'async',
            'data-blob': photo.thumb_sha256 })));
    }));
}

function plainItems(items, key) {
    if (!items.length) return null;
    return h('details', { 'data-key': key }, h('summary', {}, t(key, { count: items.length })),
        h('ul', { class: 'plain' }, items.map((item) => h('li', {}, icon(RESULT_ICONS[item.result]),
            h('span', {}, [item.name, position(item.position)].filter(Boolean).join(' ')), measured(item), carried(item)))));
}

export function inspection(state, openPhotos) {
    const found = state.inspection;
    if (!found) return [];
    const of = (result) => found.items.filter((item) => item.result === result);
    const attention = [...of('red'), ...of('yellow')];
    const pictured = of('green').filter((item) => item.photos?.length);
    const unseen = Math.max(found.not_checked ?? 0, of('not_checked').length);
    const counts = [['red', of('red').length], ['yellow', of('yellow').length], ['green', of('green').length], ['not_checked', unseen]];
    return [
        h('div', { class: 'section-head' }, h('h2', {}, t('inspection_title')),
            h('p', { class: 'sub' }, t('inspection_time', { time: moment(found.published_at) }))),
        h('ul', { class: 'counts' }, counts.filter(([, count]) => count > 0).map(([result, count]) =>
            h('li', { class: `chip chip-${result}` }, icon(RESULT_ICONS[result]), t(`count_${result}`, { count })))),
        h('ul', { class: 'findings' }, [...attention, ...pictured].map((item) => finding(item, openPhotos))),
        plainItems(of('green').filter((item) => !item.photos?.length), 'in_order_list'),
        plainItems(of('not_checked'), 'not_checked_list'),
        pdf(state.inspection_pdf, t('pdf_inspection')),
    ];
}

export function pdf(paper, label, prominent = false) {
    if (!paper) return null;
    return h('a', { class: prominent ? 'button' : 'file', href: `blobs/${paper.sha256}`, target: '_blank', rel: 'noopener',
        'data-blob': paper.sha256 }, icon('file'), label);
}

export function photos(state, openPhotos) {
    if (!state.photos.length) return [];
    const kinds = ['walk_round', 'before', 'after', 'finding', 'other'];
    return [h('h2', {}, t('photos_title')), ...kinds.map((kind) => {
        const some = state.photos.filter((photo) => photo.kind === kind);
        return some.length ? h('div', { class: 'photo-group' }, h('h3', {}, t(`photo_kind_${kind}`)),
            thumbs(some, t(`photo_kind_${kind}`), openPhotos)) : null;
    })];
}

export function invoice(state) {
    const issued = state.invoice;
    if (!issued) return [];
    const price = (minor) => money(minor, issued.currency);
    const declined = issued.declined ?? [];
    const credited = issued.credit_notes ?? [];
    return [
        h('div', { class: 'section-head' }, h('h2', {}, t('invoice_title')),
            h('p', { class: 'sub' }, t('invoice_number', { number: issued.number, date: shortDay(issued.issued_at) }))),
        h('dl', { class: 'sums' },
            issued.discount ? sum(t('discount'), price(-issued.discount.amount)) : null,
            sum(t('total'), price(issued.totals.gross), 'sum-main'),
            sum(t('totals_tax', { tax: '' }).trim(), price(issued.totals.tax), 'sum-sub'),
            issued.rounding ? sum(t('rounded_off'), price(issued.rounding)) : null,
            ...credited.filter((note) => note.invoice_number === issued.number).map((note) => sum(t('credit_note', { number: note.number, date: shortDay(note.issued_at) }), price(-note.payable))),
            sum(t('paid'), price(issued.paid_total)),
            issued.balance > 0 ? sum(t('balance'), price(issued.balance), 'sum-due') : null,
            issued.balance < 0 ? sum(t('to_refund'), price(-issued.balance), 'sum-due') : null),
        ...credited.map((note) => h('p', { class: 'note' }, t(note.whole ? 'credit_note_whole' : 'credit_note_lines',
            { number: note.number, invoice: note.invoice_number, reason: note.reason, count: note.lines }))),
        ...credited.filter((note) => note.pdf).map((note) => pdf(note.pdf, t('credit_note_pdf', { number: note.number }))),
        issued.balance === 0 && !credited.some((note) => note.invoice_number === issued.number && note.whole) ? h('p', { class: 'good-line' }, icon('check'), t('paid_full')) : null,
        pdf(issued.pdf, t('invoice_pdf'), true),
        h('details', { 'data-key': 'invoice_lines' }, h('summary', {}, t('invoice_lines', { count: issued.lines.length })),
            h('ul', { class: 'plain priced' }, issued.lines.map((line) => h('li', {}, h('span', {}, line.description),
                h('span', { class: 'amount' }, line.pay_type === 'customer' ? price(line.gross) : t(`pay_${line.pay_type}`)))))),
        issued.warranty_text ? h('p', { class: 'note' }, issued.warranty_text) : null,
        ['returned', 'kept'].includes(issued.old_parts) ? h('p', { class: 'note' }, t(`old_parts_${issued.old_parts}`)) : null,
        declined.length ? h('div', {}, h('h3', {}, t('invoice_declined')), h('ul', { class: 'plain priced' },
            declined.map((line) => h('li', {}, line.severity === 'red' ? icon('alert') : null, h('span', {}, line.description),
                h('span', { class: 'amount' }, price(line.gross)))))) : null,
    ];
}

export function sum(name, value, kind = '') {
    return h('div', { class: `sum ${kind}` }, h('dt', {}, name), h('dd', {}, value));
}

export function details(state) {
    const { order, shop } = state;
    const odometer = order.odometer;
    const entries = [
        [t('complaint'), order.complaint],
        [t('odometer'), odometer ? `${number(odometer.as_read)} ${odometer.unit}` : null],
        [t('vin'), order.vehicle?.vin_tail],
        [t('advisor'), order.advisor_name],
        [t('address'), [shop.name, shop.address].filter(Boolean).join(', ')],
    ];
    return [h('h2', {}, t('details_title')), h('p', { class: 'sub' }, t('order_number', { number: order.number ?? '' })),
        h('dl', { class: 'facts' }, entries.filter(([, value]) => value).map(([name, value]) =>
            h('div', {}, h('dt', {}, name), h('dd', {}, value))))];
}
