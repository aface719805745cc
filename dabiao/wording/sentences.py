"""Sentences about one target: how far it came, what it would take, what can be expected."""

from collections.abc import Mapping
from typing import Final, Protocol

import polars as pl

from dabiao import terms
from dabiao.locale import catalog
from dabiao.model import Flag, NoInterval, TargetBasis, Verdict
from dabiao.numbers import is_ahead, percent, points
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.wording import figures as of
from dabiao.wording.figures import Row, attainment, estimate, name, period, target, towards, value
from dabiao.wording.joining import statements
from dabiao.wording.sources import source

VERDICTS: Final[Mapping[Verdict, str]] = {
    Verdict.LIKELY: N_("The whole interval meets the target: likely."),
    Verdict.UNLIKELY: N_("The whole interval misses the target: unlikely."),
    Verdict.OPEN: N_("The interval lies on both sides of the target: open."),
}

NO_INTERVAL: Final[Mapping[NoInterval, str]] = {
    NoInterval.TOO_SHORT: N_(
        "No projection: fewer than {increments} increments, or less than {months} months."
    ),
    NoInterval.UNEQUAL_SPACING: N_("No projection: the figures do not stand at equal distances."),
}
"""The reasons that the status does not tell already."""


class Outlook(Protocol):
    """What is expected of a target at its deadline (`dabiao.judgement.Projection`)."""

    @property
    def low(self) -> float | None:
        """Lower end of the interval."""

    @property
    def high(self) -> float | None:
        """Upper end of the interval."""

    @property
    def verdict(self) -> Verdict | None:
        """What the interval says."""

    @property
    def reason(self) -> NoInterval | None:
        """Why there is no interval."""

    @property
    def average_pace(self) -> float | None:
        """Pace per quarter since the baseline."""

    @property
    def recent_pace(self) -> float | None:
        """Pace per quarter in the last year."""


def reached(row: Row, language: Language) -> str:
    """Return value over target with the attainment: ``283 / ≥400 项，达成率 70.8%``."""
    _ = catalog(language).gettext
    if row["value"] is None:
        return _("no comparable figure; target {target}").format(target=target(row, language))
    text = _("{value} of {target}") if row["attainment"] is not None else _("{value}; target {target}")
    text = text.format(value=value(row, row["value"], language, row["bound"]), target=target(row, language))
    if row["attainment"] is None:
        return text
    return _("{text}, attainment {share}").format(text=text, share=attainment(row, language))


def pace(row: Row, language: Language) -> str:
    """Return how far the target is ahead of or behind the elapsed time.

    Empty where that is undefined, and where the latest figure is from after the deadline: it says nothing of
    the pace towards it.
    """
    catalogue = catalog(language)
    gap = row["pace_gap"]
    if gap is None or row["end_month"] > row["deadline_month"]:
        return ""
    figure = points(gap, language)
    count = 1 if of.is_one(figure) else 2
    if is_ahead(gap):
        bound = of.bound_of_attainment(row)
        text = catalogue.ngettext(
            "{points} point ahead of the elapsed time", "{points} points ahead of the elapsed time", count
        )
    else:
        bound = of.bound_of_distance(row)
        text = catalogue.ngettext(
            "{points} point behind the elapsed time", "{points} points behind the elapsed time", count
        )
    return text.format(points=f"{terms.BOUND_SIGNS[bound]}{figure}")


def required(row: Row, language: Language) -> str:
    """Return what the rest of the plan calls for, counted from the latest figure, or an empty text."""
    _ = catalog(language).gettext
    if row["required_pace"] is None or not row["distance"]:
        return ""
    parts = {
        "distance": of.distance(row, language),
        "deadline": period(row["deadline"], language),
        "needed": of.pace(row, abs(row["required_pace"]), language, of.bound_of_distance(row)),
        "since": period(row["period"], language),
    }
    awaiting = str(Flag.AWAITING_FINAL) in row["flags"]
    if row["average_pace"] is None:
        text = (
            _("{distance} short as of {since}, when {needed} a quarter was needed to the end of {deadline}")
            if awaiting
            else _("{distance} short as of {since}; {needed} a quarter needed to the end of {deadline}")
        )
    else:
        # Away from the target it stands below nought: an amount alone would read as progress.
        parts["average"] = of.pace(
            row, towards(row, row["average_pace"]), language, of.bound_of_attainment(row)
        )
        text = (
            _(
                "{distance} short as of {since}, when {needed} a quarter was needed to the end of "
                "{deadline}, against {average} a quarter until then"
            )
            if awaiting
            else _(
                "{distance} short as of {since}; {needed} a quarter needed to the end of {deadline}, "
                "against {average} a quarter so far"
            )
        )
    return text.format(**parts)


