"""What is refused with a text for people: said in English in the code, told in their language."""

from typing import Any, Final

from dabiao.locale import catalog
from dabiao.settings import Language


class RefusalError(Exception):
    """What was asked for is refused; the message says why."""

    def __init__(self, text: str, **values: Any) -> None:
        """Say ``text``, an entry of the catalog, with its values."""
        super().__init__(text.format(**values))
        self.text: Final = text
        self.values: Final = values

    def message(self, language: Language) -> str:
        """Return what to tell people."""
        return catalog(language).gettext(self.text).format(**self.values)
