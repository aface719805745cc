"""Which tests one worker gets together, when several run side by side."""

from typing import Final

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

OPEN_PAGES: Final = frozenset(
    {
        "test_accessibility.py",
        "test_address.py",
        "test_chart_files.py",
        "test_every_address.py",
        "test_keyboard.py",
        "test_nine_questions.py",
        "test_offline.py",
    }
)
"""Journeys through servers and pages that stay open: another worker would start all of them once more."""


class Together(LoadScopeScheduling):
    """Gives the journeys through open pages to one worker and every other test to whoever is free.

    Tests of pages go file by file: those of one file look at the same database, which stays open.
    """

    def _split_scope(self, nodeid: str) -> str:
        folder, _slash, name = nodeid.partition("::")[0].rpartition("/")
        if name in OPEN_PAGES:
            return "open pages"
        return name if folder == "tests/pages" else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    """Let tests be given out so."""
    return Together(config, log)
