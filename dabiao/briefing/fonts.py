"""The font that a PDF embeds: one with Chinese characters, of this machine or of a folder that is named."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from dabiao.refusal import RefusalError
from dabiao.terms import N_

CHINESE: Final = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "DengXian",
    "SimHei",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "SimSun",
)
"""Families with the characters of simplified Chinese, the first that is there is taken."""
LATIN: Final = ("Arial", "Liberation Sans", "Helvetica", "Noto Sans", "DejaVu Sans")
"""Families that draw the signs of English texts: in a Chinese one they are as wide as a character."""
SIGNS: Final = ("DejaVu Sans Mono", "New Computer Modern Math")
"""Families that come with the library that writes PDF; they have the shapes of statuses."""


class NoFontError(RefusalError):
    """No font with Chinese characters is there to be embedded."""

    def __init__(self) -> None:
        """Say what to do about it."""
        super().__init__(
            N_(
                "The PDF needs a font with Chinese characters, and this server has none. Install one "
                "(Debian: fonts-noto-cjk), or put its file into a folder and name that in DABIAO_FONTS."
            )
        )


@lru_cache(maxsize=4)
def found(folder: Path | None) -> tuple[Any, tuple[str, ...], str]:
    """Return the fonts to be had, as typst takes them, and the families to write in, the first one Chinese.

    The third is one of `LATIN`, empty where there is none.

    Args:
        folder: with fonts beside those of the machine.

    Raises:
        NoFontError: none has Chinese characters.
    """
    import typst

    fonts = typst.Fonts(font_paths=[folder] if folder else [])
    families = {family.casefold(): family for family in fonts.families()}
    chinese = next((families[name.casefold()] for name in CHINESE if name.casefold() in families), None)
    if chinese is None:
        raise NoFontError
    latin = next((families[name.casefold()] for name in LATIN if name.casefold() in families), "")
    return fonts, (chinese, *SIGNS), latin
