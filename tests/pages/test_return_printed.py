"""The sheet for paper: what was handed in, by whom, with number and digest; a draft says that it is one."""

import re

import pytest

from dabiao import returns
from dabiao.accounts import SignedIn
from dabiao.returns import Conflict, Desk, Receipt, Typed
from dabiao.returns.lines import Key
from dabiao.rights import VISITOR, Grant
from dabiao.settings import settings
from dabiao.web import reading
from tests.pages.office import hire, open_page
from tests.pages.text import markup

AREA, QUARTER = "610000", "2025-Q3"
LOCAL: Key = ("local-standards", "published")
GROUP: Key = ("association-standards", "published")

pytestmark = pytest.mark.usefixtures("office")


def save(viewer: SignedIn, key: Key, typed: Typed) -> None:
    where = viewer.session.actor, Desk(reading.store()), AREA, QUARTER
    version = returns.form(*where).cell(key).version
    assert not isinstance(returns.save_cell(*where, key, typed, expected_version=version), Conflict)


def hand_in(viewer: SignedIn) -> Receipt:
    save(viewer, LOCAL, Typed("2400", source="陕市监〔2025〕8号"))
    save(viewer, GROUP, Typed(absence="Q", explanation="全国数据次年3月公布"))
    return returns.submit(viewer.session.actor, Desk(reading.store()), AREA, QUARTER, client_key="k")


def sheet(viewer: SignedIn, language: str = "zh") -> str:
    """Return the sheet of a page as text, a line for each of its parts."""
    app = open_page(viewer, "returns/return.py", area=AREA, quarter=QUARTER, language=language)
    assert not app.exception
    found = re.search(r'<article class="db-sheet">.*?</article>', markup(app), re.DOTALL)
    return "" if found is None else re.sub(r"\s*<[^>]+>\s*", "\n", found[0])


def test_sheet_holds_what_was_handed_in_and_verifies_whatever_is_typed_since() -> None:
    viewer = hire("wang", "王", Grant("reporter", AREA))
    receipt = hand_in(viewer)
    text = sheet(viewer)
    for said in (
        "陕西省2025年第3季度报表",
        "610000",
        "地方标准",
        "2400",
        "陕市监〔2025〕8号",
        "■ 不予公布",
        "全国数据次年3月公布",
        "○ 未报告",
        receipt.number,
        "，王",
        "填报人（签字）",
        "（盖章处）",
        f"http://localhost:{settings().port}/verify",
    ):
        assert said in text
    assert "草稿" not in text
    digests = re.findall(r"(?:[0-9a-f]{4} ){15}[0-9a-f]{4}", text)
    assert [digest.replace(" ", "") for digest in digests] == [receipt.digest, receipt.head.digest]
    desk = Desk(reading.store())
    assert returns.verify(VISITOR, desk, receipt.number, digests[0].replace(" ", "")).matches
    returns.withdraw(viewer.session.actor, desk, AREA, QUARTER)
    save(viewer, LOCAL, Typed("2999", source="other"))
    later = sheet(viewer)
    assert "2400" in later
    assert "2999" not in later
    assert "该次报送其后已撤回。 报送后改填的内容不在本表内。" in later


def test_draft_says_so_and_has_no_number() -> None:
    viewer = hire("wang", "王", Grant("reporter", AREA))
    save(viewer, LOCAL, Typed("2400"))
    text = sheet(viewer)
    assert "草稿：本报表尚未报送" in text
    assert "2400" in text
    assert "610000-2025Q3" not in text
    assert "摘要" not in text
    assert "未报告" not in text


def test_sheet_of_an_english_page_is_english_and_names_where_to_verify(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DABIAO_PUBLIC_ADDRESS", "https://dabiao.example/")
    settings.cache_clear()
    viewer = hire("wang", "Wang", Grant("reporter", AREA))
    hand_in(viewer)
    text = sheet(viewer, "en")
    assert "Shaanxi: return for Q3 2025" in text
    assert "Open https://dabiao.example/verify and type" in text


def test_sheet_is_for_those_who_may_read_the_whole_return() -> None:
    viewer = hire("wang", "王", Grant("reporter", AREA))
    part = hire("zhao", "赵", Grant("reporter", AREA, frozenset({LOCAL[0]})))
    assert sheet(viewer)
    assert not sheet(part), "a draft of one line is not the return"
    hand_in(viewer)
    assert sheet(hire("wu", "吴", Grant("leadership", "100000")))
    assert not sheet(part)
