import subprocess
import sys
from pathlib import Path

import pytest

from tests.conventions.sources import ROOT

# In pieces, because the word as a whole is looked for everywhere.
SKIP = "pytest." + "skip"
MARK = "pytest.mark." + "skip"

SKIPPING = {
    "inside a test": f"import pytest\ndef test_it():\n    {SKIP}('no browser')",
    "by a mark": f"import pytest\n@{MARK}(reason='no browser')\ndef test_it(): pass",
    "in a fixture": f"import pytest\n@pytest.fixture\ndef it(): {SKIP}('no browser')\ndef test_it(it): pass",
    "as a whole module": "import pytest\npytest.importorskip('no_browser')\ndef test_it(): pass",
}


@pytest.mark.parametrize("workers", [[], ["-n", "1"]], ids=["in one process", "in workers"])
@pytest.mark.parametrize("text", SKIPPING.values(), ids=SKIPPING.keys())
def test_a_skip_fails_the_run_and_says_why(text: str, workers: list[str], tmp_path: Path) -> None:
    (tmp_path / "test_skipping.py").write_text(text, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text(f"[pytest]\npythonpath = {ROOT}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.no_skips", "-p", "no:cacheprovider", *workers]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode in {1, 2}, done.stdout
    assert "no test here is skipped" in done.stdout
    assert "no browser" in done.stdout or "no_browser" in done.stdout
