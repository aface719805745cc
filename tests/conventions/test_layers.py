from pathlib import Path

import pytest

from tests.conventions.layers import CONCEPTS, LAYERS, questions, violations
from tests.conventions.sources import ROOT, write_tree

FORBIDDEN = {
    "a page imports duckdb": {"pages/progress/overview.py": "import duckdb"},
    "a page reads the store itself": {"pages/progress/overview.py": "from dabiao.store import open_store"},
    "a page judges": {"pages/progress/overview.py": "from dabiao.judgement import judge"},
    "a page draws": {"pages/progress/overview.py": "import plotly.graph_objects as go"},
    "a page imports the etl": {"pages/data/load.py": "from etl import load"},
    "charts import streamlit": {"dabiao/charts/trajectory.py": "import streamlit as st"},
    "charts import streamlit inside a function": {
        "dabiao/charts/trajectory.py": "def trajectory():\n    from streamlit import session_state"
    },
    "charts import streamlit by name": {
        "dabiao/charts/trajectory.py": "import importlib\nst = importlib.import_module('streamlit')"
    },
    "charts read the store": {"dabiao/charts/trajectory.py": "from dabiao import store"},
    "charts ask a concept": {
        "dabiao/charts/trajectory.py": "from dabiao.progress import status",
        "dabiao/progress.py": "",
    },
    "etl imports plotly": {"etl/load.py": "from plotly import express"},
    "etl imports streamlit": {"etl/load.py": "import streamlit"},
    "etl imports charts": {"etl/report.py": "from dabiao.charts import theme"},
    "etl imports duckdb": {"etl/load.py": "import duckdb"},
    "etl asks for an engine": {
        "etl/load.py": "from dabiao.store.duckdb import DuckDBEngine",
        "dabiao/store/duckdb.py": "",
    },
    "a concept asks for an engine": {
        "dabiao/progress.py": "from dabiao.store import postgres",
        "dabiao/store/postgres.py": "",
    },
    "the command line asks for an engine": {
        "dabiao/cli.py": "import dabiao.store.duckdb",
        "dabiao/store/duckdb.py": "",
    },
    "etl imports psycopg": {"etl/load.py": "import psycopg.rows"},
    "web imports a database": {"dabiao/web/reading.py": "from adbc_driver_postgresql import dbapi"},
    "web queries the store's tables": {"dabiao/web/reading.py": "from dabiao.store import tables"},
    "web queries the store's internals": {"dabiao/web/reading.py": "from dabiao.store.engine import Engine"},
    "web judges": {
        "dabiao/web/reading.py": "from dabiao import judgement",
        "dabiao/judgement/__init__.py": "",
    },
    "a concept lays out documents": {
        "dabiao/progress.py": "from dabiao.briefing import written",
        "dabiao/briefing/__init__.py": "",
    },
    "what a document says reads the store": {"dabiao/briefing/content.py": "from dabiao.store import Store"},
    "a concept imports streamlit": {"dabiao/progress.py": "import streamlit"},
    "a concept imports web": {"dabiao/progress.py": "from .web import view", "dabiao/web/view.py": ""},
    "judgement reads settings": {"dabiao/judgement/rules.py": "from dabiao.settings import settings"},
    "judgement reads the store": {"dabiao/judgement/rules.py": "from ..store import open_store"},
    "store judges": {"dabiao/store/duck.py": "from dabiao.judgement import judge"},
    "the model imports a concept": {
        "dabiao/model.py": "from dabiao import progress",
        "dabiao/progress.py": "",
    },
    "a concept imports a page": {"dabiao/progress.py": "import pages.progress.overview"},
    "the application imports a page": {"app.py": "from pages.progress import overview"},
    "the command line imports a page": {"dabiao/cli.py": "import pages"},
    "a page imports a page": {"pages/a.py": "from pages import b", "pages/b.py": ""},
    "the product imports its tests": {"dabiao/progress.py": "from tests import postgres"},
}

ALLOWED = {
    "pages/progress/overview.py": """
import streamlit as st
from dabiao import progress
from dabiao.charts import bullet
from dabiao.web import ui
""",
    "dabiao/web/reading.py": """
import streamlit
from dabiao import publications
from dabiao.store import Store, StoreLockedError, open_store
""",
    "dabiao/web/ui.py": """
from dabiao.charts import theme
from .reading import read
""",
    "dabiao/charts/theme.py": """
import plotly
from dabiao import wording
from dabiao.model import Status
""",
    "dabiao/progress.py": """
import polars
from dabiao import judgement, publications, store
""",
    "dabiao/publications.py": "from dabiao.store.tables import TABLES",
    "dabiao/judgement/rules.py": """
import scipy
from dabiao.periods import end_month
from . import basis
""",
    "dabiao/judgement/basis.py": "import dabiao.model",
    "dabiao/store/postgres.py": """
import psycopg, psycopg_pool
from adbc_driver_postgresql import dbapi
""",
    "dabiao/store/duck.py": """
import duckdb
from dabiao.store import tables
""",
    "dabiao/store/tables.py": "",
    "etl/load.py": """
from dabiao import progress, publications
from dabiao.store import open_store, tables
""",
    "etl/__main__.py": """
import typer
from etl import load
""",
    "dabiao/cli.py": """
import uvicorn
from dabiao import progress
""",
    "app.py": """
import streamlit
from dabiao.store import open_store
from dabiao.web import routes
""",
    "dabiao/wording.py": "from dabiao.numbers import percent",
}


@pytest.mark.parametrize("files", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_a_forbidden_import_is_found(files: dict[str, str], tmp_path: Path) -> None:
    offender = next(iter(files))
    found = violations(write_tree(tmp_path, files))
    assert len(found) == 1, found
    assert found[0].startswith(f"{offender}:")


def test_allowed_imports_are_not_found(tmp_path: Path) -> None:
    assert violations(write_tree(tmp_path, ALLOWED)) == []


@pytest.mark.parametrize(
    ("path", "code", "count"),
    [
        ("pages/a.py", 'desk.store.read("accounts", "")', 1),
        ("dabiao/web/a.py", "reading.store().run(lambda tx: tx.execute('end_sessions'))", 1),
        ("dabiao/web/a.py", "rows = store.read('areas')", 1),
        ("pages/a.py", "publications.latest(desk.store)", 0),
        ("dabiao/web/a.py", "store.run(lambda tx: sessions.end(tx))", 0),
        ("dabiao/returns.py", "store.read('areas')", 0),
    ],
)
def test_a_question_past_the_concepts_is_found(path: str, code: str, count: int, tmp_path: Path) -> None:
    assert len(questions(write_tree(tmp_path, {path: code}))) == count


def test_pages_ask_concepts() -> None:
    found = questions(ROOT)
    assert not found, "\n".join(["Questions of pages to the store:", *found])


def test_every_layer_is_there() -> None:
    named = [layer.name for layer in LAYERS if layer.name != CONCEPTS]
    places = {name: ROOT / name.replace(".", "/") for name in named}
    assert not [
        name for name, place in places.items() if not (place.is_dir() or place.with_suffix(".py").is_file())
    ]


def test_the_product_keeps_to_its_layers() -> None:
    found = violations(ROOT)
    assert not found, "\n".join(["Imports across layers:", *found])
