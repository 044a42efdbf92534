// SPDX-License-Identifier: GPL-3.0-or-later
/// "--name value" of the command line.
export function option(name, fallback) {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? fallback : process.argv[at + 1];
}
