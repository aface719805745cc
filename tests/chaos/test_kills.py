"""The server is killed at random moments: what it acknowledged is there, nothing half done, all of it fits.

``DABIAO_CHAOS_KILLS`` says how often (``make chaos``: 500), ``DABIAO_CHAOS_SEED`` repeats a run's choices.
"""

import contextlib
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from dabiao.settings import ROOT
from tests.postgres import fresh_database

KILLS = {"duckdb": int(os.environ.get("DABIAO_CHAOS_KILLS", "50"))}
KILLS["postgresql"] = max(10, KILLS["duckdb"] // 5)
LIVES = 5
"""Lives that one database sees before the next one begins: looking at it takes longer the more is in it."""
MOST_TOLD = 3
"""After so many acknowledgements at most the server is killed,"""
LONGEST_S = 0.25
"""so long after the last of them at most: about what the longest call takes."""
OPENING = 0.15
"""Share of lives that are ended while the database is being opened and looked at."""
OPENING_S = 0.2
PATIENCE_S = 60.0
RESTORES = 3
RESTORING_S = 0.8
"""About as long as restoring takes."""

Line = dict[str, Any]


class Server:
    """The process that forks, and what its children say."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.server"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.said: SimpleQueue[Line] = SimpleQueue()
        self.early: list[Line] = []
        self.listening = threading.Thread(target=self._listen)
        self.listening.start()
        self.child: int | None = None

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.put(json.loads(line))

    def begin(self, **asked: Any) -> int:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        before: list[Line] = []
        self.child = int(self.until("pid", before)["pid"])
        # The child may have spoken before its number was told.
        self.early = before[:-1]
        return self.child

    def until(self, name: str, heard: list[Line] | None = None) -> Line:
        """Return the first line that says ``name``; those before it are added to ``heard``."""
        while True:
            line = self.early.pop(0) if self.early else self.said.get(timeout=PATIENCE_S)
            if heard is not None:
                heard.append(line)
            if name in line:
                self.child = None if name == "ended" else self.child
                return line

    def kill(self, heard: list[Line]) -> None:
        """Kill the child; what it said before is added to ``heard``."""
        assert self.child is not None
        with contextlib.suppress(ProcessLookupError):  # it may just have come to its own end
            os.kill(self.child, signal.SIGKILL)
        assert self.until("ended", heard)["ended"] in (signal.SIGKILL, 0)

    def end(self) -> None:
        if self.child is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.child, signal.SIGKILL)
        self.process.kill()
        self.process.wait()
        self.listening.join()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.end()


@pytest.fixture
def databases(
    kind: str, server: Server, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Iterator[str]]:
    """Databases without end, each with the same world."""

    def prepare(database: str) -> str:
        server.begin(verb="prepare", database=database)
        assert server.until("ended")["ended"] == 0
        return database

    def files() -> Iterator[str]:
        first = prepare(str(tmp_path / "world.duckdb"))
        for number in itertools.count():
            yield shutil.copy(first, str(tmp_path / f"{number}.duckdb"))

    def addresses(stack: contextlib.ExitStack) -> Iterator[str]:
        while True:
            yield prepare(stack.enter_context(fresh_database(request.getfixturevalue("postgres_server"))))

    with contextlib.ExitStack() as stack:
        yield files() if kind == "duckdb" else addresses(stack)


def seeded() -> random.Random:
    seed = int(os.environ.get("DABIAO_CHAOS_SEED", random.randrange(10**6)))
    print(f"DABIAO_CHAOS_SEED={seed}")
    return random.Random(seed)


@pytest.mark.parametrize("kind", list(KILLS))
def test_what_was_acknowledged_survives_every_kill(
    kind: str, server: Server, databases: Iterator[str], tmp_path: Path
) -> None:
    rng, done = seeded(), Counter[str]()
    for number in range(0, KILLS[kind], LIVES):
        database = next(databases)
        told = tmp_path / f"{number}.told"
        told.touch()
        sound = 0
        for _ in range(min(LIVES, KILLS[kind] - number)):
            heard: list[Line] = []
            asked = {"database": database, "told": str(told), "since": sound + 1}
            server.begin(verb="live", seed=rng.randrange(10**9), **asked)
            if rng.random() < OPENING:
                time.sleep(rng.uniform(0, OPENING_S))
            else:
                server.until("looked", heard)
                for _ in range(rng.randint(0, MOST_TOLD)):
                    server.until("told", heard)
                time.sleep(rng.uniform(0, LONGEST_S))
            server.kill(heard)
            assert [line["looked"] for line in heard if line.get("looked")] == []
            sound = max([sound, *(line["latest"] for line in heard if "latest" in line)])
            with told.open("a", encoding="utf-8") as file:
                for line in heard:
                    if "told" in line:
                        file.write(json.dumps(line["told"]) + "\n")
                        done[line["told"]["what"]] += 1
        server.begin(verb="look", database=database, told=str(told), since=1)
        assert server.until("looked")["looked"] is None
        assert server.until("ended")["ended"] == 0
    print(dict(done))
    assert done["saved"] > KILLS[kind] / 5
    assert KILLS[kind] < 50 or (done["submitted"] and done["approved"])


@pytest.mark.parametrize("kind", list(KILLS))
def test_killed_restore_leaves_the_database_as_it_was(
    kind: str, server: Server, databases: Iterator[str], tmp_path: Path
) -> None:
    rng, database, path, told = seeded(), next(databases), tmp_path / "saved.zip", tmp_path / "told"
    told.touch()
    server.begin(verb="save", database=database, path=str(path))
    assert server.until("ended")["ended"] == 0
    looking = {"verb": "look", "database": database, "told": str(told), "since": 1}
    for _ in range(RESTORES):
        server.begin(verb="restore", database=database, path=str(path))
        server.until("restoring")
        time.sleep(rng.uniform(0, RESTORING_S))
        server.kill([])
        server.begin(**looking)
        assert server.until("looked")["looked"] is None
        assert server.until("ended")["ended"] == 0
    server.begin(verb="restore", database=database, path=str(path))
    assert server.until("ended")["ended"] == 0
    server.begin(**looking)
    assert server.until("looked")["looked"] is None
    assert server.until("ended")["ended"] == 0
    assert not list(tmp_path.glob("*.restoring*"))
