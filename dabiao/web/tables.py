"""Frames turned into what the HTML templates lay out: texts in the viewer's language."""

from collections.abc import Collection, Mapping
from operator import itemgetter
from typing import Any, Final

import polars as pl

from dabiao import progress, terms, wording
from dabiao.charts.waiting import STATE
from dabiao.locale import catalog
from dabiao.model import Bound, Flag, ObservationBasis, ObservationStatus, RollUp
from dabiao.numbers import NOTHING, number, percent, signed
from dabiao.settings import Language
from dabiao.web.menu import AREA, INDICATOR, TARGET
from dabiao.web.view import View
from dabiao.wording import sources
from dabiao.wording.joining import listed, statements
from dabiao.wording.returns import state_label

Cell = dict[str, Any]

REMARKED: Final = (Flag.AWAITING_FINAL, Flag.MET_LATE, Flag.LATER_LOST)
"""Flags without which a status and an attainment seem to contradict each other."""


def matrix(
    rows: pl.DataFrame, view: View, late: Collection[tuple[str, str]] = ()
) -> tuple[list[Cell], list[tuple[str, str, list[list[Cell]]]]]:
    """Return the areas, and per indicator its name, link and per area a cell for each of its targets.

    Args:
        rows: status rows with their absences (`dabiao.progress.with_absences`).
        view: the page's choices.
        late: area code and target id of targets that were behind before.
    """
    language = view.language
    areas = rows.select("area_code", f"area_name_{language}").unique().sort("area_code")
    cells: dict[str, dict[str, list[Cell]]] = {}
    names: dict[str, str] = {}
    for row in wording.rows(rows):
        indicator = row["indicator_code"]
        names[indicator] = wording.name(row, "indicator", language)
        cell = {
            "status": row["status"],
            "roll_up": row["roll_up"],
            "share": "" if row["attainment"] is None else wording.attainment(row, language),
            "absence": absence(row, language),
            "silent": row["value"] is None and row["absence"] is not None,
            "remarks": [terms.flag_name(flag, language) for flag in REMARKED if flag in row["flags"]],
            "late": (row["area_code"], row["target_id"]) in late,
            "detail": wording.verdict(row, language),
            "link": view.link(TARGET, area=row["area_code"], target=row["target_id"]),
        }
        cells.setdefault(indicator, {}).setdefault(row["area_code"], []).append(cell)
    codes = areas.get_column("area_code").to_list()
    heads = [{"name": area, "link": view.link(AREA, area=code)} for code, area in areas.iter_rows()]
    return heads, [
        (names[key], view.link(INDICATOR, indicator=key), [found.get(code, []) for code in codes])
        for key, found in cells.items()
    ]


def absence(row: wording.Row, language: Language) -> str:
    """Return what stands where a figure of a row is looked for, and of which period; empty for nothing.

    Args:
        row: a status row with its absence (`dabiao.progress.with_absences`).
        language: of the text.
    """
    if row["absence"] is None:
        return ""
    label = terms.absence_label(row["absence"], language)
    return f"{label} · {wording.period(row['absence_period'], language)}"


def years(
    tallied: pl.DataFrame, plan: wording.Row, moments: Mapping[str, str], language: Language
) -> list[Cell | None]:
    """Return a cell per period: how many of a document's targets stood where, and the span of attainment.

    Args:
        tallied: `dabiao.progress.tallies` rows.
        plan: the document, a row of `dabiao.progress.areas`; before its start there is no cell.
        moments: the periods, with the address of the overview at each.
        language: of names and figures.
    """
    # Rows, not frames: a filter of a few rows takes as long as one of thousands, and there is a cell a year.
    own: dict[str, list[wording.Row]] = {period: [] for period in moments}
    for row in wording.rows(tallied):
        if all(row[name] == plan[name] for name in ("area_code", "framework_id")) and row["as_of"] in own:
            own[row["as_of"]].append(row)
    return [
        None if period[:4] < plan["plan_start"][:4] else _tally(own[period], link, language)
        for period, link in moments.items()
    ]


def _tally(then: list[wording.Row], link: str, language: Language) -> Cell:
    counts = {row["roll_up"]: row["targets"] for row in then}
    groups = [(str(group), counts[group]) for group in RollUp if group in counts]
    named = (f"{terms.roll_up_name(group, language)} {count}" for group, count in groups)
    return {
        "link": link,
        "judged": any(group != RollUp.NO_DATA for group, _count in groups),
        "groups": groups,
        "span": _span(then, language),
        "detail": statements(named, language),
    }


def _span(then: list[wording.Row], language: Language) -> str:
    known = [row for row in then if row["least"] is not None]
    if not known:
        return ""
    low = _share(min(known, key=itemgetter("least")), "least", language)
    high = _share(max(known, key=itemgetter("greatest")), "greatest", language)
    return low if low == high else f"{low}–{high}"


def _share(row: wording.Row, end: str, language: Language) -> str:
    return f"{terms.BOUND_SIGNS[Bound(row[f'{end}_bound'])]}{percent(row[end], language, 0)}"


