"""A column by its distinct values: what is known of a value is worked out once, however often it occurs."""

from collections.abc import Sequence
from typing import Final

import polars as pl

LARGEST: Final = 2**63
"""Numbers of combinations below this fit into one 64-bit number."""


def coded(name: str) -> pl.Categorical:
    """Return a fresh type for a column that is kept as codes of its values."""
    return pl.Categorical(pl.Categories.random(name, physical=pl.UInt32))


def is_coded(frame: pl.DataFrame, name: str) -> bool:
    """Return whether a column is kept as codes of its values."""
    return isinstance(frame.schema[name], pl.Categorical)


def categories(dtype: pl.DataType) -> pl.Series | None:
    """Return the values of a coded column in the order of their codes; None for a column of plain texts.

    Values that no row has any more may be among them.
    """
    if not isinstance(dtype, pl.Categorical):
        return None
    return dtype.categories.to_series().cast(pl.String)


class Values:
    """The distinct values of a column, and the way back to its rows."""

    def __init__(self, cells: pl.Series) -> None:
        """Look at ``cells``, texts or codes."""
        self._cells = cells
        held = categories(cells.dtype)
        self._codes = None
        if held is None:
            held = cells.unique()
        else:
            self._codes = cells.to_physical().fill_null(held.len())
            held = held.extend(pl.Series([None], dtype=pl.String))
        self.frame = pl.DataFrame({cells.name: held})
        """The distinct values as texts, in a column of the same name; the blank one among them."""

    def of_rows(self, told: pl.Series) -> pl.Series:
        """Return for each row what ``told``, in the order of `frame`, says of its value."""
        if self._codes is not None:
            return told.gather(self._codes)
        key, name = self._cells.name, told.name
        rows = self._cells.to_frame().join(
            self.frame.with_columns(told.alias("told")),
            on=key,
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )
        return rows["told"].alias(name)


def have_repeats(frame: pl.DataFrame, columns: Sequence[str]) -> bool:
    """Return false if surely no two rows share ``columns``; quick where all of them are coded."""
    combinations = 1
    code = pl.lit(0, pl.UInt64)
    for name in columns:
        held = categories(frame.schema[name])
        if held is None:
            return True
        combinations *= held.len()
        code = code * held.len() + pl.col(name).to_physical().cast(pl.UInt64)
    if combinations >= LARGEST:
        return True
    codes = frame.select(code.alias("code")).to_series().drop_nulls()
    return codes.n_unique() < codes.len()
