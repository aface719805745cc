"""A return filled in with a spreadsheet: download, upload or paste, look, take over."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast

import streamlit as st

from dabiao import returns
from dabiao.locale import catalog
from dabiao.returns import Form, Intake, ReturnError, sheet_guard
from dabiao.returns.amounts import Mode
from dabiao.returns.intake import Choice
from dabiao.returns.lines import Key
from dabiao.rights import DeniedError
from dabiao.store import StoreError
from dabiao.web import session, ui
from dabiao.web.holding import hold
from dabiao.web.returns import keeping, looked_at
from dabiao.web.returns.keeping import Place
from dabiao.wording import returns as words

LOOKED: Final = "sheet.looked"
"""Where the session keeps what it has looked at, until the return or what was handed over is another."""
TURN: Final = "sheet.turn"
"""How often something has been taken over: what was handed over is then put away."""
DONE: Final = "sheet.done"
"""What to say of the last take-over."""
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST: Final = 20
"""Megabytes that are let up to the server, which tells in the viewer's language what is too much."""


@dataclass(frozen=True)
class Given:
    """What was handed over."""

    content: bytes
    name: str | None
    """Of the file; None for a paste."""
    counted: Mode | None = None
    """What pasted figures count."""

    @property
    def digest(self) -> str:
        """The same for the same content."""
        told = f"{self.name is None}|{self.counted}|".encode()
        return hashlib.sha256(told + self.content).hexdigest()


def show(place: Place, form: Form) -> None:
    """Show the fold, to those who may type."""
    if not any(cell.editable for cell in form.cells):
        return
    _ = catalog(place.language).gettext
    with st.expander(_("Fill in with Excel, or paste from a sheet"), key="sheet"):
        if done := st.session_state.pop(DONE, None):
            st.success(done)
        _offer_form(place, form)
        given = _ask(place)
        if given is not None:
            _show_look(place, form, given)


def _offer_form(place: Place, form: Form) -> None:
    _ = catalog(place.language).gettext
    name = form.area["name_zh" if place.language == "zh" else "name_en"]
    viewer = session.asking()

    def blank() -> bytes:
        return returns.workbook(viewer(), place.desk, place.area, place.quarter, place.language)

    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            _("Download the form (XLSX)"),
            blank,
            file_name=f"{name}_{place.quarter}_{_('Return form')}.xlsx",
            mime=XLSX,
            key="sheet-form",
            on_click="ignore",
        )
        st.caption(
            _("It holds what is saved now. Fill in the yellow cells, then upload it here."),
            width="stretch",
        )


def _ask(place: Place) -> Given | None:
    """Let something be handed over; None as long as nothing is."""
    _ = catalog(place.language).gettext
    hold("sheet", place.language, ["sheet-way", "sheet-counted"])
    turn = st.session_state.setdefault(TURN, 0)
    ways = {"file": _("Upload the filled-in form"), "paste": _("Paste rows")}
    way = st.segmented_control(
        _("How it comes back"),
        ways,
        format_func=ways.__getitem__,
        default="file",
        required=True,
        key="sheet-way",
    )
    if way == "file":
        return _ask_file(place, turn)
    return _ask_rows(place, turn)