def behind(rows: pl.DataFrame, view: View) -> list[Cell]:
    """Return the given status rows as headings, sentences and links to the targets' pages."""
    language = view.language
    return [
        {
            "status": row["status"],
            "heading": f"{wording.name(row, 'area', language)} · {wording.name(row, 'indicator', language)}",
            "sentence": wording.shortfall(row, language),
            "link": view.link(TARGET, area=row["area_code"], target=row["target_id"]),
        }
        for row in wording.rows(rows)
    ]


def listing(rows: pl.DataFrame, language: Language) -> list[dict[str, str]]:
    """Return status rows as a table of texts: what the charts show, to read and to copy.

    Args:
        rows: status rows with their absences (`dabiao.progress.with_absences`).
        language: of names and figures.
    """
    _ = catalog(language).gettext
    return [
        {
            _("Area"): wording.name(row, "area", language),
            _("Framework"): wording.name(row, "framework", language),
            _("Indicator"): wording.name(row, "indicator", language),
            _("Target"): wording.target(row, language),
            _("Deadline"): wording.period(row["deadline"], language),
            _("Value"): wording.value(row, row["value"], language, row["bound"]),
            _("Period"): wording.period(row["period"], language),
            _("Attainment"): wording.attainment(row, language),
            _("Elapsed time"): percent(row["time_share"], language),
            _("Pace ratio"): number(row["pace_ratio"], language, 2),
            _("Status"): terms.status_label(row["status"], language),
            _("Flags"): listed((terms.flag_name(flag, language) for flag in row["flags"]), language),
            _("Absence"): absence(row, language),
        }
        for row in wording.rows(rows)
    ]


def path(
    row: wording.Row,
    points: pl.DataFrame,
    absences: pl.DataFrame,
    language: Language,
    unapproved: pl.DataFrame | None = None,
) -> list[dict[str, str]]:
    """Return baseline and judged points of one target as a table of texts: what its trajectory draws.

    Args:
        row: its status row, which names the unit.
        points: rows of `dabiao.progress.line` of this target.
        absences: its absences on the axis of time: end_month, period, absence.
        language: of names and figures.
        unapproved: its points that wait for approval, with columns as ``points``: judged by nothing.
    """
    _ = catalog(language).gettext
    baseline = {
        _("Period"): _("baseline"),
        _("Value"): wording.value(row, row["baseline"], language),
        _("Attainment"): percent(0.0, language),
        _("Status"): NOTHING,
    }
    begins_earlier = row["baseline"] is not None and progress.start_month(row) not in points["end_month"]
    reached = [
        (
            point["end_month"],
            {
                _("Period"): wording.period(point["period"], language),
                _("Value"): wording.value(row, point["value"], language, point["bound"]),
                _("Attainment"): wording.attainment({**row, **point}, language),
                _("Status"): terms.status_label(point["status"], language),
            },
        )
        for point in wording.rows(points)
    ]
    absent = [
        (
            one["end_month"],
            {
                _("Period"): wording.period(one["period"], language),
                _("Value"): terms.absence_label(one["absence"], language),
                _("Attainment"): NOTHING,
                _("Status"): NOTHING,
            },
        )
        for one in wording.rows(absences)
    ]
    awaited = [
        (
            point["end_month"],
            {
                _("Period"): wording.period(point["period"], language),
                _("Value"): wording.value(row, point["value"], language, point["bound"]),
                _("Attainment"): wording.attainment({**row, **point}, language),
                _("Status"): state_label(STATE, language),
            },
        )
        for point in ([] if unapproved is None else wording.rows(unapproved))
    ]
    in_time = sorted([*reached, *absent, *awaited], key=lambda pair: pair[0])
    return [baseline] * begins_earlier + [texts for _month, texts in in_time]


def notes(rows: pl.DataFrame, language: Language) -> dict[str, str]:
    """Return what is said of the figures that a target's points are made of, by period.

    Args:
        rows: `dabiao.progress.observations` rows of one target.
        language: of the notes.
    """
    said = rows.filter("judged", "comparable", pl.col(f"note_{language}").is_not_null())
    by_period = said.group_by("period").agg(pl.col(f"note_{language}").unique(maintain_order=True))
    return {period: statements(texts, language) for period, texts in by_period.iter_rows()}


def figures(rows: pl.DataFrame, language: Language) -> list[Cell]:
    """Return the published figures behind one target, with what each counts and who published it.

    Args:
        rows: `dabiao.progress.observations` rows of one target.
        language: of names and figures.
    """
    _ = catalog(language).gettext
    out = []
    for row in wording.rows(rows):
        basis = terms.OBSERVATION_BASIS_NAMES[ObservationBasis(row["basis"])]
        status = ObservationStatus(row["status"])
        absent = status in terms.ABSENCE_NAMES
        if absent:
            amount = terms.absence_label(status, language)
        else:
            sign = terms.BOUND_SIGNS[Bound(row["bound"])]
            amount = f"{sign}{signed(row['value_reported'])}{wording.unit(row, language)}"
        out.append(
            {
                "period": wording.period(row["period"], language),
                "amount": amount,
                "counts": f"{wording.name(row, 'indicator', language)} · {_(basis)}",
                "used": row["comparable"] or absent,
                "unused": _("not comparable with the target's basis")
                if row["judged"]
                else _("another definition; not used for the judgement"),
                "source": sources.source(row, language),
                "url": row["source_url"],
                "note": row[f"note_{language}"] or "",
            }
        )
    return out
