"""A complete, made-up data folder of any size, as ``etl build`` reads it; the same set is the same bytes.

The areas are the catalog's. Everything else is drawn: every area has a target on each of 20 indicators, and
every indicator a figure for each quarter, in all bases, with bounds, remarks and gaps as real figures have
them. A tenth of the lines has no baseline to be found, a fiftieth no figure at all.
"""

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from bench.sets import Set
from dabiao.model import Bound, Comparator, Level, ObservationBasis, ObservationStatus, TargetBasis
from dabiao.store import tables

AREAS: Final = Path(__file__).resolve().parent.parent / "data" / "catalog" / "areas.csv"

PLAN_START: Final = 2021
PLAN_END: Final = 2025
PLAN_QUARTERS: Final = (PLAN_END - PLAN_START + 1) * 4

NATIONAL: Final = "generated-national"

UNREPORTED_LINES: Final = 0.02
ABSENT_ROWS: Final = 0.01
ABSENT_VALUES: Final = 0.01
REMARKS: Final = 0.01
BOUNDS: Final = {None: 0.93, str(Bound.AT_LEAST): 0.05, str(Bound.ABOUT): 0.02}
"""Of what stands in the column the share; nothing is an exact figure."""

INDICATORS: Final = pl.DataFrame(
    [
        *[("issued", "count", "up", "项", "running_total", "in_period")] * 4,
        *[("held", "count", "up", "个", "running_total", "total")] * 2,
        *[("added", "count", "up", "项", "flow", "in_period")] * 4,
        *[("begun", "count", "up", "项", "year_to_date", "in_period")] * 2,
        *[("done", "count", "up", "项", "since_start", "in_period")],
        *[("share", "rate", "up", "%", "level", "level")] * 3,
        *[("faults", "rate", "down", "%", "level", "level")] * 2,
        *[("wait", "duration", "down", "个月", "level", "level")],
        *[("both", "count", "up", "项", "flow", "in_period")],
    ],
    schema=["stem", "kind", "direction", "unit", "observed", "basis"],
    orient="row",
).with_columns(
    indicator_code=pl.format("{}-{}", "stem", (pl.int_range(pl.len()) + 1).cast(pl.String).str.zfill(2))
)
"""What is counted, and on which basis it is reported and aimed at; the last one is the sum of two others."""

COMPONENTS: Final = ("added-07", "added-08")

NATIONAL_TARGETS: Final = 8
"""So many indicators are the national framework's, the others those of each province's own."""

Numbers = npt.NDArray[np.float64]


def generate(size: Set, folder: Path) -> Path:
    """Write the set's ``catalog/`` and ``progress/`` into ``folder`` and return its file of observations.

    Raises:
        ValueError: the catalog has fewer areas of a level than the set wants.
    """
    random = np.random.default_rng(size.seed)
    (folder / "catalog").mkdir(parents=True)
    (folder / "progress").mkdir()
    areas = _areas(size)
    reporting = areas.filter(pl.col("level") != Level.COUNTRY)
    values = _values(random, reporting, size)
    frames = {
        "areas": areas,
        "units": _units(),
        "frameworks": _frameworks(areas),
        "indicators": _indicators(),
        "indicator_components": pl.DataFrame(
            {"indicator_code": INDICATORS["indicator_code"][-1], "component_code": COMPONENTS}
        ),
        "targets": _targets(random, reporting, values, size),
        "tasks": _empty(tables.TASK),
        "task_departments": _empty(tables.TASK_DEPARTMENT),
    }
    for name, frame in frames.items():
        frame.write_csv(folder / "catalog" / f"{name}.csv")
    observations = folder / "progress" / "observations.csv"
    _observations(random, reporting, values, size).write_csv(observations)
    return observations


def _empty(table: tables.Table) -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(table.columns, pl.String))


def _areas(size: Set) -> pl.DataFrame:
    """Return the country and the first areas of each level, in the catalog's order."""
    catalog = pl.read_csv(AREAS, infer_schema=False)
    wanted = {Level.COUNTRY: 1, **size.areas}
    kept = catalog.filter(
        pl.any_horizontal(
            (pl.col("level") == level) & ((pl.col("level") == level).cum_sum() <= number)
            for level, number in wanted.items()
        )
    )
    if kept.height != sum(wanted.values()):
        raise ValueError(f"the catalog has too few areas for the set {size.name}")
    return kept


def _units() -> pl.DataFrame:
    units = INDICATORS["unit"].unique(maintain_order=True).to_list()
    return pl.DataFrame(
        {
            "unit": units,
            "name_zh": units,
            "name_en": ["items", "units", "%", "months"],
            "base_unit": units,
            "factor": "1",
        }
    )


