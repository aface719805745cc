"""What every page shows the same way: style, choices of time and publication, charts, tables."""

import html
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import jinja2
import polars as pl
import streamlit as st
import structlog
from streamlit.delta_generator import DeltaGenerator

from dabiao import periods, terms
from dabiao.charts import theme
from dabiao.locale import catalog
from dabiao.model import RollUp, Status
from dabiao.periods import CHINA
from dabiao.settings import Language
from dabiao.web import reading
from dabiao.web.view import View, page_language
from dabiao.wording import period as period_text

log = structlog.get_logger()

HERE: Final = Path(__file__).parent


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    folder = jinja2.FileSystemLoader(HERE / "templates")
    return jinja2.Environment(
        loader=folder, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def dark() -> bool:
    """Return whether the viewer sees the dark theme."""
    return st.context.theme.type == "dark"


def show(template: str, language: Language, **values: Any) -> None:
    """Show an HTML template; every value is escaped."""
    text = (
        _templates()
        .get_template(f"{template}.html")
        .render(
            _=catalog(language).gettext,
            language=language,
            status_name=lambda status: terms.status_name(status, language),
            status_shape=lambda status: terms.STATUS_SHAPES[Status(status)],
            roll_up_name=lambda group: terms.roll_up_name(group, language),
            roll_up_shape=lambda group: terms.ROLL_UP_SHAPES[RollUp(group)],
            **values,
        )
    )
    st.html(text)


def style() -> None:
    """Give the page the project's style, with the colours of the viewer's theme."""
    st.html(HERE / "style.css")
    colours = theme.palette(dark())
    variables = ";".join(f"--db-{name.replace('_', '-')}:{value}" for name, value in vars(colours).items())
    st.html(f"<style>:root{{{variables}}}</style>")


def choose_publication(view: View) -> int:
    """Return the publication the view shows: the address's, else the latest; stop when there is none."""
    _ = view.gettext
    known = reading.all_publications()
    if known.is_empty():
        st.info(_("Nothing has been published yet. Load the data with: python -m etl build"))
        st.stop()
    dates = {
        str(row["number"]): row["published_at"].astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
        for row in known.to_dicts()
    }
    numbers = list(dates)
    chosen = int(
        view.choose(
            "publication",
            _("Publication"),
            numbers,
            numbers[0],
            lambda number: _("No. {number} of {date}").format(number=number, date=dates[number]),
        )
    )
    if chosen < int(numbers[0]):
        view.tell(
            _("Publication No. {number} of {date} is newer; choose it above.").format(
                number=numbers[0], date=dates[numbers[0]]
            )
        )
    if reading.areas(chosen).is_empty():
        st.info(_("This publication holds no policy document."))
        st.stop()
    return chosen


def choose_as_of(view: View, publication: int) -> str:
    """Return the period up to which figures count: any year since the first plan, or the latest quarter."""
    _ = view.gettext
    latest = periods.latest_complete_quarter()
    # One year before the latest at least: a slider needs two ends.
    first = min(_first_year(publication), int(latest[:4]) - 1)
    offered = [*(str(year) for year in range(first, int(latest[:4]))), latest]
    return view.choose(
        "as_of",
        _("As of"),
        view.as_of_options(offered),
        latest,
        lambda code: period_text(code, view.language),
        widget=st.select_slider,
    )


def choose_framework(view: View, publication: int) -> str | None:
    """Return the framework whose targets the view shows; none stands for all of them."""
    _ = view.gettext
    plans = reading.areas(publication).filter(pl.col("targets") > 0)
    names = {
        row["framework_id"]: f"{row[f'area_name_{view.language}']} · {row[f'short_{view.language}']}"
        for row in plans.to_dicts()
    }
    chosen = view.choose(
        "framework",
        _("Framework"),
        ["all", *names],
        "all",
        lambda key: names.get(key, _("All frameworks")),
    )
    return None if chosen == "all" else chosen


def choose_area(view: View, publication: int) -> str:
    """Return the area the view shows, of those with a framework; at first that of the newest targets."""
    plans = reading.areas(publication)
    names = dict(plans.select("area_code", f"area_name_{view.language}").iter_rows())
    newest = plans.sort(pl.col("targets") > 0, pl.col("level") == "province", "issued_on")
    return view.choose("area", view.gettext("Area"), list(names), newest["area_code"][-1], names.__getitem__)


def years(publication: int, as_of: str) -> tuple[str, ...]:
    """Return the periods of a replay: the end of every year since the first plan, and the as-of itself."""
    whole = [str(year) for year in range(_first_year(publication), int(as_of[:4]))]
    return (*whole, as_of)


def _first_year(publication: int) -> int:
    return int(str(reading.areas(publication).get_column("plan_start").min())[:4])


def choices() -> DeltaGenerator:
    """Return the row that holds a page's choices."""
    return st.container(horizontal=True, vertical_alignment="bottom", key="choices")


def lead(*sentences: str) -> None:
    """Show the first sentence large and the others small under it: the page's answer."""
    first, *others = (html.escape(sentence) for sentence in sentences)
    small = "".join(f'<p class="db-dim">{sentence}</p>' for sentence in others)
    st.html(f'<p class="db-lead">{first}</p>{small}')


def bullet_legend(language: Language) -> list[tuple[str, str]]:
    """Return what the marks of the bullet bars are."""
    _ = catalog(language).gettext
    return [
        ("bar", _("attained so far")),
        ("way", _("the way from baseline to target")),
        ("now", _("where it should be by now")),
    ]


def trajectory_legend(language: Language) -> list[tuple[str, str]]:
    """Return what the marks of a trajectory are."""
    _ = catalog(language).gettext
    return [
        ("line", _("target")),
        ("path", _("expected path")),
        ("fan", _("80% interval if the average pace since the baseline continues")),
    ]


def apologise(error: BaseException) -> bool:
    """Say in the viewer's language that a page failed; the log keeps the trace."""
    log.error("page failed", exc_info=error)
    _ = catalog(page_language()).gettext
    st.error(_("This page could not be shown. The error has been recorded in the server's log."))
    return True


def footer(language: Language) -> None:
    """Show what stands under every page."""
    st.divider()
    st.caption(
        catalog(language).gettext("Dabiao · stated targets and published figures, judged by rules on record")
    )


def chart(figure: theme.Figure, *, finding: str, key: str) -> None:
    """Show a chart; its finding is its text alternative."""
    st.plotly_chart(
        figure,
        key=key,
        theme=None,
        alt=finding,
        config={
            "displaylogo": False,
            "displayModeBar": False,
            "scrollZoom": False,
            "responsive": True,
        },
    )


def table(rows: Sequence[Mapping[str, str]], label: str) -> None:
    """Show rows of texts as a table behind a fold."""
    with st.expander(label):
        st.dataframe(pl.DataFrame(rows), width="stretch", hide_index=True)
