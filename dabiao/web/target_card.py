"""The card of one target: where its figure comes from, whether it can be trusted, what it would take."""

from dataclasses import dataclass
from typing import Any, Final

import polars as pl
import streamlit as st

from dabiao import progress, publications, targets, terms, wording
from dabiao.charts.trajectory import trajectory
from dabiao.method import RULES_VERSION
from dabiao.model import Status
from dabiao.numbers import MINUS, NOTHING
from dabiao.periods import ending
from dabiao.progress import LATEST
from dabiao.terms import OBSERVATION_BASIS_NAMES
from dabiao.web import reading, tables, ui, waiting
from dabiao.web.menu import AREA, INDICATOR, TASKS
from dabiao.web.view import Moment, View
from dabiao.wording import arithmetic, clause, quality, rules, sources, whatif

OPEN_UP_TO: Final = 4
"""With more figures than this those a value is made of stand behind a fold."""
ROWS_UP_TO: Final = 12
"""With more figures than this the list of all of them stands behind a fold."""


@dataclass(frozen=True)
class Card:
    """One target at one moment, with all that stands behind it."""

    view: View
    moment: Moment
    row: wording.Row
    """Its status row (`dabiao.progress.status`)."""
    line: pl.DataFrame
    """Its judged points with a value."""
    figures: pl.DataFrame
    """The published figures behind it."""
    account: targets.Account
    plan: wording.Row
    """The row of its framework (`dabiao.progress.areas`)."""
    unapproved: pl.DataFrame | None
    """Points that wait for approval, where they were asked for (`dabiao.web.waiting`)."""
    versions: pl.DataFrame
    """What the target was and is (`dabiao.publications.history_of`), the newest version first."""

    @property
    def due(self) -> tuple[targets.Due, ...]:
        """The figures that are expected."""
        return targets.due(self.row, self.moment.as_of, self.figures)

    @property
    def former(self) -> list[dict[str, Any]]:
        """The targets it had before, each with the names of its unit, where amount or deadline differ."""
        row = self.row
        stated = self.versions.filter(~pl.col("withdrawn")).select("comparator", "deadline", target="value")
        other = stated.filter((pl.col("target") != row["target"]) | (pl.col("deadline") != row["deadline"]))
        return [{**row, **version} for version in wording.rows(other.unique(maintain_order=True))]

    @property
    def rules(self) -> int:
        """Version of the rules by which the publication was judged."""
        return reading.rules(self.moment.publication)

    @property
    def explained(self) -> bool:
        """Whether the present rules, which text and arithmetic explain, gave the status.

        What was known by a date is judged as it is read.
        """
        return self.rules == RULES_VERSION or self.moment.vintage != LATEST

    @property
    def used(self) -> list[dict[str, Any]]:
        """The published figures its value is made of, in the order of the account."""
        by_part = {(row["indicator_code"], row["period"]): row for row in wording.rows(self.figures)}
        return [by_part[part.indicator_code, part.period] for part in self.account.parts]


def read(
    view: View, moment: Moment, area: str, target_id: str, unapproved: waiting.Waiting | None = None
) -> Card:
    """Return the card of a target."""
    own = pl.col("target_id") == target_id
    rows = reading.with_absences(moment, reading.status(moment, area=area).filter(own))
    row = rows.row(0, named=True)
    figures = reading.observations(moment, area=area).filter(own)
    plans = reading.areas(moment.publication)
    return Card(
        view=view,
        moment=moment,
        row=row,
        line=reading.line(moment, area=area).filter(own & pl.col("value").is_not_null()),
        figures=figures,
        account=targets.account(row, figures),
        plan=plans.filter(pl.col("framework_id") == row["framework_id"]).row(0, named=True),
        unapproved=unapproved.of_target(row) if unapproved else None,
        versions=_versions(moment.publication, area, target_id),
    )


@reading.kept
def _stated(publication: int, area: str) -> pl.DataFrame:
    return targets.stated(reading.store(), publication, area)


@reading.kept
def _versions(publication: int, area: str, target_id: str) -> pl.DataFrame:
    return publications.history_of(reading.store(), "target", (area, target_id), publication)


@reading.kept
def _goals(publication: int, framework: str, deadline: str) -> pl.DataFrame:
    return targets.goals(reading.store(), publication, framework, deadline)


def choose(view: View, publication: int, area: str) -> str | None:
    """Return the target the page shows, of all the area has; None where it has none."""
    stated = _stated(publication, area)
    names = dict(stated.select("target_id", f"indicator_name_{view.language}").iter_rows())
    if not names:
        return None
    return view.choose(
        "target",
        view.gettext("Target"),
        list(names),
        next(iter(names)),
        names.__getitem__,
        resets=["pace"],
    )


