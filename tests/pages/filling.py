"""The form of a return as a reporter fills it in: Shaanxi's of the third quarter of 2025."""

from streamlit.testing.v1 import AppTest

from dabiao import returns
from dabiao.accounts import SignedIn
from dabiao.returns import Conflict, Desk, Form, Typed
from dabiao.returns.lines import Key
from dabiao.rights import Grant
from dabiao.store import Store
from dabiao.web import reading
from dabiao.web.returns.keeping import Place
from tests.etl.folders import load_own
from tests.pages.office import add, enter, hire, open_page

AREA, QUARTER = "610000", "2025-Q3"
LOCAL: Key = ("local-standards", "published")
GROUP: Key = ("association-standards", "published")


def with_reporter(store: Store) -> None:
    """Publish the project's own data, for somebody who fills in Shaanxi's returns."""
    load_own(store)
    store.run(lambda tx: add(tx, "wang", "王", Grant("reporter", AREA)))


def reporter() -> SignedIn:
    return enter("wang")


def another() -> SignedIn:
    return hire("zhao", "赵", Grant("reporter", AREA))


def open_form(viewer: SignedIn | None, **choices: str) -> AppTest:
    app = open_page(viewer, "returns/return.py", **{"area": AREA, "quarter": QUARTER} | choices)
    assert not app.exception
    return app


def name(key: Key, viewer: SignedIn) -> str:
    return Place(viewer.session.actor, Desk(reading.store()), AREA, QUARTER, "en").name(key)


def stored(viewer: SignedIn) -> Form:
    return returns.form(viewer.session.actor, Desk(reading.store()), AREA, QUARTER)


def type_in(app: AppTest, viewer: SignedIn, key: Key, **parts: str) -> AppTest:
    kinds = {"explanation": app.text_area, "absence": app.selectbox, "mode": app.button_group}
    for part, value in parts.items():
        kinds.get(part, app.text_input)(key=f"{name(key, viewer)}-{part}").set_value(value)
    app.run()
    assert not app.exception
    return app


def save(viewer: SignedIn, key: Key, typed: Typed) -> None:
    version = stored(viewer).cell(key).version
    answer = returns.save_cell(
        viewer.session.actor, Desk(reading.store()), AREA, QUARTER, key, typed, expected_version=version
    )
    assert not isinstance(answer, Conflict)
