"""Parameters to try every query with, on what `test_both_engines` publishes."""

import datetime as dt

from dabiao.periods import end_month
from dabiao.store.tables import TABLES

PUBLICATIONS = [(0,), (1,), (2,), (3,), (99,)]
NOW = end_month("2024-Q2")

BEFORE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
LONG_AFTER = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)

READS: dict[str, list[tuple[object, ...]]] = {
    "absences": [
        (1, NOW, ["610000", "100000"], None),
        (3, NOW, ["610000"], "2024-07-01"),
        (3, end_month("2020"), [], None),
    ],
    "account_grants": [(None,), ("u2",), ("none",)],
    "account_to_sign_in": [("wang",), ("nobody",)],
    "accounts": [(None,), ("u1",), ("none",)],
    "action_versions": [("m1", 1), ("m1", 2), ("none", 1)],
    "actions": [(None, None, False), ("m1", None, True), (None, "610100", False)],
    "administrators": [("100000",), ("610000",)],
    "agenda_items": [("m1",), ("none",)],
    "amendments": [(None, None), ("610000", None), ("610000", 2), ("610100", 1)],
    "areas_with_figures": PUBLICATIONS,
    "areas_with_plans": PUBLICATIONS,
    "areas_with_targets": PUBLICATIONS,
    "applied_migrations": [()],
    "areas_with_task_reports": PUBLICATIONS,
    "figures_in_full": [
        (1, NOW, ["610000", "100000"], None, None),
        (3, end_month("2020"), ["610000"], None, None),
        (3, NOW, [], None, None),
        (1, NOW, None, "local-standards", None),
        (2, end_month("2024"), None, "group-standards", None),
        (3, NOW, None, "unknown", None),
        (3, NOW, None, None, "2024-07-01"),
        (3, NOW, ["610000"], "local-standards", "2024-06-30"),
    ],
    "history_target": [
        (publication, "610000", name)
        for publication in (None, 1, 2, 3)
        for name in ("shaanxi-2022-all-standards", "shaanxi-2022-local-standards", "none")
    ],
    "identity_holder": [("https://id.example", "77"), ("https://id.example", "78")],
    "identity_of": [("u1",), ("u2",)],
    "indicator_components": PUBLICATIONS,
    "indicators_in_full": PUBLICATIONS,
    "figures_to_judge": [
        *((*publication, ["610000", "100000"], None, ["latest"]) for publication in PUBLICATIONS),
        (3, ["610000"], ["local-standards"], ["2024-06-30", "latest", "2024-12-31"]),
        (3, ["610000"], ["local-standards", "group-standards"], ["2020-01-01"]),
    ],
    "judged_lines": [
        (2, NOW, None, None, None),
        (3, end_month("2024"), "610000", "shaanxi-2022", "local-standards"),
        (3, 0, None, None, None),
        (3, NOW, None, None, "all-standards"),
    ],
    "judged_with": PUBLICATIONS,
    "judgement_lines": PUBLICATIONS,
    "documents": [
        (None, None, None, 10),
        ("DB-2026-000001", None, None, 1),
        (None, "d1", 1, 10),
        ("DB-2026-000002", None, None, 10),
    ],
    "last_document": [(2026,), (2027,)],
    "last_load": [()],
    "latest_publication": [()],
    "line_observations": [
        (1, NOW, None, None, None, None),
        (3, NOW, "610000", "shaanxi-2022", None, None),
        (3, end_month("2020"), "610000", None, "all-standards", None),
        (3, NOW, None, "xian-2023", None, None),
        (3, NOW, None, None, None, "2024-07-01"),
        (3, NOW, None, None, None, "2024-06-30"),
    ],
    "link_of_token": [("t1",), ("none",)],
    "link_openings": [("k1", 1), ("none", 5)],
    "link_openings_of": [("k1", "v1", 1, BEFORE), ("k1", "v1", 1, LONG_AFTER), ("none", "v1", 1, BEFORE)],
    "link_session_holder": [("s1",), ("none",)],
    "links": [(None, None), ("k1", None), (None, ["u1", "u2"]), (None, ["u2"]), (None, [])],
    "loads": [()],
    "observations_known": [
        *((*publication, None, None) for publication in PUBLICATIONS),
        (3, NOW, None),
        (3, end_month("2020"), "2024-07-01"),
        (3, NOW, "2024-06-30"),
    ],
    "meeting_versions": [("m1",), ("none",)],
    "meetings": [(None, None), ("m1", None), (None, "610100")],
    "misplaced_judgements": [(0,), (2**62,)],
    "newest_observation_of_areas": [(["610000", "610100"],), ([],)],
    "newest_target_of_areas": [(["610000", "100000"],), (["420000"],)],
    "observations_between": [
        (0, 1, ["610000", "100000"]),
        (1, 3, ["610000", "610100"]),
        (3, 99, ["610000"]),
        (0, 3, []),
    ],
    "one_time_link": [("l1",), ("l2",), ("none",)],
    "publication": PUBLICATIONS,
    "publications": [()],
    "rejected_rows": [(1,), (2,), (99,)],
    "return_cell_versions": [
        (None, None, None, None, None),
        ("610000", "2025-Q3", "local-standards", "press", None),
        (None, None, None, None, "u-zhang"),
        (None, None, None, None, "u-li"),
    ],
    "return_cells": [(None, None), ("610000", "2025-Q3"), ("610100", None)],
    "return_exceptions": [(None, None), ("610100", "2025-Q3"), ("610000", None)],
    "return_receipts": [(None,), ("610000",), ("610100",)],
    "return_steps": [()],
    "returns_waiting": [()],
    "return_submissions": [
        (None, None, None, None),
        ("610000", "2025-Q3", "k", None),
        (None, None, None, "610000-2025Q3-01"),
        (None, None, None, "none"),
    ],
    "session_holder": [("s1",), ("none",)],
    "sessions_of": [("u1", BEFORE, BEFORE), ("u1", BEFORE, LONG_AFTER), ("u2", BEFORE, BEFORE)],
    "sign_in_failures": [(["f1", "none"],), ([],)],
    "source_dates": [
        *((*publication, None, None) for publication in PUBLICATIONS),
        (3, "shaanxi-2022", "610000"),
        (3, "xian-2023", None),
    ],
    "status_rows": [
        (2, NOW, None, None, None, None, None),
        (3, NOW, "610000", "shaanxi-2022", "local-standards", "province", "610000"),
        (3, 0, None, None, None, None, None),
        (3, NOW, None, None, None, "city", None),
    ],
    "status_tallies": [
        (2, [NOW, end_month("2020")], end_month("2020"), NOW, None, None),
        (3, [NOW], NOW, NOW, "shaanxi-2022", ["610000", "100000"]),
        (3, [0], 0, 0, None, ["610100"]),
    ],
    "targets_between": [(0, 3, ["610000"]), (1, 2, ["610000"]), (3, 99, ["610000"])],
    "targets_in_full": PUBLICATIONS,
    "touched_lines": [
        (*publication, everything) for publication in PUBLICATIONS for everything in (True, False)
    ],
    "targets_to_judge": [
        (*publication, touched) for publication in PUBLICATIONS for touched in (True, False)
    ],
    "audit_chain": [(0, 100), (3, 2), (99, 1)],
    "audit_entries": [
        (None, None, None, None, 100),
        (4, "load", None, None, 1),
        (None, None, "publication:2", None, 5),
        (None, None, None, "none", 5),
    ],
    "audit_extent": [()],
    "audit_head": [()],
    "brought_by_decisions": [()],
    "departments_of_tasks": [(0, None), (3, None), (3, "shaanxi-2022")],
    "reports_of_tasks": [
        (1, None, NOW, None, None),
        (3, "shaanxi-2022", end_month("2023"), None, None),
        (3, None, NOW, "2024-07-01", None),
        (3, None, NOW, "2024-06-30", None),
        (3, None, NOW, None, "610100"),
    ],
    "table_names": [()],
    "tasks_of_documents": [(0, None), (3, None), (3, "shaanxi-2022"), (3, "xian-2023")],
    "workspace": [()],
    **{f"newest_{table}": [*PUBLICATIONS, (None,)] for table in TABLES},
    **{f"versions_{table}": PUBLICATIONS for table in TABLES},
}

