"""The collector under load: CPU of a durable request, durable events a second, memory, short links; beside what a server costs that
keeps nothing (axum that answers 204, nginx with an access log), with the same requests in the same run.

Prints one JSON line. HARPOON names the binary, HARPOON_BARE the program of `benches/bare` (`cargo build --release --manifest-path
benches/bare/Cargo.toml`). Needs `wrk` and `nginx`; `wrk` keeps its connections and runs on one thread of the same machine. CPU is that of the server's
process as Linux counts it, whatever else runs; events a second are those of a machine that `wrk` shares. A rush of a second waits in the log, and is
acknowledged; `lasting` is a load during which it is taken into the lake as well. Every message has an id of its own. Memory at 10,000 events a second is measured
twice: before the rushes, and after them. HARPOON_BENCH_SECONDS is how long each load lasts, HARPOON_BENCH_STEADY how long 10,000 events a second are sent, half as long the second time.
"""
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BINARY = os.environ.get("HARPOON", str(ROOT / "target/release/harpoon"))
BARE = os.environ.get("HARPOON_BARE", str(ROOT / "benches/bare/target/release/bare"))
SECONDS = int(os.environ.get("HARPOON_BENCH_SECONDS", "3"))
STEADY = float(os.environ.get("HARPOON_BENCH_STEADY", "60"))
ROUNDS = 3
TICK = os.sysconf("SC_CLK_TCK")
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"

# A page view and an order, as analytics.js sends them.
EVENT = """{"type":"KIND","messageId":"ajs-next-%s","anonymousId":"4c9e2c1f-7d0a-4f5e-9c53-%012d","timestamp":"2026-11-30T08:15:02.318Z","integrations":{},
"context":{"library":{"name":"analytics.js","version":"next-1.84.3"},"locale":"en-GB","timezone":"Europe/Amsterdam","userAgent":"Mozilla/5.0 (X11; Linux x86_64)
 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36","page":{"path":"/coffee","referrer":"https://www.linkedin.com/","title":"Coffee",
"url":"https://shop.example/coffee?utm_source=linkedin&utm_medium=social&utm_campaign=spring"}},REST}""".replace("\n", "")
PAGE = '"name":"Coffee","properties":{"path":"/coffee","title":"Coffee"}'
ORDER = '"event":"Order Completed","properties":{"order_id":"%s","total":24.5,"currency":"EUR"}'

LUA = """
local run, seen, batch = %(run)s, 0, %(batch)d
local head = {["Content-Type"] = "application/json", ["Authorization"] = "Basic a2V5Og==", ["User-Agent"] = %(agent)s}
local page, order = %(page)s, %(order)s
local function event()
  seen = seen + 1
  local id = run .. "-" .. seen
  if seen %% 50 == 0 then return order:format(id, seen %% 5000, id), "/v1/t" end
  return page:format(id, seen %% 5000), "/v1/p"
end
function request()
  if batch == 1 then
    local body, path = event()
    return wrk.format("POST", path, head, body)
  end
  local events = {}
  for i = 1, batch do events[i] = (event()) end
  return wrk.format("POST", "/v1/batch", head, '{"batch":[' .. table.concat(events, ",") .. "]}")
end
"""


def event(kind, rest):
    """A message with places for its id and a number of its visitor."""
    return EVENT.replace("KIND", kind).replace("REST", rest)


def script(data, batch, run):
    """What `wrk` sends: one event in fifty is an order."""
    quoted = {name: json.dumps(text) for name, text in
              {"run": run, "agent": CHROME, "page": event("page", PAGE), "order": event("track", ORDER)}.items()}
    path = data / f"load-{batch}.lua"
    path.write_text(LUA % {**quoted, "batch": batch})
    return path


def cpu(pid):
    """CPU seconds of a process and of the children that it has had, and of those that it has."""
    def of(pid):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return of(pid) + sum(of(child) for child in children)


def memory(pid, what):
    return int(re.search(rf"{what}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def wrk(at, path, connections, seconds=SECONDS, lua=None):
    """Requests that were answered, those a second, and the 99th percentile of their time in milliseconds."""
    words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    words += ["-s", str(lua)] if lua else ["-H", f"User-Agent: {CHROME}", "-H", "Sec-Fetch-Mode: navigate", "-H", "Sec-Fetch-Dest: document"]
    said = subprocess.run([*words, at + path], check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"not every request was answered well:\n{said}")
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    return (int(re.search(r"(\d+) requests in", said)[1]), float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]),
            float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit])


