"""One indicator of a return: what stands beside it, its fields, what rules and colleagues say of it."""

from decimal import Decimal
from functools import partial
from typing import Any

import streamlit as st

from dabiao import terms, wording
from dabiao.locale import catalog
from dabiao.model import ObservationStatus, TargetBasis
from dabiao.numbers import NOTHING, signed
from dabiao.returns import LONGEST, Cell, Conflict, Typed, history
from dabiao.returns.lines import Line
from dabiao.settings import Language
from dabiao.web import ui
from dabiao.web.returns import keeping
from dabiao.web.returns.keeping import FIGURE, Place
from dabiao.wording import returns as words
from dabiao.wording.joining import clauses

PAUSE = "2s"
"""Of typing, after which what stands in a field is saved although somebody is still in it."""


def show(
    place: Place, cell: Cell, name: str, conflict: Conflict | None, refused: str | None, uncounted: str
) -> None:
    """Show a cell: to type into where the viewer may, to read where not.

    Args:
        place: the return.
        cell: the cell.
        name: what its fields are called in the browser.
        conflict: what somebody else has saved meanwhile.
        refused: why it could not be saved.
        uncounted: why what could be chosen cannot be counted, where that holds for this cell alone.
    """
    with st.container(border=True, key=f"{name}-card"):
        beside, typed = st.columns([4, 7], gap="medium")
        with beside:
            _show_beside(place, cell, name)
        with typed:
            if cell.editable:
                _show_fields(place, cell, name, uncounted)
            else:
                ui.show("return_read", place.language, facts=_read(cell, place.language))
            _show_said(place, cell, name, refused)
            if conflict is not None:
                _show_conflict(place, cell, name, conflict)


def indicator(cell: Cell, language: Language) -> str:
    """Return the name of a cell's indicator."""
    return cell.line.name_zh if language == "zh" else cell.line.name_en


def labels(language: Language) -> dict[str, str]:
    """Return what the fields for texts are called."""
    _ = catalog(language).gettext
    return {
        "given": _("Reported figure"),
        "source": _("Source or document number"),
        "explanation": _("Explanation"),
    }


def reported(cell: Cell, typed: Typed, language: Language) -> str:
    """Return what somebody typed into a cell: the figure and what it counts, or which absence."""
    return told(cell.line, typed, language)


def told(line: Line, typed: Typed, language: Language) -> str:
    """Return what was typed for a line: the figure and what it counts, or which absence."""
    if typed.absence is not None:
        return words.choice_name(typed.absence, language)
    if typed.given is None:
        return terms.absence_label(ObservationStatus.NOT_REPORTED, language)
    counted = words.mode_name(typed.mode, line.basis, language)
    return f"{typed.given} ({counted})" if language == "en" else f"{typed.given}（{counted}）"


def _show_beside(place: Place, cell: Cell, name: str) -> None:
    language = place.language
    _ = catalog(language).gettext
    before, year = cell.last_quarter, cell.year_before
    facts = [
        (_("Latest before"), history.told(cell.line, before, language)),
        (_("A year before"), history.told(cell.line, year, language)),
    ]
    if cell.approved is not None:
        facts.append((_("Published for this quarter"), history.told(cell.line, cell.approved, language)))
    targets = [
        {
            "status": target["status"],
            "text": words.target_by(target, language),
            "basis": _(terms.TARGET_BASIS_NAMES[TargetBasis(target["basis"])]),
        }
        for target in cell.targets
    ]
    ui.show(
        "return_line",
        language,
        name=name,
        title=indicator(cell, language),
        unit=cell.line.unit_name_zh if language == "zh" else cell.line.unit_name_en,
        state=words.state_label(cell.state, language),
        reason=cell.reason if cell.state == "sent_back" else None,
        component=not cell.line.required,
        facts=facts,
        targets=targets,
    )


def _show_fields(place: Place, cell: Cell, name: str, uncounted: str) -> None:
    language = place.language
    _ = catalog(language).gettext
    called = labels(language)
    choices = {choice or FIGURE: words.choice_name(choice, language) for choice in words.CHOICE_NAMES}
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{name}-entered"):
        chosen = st.selectbox(
            _("Reported is"), list(choices), format_func=choices.__getitem__, key=f"{name}-absence", width=150
        )
        st.text_input(
            called["given"],
            key=f"{name}-given",
            live=PAUSE,
            max_chars=LONGEST["given"],
            disabled=chosen != FIGURE,
            autocomplete="off",
            width=200,
        )
        if len(cell.modes) > 1:
            st.segmented_control(
                _("The figure is"),
                cell.modes,
                format_func=lambda mode: words.mode_name(mode, cell.line.basis, language),
                key=f"{name}-mode",
                required=True,
                disabled=chosen != FIGURE,
            )
    ui.show(
        "return_follows",
        language,
        uncounted=uncounted if chosen == FIGURE else "",
        follows=_follows(cell, language),
        saved=saved(cell, language),
    )
    source, explanation = st.columns(2)
    source.text_input(
        called["source"], key=f"{name}-source", live=PAUSE, max_chars=LONGEST["source"], autocomplete="off"
    )
    explanation.text_area(
        called["explanation"],
        key=f"{name}-explanation",
        max_chars=LONGEST["explanation"],
        height=68,
        placeholder=_("Asked for below") if any(f.severity == "soft" for f in cell.findings) else None,
    )