WRITES: dict[str, list[tuple[tuple[object, ...], str, tuple[object, ...]]]] = {
    "drop_links": [(("u2",), "one_time_link", ("l1",)), ((None,), "one_time_link", ("l2",))],
    "end_link_sessions": [
        (("s1", None, None), "link_session_holder", ("s1",)),
        ((None, "k1", None), "link_session_holder", ("s1",)),
        ((None, None, BEFORE), "link_session_holder", ("s1",)),
        ((None, None, LONG_AFTER), "link_session_holder", ("s1",)),
    ],
    "end_sessions": [
        (("s1", None, None, None), "session_holder", ("s1",)),
        ((None, "u2", BEFORE, BEFORE), "session_holder", ("s1",)),
        ((None, None, LONG_AFTER, None), "session_holder", ("s1",)),
    ],
    "forget_failures": [
        (("f1", None), "sign_in_failures", (["f1"],)),
        ((None, BEFORE), "sign_in_failures", (["f1"],)),
        ((None, LONG_AFTER), "sign_in_failures", (["f1"],)),
    ],
    "move_audit_head": [((7, "f" * 64), "audit_head", ())],
    "note_failure": [
        (("f1", 9, LONG_AFTER), "sign_in_failures", (["f1"],)),
        (("f2", 1, LONG_AFTER), "sign_in_failures", (["f1", "f2"],)),
    ],
    "note_link_session": [(("s1", 3), "link_session_holder", ("s1",))],
    "revoke_link": [(("k1", LONG_AFTER, "u1"), "links", (None, None))],
    "rotate_link": [(("k1", "t2", LONG_AFTER), "link_of_token", ("t2",))],
    "set_disabled": [
        (("u1", LONG_AFTER, LONG_AFTER), "accounts", (None,)),
        (("u1", None, LONG_AFTER), "accounts", (None,)),
    ],
    "set_password": [(("u2", "$argon2id$", LONG_AFTER), "account_to_sign_in", ("li",))],
    "supersede_judgement": [((3,), "judged_lines", (3, NOW, None, None, None))],
    "take_grant": [(("610000", "u2", "reporter"), "account_grants", (None,))],
    "touch_session": [(("s1", LONG_AFTER), "session_holder", ("s1",))],
    "use_link": [(("l1", LONG_AFTER), "one_time_link", ("l1",))],
}
"""Statements that write: their parameters, and the query with its parameters that shows what they did."""
