"""Downloads: a frame as CSV, XLSX or Parquet, with its types and with where it comes from in every file.

What is written are the rows and columns of the frame, headed and spoken in the viewer's language, and at the
end the columns of `PROVENANCE`, which keep their names in every language so that a program finds them.

CSV is UTF-8 with a byte order mark and CRLF. A text that a spreadsheet would take for a formula, because it
begins with one of `FORMULA_STARTS`, gets an apostrophe in front, and so does one in which such a character
follows apostrophes. To read back, take one apostrophe from every text that begins with apostrophes and then
one of those characters: `unescaped`. Numbers, dates and yes/no are never escaped.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import polars as pl
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dabiao.locale import catalog
from dabiao.periods import CHINA
from dabiao.settings import Language, Workspace
from dabiao.terms import N_
from dabiao.wording.fields import LANGUAGE_SUFFIXES, base, code_names, field_name
from dabiao.wording.joining import COMMAS
from dabiao.wording.series import series

PROVENANCE: Final = ("publication", "as_of", "vintage", "workspace")

DEMO_MARK: Final = "演示数据"
"""Stands in every file of generated figures, in whichever language the rest is."""

WORKSPACE_NAMES: Final[dict[Workspace, str]] = {
    "published": N_("Published data"),
    "demo": N_("Demonstration data"),
}

FORMULA_STARTS: Final = "=+-@\t\r\n＝＋－＠"
"""Characters that make a spreadsheet compute or split a text; the full-width ones do in Chinese versions."""

XLSX_ROWS: Final = 1_048_575
"""Rows that fit on a sheet below the heading."""
XLSX_TEXT: Final = 32_767
"""Characters that fit in a cell."""

_FORMULA: Final = rf"'*[{re.escape(FORMULA_STARTS)}]"
_WIDEST: Final = 60
"""Widest column of a sheet, in Latin letters."""
_MEASURED: Final = 200
"""Rows that a column's width goes by."""
_IN_FILE_NAMES: Final = re.compile(r'[\x00-\x1f<>:"/\\|?*\s]+')


class TooManyRowsError(ValueError):
    """More rows than a sheet holds; CSV and Parquet hold them."""


@dataclass(frozen=True)
class Provenance:
    """What a download is a function of, beside its rows."""

    workspace: Workspace
    publication: int
    as_of: str | None
    """Period up to which figures count; None where the rows do not depend on it."""
    vintage: str
    """``latest``, or the day by which the source had to be published."""
    language: Language
    title: str
    """What the rows are, in the viewer's language."""

    @property
    def workspace_name(self) -> str:
        """Name of the workspace; that of generated figures begins with `DEMO_MARK`."""
        name = catalog(self.language).gettext(WORKSPACE_NAMES[self.workspace])
        return f"{DEMO_MARK} {name}" if self.workspace == "demo" and name != DEMO_MARK else name


def file_name(provenance: Provenance, suffix: str) -> str:
    """Return the name of a download: an ASCII part that tells what it is a function of, then its title."""
    parts = ["dabiao", provenance.workspace, f"publication-{provenance.publication}", provenance.as_of]
    if provenance.vintage != "latest":
        parts.append(f"vintage-{provenance.vintage}")
    if provenance.workspace == "demo":
        parts.append(DEMO_MARK)
    title = _IN_FILE_NAMES.sub(" ", provenance.title).strip(" .")
    return f"{'_'.join(part for part in (*parts, title) if part)}.{suffix}"


def readable(frame: pl.DataFrame, language: Language) -> pl.DataFrame:
    """Return a frame as it is downloaded: one language, headings, names for codes, values with their types.

    Of two columns that say the same in either language the viewer's stays. Columns that have no name in
    `dabiao.wording.fields` stand as they are. Moments are in China's time.

    Raises:
        ValueError: a value is no number, or a column is of a kind that no file holds.
        polars.exceptions.DuplicateError: two columns have one heading.
    """
    other = next(end for own, end in LANGUAGE_SUFFIXES.items() if own != language)
    own = LANGUAGE_SUFFIXES[language]
    kept = [
        name
        for name in frame.columns
        if not (name.endswith(other) and f"{name.removesuffix(other)}{own}" in frame.columns)
    ]
    return frame.select(_readable(frame[name], language) for name in kept).rename(
        {name: field_name(name, language) for name in kept}
    )


def _readable(column: pl.Series, language: Language) -> pl.Series:
    names = code_names(base(column.name), language)
    if column.name == "series":
        names = {code: series(code, language) for code in column.drop_nulls().unique()}
    kind = column.dtype
    if isinstance(kind, pl.List):
        words = column.to_frame().select(
            pl.col(column.name)
            .list.eval(pl.element().cast(pl.String).replace(names))
            .list.join(COMMAS[language])
        )
        return words.to_series()
    if kind in (pl.String, pl.Categorical, pl.Enum):
        return column.cast(pl.String).replace(names) if names else column.cast(pl.String)
    if isinstance(kind, pl.Datetime):
        return column.dt.convert_time_zone(str(CHINA)) if kind.time_zone else column
    if isinstance(kind, pl.Decimal):
        return column.cast(pl.Float64)
    if kind.is_float() and not column.is_finite().all():
        raise ValueError(f"{column.name}: a value is no number")
    if kind.is_numeric() or kind in (pl.Boolean, pl.Date):
        return column
    if kind == pl.Null:
        return column.cast(pl.String)
    raise ValueError(f"{column.name}: no file holds {kind}")


