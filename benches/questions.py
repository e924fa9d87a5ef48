"""Ten questions that a dashboard asks, of the same Parquet files: Harpoon's engine, DuckDB and chDB (ClickHouse), each warm, in process.

Prints one JSON line. HARPOON names the binary and HARPOON_ASK the example `ask`; HARPOON_BENCH_DIR a folder for the data, which
are kept between runs; HARPOON_BENCH_ROWS is the number of events (ten million): as many observations, and a tenth of posts and
reviews. All three must give the same answer before a time counts, and take turns, question by question.

Every question is asked in SQL of all three; `sql_ms` is ours. Those of `ROUTES` Harpoon's dashboard does not ask in SQL. It asks for KPIs,
which are put together from sums by day that are kept, and for credit, which is a walk over the journal of everybody's events. Sums, journal
and the book of judged sales lie in `derived`, are worked out once after an import, and are there when the clock starts. `ms` is the time of that
way: the workspace is held anew for each try, so that no answer is remembered, and of credit none is kept on disk either. `first_ms` is the
time with an empty `derived`, `derived_seconds` all of that with opening the workspace, judging sales and making the journal, `derived_mb` what then
lies there. `ratio` is `ms` by the better of the two others, `sql_ratio` is `sql_ms` by it.
"""
import json
import math
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import chdb.session
import duckdb

ROOT = Path(__file__).resolve().parent.parent
BINARY = os.environ.get("HARPOON", str(ROOT / "target/release/harpoon"))
ASK = os.environ.get("HARPOON_ASK", str(ROOT / "target/release/examples/ask"))
ROWS = int(os.environ.get("HARPOON_BENCH_ROWS", "10000000"))
TRIES = 7
DAYS = 730
# 2024-10-01 is day 0, and day 729 is 2026-09-30.
FIRST = "DATE '2024-10-01'"
PLATFORMS = ["meta", "google_ads", "tiktok", "linkedin"]
CHANNELS = ["paid_social", "organic_social", "paid_search", "e-mail", "referral"]
WORDS = ["summer", "beans", "roast", "sale", "morning", "harbour", "waiting", "friendly", "queue", "cinnamon", "weekend", "refund"]

EVENTS = """id = "bench_events"
title = "Events of people"
currency = "EUR"
[columns]
"time" = "event_at"
"kind" = "event_kind"
"customer" = "person.customer"
"channel" = "channel"
"campaign" = "campaign_name"
"deed" = "deed"
"amount" = "amount"
"""
POSTS = """id = "bench_posts"
title = "Posts"
platform = { column = "Platform" }
account = "main"
entity = "post"
counter = "lifetime"
scope = "organic"
[columns]
"Post" = "post_id"
"Published" = "published_at"
"Text" = "text"
"Reactions" = "reactions"
"Comments" = "comments"
"Shares" = "shares"
"""


def listed(words):
    return "[" + ", ".join(f"'{word}'" for word in words) + "]"


