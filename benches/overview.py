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


def figures(con, path, first, days, seed):
    """Ads by day, five figures a row; with another seed one figure in a hundred differs."""
    ads = ROWS // 5 // DAYS
    words = ", ".join(f"'{p}'" for p in PLATFORMS)
    con.execute(f"""COPY (SELECT DATE '2024-01-01' + CAST(day AS INTEGER) AS "Date", [{words}][1 + ad % 4] AS "Platform",
        'main' AS "Account", 'Campaign ' || ad // 100 AS "Campaign", 'Group ' || ad // 10 AS "Ad group", 'Ad ' || ad AS "Ad",
        'EUR' AS "Currency", shown AS "Impressions", shown // 60 AS "Clicks", CAST(shown * 51 / 10000 AS DECIMAL(12, 2)) AS "Spend",
        shown // 5000 AS "Conversions", CAST(shown * 21 / 1000 AS DECIMAL(12, 2)) AS "Conversion value"
        FROM (SELECT {first} + i // {ads} AS day, i % {ads} AS ad,
              CAST((hash({first} * {ads} + i) + CASE WHEN hash(i) % 100 = 0 THEN {seed} ELSE 0 END) % 50000 AS INTEGER) AS shown
              FROM range({ads * days}) t(i)))
        TO '{path}' (HEADER)""")


def events(con, path, first, days, rows, seed):
    """Events of people; two in a hundred are sales."""
    con.execute("SELECT setseed(?)", [seed / 100])
    con.execute(f"""
        COPY (SELECT 'C' || lpad((random() * {ROWS // 12})::BIGINT::VARCHAR, 9, '0') AS customer_id,
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
    for part in range(PARTS):
        figures(con, csv, part * days, days, 0)
        load(making, csv, "generic-ads")
        events(con, csv, part * days, days, rows, part)
        load(making, csv, "journeys")
        print(f"part {part + 1} of {PARTS}", file=sys.stderr)
    figures(con, csv, DAYS - 30, 30, 7)
    load(making, csv, "generic-ads")
    making.rename(folder)
    return folder


if __name__ == "__main__":
    data = Path(os.environ.get("HARPOON_BENCH_DIR", tempfile.mkdtemp()))
    data.mkdir(exist_ok=True)
    workspace(data)
