"""What is open and what has changed, as the rows of a table: for slides and for paper."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from dabiao import terms, wording
from dabiao.locale import catalog
from dabiao.meetings import Action, Comparison
from dabiao.numbers import NOTHING
from dabiao.settings import Language
from dabiao.web.meetings.differences import EXPLAINED
from dabiao.web.meetings.following import departments
from dabiao.wording import changes as sentences
from dabiao.wording import meetings as words


class Rows(NamedTuple):
    """A table before it is laid out."""

    heads: tuple[str, ...]
    rows: list[tuple[str, ...]]


def of_actions(
    actions: Sequence[Action],
    publication: int,
    day: dt.date,
    language: Language,
    figure: Callable[[Mapping[str, Any], Language], str] = words.quoted,
) -> Rows:
    """Return decisions and actions.

    Args:
        actions: in their order.
        publication: number of the meeting's, whose names of departments are used.
        day: on which they are judged to be overdue: the day of reading, whatever the day of the meeting.
        language: of the rows.
        figure: how the figure that one is about is said.
    """
    _ = catalog(language).gettext
    names = departments(language, publication)
    return Rows(
        (_("What"), _("Figure"), _("Responsible"), _("To be done by"), _("State")),
        [
            (
                one.what,
                figure(one.figure, language) if one.figure else NOTHING,
                names.get(one.department or "", one.department or NOTHING),
                one.due_on.isoformat() if one.due_on else NOTHING,
                words.state(one.state, one.due_on, day, language),
            )
            for one in actions
        ],
    )


def of_changes(compared: Comparison, language: Language) -> Rows:
    """Return what became of each target between two meetings, with the latest version that says why."""
    _ = catalog(language).gettext
    return Rows(
        (_("Change"), _("Indicator"), _("Before → now"), _("Why, and who approved it")),
        [
            (
                terms.change_name(one.change, language) if one.change else _(EXPLAINED),
                f"{wording.name(one.row, 'area', language)} · {wording.name(one.row, 'indicator', language)}",
                sentences.change(one.row, language) if one.change else wording.reached(one.row, language),
                words.cause(one.cause, language)
                if one.cause is not None
                else next(iter(words.steps(one.steps[-1:], one.row, language)), NOTHING),
            )
            for one in compared.differences
        ],
    )
