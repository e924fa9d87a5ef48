"""Draws how things grow from benches/results.jsonl into docs/*.svg, both axes logarithmic. Of several runs of a size the last counts.

    python3 benches/plot.py
"""
import json
import math
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 420, 68, 250, 24, 44
ORANGE, BLUE, GREEN, GREY, RED = "#c2410c", "#1d4ed8", "#15803d", "#57534e", "#b91c1c"
WHOLE, DASHED, DOTTED = "", "5 4", "2 3"
# What is drawn: of which bench, by what, in which unit; and its lines: where the value stands, what it is, and how it looks.
PLOTS = {
    "journal-growth": ("journal", "Growth of the journal", "events", "s", [
        ("make_seconds", "making the journal", ORANGE, WHOLE),
        ("duckdb_sort_seconds", "DuckDB: a sort of the same rows", ORANGE, DASHED),
        ("all_models_with_ranges_seconds", "all models, with ranges", BLUE, WHOLE),
        ("last_and_linear_seconds", "last touch and linear", GREEN, WHOLE),
        ("duckdb_last_and_linear_seconds", "DuckDB: the same two by SQL", GREEN, DASHED),
        ("decode_seconds", "merely decoding the journal", GREY, DOTTED),
    ]),
    "scale-time": ("scale", "Seconds by facts", "facts", "s", [
        ("import_figures.seconds", "import of ads' figures", ORANGE, WHOLE),
        ("import_events.seconds", "import of events", ORANGE, DASHED),
        ("credit_first.seconds", "credit, journal made first", BLUE, DASHED),
        ("credit.seconds", "credit", BLUE, WHOLE),
        ("kpi.seconds", "three KPIs by month and platform", GREEN, WHOLE),
        ("dashboard.nothing_kept_first_s", "Overview, nothing kept", RED, DASHED),
        ("dashboard.warm_s", "Overview, a month not asked before", RED, WHOLE),
    ]),
    "scale-memory": ("scale", "Most memory by facts", "facts", "MB", [
        ("limit_mb", "the limit", GREY, DOTTED),
        ("import_figures.rss_mb", "import of ads' figures", ORANGE, WHOLE),
        ("import_events.rss_mb", "import of events", ORANGE, DASHED),
        ("credit_first.rss_mb", "credit, journal made first", BLUE, DASHED),
        ("credit.rss_mb", "credit", BLUE, WHOLE),
        ("kpi.rss_mb", "three KPIs by month and platform", GREEN, WHOLE),
        ("dashboard.making_rss_mb", "server, all made ready", RED, DASHED),
        ("dashboard.rss_mb", "server, 13 pages", RED, WHOLE),
    ]),
}


def value(run, key):
    for word in key.split("."):
        run = run.get(word) if isinstance(run, dict) else None
    return run


def latest(bench, by):
    """The last run of each size."""
    runs = {}
    for line in (ROOT / "benches/results.jsonl").read_text(encoding="utf-8").splitlines():
        run = json.loads(line)
        if run["bench"] == bench and run.get("binary") == "release":
            runs[run[by]] = run
            if "dashboard" in run:
                run["dashboard"]["warm_s"] = run["dashboard"]["warm_median_ms"] / 1000
    return runs


def size_told(size):
    return f"{size / 1e9:.3g} B" if size >= 0.9e9 else f"{size / 1e6:.3g} M"


def drawn(bench, title, by, unit, lines):
    runs = latest(bench, by)
    if not runs:
        return None
    sizes = sorted(runs)
    values = [value(run, key) for run in runs.values() for key, *_ in lines if value(run, key)]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])
    across = lambda n: LEFT + (math.log10(n) - first) / max(last - first, 1e-9) * (WIDTH - LEFT - RIGHT)
    up = lambda s: HEIGHT - BOTTOM - (math.log10(s) - low) / (high - low) * (HEIGHT - TOP - BOTTOM)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
           f"<title>{title}</title>", f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>']
    for power in range(low, high + 1):
        y = up(10 ** power)
        out.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#e7e5e4"/>'
                   f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{10 ** power:g} {unit}</text>')
    for size in sizes:
        out.append(f'<text x="{across(size):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{size_told(size)}</text>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 8}" text-anchor="middle">{by}</text>')
    ends = []
    for key, name, colour, dash in lines:
        points = [(across(n), up(value(runs[n], key))) for n in sizes if value(runs[n], key)]
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
    return "\n".join(out)


def main():
    for name, plot in PLOTS.items():
        if picture := drawn(*plot):
            (ROOT / f"docs/{name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
