"""Attainment of many targets side by side: one dot each, by area."""

from typing import Final

import polars as pl

from dabiao import wording
from dabiao.charts import theme
from dabiao.numbers import percent
from dabiao.settings import Language
from dabiao.terms import status_label

SHOWN_TO: Final = 1.6
"""Attainments beyond this share are drawn at the edge with their figure; a bar may clip, a number may not."""
LABELLED_UP_TO: Final = 14
"""With more dots than this, names would cover each other; they stand in the hover and the table instead."""
ROW_HEIGHT: Final = 58


def attainment_by_area(rows: pl.DataFrame, *, language: Language, dark: bool) -> theme.Figure:
    """Return a dot per target on a scale of attainment, one line of dots per area.

    Args:
        rows: status rows (`dabiao.progress.status`) of which at least one has an attainment.
        language: of names and figures.
        dark: whether the page is dark.
    """
    colours = theme.palette(dark)
    known = rows.filter(pl.col("attainment").is_not_null())
    areas = known.get_column(f"area_name_{language}").unique(maintain_order=True).to_list()
    labelled = known.height <= LABELLED_UP_TO
    data = []
    for row in wording.rows(known):
        share = row["attainment"]
        clipped = max(-0.1, min(share, SHOWN_TO))
        label = f"{wording.name(row, 'indicator', language)} {percent(share, language)}"
        data.append(
            {
                "type": "scatter",
                "mode": "markers+text" if labelled else "markers",
                "x": [clipped * 100],
                "y": [row[f"area_name_{language}"]],
                "marker": {
                    "symbol": theme.MARKS[row["status"]],
                    "size": 17,
                    "color": colours.status(row["status"]),
                    "line": {"width": 2, "color": colours.status(row["status"])},
                },
                "text": [f"{label} →" if share > SHOWN_TO else label],
                "textposition": "top left" if clipped > 1.1 else "top center",
                "textfont": {"size": 14, "color": colours.ink},
                "hovertemplate": theme.HOVER,
                "customdata": [
                    [
                        wording.name(row, "indicator", language),
                        wording.reached(row, language),
                        status_label(row["status"], language),
                    ]
                ],
            }
        )
    return {
        "data": data,
        "layout": theme.layout(
            colours,
            height=90 + ROW_HEIGHT * len(areas),
            margin={"l": 8, "r": 8, "t": 8, "b": 44},
            xaxis={
                "range": [-12, SHOWN_TO * 100 + 8],
                "tickvals": [0, 50, 100, 150],
                "ticktext": ["0%", "50%", "100%", "150%"],
            },
            yaxis={
                "categoryorder": "array",
                "categoryarray": areas[::-1],
                "tickfont": {"size": 16, "color": colours.ink},
                "range": [-0.6, len(areas) - 0.3],
            },
            shapes=[
                {
                    "type": "line",
                    "x0": 100,
                    "x1": 100,
                    "yref": "paper",
                    "y0": 0,
                    "y1": 1,
                    "line": {"color": colours.ink, "width": 2},
                    "layer": "below",
                }
            ],
        ),
    }
