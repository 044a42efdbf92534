// SPDX-License-Identifier: GPL-3.0-or-later
// Holds the portal against resources/api/customer-app.yaml: every answer of every operation, every event and inbox type, and
// that what the schema refuses the portal refuses, too. Runs under with_portal.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import YAML from 'yaml';
import { Shop, digest, sha256 } from './client.mjs';
import { Day } from './day.mjs';

const root = process.env.BAYLINE_SOURCE_DIR ?? join(dirname(fileURLToPath(import.meta.url)), '../..');
const contract = YAML.parse(readFileSync(join(root, 'resources/api/customer-app.yaml'), 'utf8'));
const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats(ajv);
ajv.addSchema({ $id: 'contract', ...contract });
const covered = new Set();
let checks = 0;

function fits(reference, value, what) {
    const validate = ajv.getSchema(`contract${reference}`) ?? ajv.compile({ $ref: `contract${reference}` });
    assert.ok(validate(value), `${what}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value)}`);
    checks += 1;
}

/** The answer's schema by operation and status, after the description. */
function answers(path, method, status, body, what = `${method} ${path} ${status}`) {
    const responses = contract.paths[path][method.toLowerCase()].responses;
    let response = responses[status] ?? responses[`${String(status)[0]}XX`];
    assert.ok(response, `${what}: the contract does not know this status`);
    if (response.$ref) response = contract.components.responses[response.$ref.split('/').at(-1)];
    covered.add(`${method} ${path}`);
    checks += 1;
    const [media] = Object.values(response.content ?? {});
    if (!media) return;
    const validate = ajv.compile(JSON.parse(JSON.stringify(media.schema).replaceAll('"#/', '"contract#/')));
    assert.ok(validate(body), `${what}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body)}`);
}

const B = '/v1/shops/{shop}/events:batch';
const batchType = 'application/cloudevents-batch+json';

async function plainOperations(shop) {
    const path = (rest) => `/v1/shops/${shop.id}/${rest}`;
    fits('#/components/schemas/Pairing', shop.pairing, 'pairing');
    const used = await Shop.pair(shop.url, process.env.PORTAL_CODE);
    answers('/v1/pairing', 'POST', used.status, used.pairing);
    answers('/v1/pairing', 'POST', 200, shop.pairing);
    const capabilities = await (await fetch(`${shop.url}/v1/capabilities`)).json();
    answers('/v1/capabilities', 'GET', 200, capabilities);
    assert.deepEqual([...capabilities.event_types].sort(), Object.keys(contract.components['x-event-types']).sort());
    // A backend need not have everything that a shop understands: this one takes no payments.
    for (const type of capabilities.inbox_types) assert.ok(contract.components['x-inbox-types'][type], type);
    for (const [method, wire, rest, body] of [
        ['GET', '/v1/shops/{shop}/heads', 'heads'], ['GET', '/v1/shops/{shop}/heads', 'heads?limit=0'],
        ['GET', '/v1/shops/{shop}/inbox', 'inbox?wait=0'], ['GET', '/v1/shops/{shop}/inbox', 'inbox?cursor=99&wait=0'],
        ['GET', '/v1/shops/{shop}/inbox', 'inbox?cursor=x'], ['POST', '/v1/shops/{shop}/inbox:ack', 'inbox:ack', '{"cursor":0}'],
        ['POST', '/v1/shops/{shop}/inbox:ack', 'inbox:ack', '[]'], ['POST', '/v1/shops/{shop}/epochs', 'epochs', '{"epoch":1}'],
    ]) {
        const answer = await shop.send(method, path(rest), body);
        answers(wire, method, answer.status, answer.body, `${method} ${rest}`);
    }
    const unsigned = await fetch(shop.url + path('heads'));
    answers('/v1/shops/{shop}/heads', 'GET', unsigned.status, await unsigned.json());
}