class Server:
    """A process that says its address first."""

    def __init__(self, *words):
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        self.pid = self.process.pid
        self.at = self.process.stdout.readline().strip().rstrip("/")

    def end(self):
        self.process.terminate()
        self.process.wait()


class Nginx(Server):
    """nginx that writes a line to its log for every request and answers 204."""

    def __init__(self, data):
        port = 18204
        (data / "nginx.conf").write_text(f"""daemon off; worker_processes 2; pid {data}/nginx.pid; error_log {data}/error.log;
            events {{ worker_connections 1024; }}
            http {{ client_body_temp_path {data}/body; access_log {data}/access.log; keepalive_requests 1000000000;
              server {{ listen 127.0.0.1:{port}; location / {{ return 204; }} }} }}""")
        self.process = subprocess.Popen(["nginx", "-p", str(data), "-c", str(data / "nginx.conf")], stderr=subprocess.DEVNULL)
        self.pid, self.at = self.process.pid, f"http://127.0.0.1:{port}"
        time.sleep(0.5)


def loaded(server, path, connections, events, lua=None, seconds=SECONDS):
    """What a load costs: CPU microseconds a request and an event, events a second, and the 99th percentile."""
    before = cpu(server.pid)
    requests, rate, slow = wrk(server.at, path, connections, seconds, lua)
    used = cpu(server.pid) - before
    return {"us": used / requests * 1e6, "event_us": used / requests / events * 1e6, "events_s": rate * events, "requests_s": rate, "p99_ms": slow,
            "requests": requests, "cpu": used}


def best(runs, by="us"):
    return min(runs, key=lambda run: run[by])


def harpoon(folder, *words):
    return subprocess.run([BINARY, "-q", "-w", str(folder), *map(str, words)], check=True, capture_output=True, text=True).stdout


def settled(server, folder):
    """Takes in what waits; CPU seconds of the server."""
    before = cpu(server.pid)
    harpoon(folder, "sql", "select count(*) from events")
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        now = cpu(server.pid)
        time.sleep(1)
        if cpu(server.pid) - now < 0.05:
            break
    return cpu(server.pid) - before


def forget_peak(server):
    """From now on the peak of memory is that of what comes."""
    Path(f"/proc/{server.pid}/clear_refs").write_text("5")


def steadily(server, folder, seconds, run):
    """10,000 events a second in requests of 100; somebody asks every five seconds. Gives the peak of memory in MB, the share of a core, how
    many events were acknowledged a second, and how many in all."""
    forget_peak(server)
    host, over = server.at.removeprefix("http://"), threading.Event()

    def ask():
        while not over.wait(5):
            harpoon(folder, "sql", "select count(*) from events")

    asking = threading.Thread(target=ask)
    asking.start()
    line, began, used = http.client.HTTPConnection(host), time.monotonic(), cpu(server.pid)
    page, number = event("page", PAGE), 0
    while (now := time.monotonic() - began) < seconds:
        if number / 100 > now:
            time.sleep(number / 100 - now)
        events = ",".join(page % (f"{run}-{number}-{place}", (number * 100 + place) % 5000) for place in range(100))
        line.request("POST", "/v1/batch", f'{{"batch":[{events}]}}', {"Authorization": "Basic a2V5Og==", "User-Agent": CHROME})
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"answered {answer.status}")
        number += 1
    took, used = time.monotonic() - began, cpu(server.pid) - used
    over.set()
    asking.join()
    return memory(server.pid, "VmHWM"), used / took, number * 100 / took, number * 100


def accounted(folder, told):
    """Sees that everything that was acknowledged is there once. Requests that were on their way when `wrk` ended may be there, too."""
    for _ in range(120):
        counts = json.loads(harpoon(folder, "source", "list", "--format", "json"))
        shop = next(source for source in counts if source["source"] == "shop")
        if shop["loaded"] >= told:
            break
        time.sleep(1)
    if shop["loaded"] < told or shop["duplicate"] or shop["quarantined"]:
        raise SystemExit(f"{told} acknowledged, but {shop}")


