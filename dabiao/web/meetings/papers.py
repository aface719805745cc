"""The briefing of a meeting: what is open, what has changed, its agenda view by view, what it decided."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import streamlit as st

from dabiao import meetings, publications, terms, wording
from dabiao.briefing import Format
from dabiao.briefing.content import Cell, Column, Content, Section, Table
from dabiao.contents import ContentError
from dabiao.locale import catalog
from dabiao.meetings import Action, Comparison, Item, Meeting
from dabiao.numbers import NOTHING
from dabiao.progress import LATEST
from dabiao.rights import Actor
from dabiao.settings import Language, settings
from dabiao.views import SavedView
from dabiao.web import briefings, reading, session
from dabiao.web.meetings.agenda import named
from dabiao.web.meetings.differences import EXPLAINED, finding
from dabiao.web.meetings.following import departments
from dabiao.web.view import View
from dabiao.wording import briefings as briefing_words
from dabiao.wording import changes as sentences
from dabiao.wording import meetings as words

KIND = "meeting"


def control(view: View, chosen: Meeting) -> None:
    """Show the control that makes a meeting's briefing."""
    with st.container(key="briefing"):
        _panel(view.language, chosen.meeting_id)


@st.fragment
def _panel(language: Language, meeting_id: str) -> None:
    _ = catalog(language).gettext

    def work(title: str, wanted: Format, report: Callable[[int, int], None]) -> briefings.Made:
        viewer = session.actor()  # a fragment runs without the shell: who asks is asked anew
        said = contents_of(viewer, meeting_id, language, report)
        return briefings.make(viewer, title, said, wanted, kind=KIND)

    panel = briefings.folded(language)
    if panel.open:
        with panel:
            briefings.offer(
                _(
                    "What is open, what has changed since the last meeting, every view of the agenda at the "
                    "frozen publication, decisions and actions."
                ),
                work,
                language,
            )


def contents_of(
    viewer: Actor,
    meeting_id: str,
    language: Language,
    report: Callable[[int, int], None] = lambda done, all_: None,
) -> list[Content]:
    """Return what a meeting's briefing says.

    Raises:
        DeniedError: ``viewer`` holds no meetings on its area.
        MeetingError: there is no such meeting.
    """
    store = reading.store()
    of = meetings.meeting(store, viewer, meeting_id)
    items = meetings.agenda(store, viewer, meeting_id)
    earlier = meetings.carried_over(store, viewer, meeting_id)
    own = meetings.actions(store, viewer, meeting_id)
    compared = meetings.since_last(store, viewer, meeting_id)
    views, refused = [], []
    for place, item in enumerate(items):
        report(place, len(items))
        try:
            views += [_headed(content, item) for content in briefings.told(viewer, [item.view], language)]
        except ContentError as error:
            name = item.heading or named(item.view, of.publication, language)
            refused.append(briefing_words.meaning(name, error.message(language), language))
    report(len(items), len(items))
    sections = list(_sections(of, items, earlier, own, compared, language))
    if refused:
        _ = catalog(language).gettext
        sections.append(Section(_("Views that no document is made of"), tuple(refused)))
    return [_own(of, tuple(sections), language), *views]


def _headed(content: Content, item: Item) -> Content:
    """Return a view's content under the heading and with the note that the agenda gives it."""
    if item.note:
        content = replace(content, sections=(Section(item.note), *content.sections))
    return replace(content, title=item.heading) if item.heading else content


def _own(of: Meeting, sections: tuple[Section, ...], language: Language) -> Content:
    published_at = publications.publication(reading.store(), of.publication).published_at
    frozen = words.frozen(of.publication, published_at, of.as_of, language)
    view = SavedView.of("publications", {"as_of": of.as_of, "meeting": of.meeting_id}, of.publication)
    return Content(
        title=of.title,
        lead=f"{of.held_on.isoformat()} · {frozen}",
        provenance=frozen,
        sections=sections,
        sources=(),
        view=view.as_text(),
        publication=of.publication,
        published_at=published_at,
        as_of=of.as_of,
        vintage=LATEST,
        language=language,
        workspace=settings().workspace,
    )


def _sections(
    of: Meeting,
    items: Sequence[Item],
    earlier: Sequence[Action],
    own: Sequence[Action],
    compared: Comparison | None,
    language: Language,
) -> Iterator[Section]:
    _ = catalog(language).gettext
    agenda = tuple(item.heading or named(item.view, of.publication, language) for item in items)
    yield Section(_("Agenda"), agenda)
    if earlier:
        caption = _("Open from earlier meetings")
        yield Section(caption, table=_actions(caption, earlier, of, language))
    if compared is not None:
        yield Section(
            finding(compared, language), table=_changes(compared, language) if compared.differences else None
        )
    if own:
        caption = _("Decisions and actions")
        yield Section(caption, table=_actions(caption, own, of, language))


def _actions(caption: str, actions: Sequence[Action], of: Meeting, language: Language) -> Table:
    _ = catalog(language).gettext
    heads = (_("What"), _("Figure"), _("Responsible"), _("To be done by"), _("State"))
    rows = [
        (
            one.what,
            words.quoted(one.figure, language) if one.figure else NOTHING,
            departments(language).get(one.department or "", one.department or NOTHING),
            one.due_on.isoformat() if one.due_on else NOTHING,
            words.state(one.state, one.due_on, of.held_on, language),
        )
        for one in actions
    ]
    return _table(caption, heads, rows)


def _changes(compared: Comparison, language: Language) -> Table:
    _ = catalog(language).gettext
    heads = (_("Change"), _("Indicator"), _("Before → now"), _("Why, and who approved it"))
    rows = [
        (
            terms.change_name(one.change, language) if one.change else _(EXPLAINED),
            f"{wording.name(one.row, 'area', language)} · {wording.name(one.row, 'indicator', language)}",
            sentences.change(one.row, language) if one.change else wording.reached(one.row, language),
            " ".join(words.steps(one.steps[-1:], one.row, language)) or NOTHING,
        )
        for one in compared.differences
    ]
    return _table(_("Changes since the last meeting"), heads, rows)


def _table(caption: str, heads: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Table:
    told = tuple(tuple(Cell(text, text) for text in row) for row in rows)
    return Table(caption, tuple(Column(head) for head in heads), told)
