"""The section that prints the rules by which every target is judged."""

from dataclasses import asdict

import streamlit as st

from dabiao import method, publications, terms
from dabiao.web import reading, records, ui
from dabiao.web.records import Cell
from dabiao.web.view import Moment, View
from dabiao.wording import method as wording


def show(view: View, moment: Moment) -> None:
    """Show words, bases, measures, the status table, flags, absences and the parameters that run."""
    _, language = view.gettext, view.language
    judged = publications.publication(reading.store(), moment.publication).rules
    ui.lead(
        _("Every figure and status here is computed by the rules below, printed from the code that runs."),
        wording.versions(method.RULES_VERSION, judged, moment.publication, language),
    )
    st.header(_("Which status a target has"), anchor=False)
    st.caption(_("The first rule that applies gives the status."))
    records.show(
        _("Which status a target has"),
        [_("No."), _("Condition"), _("Status"), _("Counted as")],
        [
            (
                str(rule["number"]),
                rule["condition"],
                Cell(terms.status_name(rule["status"], language), status=rule["status"]),
                terms.roll_up_name(rule["group"], language),
            )
            for rule in wording.rules(method.RULES, language)
        ],
        language,
    )
    st.header(_("What is measured"), anchor=False)
    records.show(
        _("What is measured"),
        [_("Measure"), _("Formula"), _("Unit"), _("Undefined where")],
        [
            (measure["name"], measure["formula"], measure["unit"], measure["undefined"])
            for measure in wording.measures(language)
        ],
        language,
    )
    _pairs(view, _("The letters in the formulas"), wording.symbols(language))
    st.header(_("Unlike things are never divided"), anchor=False)
    st.caption(
        _("A target says what its value counts, a figure says what it counts; only these are compared.")
    )
    ui.show("bases", language, bases=wording.bases(method.USABLE, language))
    _pairs(view, _("Flags beside a status"), wording.flags(language))
    _pairs(view, _("No progress, or no figure: five different things"), wording.absences(language))
    _pairs(view, _("Figures that are not exact"), wording.bounds(language))
    _pairs(view, _("Parameters"), wording.parameters(asdict(method.PARAMETERS), language))
    st.caption(_("A share short of 100% is never rounded up to it, and one above 100% is shown as such."))
    _pairs(view, _("Words"), wording.words(language))


def _pairs(view: View, heading: str, pairs: list[tuple[str, str]]) -> None:
    st.header(heading, anchor=False)
    ui.show("terms", view.language, pairs=pairs)
