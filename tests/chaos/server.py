"""A server that is killed: once everything is imported it forks into a process per life.

Read from standard input, a line each: what to do. Written to standard output: what came of it. No
connection and no thread exists where it forks.
"""

import gc
import json
import os
import random
import sys
import threading
import traceback
from pathlib import Path
from typing import Any

import dabiao.store.duckdb
import dabiao.store.postgres  # noqa: F401 - both, before the first fork
from dabiao import backup, publications
from dabiao.rights import COMMAND_LINE
from dabiao.store import Store, open_store
from tests.chaos.office import COUNTIES, Clerk, prepare, unsound

CLERKS = 2


def say(**what: Any) -> None:
    """Write a line at once and as a whole: a pipe takes up to 4096 bytes in one piece."""
    os.write(1, (json.dumps(what) + "\n").encode())


def look(database: str, told: str, since: int) -> Store:
    """Open the database and say whether it holds what was told and is sound, and up to which publication."""
    store = open_store(database)
    acknowledged = [json.loads(line) for line in Path(told).read_text(encoding="utf-8").splitlines()]
    latest = publications.latest(store)
    say(looked=unsound(store, acknowledged, since), latest=latest)
    return store


def live(store: Store, seed: int) -> None:
    """Work until killed."""
    clerks = [
        Clerk(store, list(COUNTIES[at::CLERKS]), random.Random(seed + at), lambda one: say(told=one))
        for at in range(CLERKS)
    ]
    threads = [threading.Thread(target=_work, args=[clerk]) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()


def _work(clerk: Clerk) -> None:
    try:
        clerk.work()
    except Exception:
        say(looked=f"a clerk was shown an error: {traceback.format_exc()[-3000:]}")


def do(asked: dict[str, Any]) -> None:
    """Do what was asked for, in a process of its own."""
    database = asked["database"]
    match asked["verb"]:
        case "prepare":
            prepare(database, begun=COUNTIES[1::3], handed_in=COUNTIES[2::3])
        case "save":
            store = open_store(database)
            backup.save(COMMAND_LINE, store, Path(asked["path"]))
            store.close()
        case "restore":
            say(restoring=True)
            backup.restore(Path(asked["path"]), database, "published", replace=True)
        case "look":
            look(database, asked["told"], asked["since"]).close()
        case "live":
            live(look(database, asked["told"], asked["since"]), asked["seed"])


def main() -> None:
    """Fork for every line."""
    gc.freeze()
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                do(asked)
                os._exit(0)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
        say(pid=child)
        say(ended=os.waitpid(child, 0)[1])


if __name__ == "__main__":
    main()
