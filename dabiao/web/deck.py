"""The slides of a meeting: what is open since the last, what has changed, and every view of its agenda."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dabiao import contents, meetings, publications
from dabiao.briefing.content import CUT, LONGEST_BAR, Chart, Content, Section, Table, Tile, cited
from dabiao.charts import theme
from dabiao.charts.theme import ColourSet
from dabiao.contents import ContentError
from dabiao.locale import catalog
from dabiao.meetings import Action, Comparison, Item, Meeting, MeetingError
from dabiao.meetings.errors import CANCELLED
from dabiao.rights import Actor
from dabiao.settings import Language
from dabiao.store import Store
from dabiao.terms import N_
from dabiao.web.meetings.differences import finding, since_last
from dabiao.web.meetings.rows import of_actions, of_changes
from dabiao.web.naming import named
from dabiao.wording import briefings
from dabiao.wording import meetings as words
from dabiao.workspaces import today

KEY_COLUMNS: Final = (
    N_("Area"),
    N_("Indicator"),
    N_("Period"),
    N_("Target"),
    N_("Value"),
    N_("Attainment"),
    N_("Status"),
)
"""Of a table with many columns, those that a room can read."""
FEW_COLUMNS: Final = 5
ROWS: Final = 120
"""Rows of a table that are presented, on as many screens as they take; those beyond are counted."""
TALLEST: Final = 380
"""Pixels that a chart is high on a page; a higher one has letters too small to be read on a slide."""
SENTENCES: Final = 6
SOURCES: Final = 4


@dataclass(frozen=True)
class Shown:
    """A table as a slide shows it."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int
    """Rows that there are beside these."""


@dataclass(frozen=True)
class Bar:
    """A row of a list of bars."""

    name: str
    text: str
    parts: tuple[tuple[float, str], ...]
    """How long each part is, in per cent of the room there is, and its colour."""
    due: float | None
    """Where it should end by now, in per cent of the room."""
    whole: float | None = None
    """Where 100 % is, in per cent of the room."""


@dataclass(frozen=True)
class Slide:
    """One screen."""

    kicker: str
    """What it is of, small above its title."""
    title: str
    """The finding, or the heading that the agenda gives it."""
    lead: str = ""
    """The finding, where the title is another."""
    note: str = ""
    tiles: tuple[Tile, ...] = ()
    sentences: tuple[str, ...] = ()
    figures: tuple[theme.Figure, theme.Figure] | None = None
    """Its chart in the colours of a bright and of a dark screen."""
    bars: tuple[Bar, ...] = ()
    """Instead of a figure that would not be read where there is too much of it."""
    table: Shown | None = None
    provenance: str = ""
    sources: tuple[str, ...] = ()
    first: bool = False

    @property
    def cut(self) -> bool:
        """Whether some bar is longer than the room there is."""
        return any(bar.text.endswith(CUT) for bar in self.bars)


def slides(
    store: Store, actor: Actor, meeting_id: str, language: Language, colours: ColourSet
) -> tuple[Meeting, list[Slide]]:
    """Return a meeting with its slides.

    Raises:
        DeniedError: ``actor`` holds no meetings on its area.
        MeetingError: there is no such meeting, or it was cancelled.
    """
    of = meetings.meeting(store, actor, meeting_id)
    if of.cancelled_at is not None:
        raise MeetingError(CANCELLED)
    items = meetings.agenda(store, actor, of)
    made = [cover := _cover(store, of, items, language)]
    if earlier := meetings.carried_over(store, actor, of):
        made.append(_open(store, of, earlier, language))
    if (compared := since_last(actor, of)) is not None:
        made.append(_since(cover.lead, compared, language))
    for place, item in enumerate(items, 1):
        made += _of_view(store, actor, item, f"{place}/{len(items)}", language, colours)
    return of, made


def _cover(store: Store, of: Meeting, items: Sequence[Item], language: Language) -> Slide:
    areas = publications.current(store, "area", of.publication)
    names = dict(areas.select("code", f"name_{language}").iter_rows())
    published = publications.publication(store, of.publication)
    frozen = words.frozen(of.publication, published.published_at, of.as_of, language)
    return Slide(
        kicker=f"{names.get(of.area_code, of.area_code)} · {of.held_on.isoformat()}",
        title=of.title,
        lead=frozen,
        sentences=tuple(item.heading or named(item.view, of.publication, language) for item in items),
        first=True,
    )


def _open(store: Store, of: Meeting, earlier: Sequence[Action], language: Language) -> Slide:
    day, states = today(store), [one.state for one in earlier]
    late = sum(one.is_overdue(day) for one in earlier)
    caption = words.judged_on(words.carried_over(states, language), day, language)
    return Slide(
        kicker=caption,
        title=words.still_open(states, language),
        lead=words.overdue(late, language) if late else "",
        table=_shown(caption, *of_actions(earlier, of.publication, day, language, _figure)),
    )


def _figure(figure: Mapping[str, Any], language: Language) -> str:
    return " · ".join(str(figure[f"{part}_name_{language}"]) for part in ("area", "indicator"))


def _since(provenance: str, compared: Comparison, language: Language) -> Slide:
    _ = catalog(language).gettext
    told = of_changes(compared, language)
    return Slide(
        kicker=_("Since the last meeting"),
        title=finding(compared, language),
        table=_shown(_("Since the last meeting"), *told) if told.rows else None,
        provenance=provenance,
    )


