"""Import of a 5 M-row ads export to committed Delta, against DuckDB reading the same CSV and writing Parquet.

Prints one JSON line. HARPOON names the binary (default target/release/harpoon); HARPOON_BENCH_DIR a folder for the data.
"""
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
BINARY = os.environ.get("HARPOON", str(ROOT / "target/release/harpoon"))
ROWS = int(os.environ.get("HARPOON_BENCH_ROWS", "5000000"))


def peer(csv, out):
    started = time.perf_counter()
    con = duckdb.connect()
    con.execute("SET threads = 2")
    con.execute(f"COPY (SELECT * FROM read_csv('{csv}')) TO '{out}' (FORMAT parquet)")
    return time.perf_counter() - started


def ours(csv, folder):
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([BINARY, "-q", "-w", folder, "init", "--currency", "EUR"], check=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    done = subprocess.run([BINARY, "-q", "-w", folder, "import", csv, "--no-input", "--format", "json"],
                          check=True, capture_output=True, text=True)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, after.ru_maxrss / 1024, json.loads(done.stdout)[0]


def main():
    data = Path(os.environ.get("HARPOON_BENCH_DIR", tempfile.mkdtemp()))
    data.mkdir(exist_ok=True)
    csv = data / f"ads-{ROWS}.csv"
    if not csv.exists():
        subprocess.run([sys.executable, ROOT / "benches/generate.py", csv, str(ROWS)], check=True)
    subprocess.run(["cat", csv], stdout=subprocess.DEVNULL, check=True)
    runs = [(ours(str(csv), str(data / "workspace")), peer(csv, data / "peer.parquet")) for _ in range(3)]
    (wall, cpu, memory, report), duck = min(r[0] for r in runs), min(r[1] for r in runs)
    print(json.dumps({
        "bench": "import", "day": time.strftime("%Y-%m-%d"), "cores": os.cpu_count(), "binary": BINARY.split("/")[-2],
        "megabytes": round(csv.stat().st_size / 1e6), "rows": report["accepted"], "facts": report["facts"],
        "seconds": round(wall, 2), "cpu_seconds": round(cpu, 2), "peak_mb": round(memory), "duckdb_seconds": round(duck, 2),
        "duckdb": duckdb.__version__, "ratio": round(wall / duck, 2), "goal": 1.5}))


if __name__ == "__main__":
    main()
