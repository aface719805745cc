"""What briefings say that no page says in the same words: one target in a sentence, what a line rests on."""

from dabiao import terms
from dabiao.locale import catalog
from dabiao.numbers import MINUS, NOTHING, is_ahead, points
from dabiao.settings import Language
from dabiao.wording.figures import Row, bound_of_attainment, name
from dabiao.wording.joining import clauses
from dabiao.wording.sentences import pace, reached
from dabiao.wording.sentences import shortfall as told


def target(row: Row, language: Language) -> str:
    """Return how far one target has come: area, indicator, value of target, attainment, pace.

    Args:
        row: a status row.
        language: of the sentence.
    """
    _ = catalog(language).gettext
    named = _named(row, language)
    return clauses(
        [_("{status}: {meaning}").format(status=named, meaning=reached(row, language)), pace(row, language)],
        language,
    )


def left_out(count: int, language: Language) -> str:
    """Return how many rows a table holds beside those on paper."""
    return (
        catalog(language)
        .ngettext(
            "and {count} more row, in the view itself", "and {count} more rows, in the view itself", count
        )
        .format(count=count)
    )


def drawn(shown: int, total: int, language: Language, *, in_table: bool) -> str:
    """Return that a chart draws some only, and where all are: in the document's table, or in the view."""
    _ = catalog(language).gettext
    text = _("Drawn are {shown} of {total}; the view itself has all of them.")
    if in_table:
        text = _("Drawn are {shown} of {total}; the table has all of them.")
    return text.format(shown=shown, total=total)


def _named(row: Row, language: Language) -> str:
    _ = catalog(language).gettext
    return _("{area} {indicator}").format(
        area=name(row, "area", language), indicator=name(row, "indicator", language)
    )


def shortfall(row: Row, language: Language) -> str:
    """Return one target that is behind: area, indicator, by how much, what it would take."""
    _ = catalog(language).gettext
    named = _named(row, language)
    return _("{status}: {meaning}").format(status=named, meaning=told(row, language))


def meaning(named: str, said: str, language: Language) -> str:
    """Return a name with what it means."""
    return catalog(language).gettext("{status}: {meaning}").format(status=named, meaning=said)


def gap(row: Row, language: Language) -> str:
    """Return the pace gap of a status row with sign and bound, in percentage points: ``+0.8``, ``≥ +202``.

    Nothing where it is undefined, and where the latest figure is from after the deadline.
    """
    if row["pace_gap"] is None or row["end_month"] > row["deadline_month"]:
        return NOTHING
    figure = points(row["pace_gap"], language)
    sign = "+" if is_ahead(row["pace_gap"]) else MINUS
    return f"{terms.BOUND_SIGNS[bound_of_attainment(row)]}{sign}{figure}"
