// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the lines that the rows print, one JSON object each, and writes the table, or one JSON array with --json.
import { createInterface } from "node:readline";

const lines = [];
for await (const text of createInterface({ input: process.stdin })) {
    if (text.startsWith("{")) lines.push(JSON.parse(text));
}

function ratio(line) {
    if (line.ratio === undefined) return "–";
    return `${line.ratio < 0.1 ? line.ratio.toFixed(3) : line.ratio.toFixed(2)}×`;
}

function verdict(line) {
    if (line.skipped) return `not measured: ${line.skipped}`;
    if (line.holds === undefined) return "–";
    return line.holds ? "holds" : "short";
}

if (process.argv.includes("--json")) {
    console.log(JSON.stringify(lines.map((line) => ({ ...line, verdict: verdict(line) })), null, 2));
} else {
    const rows = [["row", "ours", "floor or peer", "ratio", "target", "verdict"]];
    for (const line of lines) {
        rows.push([
            `${line.row}: ${line.measure}`, line.ours?.text ?? "–",
            line.peer ? `${line.peer.text}  ${line.peer.name ?? ""}`.trim() : "–",
            ratio(line), line.target ?? "–", verdict(line),
        ]);
    }
    const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => [...row[column]].length)));
    for (const [at, row] of rows.entries()) {
        console.log(row.map((cell, column) => cell + " ".repeat(widths[column] - [...cell].length)).join("  ").trimEnd());
        if (at === 0) console.log(widths.map((width) => "─".repeat(width)).join("  "));
    }
}
