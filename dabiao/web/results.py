"""What was found by a search, as headings and links."""

from typing import Any, Final

import polars as pl

from dabiao.locale import catalog
from dabiao.search import Kind
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.web import reading
from dabiao.web.menu import AREA, INDICATOR, TASKS
from dabiao.web.view import View

HEADINGS: Final = {
    Kind.AREA: N_("Areas"),
    Kind.INDICATOR: N_("Indicators"),
    Kind.DOCUMENT: N_("Documents"),
    Kind.TASK: N_("Tasks"),
    Kind.DEPARTMENT: N_("Departments"),
}


def heading(found: pl.DataFrame, kind: Kind, language: Language) -> str:
    """Return the heading of one kind of results (rows of `dabiao.search.find`) with how many there are."""
    _ = catalog(language).gettext
    rows = found.filter(pl.col("kind") == str(kind))
    name, total = _(HEADINGS[kind]), rows["found"][0]
    if total == rows.height:
        return _("{name} ({total})").format(name=name, total=total)
    return _("{name} ({total}; the first {shown})").format(name=name, total=total, shown=rows.height)


def of_kind(found: pl.DataFrame, kind: Kind, view: View) -> list[dict[str, Any]]:
    """Return the results of one kind: name, detail, and the page they lead to, if there is anything to show.

    Args:
        found: rows of `dabiao.search.find`.
        kind: which of them.
        view: the page's choices.
    """
    publication = int(view.chosen("publication"))
    plans = reading.areas(publication)
    documents = dict(plans.select("framework_id", f"short_{view.language}").iter_rows())
    shown = {*plans["area_code"], *reading.areas_with_targets(publication)["area_code"]}
    areas = reading.area_names(publication, view.language)
    out = []
    for row in found.filter(pl.col("kind") == str(kind)).to_dicts():
        detail = areas.get(row["within"]) if kind == Kind.AREA else documents.get(row["within"])
        out.append(
            {
                "name": row[f"name_{view.language}"],
                "detail": detail or "",
                "link": _link(row, kind, view, shown),
            }
        )
    return out


def _link(row: dict[str, Any], kind: Kind, view: View, shown: set[str]) -> str | None:
    match kind:
        case Kind.AREA:
            return view.link(AREA, area=row["id"]) if row["id"] in shown else None
        case Kind.INDICATOR:
            return view.link(INDICATOR, indicator=row["id"])
        case Kind.DOCUMENT:
            return view.link(TASKS, framework=row["id"])
        case Kind.TASK:
            return view.link(TASKS, framework=row["within"], q=row[f"name_{view.language}"])
        case Kind.DEPARTMENT:
            return view.link(TASKS, framework=row["within"], department=row["id"])
