"""The content of a target: where its figure comes from, whether it can be trusted, what it would take."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from dabiao import targets, wording
from dabiao.briefing.content import Content, Section
from dabiao.contents import area, tables
from dabiao.contents.asked import Asked
from dabiao.numbers import NOTHING
from dabiao.terms import N_
from dabiao.wording import arithmetic, briefings, clause, quality, rules


def content(asked: Asked) -> Content:
    """Return the content of the target that the view shows."""
    known = asked.areas()
    code = asked.required("area", known["code"].to_list())
    rows = asked.status(area=code)
    target_id = asked.required("target", rows["target_id"].to_list())
    own = pl.col("target_id") == target_id
    rows, figures = rows.filter(own), asked.observations(area=code).filter(own)
    row = rows.row(0, named=True)
    language = asked.language
    title = f"{wording.name(row, 'area', language)} · {wording.name(row, 'indicator', language)}"
    sections = _sections(asked, rows, row, figures)
    return asked.content(title, clause.finding(row, language), sections)


def _sections(
    asked: Asked, rows: pl.DataFrame, row: dict[str, Any], figures: pl.DataFrame
) -> Iterator[Section]:
    _, language = asked.say, asked.language
    marks = asked.used(rows, figures)
    known = pl.col("target_id") == row["target_id"]
    points = asked.line(row["area_code"]).filter(known & pl.col("value").is_not_null())
    if points.is_empty():
        yield Section(
            f"{briefings.target(row, language)}",
            (
                tables.standing(asked, row),
                *wording.explanation(row, language),
            ),
        )
    else:
        yield area.of_target(asked, row, points, figures, marks)
    account = targets.account(row, figures)
    yield _why(asked, row, account)
    by_part = {(one["indicator_code"], one["period"]): one for one in wording.rows(figures)}
    used = [by_part[part.indicator_code, part.period] for part in account.parts]
    due = targets.due(row, asked.as_of, figures)
    facts = quality.card(row, used, targets.age_months(row, asked.as_of), due, asked.as_of, language)
    trust = [(heading, " ".join(texts)) for heading, texts in facts]
    heads = (N_("Question"), N_("Answer"))
    caption = _("Can it be trusted")
    yield Section(caption, table=tables.pairs(asked, caption, heads, trust))
    plan = asked.plans(row["framework_id"]).row(0, named=True)
    caption = _("Clause and document")
    said = [*clause.document(row, plan, language), *clause.assumptions(row, plan, language)]
    heads = (N_("What"), N_("What the document says"))
    yield Section(caption, table=tables.pairs(asked, caption, heads, said))
    if not figures.is_empty():
        caption = _("Published figures and their sources ({count})").format(count=figures.height)
        yield Section(caption, table=tables.figures(asked, figures, caption))


def _why(asked: Asked, row: dict[str, Any], account: targets.Account) -> Section:
    """Return the rule and the arithmetic, where the rules that gave the status are the present ones."""
    _, language = asked.say, asked.language
    heading = _("Why this status")
    if not asked.explained:
        return Section(heading, (rules.withheld(asked.rules, language),))
    steps = [_step(step) for step in arithmetic.steps(row, account, language)]
    why = (rules.reason(account.rule, row, language),)
    heads = (N_("Measure"), N_("Formula"))
    return Section(
        heading, why, table=tables.pairs(asked, _("The arithmetic"), heads, steps) if steps else None
    )


def _step(step: arithmetic.Step) -> tuple[str, str]:
    named = f"{step.name} · {step.formula}"
    return named, step.text if step.expression else f"{NOTHING} {step.text}"
