"""Documents: the number they bear, what verifies, and figures that are the same for ever."""

import datetime as dt
from dataclasses import replace

import pytest

from dabiao import audit, contents, documents
from dabiao.accounts import attempts
from dabiao.briefing.content import Content, canonical
from dabiao.charts.theme import COLOUR_SETS
from dabiao.documents import DocumentError
from dabiao.progress import rejudge
from dabiao.rights import COMMAND_LINE, NOBODY, VISITOR, Actor, DeniedError, Grant
from dabiao.store import Store, open_store
from dabiao.views import SavedView
from tests.store.sample import content, figure, put, put_judged_content, rows

READER = Actor("u-li", "李", (Grant("leadership", "100000"),))
LIU = Actor("u-liu", "刘", (Grant("reporter", "610100"),))
AREA = SavedView.of("area", {"area": "610000", "as_of": "2024-Q2", "vintage": "latest"}, 1)
BOOKMARK = SavedView.of("overview", {"as_of": "2024-Q2"}, 1)
OF_A_LINK = Actor(None, "", kind="link", view=AREA)

pytestmark = [pytest.mark.usefixtures("secret"), pytest.mark.begins(after=put_judged_content)]


@pytest.fixture
def published(store: Store) -> Store:
    return store


def told(store: Store, view: SavedView = AREA) -> list[Content]:
    return [contents.of_view(store, READER, view, "zh")]


def amend(store: Store) -> None:
    """Publish another figure for the quarter that the view is as of."""
    figures = rows(
        "observation", *(row for row in content()["observation"].to_dicts()), figure("2024-Q1", 1900)
    )
    changed = figures.with_columns(
        value=figures["value"].replace(2155.0, 2200.0),
        value_reported=figures["value_reported"].replace("2155", "2200"),
    )
    assert put(store, {"observation": changed}, judge=rejudge, kind="amendment").publication == 2


def test_a_view_says_the_same_after_an_amendment_and_a_restart(database: str) -> None:
    store = open_store(database)
    before = canonical([*told(store), *told(store, BOOKMARK)])
    amend(store)
    store.close()
    again = open_store(database)
    after = canonical([*told(again), *told(again, BOOKMARK)])
    newest = canonical(told(again, replace(AREA, publication=None)))
    again.close()
    assert after.encode() == before.encode()
    assert "328" in newest  # 2200 less the total at the plan's start
    assert "328" not in before


def test_a_document_has_a_number_of_its_year_and_verifies(published: Store) -> None:
    held = told(published)
    document = documents.issue(published, READER, "briefing", "  陕西省\n\x07简报 ", held)
    assert document.number == f"DB-{dt.datetime.now(dt.UTC).year}-000001"
    assert document.title == "陕西省 简报"
    assert document.digest == documents.digest(held)
    spaced = f" {document.digest[:32]} {document.digest[32:].upper()} "
    assert documents.verify(published, VISITOR, document.number, spaced) == document
    assert document.views == (AREA,)
    assert documents.verify(published, VISITOR, document.number, "0" * 64) is None
    assert documents.verify(published, VISITOR, "DB-2026-999999", document.digest) is None
    assert documents.is_number(document.number)
    assert not documents.is_number("610000-2025Q3-01")


def test_issued_again_it_is_the_same_document(published: Store) -> None:
    first = documents.issue(published, READER, "briefing", "简报", told(published))
    again = documents.issue(published, LIU, "briefing", "简报", told(published))
    other = documents.issue(published, READER, "meeting", "简报", told(published))
    assert again == first
    assert (other.number[-1], other.digest) == ("2", first.digest)
    listed = documents.issued(published, COMMAND_LINE)
    assert listed["number"].to_list() == [other.number, first.number]
    assert documents.issued(published, COMMAND_LINE, publication=7).is_empty()
    with pytest.raises(DeniedError):
        documents.issued(published, READER)


def test_another_colour_set_is_another_document(published: Store) -> None:
    sets = {name: SavedView.of("area", dict(AREA.choices) | {"colours": name}, 1) for name in COLOUR_SETS}
    held = {name: told(published, view) for name, view in sets.items()}
    assert len({documents.digest(one) for one in held.values()}) == len(sets)
    first = documents.issue(published, READER, "briefing", "简报", held["safe"])
    assert documents.issue(published, READER, "briefing", "简报", held["festive"]).number != first.number


def test_what_is_issued_is_in_the_audit_trail(published: Store) -> None:
    document = documents.issue(published, READER, "briefing", "简报", told(published))
    entry = audit.entries(published, COMMAND_LINE, what="document").row(0, named=True)
    assert (entry["subject"], entry["actor_name"]) == (f"document:{document.number}", "李")
    assert document.digest in entry["detail"]


def test_a_document_says_nothing_that_its_reader_may_not_read(published: Store) -> None:
    held = told(published)
    with pytest.raises(DeniedError):
        documents.issue(published, NOBODY, "briefing", "简报", held)
    with pytest.raises(DeniedError):
        contents.of_view(published, OF_A_LINK, BOOKMARK, "zh")
    with pytest.raises(DeniedError):
        contents.of_view(published, OF_A_LINK, replace(AREA, publication=None), "zh")
    with pytest.raises(DeniedError):
        documents.issue(published, OF_A_LINK, "briefing", "简报", told(published, BOOKMARK))
    assert documents.issue(published, OF_A_LINK, "briefing", "简报", held).digest
    with pytest.raises(DeniedError):
        documents.verify(published, NOBODY, "DB-2026-000001", "0" * 64)


@pytest.mark.parametrize("actor", [VISITOR, OF_A_LINK])
def test_who_has_no_account_puts_no_words_of_their_own_on_a_cover(published: Store, actor: Actor) -> None:
    held = told(published)
    document = documents.issue(published, actor, "briefing", "全省指标提前完成", held)
    assert document.title == held[0].title
    assert documents.issue(published, COMMAND_LINE, "briefing", "季报", held).title == "季报"


@pytest.mark.parametrize(("title", "some"), [("", True), (" \n", True), ("x" * 201, True), ("简报", False)])
def test_a_document_without_a_title_or_anything_to_say_is_refused(
    published: Store, title: str, some: bool
) -> None:
    with pytest.raises(DocumentError):
        documents.issue(published, READER, "briefing", title, told(published) if some else [])


def test_numbers_for_those_without_an_account_are_limited(
    published: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "DOCUMENTS", 2)
    views = [
        replace(AREA, choices=(("area", "610000"), ("as_of", f"{year}-Q2"))) for year in range(2023, 2026)
    ]
    first, second, third = (told(published, view) for view in views)
    for held in (first, second):
        documents.issue(published, VISITOR, "briefing", "", held, address="192.0.2.1")
    with pytest.raises(DocumentError, match="from your network address") as refused:
        documents.issue(published, VISITOR, "briefing", "", third, address="192.0.2.1")
    assert "后再试" in refused.value.message("zh")
    again = documents.issue(published, VISITOR, "briefing", "", first, address="192.0.2.1")
    assert again.number.endswith("1"), "what has its number takes no further one"
    assert documents.issue(published, VISITOR, "briefing", "", third, address="192.0.2.2")
    assert documents.issue(published, READER, "briefing", "丙", third)
    assert documents.issue(published, COMMAND_LINE, "briefing", "丁", third)
