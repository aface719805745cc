"""While the server runs the command lines work, and a new publication shows without a restart."""

import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.dashboard import OpenPage, Server, settled


def test_a_load_through_the_running_server_makes_the_next_publication(
    cold_server: Server, visit: OpenPage, changed_data: Path
) -> None:
    old = settled(visit(cold_server.url("area", area="610000", language="en")))
    expect(old.get_by_text("attainment 70.8%").first).to_be_visible()

    same = cold_server.run("etl", "build")
    assert same.returncode == 0, same.stderr
    assert json.loads(cold_server.run("etl", "build", "--json").stdout)["publication"] is None

    changed = cold_server.run("etl", "build", "--data", str(changed_data), "--language", "en")
    assert changed.returncode == 0, changed.stdout + changed.stderr
    assert "2155" in changed.stdout
    assert "2255" in changed.stdout

    new = settled(visit(cold_server.url("area", area="610000", language="en")))
    expect(new.get_by_text("attainment 95.8%").first).to_be_visible()
    assert "publication=2" in new.url

    # The address of before still shows what it showed.
    again = settled(visit(old.url))
    expect(again.get_by_text("attainment 70.8%").first).to_be_visible()


def test_status_is_answered_by_the_running_server(server: Server) -> None:
    answer = server.run("dabiao", "status", "--area", "610000", "--as-of", "2024-Q2", "--format", "json")
    assert answer.returncode == 0, answer.stderr
    rows = {row["indicator"]: row for row in json.loads(answer.stdout)}
    assert len(rows) == 9
    row = rows["local-standards"]
    assert (row["attainment"], row["time_share"], row["status"]) == (0.7075, 0.7, "on_track")
    assert round(row["pace_ratio"], 4) == 1.0107


def test_what_the_server_refuses_is_said_and_not_a_trace(server: Server) -> None:
    answer = server.run("dabiao", "status", "--area", "999999", "--language", "en")
    assert answer.returncode == 2
    assert answer.stderr.strip() == "There is no area 999999."


@pytest.mark.parametrize("key", ["", "Bearer wrong"])
def test_jobs_without_the_key_are_not_there(server: Server, key: str) -> None:
    request = urllib.request.Request(
        f"{server.address}/jobs/build", data=b"{}", headers={"Authorization": key}, method="POST"
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    assert refused.value.code == 404
    refused.value.close()


def test_addresses_do_not_reach_the_log(server: Server, visit: OpenPage) -> None:
    settled(visit(server.url("overview", language="en", as_of="2019")))
    assert "as_of=2019" not in (server.folder / "server.log").read_text(encoding="utf-8")
