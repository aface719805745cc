"""What documents of every kind bear: the code that leads to their verification, and times that stay."""

import datetime as dt
import re
import zipfile
from io import BytesIO
from typing import Final

import segno

from dabiao.wording import briefings

left_out = briefings.left_out

EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP can name."""
PROPERTIES: Final = "docProps/core.xml"
TIME: Final = re.compile(rb'(xsi:type="dcterms:W3CDTF">)[^<]*')


def qr(text: str) -> bytes:
    """Return a QR code as PNG, black on white with its quiet zone."""
    file = BytesIO()
    segno.make(text, error="m", micro=False).save(file, kind="png", scale=8, border=2)
    return file.getvalue()


def qr_drawing(text: str) -> str:
    """Return a QR code as SVG, black on white with its quiet zone."""
    file = BytesIO()
    segno.make(text, error="m", micro=False).save(file, kind="svg", border=2, light="#ffffff", xmldecl=False)
    return file.getvalue().decode()


def unchanging(file: bytes, made_at: dt.datetime) -> bytes:
    """Return an office file with ``made_at`` as the time of all its parts: the same file each time.

    The workbooks in which charts keep their data are such files themselves.
    """
    moment = made_at.astimezone(dt.UTC)
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(file)) as held, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as anew:
        for name in held.namelist():
            part = zipfile.ZipInfo(name, max(moment.timetuple()[:6], EARLIEST))
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            content = held.read(name)
            if name.endswith(".xlsx"):
                content = unchanging(content, made_at)
            elif name == PROPERTIES:
                content = TIME.sub(rf"\g<1>{moment:%Y-%m-%dT%H:%M:%SZ}".encode(), content)
            anew.writestr(part, content)
    return written.getvalue()
