"""A whole run: generate the sets, load each in turn both ways, ask the views, sum up."""

import datetime as dt
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import polars as pl

from bench.generate import generate
from bench.loading import LOADED, STAGES
from bench.machine import machine
from bench.sets import SETS
from bench.spread import Spread, percentile, ratios, spread
from bench.worker import measured
from dabiao.model import Level

ANSWERS: Final = 20
"""Questions asked of each view in one repetition."""

LOADS: Final = ("raw", "raw_indexed", "build")


Tell = Callable[[str], None]
"""Told what is being done."""


def run(names: Sequence[str], runs: int, tell: Tell) -> dict[str, Any]:
    """Measure the sets called ``names``, each thing ``runs`` times in turn, and return all figures.

    Ratios are of measurements made one right after the other. Seconds are those of the clock, ``cpu`` those
    of the processor in all threads; memory is in MiB.
    """
    found: dict[str, Any] = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "runs": runs,
        "answers": ANSWERS,
        "machine": machine(),
        "sets": {},
        "load": {},
    }
    with tempfile.TemporaryDirectory(prefix="dabiao-bench-") as temporary:
        place = Path(temporary)
        for name in names:
            tell(f"{name}: generating")
            observations = generate(SETS[name], place / name)
            found["sets"][name] = _described(place / name, observations)
            found["load"][name] = _load(name, place, observations, runs, tell)
        databases = {name: str(place / f"{name}.duckdb") for name in names}
        provinces = _provinces(place / names[0])
        tell("asking the views")
        answers = measured("views", databases=databases, provinces=provinces, runs=runs, answers=ANSWERS)
        found["views"] = {name: _views([each[name] for each in answers]) for name in names}
        found["large_against_small"] = _against(answers, names)
        tell("writing briefings")
        found["briefings"] = {
            name: _briefings(measured("briefings", database=path, runs=runs))
            for name, path in databases.items()
        }
        tell("memory of serving")
        found["serving"] = {
            name: measured("serving", database=path, provinces=provinces, answers=ANSWERS)
            for name, path in databases.items()
        }
    return found


def _briefings(measurements: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return per part of the work its seconds and processor seconds over the repetitions."""
    return {
        part: {
            unit: asdict(spread(each[part][unit] for each in measurements))
            for unit in ("seconds", "cpu_seconds")
        }
        for part in measurements[0]
    }


def _described(folder: Path, observations: Path) -> dict[str, int]:
    """Return how much a generated folder holds."""
    rows = {name: pl.scan_csv(folder / "catalog" / f"{name}.csv") for name in ("areas", "targets")}
    rows["observations"] = pl.scan_csv(observations)
    counted = {name: frame.select(pl.len()).collect().item() for name, frame in rows.items()}
    return {**counted, "bytes": observations.stat().st_size}


def _provinces(folder: Path) -> list[str]:
    areas = pl.read_csv(folder / "catalog" / "areas.csv", infer_schema=False)
    return areas.filter(pl.col("level") == Level.PROVINCE)["code"].to_list()


def _load(name: str, place: Path, observations: Path, runs: int, tell: Tell) -> dict[str, Any]:
    """Return what loading one set took; the last database built stays for the views."""
    database = place / f"{name}.duckdb"
    taken: dict[str, list[dict[str, float]]] = {kind: [] for kind in LOADS}
    for number in range(runs):
        for kind in LOADS:
            tell(f"{name}: load {number + 1} of {runs}, {kind}")
            database.unlink(missing_ok=True)
            if kind == "build":
                done = measured("built", folder=place / name, database=database)
            else:
                done = measured(
                    "raw", observations=observations, database=database, index=kind == "raw_indexed"
                )
            taken[kind].append(done)
    build = taken["build"]
    raw, indexed, whole = (_column(taken[kind], "seconds") for kind in LOADS)
    raw_cpu, indexed_cpu, whole_cpu = (_column(taken[kind], "cpu_seconds") for kind in LOADS)
    loaded = [sum(row[stage] for stage in LOADED) for row in build]
    loaded_cpu = [sum(row[f"{stage}_cpu"] for stage in LOADED) for row in build]
    return {
        "seconds": {
            **{kind: asdict(spread(_column(taken[kind], "seconds"))) for kind in LOADS},
            **{stage: asdict(spread(_column(build, stage))) for stage in STAGES},
        },
        "cpu_seconds": {
            **{kind: asdict(spread(_column(taken[kind], "cpu_seconds"))) for kind in LOADS},
            **{stage: asdict(spread(_column(build, f"{stage}_cpu"))) for stage in STAGES},
        },
        "ratios": {
            "loaded_to_raw": asdict(ratios(loaded, raw)),
            "loaded_to_indexed": asdict(ratios(loaded, indexed)),
            "judgement_to_raw": asdict(ratios(_column(build, "judgement"), raw)),
            "build_to_raw": asdict(ratios(whole, raw)),
        },
        "ratios_cpu": {
            "loaded_to_raw": asdict(ratios(loaded_cpu, raw_cpu)),
            "loaded_to_indexed": asdict(ratios(loaded_cpu, indexed_cpu)),
            "judgement_to_raw": asdict(ratios(_column(build, "judgement_cpu"), raw_cpu)),
            "build_to_raw": asdict(ratios(whole_cpu, raw_cpu)),
        },
        "peak_memory_mb": {kind: asdict(spread(_column(taken[kind], "peak_memory_mb"))) for kind in LOADS},
        "samples": taken,
    }


def _column(rows: Sequence[dict[str, float]], name: str) -> list[float]:
    return [row[name] for row in rows]


def _views(answers: Sequence[dict[str, list[dict[str, float]]]]) -> dict[str, Any]:
    """Return for each view what judged and raw answers took, and the ratio of the two."""
    views = dict.fromkeys(key.split()[0] for key in answers[0])
    found = {}
    for view in views:
        kinds = {
            kind: [one for each in answers for one in each[f"{view} {kind}"]] for kind in ("judged", "raw")
        }
        found[view] = {
            **{kind: _taken(rows) for kind, rows in kinds.items()},
            "ratio": asdict(
                ratios(*([_median(each[f"{view} {kind}"]) for each in answers] for kind in kinds))
            ),
            "ratio_cpu": asdict(
                ratios(*([_median(each[f"{view} {kind}"], "cpu_ms") for each in answers] for kind in kinds))
            ),
        }
    return found


def _taken(rows: Sequence[dict[str, float]]) -> dict[str, float]:
    wall = _column(rows, "wall_ms")
    return {
        "answers": len(rows),
        "rows": _median(rows, "rows"),
        "p50_ms": percentile(wall, 0.5),
        "p95_ms": percentile(wall, 0.95),
        "cpu_ms": _median(rows, "cpu_ms"),
    }


def _median(rows: Sequence[dict[str, float]], name: str = "wall_ms") -> float:
    return spread(_column(rows, name)).median


def _against(answers: Sequence[dict[str, Any]], names: Sequence[str]) -> dict[str, Any]:
    """Return the ratios of the large set's judged views to the small one's, where the rows are as many."""
    from bench.views import VIEWS

    if not {"S", "L"} <= set(names):
        return {}
    found = {}
    for view in VIEWS:
        if view.same_rows:
            key = f"{view.name} judged"
            found[view.name] = {
                "wall": asdict(_of(answers, key, "wall_ms")),
                "cpu": asdict(_of(answers, key, "cpu_ms")),
            }
    return found


def _of(answers: Sequence[dict[str, Any]], key: str, name: str) -> Spread:
    large, small = ([_median(each[size][key], name) for each in answers] for size in ("L", "S"))
    return ratios(large, small)
