"""What the server loads before it answers anything."""

import json
import subprocess
import sys

from tests.conventions.sources import ROOT

LATE = (
    "segno",
    "pptx",
    "docx",
    "typst",
    "dabiao.contents",
    "dabiao.web.deck",
    "dabiao.web.meetings.agenda",
)
"""What makes documents, presentations and QR codes: loaded by who asks for the first of them."""


def test_the_server_starts_without_what_few_ask_for() -> None:
    loads = f"import app, json, sys; print(json.dumps([name for name in {LATE!r} if name in sys.modules]))"
    ran = subprocess.run(
        [sys.executable, "-c", loads], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(ran.stdout.splitlines()[-1]) == []
