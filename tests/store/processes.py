"""Other processes beside the tests."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from dabiao.settings import ROOT


@contextmanager
def child(*arguments: str, prefix: tuple[str, ...] = ()) -> Iterator[subprocess.Popen[str]]:
    """Run ``tests.store.child`` beside us and end it."""
    command = [*prefix, sys.executable, "-m", "tests.store.child", *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()