def _shown(caption: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Shown:
    return Shown(caption, heads, tuple(rows[:ROWS]), max(0, len(rows) - ROWS))


def _of_view(
    store: Store, actor: Actor, item: Item, place: str, language: Language, colours: ColourSet
) -> Iterator[Slide]:
    """Yield the slide of a view, and one for its table where that has no place beside the chart."""
    try:
        content = contents.of_view(store, actor, item.view, language)
    except ContentError as error:
        yield Slide(
            place,
            item.heading or error.message(language),
            lead=error.message(language) if item.heading else "",
        )
        return
    charted = next((one for one in content.sections if one.chart is not None and one.chart.figure), None)
    beside = charted.table if charted is not None else None
    tabled = next((one for one in content.sections if one.table is not None and one.chart is None), None)
    table = tabled.table if tabled is not None else None
    drawing = _drawing(charted, colours)
    spoken = _sentences(content, charted, some="bars" in drawing)
    common: dict[str, Any] = {
        "kicker": f"{place} · {content.title}",
        "provenance": content.provenance,
        "sources": _sources(content, spoken if beside is None else ()),
    }
    # What a table that stands alone compares with is said in the finding above it.
    told = "" if charted is not None or tabled is None or table is None else tabled.heading
    if table is None or told in (content.lead, table.caption):
        told = ""
    yield Slide(
        title=item.heading or content.lead,
        lead=content.lead if item.heading else told,
        note=" ".join(one for one in (item.note, told if item.heading else "") if one),
        tiles=next((one.tiles for one in content.sections if one.tiles), ()),
        sentences=spoken if beside is None else (),
        **drawing,
        table=_key(beside, language)
        if beside is not None
        else _key(table, language)
        if charted is None and table
        else None,
        **common,
    )
    if charted is not None and beside is None and tabled is not None and table is not None:
        said = tabled.sentences[0] if tabled.sentences else ""
        yield Slide(title=tabled.heading, lead=content.lead, note=said, table=_key(table, language), **common)


def _sentences(content: Content, charted: Section | None, *, some: bool) -> tuple[str, ...]:
    """Return what is said beside the chart: its own finding, then what the other parts find.

    Args:
        content: the view's.
        charted: the section whose chart is drawn.
        some: whether it is drawn as the document's bars, which may be some only; a figure has them all.
    """
    found = [charted.heading] if charted is not None else []
    if some and charted is not None and charted.chart is not None and charted.chart.left_out:
        chart, shown = charted.chart, len(charted.chart.categories)
        told = briefings.drawn(shown, shown + chart.left_out, content.language, in_table=chart.in_table)
        found.append(told)
    said = [
        section
        for section in content.sections
        if section is not charted and section.table is None and section.heading != content.lead
    ]
    # Each part says what it finds and its first sentence; the first parts say more while there is room.
    room = SENTENCES - len(found) - sum(1 + bool(section.sentences) for section in said)
    for section in said:
        more = min(max(0, room), max(0, len(section.sentences) - 1))
        room -= more
        found += [section.heading, *section.sentences[: 1 + more]]
    if len(found) < 2:
        found += content.sections[0].sentences
    return tuple(dict.fromkeys(one for one in found if one != content.lead))[:SENTENCES]


def _drawing(charted: Section | None, colours: ColourSet) -> dict[str, Any]:
    """Return the chart of a view as a slide draws it: as the page does, else as a list of bars."""
    if charted is None or charted.chart is None or charted.chart.figure is None:
        return {}
    chart = charted.chart
    bright, dark = (charted.chart.figure(theme.palette(mode, colours)) for mode in (False, True))
    if chart.kind == "path" or bright["layout"].get("height", 0) <= TALLEST:
        return {"figures": (bright, dark)}
    return {"bars": _bars(chart) if chart.kind == "bars" else _stacked(chart)}


def _bars(chart: Chart) -> tuple[Bar, ...]:
    reached, due = chart.series
    return tuple(
        Bar(
            name,
            chart.text(reached, place),
            ((_room(reached.values[place]), reached.colours[place]),),
            None if due.values[place] is None else _room(due.values[place]),
            _room(1.0),
        )
        for place, name in enumerate(chart.categories)
    )


def _room(share: float | None) -> float:
    return round(100 * min(max(share or 0.0, 0.0), LONGEST_BAR) / LONGEST_BAR, 2)


def _stacked(chart: Chart) -> tuple[Bar, ...]:
    counts = [[one.values[place] or 0 for one in chart.series] for place in range(len(chart.categories))]
    most = max(map(sum, counts)) or 1
    shades = [one.colours[0] for one in chart.series]
    return tuple(
        Bar(
            name,
            " / ".join(f"{count:g}" for count in own),
            tuple((round(100 * count / most, 2), shade) for count, shade in zip(own, shades, strict=True)),
            None,
        )
        for name, own in zip(chart.categories, counts, strict=True)
    )


def _key(table: Table, language: Language) -> Shown:
    """Return a table with the columns that a room can read."""
    names = [column.name for column in table.columns]
    kept = list(range(len(names)))
    if len(names) > FEW_COLUMNS:
        _ = catalog(language).gettext
        wanted = {_(name) for name in KEY_COLUMNS}
        known = [place for place in kept if names[place] in wanted]
        kept = known if len(known) >= FEW_COLUMNS else kept[:FEW_COLUMNS]
    rows = [tuple(row[place].text for place in kept) for row in table.rows]
    shown = _shown(table.caption, tuple(names[place] for place in kept), rows)
    return Shown(shown.caption, shown.heads, shown.rows, shown.left_out + table.left_out)


def _sources(content: Content, told: Sequence[str]) -> tuple[str, ...]:
    """Return the sources that are referred to, else all of the view, and how many more there are."""
    meant = cited(told) or range(1, len(content.sources) + 1)
    numbered = [f"[{number}] {content.sources[number - 1]}" for number in meant]
    left = len(numbered) - SOURCES
    _ = catalog(content.language).gettext
    more = [_("and {count} more").format(count=left)] if left > 0 else []
    return (*numbered[:SOURCES], *more)