def saved(cell: Cell, language: Language) -> str:
    """Return what happened to the cell last and when, by the database's word; nothing before anything did."""
    if cell.last is None:
        return ""
    if cell.last.event == "saved":
        return words.saved(cell.last.done_at, language)
    return f"{words.event_name(cell.last.event, language)} {words.moment(cell.last.done_at)}"


def _follows(cell: Cell, language: Language) -> str:
    """Return what follows from the figure: the total of an increment, the increment of a total."""
    _ = catalog(language).gettext
    if cell.typed.absence is not None:
        return words.choice_name(cell.typed.absence, language)
    if cell.typed.empty:
        return _("{absence} as long as it is empty").format(
            absence=terms.absence_label(ObservationStatus.NOT_REPORTED, language)
        )
    read = _read_as(cell, language)
    if len(cell.modes) == 1 or cell.entry.number is None:
        return read
    other = "total" if cell.entry.mode == "increment" else "increment"
    amount = cell.entry.amounts.of(other)  # type: ignore[arg-type]
    name = words.mode_name(other, cell.line.basis, language)
    if amount is None:
        follows = _("{name}: not known, for lack of an earlier figure").format(name=name)
    else:
        follows = _("hence {name}: {amount}").format(name=name, amount=_amount(_row(cell), amount, language))
    return clauses([read, follows], language)


def _read_as(cell: Cell, language: Language) -> str:
    """Return as what a figure counts that was typed otherwise: of full width, or with thousands grouped."""
    spelled = cell.entry.spelled
    if spelled is None or spelled == cell.typed.given:
        return ""
    return catalog(language).gettext("read as {number}").format(number=signed(spelled))


def _show_said(place: Place, cell: Cell, name: str, refused: str | None) -> None:
    """Show what the rules say of the cell, and why it could not be saved."""
    language = place.language
    said = [(finding.severity == "hard", *finding.said(language)) for finding in cell.findings]
    ui.show("return_said", language, name=name, said=said, refused=refused)


def _show_conflict(place: Place, cell: Cell, name: str, conflict: Conflict) -> None:
    """Show what two people typed into the cell, and let the later one choose."""
    language = place.language
    _ = catalog(language).gettext
    theirs, yours = conflict.theirs, conflict.yours
    rows = [(_("Reported figure"), reported(cell, theirs.typed, language), reported(cell, yours, language))]
    for part, label in labels(language).items():
        if part != "given" and getattr(theirs.typed, part) != getattr(yours, part):
            rows.append((label, getattr(theirs.typed, part) or NOTHING, getattr(yours, part) or NOTHING))
    ui.show(
        "return_conflict",
        language,
        by=theirs.done_by_name,
        at=words.moment(theirs.done_at),
        rows=rows,
    )
    with st.container(horizontal=True):
        st.button(
            _("Take what {name} saved").format(name=theirs.done_by_name),
            key=f"{name}-theirs",
            on_click=partial(keeping.take_theirs, name),
        )
        st.button(
            _("Save mine instead"),
            key=f"{name}-mine",
            on_click=partial(keeping.keep_mine, name, theirs),
        )


def _read(cell: Cell, language: Language) -> list[tuple[str, str]]:
    """Return what the cell says to those who may not type into it."""
    called = labels(language)
    facts = [(called["given"], reported(cell, cell.typed, language))]
    follows = "" if cell.typed.empty else _follows(cell, language)
    if follows and cell.typed.absence is None:
        facts.append(("", follows))
    texts = [(called[part], getattr(cell.typed, part)) for part in ("source", "explanation")]
    return facts + [(label, text) for label, text in texts if text]


def _row(cell: Cell) -> dict[str, Any]:
    """Return what `dabiao.wording.value` needs to know of the line."""
    return {"unit": cell.line.unit, "unit_name_en": cell.line.unit_name_en}


def _amount(row: dict[str, Any], amount: Decimal, language: Language) -> str:
    return wording.value(row, float(amount), language)
