// SPDX-License-Identifier: GPL-3.0-or-later
// A shop's line to the Internet: so many bytes a second in each direction, shared fairly by all connections, a delay each
// way, and cuts. One connection in a hundred turns of `cutsOf100` is cut somewhere in its next 256 KiB on the way up.
import { connect, createServer } from "node:net";

const tick = 5; // milliseconds

export function slowLine(port, { bytesPerSecond, delay, cutsOf100, seed = 7 }) {
    const ways = new Set();
    const carried = { up: 0, down: 0, cuts: 0 };
    let state = seed;
    const dice = () => {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        return (state >>> 8) / 2 ** 24;
    };
    const piece = 256 * 1024;
    const nextCut = () => (dice() * 100 < cutsOf100 ? dice() * piece : Infinity);

    // One direction of one connection: what came in waits for its turn, then for the delay.
    function way(from, to, name, both) {
        const self = { waiting: [], size: 0, sent: 0, cutAt: name === "up" ? nextCut() : Infinity, nextPiece: piece };
        from.on("data", (bytes) => {
            self.waiting.push(bytes);
            self.size += bytes.length;
            if (self.size > 8192) from.pause();
        });
        from.on("end", () => { self.ended = true; });
        self.give = (most) => {
            const bytes = self.waiting[0];
            if (!bytes) return 0;
            let take = Math.min(most, bytes.length);
            const cut = self.sent + take >= self.cutAt;
            if (cut) take = Math.max(0, Math.floor(self.cutAt - self.sent));
            const part = bytes.subarray(0, take);
            self.waiting[0] = bytes.subarray(take);
            if (self.waiting[0].length === 0) self.waiting.shift();
            self.size -= take;
            self.sent += take;
            carried[name] += take;
            setTimeout(() => to.writable && to.write(part), delay);
            if (cut) {
                carried.cuts += 1;
                setTimeout(() => both.forEach((socket) => socket.destroy()), delay + 1);
                self.cutAt = Infinity;
                return take;
            }
            if (self.sent >= self.nextPiece) {
                self.nextPiece += piece;
                const cutAt = nextCut();
                if (name === "up" && cutAt < Infinity) self.cutAt = self.sent + cutAt;
            }
            if (self.size < 4096) from.resume();
            return take;
        };
        ways.add({ name, self });
        const entry = [...ways].at(-1);
        from.on("close", () => {
            ways.delete(entry);
            setTimeout(() => to.destroy(), delay + 50);
        });
    }

    let last = performance.now();
    const due = { up: 0, down: 0 };
    const timer = setInterval(() => {
        const at = performance.now();
        for (const name of ["up", "down"]) {
            due[name] = Math.min(due[name] + (at - last) / 1000 * bytesPerSecond, bytesPerSecond / 10);
            const mine = [...ways].filter((entry) => entry.name === name && entry.self.size > 0);
            for (let busy = true; busy && due[name] >= 1 && mine.length > 0;) {
                busy = false;
                const share = Math.max(256, Math.floor(due[name] / mine.length));
                for (const { self } of mine) {
                    const given = self.give(Math.min(1460, share, Math.floor(due[name])));
                    due[name] -= given;
                    busy = busy || given > 0;
                }
            }
        }
        last = at;
    }, tick);

    const server = createServer((inside) => {
        const outside = connect(port, "127.0.0.1");
        const both = [inside, outside];
        both.forEach((socket) => socket.setNoDelay(true));
        both.forEach((socket) => socket.on("error", () => both.forEach((each) => each.destroy())));
        way(inside, outside, "up", both);
        way(outside, inside, "down", both);
    });
    return new Promise((ready) => {
        server.listen(0, "127.0.0.1", () => ready({
            port: server.address().port,
            carried,
            calm: () => { cutsOf100 = 0; },
            close: () => { clearInterval(timer); server.close(); },
        }));
    });
}
