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
def test_every_skip_fails_the_run_and_says_why(workers: list[str], tmp_path: Path) -> None:
    for number, text in enumerate(SKIPPING.values()):
        (tmp_path / f"test_skipping_{number}.py").write_text(text, encoding="utf-8")
    (tmp_path / "test_running.py").write_text("def test_it(): pass", encoding="utf-8")
    (tmp_path / "pytest.ini").write_text(f"[pytest]\npythonpath = {ROOT}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.no_skips", "-p", "no:cacheprovider", *workers]
    done = subprocess.run(
        [*command, "--continue-on-collection-errors"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 1, done.stdout
    closing = done.stdout.splitlines()[-1]
    assert "1 passed" in closing
    assert "skipped" not in closing
    for number in range(len(SKIPPING)):
        assert f"test_skipping_{number}.py" in done.stdout
    assert done.stdout.count("no test here is skipped") >= len(SKIPPING)
    assert "no browser" in done.stdout
    assert "no_browser" in done.stdout
