"""Applies the rules to the tables, one after the other, and parts accepted from rejected rows.

Nothing stops at a first error: every rule a row breaks is told. A rule that looks at one column is judged on
the column's distinct values, and one over several columns on all rows at once, so that millions of rows take
seconds; what a message says is put together for bad rows only. A table of few rows is judged as it stands,
all rules at once: gathering the distinct values of its columns would take longer than judging every row.
"""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Final

import polars as pl

from dabiao.settings import Language
from dabiao.terms import N_
from etl.csvfile import Misfit
from etl.files import FILE_OF, Column, File
from etl.messages import translated
from etl.readers import Progress, Reading
from etl.rulebook import RULES
from etl.rules import SHOWN, Rule, column_rules, own_attributes, rejected_reference
from etl.values import Values, have_repeats, is_coded

VIOLATIONS: Final = {
    "table": pl.String,
    "file": pl.String,
    "line": pl.UInt32,
    "field": pl.String,
    "value": pl.String,
    "rule": pl.String,
    "message_zh": pl.String,
    "message_en": pl.String,
}
"""Columns of a frame of violations: one row per row of a file and rule it breaks."""

FEW_ROWS: Final = 5_000
"""Up to as many rows a table is judged as it stands."""

FIELD_COUNT_RULE: Final = "field-count"
FIELD_COUNT: Final = N_("has {fields} fields and the header {columns}; a comma too many, or one missing?")


@dataclass(frozen=True)
class Checked:
    """What the rules said of the whole input."""

    accepted: dict[str, pl.DataFrame]
    """Of each table the rows that broke no rule: text, and the attributes of `etl.rules`."""
    violations: pl.DataFrame
    """Columns of `VIOLATIONS`, in the order of files, lines and columns."""
    read: dict[str, int]
    """Of each file the number of rows, those with a wrong number of fields included."""
    rejected: dict[str, int]
    """Of each file the number of rows that broke at least one rule."""


def check(reading: Reading, progress: Progress | None = None) -> Checked:
    """Return what the rules say of every row of ``reading``; takes its frames out of it, to spare memory."""
    known: dict[str, pl.DataFrame] = {}
    accepted: dict[str, pl.DataFrame] = {}
    violations = [_misfits(reading.misfits)]
    read = dict.fromkeys(reading.file_type.categories, 0)
    for number, table in enumerate(reading.files):
        if progress is not None:
            progress("check", number, len(reading.files))
        frame, found = _check_table(FILE_OF[table], reading.frames.pop(table), known)
        accepted[table] = (frame if found.is_empty() else frame.filter("ok")).drop("ok")
        if any(column.refers == table for file in FILE_OF.values() for column in file.columns):
            known[table] = frame
        violations.append(found)
        for name, rows in frame.group_by("file").len().iter_rows():
            read[name] += rows
    for misfit in reading.misfits:
        read[misfit.file] += 1
    told = pl.concat(violations).with_columns(pl.col("file").cast(reading.file_type))
    order = {name: place for file in FILE_OF.values() for place, name in enumerate(file.names)}
    told = told.sort(
        "file",
        "line",
        pl.col("field").replace_strict(order, default=-1, return_dtype=pl.Int32),
        maintain_order=True,
    )
    rejected = dict.fromkeys(read, 0) | dict(
        told.select("file", "line").unique().group_by("file").len().iter_rows()
    )
    return Checked(accepted, told, read, rejected)


def _misfits(misfits: Sequence[Misfit]) -> pl.DataFrame:
    rows = [
        (
            misfit.table,
            misfit.file,
            misfit.line,
            "",
            misfit.excerpt,
            FIELD_COUNT_RULE,
            translated(FIELD_COUNT, "zh").format(fields=misfit.fields, columns=misfit.columns),
            FIELD_COUNT.format(fields=misfit.fields, columns=misfit.columns),
        )
        for misfit in misfits
    ]
    return pl.DataFrame(rows, schema=VIOLATIONS, orient="row")


