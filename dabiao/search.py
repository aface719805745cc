"""What can be looked for by name: areas, indicators, documents, tasks, departments.

A Chinese name is found by its characters, by its pinyin (``chengxiang``) and by the initials of its pinyin
(``gjbz`` for 国家标准); every name has an English one beside it.
"""

from enum import StrEnum
from typing import Final

import polars as pl

from dabiao import publications
from dabiao.store import Store


class Kind(StrEnum):
    """What an entry is of, in the order that results are shown."""

    AREA = "area"
    INDICATOR = "indicator"
    DOCUMENT = "document"
    TASK = "task"
    DEPARTMENT = "department"


LIMIT: Final = 20
"""Results shown of one kind."""

_SPACES: Final = r"[\s·\-'’“”《》（）()、，,]+"

ENTRY: Final = {
    "kind": pl.String,
    "id": pl.String,
    "within": pl.String,
    "name_zh": pl.String,
    "name_en": pl.String,
    "weight": pl.Int32,
}


def entries(store: Store, publication: int) -> pl.DataFrame:
    """Return everything that can be looked for at a publication.

    Columns: kind (`Kind`), id (code of the area or indicator, id of the document or task, the department's
    name), within (of a city or county the code of its parent; of a task or department the id of its
    document), name_zh, name_en, weight (of equally good results the greater stands first: an area with a
    target before one without), and the forms it is looked for in: zh, en, pinyin, initials (without spaces
    and signs, lower case).
    """

    def current(table: str) -> pl.DataFrame:
        return publications.current(store, table, publication)

    targets = current("target").group_by("area_code").agg(weight=pl.len())
    areas = current("area").join(targets, left_on="code", right_on="area_code", how="left")
    departments = current("task_department").group_by("framework_id", "department", "department_en").len()
    found = pl.concat(
        [
            _entries(Kind.AREA, areas, "code", within="parent_code", weight="weight"),
            _entries(Kind.INDICATOR, current("indicator"), "indicator_code"),
            _entries(Kind.DOCUMENT, current("framework"), "framework_id", names="title"),
            _entries(Kind.TASK, current("task"), "task_id", names="title", within="framework_id"),
            _entries(
                Kind.DEPARTMENT,
                departments.rename({"department": "name_zh", "department_en": "name_en"}),
                "name_zh",
                within="framework_id",
                weight="len",
            ),
        ]
    )
    return found.with_columns(
        _bare(pl.col("name_zh")).alias("zh"),
        _bare(pl.col("name_en")).alias("en"),
        *_pinyin(found["name_zh"]),
    )


def _entries(
    kind: Kind,
    rows: pl.DataFrame,
    key: str,
    *,
    names: str = "name",
    within: str | None = None,
    weight: str | None = None,
) -> pl.DataFrame:
    return rows.select(
        pl.lit(str(kind)).alias("kind"),
        pl.col(key).alias("id"),
        (pl.col(within) if within else pl.lit(None, dtype=pl.String)).alias("within"),
        pl.col(f"{names}_zh").alias("name_zh"),
        pl.col(f"{names}_en").alias("name_en"),
        (pl.col(weight).fill_null(0) if weight else pl.lit(0)).cast(pl.Int32).alias("weight"),
    ).cast(pl.Schema(ENTRY))


def _bare(text: pl.Expr) -> pl.Expr:
    return text.str.to_lowercase().str.replace_all(_SPACES, "")


def _pinyin(names: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return the pinyin and its initials; what is not Chinese stands as it is."""
    # Its dictionary takes a quarter of a second to load, which a start should not wait for.
    from pypinyin import Style, lazy_pinyin

    def spelled(style: Style) -> pl.Series:
        return pl.Series(["".join(lazy_pinyin(name, style=style)) for name in names], dtype=pl.String)

    forms = pl.DataFrame({"pinyin": spelled(Style.NORMAL), "initials": spelled(Style.FIRST_LETTER)})
    bare = forms.select(_bare(pl.all()))
    return bare["pinyin"], bare["initials"]


def find(known: pl.DataFrame, text: str) -> pl.DataFrame:
    """Return the entries that match ``text``, best first within each kind, at most `LIMIT` of a kind.

    A name that is the text comes before one that begins with it and that before one that holds it; a name in
    either language before pinyin, and pinyin before initials. Pinyin matches from two letters on. Whether
    initials are all of a name's says little, as 省 and 市 are seldom typed: there a target decides.

    Args:
        known: rows of `entries`.
        text: what was typed; spaces, case and signs do not count. Nothing is found for an empty one.

    Returns:
        The columns of ``known`` and found (how many entries of this kind match in all).
    """
    order = pl.Enum([str(kind) for kind in Kind])
    return (
        matching(known, text)
        .sort(
            pl.col("kind").cast(order),
            "rank",
            pl.col("weight").neg(),
            pl.col("zh").str.len_chars(),
            "id",
            maintain_order=True,
        )
        .with_columns(found=pl.len().over("kind"))
        .filter(pl.int_range(pl.len()).over("kind") < LIMIT)
        .drop("rank")
    )


def matching(known: pl.DataFrame, text: str) -> pl.DataFrame:
    """Return every entry that matches ``text`` with its rank, the least for the best; see `find`."""
    wanted = pl.select(_bare(pl.lit(text))).item()
    if not wanted:
        return known.clear().with_columns(rank=pl.lit(None, dtype=pl.Int32))
    forms = ["zh", "en", *(["pinyin", "initials"] if len(wanted) > 1 else [])]
    ranks = [
        pl.when((pl.col(form) == wanted) & (form != "initials"))
        .then(place)
        .when(pl.col(form).str.starts_with(wanted))
        .then(10 + place)
        .when(pl.col(form).str.contains(wanted, literal=True))
        .then(20 + place)
        for place, form in enumerate(forms)
    ]
    return known.with_columns(rank=pl.min_horizontal(ranks)).filter(pl.col("rank").is_not_null())
