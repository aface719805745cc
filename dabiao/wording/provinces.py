"""How the provinces stand, in a sentence and as a table."""

import polars as pl

from dabiao import terms
from dabiao.locale import catalog
from dabiao.model import RollUp
from dabiao.settings import Language
from dabiao.wording.figures import name
from dabiao.wording.figures import rows as rows_of


def map_finding(rows: pl.DataFrame, language: Language) -> str:
    """Return what the tile map shows (rows of `dabiao.provinces.standing`): where something is behind."""
    catalogue = catalog(language)
    with_target = rows.filter(pl.col("targets") > 0)
    if with_target.is_empty():
        return catalogue.gettext("No province has a target among those shown")
    groups = dict(with_target.group_by("group").len().iter_rows())
    parts = {
        "provinces": rows.height,
        "with_target": with_target.height,
        "behind": groups.get(str(RollUp.BEHIND), 0),
        "well": groups.get(str(RollUp.ON_TRACK), 0) + groups.get(str(RollUp.ACHIEVED), 0),
        "unknown": groups.get(str(RollUp.NO_DATA), 0),
    }
    return catalogue.ngettext(
        "{with_target} of {provinces} province-level areas has targets: "
        "something is behind in {behind}, nothing in {well}, {unknown} cannot be judged",
        "{with_target} of {provinces} province-level areas have targets: "
        "something is behind in {behind}, nothing in {well}, {unknown} cannot be judged",
        with_target.height,
    ).format(**parts)


def map_table(rows: pl.DataFrame, language: Language) -> list[dict[str, str]]:
    """Return the tile map as a table of texts: an area with a target a row."""
    _ = catalog(language).gettext
    return [
        {
            _("Area"): name(row, "area", language),
            _("Targets"): str(row["targets"]),
            **{terms.roll_up_name(group, language): str(row[str(group)]) for group in RollUp},
        }
        for row in rows_of(rows)
    ]