def _frameworks(areas: pl.DataFrame) -> pl.DataFrame:
    """Return a framework of the country and one of each province."""
    own = areas.filter(pl.col("level").is_in([Level.COUNTRY, Level.PROVINCE]))
    country = pl.col("level") == Level.COUNTRY
    return own.select(
        framework_id=_framework_id(pl.col("code"), country),
        title_zh=pl.format("{}标准化发展规划", "name_zh"),
        title_en=pl.format("{}: plan for standardization", "name_en"),
        short_zh=pl.format("{}规划", "name_zh"),
        short_en=pl.format("Plan {}", "code"),
        document_number=pl.lit(None, pl.String),
        issuer_zh=pl.lit("（生成数据）"),
        issuer_en=pl.lit("(generated data)"),
        issued_on=pl.when(country).then(pl.lit("2021-10-10")).otherwise(pl.lit("2022-03-01")),
        area_code=pl.col("code"),
        plan_start=pl.lit(str(PLAN_START)),
        plan_start_status=pl.when(country).then(pl.lit("stated")).otherwise(pl.lit("assumed")),
        horizon=pl.lit(str(PLAN_END)),
        note_zh=pl.lit(None, pl.String),
        note_en=pl.lit(None, pl.String),
    )


def _framework_id(code: pl.Expr, national: pl.Expr) -> pl.Expr:
    return pl.when(national).then(pl.lit(NATIONAL)).otherwise(pl.concat_str(pl.lit("generated-"), code))


def _indicators() -> pl.DataFrame:
    return INDICATORS.select(
        "indicator_code",
        pl.format("指标{}", pl.int_range(pl.len()) + 1).alias("name_zh"),
        pl.format("Indicator {}", pl.int_range(pl.len()) + 1).alias("name_en"),
        "unit",
        "kind",
        "direction",
        pl.lit("为测量而生成。").alias("definition_zh"),
        pl.lit("Generated for measuring.").alias("definition_en"),
    )


def _values(random: np.random.Generator, areas: pl.DataFrame, size: Set) -> Numbers:
    """Return the figures by area, indicator and quarter, in the basis they are reported on."""
    shape = (areas.height, INDICATORS.height, size.quarters)
    usual = random.lognormal(2.5, 0.6, shape[:2])
    trend = np.linspace(0.8, 1.2, size.quarters)
    flows = random.poisson(usual[:, :, None] * trend).astype(np.float64)
    values = flows.copy()
    year = np.arange(size.quarters) // 4
    plan = (size.first_year + year - PLAN_START) // 5
    observed = INDICATORS["observed"]
    for basis, restarts in (
        (ObservationBasis.YEAR_TO_DATE, year),
        (ObservationBasis.SINCE_START, plan),
        (ObservationBasis.RUNNING_TOTAL, np.zeros_like(year)),
    ):
        of_basis = np.flatnonzero(observed == basis)
        for number in np.unique(restarts):
            span = np.flatnonzero(restarts == number)
            cells = np.ix_(np.arange(shape[0]), of_basis, span)
            values[cells] = flows[cells].cumsum(axis=2)
    running = np.flatnonzero(observed == ObservationBasis.RUNNING_TOTAL)
    values[:, running] += np.round(usual[:, running] * 40)[:, :, None]
    level = np.flatnonzero(observed == ObservationBasis.LEVEL)
    step = random.normal(0.5, 0.4, (shape[0], len(level), size.quarters)).cumsum(axis=2)
    start = random.uniform(30, 60, (shape[0], len(level), 1))
    rising = (INDICATORS["direction"].gather(level) == "up").to_numpy()[None, :, None]
    values[:, level] = np.round(np.clip(start + np.where(rising, step, -step), 1, 99), 1)
    return values


def _targets(random: np.random.Generator, areas: pl.DataFrame, values: Numbers, size: Set) -> pl.DataFrame:
    """Return a target for every area and indicator; what is aimed at lies around what will be reached."""
    first = (PLAN_START - size.first_year) * 4
    before, last = values[:, :, first - 1], values[:, :, first : first + PLAN_QUARTERS]
    observed, basis = INDICATORS["observed"].to_numpy(), INDICATORS["basis"].to_numpy()
    reached = np.select(
        [
            observed == ObservationBasis.FLOW,
            observed == ObservationBasis.YEAR_TO_DATE,
            (observed == ObservationBasis.RUNNING_TOTAL) & (basis == TargetBasis.IN_PERIOD),
        ],
        [last.sum(axis=2), last[:, :, 3::4].sum(axis=2), last[:, :, -1] - before],
        last[:, :, -1],
    )
    start = np.where(basis == TargetBasis.IN_PERIOD, 0.0, before)
    aim = start + (reached - start) * random.uniform(0.7, 1.5, reached.shape)
    percent = np.array(INDICATORS["kind"] != "count")
    aim = np.where(percent, np.round(np.clip(aim, 1, 99), 1), np.round(aim))
    stated = random.random(aim.shape) < 0.9
    # A stated baseline is told for a third of the levels.
    baseline = (basis == TargetBasis.LEVEL) & (random.random(aim.shape) < 0.33)
    area, indicator = (index.ravel() for index in np.indices(aim.shape))
    rows: pl.DataFrame = areas.select(area_code="code", province="province_code")[area].with_columns(
        INDICATORS.select("indicator_code", "kind", "direction", "unit", "observed", "basis")[indicator],
        national=pl.Series(indicator < NATIONAL_TARGETS),
        value=_digits(aim[area, indicator], percent[indicator]),
        stated=pl.Series(stated[area, indicator]),
        baseline_value=_digits(before[area, indicator], percent[indicator]),
        based=pl.Series(baseline[area, indicator]),
    )
    framework = _framework_id(pl.col("province"), pl.col("national"))
    return rows.select(
        pl.concat_str(framework, "indicator_code", separator="-").alias("target_id"),
        "area_code",
        framework.alias("framework_id"),
        "indicator_code",
        pl.when(pl.col("direction") == "up")
        .then(pl.lit(str(Comparator.AT_LEAST)))
        .otherwise(pl.lit(str(Comparator.AT_MOST)))
        .alias("comparator"),
        "value",
        "unit",
        pl.when("stated").then(pl.lit("stated")).otherwise(pl.lit("supplied")).alias("value_status"),
        pl.lit(str(PLAN_END)).alias("deadline"),
        "basis",
        pl.when("stated").then(pl.lit("stated")).otherwise(pl.lit("assumed")).alias("basis_status"),
        _series(pl.col("observed")).alias("series"),
        pl.when("based").then("baseline_value"),
        pl.when("based").then(pl.lit(f"{PLAN_START - 1}-Q4")).alias("baseline_period"),
        pl.lit("一、总体要求（二）发展目标").alias("section"),
        pl.format("达到{}{}", "value", "unit").alias("phrase"),
        pl.lit(None, pl.String).alias("note_zh"),
        pl.lit(None, pl.String).alias("note_en"),
    )


