"""The collector killed while a million events come in: batches from four connections at once, `kill -9` at any moment, and what nobody was told
about is sent again. In the end every event that was acknowledged is in the lake, once. The test `collect_kills` of the command line does the
same with a few events; this one has many.

Most lives are a fifth of a second: a start costs less, and what is killed is mostly batches on their way, syncs, and the load with which a server
begins. One of eight is killed while it starts, one of sixteen lives up to two seconds. Several may run beside each other, each with a seed of its own.

Prints one JSON line. HARPOON names the binary, HARPOON_EVENTS how many are acknowledged at least, HARPOON_KILLS how many kills there are at least,
HARPOON_MINUTES when it ends in any case, HARPOON_SEED what chance begins with.
"""
import http.client
import json
import os
import random
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BINARY = os.environ.get("HARPOON", str(ROOT / "target/release/harpoon"))
EVENTS = int(os.environ.get("HARPOON_EVENTS", "1000000"))
KILLS = int(os.environ.get("HARPOON_KILLS", "0"))
MINUTES = float(os.environ.get("HARPOON_MINUTES", "60"))
SEED = int(os.environ.get("HARPOON_SEED", "1"))
CLIENTS = 4
# Lives after which small files are joined, as a server does that lives longer.
JOINED = 400


class Clients:
    """What was sent, and what a 200 was the answer to."""

    def __init__(self, chance):
        self.chance, self.lock = chance, threading.Lock()
        self.next, self.told_of, self.told, self.open = 0, set(), 0, []

    def batch(self):
        with self.lock:
            ids = [self.open.pop() for _ in range(min(len(self.open), self.chance.randrange(60)))]
            new = self.chance.randrange(1, 60)
            ids += range(self.next, self.next + new)
            self.next += new
            # Some of what is kept already.
            if self.next > 5000:
                ids += [self.chance.randrange(self.next) for _ in range(self.chance.randrange(5))]
        return ids

    def send(self, port, is_over):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while not is_over():
            time.sleep(self.chance.uniform(0, 0.02))
            ids = self.batch()
            events = ",".join(f'{{"type":"track","event":"Order Completed","messageId":"m{id}","anonymousId":"a{id % 997}","properties":{{"order_id":"{id}"}}}}' for id in ids)
            try:
                line.request("POST", "/v1/batch", f'{{"batch":[{events}]}}', {"Authorization": "Basic a2V5Og=="})
                answer = line.getresponse()
                body = answer.read()
                is_kept = answer.status == 200 and json.loads(body)["accepted"] == len(ids)
            except (OSError, http.client.HTTPException, ValueError):
                is_kept = False
            with self.lock:
                if is_kept:
                    self.told_of.update(ids)
                    self.told += len(ids)
                else:
                    self.open += ids
            if not is_kept:
                return


def harpoon(folder, *words):
    return subprocess.run([BINARY, "-q", "-w", str(folder), *words], check=True, capture_output=True, text=True).stdout


def life(folder, clients, chance):
    """One server, until it is killed; whether a commit to the lake was under way."""
    begun = is_noted(folder)
    server = subprocess.Popen([BINARY, "-q", "-w", str(folder), "collect", "--port", "0"], stdout=subprocess.PIPE, text=True)
    if chance.randrange(8) == 0:
        time.sleep(chance.uniform(0, 0.06))
        end(server)
        return is_noted(folder) and not begun
    port = int(server.stdout.readline().strip().rstrip("/").rsplit(":", 1)[1])
    ends = time.monotonic() + chance.uniform(0, 2 if chance.randrange(16) == 0 else 0.2)
    sending = [threading.Thread(target=clients.send, args=(port, lambda: server.poll() is not None)) for _ in range(CLIENTS)]
    for one in sending:
        one.start()
    # As another process asks: the server takes in what waits.
    asks = time.monotonic() + chance.uniform(0, ends - time.monotonic()) if ends > time.monotonic() else ends
    time.sleep(max(0, asks - time.monotonic()))
    (folder / "collector/wanted-by-the-bench").touch()
    time.sleep(max(0, ends - time.monotonic()))
    end(server)
    for one in sending:
        one.join()
    return is_noted(folder) and not begun


def is_noted(folder):
    """Whether a commit to the lake is noted as under way."""
    return (folder / "lake/_pending.json").exists()


def end(server):
    server.send_signal(signal.SIGKILL)
    server.wait()
    server.stdout.close()


def main():
    folder = Path(tempfile.mkdtemp()) / "workspace"
    harpoon(folder, "init", "--currency", "EUR")
    with open(folder / "harpoon.toml", "a") as settings:
        settings.write('\n[collect]\nlimit = 0\n[collect.sources.shop]\nkey = "key"\n')
    (folder / "collector").mkdir()
    chance = random.Random(SEED)
    clients, kills, in_commit, began = Clients(random.Random(SEED + 1_000_000)), 0, 0, time.monotonic()
    while (len(clients.told_of) < EVENTS or kills < KILLS) and time.monotonic() - began < 60 * MINUTES:
        in_commit += life(folder, clients, chance)
        kills += 1
        if kills % JOINED == 0:
            harpoon(folder, "optimize")
        if kills % 50 == 0:
            print(f"{kills} kills, {in_commit} in a commit, {len(clients.told_of)} acknowledged, {time.monotonic() - began:.0f} s", flush=True)
    # Nobody has the collector: whoever asks takes in what waits.
    said = harpoon(folder, "sql", "select deed, count(*) from events where kind = 'order' group by deed", "--format", "csv")
    lines = said.split()[1:]
    rows = {int(deed): int(times) for deed, times in (line.split(",") for line in lines)}
    lost = len(clients.told_of - rows.keys())
    print(json.dumps({
        "bench": "collect_kills", "day": time.strftime("%Y-%m-%d"), "kills": kills, "kills_in_a_commit": in_commit,
        "acknowledged": len(clients.told_of), "times_acknowledged": clients.told, "rows": len(rows), "lost": lost,
        "twice": sum(times != 1 for times in rows.values()), "never_sent": len(rows.keys() - set(range(clients.next))),
        "minutes": round((time.monotonic() - began) / 60, 1)}))
    if lost:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
