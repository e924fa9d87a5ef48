#!/usr/bin/env bash
# Pictures of the dashboard for the README: half a year of the demo client, as Chromium shows it.
#
#   examples/screenshots.sh [DIR]      HARPOON names the binary (default: target/debug/harpoon), CHROMIUM the browser
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
dir=${1:-$(mktemp -d)}
export HARPOON=${HARPOON:-$here/target/debug/harpoon}
[ -d "$dir/skutsje-kofje" ] || "$here/examples/half-year.sh" "$dir" >/dev/null
rm -f "$dir/address"
HARPOON_NOW=2026-11-02T08:00:00Z "$HARPOON" -w "$dir/skutsje-kofje" serve --port 0 >"$dir/address" 2>/dev/null &
server=$!
trap 'kill $server' EXIT
until [ -s "$dir/address" ]; do sleep 0.1; done
at=$(head -1 "$dir/address")
curl -sf "$at" | grep -q '<body class="board">' || { echo "no dashboard at '$at'" >&2; exit 1; }
picture() {
    "${CHROMIUM:-chromium}" --headless --no-sandbox --disable-gpu --disable-background-networking --hide-scrollbars --lang=en \
        --user-data-dir="$(mktemp -d)" --window-size="$3" --screenshot="$here/docs/dashboard-$1.png" "$2" >/dev/null 2>&1
}
picture overview "${at}?lang=en" 1200,1000
picture explore "${at}explore?lang=en&kpi=impressions&by=platform" 1200,900
receipt=$(curl -s "${at}explore?kpi=impressions&by=platform" | grep -o '/receipt/[0-9a-f]*' | head -1)
picture receipt "${at%/}$receipt?lang=en" 1200,1250
