// SPDX-License-Identifier: GPL-3.0-or-later
// One believable work order for the page, as a shop would send it.
import { createHash, randomBytes, randomUUID } from 'node:crypto';

const hex = (text) => createHash('sha256').update(text).digest('hex');
const ago = (minutes) => new Date(Date.now() - minutes * 60000).toISOString();
const ahead = (minutes) => new Date(Date.now() + minutes * 60000).toISOString();

export function lineHash(line, pricesIncludeTax = true) {
    const part = line.part ?? {};
    return hex([line.kind, line.description, line.quantity_milli, line.unit_price, line.discount_bp, line.tax_bp,
        pricesIncludeTax ? 1 : 0, part.number ?? '', part.brand ?? '', part.kind ?? ''].join('\u001f'));
}

function priced(line, position) {
    const gross = Math.round(line.quantity_milli * line.unit_price * (10000 - (line.discount_bp ?? 0)) / 1e7);
    const net = Math.round(gross * 10000 / (10000 + line.tax_bp));
    const whole = { line_id: line.line_id ?? randomUUID(), discount_bp: 0, pay_type: 'customer', part: null, warranty: null,
        item_id: null, ...line, position, net, tax: gross - net, gross };
    return { ...whole, line_hash: lineHash(whole), decision: line.decision ?? 'pending' };
}

export class Day {
    constructor(shop) {
        this.shop = shop;
        this.order = randomUUID();
        this.token = randomBytes(32).toString('base64url');
        this.stream = `work_order/${this.order}`;
        this.photos = `photos/${this.order}`;
        this.quoteId = randomUUID();
        this.nodes = [];
    }

    publish(type, data, changes) {
        return this.shop.publish(this.stream, [[type, data, changes]]);
    }

    opened(changes = {}) {
        this.nodes = [{ node: 'received', at: ago(190) }];
        return this.publish('workshop.work_order.opened.v1', {
            number: 'WO-2026-000123', customer: { id: randomUUID(), name: '王' },
            vehicle: { id: randomUUID(), plate: '沪AD12345', vin_tail: '012345', make: '比亚迪', model: '汉 EV 2023 款', model_year: 2023, powertrain: 'bev' },
            odometer: { km: 48210, as_read: 48210, unit: 'km' }, complaint: '刹车时有异响，低速更明显；请顺便检查轮胎。',
            promised_at: ahead(95), advisor: { id: randomUUID(), name: '李娜' }, link_token_sha256: hex(this.token),
            confirm_sha256: hex(`${this.token}:5678`),
            shop: { name: '青禾新能源汽车服务中心', address: '上海市闵行区申长路 888 号', phone: '021-5550 1234' },
            currency: 'CNY', prices_include_tax: true, ...changes,
        }, { time: ago(190) });
    }

    stage(from, to, node, minutes = 0) {
        if (!this.nodes.some((entry) => entry.node === node)) this.nodes.push({ node, at: ago(minutes) });
        return this.publish('workshop.stage.changed.v1', { from, to, node, nodes: this.nodes, promised_at: ahead(95) }, { time: ago(minutes) });
    }

    async photo(jpeg, thumb, kind, itemId, caption) {
        const large = await this.shop.putBlob(jpeg, 'image/jpeg');
        const small = await this.shop.putBlob(thumb, 'image/jpeg');
        await this.shop.publish(this.photos, [['workshop.photo.added.v1', {
            photo_id: randomUUID(), sha256: large.hex, thumb_sha256: small.hex, width: 1200, height: 900, bytes: jpeg.length,
            kind, item_id: itemId, line_id: null, caption }]]);
        return large.hex;
    }

    inspection(photos = {}) {
        const green = ['冷却液液位', '制动液含水量', '12 V 蓄电池电压', '高压线束外观', '充电口密封', '空调滤芯', '雨刮片', '灯光'];
        return this.publish('workshop.inspection.published.v1', {
            inspection_id: randomUUID(), overall: 'red', not_checked: 2, items: [
                { item_id: 'pad', group: '制动系统', name: '前制动片厚度', position: 'LF', result: 'red', value_milli: 1800, unit: 'mm', note: '摩擦材料已磨到极限，内侧更薄。', photos: photos.pad ?? [] },
                { item_id: 'tyre', group: '轮胎', name: '花纹深度', position: 'RR', result: 'yellow', value_milli: 2600, unit: 'mm', note: '建议三个月内更换。', photos: photos.tyre ?? [] },
                ...green.map((name, index) => ({ item_id: `g${index}`, group: '三电与车身', name, position: null, result: 'green', value_milli: null, unit: null, note: null, photos: [] })),
                { item_id: 'n1', group: '底盘', name: '动力电池底护板', position: null, result: 'not_checked', value_milli: null, unit: null, note: '需举升后检查', photos: [] },
            ] }, { time: ago(60) });
    }