def _series(observed: pl.Expr) -> pl.Expr:
    """Return the name of the series: one has one basis."""
    return (
        pl.when(observed == ObservationBasis.FLOW)
        .then(pl.lit("published-quarterly"))
        .when(observed == ObservationBasis.YEAR_TO_DATE)
        .then(pl.lit("published-year-to-date"))
        .otherwise(pl.lit("published"))
    )


def _digits(values: Numbers, fractional: npt.NDArray[np.bool_]) -> pl.Series:
    """Return the figures as texts, with one decimal where they are fractional."""
    number = pl.Series("number", values)
    frame = pl.DataFrame([number, pl.Series("fractional", fractional)])
    return frame.select(
        pl.when("fractional")
        .then(pl.col("number").round(1).cast(pl.String))
        .otherwise(pl.col("number").cast(pl.Int64).cast(pl.String))
    ).to_series()


def _observations(
    random: np.random.Generator, areas: pl.DataFrame, values: Numbers, size: Set
) -> pl.DataFrame:
    """Return a row per area, indicator and quarter but for the gaps, in that order."""
    silent = random.random(values.shape[:2]) < UNREPORTED_LINES
    there = (random.random(values.shape) >= ABSENT_ROWS) & ~silent[:, :, None]
    area, indicator, quarter = (index.astype(np.uint32) for index in np.nonzero(there))
    count = len(area)
    absent = random.random(count) < ABSENT_VALUES
    draws = pl.DataFrame(
        {
            "value": _digits(values[there], np.array(INDICATORS["kind"] != "count")[indicator]),
            "absent": absent,
            "absence": pl.Series(
                [str(ObservationStatus.NOT_REPORTED), str(ObservationStatus.WITHHELD)]
            ).gather(random.integers(0, 2, count)),
            "bound": pl.Series(list(BOUNDS)).gather(
                random.choice(len(BOUNDS), count, p=list(BOUNDS.values()))
            ),
            "confidence": pl.Series(["high", "medium", "low"]).gather(
                random.choice(3, count, p=[0.6, 0.3, 0.1])
            ),
            "remark": random.random(count) < REMARKS,
        }
    )
    remark = pl.col("remark")
    years, number = size.first_year + np.arange(size.quarters) // 4, np.arange(size.quarters) % 4 + 1
    quarters = pl.DataFrame({"year": years, "number": number}).select(
        period=pl.format("{}-Q{}", "year", "number"),
        source_title=pl.format("{}年第{}季度进度表", "year", "number"),
        source_date=pl.date("year", pl.col("number") * 3, 20).dt.offset_by("1mo").cast(pl.String),
    )
    publishers = areas.select(area_code="code", publisher=pl.format("{}（生成数据）", "name_zh"))
    named = INDICATORS.select(
        "indicator_code",
        "unit",
        pl.col("observed").alias("basis"),
        _series(pl.col("observed")).alias("series"),
    )
    rows = pl.concat([publishers[area], named[indicator], quarters[quarter], draws], how="horizontal")
    told = ~pl.col("absent")
    return rows.select(
        "area_code",
        "indicator_code",
        "series",
        "period",
        pl.when(told).then("value"),
        "unit",
        "basis",
        pl.when(told).then("bound"),
        pl.when("absent").then("absence").alias("status"),
        "confidence",
        "publisher",
        "source_title",
        "source_date",
        pl.lit(None, pl.String).alias("source_url"),
        pl.when(remark).then(pl.lit("口径与上期不同，待核实")).alias("note_zh"),
        pl.when(remark)
        .then(pl.lit("Counted differently from the quarter before, to be checked"))
        .alias("note_en"),
    )
