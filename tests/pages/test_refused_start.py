"""A server that could not keep its accounts safe, or has no place for its database, does not start."""

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
        (
            {"DABIAO_DATABASE": "/no/such/folder/x.duckdb"},
            "There is no folder /no/such/folder for the database",
        ),
    ],
)
def test_settings_that_cannot_be_used_stop_the_start(
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
