"""The machine a run was made on, and the memory of a process."""

import importlib.metadata
import os
import platform
import resource
import sys
from pathlib import Path
from typing import Any, Final

LIBRARIES: Final = ("duckdb", "polars", "pyarrow", "numpy")

_STATUS: Final = Path("/proc/self/status")


def machine() -> dict[str, Any]:
    """Return what figures depend on: processor, cores that may be used, Python, libraries, load average."""
    return {
        "processor": _processor(),
        "cores": _cores(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "libraries": {name: importlib.metadata.version(name) for name in LIBRARIES},
        "load_average": os.getloadavg()[0],
    }


def _processor() -> str:
    """Return the name of the processor."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def memory_mb() -> float:
    """Return the memory this process holds now, in MiB; where the system does not tell, the most it held."""
    return _of_status("VmRSS") or peak_memory_mb()


def peak_memory_mb() -> float:
    """Return the most memory this process has held, in MiB.

    For ``getrusage`` Linux counts what the parent held before the program was started; for ``VmHWM`` it
    does not.
    """
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return _of_status("VmHWM") or most / (1024**2 if sys.platform == "darwin" else 1024)


def _of_status(name: str) -> float | None:
    """Return a size from the system's record of this process, in MiB; None where there is no such record."""
    if not _STATUS.exists():
        return None
    lines = _STATUS.read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))
