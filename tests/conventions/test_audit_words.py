"""Whatever is written into the audit trail has a name in words: no page shows the word of the code."""

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from dabiao.locale import catalog
from dabiao.wording.accounts import DONE
from tests.conventions.sources import ROOT, python_sources, write_tree

PLACE = 2
"""Of the argument that says what was done."""


def test_everything_that_is_recorded_has_a_name_in_both_languages() -> None:
    found = recorded(ROOT)
    assert len(found) > 30
    assert sorted(found - set(DONE)) == []
    assert sorted(set(DONE) - found) == [], "names of what nobody records"
    untold = [word for word in found if catalog("zh").gettext(DONE[word]) == DONE[word]]
    assert untold == []


def test_every_sort_of_subject_is_told_in_words() -> None:
    told = (ROOT / "dabiao/web/audit_subjects.py").read_text("utf-8")
    untold = [sort for sort in subjects(ROOT) if f'"{sort}"' not in told]
    assert "document" in subjects(ROOT)
    assert untold == []


def test_words_are_found_behind_names_choices_and_functions(tmp_path: Path) -> None:
    text = """
Kind = Literal["one", "two"]
def direct(tx, kind: Kind):
    what = "three" if tx else "four"
    audit.record(tx, 0, what, "", {})
    audit.record(tx, 0, f"{kind}_done", "", {})
    _tell(tx, 0, "five")
def _tell(tx, actor, what: str):
    audit.record(tx, actor, what, "", {})
"""
    found = recorded(write_tree(tmp_path, {"dabiao/some.py": text}))
    assert found == {"one_done", "two_done", "three", "four", "five"}


def recorded(root: Path) -> set[str]:
    """Return every word that is recorded; fail where it cannot be told from the code."""
    return {word for source in python_sources(root) for word in _of_module(source.tree)}


def subjects(root: Path) -> set[str]:
    """Return how the subjects begin that modules which record write out."""
    trees = [source.tree for source in python_sources(root) if list(_of_module(source.tree))]
    starts = (
        node.values[0].value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant)
    )
    return {
        start[:-1] for start in starts if isinstance(start, str) and start[:-1].isalpha() and start[-1] == ":"
    }


def _of_module(tree: ast.Module) -> Iterator[str]:
    """Yield the words that a module records, each read within the outermost function that holds the call."""
    for place in tree.body:
        for call in _calls(place, "audit.record"):
            yield from _words(call.args[PLACE], place, tree)


def _words(said: ast.expr, place: ast.stmt, tree: ast.Module) -> Iterator[str]:
    match said:
        case ast.Constant(value=str(word)):
            yield word
        case ast.IfExp():
            yield from _words(said.body, place, tree)
            yield from _words(said.orelse, place, tree)
        case ast.JoinedStr():
            parts = [list(_words(part, place, tree)) for part in said.values]
            yield from ("".join(one) for one in product(*parts))
        case ast.FormattedValue():
            yield from _words(said.value, place, tree)
        case ast.Name():
            yield from _named(said.id, place, tree)
        case _:
            raise AssertionError(f"cannot tell what is recorded: {ast.unparse(said)}")


def _named(name: str, place: ast.stmt, tree: ast.Module) -> Iterator[str]:
    """Yield what a name can stand for: what it is set to, its choices, or what callers give."""
    for node in ast.walk(place):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            yield from _words(node.value, place, tree)
    if not isinstance(place, ast.FunctionDef):
        return
    given = [*place.args.args, *place.args.kwonlyargs]
    for at, argument in enumerate(given):
        if argument.arg == name:
            choices = _choices(ast.unparse(argument.annotation) if argument.annotation else "", tree)
            yield from choices
            if not choices:
                yield from _from_callers(place.name, at, tree)


def _choices(annotation: str, tree: ast.Module) -> list[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == annotation:
            return [
                each.value
                for each in ast.walk(node.value)
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            ]
    return []


def _from_callers(function: str, at: int, tree: ast.Module) -> Iterator[str]:
    for place in tree.body:
        for call in _calls(place, function):
            yield from _words(call.args[at], place, tree)


def _calls(place: ast.AST, function: str) -> Iterator[ast.Call]:
    for node in ast.walk(place):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == function:
            yield node
