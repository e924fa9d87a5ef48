"""The page Overview over N observations and N events, as browsers ask for it, against DuckDB on the same Parquet files.

Prints one JSON line. HARPOON names the binary; HARPOON_BENCH_DIR a folder for the data; the workspace is kept between runs;
HARPOON_BENCH_ROWS is N. With HARPOON_BENCH_PREPARE=1 the workspace is only made. The files come in as in life: one a quarter
of a year, and in the end the last month told again with some figures corrected, so that its newest telling has to be found.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
BINARY = os.environ.get("HARPOON", str(ROOT / "target/release/harpoon"))
ROWS = int(os.environ.get("HARPOON_BENCH_ROWS", "10000000"))
DAYS = 1000
PARTS = 10
# 2024-01-01 is day 0, and day 999 is 2026-09-26.
PLATFORMS = ["meta", "google_ads", "tiktok", "linkedin"]
CHANNELS = ["Facebook", "Instagram", "Online Video", "Online Display", "Paid Search", "E-mail", "Organic Search", "Referral"]


def figures(con, path, ads, first, days, seed):
    """Ads by day, five figures a row; with another seed one figure in a hundred differs."""
    words = ", ".join(f"'{p}'" for p in PLATFORMS)
    con.execute(f"""COPY (SELECT DATE '2024-01-01' + CAST(day AS INTEGER) AS "Date", [{words}][1 + ad % 4] AS "Platform",
        'main' AS "Account", 'Campaign ' || ad // 100 AS "Campaign", 'Group ' || ad // 10 AS "Ad group", 'Ad ' || ad AS "Ad",
        'EUR' AS "Currency", shown AS "Impressions", shown // 60 AS "Clicks", CAST(shown * 51 / 10000 AS DECIMAL(12, 2)) AS "Spend",
        shown // 5000 AS "Conversions", CAST(shown * 21 / 1000 AS DECIMAL(12, 2)) AS "Conversion value"
        FROM (SELECT {first} + i // {ads} AS day, i % {ads} AS ad,
              CAST((hash({first} * {ads} + i) + CASE WHEN hash(i) % 100 = 0 THEN {seed} ELSE 0 END) % 50000 AS INTEGER) AS shown
              FROM range({ads * days}) t(i)))
        TO '{path}' (HEADER)""")


def events(con, path, people, first, days, rows, seed):
    """Events of people; two in a hundred are sales."""
    con.execute("SELECT setseed(?)", [seed / 100])
    con.execute(f"""
        COPY (SELECT 'C' || lpad((random() * {people})::BIGINT::VARCHAR, 9, '0') AS customer_id,
                     strftime(TIMESTAMP '2024-01-01' + INTERVAL 1 DAY * ({first} + i * {days} // {rows})
                              + INTERVAL 1 SECOND * (random() * 86399)::BIGINT, '%Y-%m-%dT%H:%M:%SZ') AS time,
                     CASE WHEN sale THEN 'conversion' ELSE 'impression' END AS interaction, sale::INT AS conversion,
                     CASE WHEN sale THEN round(1 + random() * 199, 2) ELSE 0 END AS conversion_value,
                     {CHANNELS}[1 + floor(pow(random(), 2) * 8)::INT] AS channel
              FROM (SELECT i, random() < 0.02 AS sale FROM range({rows}) t(i)))
        TO '{path}' (HEADER, DELIMITER ',')""")


def harpoon(folder, *words, input=None):
    return subprocess.run([BINARY, "-q", "-w", str(folder), *map(str, words)], check=True, capture_output=True, text=True, input=input).stdout


def load(folder, path, name):
    harpoon(folder, "import", path, "--no-input", "--map", ROOT / f"examples/maps/{name}.toml")
    path.unlink()


def workspace(data):
    folder, making = data / f"overview-{ROWS}", data / f"making-{ROWS}"
    if folder.exists():
        return folder
    shutil.rmtree(making, ignore_errors=True)
    con = duckdb.connect()
    con.execute("SET threads = 2")
    harpoon(making, "init", "--currency", "EUR")
    csv, days, rows = data / "part.csv", DAYS // PARTS, ROWS // PARTS
    ads, people = ROWS // 5 // DAYS, ROWS // 12
    for part in range(PARTS):
        figures(con, csv, ads, part * days, days, 0)
        load(making, csv, "generic-ads")
        events(con, csv, people, part * days, days, rows, part)
        load(making, csv, "journeys")
        print(f"part {part + 1} of {PARTS}", file=sys.stderr)
    figures(con, csv, ads, DAYS - 30, 30, 7)
    load(making, csv, "generic-ads")
    making.rename(folder)
    return folder


class Serving:
    """`harpoon serve` on a port of its own, as one process."""

    def __init__(self, folder, before=None):
        started = time.perf_counter()
        words = [BINARY, "-q", "-w", str(folder), "serve", "--port", "0"]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, preexec_fn=before)
        self.address = self.process.stdout.readline().strip()
        self.start = time.perf_counter() - started

    def get(self, path):
        """Seconds, and bytes as they come over the wire."""
        asked = urllib.request.Request(self.address.rstrip("/") + path, headers={"Accept-Encoding": "gzip"})
        started = time.perf_counter()
        with urllib.request.urlopen(asked) as answer:
            body = answer.read()
        return time.perf_counter() - started, len(body)

    def peak(self):
        """The most memory it held, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) // 1024

    def cpu(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def at_rest(self):
        """Waits until it works no more."""
        before = -1.0
        while self.cpu() - before > 0.05:
            before = self.cpu()
            time.sleep(3)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def percentile(values, percent):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def newest(count):
    """The newest months, newest first."""
    year, month = 2026, 9
    for _ in range(count):
        yield f"{year}-{month:02d}"
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)


