"""What the entries of the audit trail are about, in words."""

from typing import Final

from dabiao import links, meetings, publications
from dabiao.locale import catalog
from dabiao.meetings import Meeting
from dabiao.rights import Actor
from dabiao.settings import Language
from dabiao.web import reading
from dabiao.wording import period

UNKNOWN_ACCOUNT: Final = "unknown"
"""What a sign-in under a name that nobody has is about."""


class Subjects:
    """Names of all that entries can be about, for somebody who administers the whole server."""

    def __init__(self, viewer: Actor, accounts: dict[str, str], language: Language) -> None:
        """Read the names there are.

        Args:
            viewer: who looks.
            accounts: names of accounts, by id.
            language: of the names.

        Raises:
            DeniedError: ``viewer`` may not see the meetings or links that entries are about.
        """
        newest = publications.latest(reading.store())
        self.language: Language = language
        self.accounts = accounts
        self.areas = {} if newest is None else reading.area_names(newest, language)
        self.indicators = {} if newest is None else reading.indicator_names(newest, language)
        self.targets = {} if newest is None else reading.target_names(newest, language)
        self.meetings = {each.meeting_id: each for each in meetings.meetings(reading.store(), viewer)}
        shared = links.register(reading.store(), viewer)
        self.links = dict(shared.select("link_id", "label").iter_rows())

    def area(self, code: str) -> str:
        """Return the name of an area; its code if there is none of it any more."""
        return self.areas.get(code, code)

    def told(self, subject: str) -> str:
        """Return a subject in words; what has no name any more by its id."""
        _ = catalog(self.language).gettext
        sort, _colon, key = subject.partition(":")
        match sort, *key.split("/"):
            case "database", *_rest:
                return _("The whole database")
            case "publication", number:
                return _("Publication {number}").format(number=number)
            case "load", number:
                return _("Load {number}").format(number=number)
            case "document", number:
                return _("Document No. {number}").format(number=number)
            case "account", str(user_id):
                unknown = _("unknown account") if user_id == UNKNOWN_ACCOUNT else user_id
                return self.accounts.get(user_id, unknown)
            case "link", link_id:
                return _("Link: {label}").format(label=self.links.get(link_id, link_id))
            case "meeting", meeting_id:
                return _meeting(self.meetings.get(meeting_id), meeting_id)
            case "action", meeting_id, number:
                named = _meeting(self.meetings.get(meeting_id), meeting_id)
                return _("{meeting}: No. {number}").format(meeting=named, number=number)
            case "return", area, quarter:
                when = period(quarter, self.language)
                return _("Return of {area}, {period}").format(area=self.area(area), period=when)
            case "figure", area, quarter, indicator, *_series:
                named = self.indicators.get(indicator, indicator)
                return f"{self.area(area)} · {period(quarter, self.language)} · {named}"
            case "amendment", area, number:
                return _("Correction {number} of {area}").format(number=number, area=self.area(area))
            case "target", area, target:
                return f"{self.area(area)} · {self.targets.get(key, target)}"
        return subject


def _meeting(found: Meeting | None, meeting_id: str) -> str:
    return meeting_id if found is None else f"{found.held_on:%Y-%m-%d} {found.title}"
