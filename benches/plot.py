"""Draws the growth of the journal from benches/results.jsonl into docs/journal-growth.svg, both axes logarithmic.

    python3 benches/plot.py
"""
import json
import math
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 420, 60, 250, 24, 44
LINES = [
    ("make_seconds", "making the journal", "#c2410c", ""),
    ("duckdb_sort_seconds", "DuckDB: a sort of the same rows", "#c2410c", "5 4"),
    ("all_models_with_ranges_seconds", "all models, with ranges", "#1d4ed8", ""),
    ("last_and_linear_seconds", "last touch and linear", "#15803d", ""),
    ("duckdb_last_and_linear_seconds", "DuckDB: the same two by SQL", "#15803d", "5 4"),
    ("decode_seconds", "merely decoding the journal", "#57534e", "2 3"),
]


def main():
    runs = {}
    for line in (ROOT / "benches/results.jsonl").read_text(encoding="utf-8").splitlines():
        run = json.loads(line)
        if run["bench"] == "journal" and run.get("binary") == "release":
            runs[run["events"]] = run
    sizes = sorted(runs)
    values = [run[key] for run in runs.values() for key, *_ in LINES if run.get(key)]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])
    across = lambda n: LEFT + (math.log10(n) - first) / max(last - first, 1e-9) * (WIDTH - LEFT - RIGHT)
    up = lambda s: HEIGHT - BOTTOM - (math.log10(s) - low) / (high - low) * (HEIGHT - TOP - BOTTOM)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
           "<title>Growth of the journal</title>", f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>']
    for power in range(low, high + 1):
        y = up(10 ** power)
        out.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#e7e5e4"/>'
                   f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{10 ** power:g} s</text>')
    for size in sizes:
        out.append(f'<text x="{across(size):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{size / 1e6:g} M</text>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 8}" text-anchor="middle">events</text>')
    ends = []
    for key, name, colour, dash in LINES:
        points = [(across(n), up(runs[n][key])) for n in sizes if runs[n].get(key)]
        if not points:
            continue
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        out.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>')
        out.extend(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points)
        ends.append([points[-1][1], name, colour])
    below = 0
    for end in sorted(ends):
        below = max(end[0], below + 16)
        out.append(f'<text x="{WIDTH - RIGHT + 10}" y="{below + 4:.1f}" fill="{end[2]}">{end[1]}</text>')
    out.append("</svg>\n")
    (ROOT / "docs/journal-growth.svg").write_text("\n".join(out), encoding="utf-8")


if __name__ == "__main__":
    main()
