"""Why something is asked for or refused, in somebody's own words: kept whole, or not at all."""

from dabiao.returns.entries import LONGEST_REASON
from dabiao.returns.errors import ReasonNeededError, TooLongError
from dabiao.written import visible


def kept(given: str, longest: int = LONGEST_REASON) -> str:
    """Return a text as it is kept, without what nobody sees; empty where nothing is left.

    Raises:
        TooLongError: more than ``longest`` characters are left.
    """
    text = visible(given)
    if len(text) > longest:
        raise TooLongError(length=len(text), longest=longest)
    return text


def needed(given: str, longest: int = LONGEST_REASON) -> str:
    """Return a text that has to be there as it is kept.

    Raises:
        ReasonNeededError: there is nothing to be seen.
        TooLongError: more than ``longest`` characters are left.
    """
    text = kept(given, longest)
    if not text:
        raise ReasonNeededError
    return text
