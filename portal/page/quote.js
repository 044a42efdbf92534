// SPDX-License-Identifier: GPL-3.0-or-later
// The quote: a choice on each line, the running total, and the one confirmation.
import { h, icon, t, money, number, percent, moment, uuid } from './dom.js';
import { card, pdf, position, resultChip, sum } from './sections.js';

/** What the customer has chosen so far; a choice belongs to a line's exact content. */
export class Choices {
    constructor() {
        this.byLine = new Map();
    }

    key(line) {
        return `${line.line_id} ${line.line_hash}`;
    }

    get(line) {
        return this.byLine.get(this.key(line));
    }

    set(line, decision) {
        this.byLine.set(this.key(line), decision);
    }
}

export function openLines(quote) {
    return quote.lines.filter((line) => line.status === 'open');
}

/** What the customer pays of a line. */
function share(line) {
    return line.pay_type === 'customer' ? line.gross : 0;
}

function total(lines) {
    return lines.reduce((all, line) => all + share(line), 0);
}

function partFacts(part) {
    if (!part) return null;
    const facts = [part.brand, part.origin ? t('part_origin', { origin: part.origin }) : null,
        part.number ? t('part_number', { number: part.number }) : null].filter(Boolean);
    return h('p', { class: 'part' }, part.kind ? h('span', { class: `tag tag-${part.kind}` }, t(`part_${part.kind}`)) : null,
        h('span', {}, facts.join(' · ')));
}

function warrantyText(warranty) {
    if (!warranty) return null;
    const { months, km } = warranty;
    if (months && km) return t('warranty_both', { months, km: number(km) });
    if (months) return t('warranty_months', { months });
    return km ? t('warranty_km', { km: number(km) }) : null;
}

function lineFacts(line, currency) {
    const price = money(line.unit_price, currency);
    const quantity = number(line.quantity_milli / 1000);
    const amount = line.kind === 'labour' ? t('hours', { quantity, price }) : t('times', { quantity, price });
    const parts = [t(`kind_${line.kind}`), amount,
        line.discount_bp ? t('discount', { percent: percent(line.discount_bp) }) : null, warrantyText(line.warranty)];
    return parts.filter(Boolean).join(' · ');
}

const STATUS_ICONS = { approved: 'check', declined: 'cross', sent_approve: 'clock', sent_decline: 'clock' };

function option(line, value, choices, onChange) {
    const id = `${value}-${line.line_id}`;
    return h('label', { class: `option option-${value}`, for: id },
        h('input', { type: 'radio', id, name: `line-${line.line_id}`, value, checked: choices.get(line) === value,
            onchange: () => onChange(line, value) }),
        h('span', {}, icon(value === 'approve' ? 'check' : 'cross'), t(value)));
}

function quoteLine(line, quote, choices, onChange) {
    const finding = line.finding;
    const where = finding ? [finding.name, position(finding.position)].filter(Boolean).join(' ') : '';
    const open = line.status === 'open' && quote.can_decide;
    const declined = line.status === 'declined' || line.status === 'sent_decline' || choices.get(line) === 'decline';
    return h('li', { class: `line line-${line.status}` },
        h('div', { class: 'row' }, h('h3', {}, line.description),
            h('strong', { class: 'amount' }, money(share(line), quote.currency))),
        h('p', { class: 'sub' }, lineFacts(line, quote.currency)),
        line.pay_type === 'customer' ? null : h('p', { class: 'part' }, h('span', { class: 'tag' }, t(`pay_${line.pay_type}`))),
        partFacts(line.part),
        finding ? h('p', { class: 'answers' }, resultChip(finding.result), h('span', {}, t('answers', { finding: where }))) : null,
        open ? h('fieldset', { class: 'choice' }, h('legend', { class: 'hidden' }, t('decision_for', { line: line.description })),
            option(line, 'approve', choices, onChange), option(line, 'decline', choices, onChange)) : null,
        line.status !== 'open' ? h('p', { class: `state state-${line.status}` }, icon(STATUS_ICONS[line.status]), t(`status_${line.status}`)) : null,
        declined && finding?.result === 'red' ? h('p', { class: 'safety' }, icon('info'), t('safety')) : null);
}

export function quote(state, choices, onChange) {
    const sent = state.quote;
    if (!sent) return [];
    const open = openLines(sent);
    const guide = sent.can_decide ? t('quote_ask')
        : sent.withdrawn ? t('quote_withdrawn', { reason: sent.withdrawn_reason ?? '' })
            : sent.expired && open.length ? t('quote_expired')
                : open.length && !sent.can_confirm ? t('quote_call')
                    : open.length || sent.lines.some((line) => line.status.startsWith('sent')) ? '' : t('quote_all_decided');
    const before = sent.lines.filter((line) => line.status === 'approved' || line.status === 'sent_approve');
    return [
        h('div', { class: 'section-head' }, h('h2', {}, t('quote_title')),
            h('p', { class: 'sub' }, t('quote_revision', { revision: sent.revision, time: moment(sent.sent_at) }),
                sent.valid_until && !sent.expired && !sent.withdrawn && open.length ? h('span', { class: 'block' }, t('valid_until', { time: moment(sent.valid_until) })) : null)),
        sent.message ? h('p', { class: 'message-from-shop' }, sent.message) : null,
        guide ? h('p', { class: 'guide' }, guide) : null,
        h('ul', { class: 'lines' }, [...sent.lines].sort((a, b) => a.position - b.position)
            .map((line) => quoteLine(line, sent, choices, onChange))),
        h('dl', { class: 'sums' },
            sum(t('totals_all'), money(sent.totals.gross, sent.currency)),
            sum(t('totals_tax', { tax: '' }).trim(), money(sent.totals.tax, sent.currency), 'sum-sub'),
            before.length ? sum(t('totals_before'), money(total(before), sent.currency)) : null),
        pdf(state.quote_pdf, t('pdf_quote')),
    ];
}

