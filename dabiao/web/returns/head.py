"""The head of a return: where it stands, until when, who does what next, its receipt, what the rules say."""

from collections.abc import Mapping

import streamlit as st

from dabiao.locale import catalog
from dabiao.returns import Conflict, Form
from dabiao.returns.desk import chain_of
from dabiao.web import reading, ui
from dabiao.web.returns import cards
from dabiao.web.returns.keeping import Place
from dabiao.wording import returns as words
from dabiao.wording.joining import listed


def show(place: Place, form: Form, conflicts: Mapping[str, Conflict]) -> None:
    """Show the head."""
    language = place.language
    st.header(words.title(form.area, form.quarter, language), anchor=False)
    ui.show(
        "return_head",
        language,
        state=words.state_label(form.state, language, days_late=form.days_late),
        facts=_dates(place, form),
        next=_next(place, form),
    )
    if form.receipt is not None:
        receipt = form.receipt
        ui.show(
            "return_receipt",
            language,
            number=receipt.number,
            at=words.moment(receipt.submitted_at),
            by=receipt.submitted_by,
            digest=receipt.digest,
            head=f"{receipt.head.number}:{receipt.head.digest}",
        )
    _show_list(place, form, conflicts)


def _dates(place: Place, form: Form) -> list[tuple[str, str]]:
    texts = catalog(place.language)
    _ = texts.gettext
    facts = [(_("Taken in from"), form.opens_on.isoformat())]
    due, left = form.due_on.isoformat(), (form.due_on - place.desk.today).days
    if form.state in ("open", "draft", "sent_back", "not_due") and left >= 0:
        text = texts.ngettext("{date}, {days} day left", "{date}, {days} days left", left)
        due = text.format(date=due, days=left)
    facts.append((_("Due"), due))
    if form.locks_on is not None:
        facts.append((_("Locked after"), form.locks_on.isoformat()))
    if form.exception is not None:
        granted = form.exception
        text = _("until {date}: {reason} ({name})")
        facts.append(
            (
                _("Exception"),
                text.format(
                    date=granted["ends_on"], reason=granted["reason"], name=granted["granted_by_name"]
                ),
            )
        )
    return facts


def _next(place: Place, form: Form) -> str:
    """Return who does what next, and whether the viewer can."""
    _ = catalog(place.language).gettext
    names = reading.area_names(place.desk.publication, place.language)
    own = names.get(place.area, place.area)
    deciding = listed(
        (names.get(code, code) for code in chain_of(place.desk.rules, form.area)), place.language
    )
    if form.state == "submitted":
        text = _("The reviewers of {areas} decide next.")
        if form.withdrawable:
            text = _("The reviewers of {areas} decide next; until they have, it can be taken back.")
        return text.format(areas=deciding)
    if form.state in ("approved", "amended"):
        return _("Everything is settled. An approved figure is changed by an amendment only.")
    if form.closed is not None:
        return form.closed.message(place.language)
    if not any(cell.editable for cell in form.cells):
        return _("The reporters of {area} fill it in and hand it in.").format(area=own)
    if form.state == "sent_back":
        return _("Correct what was sent back, then hand it in again.")
    return _("Fill it in and hand it in; then the reviewers of {areas} decide.").format(areas=deciding)


def _show_list(place: Place, form: Form, conflicts: Mapping[str, Conflict]) -> None:
    """Show everything that is to be settled in one list, each with the way to its field."""
    _ = catalog(place.language).gettext
    named = {cell.key: cards.indicator(cell, place.language) for cell in form.cells}
    points = [
        {
            "go": place.name(cell.key),
            "name": named[cell.key],
            "asks": _("must be chosen"),
            "text": _("{name} has saved something else").format(
                name=conflicts[place.name(cell.key)].theirs.done_by_name
            ),
        }
        for cell in form.cells
        if place.name(cell.key) in conflicts
    ]
    points += [
        {
            "go": place.name((finding.indicator_code, finding.series)),
            "name": named[finding.indicator_code, finding.series],
            "asks": words.severity_name(finding.severity, place.language),
            "text": finding.message(place.language),
        }
        for finding in form.blocking
    ]
    if points:
        ui.show("return_points", place.language, points=points)
