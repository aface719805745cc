"""What a view asks for: its publication, moment and choices, and the sources its content refers to."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, NamedTuple

import polars as pl

from dabiao import method, progress, publications, workspaces
from dabiao.briefing import content
from dabiao.briefing.content import Content, Section
from dabiao.charts.theme import COLOUR_SETS, Palette, palette
from dabiao.locale import catalog
from dabiao.periods import CHINA, InvalidPeriodError, end_month, latest_complete_quarter
from dabiao.progress import LATEST, InvalidVintageError
from dabiao.publications import Publication, UnknownPublicationError
from dabiao.refusal import RefusalError
from dabiao.settings import Language, Workspace
from dabiao.store import Store
from dabiao.terms import N_
from dabiao.views import SavedView
from dabiao.wording import period
from dabiao.wording.sources import source, undated_left_out

ALL: Final = "all"


MISSING: Final[Mapping[str, str]] = {
    "area": N_("The view does not say which area it shows."),
    "target": N_("The view does not say which target it shows."),
    "indicator": N_("The view does not say which indicator it shows."),
    "province": N_("The view does not say which province it shows."),
}
"""What is said where a view lacks a choice that its page cannot do without."""
UNKNOWN: Final[Mapping[str, str]] = {
    "area": N_("Publication No. {number} does not hold the area that the view asks for."),
    "target": N_("Publication No. {number} does not hold the target that the view asks for."),
    "indicator": N_("Publication No. {number} does not hold the indicator that the view asks for."),
    "province": N_("Publication No. {number} does not hold the province that the view asks for."),
    "framework": N_("Publication No. {number} does not hold the policy document that the view asks for."),
    "chapter": N_("Publication No. {number} does not hold the chapter that the view asks for."),
    "department": N_("Publication No. {number} does not hold the department that the view asks for."),
    "status": N_("Publication No. {number} does not hold the status that the view asks for."),
}
"""What is said where a publication lacks what is chosen, by the name of the choice."""
JUDGED_ANEW: Final = N_(
    "What was known by a date is judged by the present rules, version {rules}, and publication No. {number} "
    "was judged by version {old}: it is not told."
)


class ContentError(RefusalError):
    """Of this view no document can be made; the message says why."""


@dataclass
class Footnotes:
    """The sources that a content refers to, in the order of their first mention."""

    numbers: dict[str, int] = field(default_factory=dict)

    def mark(self, sources: Iterable[str]) -> str:
        """Return what refers to some sources: ``[1][3]–[9]``."""
        found = dict.fromkeys(text for text in sources if text)
        numbers = sorted(self.numbers.setdefault(text, len(self.numbers) + 1) for text in found)
        return content.marked(numbers)

    @property
    def texts(self) -> tuple[str, ...]:
        """The sources by their number."""
        return tuple(self.numbers)


@dataclass(frozen=True)
class Asked:
    """A view at its publication, with what its content needs to be made."""

    store: Store
    view: SavedView
    publication: int
    published_at: dt.datetime
    as_of: str
    vintage: str
    language: Language
    workspace: Workspace
    rules: int
    """Version of the rules by which the publication was judged."""
    notes: Footnotes = field(default_factory=Footnotes)

    @property
    def _moment(self) -> "_Moment":
        return _Moment(self.store, self.publication, self.as_of, self.vintage)

    @property
    def colours(self) -> Palette:
        """The colours of the view on paper."""
        asked = self.view.choice("colours")
        return palette(False, next((name for name in COLOUR_SETS if name == asked), COLOUR_SETS[0]))

    def say(self, text: str) -> str:
        """Return a text of the catalog in the reader's language."""
        return catalog(self.language).gettext(text)

    def chosen(self, name: str) -> str | None:
        """Return the id that is chosen of ``name``; None for all, or where the view says nothing of it."""
        asked = self.view.choice(name)
        return None if asked in (None, "", ALL) else asked

    def required(self, name: str, known: Iterable[str]) -> str:
        """Return the id that is chosen of ``name``.

        Raises:
            ContentError: there is none, or the publication does not know it.
        """
        asked = self.view.choice(name)
        if asked is None:
            raise ContentError(MISSING[name])
        if asked not in set(known):
            raise ContentError(UNKNOWN[name], number=self.publication)
        return asked

    def status(
        self, *, area: str | None = None, framework: str | None = None, indicator: str | None = None
    ) -> pl.DataFrame:
        """Return `dabiao.progress.status` rows with their absences."""
        return _status(self._moment, area, framework, indicator)

    def observations(self, *, area: str | None = None, framework: str | None = None) -> pl.DataFrame:
        """Return `dabiao.progress.observations` rows."""
        return _observations(self._moment, area, framework)

    def line(self, area: str | None, indicator: str | None = None) -> pl.DataFrame:
        """Return `dabiao.progress.line` rows."""
        return _line(self._moment, area, indicator)

    def areas(self) -> pl.DataFrame:
        """Return the areas of the publication: the columns of the table ``area``."""
        return _areas(self.store, self.publication)

    def plans(self, framework: str | None = None) -> pl.DataFrame:
        """Return `dabiao.progress.areas` rows."""
        rows = _plans(self.store, self.publication)
        return rows if framework is None else rows.filter(pl.col("framework_id") == framework)

    def used(self, rows: pl.DataFrame, figures: pl.DataFrame) -> dict[tuple[str, str], str]:
        """Return what refers to the sources that targets rest on, by area and target.

        Args:
            rows: status rows.
            figures: the published figures behind them (`dabiao.progress.observations`).
        """
        known = figures.select(
            "publisher",
            "source_title",
            "source_date",
            named=pl.format("{} · {}", "publisher", "source_title"),
        )
        told = {row["named"]: source(row, self.language) for row in known.unique().to_dicts()}
        return {
            (row["area_code"], row["target_id"]): self.notes.mark(told[one] for one in row["sources"])
            for row in progress.with_sources(rows, figures).to_dicts()
        }

    @property
    def explained(self) -> bool:
        """Whether the present rules, which texts and arithmetic explain, are those that judged it."""
        return self.rules == method.RULES_VERSION

    def judged_anew(self) -> None:
        """Say that what was known by a date is judged as it is read, by the present rules.

        Raises:
            ContentError: the publication was judged by others: what would be said changes with the program.
        """
        if not self.explained:
            raise ContentError(
                JUDGED_ANEW, number=self.publication, old=self.rules, rules=method.RULES_VERSION
            )

    @property
    def undated(self) -> int:
        """How many figures of the publication have a source without a date."""
        return _undated(self.store, self.publication)

    def _known(self) -> str:
        """Return which figures count."""
        if self.vintage == LATEST:
            return self.say(N_("figures known: all of this publication"))
        told = self.say(N_("figures known by {date}")).format(date=self.vintage)
        if not self.undated:
            return told
        without = self.say(N_("{known}, without {count} whose source has no date"))
        return without.format(known=told, count=self.undated)

    def _judged(self) -> tuple[str, ...]:
        """Return by which rules it was judged, where that is not plain from the publication."""
        since = self.chosen("since") or "1"
        if self.explained and self.vintage == LATEST and since.isdigit():
            return ()
        return (self.say(N_("judged by rules version {rules}")).format(rules=self.rules),)

    def provenance(self) -> str:
        """Return what everything shown is a function of, in one line."""
        parts = [
            self.say(N_("Publication No. {number} of {date}")).format(
                number=self.publication, date=self.published_at.astimezone(CHINA).date().isoformat()
            ),
            self.say(N_("as of {period}")).format(period=period(self.as_of, self.language)),
            self._known(),
            *self._judged(),
        ]
        if self.workspace == "demo":
            parts.append(self.say(N_("demonstration data")))
        return " · ".join(parts)

    def content(self, title: str, lead: str, sections: Iterable[Section]) -> Content:
        """Return the content of the view; its sections must have been made before its sources are told."""
        made = tuple(sections)
        if made and self.vintage != LATEST and self.undated:
            said = undated_left_out(self.undated, self.language)
            made = (replace(made[0], sentences=(*made[0].sentences, said)), *made[1:])
        pinned = SavedView(self.view.page, self.view.choices, self.publication)
        return Content(
            title=title,
            lead=lead,
            provenance=self.provenance(),
            sections=made,
            sources=self.notes.texts,
            view=pinned.as_text(),
            publication=self.publication,
            published_at=self.published_at,
            as_of=self.as_of,
            vintage=self.vintage,
            language=self.language,
            workspace=self.workspace,
        )


