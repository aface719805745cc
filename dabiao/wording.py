"""Sentences made from status rows, in Chinese and English: findings, captions, explanations.

A row is one of `dabiao.progress.status` as a mapping. Every figure in a sentence comes from the row.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

import polars as pl

from dabiao import terms
from dabiao.locale import catalog
from dabiao.model import Bound, Comparator, Flag, NoInterval, RollUp, Status, TargetBasis, Verdict
from dabiao.numbers import NOTHING, number, percent, points
from dabiao.settings import Language
from dabiao.terms import N_

Row = Mapping[str, Any]


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


VERDICTS: Final[Mapping[Verdict, str]] = {
    Verdict.LIKELY: N_("The whole interval meets the target: likely."),
    Verdict.UNLIKELY: N_("The whole interval misses the target: unlikely."),
    Verdict.OPEN: N_("The interval lies on both sides of the target: open."),
}

NO_INTERVAL: Final[Mapping[NoInterval, str]] = {
    NoInterval.TOO_SHORT: N_("No projection: fewer than four increments, or less than a full year."),
    NoInterval.UNEQUAL_SPACING: N_("No projection: the figures do not stand at equal distances."),
}
"""The reasons that the status does not tell already."""

COMPARATOR_SIGNS = {Comparator.AT_LEAST: "≥", Comparator.AT_MOST: "≤"}


def name(row: Row, what: str, language: Language) -> str:
    """Return the row's name of ``what`` (area, framework, indicator …) in ``language``."""
    return str(row[f"{what}_name_{language}"])


def period(code: str | None, language: Language) -> str:
    """Return a period as people say it: 2024年第二季度, Q2 2024."""
    _ = catalog(language).gettext
    if code is None:
        return NOTHING
    year, part = code[:4], code[5:]
    if not part:
        return _("{year}").format(year=year)
    if part[0] == "Q":
        return _("Q{quarter} {year}").format(year=year, quarter=part[1])
    if part[0] == "S":
        text = _("first half of {year}") if part[1] == "1" else _("second half of {year}")
        return text.format(year=year)
    return _("{year}-{month}").format(year=year, month=part)


def unit(row: Row, language: Language) -> str:
    """Return the unit as it stands after a figure: ``项``, `` standards``, ``%``."""
    if language == "zh" or row["unit"] == "%":
        return str(row["unit"])
    return f" {row['unit_name_en']}"


def value(row: Row, amount: float | None, language: Language, bound: str | None = None) -> str:
    """Return a figure of the row's indicator with its bound and unit."""
    if amount is None:
        return NOTHING
    sign = terms.BOUND_SIGNS[Bound(bound)] if bound else ""
    return f"{sign}{number(amount, language)}{unit(row, language)}"


def target(row: Row, language: Language) -> str:
    """Return the target with its comparator and unit: ``≥ 400 项``."""
    if row["target"] is None:
        return NOTHING
    space = " " if language == "en" else ""
    return f"{COMPARATOR_SIGNS[Comparator(row['comparator'])]}{space}{value(row, row['target'], language)}"


