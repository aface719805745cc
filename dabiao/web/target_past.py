"""The past of one target: how it was itself changed, and what was said of it before."""

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from dabiao import progress, terms, wording
from dabiao.model import TargetBasis
from dabiao.periods import CHINA, end_month, last_day
from dabiao.progress import LATEST
from dabiao.web import choices, reading, ui
from dabiao.web.target_card import Card
from dabiao.wording import hindsight


def revisions(card: Card) -> None:
    """Show how the target itself was changed from publication to publication, its original included."""
    view, row, language = card.view, card.row, card.view.language
    _ = view.gettext
    versions = card.versions
    if versions.height < 2:
        st.header(hindsight.unchanged(versions, language), anchor=False)
        return
    finding = hindsight.revised(versions, language)
    st.header(finding, anchor=False)
    numbers = versions["version"].to_list()
    ui.show(
        "target_versions",
        language,
        caption=_("The target as it was published, the newest first"),
        rows=[
            {
                "publication": _("No. {number} of {date}").format(
                    number=version["publication"], date=version["published_at"].astimezone(CHINA).date()
                ),
                "target": wording.target({**row, **version, "target": version["value"]}, language),
                "deadline": wording.period(version["deadline"], language),
                "basis": _(terms.TARGET_BASIS_NAMES[TargetBasis(version["basis"])]),
                "what": hindsight.version_kind(version, max(numbers), min(numbers), language),
                "current": version["version"] == max(numbers) and not version["withdrawn"],
            }
            for version in wording.rows(versions)
        ],
    )


def judgements(card: Card) -> None:
    """Show what was said of the end of every year, by what was known at the end of every year."""
    view, row, language = card.view, card.row, card.view.language
    _ = view.gettext
    # Before the plan began nothing could be said of it.
    began = row["plan_start"][:4]
    dates = (
        *(date for date in reading.vintages(card.moment.publication, row["area_code"]) if date >= began),
        LATEST,
    )
    as_ofs = tuple(one for one in choices.years(card.moment) if one >= began)
    if not as_ofs or len(dates) == 1:
        return
    seen = reading.seen(card.moment.publication, row["area_code"], row["target_id"], dates, as_ofs)
    seen = seen.filter(pl.Series([_ended(one["as_of"], one["vintage"]) for one in wording.rows(seen)]))
    changed = hindsight.changes(seen, LATEST)
    st.header(hindsight.finding(seen, changed, language), anchor=False)
    if not hindsight.judged(seen):
        return
    ui.show("facts", language, facts=[hindsight.sentence(change, language) for change in changed])
    cells = _cells(seen, changed, card)
    absent = {"status": None, "absence": _("{shape} not over by then").format(shape=terms.NOT_DUE_SHAPE)}
    ui.show(
        "target_seen",
        language,
        caption=_(
            "What was said of the end of each period (columns) by the figures known at each date (rows)"
        ),
        periods=[wording.period(period, language) for period in as_ofs],
        rows=[
            (
                _("all of this publication") if date == LATEST else _("by {date}").format(date=date),
                [cells.get((date, period), absent) for period in as_ofs],
            )
            for date in reversed(dates)
        ],
    )


def _ended(period: str, vintage: str) -> bool:
    """Return whether a period had ended at a date: before that nothing could be said of it."""
    return vintage == LATEST or last_day(end_month(period)).isoformat() <= vintage


def _cells(
    seen: pl.DataFrame, changed: Sequence[hindsight.Change], card: Card
) -> dict[tuple[str, str], dict[str, Any]]:
    """Return what was said, by the date it was known at and the period it was said of."""
    shares = {
        (one["vintage"], one["as_of"]): wording.attainment({**card.row, **one}, card.view.language)
        for one in wording.rows(progress.attained(seen))
    }
    earlier = {(change.vintage, change.as_of) for change in changed}
    return {
        key: {"status": status, "share": shares.get(key, ""), "changed": key in earlier}
        for *parts, status in seen.select("vintage", "as_of", "status").iter_rows()
        for key in [(parts[0], parts[1])]
    }
