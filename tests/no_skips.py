"""Turns every skip into a failure: a test that did not run proves nothing, and nobody reads the skips.

Loaded for every run by ``addopts`` in ``pyproject.toml``.
"""

from collections.abc import Generator

import pytest

ADVICE = "Skipped, and no test here is skipped: provide what it needs (tools/provide.py) or remove it."


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.outcome != "skipped" or hasattr(report, "wasxfail"):
        return
    where = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"{ADVICE}\n{where}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that skips itself or is marked to be skipped."""
    report = yield
    _fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a module that skips itself while it is collected."""
    report = yield
    _fail(report)
    return report