async function events(shop) {
    const order = randomUUID();
    const jpeg = Buffer.from('large');
    for (const bytes of [jpeg, Buffer.from('small')]) {
        const hex = sha256(bytes).toString('hex');
        const target = `/v1/blobs/sha256/${hex}`;
        for (const expected of [201, 200]) {
            const answer = await shop.send('PUT', target, bytes, 'image/jpeg');
            assert.equal(answer.status, expected);
            answers('/v1/blobs/sha256/{hex}', 'PUT', answer.status, answer.body);
        }
        answers('/v1/blobs/sha256/{hex}', 'HEAD', (await shop.send('HEAD', target)).status, null);
    }
    const wrong = await shop.send('PUT', `/v1/blobs/sha256/${'0'.repeat(64)}`, jpeg, 'image/jpeg');
    answers('/v1/blobs/sha256/{hex}', 'PUT', wrong.status, wrong.body);
    for (const [type, { $ref }] of Object.entries(contract.components['x-event-types'])) {
        const schema = contract.components.schemas[$ref.split('/').at(-1)];
        assert.ok(schema.examples?.length, `${type} has an example`);
        const stream = `${streamKind(type)}/${order}`;
        for (const example of schema.examples) {
            fits($ref, example, `${type} example`);
            const data = structuredClone(example);
            if (data.sha256) {
                // A picture that was hidden has gone; the same bytes are sent again for whoever names them next.
                await shop.send('PUT', `/v1/blobs/sha256/${sha256(jpeg).toString('hex')}`, jpeg, 'image/jpeg');
                data.sha256 = sha256(jpeg).toString('hex');
            }
            if (data.thumb_sha256) data.thumb_sha256 = sha256(Buffer.from('small')).toString('hex');
            fits('#/components/schemas/Event', shop.event(stream, type, data), `${type} envelope`);
            const answer = await shop.publish(stream, [[type, data]]);
            answers(B, 'POST', answer.status, answer.body);
            assert.equal(answer.body.results[0].status, 'applied', `${type}: ${JSON.stringify(answer.body)}`);
            await mutants(shop, type, $ref, data);
        }
    }
}

/** What streams of an order, of its photos and of the till are called. */
function streamKind(type) {
    if (/photo|document/.test(type)) return 'photos';
    return type === 'workshop.log.sealed.v1' ? 'till' : 'work_order';
}

/** Without a required member, or with one of another kind, schema and portal agree: no. */
async function mutants(shop, type, reference, data) {
    const schema = contract.components.schemas[reference.split('/').at(-1)];
    const validate = ajv.getSchema(`contract${reference}`);
    const changed = [];
    for (const name of schema.required) {
        const { [name]: gone, ...rest } = data;
        changed.push([`${name} missing`, rest], [`${name} of another kind`, { ...data, [name]: { strange: true } }]);
    }
    for (const name of Object.keys(data)) changed.push([`${name} a fraction`, { ...data, [name]: 1.5 }]);
    for (const [what, mutant] of changed) {
        const bySchema = validate(mutant);
        const stream = `${streamKind(type)}/${randomUUID()}`;
        const event = { ...shop.event(stream, type, mutant), bodyhash: digest(JSON.stringify(mutant)) };
        const answer = await shop.send('POST', `/v1/shops/${shop.id}/events:batch`, JSON.stringify([event]), batchType);
        answers(B, 'POST', answer.status, answer.body);
        const status = answer.body.results[0].status;
        if (!bySchema) assert.equal(status, 'rejected', `${type}, ${what}: the schema refuses, the portal does not`);
        else assert.notEqual(status, 'rejected', `${type}, ${what}: ${JSON.stringify(answer.body.results[0].problem)}`);
    }
}

