// SPDX-License-Identifier: GPL-3.0-or-later
// How alike two pictures look: the mean structural similarity of their lightness, with the Gaussian window and the
// constants of Wang, Bovik, Sheikh and Simoncelli (2004). 1 is the same picture.
import { spawnSync } from "node:child_process";

const kWindow = 11;
const kSigma = 1.5;
const kC1 = (0.01 * 255) ** 2;
const kC2 = (0.03 * 255) ** 2;

/** Lightness as {width, height, values}. */
function greyOf(path) {
    const made = spawnSync("convert", [path, "-colorspace", "Gray", "-depth", "8", "pgm:-"], { maxBuffer: 256 << 20 });
    if (made.status !== 0) throw new Error(`${path}: ${made.stderr}`);
    const [head, width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(made.stdout.subarray(0, 60).toString("latin1"));
    return { width: Number(width), height: Number(height), values: Float64Array.from(made.stdout.subarray(head.length)) };
}

const weights = Array.from({ length: kWindow }, (_, n) => Math.exp(-((n - (kWindow - 1) / 2) ** 2) / (2 * kSigma ** 2)));
const whole = weights.reduce((sum, one) => sum + one);

/** Means under the window, where it fits into the picture. */
function means(values, width, height) {
    const narrow = width - kWindow + 1;
    const short = height - kWindow + 1;
    const across = new Float64Array(narrow * height);
    for (let y = 0; y < height; ++y)
        for (let x = 0; x < narrow; ++x) {
            let sum = 0;
            for (let n = 0; n < kWindow; ++n) sum += weights[n] * values[y * width + x + n];
            across[y * narrow + x] = sum / whole;
        }
    const made = new Float64Array(narrow * short);
    for (let y = 0; y < short; ++y)
        for (let x = 0; x < narrow; ++x) {
            let sum = 0;
            for (let n = 0; n < kWindow; ++n) sum += weights[n] * across[(y + n) * narrow + x];
            made[y * narrow + x] = sum / whole;
        }
    return made;
}

export function likeness(one, other) {
    const a = greyOf(one);
    const b = greyOf(other);
    if (a.width !== b.width || a.height !== b.height) throw new Error(`${one} and ${other} differ in size`);
    const of = (values) => means(values, a.width, a.height);
    const product = (x, y) => x.map((value, n) => value * y[n]);
    const ma = of(a.values);
    const mb = of(b.values);
    const aa = of(product(a.values, a.values));
    const bb = of(product(b.values, b.values));
    const ab = of(product(a.values, b.values));
    let sum = 0;
    for (let n = 0; n < ma.length; ++n) {
        const both = ma[n] * mb[n];
        const squares = ma[n] ** 2 + mb[n] ** 2;
        sum += ((2 * both + kC1) * (2 * (ab[n] - both) + kC2)) / ((squares + kC1) * (aa[n] + bb[n] - squares + kC2));
    }
    return sum / ma.length;
}