def tables(con, data):
    """The files that come in: ads by day, posts, reviews, and what people did: shown, clicked, asked, bought."""
    con.execute("SELECT setseed(0.5)")
    ads = max(ROWS // 5 // DAYS, 1)
    yield "generic-ads", f"""SELECT {FIRST} + CAST(i // {ads} AS INTEGER) AS "Date", {listed(PLATFORMS)}[1 + ad % 4] AS "Platform", 'main' AS "Account",
        'Campaign ' || ad // 100 AS "Campaign", 'Group ' || ad // 10 AS "Ad group", 'Ad ' || ad AS "Ad", 'EUR' AS "Currency", shown AS "Impressions",
        shown // 60 AS "Clicks", CAST(shown * 51 / 10000 AS DECIMAL(12, 2)) AS "Spend", shown // 5000 AS "Conversions",
        CAST(shown * 21 / 1000 AS DECIMAL(12, 2)) AS "Conversion value"
        FROM (SELECT i, i % {ads} AS ad, CAST(hash(i) % 50000 AS INTEGER) AS shown FROM range({ads * DAYS}) t(i))"""
    words = " || ' ' || ".join(f"{listed(WORDS)}[1 + CAST(floor(pow(random(), 2) * {len(WORDS)}) AS INTEGER)]" for _ in range(12))
    yield "bench-posts", f"""SELECT {listed(PLATFORMS)}[1 + i % 4] AS "Platform", 'p' || i AS "Post",
        strftime(TIMESTAMP '2024-10-01' + INTERVAL 1 SECOND * (i * {DAYS * 86400 / max(ROWS / 20, 1)})::BIGINT, '%Y-%m-%dT%H:%M:%SZ') AS "Published",
        {words} AS "Text", (pow(random(), 3) * 9000)::INT AS "Reactions", (random() * 200)::INT AS "Comments", (random() * 90)::INT AS "Shares"
        FROM range({ROWS // 20}) t(i)"""
    yield "reviews", f"""SELECT 'Google' AS "Source", 'Place ' || i % 40 AS "Place", 1 + i % 5 AS "Stars", i || ' ' || {words} AS "Text",
        {FIRST} + CAST(i * {DAYS} // {max(ROWS // 20, 1)} AS INTEGER) AS "Date" FROM range({ROWS // 20}) t(i)"""
    yield "bench-events", f"""SELECT strftime(TIMESTAMP '2024-10-01' + INTERVAL 1 SECOND * (random() * {DAYS * 86400})::BIGINT, '%Y-%m-%dT%H:%M:%SZ') AS time,
        kind, 'C' || who AS customer, CASE WHEN kind IN ('impression', 'click', 'visit') THEN {listed(CHANNELS)}[1 + floor(pow(random(), 2) * 5)::INT] END AS channel,
        CASE WHEN kind IN ('impression', 'click') THEN 'Campaign ' || floor(pow(random(), 2) * 60)::INT END AS campaign,
        CASE WHEN kind IN ('lead', 'deal_won', 'order') THEN kind || i END AS deed,
        CASE WHEN kind IN ('deal_won', 'order') THEN round(1 + random() * 199, 2) END AS amount
        FROM (SELECT i, (random() * {ROWS // 12})::BIGINT AS who, CASE WHEN r < 0.7 THEN 'impression' WHEN r < 0.85 THEN 'click' WHEN r < 0.94 THEN 'visit'
              WHEN r < 0.965 THEN 'lead' WHEN r < 0.98 THEN 'deal_won' ELSE 'order' END AS kind FROM (SELECT i, random() AS r FROM range({ROWS}) t(i)))"""


def workspace(data):
    folder, making = data / f"questions-{ROWS}", data / f"asking-{ROWS}"
    if folder.exists():
        return folder
    shutil.rmtree(making, ignore_errors=True)

    def harpoon(*words):
        subprocess.run([BINARY, "-q", "-w", str(making), *map(str, words)], check=True, capture_output=True)

    harpoon("init", "--currency", "EUR")
    # The shop's orders are the book of sales, not what the sales team won as well.
    with (making / "harpoon.toml").open("a") as settings:
        settings.write('\n[journeys]\nsales = ["order"]\n')
    (data / "bench-events.toml").write_text(EVENTS)
    (data / "bench-posts.toml").write_text(POSTS)
    con = duckdb.connect()
    con.execute("SET threads = 2")
    for name, sql in tables(con, data):
        csv, map_file = data / "part.csv", ROOT / f"examples/maps/{name}.toml"
        con.execute(f"COPY ({sql}) TO '{csv}' (HEADER)")
        harpoon("import", csv, "--no-input", "--map", map_file if map_file.exists() else data / f"{name}.toml")
        csv.unlink()
    return making.rename(folder)


MONTH = "BETWEEN DATE '2026-09-01' AND DATE '2026-09-30'"
YEAR = "BETWEEN DATE '2025-10-01' AND DATE '2026-09-30'"
# Each in SQL that all three understand, but for one place in which DuckDB sets a bracket otherwise. Each gives its rows in one order.
QUESTIONS = {
    "daily KPI by platform": f"""SELECT period_start, platform, sum(value) FROM observations WHERE metric = 'impressions' AND entity_kind = 'ad'
        AND period_start {YEAR} GROUP BY period_start, platform ORDER BY 1, 2""",
    "top posts": """SELECT platform, entity_id, sum(value) AS n FROM observations WHERE entity_kind = 'post' AND metric IN ('reactions', 'comments', 'shares')
        GROUP BY platform, entity_id ORDER BY n DESC, entity_id LIMIT 20""",
    "funnel by channel": f"""SELECT channel, count(DISTINCT CASE WHEN kind = 'impression' THEN person END), count(DISTINCT CASE WHEN kind = 'click' THEN person END),
        count(DISTINCT CASE WHEN kind = 'visit' THEN person END) FROM events WHERE "on" {MONTH} AND channel IS NOT NULL GROUP BY channel ORDER BY 1""",
    "distinct reach by day": f"""SELECT "on", count(DISTINCT person) FROM events WHERE kind = 'impression' AND "on" {MONTH} GROUP BY "on" ORDER BY 1""",
    "cohort lead to deal": f"""SELECT date_trunc('month', l.first), count(*), count(d.won) FROM (SELECT person, min("on") AS first FROM events WHERE kind = 'lead'
        GROUP BY person) l LEFT JOIN (SELECT person, max("on") AS won FROM events WHERE kind = 'deal_won' GROUP BY person) d
        ON l.person = d.person AND d.won >= l.first GROUP BY 1 ORDER BY 1""",
    "last touch by campaign": """SELECT campaign, count(*), sum(worth) FROM (SELECT kind, value AS worth, coalesce(last_value(CASE WHEN kind <> 'order'
        THEN coalesce(campaign, '(none)') END) IGNORE NULLS OVER (PARTITION BY person ORDER BY "at", CASE WHEN kind = 'order' THEN 1 ELSE 0 END, event_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), '(unattributed)') AS campaign FROM events WHERE kind IN ('click', 'visit', 'order')) t
        WHERE kind = 'order' GROUP BY campaign ORDER BY 1""",
    "frequency": f"""SELECT n, count(*) FROM (SELECT person, count(*) AS n FROM events WHERE kind = 'impression' AND "on" {MONTH} GROUP BY person) t
        GROUP BY n ORDER BY 1""",
    "new against returning": """SELECT date_trunc('month', o."on"), sum(CASE WHEN o."at" = f.first THEN 1 ELSE 0 END), sum(CASE WHEN o."at" > f.first THEN 1 ELSE 0 END)
        FROM events o JOIN (SELECT person, min("at") AS first FROM events WHERE kind = 'order' GROUP BY person) f ON o.person = f.person
        WHERE o.kind = 'order' GROUP BY 1 ORDER BY 1""",
    "spend pace": f"""SELECT period_start, platform, sum(spent) OVER (PARTITION BY platform ORDER BY period_start) FROM (SELECT period_start, platform,
        sum(value) AS spent FROM observations WHERE metric = 'spend' AND period_start {MONTH} GROUP BY period_start, platform) t ORDER BY 1, 2""",
    "full-text filter": """SELECT date_trunc('month', written_on), count(*), avg(stars) FROM voices WHERE lower(text) LIKE '%refund%' AND lower(text) LIKE '%queue%'
        GROUP BY 1 ORDER BY 1""",
}


def pace(rows):
    """Spent by day and platform, summed up from the first day on."""
    spent = {}
    for day, platform, value in rows:
        spent[platform] = spent.get(platform, Decimal(0)) + Decimal(value)
        yield [day, platform, str(spent[platform])]


# What the dashboard asks instead, and what it makes of the answer.
ROUTES = {
    "daily KPI by platform": ({"kpi": {"kpis": ["impressions"], "by": ["day", "platform"], "from": "2025-10-01", "to": "2026-09-30"}}, list),
    "last touch by campaign": ({"last_touch": {"on": "order"}}, list),
    "new against returning": ({"kpi": {"kpis": ["customers", "orders"], "by": ["month"], "from": "2024-10-01", "to": "2026-09-30"}},
                              lambda rows: [[f"{month}-01", new, str(int(orders) - int(new))] for month, new, orders in rows]),
    "spend pace": ({"kpi": {"kpis": ["spend"], "by": ["day", "platform"], "from": "2026-09-01", "to": "2026-09-30"}}, pace),
}


def plain(rows):
    """Rows as text that is the same whoever told them: instants at midnight are days, numbers have six digits."""
    def cell(value):
        if value is None or value == "":
            return ""
        try:
            return f"{float(value):.4f}"
        except (TypeError, ValueError):
            return str(value).removesuffix("T00:00:00Z").removesuffix("T00:00:00").removesuffix(" 00:00:00")
    return [[cell(value) for value in row] for row in rows]


def files(folder, table):
    """What a table holds now, by its log: what was joined or taken back lies there still."""
    root, live = folder / "lake" / table, set()
    for entry in sorted((root / "_delta_log").glob("*.json")):
        for line in entry.read_text().splitlines():
            action = json.loads(line)
            if "add" in action:
                live.add(action["add"]["path"])
            if "remove" in action:
                live.discard(action["remove"]["path"])
    assert live, table
    return [str(root / path) for path in sorted(live)]


class Asker:
    """The example `ask`: gives the seconds of each try and the rows."""

    def __init__(self, folder, tries):
        self.process = subprocess.Popen([ASK, str(folder), str(tries)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return answer["seconds"], answer["rows"]

    def close(self):
        self.process.stdin.close()
        assert self.process.wait() == 0


def size(folder):
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6)


def ms(seconds):
    return round(seconds * 1000, 1)


def mean(ratios):
    return round(math.exp(statistics.mean(map(math.log, ratios))), 3)


def timed(ask):
    seconds = []
    for _ in range(TRIES):
        started = time.perf_counter()
        rows = ask()
        seconds.append(time.perf_counter() - started)
    return seconds, rows


def main():
    data = Path(os.environ.get("HARPOON_BENCH_DIR", tempfile.mkdtemp()))
    data.mkdir(exist_ok=True)
    folder = workspace(data)
    held = {table: files(folder, table) for table in ("observations", "events", "voices")}
    duck = duckdb.connect()
    duck.execute("SET threads = 2")
    house = chdb.session.Session()
    house.query("SET max_threads = 2")
    house.query("SET joined_subquery_requires_alias = 0")
    house.query("SET join_use_nulls = 1")
    house.query("SET output_format_json_quote_64bit_integers = 1")
    house.query("CREATE DATABASE IF NOT EXISTS d ENGINE = Atomic")
    for table, paths in held.items():
        duck.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({paths})")
        names = [path.removeprefix(f"{folder}/lake/{table}/") for path in paths]
        joined = f"{folder}/lake/{table}/" + (names[0] if len(names) == 1 else "{" + ",".join(names) + "}")
        house.query(f"CREATE VIEW d.{table} AS SELECT * FROM file('{joined}', Parquet)")
    house.query("USE d")
    shutil.rmtree(folder / "derived", ignore_errors=True)
    started = time.perf_counter()
    making = Asker(folder, 1)
    first = {name: making(question)[0][0] for name, (question, _) in ROUTES.items()}
    making.close()
    derived = {"derived_seconds": round(time.perf_counter() - started, 1), "derived_mb": size(folder / "derived")}
    ask = Asker(folder, TRIES)
    told, ratios, sql_ratios = {}, [], []
    for name, sql in QUESTIONS.items():
        sql = " ".join(sql.split())
        ours, rows = ask({"sql": sql})
        rows = plain(rows)
        own = ours
        if name in ROUTES:
            question, finish = ROUTES[name]
            own, found = ask(question)
            found = plain(finish(found))
            assert found == rows, (name, "its own way", found[:3], rows[:3])
        its = sql.replace("END) IGNORE NULLS", "END IGNORE NULLS)")
        ducks, found = timed(lambda: duck.execute(its).fetchall())
        assert plain(found) == rows, (name, "DuckDB", plain(found)[:3], rows[:3])
        houses, found = timed(lambda: house.query(sql, "JSONCompact").bytes())
        found = json.loads(found)["data"]
        assert plain(found) == rows, (name, "chDB", plain(found)[:3], rows[:3])
        own, ours, ducks, houses = (statistics.median(seconds[1:]) for seconds in (own, ours, ducks, houses))
        best = min(ducks, houses)
        ratios.append(own / best)
        sql_ratios.append(ours / best)
        told[name] = {"ms": ms(own), "sql_ms": ms(ours), "duckdb_ms": ms(ducks), "chdb_ms": ms(houses), "ratio": round(own / best, 2),
                      "sql_ratio": round(ours / best, 2), "rows": len(rows)}
        if name in ROUTES:
            told[name] |= {"way": next(iter(ROUTES[name][0])), "first_ms": ms(first[name])}
    ask.close()
    print(json.dumps({
        "bench": "questions", "day": time.strftime("%Y-%m-%d"), "cores": os.cpu_count(), "binary": "release", "events": ROWS,
        "geometric_mean": mean(ratios), "sql_geometric_mean": mean(sql_ratios), "goal": 1.0, **derived, "questions": told,
        "duckdb": duckdb.__version__, "chdb": chdb.__version__}))


if __name__ == "__main__":
    main()
