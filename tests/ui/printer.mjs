// SPDX-License-Identifier: GPL-3.0-or-later
// A print server with two printers, as the system's print dialog sees them (IPP over HTTP, RFC 8010): it takes jobs,
// or refuses them, and keeps what it was sent.
//
//   const printer = await Printer.open();
//   const app = await App.start(screen, words, {env: printer.environment});
//   printer.refuses = true;  …  await confirmPrint(app);  …  printer.jobs[0].bytes
import {execFile} from 'node:child_process';
import {createServer} from 'node:http';
import {promisify} from 'node:util';
import {sleep, until} from './harness.mjs';

const run = promisify(execFile);

const operations = {printJob: 0x0002, jobAttributes: 0x0009, printerAttributes: 0x000b, usual: 0x4001, printers: 0x4002};
const tags = {operation: 1, job: 2, end: 3, printer: 4, integer: 0x21, boolean: 0x22, enumeration: 0x23, text: 0x41,
              name: 0x42, keyword: 0x44, uri: 0x45, charset: 0x47, language: 0x48, mime: 0x49};
const states = {working: 5, stopped: 6, aborted: 8, completed: 9};
const status = {ok: 0x0000, notAccepting: 0x0506};

function attribute(tag, name, ...values) {
    const parts = values.map((value, index) => {
        const bytes = typeof value === 'number' && tag === tags.boolean ? Buffer.from([value])
            : typeof value === 'number' ? Buffer.from([value >>> 24, value >>> 16, value >>> 8, value].map(byte => byte & 255))
                : Buffer.from(value);
        const head = Buffer.from(index === 0 ? name : '');
        const sizes = [Buffer.alloc(2), Buffer.alloc(2)];
        sizes[0].writeUInt16BE(head.length);
        sizes[1].writeUInt16BE(bytes.length);
        return Buffer.concat([Buffer.from([tag]), sizes[0], head, sizes[1], bytes]);
    });
    return Buffer.concat(parts);
}

function answer(request, code, groups = []) {
    const head = Buffer.alloc(8);
    head.writeUInt16BE(0x0101);
    head.writeUInt16BE(code, 2);
    head.writeUInt32BE(request.readUInt32BE(4), 4);
    return Buffer.concat([head, Buffer.from([tags.operation]), attribute(tags.charset, 'attributes-charset', 'utf-8'),
                          attribute(tags.language, 'attributes-natural-language', 'en'), ...groups,
                          Buffer.from([tags.end])]);
}

/// Where the document begins: behind the end tag of the attributes.
function documentOf(request) {
    let at = 8;
    while (at < request.length && request[at] !== tags.end) {
        if (request[at] < 0x10) {
            ++at;
            continue;
        }
        at += 1;
        at += 2 + request.readUInt16BE(at);
        at += 2 + request.readUInt16BE(at);
    }
    return request.subarray(at + 1);
}

/// What a person does in the system's print dialog: Enter on its Print button.
export async function confirmPrint(app) {
    const dialog = await until('the print dialog', async () => {
        try {
            return (await app.screen.xdotool('search', '--onlyvisible', '--name', '^(Print|打印)$')).stdout.trim();
        } catch {
            return null;
        }
    });
    await sleep(1200); // its printers come one by one
    await app.screen.xdotool('windowfocus', dialog);
    await app.key('alt+p');
}

/// What stands on a printed document.
export async function textOf(bytes) {
    const reader = run('pdftotext', ['-layout', '-', '-']);
    reader.child.stdin.end(bytes);
    return (await reader).stdout;
}

export class Printer {
    jobs = [];        ///< what arrived: {printer, bytes}
    refused = 0;      ///< jobs that were turned away
    refuses = false;  ///< the next jobs are turned away
    outcome = 'completed'; ///< what becomes of a job that was taken: completed, aborted, stopped; working: not yet known
    wants = 'none'; ///< what the printers want of people, as IPP has it: media-empty-error, door-open-report …

    static async open(names = ['Front_desk', 'Office']) {
        const printer = new Printer();
        printer.names = names;
        printer.server = createServer((request, response) => printer.#hear(request, response));
        await new Promise(done => printer.server.listen(0, '127.0.0.1', done));
        printer.port = printer.server.address().port;
        printer.environment = {CUPS_SERVER: `127.0.0.1:${printer.port}`};
        return printer;
    }

    #describe(name) {
        const uri = `ipp://127.0.0.1:${this.port}/printers/${name}`;
        return Buffer.concat([
            Buffer.from([tags.printer]), attribute(tags.uri, 'printer-uri-supported', uri),
            attribute(tags.name, 'printer-name', name), attribute(tags.text, 'printer-info', name),
            attribute(tags.text, 'printer-location', ''), attribute(tags.text, 'printer-make-and-model', 'Test'),
            attribute(tags.enumeration, 'printer-state', this.wants === 'none' ? 3 : 5),
            attribute(tags.keyword, 'printer-state-reasons', this.wants),
            attribute(tags.enumeration, 'printer-type', 0x0804c), attribute(tags.boolean, 'printer-is-accepting-jobs', 1),
            attribute(tags.integer, 'queued-job-count', 0),
            attribute(tags.mime, 'document-format-supported', 'application/pdf', 'application/postscript')]);
    }

    #jobState(id) {
        return Buffer.concat([Buffer.from([tags.job]), attribute(tags.integer, 'job-id', id),
                              attribute(tags.uri, 'job-uri', `ipp://127.0.0.1:${this.port}/jobs/${id}`),
                              attribute(tags.enumeration, 'job-state', states[this.outcome])]);
    }

    #answer(request) {
        switch (request.readUInt16BE(2)) {
        case operations.printers:
            return answer(request, status.ok, this.names.map(name => this.#describe(name)));
        case operations.usual:
        case operations.printerAttributes:
            return answer(request, status.ok, [this.#describe(this.#named(request) ?? this.names[0])]);
        case operations.printJob:
            if (this.refuses) {
                ++this.refused;
                return answer(request, status.notAccepting);
            }
            this.jobs.push({printer: this.#named(request), bytes: documentOf(request)});
            return answer(request, status.ok, [this.#jobState(this.jobs.length)]);
        case operations.jobAttributes:
            return answer(request, status.ok, [this.#jobState(this.jobs.length)]);
        default:
            return answer(request, status.ok);
        }
    }

    #named(request) {
        const text = request.subarray(0, 2000).toString('latin1');
        return this.names.find(name => text.includes(`/printers/${name}`));
    }

    #hear(request, response) {
        const pieces = [];
        request.on('data', piece => pieces.push(piece));
        request.on('end', () => {
            if (request.method !== 'POST') {
                response.writeHead(404).end(); // a printer without a PPD file
                return;
            }
            response.writeHead(200, {'Content-Type': 'application/ipp'}).end(this.#answer(Buffer.concat(pieces)));
        });
    }

    async close() {
        if (!this.server.listening)
            return;
        this.server.closeAllConnections();
        await new Promise(done => this.server.close(done));
    }
}
