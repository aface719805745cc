"""When the database does not play along: a clear message, exit code 2, what was there before intact."""

import os
import random
import resource
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dabiao import handover, publications
from dabiao.store import open_store
from tests.databases import Originals
from tests.etl.folders import GOOD, PRESS, build, edit, folder, load_good, run

ROOT = Path(__file__).parents[2]

HOLD = """
import sys
from dabiao.store import open_store
store = open_store(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def duckdb_file(tmp_path: Path) -> Path:
    return tmp_path / "dabiao.duckdb"


@pytest.fixture
def held(duckdb_file: Path, duckdb_originals: Originals) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the database open, as a server does."""
    shutil.copyfile(duckdb_originals.of(load_good), duckdb_file)
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, duckdb_file],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.communicate("")


def test_a_database_in_use_is_left_alone(
    tmp_path: Path, duckdb_file: Path, held: subprocess.Popen[str]
) -> None:
    data = folder(tmp_path, (PRESS, ",2155,", ",2160,"))
    code, report = build(data, duckdb_file)
    assert code == 2
    assert [each["code"] for each in report["problems"]] == ["database-locked"]
    assert str(duckdb_file) in report["problems"][0]["message_en"]
    assert str(held.pid) in report["problems"][0]["message_zh"]
    code, text = run("build", "--data", str(data), "--database", str(duckdb_file), "--language", "en")
    assert code == 2
    assert text.startswith("Nothing was loaded; what was there before is unchanged.\n  The database ")
    held.communicate("")
    store = open_store(duckdb_file)
    assert publications.latest(store) == 1
    store.close()
    assert build(data, duckdb_file)[1]["publication"] == 2


@pytest.mark.parametrize(
    "answer",
    [b'{"stage": "read", "done": 1, "total": 2}\n', b'{"stage": "read", "do', b""],
    ids=["between two lines", "within a line", "at once"],
)
@pytest.mark.usefixtures("held")
def test_a_server_that_stops_in_the_middle_is_told(tmp_path: Path, duckdb_file: Path, answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n" + answer)

        server = threading.Thread(target=serve)
        server.start()
        handover.open_door(str(duckdb_file), "127.0.0.1", listening.getsockname()[1])
        code, report = build(GOOD, duckdb_file)
        server.join()
    assert code == 2
    assert [each["code"] for each in report["problems"]] == ["server-lost"]


def test_a_key_that_outlived_its_server_is_no_use(
    tmp_path: Path, duckdb_file: Path, held: subprocess.Popen[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    handover.open_door(str(duckdb_file), "127.0.0.1", port)
    code, report = build(GOOD, duckdb_file)
    assert code == 2
    assert [each["code"] for each in report["problems"]] == ["database-locked"]


def test_a_file_that_is_no_database(duckdb_file: Path) -> None:
    duckdb_file.write_text("area_code,indicator_code\n" * 1000, encoding="utf-8")
    code, report = build(GOOD, duckdb_file)
    assert code == 2
    assert [each["code"] for each in report["problems"]] == ["database-unavailable"]
    assert duckdb_file.read_text(encoding="utf-8").startswith("area_code,")


def test_a_folder_that_does_not_exist_for_the_database(tmp_path: Path) -> None:
    code, report = build(GOOD, tmp_path / "nowhere" / "dabiao.duckdb")
    assert code == 2
    assert [each["code"] for each in report["problems"]] == ["database-unavailable"]


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    code, report = build(GOOD, f"postgresql://dabiao:secret@/dabiao?host={tmp_path}")
    assert code == 2
    assert [each["code"] for each in report["problems"]] == ["database-unavailable"]
    assert "secret" not in str(report)


def limited(limit_bytes: int, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run ``python -m etl`` where no file may become larger than ``limit_bytes``, as on a full disk."""
    return subprocess.run(
        [sys.executable, "-m", "etl", *arguments],
        cwd=ROOT,
        env={**os.environ, "DABIAO_LANGUAGE": "en"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes)),
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.begins(after=load_good)
def test_a_full_disk_leaves_the_old_data_intact(tmp_path: Path, duckdb_database: str) -> None:
    data, duckdb_file = folder(tmp_path), Path(duckdb_database)
    noise = random.Random(1)  # a text that packs badly, so that the rows need room
    row = "610000,local-standards,s{0},2023,{0},项,flow,,,high,某报,某文,,,{1},{1}\n"
    edit(data / PRESS, "", "".join(row.format(n, noise.randbytes(400).hex()) for n in range(8_000)))
    before = duckdb_file.stat().st_size
    done = limited(before + 4096, "build", "--data", data, "--database", duckdb_file)
    assert (done.returncode, done.stderr) == (2, "")
    assert "The disk is full" in done.stdout
    store = open_store(duckdb_file)
    assert publications.latest(store) == 1
    assert publications.current(store, "observation").height == 13
    store.close()
    code, report = build(data, duckdb_file)
    assert (code, report["publication"], report["tables"]["observation"]["new"]) == (0, 2, 8_000)


def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "etl", "build"],
        cwd=ROOT,
        env={**os.environ, "DABIAO_LANGUAGE": "fr", "DABIAO_DATABASE": str(tmp_path / "d.duckdb")},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 2
    assert "DABIAO_LANGUAGE" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_data_folder_that_does_not_exist(tmp_path: Path, database: str) -> None:
    code, report = build(tmp_path / "nowhere", database)
    assert code == 2
    assert [each["code"] for each in report["problems"]] == ["folder-missing"]
    assert str(tmp_path / "nowhere") in report["problems"][0]["message_zh"]
