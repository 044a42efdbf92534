// SPDX-License-Identifier: GPL-3.0-or-later
// One Chinese bill of 20 lines set by us and by five programs people use for it, in turns, on the same machine and with
// the same font, every paper another bill. Ours has the whole layout of a settlement list; the peers set every text of
// it, the lines in a plain table. What is missing is installed: Debian's packages (as root or through sudo), typst from
// npm. Prints lines for table.mjs.
//
//   node papers.mjs BIN [--quick]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [bin, quick] = process.argv.slice(2);
const here = import.meta.dirname ?? join(process.cwd(), 'tests/bench');
const peersAt = join(here, 'paper_peers');
const rounds = quick ? 2 : 7;
const papers = quick ? 10 : 50;
const directory = mkdtempSync(join(tmpdir(), 'bayline-papers-'));
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
const say = (sentence) => process.stderr.write(`${sentence}\n`);
const at = (name) => join(directory, name);

function install() {
    const sudo = process.getuid() === 0 ? [] : ['sudo', '-n'];
    for (const [probe, name] of [[['python3', '-c', 'import reportlab'], 'python3-reportlab'], [['wkhtmltopdf', '--version'], 'wkhtmltopdf'],
        [['python3', '-c', 'import weasyprint'], 'weasyprint'], [['soffice', '--version'], 'libreoffice-writer-nogui']]) {
        const command = probe[0] === 'python3' ? '/usr/bin/python3' : probe[0];
        if (spawnSync(command, probe.slice(1)).status === 0) continue;
        say(`papers: installing ${name}`);
        const [program, ...args] = [...sudo, 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', name];
        spawnSync(program, args, { stdio: ['ignore', 'ignore', 'ignore'] });
    }
    if (!existsSync(join(peersAt, 'node_modules'))) {
        say('papers: installing typst');
        // Not `npm ci`: that asks the lock for every platform's build of an optional part, and a lock holds only those of the platform it was made on.
        spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: peersAt, stdio: ['ignore', 'ignore', 'inherit'] });
    }
}

/// Processor time of a program and all it starts, by the shell's own account, in milliseconds; and what it printed.
function timed(command, args) {
    const run = spawnSync('bash', ['-c', 'TIMEFORMAT="%U %S"; time "$@"', 'time', command, ...args], { encoding: 'utf8', cwd: directory });
    if (run.status !== 0) throw new Error(run.stderr.split('\n').slice(-4).join(' '));
    const [user, system] = run.stderr.trim().split('\n').at(-1).split(' ').map(Number);
    return { ms: (user + system) * 1000, out: run.stdout };
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function page(bill) {
    const row = (cells, tag) => `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
    return `<!doctype html><html lang="zh"><meta charset="utf-8"><title>${bill.number}</title><style>
@page{size:A4;margin:17mm} body{font:9pt "WenQuanYi Micro Hei"} h1{font-size:18pt} table{width:100%;border-collapse:collapse}
td,th{border-bottom:.5pt solid #ccc;text-align:left;padding:3pt} td:nth-child(n+3){text-align:right}</style>
<h1>${bill.title}</h1><p>INV-2026-100000</p>${bill.head.map((text) => `<p>${escaped(text)}</p>`).join('')}
<table><thead>${row(bill.columns, 'th')}</thead>${bill.lines.slice(0, 20).map((cells) => row(cells, 'td')).join('')}</table>
<p>${escaped(bill.total)}</p><p>${bill.words}</p><p>${escaped(bill.foot)}</p><p>${escaped(bill.labels.join(' '))}</p></html>`;
}

install();
const linesFile = at('lines.json');
writeFileSync(linesFile, timed(join(bin, 'bayline-bench-paper'), ['lines']).out);
const bill = JSON.parse(readFileSync(linesFile, 'utf8'));
const html = at('bill.html');
writeFileSync(html, page(bill));
const python = '/usr/bin/python3';
const contenders = {
    bayline: { run: (count) => [join(bin, 'bayline-bench-paper'), [String(count), at('bayline.pdf')]], warm: true },
    reportlab: { run: (count) => [python, [join(peersAt, 'with_reportlab.py'), linesFile, String(count), at('reportlab.pdf')]], warm: true },
    typst: { run: (count) => [process.execPath, [join(peersAt, 'with_typst.mjs'), linesFile, String(count), at('typst.pdf')]], warm: true },
    weasyprint: { run: (count) => [python, [join(peersAt, 'with_weasyprint.py'), html, String(count), at('weasyprint.pdf')]], warm: true, few: true },
    wkhtmltopdf: { run: () => ['wkhtmltopdf', ['--quiet', html, at('wkhtmltopdf.pdf')]] },
    libreoffice: { run: () => ['soffice', ['--headless', `-env:UserInstallation=file://${at('office')}`, '--convert-to', 'pdf:writer_web_pdf_Export', '--outdir',
        at('office-out'), html]], file: () => at('office-out/bill.pdf') },
};
const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
const results = {};
for (let round = 0; round < rounds; ++round) {
    say(`papers: round ${round + 1} of ${rounds}`);
    for (const [name, { run, warm, few, file }] of Object.entries(contenders)) {
        const result = (results[name] ??= { cold: [], warm: [], bytes: 0 });
        if (result.skipped) continue;
        try {
            result.cold.push(timed(...run(1)).ms);
            if (warm) result.warm.push(JSON.parse(timed(...run(few ? 3 : papers)).out.trim().split('\n').at(-1)).warm_ms);
            const pdf = file?.() ?? at(`${name}.pdf`);
            result.bytes = statSync(pdf).size;
            const text = spawnSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }).stdout;
            for (const wanted of [bill.head[0], bill.foot.slice(0, 8)]) {
                if (!text.replaceAll(/\s/g, '').includes(wanted.replaceAll(/\s/g, ''))) throw new Error(`its text lacks ${wanted}`);
            }
        } catch (error) {
            result.skipped = error.message;
        }
    }
}

const ours = results.bayline;
const milliseconds = (value) => ({ value, text: `${value.toFixed(1)} ms` });
const kilobytes = (value) => ({ value, text: `${(value / 1000).toFixed(1)} kB` });
function line(measure, mine, peer, name, limit, target) {
    const ratio = mine.value / peer.value;
    console.log(JSON.stringify({ row: 'papers', measure, ours: mine, peer: { ...peer, name }, ratio,
        ...(limit === undefined ? {} : { target, holds: ratio <= limit }) }));
}
if (ours.skipped) throw new Error(ours.skipped);
const fastest = ['reportlab', 'typst'].filter((name) => !results[name].skipped)
    .toSorted((one, other) => median(results[one].warm) - median(results[other].warm))[0];
for (const [name, result] of Object.entries(results)) {
    if (name === 'bayline') continue;
    if (result.skipped) {
        console.log(JSON.stringify({ row: 'papers', measure: `beside ${name}`, skipped: result.skipped.slice(0, 120) }));
        continue;
    }
    if (result.warm.length > 0) {
        line('processor time, warm', milliseconds(median(ours.warm)), milliseconds(median(result.warm)), name, ...(name === fastest ? [1, '≤ 1×'] : []));
    }
    line('processor time, cold', milliseconds(median(ours.cold)), milliseconds(median(result.cold)), name, ...(name === 'wkhtmltopdf' ? [0.2, '≤ 0.2×'] : []));
    line('size', kilobytes(ours.bytes), kilobytes(result.bytes), name, ...(name === 'wkhtmltopdf' ? [1.1, '≤ 1.1×'] : []));
}
