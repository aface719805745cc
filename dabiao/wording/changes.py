"""What became of targets between two moments, in words."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from dabiao import terms
from dabiao.locale import catalog
from dabiao.model import Change, TargetBasis
from dabiao.numbers import NOTHING
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.wording.figures import Row, attainment, name, period, target, value
from dabiao.wording.joining import clauses
from dabiao.wording.series import series

TERMS: Final[Mapping[str, str]] = {
    "basis": N_("counts: {change}"),
    "series": N_("judged by: {change}"),
    "stated_baseline": N_("baseline stated: {change}"),
    "stated_baseline_period": N_("period of that baseline: {change}"),
    "plan_start": N_("plan begins: {change}"),
}
"""What a target says of how it counts."""


def changes_finding(rows: pl.DataFrame, since: str, language: Language) -> str:
    """Return how many targets changed and how: ``Since No. 3 of …: 2 newly achieved, 1 newly behind``.

    Args:
        rows: `dabiao.progress.changed` rows.
        since: what is compared with, in words.
        language: of the sentence.
    """
    _ = catalog(language).gettext
    if rows.is_empty():
        return _("Nothing has changed since {since}").format(since=since)
    counts = dict(rows.group_by("change").len().iter_rows())
    parts = [
        _("{kind} {count}").format(kind=terms.change_name(change, language), count=counts[change])
        for change in Change
        if change in counts
    ]
    return _("Since {since}: {parts}").format(since=since, parts=clauses(parts, language))


def decided(count: int, as_of: str, language: Language) -> str:
    """Return how many targets of an area stand otherwise since a decision was published.

    Args:
        count: of them.
        as_of: period at whose end they are compared.
        language: of the sentence.
    """
    catalogue = catalog(language)
    text = catalogue.gettext("It changed the figure or status of no target of the area, as of {period}.")
    if count:
        text = catalogue.ngettext(
            "It changed the figure or status of {count} target, as of {period}:",
            "It changed the figure or status of {count} targets, as of {period}:",
            count,
        )
    return text.format(count=count, period=period(as_of, language))


def change(row: Row, language: Language) -> str:
    """Return what a target was and is: figure, attainment and status, as far as each has changed.

    Args:
        row: of `dabiao.progress.changed`.
        language: of the sentence.
    """
    _ = catalog(language).gettext
    before, now = _side(row, "_before"), _side(row, "")
    match Change(row["change"]):
        case Change.ADDED:
            return _("new: {target}").format(target=target(now, language))
        case Change.WITHDRAWN:
            return _("was: {target}").format(target=target(before, language))
        case Change.TARGET_CHANGED:
            said = list(dict.fromkeys([_said(before, language), _said(now, language)]))
            return clauses([" → ".join(said), *terms_changed(row, row, language)], language)
        case _:
            said = [_reached(before, language), _reached(now, language)]
            if said[0] == said[1]:  # the newer figure cannot be counted either: it is of another period
                said = [
                    _of_period(text, row, language) for text, row in zip(said, (before, now), strict=True)
                ]
    return " → ".join(said)


def _side(row: Row, end: str) -> Mapping[str, object]:
    names = ("target", "deadline", "period", "value", "bound", "attainment", "status", "roll_up")
    comparator = row.get("comparator" + end) or row.get("comparator")
    return {**row, "comparator": comparator, **{name: row[name + end] for name in names}}


def terms_changed(row: Row, of: Row, language: Language) -> list[str]:
    """Return in what else than value and deadline a target differs from what it was before, as ``from → to``.

    Args:
        row: what it says, and with ``_before`` at the end of the name what it said: of
            `dabiao.progress.changed`, or of a version; columns that it lacks are as before.
        of: a row with the target's unit.
        language: of the texts.
    """
    _ = catalog(language).gettext

    def said(name: str, given: Any) -> str:
        match name:
            case _ if given is None:
                return NOTHING
            case "basis":
                return _(terms.TARGET_BASIS_NAMES[TargetBasis(given)])
            case "series":
                return series(given, language)
            case "stated_baseline":
                return value(of, given, language)
            case _:
                return period(given, language)

    return [
        _(text).format(change=f"{said(name, row[f'{name}_before'])} → {said(name, row[name])}")
        for name, text in TERMS.items()
        if name in row and row[name] != row[f"{name}_before"]
    ]


def _said(row: Row, language: Language) -> str:
    _ = catalog(language).gettext
    return _("{target} by {deadline}").format(
        target=target(row, language), deadline=period(row["deadline"], language)
    )


def _reached(row: Row, language: Language) -> str:
    _ = catalog(language).gettext
    status = terms.status_label(row["status"], language)
    if row["value"] is None:
        return status
    figure = value(row, row["value"], language, row["bound"])
    if row["attainment"] is None:
        return f"{figure} {status}"
    return _("{figure}, attainment {share}, {status}").format(
        figure=figure, share=attainment(row, language), status=status
    )


def _of_period(text: str, row: Row, language: Language) -> str:
    if row["period"] is None:
        return text
    _ = catalog(language).gettext
    return _("{text} ({period})").format(text=text, period=period(row["period"], language))


def caught_up(row: Row, language: Language) -> str:
    """Return that a target was behind and is not any more (a row of `dabiao.progress.caught_up`)."""
    _ = catalog(language).gettext
    return _("{area} · {indicator}: {before} as of {period}, now {status}").format(
        area=name(row, "area", language),
        indicator=name(row, "indicator", language),
        before=terms.status_label(row["was_status"], language),
        period=period(row["was_period"], language),
        status=terms.status_label(row["status"], language),
    )
