// SPDX-License-Identifier: GPL-3.0-or-later
// The bill set by typst: `with_typst.mjs LINES.json COUNT OUT.pdf` prints processor time a paper and size.
import { readFileSync, writeFileSync } from 'node:fs';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

const [linesFile, wanted, out] = process.argv.slice(2);
const bill = JSON.parse(readFileSync(linesFile, 'utf8'));
const count = Number(wanted);
const text = (value) => `#${JSON.stringify(value)}`;

/// Every paper is another bill: typst remembers what it has set before.
function source(n) {
    const number = `INV-2026-${100000 + n}`;
    const lines = Array.from({ length: 20 }, (_, i) => bill.lines[(n + i) % bill.lines.length]);
    const cells = [...bill.columns, ...lines.flat()].map((cell) => `[${text(cell)}]`).join(', ');
    return `#set page("a4", margin: 1.7cm)
#set text(font: "WenQuanYi Micro Hei", size: 9pt, lang: "zh")
#text(18pt)[${text(bill.title)}]

${text(number)}

${bill.head.map(text).join('\n\n')}

#table(columns: (1fr, 110pt, 50pt, 60pt, 70pt), stroke: (bottom: 0.5pt), ${cells})

${text(bill.total)}

${text(bill.words)}

${text(bill.foot)}

${text(bill.labels.join(' '))}
`;
}

const compiler = NodeCompiler.create({ fontArgs: [{ fontPaths: ['/usr/share/fonts/truetype/wqy'] }] });
const make = (n) => compiler.pdf({ mainFileContent: source(n) });
let pdf = make(0);
const before = process.cpuUsage();
for (let n = 1; n < count; ++n) pdf = make(n);
const used = process.cpuUsage(before);
writeFileSync(out, pdf);
console.log(JSON.stringify({ warm_ms: count > 1 ? (used.user + used.system) / 1000 / (count - 1) : 0, bytes: pdf.length }));