def head(card: Card) -> None:
    """Show what the target is, where it stands, and the page's answer in a sentence."""
    view, row, language = card.view, card.row, card.view.language
    _ = view.gettext
    gap = wording.pace(row, language)
    finals = card.line.filter(pl.col("end_month") == row["deadline_month"])
    final = finals.row(0, named=True) if finals.height else None
    at_deadline = clause.at_deadline(row, final, language)
    figures = [
        {
            "name": _("Target"),
            "text": wording.target(row, language),
            "remark": _("supplied") if row["value_status"] == "supplied" else "",
        },
        {
            "name": _("Value"),
            "text": wording.value(row, row["value"], language, row["bound"]),
            "remark": tables.absence(row, language),
        },
        {"name": _("Attainment"), "text": wording.attainment(row, language), "remark": ""},
        {"name": _("Pace gap"), "text": gap or NOTHING, "remark": ""},
        {"name": _("Deadline"), "text": wording.period(row["deadline"], language), "remark": ""},
    ]
    ui.lead(
        clause.finding(row, language),
        *([at_deadline] if at_deadline else []),
        wording.as_of(card.moment.publication, card.moment.as_of, pl.DataFrame([row]), language),
    )
    # Without a value the sentence above says it already.
    told = card.explained and row["value"] is not None and row["target"] is not None
    meaning = terms.status_meaning(row["status"], language) if told else ""
    ui.show("target_head", language, status=row["status"], meaning=meaning, figures=figures)


def path(card: Card) -> None:
    """Show the way of the target so far beside the arithmetic, and under it the rule that gave its status."""
    wide, narrow = st.columns([3, 2], gap="large")
    with wide:
        drawn(card)
        rule(card)
    with narrow:
        by_hand(card)


def drawn(card: Card) -> None:
    """Show the chart of the way so far."""
    view, row, language = card.view, card.row, card.view.language
    projection = progress.projection(row, card.line, card.figures)
    absences = progress.on_axis(row, card.figures)
    finding = wording.required(row, language) or wording.verdict(row, language)
    st.header(finding, anchor=False)
    marks = ui.trajectory_legend(language, fan=bool(projection.fan))
    ui.show("legend", language, marks=[*marks, *waiting.legend(card.unapproved, language)])
    ui.chart(
        trajectory(
            row,
            card.line,
            progress.fan(projection, card.line),
            start_month=progress.start_month(row),
            language=language,
            colours=ui.palette(view),
            former=card.former,
            absences=absences,
            unapproved=card.unapproved,
            notes=tables.notes(card.figures, language),
        ),
        finding=waiting.alternative(finding, card.unapproved, language),
        key="path",
        language=language,
        table=tables.path(row, card.line, absences, language, card.unapproved),
    )


def rule(card: Card) -> None:
    """Show the rule that gave the status, and the flags with what they mean."""
    view, row, language = card.view, card.row, card.view.language
    st.header(view.gettext("Why this status"), anchor=False)
    ui.show(
        "target_rule",
        language,
        status=row["status"],
        reason=rules.reason(card.account.rule, row, language)
        if card.explained
        else rules.withheld(card.rules, language),
        remarks=rules.remarks(row, card.line, language) if card.explained else [],
        flags=[
            (
                terms.flag_name(flag, language),
                terms.flag_meaning(flag, language) if card.explained else "",
            )
            for flag in row["flags"]
        ],
    )


def by_hand(card: Card) -> None:
    """Show the arithmetic written out, and the published figures it starts from."""
    view, row, language = card.view, card.row, card.view.language
    _ = view.gettext
    st.header(_("The arithmetic"), anchor=False)
    if not card.explained:
        ui.show("facts", language, facts=[rules.withheld(card.rules, language)])
        return
    parts = [
        {
            "sign": "+" if part.sign > 0 else MINUS,
            "spoken": _("added") if part.sign > 0 else _("taken off"),
            "amount": wording.value(row, part.value, language, part.bound),
            "counts": " · ".join(
                [
                    wording.name(figure, "indicator", language),
                    wording.period(part.period, language),
                    _(OBSERVATION_BASIS_NAMES[part.basis]),
                ]
            ),
            "source": sources.source(figure, language),
            "url": figure["source_url"],
        }
        for part, figure in zip(card.account.parts, card.used, strict=True)
    ]
    steps = arithmetic.steps(row, card.account, language)
    many = _("The {count} figures it is made of").format(count=len(parts)) if len(parts) > OPEN_UP_TO else ""
    ui.show("target_arithmetic", language, steps=steps, parts=parts, many=many)


def outlook_and_trust(card: Card) -> None:
    """Show what it would take beside the quality card."""
    left, right = st.columns(2, gap="large")
    with left:
        what_it_takes(card)
    with right:
        trust(card)


