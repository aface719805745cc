"""One measurement in a process of its own: ``python -m bench.worker NAME JSON`` prints its result as JSON.

A fresh process begins with nothing in memory, and what it held at most is known when it ends.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from bench.machine import memory_mb, peak_memory_mb

ROOT: Final = Path(__file__).resolve().parent.parent


def measured(name: str, **arguments: Any) -> Any:
    """Run one measurement in a fresh process and return its result.

    Raises:
        RuntimeError: the process failed; carries what it said.
    """
    command = [sys.executable, "-m", "bench.worker", name, json.dumps(arguments, default=str)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the measurement {name} failed:\n{done.stderr}")
    return json.loads(done.stdout)


def _raw(observations: str, database: str, index: bool) -> Any:
    from bench.loading import raw

    return _with_memory(lambda: raw(Path(observations), Path(database), index=index))


def _built(folder: str, database: str) -> Any:
    from bench.loading import built

    return _with_memory(lambda: built(Path(folder), Path(database)))


def _views(databases: dict[str, str], provinces: list[str], runs: int, answers: int) -> Any:
    from bench.views import measure

    return measure({name: Path(path) for name, path in databases.items()}, provinces, runs, answers)


def _serving(database: str, provinces: list[str], answers: int) -> Any:
    from bench.views import measure

    def serve() -> dict[str, Any]:
        measure({"": Path(database)}, provinces, 1, answers)
        return {}

    return _with_memory(serve)


def _briefings(database: str, runs: int) -> Any:
    from bench.briefings import measure

    return measure(Path(database), runs)


def _with_memory(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what ``work`` returns, with processor seconds and memory (MiB), before and at most."""
    memory, cpu = memory_mb(), time.process_time()
    done = work()
    return {
        **done,
        "cpu_seconds": time.process_time() - cpu,
        "memory_before_mb": memory,
        "peak_memory_mb": peak_memory_mb(),
    }


MEASUREMENTS: Final[dict[str, Callable[..., Any]]] = {
    "raw": _raw,
    "built": _built,
    "views": _views,
    "serving": _serving,
    "briefings": _briefings,
}

if __name__ == "__main__":
    json.dump(MEASUREMENTS[sys.argv[1]](**json.loads(sys.argv[2])), sys.stdout)