async function statuses(shop) {
    const stream = `work_order/${randomUUID()}`;
    const promise = { from: null, to: '2026-11-22T10:30:00Z', reason: 'x' };
    const first = shop.event(stream, 'workshop.promise.changed.v1', promise);
    const other = { ...promise, reason: 'y' };
    const photo = contract.components.schemas.PhotoAdded.examples[0];
    for (const [expected, event] of [
        ['gap', { ...first, subjectseq: 3 }], ['applied', first], ['duplicate', first],
        ['fork', { ...first, data: other, bodyhash: digest(JSON.stringify(other)) }],
        ['deferred', shop.event(`photos/${randomUUID()}`, 'workshop.photo.added.v1', { ...photo, sha256: 'f'.repeat(64) })],
        ['parked', shop.event(`unheard_of/${randomUUID()}`, 'workshop.unheard_of.v3', { a: [1] })],
        ['rejected', shop.event(`photos/${randomUUID()}`, 'workshop.promise.changed.v1', promise)],
    ]) {
        const answer = await shop.send('POST', `/v1/shops/${shop.id}/events:batch`, JSON.stringify([event]), batchType);
        answers(B, 'POST', answer.status, answer.body);
        assert.equal(answer.body.results[0].status, expected);
    }
    const single = shop.event(`work_order/${randomUUID()}`, 'workshop.promise.changed.v1', promise);
    for (const id of [single.id, randomUUID()]) {
        const answer = await shop.send('PUT', `/v1/shops/${shop.id}/events/${id}`, JSON.stringify(single), 'application/cloudevents+json');
        answers('/v1/shops/{shop}/events/{event_id}', 'PUT', answer.status, answer.body);
    }
    for (const [body, type] of [['[', batchType], ['{}', batchType], ['[{}]', batchType], ['[]', 'text/html']]) {
        const answer = await shop.send('POST', `/v1/shops/${shop.id}/events:batch`, body, type);
        answers(B, 'POST', answer.status, answer.body);
        assert.ok(answer.status >= 400 && answer.status < 500);
    }
}

async function uploads(shop) {
    const bytes = Buffer.alloc(1500000, 7);
    const tus = { 'Tus-Resumable': '1.0.0' };
    const b64 = (text) => Buffer.from(text).toString('base64');
    const metadata = `sha256 ${b64(sha256(bytes).toString('hex'))},content_type ${b64('application/pdf')}`;
    const begin = () => shop.send('POST', '/v1/blobs/uploads', undefined, undefined, { ...tus, 'Upload-Length': String(bytes.length), 'Upload-Metadata': metadata });
    const begun = await begin();
    assert.equal(begun.status, 201);
    answers('/v1/blobs/uploads', 'POST', begun.status, begun.body);
    const location = begun.headers.get('location');
    const patch = (offset, piece) => shop.send('PATCH', location, piece, 'application/offset+octet-stream', { ...tus, 'Upload-Offset': String(offset) });
    for (const [offset, piece, expected] of [[0, bytes.subarray(0, 700000), 204], [3, bytes.subarray(3, 9), 409], [700000, bytes.subarray(700000), 204]]) {
        const answer = await patch(offset, piece);
        answers('/v1/blobs/uploads/{upload}', 'PATCH', answer.status, answer.body);
        assert.equal(answer.status, expected);
        answers('/v1/blobs/uploads/{upload}', 'HEAD', (await shop.send('HEAD', location, undefined, undefined, tus)).status, null);
    }
    assert.equal((await begin()).status, 200);
}

