"""What can go wrong with a return, each with a text in both languages."""

from dabiao.locale import catalog
from dabiao.settings import Language
from dabiao.terms import N_
from dabiao.wording.fields import field_name
from dabiao.wording.figures import period


class ReturnError(Exception):
    """Something that was asked of a return cannot be done."""

    text = N_("This cannot be done.")
    """With places for the values."""

    def __init__(self, **values: object) -> None:
        """Fill ``values`` into the text."""
        super().__init__(self.text.format(**values))
        self.values = values

    def message(self, language: Language) -> str:
        """Return what to tell people."""
        told = dict(self.values)
        if "quarter" in told:
            told["quarter"] = period(str(told["quarter"]), language)
        return catalog(language).gettext(self.text).format(**told)


class NothingPublishedError(ReturnError, LookupError):
    """There is no publication: no areas, no targets."""

    text = N_("Nothing has been published yet, so nothing is to be reported.")


class UnknownQuarterError(ReturnError, LookupError):
    """The calendar has no such quarter."""

    text = N_("The calendar of returns has no quarter {text}.")

    def __init__(self, quarter: str) -> None:
        """Name the quarter."""
        super().__init__(text=quarter)


class UnknownAreaError(ReturnError, LookupError):
    """The catalog has no such area."""

    text = N_("There is no area {code}.")

    def __init__(self, code: str) -> None:
        """Name the code."""
        super().__init__(code=code)


class NotOwedError(ReturnError, LookupError):
    """The area does not owe this figure for this quarter."""

    text = N_("The area does not report {indicator} for {quarter}.")


class NotOpenError(ReturnError):
    """The quarter is not taken in yet."""

    text = N_("The quarter is taken in from {opens_on} on.")


class LockedError(ReturnError):
    """The quarter is taken in no more."""

    text = N_("The quarter was locked after {locks_on}; an administrator can grant an exception.")


class TooLongError(ReturnError, ValueError):
    """What was typed does not fit into a cell."""

    text = N_("What was typed has {length} characters; at most {longest} are kept.")


class FaultsLeftError(ReturnError):
    """A sheet that cannot be read in full is not taken over."""

    text = N_("Nothing is taken over as long as something cannot be read: {count} points to put right.")


class ChoiceNeededError(ReturnError):
    """Somebody has changed a cell since the sheet was downloaded, and nobody has chosen between the two."""

    text = N_("Choose between what you and others have filled in first: {count} figures.")


class BlockedError(ReturnError):
    """Findings keep the return from being handed in; ``findings`` are all of them."""

    text = N_("The return cannot be handed in: {count} points to settle.")

    def __init__(self, findings: tuple[object, ...]) -> None:
        """Keep the findings."""
        super().__init__(count=len(findings))
        self.findings = findings


class ChangedMeanwhileError(ReturnError):
    """Somebody changed what this was decided on; ``cells`` names what."""

    text = N_("Somebody has changed the return meanwhile; look at it again.")

    def __init__(self, cells: tuple[tuple[str, str], ...] = ()) -> None:
        """Name the cells: indicator and series."""
        super().__init__()
        self.cells = cells


class NothingToSubmitError(ReturnError):
    """Every cell is empty."""

    text = N_("The return is empty; enter a figure, zero, not applicable or withheld first.")


class BlankCellsError(ReturnError):
    """Empty cells would count as not reported, and nobody has said that they are to; ``cells`` are all."""

    text = N_("{count} figures are blank; handed in as they are, they count as not reported.")

    def __init__(self, cells: tuple[tuple[str, str], ...]) -> None:
        """Name the cells: indicator and series."""
        super().__init__(count=len(cells))
        self.cells = cells


class NothingToDecideError(ReturnError):
    """None of the cells is waiting for a decision."""

    text = N_("None of these figures is waiting for a decision.")


class OwnHandError(ReturnError):
    """Who entered or handed in a figure does not decide of it."""

    text = N_("You entered or handed this in yourself; somebody else decides.")


class ReasonNeededError(ReturnError, ValueError):
    """A reason is asked for and none was given."""

    text = N_("Give a reason.")


class NotApprovedError(ReturnError):
    """Only what has been approved is amended."""

    text = N_("Only an approved figure is amended.")


class UnfitAmendmentError(ReturnError, ValueError):
    """What is proposed cannot stand in a figure's or target's place."""

    text = N_("What is proposed cannot be accepted: {reason}")

    def __init__(self, reason: str, field: str | None = None, **values: str) -> None:
        """Say why.

        Args:
            reason: a text of the catalog, with places for ``values``.
            field: column that it is about; None where it is about all that is proposed.
            values: what is filled into ``reason``.
        """
        self.reason, self.field, self.told = reason, field, values
        super().__init__(reason=self._reason("en"))

    def message(self, language: Language) -> str:
        """Return what to tell people."""
        return catalog(language).gettext(self.text).format(reason=self._reason(language))

    def _reason(self, language: Language) -> str:
        _ = catalog(language).gettext
        reason = _(self.reason).format(**self.told)
        return reason if self.field is None else f"{field_name(self.field, language)}{_(': ')}{reason}"


class UnknownAmendmentError(ReturnError, LookupError):
    """There is no such proposal, or it has been decided."""

    text = N_("There is no such proposal, or it has been decided already.")


class UnknownReceiptError(ReturnError, LookupError):
    """There is no receipt with that number."""

    text = N_("There is no receipt {receipt}.")


class BaseChangedError(ReturnError):
    """A total that follows from an increment rests on a figure that changed, or waits for approval itself."""

    text = N_(
        "The total of {indicator} follows from the quarter before, which has changed or is not approved yet; "
        "decide of that quarter first, or send the figure back."
    )

    def __init__(self, *, indicator_zh: str, indicator_en: str) -> None:
        """Name the indicator."""
        super().__init__(indicator=indicator_en)
        self.names = {"zh": indicator_zh, "en": indicator_en}

    def message(self, language: Language) -> str:
        """Return what to tell people."""
        return catalog(language).gettext(self.text).format(indicator=self.names[language])


class ProposalBaseChangedError(BaseChangedError):
    """A proposed total rests on a figure that changed since, or waits for approval itself."""

    text = N_(
        "The proposed total of {indicator} follows from the quarter before, which has changed since or is "
        "not approved yet; decide of that quarter first, or refuse the proposal."
    )


class UnfitExceptionError(ReturnError, ValueError):
    """An exception that has ended before it begins."""

    text = N_("An exception cannot end on {ends_on}: that day has passed.")
