"""Whom the overview tells of returns that wait for them; nobody else sees a trace of it."""

import re

import pytest

from dabiao import returns
from dabiao.returns import Desk, Typed
from dabiao.rights import Grant
from dabiao.web import reading
from tests.pages.office import hire, open_page
from tests.pages.text import markup, page_text

PAGE = "progress/overview.py"
AREA, QUARTER = "610000", "2025-Q1"

pytestmark = pytest.mark.usefixtures("office")


def test_reporters_and_reviewers_are_told_what_waits_for_them_and_others_nothing() -> None:
    strangers = (
        None,
        hire("wu", "吴", Grant("leadership", AREA)),
        hire("bai", "白", Grant("reviewer", "420000")),
    )
    before = [markup(open_page(viewer, PAGE)) for viewer in strangers]
    wang, li = hire("wang", "王", Grant("reporter", AREA)), hire("li", "李", Grant("reviewer", AREA))
    assert "waiting for your review" not in page_text(open_page(li, PAGE))
    actor, desk = wang.session.actor, Desk(reading.store())
    owed = returns.to_hand_in(actor, desk).height
    app = open_page(wang, PAGE)
    assert not app.exception
    assert f"{owed} returns of yours are to be handed in." in page_text(app)
    assert re.search(r"The earliest due date, 2025-04-20, passed \d+ days ago\.", page_text(app))
    assert f'href="return?area={AREA}&amp;quarter={QUARTER}&amp;' in markup(app)
    cells = returns.form(actor, desk, AREA, QUARTER).cells
    withheld = Typed(absence="Q", explanation="待核定")
    returns.save_cells(actor, desk, AREA, QUARTER, {cell.key: (withheld, cell.version) for cell in cells})
    returns.submit(actor, desk, AREA, QUARTER, client_key="k")
    assert f"待您报送的报表 {owed - 1} 份。" in page_text(open_page(wang, PAGE, language="zh"))
    app = open_page(li, PAGE)
    assert "1 return is waiting for your review." in page_text(app)
    assert "The earliest due date is 2025-04-20." in page_text(app)
    assert f'href="review?return={AREA}.{QUARTER}&amp;' in markup(app)
    assert [markup(open_page(viewer, PAGE)) for viewer in strangers] == before
    returns.send_back(li.session.actor, desk, AREA, QUARTER, submission=1, reason="请复核")
    assert "waiting for your review" not in page_text(open_page(li, PAGE))
    app = open_page(wang, PAGE)
    assert "1 return of yours was sent back." in page_text(app)
    assert f"{owed - 1} returns of yours are to be handed in." in page_text(app)
    assert f'href="return?area={AREA}&amp;quarter={QUARTER}&amp;' in markup(app)
