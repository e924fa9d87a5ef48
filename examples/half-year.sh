#!/usr/bin/env bash
# Half a year of the demo client, from May to October 2026: goals are set, one is missed, explained, reconfigured with the
# client's agreement, and met; six monthly reports are signed, in three languages; at the end everything is verified.
#
#   examples/half-year.sh [DIR]        HARPOON names the binary (default: target/release/harpoon, else target/debug/harpoon)
#
# The demo's exports reach to October from the start, so each step is told its day (HARPOON_NOW); nothing else is staged.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
dir=${1:-half-year}
binary=${HARPOON:-$here/target/release/harpoon}
[ -x "$binary" ] || binary=$here/target/debug/harpoon
format=${FORMAT:-html}
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
export HARPOON_KEYS=$dir/keys
workspace=$dir/skutsje-kofje
at() { export HARPOON_NOW=$1; printf '\n== %s\n' "${1%T*}"; }
harpoon() { printf '$ harpoon %s\n' "$*"; "$binary" -w "$workspace" -q "$@"; }
report() { harpoon report --month "$1" --lang "$2" --format "$format" --sign --key healwei.example; }

"$binary" demo "$workspace" >"$dir/demo.log"
cat >>"$workspace/harpoon.toml" <<'TOML'

[report]
agency = "Buro Healwei"
colour = "#0f766e"
TOML

at 2026-05-01T08:00:00Z
harpoon key new healwei.example
harpoon key new kofje.example --role client
harpoon goal add --kpi orders --target 60 --every month --name "Orders of the shop" --key healwei.example
harpoon goal add --kpi followers_gained --target 300 --every month --key healwei.example
harpoon goal add --global recognition --key healwei.example
harpoon ledger join --key kofje.example
for goal in g1 g2 g3; do harpoon goal agree $goal --key kofje.example; done

at 2026-06-02T08:00:00Z; report 2026-05 en
at 2026-07-02T08:00:00Z; report 2026-06 fy

at 2026-08-03T08:00:00Z
harpoon goals --month 2026-07 --why
report 2026-07 zh-CN
harpoon goal propose g1
harpoon goal revise g1 --target 55 --why "Summer: half the town is at sea, and 60 was missed" --agreed-by "Jel de Jong" --key healwei.example
harpoon goal agree g1 --key kofje.example

at 2026-09-02T08:00:00Z; report 2026-08 en
at 2026-10-02T08:00:00Z; report 2026-09 fy
at 2026-11-02T08:00:00Z; report 2026-10 zh-CN

harpoon goals --month 2026-10
harpoon record
harpoon ledger list
for signed in "$workspace"/reports/*."$format"; do
    printf '$ harpoon verify %s\n' "${signed#"$workspace"/}"
    "$binary" verify "$signed" --key healwei.example
done
harpoon verify --key healwei.example --key kofje.example
