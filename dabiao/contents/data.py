"""The content of the page on data and method: the rules as they run, and what contradicts."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Final

import polars as pl

from dabiao import conflicts, method, publications, terms
from dabiao.briefing.content import Column, Content, Section, Table
from dabiao.contents import tables
from dabiao.contents.asked import Asked, ContentError
from dabiao.terms import N_
from dabiao.wording import conflicts as conflict_words
from dabiao.wording import method as words
from dabiao.wording import sources

CONFLICTS: Final = "conflicts"
UNTOLD: Final = frozenset({"catalog", "completeness", "loads", "downloads"})
"""Sections that are lists to look things up in: no document is made of them."""
NO_DOCUMENT: Final = N_("Of this section no document is made: its tables are downloaded on the page.")


def content(asked: Asked) -> Content:
    """Return the content of the section that the view shows: contradictions, or the method.

    Raises:
        ContentError: the section is one of `UNTOLD`.
    """
    section = asked.view.choice("section")
    if section in UNTOLD:
        raise ContentError(NO_DOCUMENT)
    if section == CONFLICTS:
        return _conflicts(asked)
    judged = publications.publication(asked.store, asked.publication).rules
    lead = words.versions(method.RULES_VERSION, judged, asked.publication, asked.language)
    return asked.content(asked.say("Method"), lead, _method(asked))


def _method(asked: Asked) -> Iterator[Section]:
    _, language = asked.say, asked.language
    rules = [
        (
            str(rule["number"]),
            rule["condition"],
            terms.status_name(rule["status"], language),
            terms.roll_up_name(rule["group"], language),
        )
        for rule in words.rules(method.RULES, language)
    ]
    heads = (_("No."), _("Condition"), _("Status"), _("Counted as"))
    yield _section(
        _("Which status a target has"), heads, rules, (_("The first rule that applies gives the status."),)
    )
    measures = [
        (one["name"], one["formula"], one["unit"], one["undefined"]) for one in words.measures(language)
    ]
    heads = (_("Measure"), _("Formula"), _("Unit"), _("Undefined where"))
    yield _section(_("What is measured"), heads, measures)
    pair = (N_("Words"), N_("What it means"))
    lists = (
        (_("The letters in the formulas"), words.symbols(language)),
        (_("Flags beside a status"), words.flags(language)),
        (_("No progress, or no figure: five different things"), words.absences(language)),
        (_("Figures that are not exact"), words.bounds(language)),
        (_("Parameters"), words.parameters(asdict(method.PARAMETERS), language)),
        (_("Words"), words.words(language)),
    )
    for heading, rows in lists:
        yield Section(heading, table=tables.pairs(asked, heading, pair, rows))


def _section(
    heading: str, heads: Sequence[str], rows: Sequence[tuple[str, ...]], sentences: tuple[str, ...] = ()
) -> Section:
    told = [tuple(tables.text(one) for one in row) for row in rows]
    return Section(heading, sentences, table=tables.table(heading, [Column(head) for head in heads], told))


def _conflicts(asked: Asked) -> Content:
    language = asked.language
    found = conflicts.find(asked.store, asked.publication, as_of=asked.as_of, vintage=asked.vintage)
    lead = conflict_words.finding(found, language)
    rest = asked.say(
        "Nothing is corrected and nothing is left out: the sources say both, and both are on record."
    )
    if found.is_empty():
        return asked.content(asked.say("Contradictions"), lead, [Section(lead, (rest,))])
    sections = [Section(lead, (rest,)), Section(asked.say("Contradictions"), table=_table(asked, found))]
    return asked.content(asked.say("Contradictions"), lead, sections)


def _table(asked: Asked, found: pl.DataFrame) -> Table:
    _, language = asked.say, asked.language
    columns = (
        Column(_("Kind")),
        Column(_("Severity")),
        Column(_("Contradiction")),
        Column(_("What it means")),
        Column(_("Source")),
    )
    each = found.partition_by("conflict", maintain_order=True)
    rows = []
    for figures in each[: tables.AT_MOST]:
        held = figures.to_dicts()
        kind, severity = held[0]["kind"], held[0]["severity"]
        named = (
            conflict_words.kind_name(kind, language),
            conflict_words.severity_name(severity, language),
            conflict_words.sentence(held, language),
            conflict_words.explanation(kind, severity, language),
            asked.notes.mark(sources.source(row, language) for row in held),
        )
        rows.append(tuple(tables.text(one) for one in named))
    return tables.table(_("Contradictions"), columns, rows, len(each))
