"""Documents of what is said of views: presentation, papers and workbook, made without a browser."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, get_args

from dabiao.briefing.content import Content, Cover
from dabiao.briefing.legal import legal

Format = Literal["pptx", "docx", "pdf", "xlsx"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: Final[Mapping[Format, str]] = {
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
}


def written(kind: Format, contents: Sequence[Content], cover: Cover) -> bytes:
    """Return a document of contents; the same contents and cover give the same bytes.

    Raises:
        dabiao.briefing.fonts.NoFontError: a PDF is asked for where no font has Chinese characters.
    """
    return _writer(kind)(legal(list(contents)), legal(cover))


def _writer(kind: Format) -> Callable[[list[Content], Cover], bytes]:
    """Return what writes a format: imported here, since a server that writes none starts without."""
    if kind == "pptx":
        from dabiao.briefing.slides import pptx

        return pptx
    if kind == "docx":
        from dabiao.briefing.paper import docx

        return docx
    if kind == "pdf":
        from dabiao.briefing.pdf import pdf

        return pdf
    from dabiao.briefing.workbook import xlsx

    return xlsx