def attainment(row: Row, language: Language) -> str:
    """Return the attainment with the bound of the value it rests on: ``70.8%``, ``≥ 34.3%``."""
    if row["attainment"] is None:
        return NOTHING
    bound = Bound(row["bound"])
    if row["comparator"] == Comparator.AT_MOST:
        bound = {Bound.AT_LEAST: Bound.AT_MOST, Bound.AT_MOST: Bound.AT_LEAST}.get(bound, bound)
    return f"{terms.BOUND_SIGNS[bound]}{percent(row['attainment'], language)}"


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

    Empty where that is undefined, and where the figure at the deadline is pending: a figure from after it
    says nothing of the pace towards it.
    """
    _ = catalog(language).gettext
    gap = row["pace_gap"]
    if gap is None or row["status"] == Status.PENDING_FINAL:
        return ""
    text = (
        _("{points} points ahead of the elapsed time")
        if gap >= 0
        else _("{points} points behind the elapsed time")
    )
    return text.format(points=points(gap, language))


def required(row: Row, language: Language) -> str:
    """Return what the rest of the plan calls for, counted from the latest figure, or an empty text."""
    _ = catalog(language).gettext
    if row["required_pace"] is None or not row["distance"]:
        return ""
    needed = number(abs(row["required_pace"]), language)
    parts = {
        "distance": value(row, row["distance"], language),
        "deadline": period(row["deadline"], language),
        "needed": f"{needed}{unit(row, language)}",
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
        average = number(abs(row["average_pace"]), language)
        parts["average"] = f"{average}{unit(row, language)}"
        text = (
            _(
                "{distance} short as of {since}, when {needed} a quarter was needed to the end of {deadline}, "
                "against {average} a quarter until then"
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
    if str(Flag.AWAITING_FINAL) in row["flags"]:
        parts.append(
            _("the deadline {deadline} has passed and its figure has not been published").format(
                deadline=period(row["deadline"], language)
            )
        )
    separator = "；" if language == "zh" else "; "
    return separator.join(part for part in parts if part)


def standing(counts: Mapping[RollUp, int], language: Language) -> str:
    """Return the overview's headline: how many targets stand where."""
    catalogue = catalog(language)
    total = sum(counts.values())
    text = catalogue.ngettext(
        "{total} target: {achieved} achieved, {on_track} on track, {behind} behind, {no_data} not judged",
        "{total} targets: {achieved} achieved, {on_track} on track, {behind} behind, {no_data} not judged",
        total,
    )
    return text.format(total=total, **{str(group): count for group, count in counts.items()})


def as_of(publication: int, code: str, language: Language) -> str:
    """Return what a view is a function of: the as-of and the publication."""
    _ = catalog(language).gettext
    return _("As of {period}, from publication No. {number}").format(
        period=period(code, language), number=publication
    )


def attainments(rows: pl.DataFrame, language: Language) -> str:
    """Return the finding on attainment: of how many targets it is known, the highest and the lowest.

    Names of areas are left out where there is only one.
    """
    catalogue = catalog(language)
    known = rows.filter(pl.col("attainment").is_not_null()).sort("attainment")
    if known.is_empty():
        return catalogue.gettext("Attainment of no target is known")
    low, high = known.row(0, named=True), known.row(-1, named=True)
    areas = known.get_column("area_code").n_unique() > 1
    parts = {
        "count": known.height,
        "high": _attained(high, language, areas),
        "low": _attained(low, language, areas),
    }
    if known.height == 1:
        return catalogue.gettext("Attainment is known of one target: {high}").format(**parts)
    return catalogue.gettext("Attainment is known of {count} targets: from {low} to {high}").format(**parts)


def _attained(row: Row, language: Language, with_area: bool) -> str:
    names = [name(row, "area", language)] if with_area else []
    return " ".join([*names, name(row, "indicator", language), attainment(row, language)])


def behind(shown: pl.DataFrame, rows: pl.DataFrame, language: Language) -> str:
    """Return the finding on what is behind."""
    catalogue = catalog(language)
    count = rows.filter(pl.col("roll_up") == str(RollUp.BEHIND)).height
    if count == 0:
        return catalogue.gettext("Nothing that can be judged is behind")
    if count > shown.height:
        return catalogue.gettext("{count} targets are behind; the {shown} furthest").format(
            count=count, shown=shown.height
        )
    return catalogue.ngettext("{count} target is behind", "{count} targets are behind", count).format(
        count=count
    )


def silent(rows: pl.DataFrame, language: Language) -> str:
    """Return how many of the targets cannot be judged, and why, most frequent reason first."""
    catalogue = catalog(language)
    unknown = rows.filter(pl.col("roll_up") == str(RollUp.NO_DATA))
    if unknown.is_empty():
        return catalogue.gettext("Every target can be judged")
    reasons = unknown.get_column("status").value_counts(sort=True).iter_rows()
    separator = "、" if language == "zh" else ", "
    return catalogue.ngettext(
        "{count} target cannot be judged: {reasons}",
        "{count} targets cannot be judged: {reasons}",
        unknown.height,
    ).format(
        count=unknown.height,
        reasons=separator.join(
            f"{terms.status_label(status, language)} {count}" for status, count in reasons
        ),
    )


