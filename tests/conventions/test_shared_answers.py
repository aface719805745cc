"""What is kept between requests is kept under a lock: the server's threads share it."""

import ast

from tests.conventions.sources import ROOT, python_sources


def test_every_cache_of_cachetools_has_a_lock() -> None:
    """Its mappings change when they are read: an entry that runs out is taken away by whoever looks first."""
    found = [
        f"{source.path}:{node.lineno}"
        for source in python_sources(ROOT)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith("cached")
        and not any(each.arg == "lock" for each in node.keywords)
    ]
    assert not found, f"give it a lock: {found}"
