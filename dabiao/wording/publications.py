"""Publications in words: what one brought, row by row, and what the fields of a row say."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import polars as pl

from dabiao.locale import catalog
from dabiao.numbers import NOTHING, number, signed
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.wording.fields import LANGUAGE_SUFFIXES, base, field_name, spoken, table_name
from dabiao.wording.figures import Row, period
from dabiao.wording.series import series

Names = Mapping[str, Mapping[str, tuple[str, str]]]
"""Per table, names in Chinese and English by id (`dabiao.holdings.names`)."""

SEPARATOR: Final = " / "
"""Between the parts of a row's key."""

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "area": ("area",),
    "framework": ("framework",),
    "unit": ("unit",),
    "indicator": ("indicator",),
    "indicator_component": ("indicator", "indicator"),
    "target": ("area", "target"),
    "task": ("framework", "task"),
    "task_department": ("framework", "task", ""),
    "observation": ("area", "indicator", "series", "period"),
    "task_report": ("area", "framework", "task", "period"),
}
"""What the parts of each table's key identify."""

REFERENCES: Final[Mapping[str, str]] = {
    "area_code": "area",
    "parent_code": "area",
    "province_code": "area",
    "city_code": "area",
    "framework_id": "framework",
    "indicator_code": "indicator",
    "component_code": "indicator",
    "series": "series",
    "period": "period",
    "deadline": "period",
    "baseline_period": "period",
    "plan_start": "period",
    "horizon": "period",
}
"""What the values of a field identify."""

INTERNAL: Final = ("end_month", "tile_row", "tile_column")
"""Fields that say nothing to people."""

_NEGATIVE: Final = re.compile(r"-[\d.]+")

OTHER_LANGUAGE: Final[Mapping[Language, str]] = {"zh": N_("{field} (English)"), "en": N_("{field} (Chinese)")}


class Field(NamedTuple):
    """A field of a row with what it said and says."""

    name: str
    before: str | None
    after: str | None


class Entry(NamedTuple):
    """A row that a publication brought, changed or withdrew."""

    name: str
    kind: str
    """``new``, ``changed`` or ``withdrawn``."""
    fields: list[Field]


ENTRY_NAMES: Final[Mapping[str, str]] = {
    "new": N_("new"),
    "changed": N_("changed"),
    "withdrawn": N_("withdrawn"),
}


def entry_name(kind: str, language: Language) -> str:
    """Return whether a row is new, changed or withdrawn, in a word."""
    return catalog(language).gettext(ENTRY_NAMES[kind])


def row_name(table: str, key: str, names: Names, language: Language) -> str:
    """Return what a row is called: the names of the parts of its key."""
    parts = zip(KEYS[table], key.split(SEPARATOR), strict=False)
    return " · ".join(_named(what, part, names, language) for what, part in parts)


def _named(what: str, identifier: str, names: Names, language: Language) -> str:
    if what == "period":
        return period(identifier, language)
    if what == "series":
        return series(identifier, language)
    chinese, english = names.get(what, {}).get(identifier, (identifier, identifier))
    return chinese if language == "zh" else english


def entries(changes: pl.DataFrame, names: Names, language: Language) -> list[Entry]:
    """Return the rows of one table in words.

    Args:
        changes: rows of `dabiao.publications.changes` of one table.
        names: what the ids are called.
        language: of the words; of a row that is new or withdrawn, texts in the other one are left out.
    """
    found = []
    for (table, key), fields in changes.group_by("table", "key", maintain_order=True):
        kind = "changed"
        if fields["before"].is_null().all():
            kind = "new"
        elif fields["after"].is_null().all():
            kind = "withdrawn"
        rows = [
            row
            for row in fields.to_dicts()
            if row["field"] not in INTERNAL and (kind == "changed" or not _in_other(row["field"], language))
        ]
        found.append(
            Entry(
                row_name(str(table), str(key), names, language),
                kind,
                [_field(row, names, language) for row in rows],
            )
        )
    return found


def _in_other(field: str, language: Language) -> bool:
    other = next(end for own, end in LANGUAGE_SUFFIXES.items() if own != language)
    return field.endswith(other) and base(field) != field


def _field(row: Row, names: Names, language: Language) -> Field:
    field = row["field"]
    name = field_name(field, language)
    if _in_other(field, language):
        name = catalog(language).gettext(OTHER_LANGUAGE[language]).format(field=name)
    return Field(name, *(_value(field, row[side], names, language) for side in ("before", "after")))


def _value(field: str, value: str | None, names: Names, language: Language) -> str | None:
    if value is None:
        return None
    if field in REFERENCES:
        return _named(REFERENCES[field], value, names, language)
    told = str(spoken(base(field), value, language))
    return signed(told) if _NEGATIVE.fullmatch(told) else told


def listing(changes: pl.DataFrame, names: Names, language: Language) -> pl.DataFrame:
    """Return `dabiao.publications.changes` rows of one table with keys, fields and values in words."""
    fields = changes["field"].unique().to_list()
    texts = {side: pl.col(side) for side in ("before", "after")}
    for field in fields:
        own = changes.filter(pl.col("field") == field)
        values = pl.concat([own["before"], own["after"].rename("before")]).drop_nulls().unique().to_list()
        said = {value: _value(field, value, names, language) for value in values}
        for side, text in texts.items():
            texts[side] = pl.when(pl.col("field") == field).then(pl.col(side).replace(said)).otherwise(text)
    keys = {(table, key) for table, key in changes.select("table", "key").unique().iter_rows()}
    return changes.select(
        pl.col("table").replace({table: table_name(table, language) for table, _ in keys}),
        pl.col("key").replace({key: row_name(table, key, names, language) for table, key in keys}),
        pl.col("field").replace({field: field_name(field, language) for field in fields}),
        *(text.alias(side) for side, text in texts.items()),
    )


def brought(counts: Mapping[str, Any], language: Language) -> list[dict[str, str]]:
    """Return per table how many rows a publication brought, changed and withdrew.

    Args:
        counts: `dabiao.publications.Publication.counts`.
        language: of the words.
    """
    return [
        {
            "table": table_name(table, language),
            **{kind: number(getattr(count, kind), language) for kind in ENTRY_NAMES},
        }
        for table, count in counts.items()
    ]


def finding(counts: Mapping[str, Any], publication: int, language: Language) -> str:
    """Return what a publication brought in all, in a sentence."""
    catalogue = catalog(language)
    sums = {kind: sum(getattr(count, kind) for count in counts.values()) for kind in ENTRY_NAMES}
    if not any(sums.values()):
        return catalogue.gettext("Publication No. {number} left every row as it was").format(
            number=publication
        )
    return catalogue.gettext(
        "Publication No. {number}: {new} rows new, {changed} changed, {withdrawn} withdrawn"
    ).format(number=publication, **{kind: number(value, language) for kind, value in sums.items()})


def history(rows: Sequence[Row], language: Language) -> str:
    """Return how many publications there are and which is the latest (rows of `publications`)."""
    catalogue = catalog(language)
    return catalogue.ngettext(
        "{count} publication; the latest is No. {number}",
        "{count} publications; the latest is No. {number}",
        len(rows),
    ).format(count=len(rows), number=rows[0]["number"] if rows else NOTHING)
