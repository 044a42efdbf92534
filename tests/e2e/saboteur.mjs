// SPDX-License-Identifier: GPL-3.0-or-later
// Kills what a shop runs on, at moments and in an order that a seed decides, and starts again what does not start by
// itself. The windows are started again by the person before them (desk.mjs).
import {sleep} from '../ui/harness.mjs';

/// Numbers from 0 to 1 that the seed decides (mulberry32).
export function dice(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
}

export class Saboteur {
    #stopped = false;
    #working;

    /// `victims`: [{name, strike}], `strike` returns once the victim is dead and, where nobody else does, running again.
    constructor(seed, victims, {shortest = 2500, longest = 9000} = {}) {
        this.kills = new Map(victims.map(({name}) => [name, 0]));
        const throwOne = dice(seed);
        this.#working = this.#work(victims, () => shortest + throwOne() * (longest - shortest),
                                   () => victims[Math.floor(throwOne() * victims.length)]);
    }

    async #work(victims, pause, choose) {
        while (!this.#stopped) {
            const end = Date.now() + pause();
            while (Date.now() < end && !this.#stopped)
                await sleep(50);
            if (this.#stopped)
                break;
            const victim = choose();
            process.stdout.write(`[${victim.name} killed] `);
            await victim.strike();
            this.kills.set(victim.name, this.kills.get(victim.name) + 1);
        }
    }

    /// No more kills; rejects when a victim could not be started again.
    async stop() {
        this.#stopped = true;
        await this.#working;
    }

    get report() { return [...this.kills].map(([name, count]) => `${name} ${count}`).join(', '); }
}
