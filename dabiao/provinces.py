"""The 34 province-level areas on a grid of tiles: equal squares, no borders drawn.

Where a tile stands is data (`tile_row`, `tile_column` of an area), what it says follows from its targets.
"""

from typing import Final

import polars as pl

from dabiao import publications
from dabiao.model import Level, RollUp
from dabiao.store import Store

WORST_FIRST: Final = (RollUp.BEHIND, RollUp.ON_TRACK, RollUp.ACHIEVED, RollUp.NO_DATA)
"""The group a tile takes its colour from is the first of these in which the area has a target."""


def tiles(store: Store, publication: int) -> pl.DataFrame:
    """Return the province-level areas with their place on the grid, by code.

    Columns: area_code, area_name_zh, area_name_en, tile_row, tile_column (from 0, row 0 in the north).
    """
    areas = publications.current(store, "area", publication)
    return areas.filter((pl.col("level") == str(Level.PROVINCE)) & pl.col("tile_row").is_not_null()).select(
        pl.col("code").alias("area_code"),
        pl.col("name_zh").alias("area_name_zh"),
        pl.col("name_en").alias("area_name_en"),
        "tile_row",
        "tile_column",
    )


def standing(places: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Return how the targets of every province-level area stand.

    Columns: those of ``places``, targets and, named after the groups, achieved, on_track, behind, no_data
    (counts), and group: the one the tile is coloured by, null where the area has no target.

    Args:
        places: rows of `tiles`.
        rows: `dabiao.progress.status` rows; those of other areas are left out.
    """
    counts = rows.group_by("area_code").agg(
        pl.len().alias("targets"),
        *((pl.col("roll_up") == str(group)).sum().alias(str(group)) for group in RollUp),
    )
    numbers = ["targets", *map(str, RollUp)]
    return places.join(counts, on="area_code", how="left", maintain_order="left").with_columns(
        pl.col(numbers).fill_null(0),
        group=pl.coalesce(pl.when(pl.col(str(group)) > 0).then(pl.lit(str(group))) for group in WORST_FIRST),
    )
