"""The sheet for paper: a return as it was handed in, with what proves it; as a draft before."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import streamlit as st

from dabiao import returns, terms
from dabiao.locale import catalog
from dabiao.model import ObservationBasis, ObservationStatus
from dabiao.numbers import NOTHING, signed
from dabiao.periods import CHINA
from dabiao.returns import Cell, Form, Receipt
from dabiao.returns.amounts import kept, modes
from dabiao.rights import DeniedError, may
from dabiao.settings import Language, settings
from dabiao.web import staff, ui
from dabiao.web.returns import cards
from dabiao.web.returns.keeping import Place
from dabiao.wording import period
from dabiao.wording import returns as words
from dabiao.wording.series import series

GROUP: Final = 4
"""Characters of a digest that stand together, so that they can be typed from paper."""


def show(place: Place, form: Form) -> None:
    """Put the sheet into the page, where only a printer sees it.

    Its figures are those of the hand-in, whatever has been typed since: they are what the digest is made of.
    Who may not read the whole return prints the page as it is, without the number.
    """
    language = place.language
    _ = catalog(language).gettext
    receipt = None
    if form.receipt is not None:
        try:
            receipt = returns.receipt(place.viewer, place.desk, form.receipt.number)
        except DeniedError:
            return
    elif not may(place.viewer, "read_unapproved", place.desk.place(place.area), form.state):
        return
    lines = _handed_in(form, receipt, language) if receipt else _typed(form.cells, language)
    ui.show(
        "return_printed",
        language,
        title=words.title(form.area, form.quarter, language),
        facts=_facts(place, form),
        lines=lines,
        notes=_notes(form, receipt, language),
        generated=settings().workspace == "demo",
        receipt=None
        if receipt is None
        else {
            "number": receipt.number,
            "at": words.moment(receipt.submitted_at),
            "by": receipt.submitted_by,
            "digest": grouped(receipt.digest),
            "head": f"{receipt.head.number} · {grouped(receipt.head.digest)}",
            "verify": address(),
        },
    )


def grouped(digest: str) -> str:
    """Return a digest in groups of characters; `/verify` takes it with the blanks between them."""
    return " ".join(digest[place : place + GROUP] for place in range(0, len(digest), GROUP))


def address() -> str:
    """Return where the sheet can be verified: as the settings say people reach the server, else as it was."""
    here = urlsplit(st.context.url or "")
    own = f"{here.scheme}://{here.netloc}" if here.netloc else f"http://localhost:{settings().port}"
    return f"{(settings().public_address or own).rstrip('/')}/verify"


def _facts(place: Place, form: Form) -> list[tuple[str, str]]:
    _ = catalog(place.language).gettext
    return [
        (_("Area"), f"{form.area[f'name_{place.language}']} ({form.area['code']})"),
        (_("Quarter"), period(form.quarter, place.language)),
        (_("Due"), form.due_on.isoformat()),
        (
            _("State when printed"),
            f"{words.state_name(form.state, place.language)} · {place.desk.now().astimezone(CHINA):%Y-%m-%d}",
        ),
    ]


def _notes(form: Form, receipt: Receipt | None, language: Language) -> list[str]:
    """Return what the reader of the paper must know of its figures."""
    _ = catalog(language).gettext
    if receipt is None:
        return [_("Draft: this return has not been handed in. It has no receipt number and proves nothing.")]
    said = [_("The figures are those handed in under this receipt.")]
    versions = {(one["indicator_code"], one["series"]): one["version"] for one in receipt.cells}
    later = [cell for cell in form.cells if cell.version > versions.get(cell.key, 0)]
    if any(cell.state == "draft" for cell in later):
        said.append(_("The hand-in has been taken back since."))
    if any(cell.last is not None and cell.last.event == "saved" for cell in later):
        said.append(_("What was typed since is not on this sheet."))
    if any(cell.state == "amended" for cell in later):
        said.append(_("A figure was amended since; what is in force is published."))
    return said


def _handed_in(form: Form, receipt: Receipt, language: Language) -> list[dict[str, str]]:
    """Return the lines of a receipt's content; the names of indicators are the catalog's."""
    cells = {cell.key: cell for cell in form.cells}
    names = staff.indicators(language)
    lines = []
    for one in receipt.cells:
        cell = cells.get((one["indicator_code"], one["series"]))
        name = cards.indicator(cell, language) if cell else names.get(one["indicator_code"])
        unit = _unit(cell, language) if cell else one["unit"]
        lines.append(_line(one, name or one["indicator_code"], unit, language))
    return lines


def _typed(cells: Sequence[Cell], language: Language) -> list[dict[str, str]]:
    """Return the lines of a return that has not been handed in; what is empty may be filled in by hand."""
    lines = []
    for cell in cells:
        told = {
            "series": cell.line.series,
            "basis": str(cell.line.basis),
            "given": cell.typed.given,
            "absence": cell.typed.absence,
            "amount": cell.entry.amount_text,
            "other_amount": cell.entry.other_text,
            "source": cell.typed.source,
            "explanation": cell.typed.explanation,
        }
        line = _line(told, cards.indicator(cell, language), _unit(cell, language), language)
        if cell.typed.empty:
            line |= {"absent": "", "total": "", "increment": "" if len(cell.modes) > 1 else NOTHING}
        lines.append(line)
    return lines


def _line(told: Mapping[str, Any], name: str, unit: str, language: Language) -> dict[str, str]:
    basis = ObservationBasis(told["basis"])
    absent = _absent(told, language)
    figures = {"increment": told["other_amount"], "total": told["amount"]}
    if kept(basis) == "increment":
        figures = {"increment": told["amount"], "total": told["other_amount"]}
    if absent:
        figures = dict.fromkeys(figures)
    _ = catalog(language).gettext
    return {
        "name": name,
        # Most series say no more than that they are published figures.
        "series": series(told["series"], language) if "-" in told["series"] else "",
        "unit": unit,
        "basis": _(terms.OBSERVATION_BASIS_NAMES[basis]),
        "absent": absent,
        "zero": _(terms.ZERO_NAME) if told["absence"] == "zero" else "",
        "source": told["source"] or "",
        "explanation": told["explanation"] or "",
    } | {
        mode: NOTHING if mode not in modes(basis) or amount is None else signed(amount)
        for mode, amount in figures.items()
    }


def _unit(cell: Cell, language: Language) -> str:
    return cell.line.unit_name_zh if language == "zh" else cell.line.unit_name_en


def _absent(told: Mapping[str, Any], language: Language) -> str:
    """Return what is said instead of a figure; nothing where there is one."""
    if told["absence"] in ("M", "Q"):
        return terms.absence_label(told["absence"], language)
    if told["amount"] is None and told["absence"] is None and told["given"] is None:
        return terms.absence_label(ObservationStatus.NOT_REPORTED, language)
    return ""