def _check_table(
    file: File, frame: pl.DataFrame, known: Mapping[str, pl.DataFrame]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the table with its attributes and the column ``ok``, and what it violates."""
    table = file.table.name
    frame = _prepared(file, frame)
    inner = next((column for column in file.columns if column.refers == table), None)
    if inner is not None:
        # The table refers to itself: whether a row's parent is accepted is known only after this pass.
        known = {**known, table: frame.with_columns(ok=True)}
    rules = list(_rules(table))
    masks = {
        number: mask for number, mask in enumerate(_judge(file, rules, frame, known)) if mask is not None
    }
    ok = _none_of(masks.values(), frame.height)
    if inner is not None:
        ok, known, fallen = _follow(file, inner, frame, ok, known)
        if fallen is not None:
            rules.append(rejected_reference(file, inner))
            masks[len(rules) - 1] = fallen
    found = [_violations(file, rules[number], frame, mask, known) for number, mask in masks.items()]
    empty = pl.DataFrame(schema=VIOLATIONS)
    return frame.with_columns(ok.alias("ok")), pl.concat([empty, *found])


@functools.cache
def _rules(table: str) -> tuple[Rule, ...]:
    return (*column_rules(FILE_OF[table]), *RULES[table])


def _prepared(file: File, frame: pl.DataFrame) -> pl.DataFrame:
    """Return ``frame`` with blanks that mean something filled in, and what each cell stands for."""
    if frame.height <= FEW_ROWS:
        frame = frame.with_columns(
            pl.col(name).cast(pl.String) for name in file.names if is_coded(frame, name)
        )
    frame = frame.with_columns(
        pl.col(column.name).fill_null(column.default) for column in file.columns if column.default is not None
    )
    plain: dict[str, pl.Expr] = {}
    for column in file.columns:
        attributes = own_attributes(column)
        if attributes and is_coded(frame, column.name):
            values = Values(frame[column.name])
            told = values.frame.select(**attributes)
            frame = frame.with_columns(values.of_rows(each) for each in told.iter_columns())
        else:
            plain |= attributes
    frame = frame.with_columns(**plain)
    if file.table.name == "area":
        frame = frame.with_columns(ancestors=_ancestors(frame))
    return frame


def _ancestors(areas: pl.DataFrame) -> pl.Series:
    """Return of each area the codes above it, nearest first; a circle is followed once around."""
    parents = areas.drop_nulls(["code", "parent_code"]).unique("code", keep="first", maintain_order=True)
    parent = dict(parents.select("code", "parent_code").iter_rows())
    chains: list[list[str]] = []
    for code in areas["code"]:
        chain: list[str] = []
        above = parent.get(code)
        while above is not None and above not in chain:
            chain.append(above)
            above = parent.get(above)
        chains.append(chain)
    return pl.Series(chains, dtype=pl.List(pl.String))


def _judge(
    file: File, rules: Sequence[Rule], frame: pl.DataFrame, known: Mapping[str, pl.DataFrame]
) -> list[pl.Series | None]:
    """Return for each rule which rows are bad, None where none is."""
    masks: list[pl.Series | None] = [None] * len(rules)
    if frame.height <= FEW_ROWS:
        for number, bad in _bad(file, rules, range(len(rules)), frame, known):
            masks[number] = bad
        return masks
    single: dict[str, list[int]] = {}
    several: list[int] = []
    for number, rule in enumerate(rules):
        cells = {name for read in rule.reads for name in _cells(file, read)}
        if len(cells) == 1 and not rule.compares_rows:
            single.setdefault(cells.pop(), []).append(number)
        else:
            several.append(number)
    for name, numbers in single.items():
        values = Values(frame[name])
        column = file.column(name) if name in file.names else None
        distinct = values.frame.with_columns(**own_attributes(column)) if column else values.frame
        for number, bad in _bad(file, rules, numbers, distinct, known):
            mask = values.of_rows(bad)
            masks[number] = mask if mask.any() else None  # a coded column may hold values that no row has
    several = [
        number for number in several if not rules[number].unique or have_repeats(frame, rules[number].unique)
    ]
    for number, bad in _bad(file, rules, several, frame, known):
        masks[number] = bad
    return masks


def _cells(file: File, name: str) -> tuple[str, ...]:
    """Return the file's columns that ``name``, dotted or not, is known from."""
    base, dot, _ = name.partition(".")
    return file.column(base).reference if dot and base in file.names else (base,)


def _bad(
    file: File,
    rules: Sequence[Rule],
    numbers: Sequence[int],
    frame: pl.DataFrame,
    known: Mapping[str, pl.DataFrame],
) -> Iterable[tuple[int, pl.Series]]:
    """Return the rules among ``numbers`` that a row of ``frame`` breaks, with the rows that do."""
    if not numbers:
        return []
    reads = frozenset().union(*(rules[number].reads for number in numbers))
    full = _attached(file, frame, reads, known).lazy()
    verdicts = full.select(rules[number].bad.fill_null(False).alias(str(number)) for number in numbers)
    judged = verdicts.collect()
    return [(number, judged[str(number)]) for number in numbers if judged[str(number)].any()]


def _attached(
    file: File, frame: pl.DataFrame, reads: Iterable[str], known: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    """Return ``frame`` with the columns among ``reads`` that belong to rows referred to."""
    wanted: dict[str, list[str]] = {}
    for name in sorted(set(reads)):
        base, dot, rest = name.partition(".")
        if dot and name not in frame.columns:
            wanted.setdefault(base, []).append(rest)
    for base, names in wanted.items():
        column = file.column(base)
        if is_coded(frame, base):
            values = Values(frame[base])
            told = _looked_up(column, values.frame, names, known).drop(base)
            frame = frame.with_columns(values.of_rows(each) for each in told.iter_columns())
        else:
            frame = _looked_up(column, frame, names, known)
    return frame


def _looked_up(
    column: Column, frame: pl.DataFrame, names: Sequence[str], known: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    """Return ``frame`` with the columns ``names`` of the rows that ``column`` refers to, as dotted names."""
    assert column.refers is not None
    key = FILE_OF[column.refers].key
    there = known[column.refers].unique(key, keep="first", maintain_order=True)
    there = there.select(
        *(pl.col(name).alias(f"{column.name} key {name}") for name in key),
        *(pl.col(name).alias(f"{column.name}.{name}") for name in names),
    )
    return frame.join(
        there,
        left_on=column.reference,
        right_on=[f"{column.name} key {name}" for name in key],
        how="left",
        maintain_order="left",
    )


def _none_of(masks: Iterable[pl.Series], height: int) -> pl.Series:
    ok = pl.repeat(True, height, dtype=pl.Boolean, eager=True)
    for mask in masks:
        ok &= ~mask
    return ok


def _follow(
    file: File, inner: Column, frame: pl.DataFrame, ok: pl.Series, known: Mapping[str, pl.DataFrame]
) -> tuple[pl.Series, Mapping[str, pl.DataFrame], pl.Series | None]:
    """Let rows fall with the rows of the same table they refer to, until no more do."""
    rule = rejected_reference(file, inner)
    fallen: pl.Series | None = None
    while True:
        known = {**known, file.table.name: frame.with_columns(ok.alias("ok"))}
        verdict = _judge(file, [rule], frame, known)[0]
        if verdict is None or (fallen is not None and (verdict == fallen).all()):
            return ok, known, fallen
        fallen = verdict
        ok &= ~verdict


def _violations(
    file: File, rule: Rule, frame: pl.DataFrame, bad: pl.Series, known: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    """Return the rows of `VIOLATIONS` for the ``bad`` rows of one rule."""
    cell = pl.col(rule.column)
    facts = {name: _fact(fact) for name, fact in rule.facts.items()}
    facts["value"] = (
        pl.when(cell.str.len_chars() > SHOWN).then(cell.str.slice(0, SHOWN) + "…").otherwise(cell)
    )
    used = sorted({name for _, name, _, _ in Formatter().parse(rule.message) if name})
    needed = _attached(file, frame, rule.reads, known).with_columns(
        pl.col(name).cast(pl.String) for name in {*rule.reads, rule.column} & file.coded
    )
    told = needed.select(
        "file", "line", cell.alias("cell"), *(facts[name].alias(f"fact {name}") for name in used)
    )
    return told.filter(bad).select(
        pl.lit(file.table.name).alias("table"),
        pl.col("file").cast(pl.String),
        "line",
        pl.lit(rule.column).alias("field"),
        pl.col("cell").alias("value"),
        pl.lit(rule.code).alias("rule"),
        _message(rule.message, "zh").alias("message_zh"),
        _message(rule.message, "en").alias("message_en"),
    )


def _fact(fact: pl.Expr | str) -> pl.Expr:
    return pl.lit(fact) if isinstance(fact, str) else fact


def _message(message: str, language: Language) -> pl.Expr:
    """Return the message with the columns ``fact …`` in place of its names."""
    parts: list[pl.Expr] = []
    for text, name, _, _ in Formatter().parse(translated(message, language)):
        parts.append(pl.lit(text))
        if name:
            parts.append(pl.col(f"fact {name}").cast(pl.String).fill_null("–"))
    return pl.concat_str(parts)
