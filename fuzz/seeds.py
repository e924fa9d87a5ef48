#!/usr/bin/env python3
"""Fills fuzz/corpus from the fixtures, the ready maps and a few texts of its own. Needs only Python."""

import io
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


def main() -> None:
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
