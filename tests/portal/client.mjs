// SPDX-License-Identifier: GPL-3.0-or-later
// A second, independent implementation of the shop's side of the wire, written from docs/maintainers/customer-app.md.
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest();
export const digest = (bytes) => `sha-256=:${sha256(bytes).toString('base64')}:`;

export class Shop {
    static async pair(url, code) {
        const answer = await fetch(`${url}/v1/pairing`, {
            method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ code, client: 'contract test' }),
        });
        const shop = new Shop();
        Object.assign(shop, { url, pairing: await answer.json(), status: answer.status, heads: new Map(), epoch: randomUUID() });
        return shop;
    }

    get id() {
        return this.pairing.shop_id;
    }

    signed(method, target, body, type, created = Math.floor(Date.now() / 1000)) {
        const nonce = randomBytes(16).toString('base64url');
        const names = body === undefined ? '("@method" "@request-target")' : '("@method" "@request-target" "content-digest" "content-type")';
        const parameters = `${names};created=${created};nonce="${nonce}";keyid="${this.pairing.key_id}";alg="hmac-sha256"`;
        const lines = [`"@method": ${method}`, `"@request-target": ${target}`];
        const headers = {};
        if (body !== undefined) {
            headers['Content-Digest'] = digest(body);
            headers['Content-Type'] = type;
            lines.push(`"content-digest": ${headers['Content-Digest']}`, `"content-type": ${type}`);
        }
        lines.push(`"@signature-params": ${parameters}`);
        const mac = createHmac('sha256', Buffer.from(this.pairing.secret, 'base64url')).update(lines.join('\n')).digest('base64');
        return { ...headers, 'Signature-Input': `bayline=${parameters}`, Signature: `bayline=:${mac}:` };
    }

    async send(method, target, body, type = 'application/json', more = {}) {
        const headers = { ...this.signed(method, target, body, type), ...more };
        const response = await fetch(this.url + target, { method, headers, body });
        const text = method === 'HEAD' ? '' : await response.text();
        return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null };
    }

    event(stream, type, data, changes = {}) {
        const seq = (this.heads.get(stream) ?? 0) + 1;
        return {
            specversion: '1.0', id: randomUUID(), source: `/shops/${this.id}/epochs/${this.epoch}`, type, subject: stream,
            time: new Date().toISOString(), datacontenttype: 'application/json', subjectseq: seq,
            bodyhash: digest(JSON.stringify(data)), data, ...changes,
        };
    }

    /** Sends events of one stream as the next ones; the answer. */
    async publish(stream, entries) {
        const events = [];
        for (const [type, data, changes] of entries) {
            events.push(this.event(stream, type, data, changes));
            this.heads.set(stream, events.at(-1).subjectseq);
        }
        return this.send('POST', `/v1/shops/${this.id}/events:batch`, JSON.stringify(events), 'application/cloudevents-batch+json');
    }

    async putBlob(bytes, type) {
        const hex = sha256(bytes).toString('hex');
        const target = `/v1/blobs/sha256/${hex}`;
        const response = await fetch(this.url + target, { method: 'PUT', headers: this.signed('PUT', target, bytes, type), body: bytes });
        return { hex, status: response.status };
    }

    inbox(cursor = 0, wait = 0) {
        return this.send('GET', `/v1/shops/${this.id}/inbox?cursor=${cursor}&wait=${wait}&limit=200`);
    }
}