def viewers(address, paths, seconds=10):
    """95th percentile of 50 who ask at once, by wrk; in milliseconds, and requests a second."""
    script = Path(tempfile.mkdtemp()) / "ask.lua"
    listed = ", ".join(f'"{path}"' for path in paths)
    script.write_text(f"""local paths, next = {{ {listed} }}, 0
        request = function() next = next % #paths + 1; return wrk.format("GET", paths[next], {{["Accept-Encoding"] = "gzip"}}) end
        done = function(summary, latency)
            print(string.format("p95 %.3f %.1f %d", latency:percentile(95) / 1000, summary.requests / summary.duration * 1e6,
                                summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout)) end""")
    out = subprocess.run(["wrk", "-t2", "-c50", f"-d{seconds}s", "-s", script, address], check=True, capture_output=True, text=True)
    words = re.search(r"p95 (\S+) (\S+) (\S+)", out.stdout)
    assert words.group(3) == "0", out.stdout
    return float(words.group(1)), float(words.group(2))


def peer(folder):
    """What Overview asks of figures and sales, without credit, in as few statements as they fit into; the seconds of DuckDB."""
    con = duckdb.connect()
    con.execute("SET threads = 2")
    told = f"read_parquet('{folder}/lake/observations/*.parquet')"
    # The newest telling of each entity and day: rows of the last import stand in the file that came last.
    newest = f"""(SELECT o.* FROM {told} o JOIN ranked i USING (import_id) WHERE period_start BETWEEN $from AND $to
                  QUALIFY rank() OVER (PARTITION BY platform, account, scope, metric, entity_id, slice, period_start, period_end ORDER BY i.rank DESC) = 1)"""
    con.execute(f"""CREATE TABLE ranked AS SELECT import_id, row_number() OVER (ORDER BY imported_at) AS rank
                    FROM read_parquet('{folder}/lake/imports/*.parquet') GROUP BY import_id, imported_at""")
    sales = f"(SELECT * FROM read_parquet('{folder}/lake/events/*.parquet') WHERE kind = 'conversion')"
    of_figures = [f"SELECT metric, {by} sum(value) FROM {newest} GROUP BY ALL" for by in (
        "", "period_start,", "platform, scope,", "period_start, scope,", "strftime(period_start, '%Y-%m'), platform,")]
    of_sales = [
        f'SELECT "on", count(*), sum(value), count(DISTINCT person) FROM {sales} WHERE "on" BETWEEN $from AND $to GROUP BY ALL',
        f'SELECT count(DISTINCT person), count(*), sum(value) FROM {sales} WHERE "on" BETWEEN $from AND $to',
        f'SELECT count(*) FROM (SELECT person, min("on") AS first FROM {sales} GROUP BY person) WHERE first BETWEEN $from AND $to']
    periods = [("2026-09-01", "2026-09-30"), ("2026-08-01", "2026-08-31"), ("2026-06-03", "2026-08-31")]
    started = time.perf_counter()
    for first, last in periods:
        for sql in of_figures + of_sales:
            con.execute(sql, {"from": first, "to": last}).fetchall()
    return time.perf_counter() - started


