"""The past of one target: how it was itself changed, and what was said of it before."""

from typing import Any

import polars as pl
import streamlit as st

from dabiao import progress, terms, wording
from dabiao.model import TargetBasis
from dabiao.periods import CHINA, end_month
from dabiao.web import choices, reading, ui
from dabiao.web.target_card import Card
from dabiao.web.view import LATEST
from dabiao.wording import hindsight


@reading.kept
def _seen(
    publication: int, area: str, target_id: str, vintages: tuple[str, ...], as_ofs: tuple[str, ...]
) -> pl.DataFrame:
    return progress.seen(reading.store(), publication, area, target_id, vintages, as_ofs)


def revisions(card: Card) -> None:
    """Show how the target itself was changed from publication to publication, its original included."""
    view, row, language = card.view, card.row, card.view.language
    _ = view.gettext
    versions = card.versions
    if versions.height < 2:
        st.subheader(hindsight.unchanged(versions, language), anchor=False)
        return
    finding = hindsight.revised(versions, language)
    st.subheader(finding, anchor=False)
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
    dates = (*reading.vintages(card.moment.publication), LATEST)
    as_ofs = tuple(one for one in choices.years(card.moment) if one[:4] >= row["plan_start"][:4])
    if not as_ofs or len(dates) == 1:
        return
    seen = _seen(card.moment.publication, row["area_code"], row["target_id"], dates, as_ofs)
    changed = hindsight.changes(seen, LATEST)
    st.subheader(hindsight.finding(changed, language), anchor=False)
    ui.show("facts", language, facts=[hindsight.sentence(change, language) for change in changed])
    earlier = {(change.as_of, change.vintage) for change in changed}
    cells = {(one["vintage"], one["as_of"]): one for one in wording.rows(seen)}
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
                [_cell(cells[date, period], (period, date) in earlier, card) for period in as_ofs],
            )
            for date in reversed(dates)
        ],
    )


def _cell(judged: wording.Row, changed: bool, card: Card) -> dict[str, Any]:
    language = card.view.language
    date, period = judged["vintage"], judged["as_of"]
    # What had not ended by then could not be judged by then.
    if date != LATEST and end_month(period) > end_month(date[:7]):
        return {"status": None, "absence": terms.not_due_label(language)}
    row = {**card.row, **judged}
    return {
        "status": judged["status"],
        "share": "" if judged["attainment"] is None else wording.attainment(row, language),
        "changed": changed,
    }
