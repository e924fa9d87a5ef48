"""Reads the `observations` and `imports` tables of a lake with other engines and prints what each of them sees."""

import sys
from pathlib import Path

import duckdb
import polars as pl
from deltalake import DeltaTable

lake = Path(sys.argv[1])


def report(engine, facts, impressions, spend, unknown, first, last):
    print(f"{engine}: {facts} facts, {impressions} impressions, {spend} spend, {unknown} unknown, {first}..{last}")


def of_arrow(engine, frame):
    def total(metric):
        return frame.filter(pl.col("metric") == metric)["value"].sum()

    days = frame["period_start"]
    report(engine, frame.height, total("impressions"), total("spend"), frame["value"].null_count(), days.min(), days.max())


def main():
    table = DeltaTable(str(lake / "observations"))
    assert (table.protocol().min_reader_version, table.protocol().min_writer_version) == (1, 2), table.protocol()
    of_arrow("deltalake", pl.from_arrow(table.to_pyarrow_table() if hasattr(table, "to_pyarrow_table") else table))
    of_arrow("polars", pl.read_delta(str(lake / "observations")))

    files = [str(lake / "observations" / name) for name in sorted(Path(uri).name for uri in table.file_uris())]
    query = """
        select count(*), sum(value) filter (metric = 'impressions'), sum(value) filter (metric = 'spend'),
               count(*) filter (value is null), min(period_start), max(period_start)
        from read_parquet($files)
    """
    report("duckdb", *duckdb.execute(query, {"files": files}).fetchone())
    assert pl.read_delta(str(lake / "imports"))["status"].unique().to_list() == ["done"]


main()
