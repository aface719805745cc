"""Message catalogs: English texts are the keys, ``zh_CN/LC_MESSAGES/<domain>.po`` holds the Chinese.

The catalogs are compiled when first asked for, so that no build step can be forgotten and a changed
``.po`` file needs nothing but a restart.
"""

import gettext
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final, cast

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from dabiao.settings import Language

FOLDER: Final = Path(__file__).parent


@lru_cache
def catalog(language: Language, domain: str = "dabiao") -> gettext.NullTranslations:
    """Return the messages of ``domain`` in ``language``; English is the text itself.

    Raises:
        FileNotFoundError: there is no such domain.
    """
    if language == "en":
        return gettext.NullTranslations()
    path = FOLDER / "zh_CN" / "LC_MESSAGES" / f"{domain}.po"
    compiled = BytesIO()
    with path.open("rb") as text:
        write_mo(compiled, read_po(text, locale="zh_CN", domain=domain))
    compiled.seek(0)
    return cast(gettext.NullTranslations, gettext.GNUTranslations(compiled))
