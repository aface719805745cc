"""What the deliberate lines show and where, as a table in Markdown."""

from collections.abc import Iterator

import polars as pl

from dabiao.settings import Language
from dabiao.terms import N_
from etl.demo import cases, habits, shapes
from etl.demo.making import CATALOG
from etl.messages import translated

HEADS = (
    N_("document"),
    N_("area"),
    N_("indicator"),
    N_("develops"),
    N_("is reported"),
    N_("shows"),
)


def listing(language: Language) -> str:
    """Return the deliberate lines, one row each; what they show is named by its codes."""
    lines = [" | ".join(translated(head, language) for head in HEADS), "|".join(["---"] * len(HEADS))]
    lines += [" | ".join(cells) for cells in _rows(language)]
    return "\n".join(f"| {line} |" for line in lines)


def _rows(language: Language) -> Iterator[tuple[str, ...]]:
    names = {
        name: dict(
            pl.read_csv(CATALOG / f"{name}.csv", infer_schema=False)
            .select(key, f"{text}_{language}")
            .iter_rows()
        )
        for name, key, text in (
            ("frameworks", "framework_id", "short"),
            ("areas", "code", "name"),
            ("indicators", "indicator_code", "name"),
        )
    }
    for case in cases.CASES.values():
        shape, habit = shapes.SHAPES[case.shape], habits.HABITS[case.habit]
        yield (
            names["frameworks"][case.framework],
            f"{names['areas'][case.area]} {case.area}",
            names["indicators"][case.indicator],
            shape.says_zh if language == "zh" else shape.says_en,
            habit.says_zh if language == "zh" else habit.says_en,
            ", ".join(f"`{code}`" for code in case.shows.split()),
        )
