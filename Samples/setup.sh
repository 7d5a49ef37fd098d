#!/bin/sh
# Prepares the machine: checks Swift and installs the Debian packages that the build and the pictures need.
# Run it alone (`sh Samples/setup.sh`), or source it with `root` set to the package's folder, as Samples/storyboard.sh
# and Tests/run.sh do; they also use its `say`, `fail` and `quietly`. It asks nothing, and says nothing when nothing is
# missing. Exit code 2: the machine cannot be prepared.
set -eu

# The one list of system packages: the name in Debian 12, then what it is for.
packages() {
    cat <<'LIST'
pkg-config             tells Swift where the libraries below are
libcairo2-dev          draws storyboards
libpango1.0-dev        sets text in every script
libpng-dev             reads PNG
libdeflate-dev         checksums of PNG, and its small level
libjpeg62-turbo-dev    reads JPEG
libwebp-dev            reads WebP
libzstd-dev            opens packed traces
liblz4-dev             opens packed traces
fonts-inter            the text face
fonts-jetbrains-mono   the face of code and coordinates
fonts-noto-core        Arabic, Devanagari, Thai and most other scripts
fonts-noto-cjk         Chinese, Japanese and Korean (the largest: 57 MB)
fonts-noto-color-emoji emoji
LIST
}

# Prints each argument as a line of progress, on standard error.
say() { printf '%s\n' "$@" >&2; }

fail() {
    say "$@"
    exit 2
}

# Runs a command. Its output goes to the terminal if there is one; otherwise it is shown only if the command fails.
quietly() {
    if [ -t 2 ]; then
        "$@" </dev/null >&2
        return
    fi
    quietly_log=$(mktemp)
    quietly_code=0
    "$@" </dev/null >"$quietly_log" 2>&1 || quietly_code=$?
    if [ "$quietly_code" -ne 0 ]; then
        grep -v '^\[[0-9]*/[0-9]*\] ' "$quietly_log" >&2 || true
    fi
    rm -f "$quietly_log"
    return "$quietly_code"
}

require_swift() {
    where='see https://www.swift.org/install/linux/'
    command -v swift >/dev/null 2>&1 || fail "Swift 6.3 or later is needed, and no 'swift' is on the PATH: $where"
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1.\2/p')
    major=${version%.*}
    minor=${version#*.}
    if [ "${major:-0}" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 3 ]; }; then
        fail "Swift 6.3 or later is needed, and $(command -v swift) is version ${version:-unknown}: $where"
    fi
}

# Prints the lines of the list whose package is not installed.
missing_packages() {
    # shellcheck disable=SC2046 # one word a package
    installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' $(packages | cut -d ' ' -f 1) 2>/dev/null || true)
    packages | while read -r name reason; do
        printf '%s\n' "$installed" | grep -q -x -F "$name installed" || printf '%-22s %s\n' "$name" "$reason"
    done
}

apt() {
    # shellcheck disable=SC2086 # $as_root is empty or two words
    $as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a LC_ALL=C \
        apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" </dev/null
}

# Prints how much apt would download, or fails if its package index does not know every package.
download_size() {
    # shellcheck disable=SC2086 # one word a package
    apt install --no-install-recommends --assume-no $names 2>/dev/null |
        sed -n 's/^Need to get \(.*B\) of archives.*/\1/p' | grep .
}

install_packages() {
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    names=$(printf '%s\n' "$missing" | cut -d ' ' -f 1 | tr '\n' ' ')
    names=${names% }
    say "missing system packages:"
    printf '%s\n' "$missing" | sed 's/^/  /' >&2

    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        as_root='sudo -n'
        sudo -n true 2>/dev/null ||
            fail "this needs root, or a sudo that asks for no password; install them by hand, then run this again:" \
                "apt-get install --no-install-recommends $names"
    fi
    size=$(download_size) || {
        say "reading Debian's package index ..."
        quietly apt -q update || fail "apt-get update failed"
        size=$(download_size) || size=
    }
    say "installing them${size:+ (download: $size)} ..."
    # An index that is out of date names files that are gone: read it again and try once more.
    # shellcheck disable=SC2086
    quietly apt -q install --yes --no-install-recommends $names ||
        { quietly apt -q update && quietly apt -q install --yes --no-install-recommends $names; } ||
        fail "apt-get could not install: $names"
}

# On a system without apt nothing is installed: the libraries are looked for, and what is missing is named.
require_libraries() {
    modules='cairo pangocairo libpng libjpeg libwebp libdeflate libzstd liblz4'
    # shellcheck disable=SC2086 # one word a module
    if pkg-config --exists $modules 2>/dev/null; then return 0; fi
    say "this is not a Debian system, so nothing is installed here; it needs pkg-config and the development files of:"
    for module in $modules; do
        if ! pkg-config --exists "$module" 2>/dev/null; then say "  $module"; fi
    done
    say "on Debian these packages bring them, and the fonts that pictures use:"
    packages | sed 's/^/  /' >&2
    exit 2
}

# Swift keeps caches under HOME: without one that can be written to, they stay in the package's build folder.
require_home() {
    if [ -d "${HOME:-}" ] && [ -w "${HOME:-}" ]; then return 0; fi
    HOME=${root:-$(cd -- "$(dirname -- "$0")/.." && pwd)}/.build/home
    mkdir -p "$HOME" 2>/dev/null || fail "neither the home folder nor $HOME can be written to"
    export HOME
}

require_home
require_swift
if command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1; then
    install_packages
else
    require_libraries
fi
