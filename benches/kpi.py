"""`kpi impressions --by month,platform,scope` over 100 M observations, against DuckDB on the same Parquet files.

Prints one JSON line. HARPOON names the binary; HARPOON_BENCH_DIR a folder for the data; the workspace is kept between runs.
"""
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
BINARY = os.environ.get("HARPOON", str(ROOT / "target/release/harpoon"))
ROWS = int(os.environ.get("HARPOON_BENCH_ROWS", "20000000"))
PLATFORMS = ["meta", "google_ads", "tiktok", "linkedin"]


def generate(path):
    """Five figures a row: impressions, clicks, spend, conversions, value. Written by DuckDB, because twenty million rows are."""
    ads = 8_000
    words = ", ".join(f"'{p}'" for p in PLATFORMS)
    rows = f"""SELECT DATE '2024-01-01' + CAST(i // {ads} % 1000 AS INTEGER) AS "Date", [{words}][1 + ad % 4] AS "Platform",
        'main' AS "Account", 'Campaign ' || ad // 40 AS "Campaign", 'Group ' || ad // 8 AS "Ad group", 'Ad ' || ad AS "Ad",
        'EUR' AS "Currency", shown AS "Impressions", shown // 60 AS "Clicks", CAST(shown * 51 / 10000 AS DECIMAL(12, 2)) AS "Spend",
        shown // 5000 AS "Conversions", CAST(shown * 21 / 1000 AS DECIMAL(12, 2)) AS "Conversion value"
        FROM (SELECT i, i % {ads} AS ad, CAST(hash(i) % 50000 AS INTEGER) AS shown FROM range({ROWS}) t(i))"""
    duckdb.connect().execute(f"COPY ({rows}) TO '{path}' (HEADER)")


def workspace(data):
    folder = data / "kpi-workspace"
    if not (folder / "harpoon.toml").exists():
        csv = data / "kpi.csv"
        generate(csv)
        subprocess.run([BINARY, "-q", "-w", folder, "init"], check=True)
        subprocess.run([BINARY, "-q", "-w", folder, "import", csv, "--no-input", "--map", ROOT / "examples/maps/generic-ads.toml",
                        "--format", "json"], check=True)
        csv.unlink()
    return folder


def timed(run):
    times = []
    for _ in range(5):
        started = time.perf_counter()
        answer = run()
        times.append(time.perf_counter() - started)
    return min(times), answer


def main():
    data = Path(os.environ.get("HARPOON_BENCH_DIR", tempfile.mkdtemp()))
    folder = workspace(data)
    command = [BINARY, "-q", "-w", folder, "kpi", "impressions", "--by", "month,platform,scope", "--all", "--format", "json"]
    ours, out = timed(lambda: subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    con = duckdb.connect()
    con.execute("SET threads = 2")
    files = f"read_parquet('{folder}/lake/observations/*.parquet')"
    sql = f"""SELECT strftime(period_start, '%Y-%m') AS month, platform, scope, sum(value) FROM {files}
              WHERE metric = 'impressions' AND facet = '' GROUP BY ALL ORDER BY ALL"""
    theirs, rows = timed(lambda: con.execute(sql).fetchall())
    facts = con.execute(f"SELECT count(*) FROM {files}").fetchone()[0]
    given = {tuple(r["by"].values()): r["value"] for r in json.loads(out)}
    assert given == {(m, p, s): int(v) for m, p, s, v in rows}, "the two answers differ"
    print(json.dumps({
        "bench": "kpi", "day": time.strftime("%Y-%m-%d"), "cores": os.cpu_count(), "binary": BINARY.split("/")[-2], "facts": facts,
        "groups": len(rows), "seconds": round(ours, 3), "duckdb_seconds": round(theirs, 3), "duckdb": duckdb.__version__,
        "ratio": round(ours / theirs, 2), "goal": 1.0}))


if __name__ == "__main__":
    main()
