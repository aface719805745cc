"""Returns: an area's figures for a quarter, from the first key pressed to the publication.

Every public function takes the actor first and asks `dabiao.rights` before it reads or writes; what may be
done where stands there, what is owed, due and checked in ``data/rules``. A cell's versions are only added.
"""

from dabiao.returns.amendments import decide, proposals, propose_figure, propose_target, to_decide
from dabiao.returns.awaited import unapproved_points
from dabiao.returns.cells import Conflict, Saved, Version, save_cell, save_cells
from dabiao.returns.checks import Finding
from dabiao.returns.desk import Desk
from dabiao.returns.entries import LONGEST, LONGEST_REASON, Counts, Entry, Typed
from dabiao.returns.errors import (
    BaseChangedError,
    BlankCellsError,
    BlockedError,
    ChangedMeanwhileError,
    ChoiceNeededError,
    FaultsLeftError,
    LockedError,
    NotApprovedError,
    NothingPublishedError,
    NothingToDecideError,
    NothingToSubmitError,
    NotOpenError,
    NotOwedError,
    OwnHandError,
    ProposalBaseChangedError,
    ReasonNeededError,
    ReturnError,
    TooLongError,
    UnfitAmendmentError,
    UnfitExceptionError,
    UnknownAmendmentError,
    UnknownAreaError,
    UnknownQuarterError,
    UnknownReceiptError,
)
from dabiao.returns.exceptions import exceptions, grant_exception
from dabiao.returns.faults import Fault, FaultyFileError, Spot
from dabiao.returns.form import Cell, Form, form
from dabiao.returns.handing_back import handed_back
from dabiao.returns.intake import Change, Intake, Taken, read_paste, read_sheet, take_over
from dabiao.returns.oversight import (
    completeness,
    figure_history,
    own_figures,
    to_chase,
    to_hand_in,
    unapproved,
)
from dabiao.returns.receipts import Receipt, Verification, receipt, verify
from dabiao.returns.review import Decision, approve, queue, send_back
from dabiao.returns.sheets import workbook
from dabiao.returns.submitting import submit, withdraw

__all__ = [
    "LONGEST",
    "LONGEST_REASON",
    "BaseChangedError",
    "BlankCellsError",
    "BlockedError",
    "Cell",
    "Change",
    "ChangedMeanwhileError",
    "ChoiceNeededError",
    "Conflict",
    "Counts",
    "Decision",
    "Desk",
    "Entry",
    "Fault",
    "FaultsLeftError",
    "FaultyFileError",
    "Finding",
    "Form",
    "Intake",
    "LockedError",
    "NotApprovedError",
    "NotOpenError",
    "NotOwedError",
    "NothingPublishedError",
    "NothingToDecideError",
    "NothingToSubmitError",
    "OwnHandError",
    "ProposalBaseChangedError",
    "ReasonNeededError",
    "Receipt",
    "ReturnError",
    "Saved",
    "Spot",
    "Taken",
    "TooLongError",
    "Typed",
    "UnfitAmendmentError",
    "UnfitExceptionError",
    "UnknownAmendmentError",
    "UnknownAreaError",
    "UnknownQuarterError",
    "UnknownReceiptError",
    "Verification",
    "Version",
    "approve",
    "completeness",
    "decide",
    "exceptions",
    "figure_history",
    "form",
    "grant_exception",
    "handed_back",
    "own_figures",
    "proposals",
    "propose_figure",
    "propose_target",
    "queue",
    "read_paste",
    "read_sheet",
    "receipt",
    "save_cell",
    "save_cells",
    "send_back",
    "submit",
    "take_over",
    "to_chase",
    "to_decide",
    "to_hand_in",
    "unapproved",
    "unapproved_points",
    "verify",
    "withdraw",
    "workbook",
]
