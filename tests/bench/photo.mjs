// SPDX-License-Identifier: GPL-3.0-or-later
// A photo on its way in: the helper makes both sizes of it, beside the programs people would call. Both start as programs
// and read and write the same sizes, taking turns. The picture is noise, the worst case for a decoder.
import { spawnSync } from "node:child_process";
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inMilliseconds, print, say } from "./desktop_row.mjs";
import { likeness } from "./likeness.mjs";

const [bin, row, quick] = process.argv.slice(2);
const rounds = quick ? 3 : 9;
const folder = mkdtempSync(join(tmpdir(), "bayline-photo-"));
const file = (name) => join(folder, name);

function run(command, ...args) {
    const done = spawnSync(command, args, { encoding: "utf8" });
    if (done.status !== 0) throw new Error(`${command} ${args.join(" ")}: ${done.stderr}`);
}

/** Wall time in milliseconds and the most memory in kB, as the kernel counted them for the program. */
function timed(command, args, input) {
    const stdin = input ? openSync(input, "r") : "ignore";
    const start = process.hrtime.bigint();
    const done = spawnSync("/usr/bin/time", ["-f", "%M", "-o", file("memory"), command, ...args], { stdio: [stdin, "pipe", "pipe"], maxBuffer: 64 << 20 });
    const time = Number(process.hrtime.bigint() - start) / 1e6;
    if (input) closeSync(stdin);
    if (done.status !== 0) throw new Error(`${command}: ${done.stderr}`);
    return { time, memory: Number(readFileSync(file("memory"), "utf8").trim()), output: done.stdout };
}

function ours(picture) {
    const made = timed(join(bin, row === "photo-jpeg" ? "bayline-photo-jpeg" : "bayline-photo"), [], picture);
    const [head] = made.output.subarray(0, 60).toString("latin1").split("\n");
    const [, large, thumb] = /^ok 2048 1536 (\d+) (\d+)$/.exec(head) ?? [];
    if (!large) throw new Error(`the helper said: ${head}`);
    const pictures = made.output.subarray(head.length + 1);
    return { ...made, large: pictures.subarray(0, Number(large)), thumb: pictures.subarray(Number(large), Number(large) + Number(thumb)) };
}

/** Ours beside what vipsthumbnail makes, in the same quality. */
function compareLooks(made, picture) {
    for (const [size, quality, bytes] of [["2048", 85, made.large], ["320", 80, made.thumb]]) {
        writeFileSync(file("ours.jpg"), bytes);
        run("vipsthumbnail", picture, "-s", `${size}x${size}`, "-o", `${file("theirs.jpg")}[Q=${quality}]`);
        const value = likeness(file("ours.jpg"), file("theirs.jpg"));
        print(row, `${size} pixels: structural similarity to vipsthumbnail's`, { value, text: value.toFixed(3) }, undefined, { text: "≥ 0.98", least: 0.98 });
    }
}

try {
    run("vips", "gaussnoise", file("noise.v"), "4000", "3000", "--mean", "128", "--sigma", "60");
    run("vips", "gaussblur", file("noise.v"), file("soft.v"), "1.2");
    run("vips", "cast", file("soft.v"), file("bytes.v"), "uchar");
    run("vips", "bandjoin", `${file("bytes.v")} ${file("bytes.v")} ${file("bytes.v")}`, file("three.v"));
    run("vips", "copy", file("three.v"), file("photo.v"), "--interpretation", "srgb");
    run("vips", "jpegsave", file("photo.v"), file("photo.jpg"), "-Q", "90");
    let picture = file("photo.jpg");
    let peer = () => [["2048x2048", "a.jpg"], ["320x320", "b.jpg"]].map(([size, out]) => timed("vipsthumbnail", [picture, "-s", size, "-o", file(out)]))
        .reduce((sum, one) => ({ time: sum.time + one.time, memory: Math.max(sum.memory, one.memory) }));
    let name = "vipsthumbnail, twice";
    let target = { text: "≤ 0.6×", ratio: 0.6 };
    if (row === "photo-heic") {
        run("vips", "pngsave", file("photo.v"), file("photo.png"), "--compression", "1");
        run("heif-enc", "-q", "60", "-o", file("photo.heic"), file("photo.png"));
        picture = file("photo.heic");
        peer = () => timed("heif-convert", [picture, file("c.jpg")]);
        name = "heif-convert, one size";
        target = { text: "≤ 1.1×", ratio: 1.1 };
    }
    say(`${row}: a picture of ${(statSync(picture).size / 1e6).toFixed(1)} MB`);
    const mine = [], theirs = [];
    const first = ours(picture);
    peer();
    for (let round = 0; round < rounds; ++round) {
        mine.push(ours(picture));
        theirs.push(peer());
    }
    print(row, "12 megapixels into two sizes", inMilliseconds(mine.map((one) => one.time)), inMilliseconds(theirs.map((one) => one.time), name), target);
    const most = Math.max(...mine.map((one) => one.memory)) / 1024;
    const mostTheirs = Math.max(...theirs.map((one) => one.memory)) / 1024;
    print(row, "memory at most", { value: most, p99: most, text: `${most.toFixed(0)} MB` }, { value: mostTheirs, text: `${mostTheirs.toFixed(0)} MB`, name },
        row === "photo-jpeg" ? { text: "≤ 64 MB", p99: 64 } : undefined);
    if (row === "photo-jpeg") compareLooks(first, picture);
} finally {
    rmSync(folder, { recursive: true });
}
