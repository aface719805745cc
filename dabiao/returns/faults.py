"""What keeps a filled-in sheet or a paste from being taken over, each fault with where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from dabiao.locale import catalog
from dabiao.returns.errors import ReturnError
from dabiao.returns.lines import Key
from dabiao.rights import DeniedError
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.wording.figures import period

FIELD_NAMES: Final[Mapping[str, str]] = {
    "absence": N_("Reported is"),
    "mode": N_("The figure is"),
    "given": N_("Reported figure"),
    "source": N_("Source or document number"),
    "explanation": N_("Explanation"),
}
"""What the fields of a cell are called, in the order of a sheet's columns."""

TEXTS: Final[Mapping[str, str]] = {
    "too_large": N_("The file has {size} MB; at most {limit} MB are taken."),
    "old_or_locked": N_(
        "This is an old workbook (.xls) or one with a password; save it as .xlsx without one."
    ),
    "no_workbook": N_("This is no Excel workbook (.xlsx)."),
    "damaged": N_("The workbook is damaged and cannot be read; open it in Excel or WPS and save it anew."),
    "too_much": N_("The workbook holds more than a return can; take other sheets and pictures out of it."),
    "no_form": N_("This is no form downloaded here: its hidden row and column are missing."),
    "two_forms": N_(
        "The form stands in the workbook twice, on the sheets “{one}” and “{other}”; delete one."
    ),
    "other_format": N_("The form is of an earlier or later version of this program; download it anew."),
    "other_workspace": N_(
        "The form was downloaded from the demonstration, or from the published data beside it."
    ),
    "other_area": N_("The form is that of {theirs}, this is the return of {ours}."),
    "other_quarter": N_("The form is for {their_quarter}, this is the return for {our_quarter}."),
    "no_column": N_("The column “{column}” is missing; download the form anew."),
    "too_many_rows": N_("There are {count} rows; at most {limit} are read."),
    "too_long_paste": N_("The text has {count} characters; at most {limit} are read."),
    "no_line": N_("The row belongs to no line of the form; put what it says into the line's own row."),
    "unknown_line": N_("The return has no line “{line}”."),
    "unknown_version": N_(
        "The line was not downloaded from this database as it says; download the form anew."
    ),
    "many_lines": N_("“{line}” stands for several lines; name one of {codes}."),
    "twice": N_("The line stands in row {row} as well."),
    "merged": N_("The cell is merged with another one; undo that."),
    "formula": N_("A formula; put the figure or text itself in its place."),
    "cell_error": N_("The cell holds the error {text}."),
    "date": N_(
        "Excel has made a date of what was typed; type the figure anew, into a cell of a number's format."
    ),
    "per_cent": N_("Excel keeps {shown} as {kept}; type it without the per cent sign."),
    "no_number": N_("“{text}” is no number."),
    "no_text": N_("“{text}” is no text."),
    "unknown_choice": N_("“{text}” is none of the choices: {choices}."),
    "choice_with_figure": N_("“{choice}” is chosen and a figure given; take one of them out."),
    "no_mode": N_("Say what the figure is: {choices}."),
    "too_long": N_("{count} characters; at most {limit} are kept."),
    "too_many_columns": N_("The row has {count} columns; four are read: line, figure, source, explanation."),
    "open_quote": N_(
        "A quotation mark opens here and is closed nowhere, or in a later row; take it out or close it."
    ),
    "nothing_read": N_("There is nothing to read."),
    "refused": "{reason}",
}
"""What is said of a fault, by its rule."""


@dataclass(frozen=True)
class Spot:
    """Where something stands in what was handed over."""

    row: int
    column: str
    """A letter on a sheet, a number in a paste."""
    sheet: str | None = None
    """None for a paste."""

    @property
    def cell(self) -> str:
        """The cell of a sheet: ``F7``."""
        return f"{self.column}{self.row}"

    def told(self, language: Language) -> str:
        """Return where it is."""
        _ = catalog(language).gettext
        if self.sheet is None:
            return _("row {row}, column {column}").format(row=self.row, column=self.column)
        return _("sheet “{sheet}”, cell {cell}").format(sheet=self.sheet, cell=self.cell)


@dataclass(frozen=True)
class Fault:
    """One thing that has to be put right before anything is taken over."""

    rule: str
    """Key of `TEXTS`."""
    spot: Spot | None = None
    """None where the file as a whole is meant."""
    part: str | None = None
    """Key of `FIELD_NAMES`."""
    key: Key | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    chinese: Mapping[str, str] = field(default_factory=dict)
    """Values that read otherwise in Chinese."""
    error: ReturnError | DeniedError | None = None
    """Why the return does not take a change, for the rule ``refused``."""

    def message(self, language: Language) -> str:
        """Return what to tell people."""
        told = dict(self.values) | (dict(self.chinese) if language == "zh" else {})
        told |= {name: period(text, language) for name, text in told.items() if name.endswith("quarter")}
        if self.error is not None:
            told["reason"] = self.error.message(language)
        text = TEXTS[self.rule]
        return (text if self.rule == "refused" else catalog(language).gettext(text)).format(**told)


@dataclass(frozen=True)
class Row:
    """What a row of a sheet or of a paste says of a line."""

    key: Key
    version: int | None
    """Of the cell when the sheet was downloaded; None for a paste, which knows of none."""
    parts: Mapping[str, str | None]
    """What was read of the fields by name; those that are not named stay as they are."""
    spots: Mapping[str, Spot]
    """Where each field stands; a field that is not there has the spot of the line."""


class FaultyFileError(Exception):
    """A file that cannot be read at all; ``fault`` says why."""

    def __init__(self, rule: str, **values: str) -> None:
        """Name the rule."""
        super().__init__(rule)
        self.fault = Fault(rule, values=values)
