"""The form that holds a printed return against what is stored: yes or no, to anyone, and not too often."""

import html
import re
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dabiao import contents, documents, returns
from dabiao.documents import Document
from dabiao.periods import CHINA
from dabiao.returns import Desk, Receipt
from dabiao.rights import VISITOR, Actor, Grant
from dabiao.settings import settings
from dabiao.views import SavedView
from dabiao.web import reading
from tests.databases import Originals
from tests.pages.office import hire
from tests.pages.test_review_page import AREA, QUARTER, REPORTER, handed_in
from tests.pages.test_sign_in_forms import Browser

MATCHES = "The digest is that of the return stored under this receipt number."
DIFFERS = "No return is stored under this receipt number with this digest."


@pytest.fixture(autouse=True)
def _office(
    duckdb_originals: Originals,
    tmp_path: Path,
    use_database: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database = tmp_path / "dabiao.duckdb"
    shutil.copyfile(duckdb_originals.of(handed_in), database)
    monkeypatch.setenv("DABIAO_SECRET", secrets.token_hex(32))
    monkeypatch.setenv("DABIAO_LANGUAGE", "en")
    use_database(str(database))


@pytest.fixture
def receipt() -> Receipt:
    found = returns.form(REPORTER, Desk(reading.store()), AREA, QUARTER).receipt
    assert found is not None
    return found


def spaced(digest: str) -> str:
    """As it is printed, in groups."""
    return " ".join(digest[at : at + 8].upper() for at in range(0, len(digest), 8))


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_paper_is_held_against_what_is_stored_without_an_account(
    host: str, receipt: Receipt, monkeypatch: pytest.MonkeyPatch, use_database: Callable[[str], None]
) -> None:
    monkeypatch.setenv("DABIAO_HOST", host)
    use_database(settings().database)
    browser = Browser()
    answer = browser.send("/verify", number=receipt.number, digest=spaced(receipt.digest))
    assert answer.status_code == 200
    assert MATCHES in answer.text
    for secret in ("2301", "张", "陕西"):
        # 64 random digits and letters may hold any of them.
        assert secret not in answer.text.replace(receipt.digest, "")


def test_unknown_number_and_other_digest_look_alike(receipt: Receipt) -> None:
    other = "0" * 64
    answers = [
        Browser().send("/verify", number=number, digest=other).text.replace(number, "")
        for number in (receipt.number, "610000-2025Q3-99")
    ]
    assert all(DIFFERS in answer for answer in answers)
    assert MATCHES not in "".join(answers)


def test_what_was_changed_in_the_database_does_not_match(receipt: Receipt) -> None:
    changed = receipt.content.replace("2301", "2302")
    assert changed != receipt.content
    database = settings().database
    reading.close()
    with duckdb.connect(database) as connection:
        connection.execute("update return_submission set content = ?", [changed])
    assert DIFFERS in Browser().send("/verify", number=receipt.number, digest=receipt.digest).text


def test_it_is_slowed_and_does_not_slow_signing_in(receipt: Receipt) -> None:
    browser = Browser()
    for _ in range(5):
        assert browser.send("/verify", number=receipt.number, digest="1" * 64).status_code == 200
    slowed = browser.send("/verify", number=receipt.number, digest=receipt.digest)
    assert slowed.status_code == 429
    assert "There have been too many attempts." in slowed.text
    assert int(slowed.headers["retry-after"]) > 0
    assert browser.send("/sign-in", name="zhao", password="x").status_code == 401


def test_form_of_another_site_is_refused_and_printed_address_fills_it_in(receipt: Receipt) -> None:
    browser = Browser()
    sent = browser.send(
        "/verify", {"origin": "https://elsewhere.test"}, number=receipt.number, digest=receipt.digest
    )
    assert sent.status_code == 403
    shown = browser.get(f"/verify?number={receipt.number}&digest={receipt.digest}&language=zh").text
    assert f'value="{receipt.number}"' in shown
    assert f'value="{receipt.digest}"' in shown
    assert "核验纸质报表或文件" in shown
    assert "回执号或文件编号" in shown
    assert "Verify" not in shown


def test_value_from_the_address_is_escaped() -> None:
    assert "<script>" not in Browser().get("/verify?number=%22%3E%3Cscript%3E").text


VIEW = SavedView.of("area", {"area": "610000", "as_of": "2024-Q2", "language": "zh"}, 1)


def issue(kind: str, title: str, actor: Actor) -> Document:
    said = contents.of_view(reading.store(), VISITOR, VIEW, "zh")
    return documents.issue(reading.store(), actor, kind, title, [said])


def test_a_document_is_held_against_what_was_issued() -> None:
    document = issue("briefing", "简报", VISITOR)
    browser = Browser()
    answer = browser.send("/verify", number=document.number.lower(), digest=spaced(document.digest))
    assert "The digest is that of the document issued under this number." in answer.text
    for number, digest in ((document.number, "0" * 64), ("DB-2020-000001", document.digest)):
        answer = browser.send("/verify", number=number, digest=digest)
        assert "No document was issued under this number with this digest." in answer.text
        assert "Kind: " not in answer.text


def test_a_match_tells_what_a_paper_with_other_figures_cannot_hide() -> None:
    """Number and digest are copied easily: the reader is led to the figures themselves."""
    zhao = hire("zhao", "赵", Grant("leadership", "610000"))
    document = issue("briefing", "二季度 <b>简报</b>", zhao.session.actor)
    answer = Browser().send("/verify", number=document.number, digest=document.digest)
    told = html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))
    published = reading.all_publications()["published_at"][0].astimezone(CHINA)
    issued = document.issued_at.astimezone(CHINA)
    for fact in (
        "Kind: Briefing",
        "Title: 二季度 <b>简报</b>",
        f"Publication: No. 1 of {published:%Y-%m-%d}",
        f"Issued on (China time): {issued:%Y-%m-%d}",
        "Language: 中文",
        "Area · Shaanxi · as of",
    ):
        assert fact in told
    assert "can be copied onto a paper with other figures" in told
    ways = [html.unescape(way) for way in re.findall(r'<li><a href="([^"]+)"', answer.text)]
    assert ways == ["area?area=610000&as_of=2024-Q2&language=en&publication=1"]


def test_every_view_of_a_document_is_told_whatever_its_choices_are_called() -> None:
    view = SavedView.of("publications", dict(VIEW.choices) | {"meeting": "x"}, 1)
    said = [contents.of_view(reading.store(), VISITOR, one, "zh") for one in (VIEW, view)]
    for kind, told in (("briefing", 2), ("meeting", 1)):
        document = documents.issue(reading.store(), VISITOR, kind, "简报", said)
        answer = Browser().send("/verify", number=document.number, digest=document.digest)
        ways = re.findall(r'<li><a href="([^"]+)"', answer.text)
        assert len(ways) == told
        assert "meeting=x" in ways[-1]


def test_the_title_of_a_meetings_document_is_told_to_those_who_have_an_account() -> None:
    zhao = hire("zhao", "赵", Grant("leadership", "610000"))
    document = issue("meeting", "Quarrel about Yulin", zhao.session.actor)
    browser = Browser()
    assert "Quarrel" not in browser.send("/verify", number=document.number, digest=document.digest).text
    browser.cookies["dabiao-published"] = zhao.token.text
    told = browser.send("/verify", number=document.number, digest=document.digest).text
    assert "Title: Quarrel about Yulin" in told