def main():
    data = Path(os.environ.get("HARPOON_BENCH_DIR", tempfile.mkdtemp()))
    data.mkdir(exist_ok=True)
    folder = workspace(data)
    if os.environ.get("HARPOON_BENCH_PREPARE"):
        return
    shutil.rmtree(folder / "derived", ignore_errors=True)
    started = time.perf_counter()
    with Serving(folder) as server:
        first = server.get("/")[0]
        server.at_rest()
        ready, peak = time.perf_counter() - started, server.peak()
    pages = [f"/?month={month}&lang={language}" for language in ("en", "zh-CN", "fy") for month in newest(13)]
    cold, starts, sizes = [], [], []
    for _ in range(10):
        with Serving(folder) as server:
            seconds, size = server.get("/")
            cold.append(seconds)
            starts.append(server.start)
            sizes.append(size)
    with Serving(folder) as server:
        server.get("/")
        server.at_rest()
        warm = [server.get(page)[0] for page in pages]
        filters = [f"/explore?kpi={kpi}&by={by}&month={month}&where=platform%3D{platform}"
                   for kpi in ("impressions", "ctr", "cpc") for by in ("day", "scope") for month in newest(4) for platform in PLATFORMS]
        explore = [server.get(page)[0] for page in filters]
        kept = [server.get(page)[0] for page in pages]
        many, rate = viewers(server.address, pages)
        peak = max(peak, server.peak())
    theirs = peer(folder)
    disk = sum(file.stat().st_size for file in (folder / "derived").rglob("*") if file.is_file())
    ms = lambda seconds: round(seconds * 1000, 1)
    print(json.dumps({
        "bench": "overview", "day": time.strftime("%Y-%m-%d"), "cores": os.cpu_count(), "binary": BINARY.split("/")[-2],
        "observations": ROWS, "events": ROWS, "cold_p95_ms": ms(percentile(cold, 95)), "cold_goal_ms": 500,
        "start_p95_ms": ms(percentile(starts, 95)), "warm_p95_ms": ms(percentile(warm, 95)), "warm_goal_ms": 100,
        "explore_filtered_p95_ms": ms(percentile(explore, 95)), "kept_p95_ms": ms(percentile(kept, 95)),
        "viewers": 50, "viewers_p95_ms": round(many, 1), "viewers_goal_ms": 300, "requests_a_second": round(rate),
        "page_kb": round(max(sizes) / 1000, 1), "page_goal_kb": 100, "nothing_kept_first_seconds": round(first, 1),
        "all_ready_seconds": round(ready, 1), "derived_mb": round(disk / 1e6), "peak_mb": peak,
        "duckdb_seconds": round(theirs, 2), "ratio_warm": round(percentile(warm, 95) / theirs, 4), "duckdb": duckdb.__version__}))


if __name__ == "__main__":
    main()
