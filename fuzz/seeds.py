#!/usr/bin/env python3
"""Fills fuzz/corpus from the fixtures, the ready maps and a few texts of its own. Needs only Python.

HARPOON_DATA is a folder of recorded requests of clients (`collector/http/*.http`), for the target `collect`; HARPOON_LEDGER a workspace whose
ledger has entries (`harpoon demo`), for `ledger`. Without them these begin with next to nothing.
"""

import io
import os
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "fuzz" / "corpus"

# In the order of NAMES in fuzz_targets/csv.rs: a part of the fixture's name, or of its folder.
NAMED = ["", "Videos 2026", "table.csv", "totals", "chart", "Overview", "Content", "FollowerHistory", "Viewers", "wilgenhof"]

KPIS = """[[kpi]]
id = "saves_per_thousand"
title = { en = "Saves per thousand", zh-CN = "千次曝光收藏数" }
meaning = "Saves for a thousand impressions."
proves_not = "That anybody came back."
formula = "1000 * saves / impressions"
unit = "count"
better = "up"
stage = "interest"
level = "micro"
source = "Own definition (2026)"

[[kpi]]
id = "twice"
title = "Twice"
meaning = "Two of them."
proves_not = "Anything."
formula = "saves_per_thousand + saves_per_thousand - (clicks - 3) / 2.5"
unit = "count"
better = "down"
stage = "interest"
level = "micro"
source = "Own"
goal = "why not"
since = "2026-01"
"""

ODD = {
    "sep": b"sep=;\nDate;Impressions;Spend (EUR)\n01/02/2026;1.234,5;\"12\"\n",
    "utf16": "\ufeffDate\tLikes\n2026-01-02\t3\n".encode("utf-16-le"),
    "wrapped": b"\"Date,\"\"Primary\"\"\"\n\"2026-01-01,1\"\n",
    "latin": "Datum;Bedrag (€)\n1-2-2026;€ 3,50\n".encode("cp1252"),
}


def put(target: str, name: str, data: bytes) -> None:
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name.replace("/", "_").replace(" ", "_")).write_bytes(data)


def as_parts(book: bytes) -> bytes:
    """The parts of a workbook as the plain text that the target `xlsx` packs again."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        for name in archive.namelist():
            if "theme" not in name and "docProps" not in name:
                out.write(b"== " + name.encode() + b"\n" + archive.read(name) + b"\n")
    return out.getvalue()


def zipped(members: list[tuple[str, bytes]], method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, (2026, 4, 1, 0, 0, 0)), data, method)
    return out.getvalue()


def fixtures() -> list[Path]:
    every = sorted((ROOT / "crates/connect/tests/fixtures").glob("*/*"))
    return [path for path in every if path.suffix != ".expect"]


def delimited(path: Path, data: bytes) -> None:
    name = f"{path.parent.name}_{path.name}"
    put("sniff", name, data)
    number = next((i for i, part in enumerate(NAMED) if part and part.lower() in path.name.lower()), 0)
    put("csv", name, bytes([number]) + data)


# In the order of PATHS in fuzz_targets/collect.rs.
PATHS = ["/v1/batch", "/v1/t", "/v1/i", "/v1/p", "/v1/g", "/v1/a", "/com.snowplowanalytics.snowplow/tp2", "/api/event", "/i", "/v1/pixel/track"]


def requests() -> None:
    put("collect", "one", b"\0" + b'{"batch":[{"type":"track","event":"Order Completed","messageId":"m","properties":{"total":"1.50"}}]}')
    for path in sorted((Path(os.environ.get("HARPOON_DATA", ROOT / "none")) / "collector" / "http").glob("*.http")):
        head, _, body = path.read_bytes().partition(b"\r\n\r\n")
        address, _, query = head.split(b" ", 2)[1].decode().partition("?")
        if address in PATHS and (body or query):
            put("collect", path.stem, bytes([PATHS.index(address)]) + (query.encode() if address in PATHS[8:] else body))


def ledger() -> None:
    folder = Path(os.environ.get("HARPOON_LEDGER", ROOT / "none")) / "ledger"
    if folder.is_dir():
        entries, checkpoint = (folder / "entries.jsonl").read_bytes(), (folder / "checkpoint").read_bytes()
        for number, line in enumerate(entries.splitlines(keepends=True)):
            put("ledger", f"entry{number}", line)
            put("ledger", f"line{number}", line.rstrip(b"\n"))
        put("ledger", "whole", entries + checkpoint)
        # The target takes the second half for the checkpoint.
        short = entries[: len(checkpoint)]
        put("ledger", "halves", short + checkpoint)


def main() -> None:
    requests()
    ledger()
    tables = [path for path in fixtures() if path.suffix == ".csv"]
    for path in fixtures():
        data = path.read_bytes()
        if path.suffix == ".csv":
            delimited(path, data)
        elif path.suffix == ".xlsx":
            put("xlsx", f"{path.name}.parts", as_parts(data))
            put("xlsx", path.name, data)
            put("zip", path.name, data)
        elif path.suffix == ".xls":
            put("xlsx", path.name, data)
        else:
            put("zip", path.name, data)
    for name, data in ODD.items():
        put("sniff", name, data)
        put("csv", name, b"\0" + data)
    for at in range(0, len(tables) - 2, 9):
        members = [(path.name, path.read_bytes()) for path in tables[at : at + 2]]
        put("zip", f"stored{at}.zip", zipped(members, zipfile.ZIP_STORED))
        put("zip", f"deflated{at}.zip", zipped(members, zipfile.ZIP_DEFLATED))
    for path in sorted((ROOT / "examples/maps").glob("*.toml")):
        folder = ROOT / "crates/connect/tests/fixtures" / path.stem.replace("-", "_")
        found = sorted(folder.glob("*.csv"))
        table = found[0].read_text() if found else "Date,Amount\n2026-01-02,3\n"
        put("map", path.name, (path.read_text() + "\n====\n" + table).encode())
    for index, path in enumerate(tables[::11]):
        put("map", f"table{index}", b"====\n" + path.read_bytes().decode("utf-8", "ignore").encode())
    put("catalogue", "own.toml", KPIS.encode())
    put("catalogue", "one.toml", KPIS.split("\n\n")[0].encode())


if __name__ == "__main__":
    main()
