"""The journal: N events of N/12 people in a lake; making it, reading it, all credit, and adding a later import.

Prints one JSON line. HARPOON names the binary; HARPOON_BENCH_DIR a folder for the data; HARPOON_BENCH_ROWS the events. The peer
is DuckDB on the same Parquet files: a sort of the same rows by person and instant, and last touch and linear by SQL.
"""
import json
import os
import random
import resource
import subprocess
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
BINARY = os.environ.get("HARPOON", str(ROOT / "target/release/harpoon"))
ROWS = int(os.environ.get("HARPOON_BENCH_ROWS", "2000000"))
CHANNELS = ["Facebook", "Instagram", "Online Video", "Online Display", "Paid Search", "E-mail", "Organic Search", "Referral"]


def generate(path, rows, people, first_day, seed):
    random.seed(seed)
    with open(path, "w", encoding="utf-8") as out:
        out.write("customer_id,time,interaction,conversion,conversion_value,channel\n")
        for _ in range(rows):
            second = random.randrange(86_400 * 28)
            day, rest = first_day + second // 86_400, second % 86_400
            sale = random.random() < 0.02
            what = ("conversion", "1", f"{random.randrange(100, 20_000) / 100:.2f}") if sale else ("impression", "0", "0")
            out.write(f"C{random.randrange(people):09d},2026-{1 + day // 28:02d}-{1 + day % 28:02d}T{rest // 3600:02d}:{rest // 60 % 60:02d}:"
                      f"{rest % 60:02d}Z,{what[0]},{what[1]},{what[2]},{CHANNELS[int(random.random() ** 2 * 8)]}\n")


def run(*words):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    done = subprocess.run([BINARY, "-q", *words], check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - started, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def duck(con, sql):
    started = time.perf_counter()
    con.execute(sql).fetchall()
    return time.perf_counter() - started


def main():
    data = Path(os.environ.get("HARPOON_BENCH_DIR", tempfile.mkdtemp()))
    data.mkdir(exist_ok=True)
    folder = str(data / f"journal-{ROWS}")
    assert not Path(folder).exists(), f"{folder} stands already: remove it, each run begins anew"
    old, new = data / "old.csv", data / "new.csv"
    generate(old, ROWS, ROWS // 12, 0, 1)
    generate(new, ROWS // 100, ROWS // 12, 28, 2)
    run("-w", folder, "init", "--currency", "USD")
    load = lambda path: run("-w", folder, "import", str(path), "--no-input", "--map", str(ROOT / "examples/maps/journeys.toml"))
    load(old)
    credit = lambda *more: run("-w", folder, "credit", "--value", "revenue", "--lookback", "click=30d,view=30d", "--format", "json", *more)
    one = ("--model", "last,linear")
    made = credit(*one)
    warm = [credit(*one) for _ in range(3)]
    everything = credit("--model", "all")
    load(new)
    added = credit(*one)
    con = duckdb.connect()
    con.execute("SET threads = 2")
    files = f"read_parquet('{folder}/lake/events/*.parquet')"
    sort = duck(con, f"CREATE OR REPLACE TABLE sorted AS SELECT * EXCLUDE (extra) FROM {files} ORDER BY person, \"at\", event_id")
    two = duck(con, f"""
        WITH e AS (SELECT person, "at", kind, channel, value FROM {files}),
        d AS (SELECT person, "at" AS ended, value, row_number() OVER () AS deed FROM e WHERE kind = 'conversion'),
        t AS (SELECT d.deed, d.value, e.channel, e."at", count(*) OVER (PARTITION BY d.deed) AS n,
                     row_number() OVER (PARTITION BY d.deed ORDER BY e."at" DESC) AS back
              FROM d JOIN e ON e.person = d.person AND e.kind <> 'conversion' AND e."at" BETWEEN d.ended - INTERVAL 30 DAY AND d.ended)
        SELECT channel, sum(value / n), sum(value) FILTER (back = 1) FROM t GROUP BY channel""")
    best = min(warm, key=lambda w: w[0])
    print(json.dumps({
        "bench": "journal", "day": time.strftime("%Y-%m-%d"), "cores": os.cpu_count(), "binary": BINARY.split("/")[-2], "events": ROWS,
        "make_seconds": round(made[0] - best[0], 2), "make_cpu": round(made[1] - best[1], 2),
        "duckdb_sort_seconds": round(sort, 2), "last_and_linear_seconds": round(best[0], 2), "duckdb_last_and_linear_seconds": round(two, 2),
        "all_models_with_ranges_seconds": round(everything[0], 2), "add_one_percent_seconds": round(added[0] - best[0], 2),
        "duckdb": duckdb.__version__}))


if __name__ == "__main__":
    main()
