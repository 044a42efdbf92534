// SPDX-License-Identifier: GPL-3.0-or-later
// The network doors that a program and everything it started hold open, as the kernel lists them.
import {readdir, readFile, readlink} from 'node:fs/promises';

async function lines(file) {
    try {
        return (await readFile(file, 'utf8')).trim().split('\n').slice(1);
    } catch {
        return [];
    }
}

/// The process and all its descendants, also those that belong to nobody any more but still run in its session.
async function family(pid) {
    const parents = new Map();
    for (const name of await readdir('/proc')) {
        if (!/^\d+$/.test(name))
            continue;
        try {
            const stat = await readFile(`/proc/${name}/stat`, 'utf8');
            parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
        } catch {
            // It has ended meanwhile.
        }
    }
    const members = new Set([pid]);
    for (let grown = true; grown;) {
        grown = false;
        for (const [child, parent] of parents) {
            if (members.has(parent) && !members.has(child)) {
                members.add(child);
                grown = true;
            }
        }
    }
    return members;
}

/// ["tcp 0100007F:1538", …]: TCP sockets that listen and UDP sockets that are bound without a peer.
export async function listening(pid) {
    const doors = new Map();
    for (const [kind, state] of [['tcp', '0A'], ['tcp6', '0A'], ['udp', '07'], ['udp6', '07']]) {
        for (const line of await lines(`/proc/net/${kind}`)) {
            const field = line.trim().split(/\s+/);
            if (field[3] === state)
                doors.set(field[9], `${kind} ${field[1]}`);
        }
    }
    const found = [];
    let sockets = 0;
    for (const member of await family(pid)) {
        for (const descriptor of await readdir(`/proc/${member}/fd`).catch(() => [])) {
            const target = await readlink(`/proc/${member}/fd/${descriptor}`).catch(() => '');
            const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
            sockets += inode ? 1 : 0;
            if (inode && doors.has(inode))
                found.push(doors.get(inode));
        }
    }
    // A program with a window has sockets: an empty list must not come from looking at nothing.
    return {found, sockets};
}