    lines(changes = {}) {
        const finding = { item_id: 'pad', name: '前制动片厚度', position: 'LF', result: 'red' };
        this.ids ??= [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
        return [
            { kind: 'part', description: '前制动片（一套）', quantity_milli: 1000, unit_price: 68000, tax_bp: 1300, finding, item_id: 'pad',
                part: { number: 'BYD-4502-2A', brand: '布雷博', origin: '意大利', kind: 'oem' }, warranty: { months: 24, km: 40000 }, ...changes.pad },
            { kind: 'labour', description: '更换前制动片', quantity_milli: 1200, unit_price: 20000, tax_bp: 600, finding, item_id: 'pad', ...changes.labour },
            { kind: 'part', description: '后轮胎 245/45 R19', quantity_milli: 2000, unit_price: 89900, discount_bp: 500, tax_bp: 1300,
                finding: { item_id: 'tyre', name: '花纹深度', position: 'RR', result: 'yellow' }, item_id: 'tyre',
                part: { number: 'MXM4-2454519', brand: '米其林', origin: '中国沈阳', kind: 'aftermarket' }, warranty: { months: 12, km: null }, ...changes.tyre },
            { kind: 'fee', description: '软件升级与高压安全检测', quantity_milli: 1000, unit_price: 12000, tax_bp: 600, pay_type: 'warranty', ...changes.fee },
        ].map((line, index) => priced({ line_id: this.ids[index], ...line }, index + 1));
    }

    quote(revision, changes = {}, more = {}) {
        const lines = this.lines(changes);
        const paid = lines.filter((line) => line.pay_type === 'customer');
        const sum = (name, of = paid) => of.reduce((all, line) => all + line[name], 0);
        const rates = [...new Set(paid.map((line) => line.tax_bp))].sort((a, b) => b - a);
        this.sent = lines;
        return this.publish('workshop.quote.sent.v1', {
            quote_id: this.quoteId, revision, valid_until: ahead(60 * 24 * 7), currency: 'CNY', prices_include_tax: true, lines,
            totals: { net: sum('net'), tax: sum('tax'), gross: sum('gross'), tax_groups: rates.map((tax_bp) => {
                const of = paid.filter((line) => line.tax_bp === tax_bp);
                return { tax_bp, net: sum('net', of), tax: sum('tax', of) };
            }) }, message: '制动片已到极限，建议本次更换；轮胎可以再用三个月左右。', ...more }, { time: ago(20) });
    }

    async answer(decision, outcome, results) {
        const applied = decision.lines.filter((line) => !results || results[line.line_id] === undefined);
        if (applied.length) {
            await this.publish('workshop.quote.decided.v1', {
                decision_id: decision.decision_id, quote_id: decision.quote_id, revision: decision.revision, channel: 'app',
                by_name: decision.by_name, decided_at: decision.decided_at, total_seen: decision.total_seen, lines: applied });
        }
        return this.publish('workshop.decision.outcome.v1', {
            decision_id: decision.decision_id, quote_id: decision.quote_id, revision: decision.revision, outcome,
            lines: decision.lines.map((line) => ({ line_id: line.line_id, result: results?.[line.line_id] ?? 'applied' })) });
    }

    async invoice(pdf) {
        const lines = this.sent.filter((line, index) => index !== 2).map(({ line_hash, decision, finding, ...line }) => line);
        const paid = lines.filter((line) => line.pay_type === 'customer');
        const sum = (name) => paid.reduce((all, line) => all + line[name], 0);
        const id = randomUUID();
        await this.publish('workshop.invoice.issued.v1', {
            invoice_id: id, number: 'INV-2026-000045', supply_date: ago(0).slice(0, 10), currency: 'CNY', prices_include_tax: true,
            seller: { name: '青禾新能源汽车服务中心' }, buyer: { name: '王' }, vehicle: { plate: '沪AD12345' }, lines,
            totals: { net: sum('net'), tax: sum('tax'), gross: sum('gross'), tax_groups: [] },
            approvals: [], declined: [{ description: '后轮胎 245/45 R19', gross: this.sent[2].gross, severity: 'yellow' }],
            warranty_text: '配件质保 24 个月或 40000 公里，以先到者为准。', old_parts: 'returned' });
        const blob = await this.shop.putBlob(pdf, 'application/pdf');
        await this.shop.publish(this.photos, [['workshop.document.stored.v1', {
            document_id: randomUUID(), kind: 'invoice', number: 'INV-2026-000045', sha256: blob.hex, bytes: pdf.length, content_type: 'application/pdf' }]]);
        await this.publish('workshop.payment.received.v1', {
            payment_id: randomUUID(), invoice_id: id, method: 'wechat', amount: sum('gross'), paid_total: sum('gross'), balance: 0 });
        this.billed = { id, lines, gross: sum('gross') };
    }

    /// Takes the first line of the invoice back, and gives its money back when asked to.
    async credit() {
        const { id, lines, gross } = this.billed;
        const { net, tax, gross: payable } = lines[0];
        await this.publish('workshop.invoice.credited.v1', {
            credit_note_id: randomUUID(), number: 'CN-2026-000001', invoice_id: id, invoice_number: 'INV-2026-000045',
            invoice_issued_at: ago(0), reason: '工时减免', whole: false, currency: 'CNY', prices_include_tax: true, lines: [lines[0]],
            totals: { net, tax, gross: payable, tax_groups: [] }, rounding: 0, payable, paid_total: gross, balance: -payable });
        return payable;
    }

    refund(amount) {
        return this.publish('workshop.payment.refunded.v1', {
            payment_id: randomUUID(), method: 'wechat', amount, paid_total: this.billed.gross - amount, balance: 0 });
    }
}
