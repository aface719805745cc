"""Accepted rows to the columns of the store's tables."""

from typing import Final

import polars as pl

from dabiao.limits import in_base_units
from dabiao.store.tables import TABLES, Table
from etl.checks import Checked
from etl.files import FILE_OF
from etl.values import Values

BASE: Final = "unit.factor.number"


def content(checked: Checked) -> dict[str, pl.DataFrame]:
    """Return of each table the accepted rows with exactly the columns of `dabiao.store.tables`.

    Takes the frames out of ``checked``, so that millions of rows are not held twice.
    """
    factors = checked.accepted["unit"].select("unit", pl.col("factor.number").alias(BASE))
    return {name: _rows(TABLES[name], checked.accepted.pop(name), factors) for name in list(checked.accepted)}


def _rows(table: Table, frame: pl.DataFrame, factors: pl.DataFrame) -> pl.DataFrame:
    if "value_reported" in table.columns:
        units = Values(frame["unit"])
        told = units.frame.join(factors, on="unit", how="left", maintain_order="left")[BASE]
        frame = frame.with_columns(units.of_rows(told))
    return frame.select(_cell(table, name).cast(dtype).alias(name) for name, dtype in table.columns.items())


def _cell(table: Table, name: str) -> pl.Expr:
    """Return what stands in column ``name``, from the file's text or from what it stands for."""
    measured = "value_reported" in table.columns
    if name == "value_reported":
        return pl.col("value")
    if name == "end_month":
        return pl.col("period.end")
    if measured and name in ("value", "baseline_value"):
        return in_base_units(pl.col(f"{name}.number"), pl.col(BASE))
    dtype = table.columns[name]
    if dtype in (pl.Int32, pl.Float64):
        return pl.col(f"{name}.number")
    if dtype == pl.Date:
        return pl.col(f"{name}.date")
    assert name in FILE_OF[table.name].names
    return pl.col(name)
