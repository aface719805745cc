"""What can be chosen in cells but not counted yet for lack of an earlier figure, once where all lack it."""

from collections.abc import Sequence
from typing import Final

from dabiao.locale import catalog
from dabiao.model import ObservationBasis
from dabiao.returns import Cell
from dabiao.returns.lines import Key
from dabiao.settings import Language
from dabiao.wording import returns as words

SEVERAL: Final = 2
"""Cells from which on it is said once instead of at each."""


def notices(cells: Sequence[Cell], language: Language) -> tuple[list[str], dict[Key, str]]:
    """Return what is said once above the cells, and what is said beside each of the others.

    What holds for all cells that are kept alike, as flows or as totals, is said above.

    Args:
        cells: those that can be typed into.
        language: of the texts.
    """
    above: list[str] = []
    beside: dict[Key, str] = {}
    for flows in (True, False):
        alike = [c for c in cells if len(c.modes) > 1 and (c.line.basis == ObservationBasis.FLOW) == flows]
        lacking = [cell for cell in alike if cell.entry.uncounted is not None]
        if len(lacking) >= SEVERAL and len(lacking) == len(alike):
            above.append(_of_all(lacking, language))
        else:
            beside |= {cell.key: _of_one(cell, language) for cell in lacking}
    return above, beside


def _of_all(cells: Sequence[Cell], language: Language) -> str:
    _ = catalog(language).gettext
    basis = cells[0].line.basis
    if basis == ObservationBasis.FLOW:
        text = _(
            "“{missing}” cannot be counted yet for any of the {count} lines with that choice: earlier "
            "quarters of the year have no exact figure. Enter what was added this quarter, or hand in those "
            "quarters first."
        )
    else:
        text = _(
            "“{missing}” cannot be counted yet for any of the {count} lines with that choice: the "
            "quarter before has no exact figure. Enter totals, or hand in that quarter first."
        )
    missing = "total" if basis == ObservationBasis.FLOW else "increment"
    return text.format(missing=words.mode_name(missing, basis, language), count=len(cells))


def _of_one(cell: Cell, language: Language) -> str:
    _ = catalog(language).gettext
    text = (
        _(
            "“{missing}” cannot be counted yet: earlier quarters of the year have no exact figure. Choose "
            "“{other}”, or hand in those quarters first."
        )
        if cell.line.basis == ObservationBasis.FLOW
        else _(
            "“{missing}” cannot be counted yet: the quarter before has no exact figure. Choose “{other}”, or "
            "hand in that quarter first."
        )
    )
    missing = cell.entry.uncounted or "increment"
    other = "increment" if missing == "total" else "total"
    return text.format(
        missing=words.mode_name(missing, cell.line.basis, language),
        other=words.mode_name(other, cell.line.basis, language),
    )