/** A phone sends two pictures in pieces; the shop fetches one and refuses the other. */
async function camera(shop) {
    const token = 'c'.repeat(43);
    const order = randomUUID();
    const opened = { camera_id: randomUUID(), token_sha256: sha256(token).toString('hex'), title: 'WO · 沪A12345',
        expires_at: new Date(Date.now() + 3600000).toISOString(), subjects: [{ kind: 'before', title: 'x' }] };
    const tus = { Authorization: `Camera ${token}`, 'Tus-Resumable': '1.0.0' };
    const ask = async (method, path, headers = {}, body) => {
        const answer = await fetch(`${shop.url}/camera/${path}`, { method, body, headers: { ...tus, ...headers } });
        const text = method === 'HEAD' ? '' : await answer.text();
        return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : null };
    };
    answers('/camera/state', 'GET', (await ask('GET', 'state')).status, (await ask('GET', 'state')).body);
    await shop.publish(`work_order/${order}`, [['workshop.camera.opened.v1', opened]]);
    const state = await ask('GET', 'state');
    assert.equal(state.status, 200);
    answers('/camera/state', 'GET', 200, state.body);
    const pictures = [Buffer.alloc(700000, 5), Buffer.from('no picture')].map((bytes) => ({ id: randomUUID(), bytes }));
    const told = ({ id, bytes }, number) => ask('POST', 'pictures', { 'Upload-Length': String(bytes.length), 'Upload-Metadata': Object.entries({
        picture_id: id, number: String(number), sha256: sha256(bytes).toString('hex'), content_type: 'image/jpeg', kind: 'before', name: 'a/../b.jpg',
    }).map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`).join(',') });
    for (const [index, picture] of pictures.entries()) {
        for (const expected of [201, 200]) {
            const answer = await told(picture, index + 1);
            assert.equal(answer.status, expected);
            answers('/camera/pictures', 'POST', answer.status, answer.body);
        }
        const path = `pictures/${picture.id}`;
        const half = Math.floor(picture.bytes.length / 2);
        const piece = { 'Content-Type': 'application/offset+octet-stream' };
        for (const [offset, bytes, expected] of [[0, picture.bytes.subarray(0, half), 204], [0, picture.bytes.subarray(0, 3), 409], [half, picture.bytes.subarray(half), 204]]) {
            const answer = await ask('PATCH', path, { ...piece, 'Upload-Offset': String(offset) }, bytes);
            assert.equal(answer.status, expected);
            answers('/camera/pictures/{picture}', 'PATCH', answer.status, answer.body);
            answers('/camera/pictures/{picture}', 'HEAD', (await ask('HEAD', path)).status, null);
        }
    }
    const empty = await ask('POST', 'pictures', { 'Upload-Length': '0', 'Upload-Metadata': '' });
    assert.equal(empty.status, 422);
    answers('/camera/pictures', 'POST', 422, empty.body);
    const target = `/v1/shops/${shop.id}/pictures/${pictures[0].id}`;
    let fetched = Buffer.alloc(0);
    for (;;) {
        const answer = await fetch(`${shop.url}${target}?from=${fetched.length}`, { headers: shop.signed('GET', `${target}?from=${fetched.length}`) });
        assert.equal(answer.status, 200);
        answers('/v1/shops/{shop}/pictures/{picture}', 'GET', 200, 'bytes');
        const piece = Buffer.from(await answer.arrayBuffer());
        if (piece.length === 0) break;
        fetched = Buffer.concat([fetched, piece]);
    }
    assert.ok(fetched.equals(pictures[0].bytes));
    // A refused one can be read once more and stored after all; what is stored or given up is gone, whatever comes late.
    const there = async (index) => (await fetch(`${shop.url}/v1/shops/${shop.id}/pictures/${pictures[index].id}?from=0`,
        { headers: shop.signed('GET', `/v1/shops/${shop.id}/pictures/${pictures[index].id}?from=0`) })).status === 200;
    for (const [index, result, expected, left] of [[0, 'refused', 204, true], [0, 'stored', 204, false], [0, 'refused', 204, false], [0, 'dismissed', 204, false],
        [1, 'refused', 204, true], [1, 'dismissed', 204, false], [1, 'refused', 204, false], [0, 'lost', 422, false]]) {
        const answer = await shop.send('POST', `/v1/shops/${shop.id}/pictures/${pictures[index].id}:done`, JSON.stringify({ result, reason: 'because' }));
        assert.equal(answer.status, expected);
        answers('/v1/shops/{shop}/pictures/{picture}:done', 'POST', answer.status, answer.body);
        assert.equal(await there(index), left, `${index} ${result}`);
    }
    assert.deepEqual((await ask('GET', 'state')).body.pictures.map((picture) => picture.state), ['stored', 'refused']);
    // The link opens nothing of the customer's page.
    for (const path of ['/page/session']) {
        const answer = await fetch(shop.url + path, { method: 'POST', body: JSON.stringify({ token }), headers: { 'Content-Type': 'application/json', 'X-Bayline-Page': '1' } });
        assert.equal(answer.status, 404);
    }
}

async function inbox(shop) {
    const day = new Day(shop);
    await day.opened();
    await day.quote(1);
    const open = await fetch(`${shop.url}/page/session`, { method: 'POST', body: JSON.stringify({ token: day.token }),
        headers: { 'Content-Type': 'application/json', 'X-Bayline-Page': '1' } });
    const { page } = await open.json();
    const cookie = open.headers.get('set-cookie').split(';')[0];
    const post = (path, form) => fetch(`${shop.url}/page/${page}/${path}`, { method: 'POST', body: JSON.stringify(form),
        headers: { 'Content-Type': 'application/json', 'X-Bayline-Page': '1', Cookie: cookie } });
    assert.equal((await post('viewed', { public_seq: 2 })).status, 204);
    const lines = day.sent.map((line) => ({ line_id: line.line_id, line_hash: line.line_hash, decision: 'approve' }));
    const total = day.sent.filter((line) => line.pay_type === 'customer').reduce((all, line) => all + line.gross, 0);
    const decided = await post('decision', { decision_id: randomUUID(), quote_id: day.quoteId, revision: 1, lines, total_seen: total, token: day.token, last4: '5678' });
    assert.equal(decided.status, 200);
    await day.stage('quality_check', 'ready', 'ready');
    assert.equal((await post('rating', { rating_id: randomUUID(), score: 4, comment: '很好\n"' })).status, 200);
    assert.equal((await post('message', { message_id: randomUUID(), text: '几点能取车？' })).status, 200);
    const answer = await shop.inbox();
    answers('/v1/shops/{shop}/inbox', 'GET', answer.status, answer.body);
    assert.equal(answer.body.events.filter((event) => event.type.startsWith('customer.')).length, 4);
    for (const event of answer.body.events) {
        fits(contract.components['x-inbox-types'][event.type].$ref, event.data, event.type);
        assert.equal(event.bodyhash, digest(JSON.stringify(event.data)), `${event.type}: bodyhash`);
    }
    for (const [type, { $ref }] of Object.entries(contract.components['x-inbox-types'])) {
        // Payments reach a shop through apps that take them; this portal takes none.
        if (type !== 'customer.payment.made.v1')
            assert.ok(answer.body.events.some((event) => event.type === type), `${type} was seen`);
        for (const example of contract.components.schemas[$ref.split('/').at(-1)].examples) fits($ref, example, `${type} example`);
    }
}

async function epochs(shop) {
    const epoch = randomUUID();
    const target = `/v1/shops/${shop.id}/epochs`;
    const announce = (body) => shop.send('POST', target, JSON.stringify(body));
    const { body: heads } = await shop.send('GET', `/v1/shops/${shop.id}/heads`);
    answers('/v1/shops/{shop}/heads', 'GET', 200, heads);
    const request = { epoch, reason: 'restored', rewind: [{ stream: heads.heads[0].stream, keep_through: 0 }] };
    fits('#/components/schemas/EpochRequest', request, 'epoch request');
    for (const [body, expected] of [[request, 200], [request, 200], [{ epoch: shop.epoch, reason: 'failover' }, 409]]) {
        const answer = await announce(body);
        assert.equal(answer.status, expected);
        answers('/v1/shops/{shop}/epochs', 'POST', answer.status, answer.body);
    }
    const old = shop.event(`work_order/${randomUUID()}`, 'workshop.promise.changed.v1', { to: null });
    const answer = await shop.send('POST', `/v1/shops/${shop.id}/events:batch`, JSON.stringify([old]), batchType);
    assert.equal(answer.status, 409);
    answers(B, 'POST', answer.status, answer.body);
}

/** A new key is made known under the old one, told again without effect, and signs from then on. */
async function keys(shop) {
    const fresh = { key_id: `bk_${randomBytes(8).toString('hex')}`, secret: randomBytes(32).toString('base64url') };
    const put = async (keyId, body, expected) => {
        const answer = await shop.send('PUT', `/v1/shops/${shop.id}/keys/${keyId}`, JSON.stringify(body));
        assert.equal(answer.status, expected, JSON.stringify(answer.body));
        answers('/v1/shops/{shop}/keys/{key}', 'PUT', answer.status, answer.body);
    };
    await put(fresh.key_id, { secret: 'short' }, 422);
    for (let times = 0; times < 2; times += 1) await put(fresh.key_id, { secret: fresh.secret }, 200);
    Object.assign(shop.pairing, fresh);
    await put(fresh.key_id, { secret: fresh.secret }, 200);
}

const shop = await Shop.pair(process.env.PORTAL_URL, process.env.PORTAL_CODE);
assert.equal(shop.status, 200);
await plainOperations(shop);
await events(shop);
await statuses(shop);
await uploads(shop);
await camera(shop);
await inbox(shop);
await epochs(shop);
await keys(shop);
for (const [path, operations] of Object.entries(contract.paths)) {
    for (const method of ['get', 'post', 'put', 'head', 'patch']) {
        if (operations[method]) assert.ok(covered.has(`${method.toUpperCase()} ${path}`), `${method} ${path} was not tried`);
    }
}
console.log(`${checks} answers, events and examples fit the contract`);
