"""What the pages on data read, kept like all answers of `dabiao.web.reading`."""

import polars as pl

from dabiao import conflicts, holdings, publications
from dabiao.web import compared, reading
from dabiao.web.reading import kept, store
from dabiao.web.view import Moment


@kept
def figures(moment: Moment) -> pl.DataFrame:
    """Return `dabiao.holdings.figures` rows."""
    return holdings.figures(store(), moment.publication, as_of=moment.as_of, vintage=moment.vintage)


@kept
def contradictions(moment: Moment) -> pl.DataFrame:
    """Return `dabiao.conflicts.find` rows."""
    return conflicts.find(store(), moment.publication, as_of=moment.as_of, vintage=moment.vintage)


@kept
def completeness(moment: Moment) -> pl.DataFrame:
    """Return `dabiao.holdings.completeness` rows of all areas."""
    return holdings.completeness(reading.status(moment), reading.areas(moment.publication), figures(moment))


@kept
def indicators(publication: int) -> pl.DataFrame:
    """Return `dabiao.comparison.indicators` rows with the names of their components, as lists."""
    known = compared.indicators(publication)
    names = known.select(
        "indicator_code",
        component_zh="indicator_name_zh",
        component_en="indicator_name_en",
    )
    parts = (
        compared.components(publication)
        .join(names, left_on="component_code", right_on="indicator_code")
        .group_by("indicator_code", maintain_order=True)
        .agg("component_zh", "component_en")
    )
    none = pl.lit([], dtype=pl.List(pl.String))
    return known.join(parts, on="indicator_code", how="left", maintain_order="left").with_columns(
        pl.col("component_zh", "component_en").fill_null(none)
    )


@kept
def names(publication: int) -> holdings.Names:
    """Return `dabiao.holdings.names`."""
    return holdings.names(store(), publication)


@kept
def brought(publication: int, table: str) -> pl.DataFrame:
    """Return `dabiao.publications.changes` rows of one table."""
    return publications.changes(store(), publication, table)
