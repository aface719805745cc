"""What would come of a pace, in words: when the target would be reached, and what stands at the deadline."""

from typing import Protocol

from dabiao.locale import catalog
from dabiao.model import Flag
from dabiao.periods import ending
from dabiao.settings import Language
from dabiao.wording.figures import (
    Row,
    bound_of_attainment,
    bound_of_distance,
    pace,
    period,
    target,
    towards,
    value,
)
from dabiao.wording.joining import clauses


class Outcome(Protocol):
    """What comes of a pace (`dabiao.judgement.Outcome`)."""

    @property
    def pace(self) -> float:
        """Towards the target, per quarter."""

    @property
    def month(self) -> int | None:
        """Month by whose end the target is reached."""

    @property
    def at_deadline(self) -> float | None:
        """Value at the deadline."""

    @property
    def in_time(self) -> bool:
        """Whether the target is reached by the deadline."""


def outcome(found: Outcome, row: Row, language: Language) -> list[str]:
    """Return what comes of a pace: when the target is reached, and the value at the deadline against it.

    Once the deadline has passed that is no plan any more but what would have been, and it is said.
    """
    _ = catalog(language).gettext
    deadline = period(row["deadline"], language)
    parts = {"pace": pace(row, found.pace, language), "since": period(row["period"], language)}
    if found.month is None:
        texts = [_("At {pace} a quarter from {since} on, the target is not reached.").format(**parts)]
    else:
        text = (
            _("At {pace} a quarter from {since} on, the target is reached by the end of {when}: in time.")
            if found.in_time
            else _(
                "At {pace} a quarter from {since} on, the target is reached by the end of {when}, after the "
                "deadline {deadline}."
            )
        )
        when = period(ending(found.month), language)
        texts = [text.format(**parts, when=when, deadline=deadline)]
    if found.at_deadline is not None:
        texts.append(
            _("At the end of {deadline} the value is {value}, against {target}.").format(
                deadline=deadline,
                value=value(row, found.at_deadline, language, row["bound"]),
                target=target(row, language),
            )
        )
    if str(Flag.AWAITING_FINAL) in row["flags"]:
        texts.append(
            _(
                "The deadline {deadline} has passed and its figure is not published: this is what would have "
                "come of the figures before."
            ).format(deadline=deadline)
        )
    return texts


def against(row: Row, language: Language) -> str:
    """Return the pace that is needed beside the one so far, both towards the target, as far as known."""
    _ = catalog(language).gettext
    needed, average = row["required_pace"], row["average_pace"]
    texts = []
    if needed is not None:
        needs = pace(row, towards(row, needed), language, bound_of_distance(row))
        texts.append(_("needed {pace} a quarter").format(pace=needs))
    if average is not None:
        came = pace(row, towards(row, average), language, bound_of_attainment(row))
        texts.append(_("so far {pace} a quarter").format(pace=came))
    return clauses(texts, language)
