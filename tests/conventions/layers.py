"""Who may import whom: each layer with what it may use of the product and of the outside world."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conventions.sources import Source, python_sources

PARTS = ("app", "pages", "dabiao", "etl", "tests", "tools", "bench")
"""First names of what is ours; anything else is a library."""

LIBRARIES = {
    "duckdb": ("dabiao.store",),
    "psycopg": ("dabiao.store",),
    "psycopg_pool": ("dabiao.store",),
    "adbc_driver_manager": ("dabiao.store",),
    "adbc_driver_postgresql": ("dabiao.store",),
    "sqlite3": (),
    "sqlalchemy": (),
    "streamlit": ("dabiao.web", "pages", "app"),
    "plotly": ("dabiao.charts", "dabiao.web", "app"),
}
"""Libraries that only some layers may import."""

WORDS = (
    "dabiao.model",
    "dabiao.periods",
    "dabiao.settings",
    "dabiao.locale",
    "dabiao.numbers",
    "dabiao.terms",
    "dabiao.wording",
)
"""What everything is said in: types, periods, messages, figures as texts."""


@dataclass(frozen=True)
class Layer:
    """A part of the product and the parts of the product it may import; itself always."""

    name: str
    may_use: tuple[str, ...]
    advice: str


CONCEPTS = "a concept"
"""Any module of ``dabiao`` that is in no other layer: publications, progress …"""

LAYERS = (
    Layer("dabiao.model", (), "the words of the method depend on nothing"),
    Layer("dabiao.periods", ("dabiao.model",), "periods are plain arithmetic"),
    Layer("dabiao.settings", (), "settings depend on nothing"),
    Layer("dabiao.locale", ("dabiao.settings",), "message catalogs know no figures"),
    Layer("dabiao.numbers", WORDS, "figures as texts know no data"),
    Layer("dabiao.method", ("dabiao.judgement",), "the numbers that the rules run on, to be told"),
    Layer("dabiao.terms", (*WORDS, "dabiao.method"), "names of statuses know no data"),
    Layer("dabiao.wording", WORDS, "sentences are made from a row they are given"),
    Layer("dabiao.judgement", ("dabiao.model", "dabiao.periods"), "judgement is pure: frames in, frames out"),
    Layer(
        "dabiao.store",
        ("dabiao.model", "dabiao.periods", "dabiao.settings"),
        "the store keeps rows and knows no rules",
    ),
    Layer("dabiao.charts", WORDS, "a chart takes a frame; read and judge before calling it"),
    Layer(
        "dabiao.briefing.content",
        ("dabiao.settings", "dabiao.canonical"),
        "what a document says is plain data; concepts know it without what lays it out",
    ),
    Layer(
        "dabiao.briefing",
        (*WORDS, "dabiao.canonical", "dabiao.exports", "dabiao.refusal", "dabiao.briefing.content"),
        "documents lay out what they are given",
    ),
    Layer(
        "dabiao.contents",
        (*WORDS, CONCEPTS, "dabiao.method", "dabiao.store", "dabiao.charts", "dabiao.briefing"),
        "a content is read and put into words; it knows no screen and no file",
    ),
    Layer(
        "dabiao.web",
        (
            *WORDS,
            CONCEPTS,
            "dabiao.method",
            "dabiao.store",
            "dabiao.charts",
            "dabiao.contents",
            "dabiao.briefing",
        ),
        "the frame of the pages asks the concepts",
    ),
    Layer("dabiao.__main__", ("dabiao", "etl"), "the command line puts the parts together, without pages"),
    Layer("dabiao.cli", ("dabiao", "etl"), "the command line puts the parts together, without pages"),
    Layer(
        CONCEPTS,
        (*WORDS, CONCEPTS, "dabiao.store", "dabiao.judgement", "dabiao.briefing.content"),
        "a concept knows no screen; its reader is the page",
    ),
    Layer(
        "etl",
        (*WORDS, CONCEPTS, "dabiao.store"),
        "the ETL ends at a publication; screens and charts come after it",
    ),
    Layer(
        "pages",
        (*WORDS, CONCEPTS, "dabiao.web", "dabiao.charts"),
        "a page chooses, reads and shows; put the rest into dabiao.web, a concept or a chart",
    ),
    Layer("app", ("dabiao", "etl"), "the application puts the parts together, without pages"),
)

STORE_FRONT = ("dabiao.store", "dabiao.store.tables")
"""What of the store may be imported from outside it: which engine is behind it shows nowhere else."""

OPENING = {"Store", "Transaction", "open_store"}
"""What `dabiao.web` may take from the store besides its errors: it opens the store and asks the concepts."""


ASKING = {"read", "execute", "insert"}
"""Methods of a store or a transaction that ask its tables or write them."""


def layer_of(name: str) -> Layer:
    """Return the layer that the module ``name`` is in: the longest that fits."""
    fitting = [layer for layer in LAYERS if within(name, layer.name)]
    if fitting:
        return max(fitting, key=lambda layer: len(layer.name))
    return next(layer for layer in LAYERS if layer.name == CONCEPTS)


def within(name: str, part: str) -> bool:
    """Return whether the module ``name`` is ``part`` or lies in it."""
    return name == part or name.startswith(f"{part}.")


def imports(source: Source, modules: frozenset[str]) -> Iterator[tuple[int, str, str]]:
    """Return line, module and imported name of everything ``source`` imports, however it does.

    Args:
        source: the module that imports.
        modules: the names of all modules of the product, to tell ``from package import module`` from a name.
    """
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, ""
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                start = source.package.split(".")
                start = start[: len(start) - node.level + 1]
                base = ".".join([*start, *([base] if base else [])])
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield (node.lineno, full, "") if full in modules else (node.lineno, base, alias.name)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func)
            if called in {"__import__", "import_module", "importlib.import_module"}:
                yield node.lineno, str(node.args[0].value), ""


def violations(root: Path) -> list[str]:
    """Return every import under ``root`` that the layers do not allow, and how to do without it."""
    sources = list(python_sources(root))
    modules = frozenset(name for source in sources for name in _with_packages(source.name))
    modules |= {layer.name for layer in LAYERS}
    found = []
    for source in sources:
        layer = layer_of(source.name)
        for line, module, name in imports(source, modules):
            reason = _refusal(layer, module, name)
            if reason:
                found.append(f"{source.path}:{line} imports {module}: {reason}")
    return found


def questions(root: Path) -> list[str]:
    """Return every question that a page or the frame of the pages puts to the store itself."""
    return [
        f"{source.path}:{node.lineno} {ast.unparse(node.func)}(): ask a concept, which checks rights first"
        for source in python_sources(root)
        if layer_of(source.name).name in ("pages", "dabiao.web")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in ASKING
        and ast.unparse(node.func.value).removesuffix("()").endswith(("store", "tx"))
    ]


def _with_packages(name: str) -> Iterator[str]:
    parts = name.split(".")
    for end in range(1, len(parts) + 1):
        yield ".".join(parts[:end])


def _refusal(layer: Layer, module: str, name: str) -> str | None:
    library = module.split(".")[0]
    if library not in PARTS:
        allowed = LIBRARIES.get(library)
        if allowed is None or any(within(layer.name, part) for part in allowed):
            return None
        return f"only {' and '.join(allowed) or 'nothing here'} may use {library}; {layer.advice}"
    if within(module, "dabiao.store") and layer.name != "dabiao.store" and module not in STORE_FRONT:
        return f"of the store, {' and '.join(STORE_FRONT)} may be imported; {layer.advice}"
    target = layer_of(module)
    if target == layer and layer.name not in {"pages", "app", CONCEPTS}:
        return None
    for part in layer.may_use:
        if within(module, part) or (part == CONCEPTS == target.name and library == "dabiao"):
            if layer.name == "dabiao.web" and part == "dabiao.store" and not _opens(module, name):
                break
            return None
    return f"{layer.name} may use {', '.join(layer.may_use) or 'nothing else of ours'}; {layer.advice}"


def _opens(module: str, name: str) -> bool:
    return module == "dabiao.store" and (name in OPENING or name.endswith("Error"))
