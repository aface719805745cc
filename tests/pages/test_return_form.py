"""The form of a return: what is typed is saved at once, and of two values somebody chooses."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dabiao import accounts, returns
from dabiao.accounts import SignedIn
from dabiao.returns import Desk, Typed
from dabiao.rights import Grant
from dabiao.web import reading
from dabiao.web.returns.keeping import Place
from tests.demonstration import Demonstration
from tests.pages.filling import (
    AREA,
    GROUP,
    LOCAL,
    another,
    name,
    open_form,
    reporter,
    save,
    stored,
    type_in,
    with_reporter,
)
from tests.pages.office import hire, open_page
from tests.pages.text import CHINESE, markup, page_text

pytestmark = [pytest.mark.usefixtures("office"), pytest.mark.begins(after=with_reporter)]


def test_visitor_is_led_to_the_form_and_others_see_what_was_handed_in() -> None:
    assert "Sign in first." in page_text(open_form(None))
    app = open_form(hire("wu", "吴", Grant("leadership", AREA)))
    assert ["shows here once it has been handed in" in info.value for info in app.info] == [False, True]
    app = open_form(hire("zheng", "郑", Grant("administrator", "100000")))
    assert [info.value for info in app.info] == ["Your account has no right to do this here."]


def test_address_holds_area_and_quarter_and_the_latest_one_is_shown_first() -> None:
    viewer = reporter()
    app = open_page(viewer, "returns/return.py")
    assert app.query_params["area"] == AREA
    assert app.query_params["quarter"] == "2025-Q4"


def test_head_says_where_it_stands_and_who_does_what() -> None:
    text = page_text(open_form(reporter()))
    assert "Shaanxi: return for Q3 2025" in text
    assert "2025-10-20" in text
    assert "days late" in text
    assert "then the reviewers of Shaanxi decide" in text
    assert "2,155 items in Q2 2024" in text
    assert "▲" in text


def test_who_looks_for_a_quarter_after_the_plans_is_told_why_there_is_none() -> None:
    told = [info.value for info in open_form(reporter()).info]
    assert told == [
        "The last return that Shaanxi owes is that for Q4 2025: its plans and the rules of returns ask for "
        "nothing after it."
    ]


def test_every_change_is_saved_and_shown_as_the_database_holds_it() -> None:
    viewer = reporter()
    app = type_in(open_form(viewer), viewer, LOCAL, given="2400")
    cell = stored(viewer).cell(LOCAL)
    assert (cell.typed.given, cell.version) == ("2400", 1)
    app = type_in(app, viewer, LOCAL, source="陕市监〔2025〕8号", mode="increment")
    app = type_in(app, viewer, GROUP, absence="Q")
    assert stored(viewer).cell(LOCAL).typed == Typed("2400", "increment", source="陕市监〔2025〕8号")
    assert stored(viewer).cell(GROUP).typed.absence == "Q"
    again = open_form(viewer)
    assert again.text_input(key=f"{name(LOCAL, viewer)}-given").value == "2400"
    assert again.text_input(key=f"{name(GROUP, viewer)}-given").disabled
    assert "saved " in page_text(again)


def test_counterpart_follows_from_what_was_typed() -> None:
    viewer = reporter()
    app = type_in(open_form(viewer), viewer, LOCAL, given="2400")
    assert "added this quarter: not known, for lack of an earlier figure" in page_text(app)
    app = open_form(viewer, quarter="2025-Q1")
    place = Place(viewer.session.actor, Desk(reading.store()), AREA, "2025-Q1", "en")
    services = next(
        cell.key
        for cell in returns.form(viewer.session.actor, place.desk, AREA, "2025-Q1").cells
        if cell.key[0] == "national-standards"
    )
    app.text_input(key=f"{place.name(services)}-given").set_value("70").run()
    assert "hence year to date: 70 items" in page_text(app)


def test_figure_of_full_width_counts_and_stays_as_it_was_typed() -> None:
    viewer = reporter()
    app = type_in(open_form(viewer), viewer, LOCAL, given="２，４００", source="a")
    cell = stored(viewer).cell(LOCAL)
    assert (cell.typed.given, cell.entry.amount_text, cell.findings) == ("２，４００", "2400", ())
    assert app.text_input(key=f"{name(LOCAL, viewer)}-given").value == "２，４００"
    assert "read as 2400" in page_text(app)
    assert "按2400计" in page_text(open_form(viewer, language="zh"))


def test_findings_stand_at_the_cell_and_in_the_list() -> None:
    viewer = reporter()
    app = type_in(open_form(viewer), viewer, LOCAL, given="24o0")
    for part in (
        'class="db-said-hard"',
        f'data-go="{name(LOCAL, viewer)}"',
        "To be settled before handing in",
    ):
        assert part in markup(app)
    assert page_text(app).count("is no number") == 2
    app = app.button(key="return-submit").click().run()
    assert "points to settle" in app.error[0].value
    assert stored(viewer).receipt is None


def test_explained_finding_does_not_block() -> None:
    viewer = reporter()
    app = type_in(open_form(viewer), viewer, GROUP, absence="Q")
    assert "must be explained" in page_text(app)
    app = type_in(app, viewer, GROUP, explanation="The ministry publishes it in March.")
    assert stored(viewer).blocking == ()
    assert "To be settled before handing in" not in page_text(app)
    assert "explained\n (the rule asked: Say why it is withheld)" in page_text(app)
    assert "已说明\n （规则提示：请说明为何不予公布）" in page_text(open_form(viewer, language="zh"))


def test_what_cannot_be_counted_yet_is_said_once_where_it_holds_for_all() -> None:
    viewer = reporter()
    text = page_text(open_form(viewer))
    assert "“year to date” cannot be counted yet" in text
    total = re.compile(r"“added this quarter” cannot be counted yet for any of the \d lines")
    assert len(total.findall(text)) == 1
    # A figure of the quarter before, though it waits for approval, is a base: the others are told one by one.
    hand_in_before(viewer)
    text = page_text(open_form(viewer))
    assert not total.search(text)
    one = "“added this quarter” cannot be counted yet: the quarter before has no exact figure."
    kept_as_totals = [cell for cell in stored(viewer).cells if cell.modes == ("total", "increment")]
    assert text.count(one) == len(kept_as_totals) - 1
    # The first quarter of a year begins at nought.
    assert "“year to date” cannot" not in page_text(open_form(viewer, quarter="2025-Q1", language="en"))


def hand_in_before(viewer: SignedIn) -> None:
    """Hand in one figure of the quarter before."""
    where = (viewer.session.actor, Desk(reading.store()), AREA, "2025-Q2")
    typed = Typed("2300", source="a", explanation="补报")
    returns.save_cell(*where, LOCAL, typed, expected_version=0)
    returns.submit(*where, client_key="before")


def test_one_source_goes_where_a_figure_has_none() -> None:
    viewer = reporter()
    app = type_in(open_form(viewer), viewer, LOCAL, given="2400", source="own")
    app = type_in(app, viewer, GROUP, given="500")
    app.text_input(key="return.source").set_value("陕市监〔2025〕8号")
    app = next(button for button in app.button if button.label.startswith("Put it")).click().run()
    sources = {cell.key: cell.typed.source for cell in stored(viewer).cells if cell.typed.source}
    assert sources == {LOCAL: "own", GROUP: "陕市监〔2025〕8号"}


def test_later_of_two_sees_both_values_and_chooses() -> None:
    first, later = reporter(), another()
    app = open_form(later)
    save(first, LOCAL, Typed("2400", source="a"))
    app = type_in(app, later, LOCAL, given="2410")
    assert "王 has changed this meanwhile" in page_text(app)
    assert "2400" in page_text(app)
    assert "2410" in page_text(app)
    assert stored(first).cell(LOCAL).typed.given == "2400"
    app = app.button(key="return-submit").click().run()
    assert "Somebody has changed the return meanwhile" in app.error[0].value
    app = app.button(key=f"{name(LOCAL, first)}-mine").click().run()
    assert stored(first).cell(LOCAL).typed.given == "2410"
    save(first, LOCAL, Typed("2420", source="a"))
    app = type_in(app, later, LOCAL, given="2430")
    app = app.button(key=f"{name(LOCAL, first)}-theirs").click().run()
    assert app.text_input(key=f"{name(LOCAL, first)}-given").value == "2420"
    assert stored(first).cell(LOCAL).typed.given == "2420"


def test_field_on_the_screen_is_not_filled_anew_by_somebody_elses_change() -> None:
    first, later = reporter(), another()
    app = open_form(later)
    save(first, LOCAL, Typed("2400", source="a"))
    app = app.run()
    assert app.text_input(key=f"{name(LOCAL, first)}-given").value == ""
    assert "王 has changed this meanwhile" in page_text(app)
    save(first, LOCAL, replace(Typed("2400", source="a"), given=None, source=None))
    assert "has changed this meanwhile" not in page_text(app.run())


def test_field_left_in_the_middle_of_a_save_makes_no_conflict_with_oneself() -> None:
    viewer = reporter()
    key = name(LOCAL, viewer)

    def script(viewer: "SignedIn", key: str) -> None:
        import datetime as dt

        import streamlit as st
        from streamlit.proto.WidgetStates_pb2 import WidgetStates
        from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
        from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

        from dabiao import returns
        from dabiao.returns import Desk
        from dabiao.web import reading
        from dabiao.web.returns import keeping

        context = get_script_run_ctx()
        assert context is not None

        def left_while_saving() -> dt.datetime:
            if not left:
                left.append("the next field is left")
                states = WidgetStates(widgets=context.session_state.get_widget_states())
                next(w for w in states.widgets if w.id.endswith("-source")).string_value = "陕市监〔2025〕8号"
                assert context.script_requests is not None
                context.script_requests.request_rerun(RerunData(widget_states=states))
            return dt.datetime.now(dt.UTC)

        actor, store = viewer.session.actor, reading.store()
        left: list[str] = st.session_state.setdefault("left", [])
        hurried = keeping.Place(actor, Desk(store, now=left_while_saving), "610000", "2025-Q3", "en")
        refused = keeping.save_changes(hurried)
        form = returns.form(actor, Desk(store), hurried.area, hurried.quarter)
        st.write(f"refused {len(refused)}, conflicts {len(keeping.conflicts(hurried, form))}")
        for part in ("given", "source", "explanation", "absence"):
            st.text_input(part, key=f"{key}-{part}")

    app = AppTest.from_function(script, args=(viewer, key), default_timeout=60).run()
    app.text_input(key=f"{key}-given").set_value("2400").run()
    assert not app.exception
    assert app.session_state.left
    assert [said.value for said in app.markdown] == ["refused 0, conflicts 0"]
    assert stored(viewer).cell(LOCAL).typed == Typed("2400", "total", source="陕市监〔2025〕8号")


def test_run_that_begins_beside_another_saves_after_it() -> None:
    viewer = reporter()
    key = name(LOCAL, viewer)

    def script(viewer: "SignedIn", key: str) -> None:
        import datetime as dt
        import threading
        import time

        import streamlit as st
        from streamlit.runtime.scriptrunner_utils.script_run_context import add_script_run_ctx

        from dabiao import returns
        from dabiao.returns import Desk
        from dabiao.web import reading
        from dabiao.web.returns import keeping

        actor, store = viewer.session.actor, reading.store()
        begun: list[threading.Thread] = st.session_state.setdefault("begun", [])
        first_done = threading.Event()

        def place(now: "Callable[[], dt.datetime]") -> keeping.Place:
            return keeping.Place(actor, Desk(store, now=now), "610000", "2025-Q3", "en")

        def left_while_saving() -> dt.datetime:
            if not begun:
                begun.append(threading.Thread(target=beside))
                add_script_run_ctx(begun[0])
                begun[0].start()
                time.sleep(0.3)
            return dt.datetime.now(dt.UTC)

        def once_the_first_is_done() -> dt.datetime:
            first_done.wait(5)
            return dt.datetime.now(dt.UTC)

        def beside() -> None:
            st.session_state[f"{key}-source"] = "陕市监〔2025〕8号"
            keeping.save_changes(place(once_the_first_is_done))

        keeping.save_changes(place(left_while_saving))
        first_done.set()
        for run in begun:
            run.join()
        form = returns.form(actor, Desk(store), "610000", "2025-Q3")
        keeping.conflicts(place(left_while_saving), form)
        for part in ("given", "source", "explanation", "absence"):
            st.text_input(part, key=f"{key}-{part}")

    app = AppTest.from_function(script, args=(viewer, key), default_timeout=60).run()
    app.text_input(key=f"{key}-given").set_value("2400").run()
    assert not app.exception
    assert app.session_state.begun
    assert stored(viewer).cell(LOCAL).typed == Typed("2400", "total", source="陕市监〔2025〕8号")


def test_session_that_ended_saves_nothing_and_says_so() -> None:
    viewer, other = reporter(), another()
    app = open_form(viewer)
    accounts.sign_out(reading.store(), viewer.session)
    app.text_input(key=f"{name(LOCAL, viewer)}-given").set_value("2400").run()
    assert "Sign in first." in page_text(app)
    assert stored(other).cell(LOCAL).version == 0


def test_reporter_of_one_indicator_types_into_that_alone() -> None:
    viewer = hire("sun", "王", Grant("reporter", AREA, frozenset({LOCAL[0]})))
    app = open_form(viewer)
    assert [field.key for field in app.text_input if field.key.endswith("-given")] == [
        f"{name(LOCAL, viewer)}-given"
    ]


def test_chinese_page_says_everything_in_chinese() -> None:
    viewer = reporter()
    app = type_in(open_form(viewer, language="zh"), viewer, LOCAL, given="2400")
    labels = [element.label for element in (*app.text_input, *app.text_area, *app.selectbox, *app.button)]
    assert [label for label in labels if not CHINESE.search(label)] == []
    assert "待处理" in page_text(app)


def test_demonstration_takes_returns_in(
    demonstration: Demonstration,
    tmp_path: Path,
    use_database: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database = tmp_path / "demo.duckdb"
    database.write_bytes(Path(demonstration.database).read_bytes())
    monkeypatch.setenv("DABIAO_WORKSPACE", "demo")
    use_database(str(database))
    viewer = hire("wang", "王", Grant("reporter", AREA))
    app = open_page(viewer, "returns/return.py", language="zh")
    assert not app.exception
    given = [field for field in app.text_input if field.key.endswith("-given")]
    assert given
    given[0].set_value("12").run()
    assert "保存" in page_text(app)
