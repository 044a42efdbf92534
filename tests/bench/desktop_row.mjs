// SPDX-License-Identifier: GPL-3.0-or-later
// What the rows about windows share: a shop with cards on its board, and lines in the form that table.mjs reads.
import { Shop } from "../ui/harness.mjs";

export const now = () => Number(process.hrtime.bigint()) / 1e6;
export const say = (sentence) => console.error(sentence);

export async function busyShop(cards) {
    const shop = await Shop.open();
    const orders = [];
    for (let n = 0; n < cards; ++n) {
        orders.push(await shop.checkIn(`沪AD${10000 + n}`, `客户${n}`, { promised_in_minutes: 600 + n }));
    }
    return { shop, orders };
}

function quantile(values, part) {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length, Math.max(1, Math.ceil(part * sorted.length))) - 1];
}

export function inMilliseconds(values, name) {
    const median = quantile(values, 0.5);
    const p99 = quantile(values, 0.99);
    return { value: median, p99, text: `${median.toFixed(1)} ms (p99 ${p99.toFixed(1)})`, ...(name ? { name } : {}) };
}

/// `target`: {text, ratio}, {text, p99} or, of a figure that is the better the larger it is, {text, least}.
export function print(row, measure, ours, peer, target) {
    const line = { row, measure, ours, ...(peer ? { peer, ratio: ours.value / peer.value } : {}) };
    if (target) {
        line.target = target.text;
        line.holds = target.least ? ours.value >= target.least : target.ratio ? line.ratio <= target.ratio : ours.p99 <= target.p99;
    }
    console.log(JSON.stringify(line));
}
