"""Meetings in words: what they are of, what they decided, and what became of a target between two of them."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from dabiao import terms
from dabiao.locale import catalog
from dabiao.model import ObservationStatus
from dabiao.numbers import NOTHING
from dabiao.periods import CHINA
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.wording.changes import terms_changed
from dabiao.wording.figures import Row, period, target, value
from dabiao.wording.joining import clauses
from dabiao.wording.sentences import verdict

STATE_NAMES: Final[Mapping[str, str]] = {
    "open": N_("under way"),
    "done": N_("done"),
    "dropped": N_("dropped"),
}
STATE_SHAPES: Final[Mapping[str, str]] = {"open": "○", "done": "●", "dropped": "–"}
OVERDUE_SHAPE: Final = "!"
DECISION: Final = N_("Decision")
KIND_NAMES: Final[Mapping[str, str]] = {"decision": DECISION, "action": N_("Action")}

EVENT_NAMES: Final[Mapping[str, str]] = {
    "made": N_("made"),
    "changed": N_("title or day changed"),
    "frozen_anew": N_("another publication or as-of frozen"),
    "closed": N_("minutes closed"),
    "cancelled": N_("cancelled"),
}


CAUSE_NAMES: Final[Mapping[str, str]] = {
    "later": N_("No new figure: it is judged against a later date."),
    "earlier": N_("No new figure: it is judged against an earlier date."),
    "rules": N_("No new figure: it is judged by other rules than at the last meeting."),
    "older_publication": N_(
        "This meeting shows an earlier publication than the last one: what lies between the two is not told."
    ),
    "came_under": N_("Its area has come under the meeting's area since."),
    "left": N_("Its area is not under the meeting's area any more."),
    "catalog": N_(
        "The target itself has no new version: what the document or the catalog says of it has changed."
    ),
}
"""Why a target differs of which neither figure nor target has a new version (`dabiao.meetings.Cause`)."""


def cause(name: str, language: Language) -> str:
    """Return why a target differs although neither its figure nor the target has a new version."""
    return catalog(language).gettext(CAUSE_NAMES[name])


def event_name(event: str, language: Language) -> str:
    """Return what happened to a meeting."""
    return catalog(language).gettext(EVENT_NAMES[event])


def frozen(publication: int, published_at: dt.datetime, as_of: str, language: Language) -> str:
    """Return what everything shown at a meeting is a function of."""
    return (
        catalog(language)
        .gettext("Frozen: publication No. {number} of {date}, as of {period}")
        .format(
            number=publication,
            date=published_at.astimezone(CHINA).date().isoformat(),
            period=period(as_of, language),
        )
    )


def state(name: str | None, due_on: dt.date | None, today: dt.date, language: Language) -> str:
    """Return where an action stands: ``! 3 days overdue``; of a decision that it is one."""
    catalogue = catalog(language)
    if name is None:
        return catalogue.gettext(DECISION)
    if name == "open" and due_on is not None and due_on < today:
        days = (today - due_on).days
        text = catalogue.ngettext("{days} day overdue", "{days} days overdue", days)
        return f"{OVERDUE_SHAPE} {text.format(days=days)}"
    return f"{STATE_SHAPES[name]} {catalogue.gettext(STATE_NAMES[name])}"


def judged_on(heading: str, day: dt.date, language: Language) -> str:
    """Return the heading of actions on paper or a slide, with the day on which they are judged."""
    text = catalog(language).gettext("{heading}, as of {date}")
    return text.format(heading=heading, date=day.isoformat())


def carried_over(states: Sequence[str | None], language: Language) -> str:
    """Return the heading of what a meeting opens with, by where its actions stand now."""
    _ = catalog(language).gettext
    still = all(state == "open" for state in states)
    return _("Open from earlier meetings") if still else _("Open when the meeting began")


def still_open(states: Sequence[str | None], language: Language) -> str:
    """Return how many of the actions that a meeting opens with are open, and how many are settled."""
    catalogue = catalog(language)
    settled = sum(state != "open" for state in states)
    count = len(states) - settled
    text = catalogue.ngettext(
        "{count} action of earlier meetings is open", "{count} actions of earlier meetings are open", count
    )
    said = [text.format(count=count)]
    if settled:
        text = catalogue.ngettext(
            "{count} has been settled since", "{count} have been settled since", settled
        )
        said.append(text.format(count=settled))
    return clauses(said, language)


def overdue(count: int, language: Language) -> str:
    """Return how many actions are overdue."""
    catalogue = catalog(language)
    text = catalogue.ngettext("{count} action is overdue", "{count} actions are overdue", count)
    return text.format(count=count)


def quoted(figure: Row, language: Language) -> str:
    """Return a figure as it stood at a meeting, with the publication it stood in."""
    _ = catalog(language).gettext
    return _("{area} · {verdict} (publication No. {number}, as of {period})").format(
        area=figure[f"area_name_{language}"],
        verdict=verdict(figure, language),
        number=figure["publication"],
        period=period(figure["as_of"], language),
    )


def steps(told: Iterator[Any] | tuple[Any, ...], of: Row, language: Language) -> list[str]:
    """Return the versions that lay between two meetings, a sentence each.

    Args:
        told: `dabiao.meetings.Step`, those of one target.
        of: row of the target, for the unit.
        language: of the sentences.
    """
    return [step(one.what, one.row, one.reason, one.proposed_by, of, language) for one in told]


def step(
    what: str, row: Row, reason: str | None, proposed_by: str | None, of: Row, language: Language
) -> str:
    """Return one version: from what to what, why, with which explanation, and who approved it."""
    _ = catalog(language).gettext
    said = _figure(row, of, language) if what == "figure" else _target(row, of, language)
    note, before = row.get(f"note_{language}"), row.get(f"note_{language}_before")
    explained = ""
    if note and note != before:
        explained = _("explanation: {text}").format(text=note)
    elif before and not note:
        explained = _("the explanation was taken away")
    return clauses([said, explained, _brought(row, reason, proposed_by, language)], language)


def _figure(row: Row, of: Row, language: Language) -> str:
    _ = catalog(language).gettext
    now = _said(row, of, language, "")
    # A version that comes after a withdrawal follows nothing.
    first = row["status_before"] is None or row["withdrawn_before"]
    before = "" if first else _said(row, of, language, "_before")
    texts = [before, now] if before and before != now else [now]
    told = _("{period}: {change}").format(period=period(row["period"], language), change=" → ".join(texts))
    # What is judged by the figures of others says whose they are.
    component = row["indicator_code"] != of["indicator_code"] and row[f"indicator_name_{language}"]
    return f"{component} {told}" if component else told


def _said(row: Row, of: Row, language: Language, end: str) -> str:
    if row[f"withdrawn{end}"]:
        return catalog(language).gettext("withdrawn")
    if row[f"status{end}"] != ObservationStatus.REPORTED:
        return terms.absence_label(row[f"status{end}"], language)
    return value(of, row[f"value{end}"], language, row[f"bound{end}"])


def _target(row: Row, of: Row, language: Language) -> str:
    _ = catalog(language).gettext

    def said(end: str) -> str:
        if row[f"withdrawn{end}"] is None:
            return ""
        if row[f"withdrawn{end}"]:
            return _("withdrawn")
        stated = {**of, "target": row[f"value{end}"], "comparator": row[f"comparator{end}"]}
        return _("{target} by {deadline}").format(
            target=target(stated, language), deadline=period(row[f"deadline{end}"], language)
        )

    told = _("target: {change}").format(
        change=" → ".join(dict.fromkeys(text for text in (said("_before"), said("")) if text))
    )
    both = row["withdrawn"] is False and row["withdrawn_before"] is False
    return clauses([told, *(terms_changed(row, of, language) if both else [])], language)


def _brought(row: Row, reason: str | None, proposed_by: str | None, language: Language) -> str:
    """Return who approved a version, and in which publication it came."""
    _ = catalog(language).gettext
    parts = []
    if reason:
        parts.append(_("reason: {text}").format(text=reason))
    if proposed_by:
        parts.append(_("proposed by {name}").format(name=proposed_by))
    if row["kind"] in ("approval", "amendment", "target_change"):
        parts.append(_("approved by {name}").format(name=row["published_by"] or NOTHING))
    else:
        parts.append(_("loaded with the published data"))
    parts.append(
        _("publication No. {number} of {date}").format(
            number=row["publication"], date=row["published_at"].astimezone(CHINA).date().isoformat()
        )
    )
    return clauses(parts, language)
