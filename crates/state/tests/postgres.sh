#!/bin/sh
# A Postgres of a test's own, on a socket in a folder of its own. Prints its address; then does what it is told on standard input, a word
# a line, and says `done`: stop, start, restart, crash (as a loss of power ends it, and started again). It is gone with whoever
# started it. Where there is no Postgres it says SKIPPED.
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -x "$bin/initdb" ] || bin=$(dirname "$(command -v initdb || echo /none/none)")
if ! [ -x "$bin/initdb" ]; then
    echo "SKIPPED: no initdb; the memory in Postgres is not tried"
    exit 0
fi
folder=$(mktemp -d /tmp/harpoon-pg.XXXXXX)
as=
if [ "$(id -u)" = 0 ]; then
    # Postgres does not run as root.
    chown 65534:65534 "$folder"
    as="setpriv --reuid=65534 --regid=65534 --clear-groups"
fi
chmod 755 "$folder"
cd "$folder"
ctl() {
    $as "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 -o "-k $folder -c listen_addresses= -c fsync=off -c max_connections=200" "$@" >/dev/null 2>&1
}
trap 'ctl -m immediate stop || true; rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP
# The order of another language than that of bytes, so that a test sees who relies on it.
$as "$bin/initdb" -D "$folder/data" -A trust -U harpoon -E UTF8 --locale-provider=icu --icu-locale=en --locale=C.UTF-8 >"$folder/init" 2>&1 ||
    { cat "$folder/init" >&2; exit 1; }
ctl start
$as "$bin/createdb" -h "$folder" -U harpoon harpoon
echo "postgres://harpoon@localhost/harpoon?host=$folder"
while read -r word; do
    case $word in
    stop) ctl -m fast stop ;;
    start) ctl start ;;
    restart) ctl -m fast restart ;;
    crash)
        ctl -m immediate stop
        ctl start
        ;;
    esac
    echo done
done
