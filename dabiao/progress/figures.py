"""The published figures behind targets: what each says, who published it, and from when it was known."""

import polars as pl

from dabiao import judgement
from dabiao.periods import end_month
from dabiao.progress.vintage import LATEST, known_by, year_ends
from dabiao.store import Store


def observations(
    store: Store,
    publication: int,
    as_of: str,
    *,
    area: str | None = None,
    framework: str | None = None,
    indicator: str | None = None,
    vintage: str = LATEST,
) -> pl.DataFrame:
    """Return the published figures behind targets, newest first, with their sources.

    Columns: area_code, target_id, target_basis, deadline, plan_start, indicator_code, indicator_name_zh/en,
    series, judged (its series is the one the target is judged by), comparable (it can count towards the
    target), period, end_month, value_reported, unit, unit_name_en, value, basis, bound, status (SDMX),
    confidence, publisher, source_title, source_date, source_url, note_zh/en.

    Args:
        store: where the publications are.
        publication: number of the publication to read.
        as_of: period up to whose end figures count.
        area: code of one area; all by default.
        framework: id of the framework of the targets; all by default.
        indicator: code of the indicator of the targets; all by default. With a combined one come the figures
            of its components.
        vintage: ISO date by which a figure's source was published; `LATEST` for all figures.

    Raises:
        dabiao.periods.InvalidPeriodError: ``as_of`` is no period.
        dabiao.progress.InvalidVintageError: ``vintage`` is no vintage.
    """
    rows = store.read(
        "line_observations", publication, end_month(as_of), area, framework, indicator, known_by(vintage)
    )
    return rows.with_columns(comparable=judgement.counts())


def vintages(
    store: Store, publication: int, *, framework: str | None = None, area: str | None = None
) -> list[str]:
    """Return the vintages that can be asked for: the ends of the years in which sources were published.

    ISO dates from the year of the first source to before the last one, after which nothing new was known.
    Sources are those of the figures behind the targets of the framework and the area, of all by default.
    """
    row = store.read("source_dates", publication, framework, area).row(0, named=True)
    return year_ends(row["first"], row["last"]) if row["first"] else []


def undated(store: Store, publication: int, *, framework: str | None = None, area: str | None = None) -> int:
    """Return how many of these figures have a source without a date: they count with `LATEST` only."""
    number: int = store.read("source_dates", publication, framework, area)["undated"].item()
    return number


def with_sources(rows: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """Return status rows with ``sources``: who published what the judgement rests on, latest first.

    The latest figure, the baseline, and for sums of flows every figure between them.
    """
    used = (
        rows.select(
            "area_code",
            "target_id",
            "baseline_period",
            pl.col("end_month").alias("latest_month"),
        )
        .join(figures.filter("comparable"), on=["area_code", "target_id"])
        .filter(
            (pl.col("end_month") <= pl.col("latest_month"))
            & (
                (pl.col("end_month") == pl.col("latest_month"))
                | (pl.col("period") == pl.col("baseline_period"))
                | judgement.flow()
            )
        )
        .sort("end_month", descending=True, maintain_order=True)
        .with_columns(source=pl.format("{} · {}", "publisher", "source_title"))
        .group_by("area_code", "target_id", maintain_order=True)
        .agg(sources=pl.col("source").unique(maintain_order=True))
    )
    empty = pl.lit([], dtype=pl.List(pl.String))
    return rows.join(used, on=["area_code", "target_id"], how="left", maintain_order="left").with_columns(
        pl.col("sources").fill_null(empty)
    )
