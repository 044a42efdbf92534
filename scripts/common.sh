# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What ./demo and ./check share: install what is missing, build, fetch the test tools. Sourced, not run.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${BAYLINE_BUILD_DIR:-$top/build/release}

say() { printf '\n== %s\n' "$*"; }
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        sudo -- "$@"
    else
        fail "Some packages are missing and can only be installed as root. Please run this once as root or install sudo: $*"
    fi
}

is_there() { dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null | grep -q '^.i'; }

# Installs the packages of the given groups of scripts/packages.list that are not there yet.
install_packages() {
    local groups=" $* " group package missing=()
    while read -r group package; do
        case "$group" in '' | '#'*) continue ;; esac
        case "$groups" in *" $group "*) ;; *) continue ;; esac
        # Node.js from another source than Debian serves as well.
        case "$package" in nodejs) command -v node >/dev/null && continue ;; npm) command -v npm >/dev/null && continue ;; esac
        is_there "$package" || missing+=("$package")
    done <"$top/scripts/packages.list"
    [ ${#missing[@]} -eq 0 ] && return
    say "Installing ${#missing[@]} packages: ${missing[*]}"
    # Another apt at work is waited for.
    as_root apt-get -o DPkg::Lock::Timeout=300 update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -q -y \
        --no-install-recommends "${missing[@]}" </dev/null
}

# Builds everything with the release preset. The lock lets two runs in one tree wait for each other.
build_all() {
    say "Building in ${build#"$top"/}"
    mkdir -p "$build"
    (
        flock 9
        cd "$top" || exit
        cmake --preset release -B "$build" >"$build/configure.log" 2>&1 || {
            cat "$build/configure.log"
            exit 1
        }
        cmake --build "$build" -- "${@:-all}"
    ) 9>"$build/.lock"
}

# npm packages that tests use, exactly as the lock file says.
fetch_test_tools() {
    local stamp="$top/tests/node_modules/.bayline-lock"
    cmp -s "$top/tests/package-lock.json" "$stamp" && return
    say "Fetching test tools"
    (cd "$top/tests" && npm ci --no-audit --no-fund --loglevel=error </dev/null)
    cp "$top/tests/package-lock.json" "$stamp"
}