def verdict(row: Row, language: Language) -> str:
    """Return the finding on one target, a title for its chart: name, figure, status."""
    _ = catalog(language).gettext
    label = terms.status_label(row["status"], language)
    return _("{indicator}: {reached} — {status}").format(
        indicator=name(row, "indicator", language), reached=reached(row, language), status=label
    )


def shortfall(row: Row, language: Language) -> str:
    """Return one target that is behind as a sentence: area, indicator, by how much, what it would take."""
    _ = catalog(language).gettext
    parts = [reached(row, language), pace(row, language), required(row, language)]
    if str(Flag.PARTIAL_COVERAGE) in row["flags"]:
        parts.append(_("periods or components are missing from the sum, so it may be less far behind"))
    if str(Flag.AWAITING_FINAL) in row["flags"]:
        parts.append(
            _("the deadline {deadline} has passed and its figure has not been published").format(
                deadline=period(row["deadline"], language)
            )
        )
    return statements(parts, language)


def silence(row: Row, language: Language) -> str:
    """Return why a target cannot be judged."""
    return terms.status_meaning(row["status"], language)


def explanation(row: Row, language: Language) -> list[str]:
    """Return what the target says and what its latest figure means, a sentence each."""
    _ = catalog(language).gettext
    texts = [
        _("“{phrase}” ({framework}, {section}): {basis}.").format(
            phrase=row["phrase"],
            framework=name(row, "framework", language),
            section=row["section"],
            basis=_(terms.TARGET_BASIS_NAMES[TargetBasis(row["basis"])]),
        )
    ]
    if row["value_status"] == "supplied":
        texts.append(
            _("The number does not stand in the document's text; the remark says where it comes from.")
        )
    gap = pace(row, language)
    if gap:
        texts.append(
            _("As of {period} {share} of the time had elapsed: {gap}.").format(
                period=period(row["period"], language), share=percent(row["time_share"], language), gap=gap
            )
        )
    needed = required(row, language)
    if needed:
        texts.append(needed + ("。" if language == "zh" else "."))
    note = row[f"note_{language}"]
    if note:
        texts.append(str(note))
    return texts


def outlook(projection: Outlook, row: Row, language: Language) -> list[str]:
    """Return what can be expected at the deadline, with its interval, or why nothing can be said."""
    _ = catalog(language).gettext
    if projection.low is None or projection.high is None:
        reason = NO_INTERVAL.get(projection.reason) if projection.reason else None
        return [_(reason).format(**terms.cut_offs(language))] if reason else []
    texts = [
        _(
            "If the average pace since the baseline continues: {low} to {high} at the end of {deadline} "
            "({interval} interval)."
        ).format(
            low=estimate(row, projection.low, language),
            high=estimate(row, projection.high, language),
            deadline=period(row["deadline"], language),
            interval=terms.cut_offs(language)["interval"],
        )
    ]
    if projection.verdict is not None:
        texts.append(_(VERDICTS[projection.verdict]))
    elif projection.recent_pace is not None and projection.average_pace is not None:
        texts.append(
            _("The pace has changed: {recent} a quarter in the last year against {average} over all.").format(
                recent=of.pace(row, projection.recent_pace, language, row["bound"]),
                average=of.pace(row, projection.average_pace, language, row["bound"]),
            )
        )
    return texts


def latest_source(figures: pl.DataFrame, language: Language) -> str:
    """Return who published the figure the judgement rests on (rows of `dabiao.progress.observations`)."""
    _ = catalog(language).gettext
    used = figures.filter("comparable")
    latest = used["end_month"].arg_max()
    if latest is None:
        return ""
    row = used.row(latest, named=True)
    return _("Source: {source}").format(source=source(row, language))