def main():
    data = Path(os.environ.get("HARPOON_BENCH_DIR", tempfile.mkdtemp()))
    data.mkdir(exist_ok=True)
    folder = data / "collect"
    shutil.rmtree(folder, ignore_errors=True)
    harpoon(folder, "init", "--currency", "EUR")
    with open(folder / "harpoon.toml", "a") as settings:
        settings.write('\n[collect]\nlimit = 0\n[collect.sources.shop]\nkey = "key"\n')
    link = harpoon(folder, "link", "new", "https://shop.example/offer", "--source", "linkedin", "--medium", "social", "--campaign", "spring").strip()
    ours = Server(BINARY, "-q", "-w", str(folder), "collect", "--port", "0")
    time.sleep(3)
    idle = memory(ours.pid, "VmRSS")
    bare, nginx = Server(BARE), Nginx(data)
    path = "/" + link.split("/", 3)[-1] if "://" in link else link
    try:
        # As a server goes along, which has seen no rush.
        peak, share, rate, sent = steadily(ours, folder, STEADY, "steady")
        settled(ours, folder)
        forget_peak(ours)
        rounds = {name: [] for name in ("one", "many", "link", "bare", "bare_many", "nginx", "taking_in")}
        for number in range(ROUNDS):
            one = script(data, 1, f"one-{number}")
            rounds["one"].append(loaded(ours, "/", 64, 1, one))
            taken = settled(ours, folder)
            rounds["taking_in"].append({"us": taken / rounds["one"][-1]["requests"] * 1e6})
            rounds["bare"].append(loaded(bare, "/", 64, 1, one))
            rounds["nginx"].append(loaded(nginx, "/", 64, 1, one))
            many = script(data, 100, f"many-{number}")
            rounds["many"].append(loaded(ours, "/", 32, 100, many, 1))
            settled(ours, folder)
            rounds["bare_many"].append(loaded(bare, "/", 32, 100, many, 1))
            rounds["link"].append(loaded(ours, path, 64, 1))
            settled(ours, folder)
        lasting = loaded(ours, "/", 32, 100, script(data, 100, "lasting"), 3 * SECONDS)
        settled(ours, folder)
        rushed = memory(ours.pid, "VmHWM")
        later, _, _, more = steadily(ours, folder, STEADY / 2, "later")
        batches = [*rounds["many"], lasting]
        accounted(folder, sum(run["requests"] for run in rounds["one"]) + 100 * sum(run["requests"] for run in batches) + sent + more)
    finally:
        bare.end()
        nginx.end()
        ours.end()
    one, many, short = best(rounds["one"]), max(rounds["many"], key=lambda run: run["events_s"]), best(rounds["link"])
    limit, proxy = best(rounds["bare"]), best(rounds["nginx"])
    print(json.dumps({
        "bench": "collect", "day": time.strftime("%Y-%m-%d"), "cores": os.cpu_count(), "binary": BINARY.split("/")[-2],
        "request_us": round(one["us"], 1), "request_goal_us": 25, "requests_a_second": round(one["requests_s"]), "request_p99_ms": one["p99_ms"],
        "bare_us": round(limit["us"], 1), "nginx_us": round(proxy["us"], 1), "ratio": round(one["us"] / limit["us"], 2),
        "batched_events_a_second": round(many["events_s"]), "batched_goal": 100_000, "batched_event_us": round(many["event_us"], 2),
        "batched_events_a_cpu_second": round(1e6 / many["event_us"]), "bare_batched_events_a_second": round(best(rounds["bare_many"])["events_s"]),
        "lasting_events_a_second": round(lasting["events_s"]), "lasting_event_us": round(lasting["event_us"], 2),
        "taking_in_event_us": round(best(rounds["taking_in"])["us"], 1),
        "link_us": round(short["us"], 1), "links_a_core": round(1e6 / short["us"]), "links_goal": 10_000, "links_a_second": round(short["requests_s"]),
        "link_p99_ms": short["p99_ms"], "link_p99_goal_ms": 30,
        "idle_mb": round(idle, 1), "idle_goal_mb": 60, "steady_events_a_second": round(rate), "steady_peak_mb": round(peak), "steady_goal_mb": 300,
        "rushes_peak_mb": round(rushed), "steady_after_rushes_peak_mb": round(later),
        "steady_cores": round(share, 2)}))


if __name__ == "__main__":
    main()