class _Moment(NamedTuple):
    """What rows are a function of beside what is asked for: of one moment they never change."""

    store: Store
    publication: int
    as_of: str
    vintage: str


# A meeting's views are mostly of the same areas, one after the other.
@lru_cache(maxsize=4)
def _status(moment: _Moment, area: str | None, framework: str | None, indicator: str | None) -> pl.DataFrame:
    store, publication, as_of, vintage = moment
    rows = progress.status(
        store, publication, as_of, area=area, framework=framework, indicator=indicator, vintage=vintage
    )
    areas = rows["area_code"].unique().sort().to_list()
    absent = progress.registered(store, publication, as_of, areas, vintage=vintage)
    return progress.with_absences(rows, absent, as_of)


@lru_cache(maxsize=4)
def _observations(moment: _Moment, area: str | None, framework: str | None) -> pl.DataFrame:
    store, publication, as_of, vintage = moment
    return progress.observations(store, publication, as_of, area=area, framework=framework, vintage=vintage)


@lru_cache(maxsize=4)
def _line(moment: _Moment, area: str | None, indicator: str | None) -> pl.DataFrame:
    store, publication, as_of, vintage = moment
    return progress.line(store, publication, area, as_of, indicator=indicator, vintage=vintage)


@lru_cache(maxsize=16)
def _published(store: Store, publication: int) -> Publication:
    return publications.publication(store, publication)