def _ask_file(place: Place, turn: int) -> Given | None:
    _ = catalog(place.language).gettext
    ui.show("return_upload", place.language, limit=sheet_guard.BYTES // 2**20)
    # Any kind of file: what is wrong with another one is told in the viewer's language, by us.
    file = st.file_uploader(
        _("Filled-in form (XLSX)"), key=f"sheet-file-{turn}", max_upload_size=LARGEST, width="stretch"
    )
    return None if file is None else Given(file.getvalue(), file.name)


def _ask_rows(place: Place, turn: int) -> Given | None:
    _ = catalog(place.language).gettext
    text = st.text_area(
        _("Rows copied from a sheet"),
        key=f"sheet-rows-{turn}",
        placeholder=_("indicator (name or code), figure, source, explanation"),
        help=_(
            "Columns apart by tabs, as a spreadsheet copies them. The last two may be left out; a blank "
            "figure leaves the field as it is, and a choice can stand in its place."
        ),
        height=140,
    )
    counts: dict[Literal["as_set", "increment", "total"], str] = {
        "as_set": _("as set in each field"),
        "increment": _("added this quarter"),
        "total": _("totals"),
    }
    counted = st.segmented_control(
        _("The pasted figures are"),
        counts,
        format_func=counts.__getitem__,
        default="as_set",
        required=True,
        key="sheet-counted",
    )
    if not text or not text.strip():
        return None
    return Given(text.encode(), None, None if counted == "as_set" else counted)


def _show_look(place: Place, form: Form, given: Given) -> None:
    """Show what would change and what is wrong, and take it over when asked to."""
    catalogue = catalog(place.language)
    _ = catalogue.gettext
    try:
        intake, anew = _look(place, form, given)
    except (DeniedError, ReturnError, StoreError) as error:
        st.error(keeping.refusal(error, place.language))
        return
    looked_at.show(place, intake, given.name)
    chosen = looked_at.choose(place, intake)
    if given.name is not None and intake.form and (intake.faults or intake.findings or intake.conflicts):
        _offer_marked(place, given)
    count = sum(chosen.get(change.key, "mine") == "mine" for change in intake.changes)
    label = catalogue.ngettext("Take over {count} figure", "Take over {count} figures", count)
    pressed = st.button(
        label.format(count=count),
        type="primary",
        key="sheet-take",
        disabled=bool(intake.faults) or count == 0 or any(one.key not in chosen for one in intake.conflicts),
    )
    if anew:  # a press was meant for what stood here before
        st.warning(_("The return has changed meanwhile; above stands what would change now."))
    elif pressed:
        _take(place, intake, chosen)


def _look(place: Place, form: Form, given: Given) -> tuple[Intake, bool]:
    """Return what there is to say, and whether it is said anew because the return has changed."""
    key = (place.area, place.quarter, given.digest)
    told, before = cast("tuple[object, Intake]", st.session_state.get(LOOKED, (None, Intake())))
    if told == key and all(form.seen.get(line) == version for line, version in before.seen.items()):
        return before, False
    at = (place.viewer, place.desk, place.area, place.quarter)
    if given.name is None:
        intake = returns.read_paste(*at, given.content.decode(), counted=given.counted)
    else:
        intake = returns.read_sheet(*at, given.content)
    st.session_state[LOOKED] = (key, intake)
    return intake, told == key


def _offer_marked(place: Place, given: Given) -> None:
    _ = catalog(place.language).gettext
    viewer = session.asking()

    def marked() -> bytes:
        content = returns.handed_back(
            viewer(), place.desk, place.area, place.quarter, given.content, place.language
        )
        return content or given.content

    st.download_button(
        _("Your file with these messages at its cells (XLSX)"),
        marked,
        file_name=_("checked_{name}").format(name=given.name),
        mime=XLSX,
        key="sheet-marked",
        on_click="ignore",
    )


def _take(place: Place, intake: Intake, chosen: Mapping[Key, Choice]) -> None:
    """Take over, and let the fields be filled anew from the database."""
    catalogue = catalog(place.language)
    try:
        taken = returns.take_over(place.viewer, place.desk, place.area, place.quarter, intake, chosen)
    except (DeniedError, ReturnError, StoreError) as error:
        st.error(keeping.refusal(error, place.language))
        return
    if taken.conflicts:
        st.rerun()  # which looks again, as the return has changed, and says so
    for key in taken.saved:
        keeping.take_theirs(place.name(key))
    count = len(taken.saved)
    saved_at = max(one.saved_at for one in taken.saved.values())
    text = catalogue.ngettext(
        "{count} figure taken over, {saved}.", "{count} figures taken over, {saved}.", count
    )
    st.session_state[DONE] = text.format(count=count, saved=words.saved(saved_at, place.language))
    st.session_state[TURN] += 1
    st.rerun()
