// SPDX-License-Identifier: GPL-3.0-or-later
// What everybody delivers to in the row `delivery`: a plain HTTP server that writes down stream, seq, id and moment of
// what arrives. It speaks just enough of the customer app's contract for the real relay; peers post one event at a time.
// Under /control it is asked what it saw and told how many requests of a thousand to answer with 503.
import { createServer } from "node:http";
import { gunzipSync } from "node:zlib";
import { createHash, randomBytes, randomUUID } from "node:crypto";

const microseconds = () => Math.round((performance.timeOrigin + performance.now()) * 1000);

let arrivals = [];
let heads = new Map();
let refusedOf1000 = 0;
let batchEvents = 100;
let feed = [];
let waiters = new Set();
let requests = 0;
let bytes = 0;
let blobs = new Map();
let uploads = new Map();
let blobBytes = 0;
let pictureBytes = 0; // of all that came, repeated ones too
let state = 1;
const epoch = "00000000-0000-4000-8000-000000000000";

// Its own generator, so that every contender meets the same sequence of refusals.
function dice() {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % 1000;
}

function take(stream, seq, id, at) {
    arrivals.push([stream, seq, id, at]);
    const head = heads.get(stream) ?? 0;
    if (seq === head + 1) {
        heads.set(stream, seq);
        return { status: "applied" };
    }
    return seq <= head ? { status: "duplicate" } : { status: "gap", expected: head + 1 };
}

function batch(body, at) {
    const results = JSON.parse(body).map((event) => ({ id: event.id, ...take(event.subject, event.subjectseq, event.id, at) }));
    return { results, heads: {} };
}

const answers = {
    "POST /v1/pairing": () => ({
        shop_id: "11111111-1111-4111-8111-111111111111", shop_name: "bench", key_id: "bench",
        secret: randomBytes(32).toString("base64url"), link_base: "http://127.0.0.1/o/",
    }),
    "GET /v1/capabilities": () => ({ event_types: [], limits: { batch_events: batchEvents, batch_bytes: 262144 }, oldest_client: "0.0.0", tus: { version: "1.0.0" } }),
    "POST /control/reset": (body) => {
        ({ refusedOf1000 = 0, batchEvents = 100 } = JSON.parse(body));
        [arrivals, heads, requests, bytes, state] = [[], new Map(), 0, 0, 1];
        return {};
    },
    "POST /control/answers": (body) => {
        const { order, count } = JSON.parse(body);
        const made = [];
        for (let n = 0; n < count; ++n) {
            const id = randomUUID();
            const data = { message_id: randomUUID(), work_order_id: order, text: "四点半来取可以吗？", sent_at: new Date().toISOString() };
            feed.push({ id, type: "customer.message.sent.v1", time: new Date().toISOString(), feedseq: feed.length + 1, data });
            made.push({ id, at: microseconds() });
        }
        for (const wake of [...waiters]) wake();
        return { made };
    },
    "GET /control/count": () => ({ count: arrivals.length, requests, bytes, last: arrivals.at(-1)?.[3] ?? 0, blobs: blobs.size, blobBytes, pictureBytes }),
    "GET /control/arrivals": () => arrivals,
};

function shopAnswer(method, path, body, at) {
    if (path.endsWith("/events:batch")) return batch(body, at);
    if (path.includes("/heads")) return { epoch, heads: [...heads].map(([stream, seq]) => ({ stream, seq, hash: "" })), more: false };
    return {};
}

// Pictures: what has come of an upload is kept byte by byte, as the contract wants it.
function keep(hex, content) {
    const right = createHash("sha256").update(content).digest("hex") === hex;
    if (right && !blobs.has(hex)) {
        blobs.set(hex, content.length);
        blobBytes += content.length;
    }
    return right;
}

function uploadBegun(request, response) {
    const metadata = new Map(request.headers["upload-metadata"].split(",").map((pair) => pair.split(" ")));
    const hex = Buffer.from(metadata.get("sha256"), "base64").toString();
    const upload = uploads.get(hex) ?? { parts: [], size: 0, length: Number(request.headers["upload-length"]) };
    uploads.set(hex, upload);
    response.writeHead(201, { Location: `/v1/blobs/uploads/${hex}`, "Upload-Offset": upload.size, "Tus-Resumable": "1.0.0", "Content-Length": 0 });
    response.end();
}

function uploadGoesOn(request, response, hex) {
    const upload = uploads.get(hex);
    const stands = (status) => {
        response.writeHead(status, { "Upload-Offset": upload.size, "Tus-Resumable": "1.0.0", "Content-Length": 0 });
        response.end();
    };
    if (request.method === "HEAD") {
        stands(200);
        return;
    }
    const fits = Number(request.headers["upload-offset"]) === upload.size;
    request.on("data", (part) => {
        pictureBytes += part.length;
        if (fits) {
            upload.parts.push(part);
            upload.size += part.length;
        }
    });
    request.on("end", () => stands(!fits ? 409 : upload.size < upload.length || keep(hex, Buffer.concat(upload.parts)) ? 204 : 422));
}

/// False when the request is about something else.
function blob(request, response) {
    const [, , kind, way, hex] = request.url.split("/");
    if (kind !== "blobs") return false;
    if (way === "uploads" && !hex) {
        request.resume();
        uploadBegun(request, response);
    } else if (way === "uploads") {
        uploadGoesOn(request, response, hex);
    } else if (request.method === "HEAD") {
        response.writeHead(blobs.has(hex) ? 200 : 404, { "Content-Length": blobs.get(hex) ?? 0 });
        response.end();
    } else {
        read(request, (content) => {
            pictureBytes += content.length;
            response.writeHead(keep(hex, content) ? 201 : 422, { "Content-Length": 0 });
            response.end();
        });
    }
    return true;
}

function read(request, then) {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => then(Buffer.concat(parts)));
}

function reply(response, status, value, headers = {}) {
    const text = JSON.stringify(value);
    response.writeHead(status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text), ...headers });
    response.end(text);
}

const server = createServer((request, response) => blob(request, response) || read(request, (raw) => {
    const at = microseconds();
    const [path, query] = request.url.split("?");
    if (path.endsWith("/inbox")) {
        const asked = new URLSearchParams(query);
        const cursor = Number(asked.get("cursor") ?? 0);
        const page = () => {
            const events = feed.slice(cursor, cursor + Number(asked.get("limit") ?? 200));
            return { epoch, events, next_cursor: cursor + events.length, more: cursor + events.length < feed.length, server_time: new Date().toISOString() };
        };
        if (feed.length > cursor || asked.get("wait") === "0") {
            reply(response, 200, page());
            return;
        }
        const wake = () => {
            clearTimeout(later);
            waiters.delete(wake);
            reply(response, 200, page());
        };
        const later = setTimeout(wake, Number(asked.get("wait") ?? 25) * 1000);
        waiters.add(wake);
        response.on("close", () => {
            clearTimeout(later);
            waiters.delete(wake);
        });
        return;
    }
    const delivery = path === "/plain" || path.endsWith("/events:batch");
    if (delivery && refusedOf1000 > 0 && dice() < refusedOf1000) {
        reply(response, 503, {});
        return;
    }
    const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
    if (delivery) {
        requests += 1;
        bytes += body.length;
    }
    if (path === "/plain") {
        const event = JSON.parse(body);
        reply(response, 200, take(event.stream, event.seq, event.id, at));
        return;
    }
    const own = answers[`${request.method} ${path}`];
    reply(response, 200, own ? own(body) : shopAnswer(request.method, path, body, at));
}));
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.address().port })));
