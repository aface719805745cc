"""A server that could not keep its accounts safe does not start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dabiao.settings import ROOT


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"DABIAO_SECRET": "changeme"}, "DABIAO_SECRET cannot be used"),
        ({"DABIAO_OIDC_ISSUER": "https://id.example"}, "belong together"),
    ],
)
def test_known_secret_or_half_an_institution_stops_the_start(
    tmp_path: Path, environment: dict[str, str], said: str
) -> None:
    database = {
        "DABIAO_DATABASE": str(tmp_path / "dabiao.duckdb"),
        "DABIAO_LANGUAGE": "en",
        "DABIAO_PORT": "8599",
    }
    done = subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=os.environ | database | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "changeme" not in done.stdout + done.stderr
