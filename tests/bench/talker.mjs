// SPDX-License-Identifier: GPL-3.0-or-later
// Programs that a row starts beside it and that end with it.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

export function run(command, args, options) {
    const child = spawn(command, args, options);
    running.add(child);
    child.once("exit", () => running.delete(child));
    return child;
}

/// A program whose output is read line by line as JSON.
export class Talker {
    constructor(command, args, environment = {}) {
        this.child = run(command, args, { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, ...environment } });
        this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    }
    async answer() {
        const { value, done } = await this.lines.next();
        if (done) throw new Error(`${this.child.spawnfile} ended`);
        return JSON.parse(value);
    }
    async ask(line) {
        this.child.stdin.write(`${line}\n`);
        return this.answer();
    }
    async said(line) {
        this.child.stdin.write(`${line}\n`);
        const commits = [];
        for (;;) {
            const answer = await this.answer();
            if (answer.said) return commits;
            if (answer.stream) commits.push(answer);
        }
    }
    end() {
        this.child.kill("SIGKILL");
    }
}