export function chosen(quoteState, choices) {
    const open = openLines(quoteState);
    const approve = open.filter((line) => choices.get(line) === 'approve');
    const decline = open.filter((line) => choices.get(line) === 'decline');
    return { open, approve, decline, left: open.length - approve.length - decline.length, total: total(approve) };
}

/** The bar at the bottom: the running total and the way to the confirmation. */
export function bar(state, choices, onReview) {
    if (!state.quote?.can_decide) return [];
    const now = chosen(state.quote, choices);
    return [
        h('div', { class: 'bar-total', 'aria-live': 'polite' }, h('span', {}, t('totals_now')),
            h('strong', {}, money(now.total, state.quote.currency)),
            now.left > 0 ? h('span', { class: 'sub' }, t('choose_rest', { count: now.left })) : null),
        h('button', { type: 'button', class: 'button', id: 'review', disabled: now.left > 0, onclick: onReview }, t('review')),
    ];
}

/** Asks for the four digits and sends. `post` answers {ok, status, body}. */
export class Confirmation {
    constructor(dialog, token, post, onDone) {
        Object.assign(this, { dialog, token, post, onDone });
    }

    open(sent, choices) {
        const now = chosen(sent, choices);
        this.form = {
            decision_id: uuid(), quote_id: sent.quote_id, revision: sent.revision, total_seen: now.total, token: this.token,
            lines: now.open.map((line) => ({ line_id: line.line_id, line_hash: line.line_hash, decision: choices.get(line) })),
        };
        this.field = h('input', { id: 'last4', inputmode: 'numeric', pattern: '[0-9]{4}', maxlength: '4', autocomplete: 'off',
            enterkeyhint: 'send', required: true, 'aria-describedby': 'confirm-why confirm-trouble' });
        this.trouble = h('p', { class: 'trouble', id: 'confirm-trouble', role: 'alert' });
        this.button = h('button', { type: 'submit', class: 'button' }, t('confirm_send'));
        this.dialog.replaceChildren(h('form', { class: 'sheet', novalidate: true, onsubmit: (event) => this.send(event) },
            h('h2', { id: 'confirm-title' }, t('confirm_title')),
            h('ul', { class: 'plain' },
                now.approve.length ? h('li', {}, icon('check'), t('confirm_approve', { count: now.approve.length })) : null,
                now.decline.length ? h('li', {}, icon('cross'), t('confirm_decline', { count: now.decline.length })) : null),
            h('dl', { class: 'sums' }, sum(t('confirm_total'), money(now.total, sent.currency), 'sum-main')),
            now.decline.some((line) => line.finding?.result === 'red') ? card('warn', 'info', null, t('safety')) : null,
            h('label', { for: 'last4' }, t('confirm_digits')), this.field,
            h('p', { class: 'sub', id: 'confirm-why' }, t('confirm_why')), this.trouble, this.button,
            h('button', { type: 'button', class: 'button quiet', onclick: () => this.dialog.close() }, t('cancel'))));
        this.dialog.showModal();
        this.field.focus();
    }

    async send(event) {
        event.preventDefault();
        const digits = this.field.value.trim();
        if (!/^[0-9]{4}$/.test(digits)) {
            this.fail(t('digits_needed'));
            return;
        }
        this.button.disabled = true;
        this.button.textContent = t('confirm_sending');
        this.trouble.textContent = '';
        const answer = await this.post('decision', { ...this.form, last4: digits });
        this.button.disabled = false;
        this.button.textContent = t('confirm_send');
        this.judge(answer);
    }

    judge({ ok, status, body }) {
        if (ok) {
            this.dialog.close();
            this.onDone(null);
        } else if (status === 403 && body?.tries_left !== undefined) {
            this.field.value = '';
            this.fail(body.tries_left > 0 ? t('digits_wrong', { count: body.tries_left }) : t('digits_locked'));
        } else if (status === 429) {
            this.fail(t('digits_locked'));
        } else if (status === 409) {
            this.dialog.close();
            this.onDone(t(`refused_${body?.code ?? 'quote_changed'}`));
        } else {
            // The answer may have been lost on the way back: the same decision id is sent again.
            this.fail(t('send_failed'));
        }
    }

    fail(sentence) {
        this.trouble.textContent = sentence;
        this.field.setAttribute('aria-invalid', 'true');
        this.field.focus();
    }
}
