"""Charts of a presentation: native ones, whose data opens in the office program."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any, Final

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt
from xlsxwriter import Workbook

from dabiao.briefing.content import CUT, LONGEST_BAR, Chart, Series

TYPE: Final = Pt(12)
EPOCH: Final = dt.date(1899, 12, 30)
"""Day 0 of spreadsheets."""
LATIN: Final = "Arial"
CHINESE: Final = "Microsoft YaHei"
"""Fonts that every office computer has; the files embed none."""
ACCENT: Final = "#17507f"
"""Stands for bars that each have the colour of a status."""
CROWDED: Final = 12
"""With more bars than this their names are written smaller."""
PALE_LINES: Final = (
    f'<c:minorGridlines {nsdecls("c", "a")}><c:spPr><a:ln><a:solidFill><a:srgbClr val="E3E8EE"/>'
    "</a:solidFill></a:ln></c:spPr></c:minorGridlines>"
)
DASHES: Final = {"dotted": MSO_LINE.ROUND_DOT, "dashed": MSO_LINE.DASH, "solid": MSO_LINE.SOLID}


def add_chart(
    slide: Any, chart: Chart, left: Any, top: Any, width: Any, height: Any, size: Any = TYPE
) -> Any:
    """Add a chart to a slide, with letters of a size, and return its shape."""
    if chart.kind == "path":
        data: Any = _days(chart)
        kind = XL_CHART_TYPE.XY_SCATTER_LINES
    else:
        data = _bars(chart)
        stacked = chart.kind == "stacked"
        kind = XL_CHART_TYPE.BAR_STACKED if stacked else XL_CHART_TYPE.BAR_CLUSTERED
    shape = slide.shapes.add_chart(kind, left, top, width, height, data)
    drawn = shape.chart
    drawn.font.size, drawn.font.name = size, LATIN
    letters = drawn.font._rPr
    letters.find(qn("a:latin")).addnext(letters.makeelement(qn("a:ea"), {"typeface": CHINESE}))
    drawn.has_title = False
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position = XL_LEGEND_POSITION.TOP
        drawn.legend.include_in_layout = False
    if chart.kind == "path":
        _style_path(drawn, chart, size)
    else:
        _style_bars(drawn, chart, size)
    return shape


class _Texts:
    """Writes the workbook behind a chart; what begins like a formula or an address stays text in it."""

    @contextmanager
    def _open_worksheet(self, file: IO[bytes]) -> Iterator[tuple[Workbook, Any]]:
        told = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(file, told) as book:
            yield book, book.add_worksheet()


class _OfCategories(_Texts, CategoryWorkbookWriter):  # type: ignore[misc]  # the library has no types
    pass


class _OfDays(_Texts, XyWorkbookWriter):  # type: ignore[misc]  # the library has no types
    pass


class _CategoryData(CategoryChartData):  # type: ignore[misc]  # the library has no types
    @property
    def _workbook_writer(self) -> CategoryWorkbookWriter:
        return _OfCategories(self)


class _DayData(XyChartData):  # type: ignore[misc]  # the library has no types
    @property
    def _workbook_writer(self) -> XyWorkbookWriter:
        return _OfDays(self)


def _bars(chart: Chart) -> CategoryChartData:
    data = _CategoryData(number_format="0.0%" if chart.share else "General")
    data.categories = list(chart.categories)
    for series in chart.series:
        data.add_series(series.name, series.values)
    return data


def _days(chart: Chart) -> XyChartData:
    data = _DayData()
    for series in chart.series:
        held = data.add_series(series.name)
        for day, value in zip(series.at, series.values, strict=True):
            held.add_data_point((day - EPOCH).days, value)
    return data


def _style_bars(drawn: Any, chart: Chart, size: Any) -> None:
    plot = drawn.plots[0]
    plot.gap_width = 45
    plot.overlap = 100 if chart.kind == "stacked" else 0
    names, values = drawn.category_axis, drawn.value_axis
    names.reverse_order = True
    names.tick_labels.font.size = Pt(9) if len(chart.categories) > CROWDED else size
    every = names._element.makeelement(qn("c:tickLblSkip"), {"val": "1"})  # no name is left out
    names._element.find(qn("c:noMultiLvlLbl")).addprevious(every)
    names.format.line.color.rgb = _rgb("#5a6675")
    names.has_major_gridlines = False
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = _rgb("#e3e8ee")
    values.format.line.fill.background()
    values.tick_labels.font.size = size
    values.tick_labels.number_format = "0%" if chart.share else "0"
    values.tick_labels.number_format_is_linked = False
    least = _least(chart.series)
    if least >= 0:
        values.minimum_scale = 0
    if chart.of_attainment:
        _mark_whole(values, least)
    for series, told in zip(plot.series, chart.series, strict=True):
        series.invert_if_negative = False
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = _rgb(ACCENT if len(told.colours) > 1 else told.colours[0])
        if len(told.colours) > 1:
            for place, colour in enumerate(told.colours):
                fill = series.points[place].format.fill
                fill.solid()
                fill.fore_color.rgb = _rgb(colour)
        _label(series, chart, told, XL_LABEL_POSITION.OUTSIDE_END, size)


def _mark_whole(values: Any, least: float) -> None:
    """Let the axis end where bars are cut off, with one dark line: at 100 %, where they should arrive."""
    values.maximum_scale, values.major_unit, values.minor_unit = LONGEST_BAR, 1, 0.25
    if least < 0:
        values.minimum_scale = -1  # lines stand at whole steps from here
    values.major_gridlines.format.line.color.rgb = _rgb("#5a6675")
    values.major_gridlines.format.line.width = Pt(1.5)
    values._element._insert_minorGridlines(parse_xml(PALE_LINES))


def _style_path(drawn: Any, chart: Chart, size: Any) -> None:
    days, values = drawn.category_axis, drawn.value_axis
    every = [day for series in chart.series for day in series.at]
    # A year's mark stands at its last day, as the figures of years do.
    first, last = (min(every) - dt.timedelta(days=364)).year, max(every).year
    days.minimum_scale = (dt.date(first, 12, 31) - EPOCH).days
    days.maximum_scale = (dt.date(last + 1, 3, 1) - EPOCH).days
    days.major_unit = 365.25 * max(1, (last - first) // 6 + 1)
    days.has_major_gridlines = False
    days.tick_labels.number_format = "yyyy"
    days.tick_labels.number_format_is_linked = False
    days.tick_labels.font.size = values.tick_labels.font.size = size
    values.tick_labels.number_format = "#,##0.##" if _has_fractions(chart.series) else "#,##0"
    values.tick_labels.number_format_is_linked = False
    values.major_gridlines.format.line.color.rgb = _rgb("#e3e8ee")
    values.format.line.fill.background()
    for series, told in zip(drawn.plots[0].series, chart.series, strict=True):
        series.smooth = False
        line = series.format.line
        line.color.rgb = _rgb(told.colours[0])
        line.width = Pt(2.75 if told.style == "line" else 1.75)
        series.marker.style = XL_MARKER_STYLE.NONE
        if told.style == "line":
            series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 8
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = _rgb(told.colours[0])
            series.marker.format.line.color.rgb = _rgb(told.colours[0])
        else:
            line.dash_style = DASHES[told.style]
        _label(series, chart, told, XL_LABEL_POSITION.ABOVE, size)


def _label(series: Any, chart: Chart, told: Series, position: Any, size: Any) -> None:
    """Write beside each mark what its value is called: bounds and signs are no part of a number format."""
    for place, text in enumerate(told.texts):
        if not text:
            continue
        label = series.points[place].data_label
        frame = label.text_frame
        frame.text = chart.text(told, place)
        font = frame.paragraphs[0].runs[0].font
        font.size = size
        label.position = position
        if frame.text.endswith(CUT):  # its end is not drawn: the number stands on the bar
            label.position, font.bold = XL_LABEL_POSITION.INSIDE_END, True
            font.color.rgb = _rgb("#ffffff")


def _least(series: Sequence[Series]) -> float:
    return min((value for one in series for value in one.values if value is not None), default=0)


def _has_fractions(series: Sequence[Series]) -> bool:
    return any(value != int(value) for one in series for value in one.values if value is not None)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())