def what_it_takes(card: Card) -> None:
    """Let the viewer try a pace; say what can be expected, or which figures it takes to judge at all."""
    view, row, language = card.view, card.row, card.view.language
    _ = view.gettext
    range_ = targets.paces(row)
    st.header(_("What it would take"), anchor=False)
    if range_ is None:
        ui.show("target_facts", language, facts=_nothing_to_try(card))
        return
    unit = _("percentage points") if row["unit"] == "%" else wording.unit(row, language).strip()
    label = _("Pace per quarter ({unit})").format(unit=unit)
    pace = view.number("pace", label, range_.low, range_.high, range_.default, range_.step)
    found = targets.reached_at(row, pace)
    projection = progress.projection(row, card.line, card.figures)
    assert found is not None  # as there are paces to choose from
    facts = [
        (_("At this pace"), whatif.outcome(found, row, language)),
        (_("For comparison"), [whatif.against(row, language)]),
        (_("If the pace so far continues"), wording.outlook(projection, row, language)),
    ]
    ui.show("target_facts", language, facts=[(heading, texts) for heading, texts in facts if any(texts)])


def _nothing_to_try(card: Card) -> list[tuple[str, list[str]]]:
    """Return why no pace can be tried: the target is met, or there is no figure to go on from."""
    row, language = card.row, card.view.language
    _ = card.view.gettext
    pending = row["status"] == Status.PENDING_FINAL
    if row["status"] == Status.INVALID_TARGET:
        return [(_("Status"), [terms.status_meaning(Status.INVALID_TARGET, card.view.language)])]
    if row["value"] is not None and not pending:
        return [(_("Distance to target"), [_("Nothing: the latest figure meets the target.")])]
    published = card.figures.filter(pl.col("value").is_not_null()).height
    facts = [
        (_("To judge it"), [clause.wanted(row, ending(card.account.clock.start), language)]),
        *([] if pending else [(_("Published beside it"), [clause.beside(published, language)])]),
    ]
    note = row[f"note_{language}"]
    return [*facts, (_("Note on the target"), [note])] if note else facts


def trust(card: Card) -> None:
    """Show the quality card."""
    view, row, language = card.view, card.row, card.view.language
    as_of = card.moment.as_of
    st.header(view.gettext("Can it be trusted"), anchor=False)
    facts = quality.card(row, card.used, targets.age_months(row, as_of), card.due, as_of, language)
    ui.show("target_facts", language, facts=facts)


def said(card: Card) -> None:
    """Show the clause and its document, what the number counts, and what had to be assumed."""
    view, row, language = card.view, card.row, card.view.language
    _ = view.gettext
    left, right = st.columns(2, gap="large")
    with left:
        st.header(_("Clause and document"), anchor=False)
        facts = clause.document(row, card.plan, language)
        ui.show("target_facts", language, facts=[(heading, [text]) for heading, text in facts])
    with right:
        st.header(_("Basis, baseline and assumptions"), anchor=False)
        of_series = card.figures.filter("judged").get_column("basis").unique(maintain_order=True)
        counted = (_("What is counted"), clause.basis(row["basis"], of_series.to_list(), language))
        assumed = clause.assumptions(row, card.plan, language)
        ui.show("target_facts", language, facts=[counted, *((heading, [text]) for heading, text in assumed)])
    goals = _goals(card.moment.publication, row["framework_id"], row["deadline"])
    if not goals.is_empty():
        with st.expander(
            _("Goals without a number in the same document ({count})").format(count=goals.height)
        ):
            ui.show("facts", language, facts=goals[f"title_{language}"].to_list())


def observed(card: Card) -> None:
    """Show every published figure that could stand behind the target, used or not, and what is missing."""
    view, row, language = card.view, card.row, card.view.language
    _ = view.gettext
    caption = _("Published figures and their sources ({count})").format(count=card.figures.height)
    st.header(caption, anchor=False)
    listed = card.figures.filter("judged")["period"].to_list()
    missing = [
        {
            "period": wording.period(due.period, language),
            "amount": terms.absence_label(due.absence, language),
            "counts": wording.name(row, "indicator", language),
            "used": True,
            "unused": "",
            "source": "",
            "url": None,
            "note": _("the figure at the deadline") if due.final else _("the next of its kind"),
        }
        for due in reversed(card.due)
        if due.period not in listed  # with its source, among the figures
    ]
    figures = [*missing, *tables.figures(card.figures, language)]
    told = _("The newest first; what stands in grey is not used")
    with st.expander(caption) if len(figures) > ROWS_UP_TO else st.container():
        ui.show("sources", language, figures=figures, caption=told)
    if not card.figures.is_empty():
        ui.downloads(view, card.moment, card.figures, wording.name(row, "indicator", language))


def links(card: Card) -> None:
    """Show where to go from here."""
    view, row, language = card.view, card.row, card.view.language
    _ = view.gettext
    ui.show(
        "target_links",
        language,
        links=[
            (
                view.link(AREA, area=row["area_code"]),
                _("All targets of {area}").format(area=wording.name(row, "area", language)),
            ),
            (
                view.link(INDICATOR, indicator=row["indicator_code"]),
                _("{indicator} in every area").format(indicator=wording.name(row, "indicator", language)),
            ),
            (
                view.link(TASKS, framework=row["framework_id"]),
                _("Tasks of {framework}").format(framework=wording.name(row, "framework", language)),
            ),
        ],
    )
