"""The briefing of a meeting: what is open, what has changed, its agenda view by view, what it decided."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import streamlit as st

from dabiao import meetings, publications, workspaces
from dabiao.briefing import Format
from dabiao.briefing.content import Cell, Column, Content, Section, Table
from dabiao.contents import ContentError
from dabiao.locale import catalog
from dabiao.meetings import Action, Comparison, Item, Meeting
from dabiao.progress import LATEST
from dabiao.rights import Actor
from dabiao.settings import Language, settings
from dabiao.views import SavedView
from dabiao.web import briefings, reading, session
from dabiao.web.meetings.differences import finding
from dabiao.web.meetings.rows import Rows, of_actions, of_changes
from dabiao.web.naming import named
from dabiao.web.view import View
from dabiao.wording import briefings as briefing_words
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
                of=_state(meeting_id, language),
                needs="hold_meeting",
            )


def _state(meeting_id: str, language: Language) -> str:
    """Return what a meeting is at this moment: what is changed or written down makes it another."""
    store, viewer = reading.store(), session.actor()
    of = meetings.meeting(store, viewer, meeting_id)
    held = (of, meetings.agenda(store, viewer, of), meetings.actions(store, viewer, of))
    return f"{language} {held}"


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
    items = meetings.agenda(store, viewer, of)
    earlier = meetings.carried_over(store, viewer, of)
    own = meetings.actions(store, viewer, of)
    compared = meetings.since_last(store, viewer, of)
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
    day = workspaces.today(reading.store())
    agenda = tuple(item.heading or named(item.view, of.publication, language) for item in items)
    yield Section(_("Agenda"), agenda)
    if earlier:
        caption = words.judged_on(words.carried_over([one.state for one in earlier], language), day, language)
        told = of_actions(earlier, of.publication, day, language)
        yield Section(caption, table=_table(caption, told))
    if compared is not None:
        changed = _table(_("Changes since the last meeting"), of_changes(compared, language))
        yield Section(finding(compared, language), table=changed if compared.differences else None)
    if own:
        caption = words.judged_on(_("Decisions and actions"), day, language)
        yield Section(caption, table=_table(caption, of_actions(own, of.publication, day, language)))


def _table(caption: str, told: Rows) -> Table:
    cells = tuple(tuple(Cell(text, text) for text in row) for row in told.rows)
    return Table(caption, tuple(Column(head) for head in told.heads), cells)
