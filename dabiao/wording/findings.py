"""Findings about many targets: the headline, what is behind, what cannot be judged, how complete it is."""

from collections.abc import Mapping

import polars as pl

from dabiao import terms
from dabiao.locale import catalog
from dabiao.model import Flag, RollUp
from dabiao.settings import Language
from dabiao.wording.figures import Row, attainment, name, period, span
from dabiao.wording.joining import listed


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


def as_of(publication: int, code: str, rows: pl.DataFrame, language: Language) -> str:
    """Return what a view is a function of, the as-of and the publication, and how much is past its end."""
    catalogue = catalog(language)
    text = catalogue.gettext("As of {period}, from publication No. {number}").format(
        period=period(code, language), number=publication
    )
    awaiting = rows.filter(pl.col("flags").list.contains(str(Flag.AWAITING_FINAL))).height
    if not awaiting:
        return text
    late = catalogue.ngettext(
        "{count} target is past its deadline and still judged by an earlier figure",
        "{count} targets are past their deadline and still judged by an earlier figure",
        awaiting,
    ).format(count=awaiting)
    return f"{text}；{late}" if language == "zh" else f"{text}; {late}"


def dated(rows: pl.DataFrame, language: Language) -> str:
    """Return of how many targets there is a figure, and of when the oldest and the newest of them are.

    Args:
        rows: status rows.
        language: of the text.
    """
    catalogue = catalog(language)
    known = rows.filter(pl.col("value").is_not_null()).sort("end_month")
    if known.is_empty():
        return ""
    oldest, newest = known["period"][0], known["period"][-1]
    if known["end_month"][0] == known["end_month"][-1]:
        text = catalogue.ngettext(
            "{count} target has a figure, of {newest}",
            "{count} targets have a figure, of {newest}",
            known.height,
        )
    else:
        text = catalogue.ngettext(
            "{count} target has a figure: the oldest of {oldest}, the newest of {newest}",
            "{count} targets have a figure: the oldest of {oldest}, the newest of {newest}",
            known.height,
        )
    return text.format(count=known.height, oldest=period(oldest, language), newest=period(newest, language))


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
    return catalogue.ngettext(
        "{count} target cannot be judged: {reasons}",
        "{count} targets cannot be judged: {reasons}",
        unknown.height,
    ).format(
        count=unknown.height,
        reasons=listed(
            (f"{terms.status_label(status, language)} {count}" for status, count in reasons), language
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
            _("plan {span}").format(span=span(plan["plan_start"], plan["horizon"], language)),
        ]
        if plan["plan_start_status"] == "assumed":
            parts.append(_("start assumed"))
        texts.append(" · ".join(part for part in parts if part))
    return texts


def found(rows: pl.DataFrame, text: str, language: Language) -> str:
    """Return how much a search has found (rows of `dabiao.search.find`), or what to type."""
    catalogue = catalog(language)
    if not text.strip():
        return catalogue.gettext("Type a name, its pinyin or initials: 陕西, shanxi, gjbz, standards")
    total = int(rows.group_by("kind").agg(pl.col("found").first()).get_column("found").sum())
    if total == 0:
        return catalogue.gettext("Nothing is called “{text}”").format(text=text)
    return catalogue.ngettext("{total} name matches “{text}”", "{total} names match “{text}”", total).format(
        total=total, text=text
    )
