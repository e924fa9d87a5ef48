"""The journal: N events of N/12 people in a lake; making it, reading it, all credit, and adding a later import.

Prints one JSON line. HARPOON names the binary; HARPOON_BENCH_DIR a folder for the data, where the imported events are kept for
the next run; HARPOON_BENCH_ROWS the events; with HARPOON_BENCH_PREPARE=1 they are only imported. The peer
is DuckDB on the same Parquet files: a sort of the same rows by person and instant, and last touch and linear by SQL. The limit is
the engine's time merely to decode the needed columns of `events` (`harpoon sql`, the whole command as with credit): all models
are to take 1.3 times that at most. Beside it stand the time to decode the journal itself (`cargo build --release -p harpoon --example
journal_limit`), and DuckDB's to decode and hash the same columns of the events.
"""
import json
import os
import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
BINARY = os.environ.get("HARPOON", str(ROOT / "target/release/harpoon"))
ROWS = int(os.environ.get("HARPOON_BENCH_ROWS", "2000000"))
LIMIT = str(Path(BINARY).parent / "examples/journal_limit")
CHANNELS = ["Facebook", "Instagram", "Online Video", "Online Display", "Paid Search", "E-mail", "Organic Search", "Referral"]


def generate(con, path, rows, people, first_day, seed):
    """Events of four weeks from `first_day` of January on, the same for the same seed; two in a hundred are sales."""
    con.execute("SELECT setseed(?)", [seed / 10])
    con.execute(f"""
        COPY (SELECT 'C' || lpad((random() * {people})::BIGINT::VARCHAR, 9, '0') AS customer_id,
                     strftime(TIMESTAMP '2026-01-01' + INTERVAL {first_day} DAY + INTERVAL 1 SECOND * (random() * {86_400 * 28 - 1})::BIGINT,
                              '%Y-%m-%dT%H:%M:%SZ') AS time,
                     CASE WHEN sale THEN 'conversion' ELSE 'impression' END AS interaction, sale::INT AS conversion,
                     CASE WHEN sale THEN round(1 + random() * 199, 2) ELSE 0 END AS conversion_value,
                     {CHANNELS}[1 + floor(pow(random(), 2) * 8)::INT] AS channel
              FROM (SELECT random() < 0.02 AS sale FROM range({rows})))
        TO '{path}' (HEADER, DELIMITER ',')""")


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


def load(folder, path):
    run("-w", str(folder), "import", str(path), "--no-input", "--map", str(ROOT / "examples/maps/journeys.toml"))


def prepare(con, data):
    """A workspace that holds the events, made once, and the file of those that come later."""
    folder, new = data / f"journal-{ROWS}", data / f"new-{ROWS}.csv"
    if not folder.exists():
        old, making = data / f"old-{ROWS}.csv", data / f"making-{ROWS}"
        con.execute("SET threads = 1")
        generate(con, old, ROWS, ROWS // 12, 0, 1)
        generate(con, new, ROWS // 100, ROWS // 12, 28, 2)
        shutil.rmtree(making, ignore_errors=True)
        run("-w", str(making), "init", "--currency", "USD")
        load(making, old)
        old.unlink()
        making.rename(folder)
    return folder, new


def main():
    data = Path(os.environ.get("HARPOON_BENCH_DIR", tempfile.mkdtemp()))
    data.mkdir(exist_ok=True)
    con = duckdb.connect()
    prepared, new = prepare(con, data)
    if os.environ.get("HARPOON_BENCH_PREPARE"):
        return
    folder = str(data / "journal-run")
    shutil.rmtree(folder, ignore_errors=True)
    # Files of tables and raw bytes are never written again: a second name of them is as good as a copy.
    immutable = (".parquet", ".zst")
    shutil.copytree(prepared, folder, copy_function=lambda old, new: (os.link if old.endswith(immutable) else shutil.copy2)(old, new))
    def credit(*more):
        # Answers are kept on disk: what is measured is working one out.
        shutil.rmtree(Path(folder) / "derived/kept", ignore_errors=True)
        return run("-w", folder, "credit", "--value", "revenue", "--lookback", "click=30d,view=30d", "--format", "json", *more)

    one = ("--model", "last,linear")
    made = credit(*one)
    warm = [credit(*one) for _ in range(3)]
    everything = min((credit("--model", "all") for _ in range(2)), key=lambda w: w[0])
    needed = ("person", '"at"', "kind", "channel", "value")
    decoding = f"SELECT {', '.join(f'max({column})' for column in needed)} FROM events"
    engine = min(run("-w", folder, "sql", decoding)[0] for _ in range(3))
    limit = json.loads(subprocess.run([LIMIT, folder], check=True, capture_output=True, text=True).stdout)["seconds"]
    load(folder, new)
    added = credit(*one)
    con.execute("SET threads = 2")
    files = f"read_parquet('{folder}/lake/events/*.parquet')"
    sort = duck(con, f"CREATE OR REPLACE TABLE sorted AS SELECT * EXCLUDE (extra) FROM {files} ORDER BY person, \"at\", event_id")
    con.execute("DROP TABLE sorted")
    hashed = ", ".join(f"bit_xor(hash({column}))" for column in needed)
    decoded = min(duck(con, f"SELECT {hashed} FROM {files}") for _ in range(2))
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
        "all_models_with_ranges_seconds": round(everything[0], 2), "engine_decode_seconds": round(engine, 2),
        "decode_seconds": round(limit, 2), "duckdb_decode_seconds": round(decoded, 2),
        "add_one_percent_seconds": round(added[0] - best[0], 2),
        "duckdb": duckdb.__version__, "ratio": round(everything[0] / engine, 2), "goal": 1.3}))


if __name__ == "__main__":
    main()
