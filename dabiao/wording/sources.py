"""Who published a figure or a report, where and when: said one way everywhere."""

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
