"""What pages show the same way: templates, findings, charts with their table and files, downloads."""

import html
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import polars as pl
import pyarrow as pa
import streamlit as st

from dabiao import exports, terms
from dabiao.charts import theme
from dabiao.locale import catalog
from dabiao.model import RollUp, Status
from dabiao.progress import LATEST
from dabiao.rights import Action
from dabiao.settings import Language, settings
from dabiao.web import session, templates
from dabiao.web.frame import dark
from dabiao.web.plotted import Plotted
from dabiao.web.view import Moment, View
from dabiao.wording import joining

FILES: Final[Mapping[str, tuple[Callable[[pl.DataFrame, exports.Provenance], bytes], str]]] = {
    "csv": (exports.csv, "text/csv"),
    "xlsx": (exports.xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": (exports.parquet, "application/vnd.apache.parquet"),
}
"""How a frame is downloaded: suffix → what writes it, and its media type."""

Rows = Sequence[Mapping[str, str]]
"""Rows of texts in the viewer's language, by heading."""


def palette(view: View) -> theme.Palette:
    """Return the colours of the viewer's mode and colour set."""
    return theme.palette(dark(), view.colours)


def show(template: str, language: Language, **values: Any) -> None:
    """Show an HTML template; every value is escaped."""
    text = templates.template(template).render(
        _=catalog(language).gettext,
        language=language,
        comma=joining.COMMAS[language],
        status_name=lambda status: terms.status_name(status, language),
        status_shape=lambda status: terms.STATUS_SHAPES[Status(status)],
        roll_up_name=lambda group: terms.roll_up_name(group, language),
        roll_up_shape=lambda group: terms.ROLL_UP_SHAPES[RollUp(group)],
        **values,
    )
    st.html(text)


def title(text: str) -> None:
    """Show the title of the page."""
    st.title(text, anchor=False)


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


def trajectory_legend(language: Language, *, fan: bool = True) -> list[tuple[str, str]]:
    """Return what the marks of a trajectory are, that of its interval where there is a fan."""
    _ = catalog(language).gettext
    interval = _("{interval} interval if the average pace since the baseline continues")
    marks = [
        ("line", _("target")),
        ("path", _("expected path")),
        ("fan", interval.format(**terms.cut_offs(language))),
    ]
    return marks if fan else marks[:-1]


def chart(figure: theme.Figure, *, finding: str, key: str, language: Language, table: Rows) -> None:
    """Show a chart with its finding as text alternative, itself as files, and its rows as a table.

    Args:
        figure: what a function of `dabiao.charts` returned.
        finding: a sentence that says what the chart shows; the page's heading above it says the same.
        key: unique on the page.
        language: of the texts around the chart.
        table: what is drawn, to read and to copy.
    """
    _ = catalog(language).gettext
    with st.container(key=f"chart-{key}"):
        st.plotly_chart(
            Plotted(_marked(figure, language)),
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
        show("files", language, finding=finding, name=key)
        fold(table, _("The chart as a table"))


def _marked(figure: theme.Figure, language: Language) -> theme.Figure:
    """Return the figure with the mark of generated data across it, where its data is generated."""
    if settings().workspace != "demo":
        return figure
    mark = theme.watermark(catalog(language).gettext("Demonstration data"))
    layout = figure["layout"]
    return figure | {"layout": layout | {"annotations": [*layout.get("annotations", ()), mark]}}


def fold(rows: Rows, label: str) -> None:
    """Show rows of texts as a table behind a fold."""
    names = dict.fromkeys(name for row in rows for name in row)
    with st.expander(label):
        # An Arrow table goes out as it is; anything else would become a frame of pandas first.
        table = pa.table({name: [row.get(name) for row in rows] for name in names})
        st.dataframe(table, width="stretch", hide_index=True)


def downloads(
    view: View, of: Moment | int, frame: pl.DataFrame, title: str, *, needs: Action = "read_published"
) -> None:
    """Offer a frame as CSV, XLSX and Parquet: exactly the rows shown, each telling what it is a function of.

    Args:
        view: the page's choices.
        of: the moment the frame is of; the publication alone where it depends on nothing else.
        frame: what is shown.
        title: what it is, in the viewer's language; part of the files' names.
        needs: what one must be allowed to do to fetch it.
    """
    publication, as_of, vintage = (of, None, LATEST) if isinstance(of, int) else of
    provenance = exports.Provenance(settings().workspace, publication, as_of, vintage, view.language, title)
    _ = view.gettext
    fetched = session.fetching(needs)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(_("Download: {title}").format(title=title), width="content")
        for suffix, (write, kind) in FILES.items():
            st.download_button(
                suffix.upper(),
                partial(fetched, partial(write, frame, provenance)),
                file_name=exports.file_name(provenance, suffix),
                mime=kind,
                key=f"{title}.{suffix}",
                on_click="ignore",
            )
