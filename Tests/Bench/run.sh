#!/bin/sh
# Measures the project's figures, each beside its peers on one core, and replaces the sections of Docs/Performance.md.
# usage: sh Tests/Bench/run.sh [LINE ...]      without names all lines run
# The peers come from PyPI and are installed into an environment outside the checkout: SACCADE_BENCH_VENV, or a folder in the
# user's cache. Peers in C++ are built if their sources are here: spdlog with Debian's libspdlog-dev, the MCAP library with
# SACCADE_MCAP_SOURCE=FOLDER, a clone of https://github.com/foxglove/mcap. Without them their lines say that they were skipped.
# ROUNDS=9 is how often each figure is taken, CORE=0 which core works, BUILD_FLAGS goes to the build, and SACCADE_BENCH_PAGE is
# the page, if it is not Docs/Performance.md.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
. "$root/Samples/setup.sh"
cd "$root"

rounds=${ROUNDS:-5}
core=${CORE:-0}
page=${SACCADE_BENCH_PAGE:-Docs/Performance.md}
[ $# -gt 0 ] || set -- codec png render cold check step graph mcap record import
wants() { case " $lines " in *" $1 "*) return 0 ;; *) return 1 ;; esac; }
lines=$*

flags="-c release ${BUILD_FLAGS:-}"
say "building the benchmarks (minutes the first time) ..."
# shellcheck disable=SC2086 # the flags are words
quietly swift build $flags --product saccade-benchmarks
# shellcheck disable=SC2086
folder=$(swift build $flags --show-bin-path)
set --
if wants cold; then
    # shellcheck disable=SC2086
    quietly swift build $flags --product saccade
    set -- --saccade "$folder/saccade"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=
if wants codec || wants render || wants record; then
    venv=${SACCADE_BENCH_VENV:-${XDG_CACHE_HOME:-$HOME/.cache}/saccade-bench}
    if [ ! -x "$venv/bin/python" ]; then
        say "making the Python environment $venv ..."
        python3 -m venv "$venv" || fail "python3 with venv is needed (Debian: apt-get install python3-venv)"
    fi
    say "installing the peers into $venv ..."
    quietly "$venv/bin/pip" install --quiet --disable-pip-version-check -r Tests/Bench/requirements.txt
    python="$venv/bin/python"
    set -- "$@" --python "$python"
fi
if wants record && pkg-config --exists spdlog 2>/dev/null; then
    # shellcheck disable=SC2046 # the flags are words
    g++ -O2 -DNDEBUG -std=c++17 Tests/Interop/spdlog_peer.cpp -o "$work/spdlog_peer" $(pkg-config --cflags --libs spdlog)
    set -- "$@" --spdlog-peer "$work/spdlog_peer"
fi
if wants mcap && [ -n "${SACCADE_MCAP_SOURCE:-}" ]; then
    include="$SACCADE_MCAP_SOURCE/cpp/mcap/include"
    [ -d "$include" ] || fail "expected a clone of foxglove/mcap in SACCADE_MCAP_SOURCE, found no $include"
    g++ -O2 -DNDEBUG -std=c++17 -I "$include" Tests/Interop/mcap_peer.cpp -o "$work/mcap_peer" -llz4 -lzstd
    set -- "$@" --mcap-peer "$work/mcap_peer"
fi
# Large files go to memory where that is possible, so that no disk is measured.
[ ! -w /dev/shm ] || set -- "$@" --folder /dev/shm

# The versions of what is installed, in words: NAME VERSION, NAME VERSION.
installed() { "$python" -c '
import importlib.metadata, platform, sys
words = ["%s %s" % (name, importlib.metadata.version(name)) for name in sys.argv[1:]]
print(", ".join(["Python " + platform.python_version()] + words))' "$@"; }
library() { pkg-config --modversion "$1" 2>/dev/null || echo unknown; }
versions() {
    case $1 in
    codec) installed orjson ;;
    render) installed supervision opencv-python-headless pillow matplotlib ;;
    record) echo "spdlog $(library spdlog), $(installed opentelemetry-sdk rerun-sdk mlflow-skinny)" ;;
    png) echo "libpng $(library libpng), zlib $(library zlib)" ;;
    mcap)
        [ -z "${SACCADE_MCAP_SOURCE:-}" ] ||
            echo "foxglove/mcap $(git -C "$SACCADE_MCAP_SOURCE" rev-parse --short=7 HEAD 2>/dev/null || echo unknown), $(g++ --version | head -n 1)"
        ;;
    esac
}

commit=$(git rev-parse --short=10 HEAD 2>/dev/null || echo unknown)
git diff --quiet HEAD -- Sources 2>/dev/null || commit="$commit with changes"
processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
system=$(. /etc/os-release && echo "$PRETTY_NAME")
swift=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1)
load=$(cut -d ' ' -f 1 /proc/loadavg)
for line in $lines; do
    case $line in check | step) events="--events ${EVENTS:-1000000}" ;; *) events="" ;; esac
    found=$(versions "$line")
    about="Measured on $(date -u +%Y-%m-%d) at commit $commit, $rounds rounds on one core (${processor:-unknown processor}, $system, Swift $swift, load $load)${found:+; $found}"
    # The caller and the worker of the recorder are two threads.
    pinned="taskset -c $core"
    [ "$line" != record ] || pinned=
    # shellcheck disable=SC2086 # the options are words
    $pinned "$folder/saccade-benchmarks" --line "$line" --rounds "$rounds" $events --page "$page" --about "$about" "$@"
done