def coverage(completeness_rows: pl.DataFrame, plans: pl.DataFrame, language: Language) -> list[str]:
    """Return per area how complete and how old its figures are, and which areas state no number at all.

    Args:
        completeness_rows: rows of `dabiao.progress.completeness`.
        plans: rows of `dabiao.progress.areas`.
        language: of the texts.
    """
    _ = catalog(language).gettext
    facts = [completeness(row, language) for row in completeness_rows.to_dicts()]
    facts += [
        _("{area}: no numeric target, {tasks} tasks").format(
            area=name(plan, "area", language), tasks=plan["tasks"]
        )
        for plan in plans.filter(pl.col("targets") == 0).to_dicts()
    ]
    return facts


def plans(frame: pl.DataFrame, language: Language) -> list[str]:
    """Return an area's documents, one text each (rows of `dabiao.progress.areas`)."""
    _ = catalog(language).gettext
    texts = []
    for plan in frame.to_dicts():
        parts = [
            str(plan[f"title_{language}"]),
            plan["document_number"] or "",
            str(plan[f"issuer_{language}"]),
            str(plan["issued_on"]),
            _("plan {start}–{horizon}").format(start=plan["plan_start"], horizon=plan["horizon"]),
        ]
        if plan["plan_start_status"] == "assumed":
            parts.append(_("start assumed"))
        texts.append(" · ".join(part for part in parts if part))
    return texts


def silence(row: Row, language: Language) -> str:
    """Return why a target cannot be judged."""
    _ = catalog(language).gettext
    return _(terms.STATUS_MEANINGS[Status(row["status"])])


def sources(texts: Sequence[str]) -> str:
    """Return sources as one line."""
    return " | ".join(texts)


def completeness(row: Row, language: Language) -> str:
    """Return how much one area has reported and how old it is (a row of `dabiao.progress.completeness`)."""
    catalogue = catalog(language)
    if row["reported"] == 0:
        text = catalogue.ngettext(
            "{area}: {targets} target, no comparable figure published",
            "{area}: {targets} targets, no comparable figure published",
            row["targets"],
        )
    elif row["newest"] == row["oldest"]:
        text = catalogue.gettext("{area}: figures for {reported} of {targets} targets, as of {newest}")
    else:
        text = catalogue.gettext(
            "{area}: figures for {reported} of {targets} targets, latest from {oldest} to {newest}"
        )
    return text.format(
        area=row[f"area_name_{language}"],
        targets=row["targets"],
        reported=row["reported"],
        newest=period(row["newest"], language),
        oldest=period(row["oldest"], language),
    )


def rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows as mappings, for the functions of this module."""
    return frame.to_dicts()


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
            _("The number is missing from the document's text and was supplied from other publications.")
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
        return [_(reason)] if reason else []
    texts = [
        _(
            "If the average pace since the baseline continues: {low} to {high} at the end of {deadline} "
            "(80% interval)."
        ).format(
            low=value(row, projection.low, language),
            high=value(row, projection.high, language),
            deadline=period(row["deadline"], language),
        )
    ]
    if projection.verdict is not None:
        texts.append(_(VERDICTS[projection.verdict]))
    elif projection.recent_pace is not None and projection.average_pace is not None:
        texts.append(
            _("The pace has changed: {recent} a quarter in the last year against {average} over all.").format(
                recent=value(row, projection.recent_pace, language),
                average=value(row, projection.average_pace, language),
            )
        )
    return texts


def latest_source(figures: pl.DataFrame, language: Language) -> str:
    """Return who published the figure the judgement rests on (rows of `dabiao.progress.observations`)."""
    _ = catalog(language).gettext
    used = figures.filter("comparable").sort("end_month", descending=True)
    if used.is_empty():
        return ""
    row = used.row(0, named=True)
    return _("Source: {publisher}, {title}").format(publisher=row["publisher"], title=row["source_title"])