def _with_provenance(frame: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    return readable(frame, provenance.language).with_columns(
        pl.lit(provenance.publication, pl.Int64).alias("publication"),
        pl.lit(provenance.as_of, pl.String).alias("as_of"),
        pl.lit(provenance.vintage, pl.String).alias("vintage"),
        pl.lit(provenance.workspace_name, pl.String).alias("workspace"),
    )


def escaped(texts: pl.Expr) -> pl.Expr:
    """Return texts that no spreadsheet takes for formulas."""
    return pl.when(texts.str.contains(f"^{_FORMULA}")).then(texts.str.replace(r"^", "'")).otherwise(texts)


def unescaped(texts: pl.Expr) -> pl.Expr:
    """Return the texts that `escaped` was given."""
    return pl.when(texts.str.contains(f"^'{_FORMULA}")).then(texts.str.slice(1)).otherwise(texts)


def csv(frame: pl.DataFrame, provenance: Provenance) -> bytes:
    """Return a frame as CSV: an empty field is null, two quotes are an empty text.

    Raises:
        ValueError: as `readable`.
    """
    rows = _with_provenance(frame, provenance)
    rows = rows.with_columns(escaped(pl.col(pl.String)))
    headings = pl.DataFrame({"name": rows.columns}).select(escaped(pl.col("name"))).to_series()
    rows.columns = headings.to_list()
    file = BytesIO()
    rows.write_csv(
        file,
        include_bom=True,
        line_terminator="\r\n",
        datetime_format="%Y-%m-%dT%H:%M:%S%:z",
    )
    return file.getvalue()


def parquet(frame: pl.DataFrame, provenance: Provenance) -> bytes:
    """Return a frame as Parquet; where it comes from stands in the file's metadata too, as ``dabiao.…``.

    Raises:
        ValueError: as `readable`.
    """
    metadata = {f"dabiao.{name}": text for name, text in _told(provenance).items()}
    file = BytesIO()
    _with_provenance(frame, provenance).write_parquet(file, metadata=metadata)
    return file.getvalue()


def _told(provenance: Provenance) -> dict[str, str]:
    return {
        "title": provenance.title,
        "publication": str(provenance.publication),
        "as_of": provenance.as_of or "",
        "vintage": provenance.vintage,
        "workspace": provenance.workspace_name,
        "language": provenance.language,
    }


def xlsx(frame: pl.DataFrame, provenance: Provenance) -> bytes:
    """Return a frame as a workbook with one sheet: typed cells, no formulas, a heading that stays in view.

    Numbers have 16 significant digits, one more than a spreadsheet shows. An empty text is an empty cell.
    Where the rows come from stands in the document's properties too; generated figures are marked in the
    sheet's name and in the header of every printed page.

    Raises:
        TooManyRowsError: a sheet does not hold so many.
        ValueError: as `readable`, or a text is longer than a cell holds.
    """
    rows = _with_provenance(frame, provenance)
    if rows.height > XLSX_ROWS:
        raise TooManyRowsError(f"{rows.height} rows; a sheet holds {XLSX_ROWS}")
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        told = _told(provenance)
        book.set_properties({"title": told["title"], "subject": told["workspace"], "author": "Dabiao"})
        for name, text in told.items():
            book.set_custom_property(name, text, "text")
        demo = provenance.workspace == "demo"
        sheet = book.add_worksheet(DEMO_MARK if demo else None)
        if demo:
            sheet.set_header(f"&C&B{DEMO_MARK}")
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for place, column in enumerate(rows.iter_columns()):
            sheet.set_column(place, place, _width(column))
            sheet.write_string(0, place, column.name, heading)
            _write(sheet, place, column, _format(book, column.dtype))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, rows.height, rows.width - 1)
    return file.getvalue()


def _format(book: Workbook, kind: pl.DataType) -> Format | None:
    if kind == pl.Date:
        return book.add_format({"num_format": "yyyy-mm-dd"})
    return book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}) if isinstance(kind, pl.Datetime) else None


def _write(sheet: Worksheet, place: int, column: pl.Series, shown_as: Format | None) -> None:
    if isinstance(column.dtype, pl.Datetime):
        column = column.dt.replace_time_zone(None)  # a sheet knows no zones
    for line, value in enumerate(column, start=1):
        if value is None or value == "":
            continue
        if isinstance(value, str):
            if len(value) > XLSX_TEXT:
                raise ValueError(
                    f"{column.name}: a text of {len(value)} characters; a cell holds {XLSX_TEXT}"
                )
            sheet.write_string(line, place, value)
        elif isinstance(value, bool):
            sheet.write_boolean(line, place, value)
        elif isinstance(value, dt.date):
            sheet.write_datetime(line, place, value, shown_as)
        else:
            sheet.write_number(line, place, value)


def _width(column: pl.Series) -> int:
    texts = column.head(_MEASURED).cast(pl.String).drop_nulls().to_list()
    longest = max((letters(text) for text in (column.name, *texts)), default=0)
    return min(longest + 2, _WIDEST)


def letters(text: str) -> int:
    """Return how many Latin letters are as wide as ``text``: a Chinese character is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
