"""What a sheet or a paste would change: before and after, what is wrong, and where two differ."""

from typing import Any, cast

import streamlit as st

from dabiao.locale import catalog
from dabiao.numbers import NOTHING
from dabiao.returns import Change, Fault, Intake, Typed
from dabiao.returns.faults import FIELD_NAMES
from dabiao.returns.intake import Choice
from dabiao.returns.lines import Key, Line
from dabiao.settings import Language
from dabiao.web import ui
from dabiao.web.holding import hold
from dabiao.web.markdown import plain
from dabiao.web.returns import cards
from dabiao.web.returns.keeping import Place
from dabiao.wording import returns as words


def show(place: Place, intake: Intake, file: str | None) -> None:
    """Show everything at once: faults with their cells, then the lines that would change."""
    language = place.language
    ui.show(
        "return_intake",
        language,
        file=file,
        faults=[_fault(fault, intake, language) for fault in intake.faults],
        changes=[_change(change, intake, language) for change in intake.changes],
    )


def choose(place: Place, intake: Intake) -> dict[Key, Choice]:
    """Let what stands in a cell that somebody else has changed too be chosen; return what was chosen."""
    _ = catalog(place.language).gettext
    chosen: dict[Key, Choice] = {}
    keys = {change.key: _choice_of(place, change) for change in intake.conflicts}
    hold("sheet.conflicts", place.language, keys.values())
    for change in intake.conflicts:
        assert change.theirs is not None  # that is what makes it one
        theirs = change.theirs
        text = _("{indicator}: {name} has saved something else since the download ({time})").format(
            indicator=_name(change.line, place.language),
            name=theirs.done_by_name,
            time=words.moment(theirs.done_at),
        )
        figures = {
            "theirs": _("keep theirs: {figure}").format(
                figure=cards.told(change.line, theirs.typed, place.language)
            ),
            "mine": _("take mine: {figure}").format(
                figure=cards.told(change.line, change.after, place.language)
            ),
        }
        # Streamlit reads both as Markdown: what somebody typed must become no link and no picture.
        answer = st.radio(
            plain(text),
            list(figures),
            format_func={code: plain(figure) for code, figure in figures.items()}.__getitem__,
            index=None,
            key=keys[change.key],
        )
        if answer is not None:
            chosen[change.key] = cast("Choice", answer)
    return chosen


def _choice_of(place: Place, change: Change) -> str:
    return f"sheet-choice-{place.name(change.key)}-{change.version}"


def _name(line: Line, language: Language) -> str:
    return line.name_zh if language == "zh" else line.name_en


def _fault(fault: Fault, intake: Intake, language: Language) -> dict[str, Any]:
    _ = catalog(language).gettext
    line = intake.lines.get(fault.key) if fault.key else None
    named = [
        fault.spot.told(language) if fault.spot else None,
        _name(line, language) if line else None,
        _(FIELD_NAMES[fault.part]) if fault.part else None,
    ]
    return {"where": [part for part in named if part], "text": fault.message(language)}


def _change(change: Change, intake: Intake, language: Language) -> dict[str, Any]:
    spot = change.spots["given"]
    return {
        "cell": spot.cell if spot.sheet else spot.told(language),
        "name": _name(change.line, language),
        "parts": _parts(change.line, change.before, change.after, language),
        "conflict": change.theirs is not None,
        "said": [
            (finding.severity == "hard", *finding.said(language)) for finding in intake.of_change(change)
        ],
    }


def _parts(line: Line, before: Typed, after: Typed, language: Language) -> list[tuple[str, str, str]]:
    """Return field, before and after of what would be another."""
    called = cards.labels(language)
    figures = cards.told(line, before, language), cards.told(line, after, language)
    parts = [(called["given"], *figures)] if figures[0] != figures[1] else []
    if not parts and before.mode != after.mode:
        field = FIELD_NAMES["mode"]
        told = [words.mode_name(each.mode, line.basis, language) for each in (before, after)]
        parts.append((catalog(language).gettext(field), told[0], told[1]))
    for part in ("source", "explanation"):
        texts = getattr(before, part) or NOTHING, getattr(after, part) or NOTHING
        if texts[0] != texts[1]:
            parts.append((called[part], *texts))
    return parts
