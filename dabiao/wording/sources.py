"""Who published a figure or a report, where and when, and what it means where no date is known."""

from dabiao.locale import catalog
from dabiao.settings import Language
from dabiao.wording.figures import Row


def source(row: Row, language: Language) -> str:
    """Return who published what a row says, where, and when or that no date is known.

    Columns needed: publisher, source_title, source_date.
    """
    _ = catalog(language).gettext
    said = f"{row['publisher']} · {row['source_title']}"
    if row["source_date"] is None:
        return _("{source} (no date)").format(source=said)
    return _("{source} ({date})").format(source=said, date=row["source_date"])


def undated_left_out(count: int, language: Language) -> str:
    """Return that figures whose sources have no date do not count where a date says what was known."""
    text = catalog(language).ngettext(
        "{count} figure is left out: its source has no date, so it may not have been known then.",
        "{count} figures are left out: their sources have no date, so they may not have been known then.",
        count,
    )
    return text.format(count=count)


def undated_new(count: int, language: Language) -> str:
    """Return that figures whose sources have no date count as new where less is compared with."""
    text = catalog(language).ngettext(
        "{count} figure whose source has no date was known at no date: it counts as new here.",
        "{count} figures whose sources have no date were known at no date: they count as new here.",
        count,
    )
    return text.format(count=count)