@lru_cache(maxsize=4)
def _undated(store: Store, publication: int) -> int:
    return progress.undated(store, publication)


@lru_cache(maxsize=4)
def _plans(store: Store, publication: int) -> pl.DataFrame:
    return progress.areas(store, publication)


@lru_cache(maxsize=4)
def _areas(store: Store, publication: int) -> pl.DataFrame:
    return publications.current(store, "area", publication)


def of_view(store: Store, view: SavedView, language: Language) -> Asked:
    """Return what a view asks for at the publication it is pinned to, else at the latest.

    A view that names no as-of is as of the last quarter that had ended when its publication was published: so
    it says the same at any later time.

    Raises:
        ContentError: there is no such publication, period or vintage, or `judged_anew` raises it.
    """
    number = publications.latest(store) if view.publication is None else view.publication
    if number is None:
        raise ContentError(N_("Nothing has been published yet."))
    try:
        published = _published(store, number)
    except UnknownPublicationError as error:
        raise ContentError(N_("There is no publication {number}."), number=number) from error
    published_at = published.published_at
    as_of = view.choice("as_of") or latest_complete_quarter(published_at.astimezone(CHINA).date())
    vintage = view.choice("vintage") or LATEST
    try:
        end_month(as_of)
        progress.vintage.known_by(vintage)
    except InvalidPeriodError as error:
        raise ContentError(N_("“{period}” is no period."), period=as_of) from error
    except InvalidVintageError as error:
        raise ContentError(N_("“{date}” is no date by which figures were known."), date=vintage) from error
    workspace = workspaces.workspace(store)
    found = Asked(store, view, number, published_at, as_of, vintage, language, workspace, published.rules)
    if vintage != LATEST:
        found.judged_anew()
    return found
