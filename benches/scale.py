"""How time and memory grow with the data: a workspace of N facts, made part by part, every command in a control group of 2 GB.

Prints a JSON line for each N. An eighth of the facts are events of people (twelve each, two in a hundred are sales), the others are daily
figures of ads. HARPOON names the binary; HARPOON_BENCH_DIR a folder for the data; HARPOON_BENCH_FACTS the sizes, `1000000,10000000`; HARPOON_BENCH_MEMORY_MB
the limit (2000; 0 for none). Needs root and the memory controller of control groups (version 1 or 2). A workspace is removed once it was
measured, unless HARPOON_BENCH_KEEP is set. The files that come in are made between the imports and not counted, and removed as soon as they are in.

Memory is counted twice: `rss` is the most that the process held; the group's limit holds for that and for the pages of files that Linux keeps for it.
"""
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from overview import BINARY, DAYS, ROOT, Serving, events, figures, newest, percentile

SIZES = [int(size) for size in os.environ.get("HARPOON_BENCH_FACTS", "1000000,10000000,100000000").split(",")]
LIMIT = int(os.environ.get("HARPOON_BENCH_MEMORY_MB", "2000")) * 1_000_000
# Facts that a file brings, as near as whole days allow.
PART = 10_000_000


class Group:
    """A control group with a limit of memory."""

    def __init__(self):
        first = Path("/sys/fs/cgroup/memory")
        self.folder = (first if first.is_dir() else Path("/sys/fs/cgroup")) / f"harpoon-{os.getpid()}"
        self.folder.mkdir()
        limit = self.folder / ("memory.limit_in_bytes" if first.is_dir() else "memory.max")
        limit.write_text(str(LIMIT))

    def enter(self):
        (self.folder / "cgroup.procs").write_text(str(os.getpid()))

    def killed(self):
        """Processes that Linux ended because the limit was reached."""
        for name in ("memory.oom_control", "memory.events"):
            if (self.folder / name).exists():
                said = dict(line.split() for line in (self.folder / name).read_text().splitlines())
                return int(said["oom_kill"])

    def remove(self):
        self.folder.rmdir()


GROUP = Group() if LIMIT else None


def run(folder, *words):
    """Seconds, CPU seconds and the most memory in MB of a command; and what it says."""
    started = time.perf_counter()
    command = [BINARY, "-q", "-w", str(folder), *map(str, words)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=GROUP and GROUP.enter)
    said = process.stdout.read()
    wrong = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}: {wrong}\nkilled for memory: {GROUP and GROUP.killed()}")
    return {"seconds": time.perf_counter() - started, "cpu": used.ru_utime + used.ru_stime, "rss_mb": used.ru_maxrss / 1000}, said


def together(runs):
    return {"seconds": round(sum(one["seconds"] for one in runs), 2), "cpu_seconds": round(sum(one["cpu"] for one in runs), 2),
            "rss_mb": round(max(one["rss_mb"] for one in runs))}


def made(folder, rows):
    """Fills a new workspace; the imports' cost, and what it says that it took in."""
    run(folder, "init", "--currency", "EUR")
    con = duckdb.connect()
    con.execute("SET threads = 2")
    con.execute("SET memory_limit = '4GB'")
    parts = max(1, rows // PART)
    while DAYS % parts:
        parts += 1
    days, csv, runs, size = DAYS // parts, folder.with_suffix(".csv"), {"generic-ads": [], "journeys": []}, 0
    ads, people, happened = rows * 7 // 8 // 5 // DAYS, rows // 8 // 12, rows // 8 // parts
    for part in range(parts):
        for name in runs:
            if name == "journeys":
                events(con, csv, people, part * days, days, happened, part)
            else:
                figures(con, csv, ads, part * days, days, 0)
            size += csv.stat().st_size
            runs[name].append(run(folder, "import", csv, "--no-input", "--map", ROOT / f"examples/maps/{name}.toml")[0])
            csv.unlink()
        print(f"part {part + 1} of {parts}: {together(runs['generic-ads'])} {together(runs['journeys'])}", file=sys.stderr, flush=True)
    told = {"import_figures": together(runs["generic-ads"]), "import_events": together(runs["journeys"]), "files": 2 * parts, "files_gb": round(size / 1e9, 2)}
    # Whether an import costs more, the more there is.
    for what, name in (("import_figures", "generic-ads"), ("import_events", "journeys")):
        told[what] |= {"first_file_s": round(runs[name][0]["seconds"], 2), "last_file_s": round(runs[name][-1]["seconds"], 2)}
    return told, 5 * ads * DAYS + happened * parts


def disk(folder):
    return round(sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e9, 2)


def measured(folder, rows):
    imports, facts = made(folder, rows)
    told = {"facts": facts, **imports, "raw_gb": disk(folder / "raw"), "lake_gb": disk(folder / "lake")}
    counted = json.loads(run(folder, "sql", "SELECT (SELECT count(*) FROM observations) + (SELECT count(*) FROM events) AS n", "--format", "json")[1])
    assert counted == [{"n": facts}], (counted, facts)

    def again(name, *words):
        """The first time, with nothing kept, and once what it needs is there but no answer."""
        shutil.rmtree(folder / "derived/kept", ignore_errors=True)
        told[f"{name}_first"] = together([run(folder, *words)[0]])
        runs = []
        for _ in range(3):
            shutil.rmtree(folder / "derived/kept", ignore_errors=True)
            runs.append(run(folder, *words)[0])
        told[name] = together([min(runs, key=lambda one: one["seconds"])])

    again("kpi", "kpi", "impressions", "spend", "ctr", "--by", "month,platform", "--format", "json")
    again("credit", "credit", "--value", "revenue", "--model", "last,linear", "--format", "json")
    shutil.rmtree(folder / "derived/kept", ignore_errors=True)
    started = time.perf_counter()
    with Serving(folder, GROUP and GROUP.enter) as server:
        first = server.get("/")[0]
        server.at_rest()
        ready, peak = time.perf_counter() - started, server.peak()
    with Serving(folder, GROUP and GROUP.enter) as server:
        cold = server.get("/")[0]
        server.at_rest()
        pages = [server.get(f"/?month={month}")[0] for month in newest(13)]
        told["dashboard"] = {"nothing_kept_first_s": round(first, 2), "all_ready_s": round(ready, 1), "cold_ms": round(cold * 1000, 1),
                             "warm_median_ms": round(statistics.median(pages) * 1000, 1), "warm_p95_ms": round(percentile(pages, 95) * 1000, 1),
                             "making_rss_mb": peak, "rss_mb": server.peak()}
    told["derived_gb"] = disk(folder / "derived")
    return told


def main():
    data = Path(os.environ.get("HARPOON_BENCH_DIR", tempfile.mkdtemp()))
    data.mkdir(exist_ok=True)
    for rows in SIZES:
        folder = data / f"scale-{rows}"
        shutil.rmtree(folder, ignore_errors=True)
        told = measured(folder, rows)
        print(json.dumps({"bench": "scale", "day": time.strftime("%Y-%m-%d"), "cores": os.cpu_count(), "binary": BINARY.split("/")[-2],
                          "limit_mb": LIMIT // 1_000_000, "killed": GROUP.killed() if GROUP else None, **told}), flush=True)
        if not os.environ.get("HARPOON_BENCH_KEEP"):
            shutil.rmtree(folder)
    if GROUP:
        GROUP.remove()


if __name__ == "__main__":
    main()
