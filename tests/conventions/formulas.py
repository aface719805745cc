"""Finds formulas of the method outside `dabiao.judgement`, in Python and in SQL.

A formula is arithmetic or a threshold on what the method defines. It is recognised by the words it works on,
so it is found under the names that the project uses for them; one shape, the share of a way covered, is found
under any name. Changing a share into per cent and telling ahead from behind are not formulas; they stand in
the places named below.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.conventions.sources import Source, python_sources

HOME = "dabiao/judgement"

SECOND = "dabiao/offline/recompute.py"
"""Goes out with the data to recompute it without this program: a second implementation is what it is for."""

MEASURES = frozenset(
    ["attainment", "time_share", "pace_gap", "pace_ratio", "required_pace", "average_pace", "distance"],
)
"""What judgement computes; nobody computes on with it."""

ROLES = {
    "value": frozenset(["value", "latest_value", "current_value", "observed", "y"]),
    "goal": frozenset(["target", "target_value", "goal", "y_target", "yt"]),
    "baseline": frozenset(["baseline", "baseline_value", "base_value", "start_value", "y0"]),
    "now": frozenset(["end_month", "latest_month", "as_of_month", "t"]),
    "deadline": frozenset(["deadline_month", "deadline"]),
    "start": frozenset(["start_month", "plan_start_month", "baseline_month", "t0"]),
}
"""What judgement computes from: two of different roles in one operation are a formula."""

AMOUNTS = frozenset({"value", "goal", "baseline"})
"""Roles that may not be compared with each other either: that would say whether a target is met."""

CUT_OFFS = frozenset({0.95, 0.6, 1e-9})

PERCENT_PLACES = ("dabiao/numbers.py", "dabiao/charts/")
"""Where a share may be multiplied by 100."""
DRAWING_LIMIT = "SHOWN_TO"
"""The edge of a drawing in `dabiao.charts`: a bar may clip, a number may not."""
SIGN_PLACE = "dabiao/wording/"
"""Where a gap is compared with zero to say ahead or behind."""

ARITHMETIC = (ast.Sub, ast.Add, ast.Mult, ast.Div, ast.FloorDiv, ast.Pow, ast.Mod)
ARITHMETIC_METHODS = frozenset(["sub", "add", "mul", "truediv", "floordiv", "pow", "mod"])
COMPARISON_METHODS = frozenset(["lt", "le", "gt", "ge", "eq", "ne", "is_between", "cut"])
AVERAGES = frozenset(["mean", "sum", "median", "quantile"])
TRANSPARENT = frozenset(
    ["float", "int", "abs", "round", "Decimal", "cast", "fill_null", "first", "last", "item", "alias"]
)
COLUMN_CALLS = frozenset(
    ["col", "get", "get_column", "element", "struct", "field", "itemgetter", "attrgetter"]
)

ADVICE = (
    "formulas of the method stand in dabiao/judgement only; add a column or a function there and show that"
)


def copies(root: Path) -> list[str]:
    """Return every place under ``root`` that computes or judges what `dabiao.judgement` should."""
    found = []
    for source in python_sources(root):
        place = source.path.as_posix()
        if not place.startswith(f"{HOME}/") and place != SECOND:
            found += [
                f"{source.path}:{line} {what}; {ADVICE}" for line, what in sorted(set(_Reader(source).read()))
            ]
    for path in sorted((root / "dabiao").rglob("*.sql")):
        text = path.read_text(encoding="utf-8")
        found += [f"{path.relative_to(root)}:{line} {what}; {ADVICE}" for line, what in sql_copies(text)]
    return found


class _Reader:
    """Reads one module; local names stand for what was assigned to them last."""

    def __init__(self, source: Source) -> None:
        self.place = source.path.as_posix()
        self.tree = source.tree
        self.known: dict[str, frozenset[str]] = {}

    def read(self) -> Iterator[tuple[int, str]]:
        yield from self._read(self.tree)

    def _read(self, node: ast.AST) -> Iterator[tuple[int, str]]:
        yield from self._judge(node)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            outer = self.known
            parameters = {argument.arg for argument in ast.walk(node.args) if isinstance(argument, ast.arg)}
            self.known = {name: words for name, words in outer.items() if name not in parameters}
            yield from self._read_parts(node)
            self.known = outer
        else:
            yield from self._read_parts(node)
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._remember(target, node.value)
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            self._remember(node.target, node.value)

    def _read_parts(self, node: ast.AST) -> Iterator[tuple[int, str]]:
        for child in ast.iter_child_nodes(node):
            yield from self._read(child)

    def _remember(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self.known[target.id] = self._words(value)
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for one, its in zip(target.elts, value.elts, strict=False):
                self._remember(one, its)

    def _judge(self, node: ast.AST) -> Iterator[tuple[int, str]]:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ARITHMETIC):
            yield from self._arithmetic(node, node.left, node.right)
            if isinstance(node.op, ast.Div) and _share_of_a_way(node):
                yield node.lineno, "divides (a - b) by (c - b), the share of a way covered"
        elif isinstance(node, ast.AugAssign) and isinstance(node.op, ARITHMETIC):
            yield from self._arithmetic(node, node.target, node.value)
        elif isinstance(node, ast.Compare):
            for left, operator, right in zip(
                [node.left, *node.comparators], node.ops, node.comparators, strict=False
            ):
                if isinstance(operator, ast.Lt | ast.LtE | ast.Gt | ast.GtE | ast.Eq | ast.NotEq):
                    yield from self._comparison(node, left, right)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from self._method(node, node.func)
        elif isinstance(node, ast.List | ast.Tuple) and {0.95, 0.6} <= set(_numbers(node)):
            yield node.lineno, "lists the cut-offs 0.6 and 0.95"

    def _method(self, node: ast.Call, function: ast.Attribute) -> Iterator[tuple[int, str]]:
        if function.attr in ARITHMETIC_METHODS and node.args:
            yield from self._arithmetic(node, function.value, node.args[0])
        elif function.attr in COMPARISON_METHODS:
            for argument in node.args:
                yield from self._comparison(node, function.value, argument)
        elif function.attr in AVERAGES:
            of_columns = [argument for argument in node.args if isinstance(argument, ast.Constant)]
            words = self._words(function.value) | {str(column.value) for column in of_columns}
            if words & MEASURES:
                yield node.lineno, f"takes the {function.attr} of {_listed(words & MEASURES)}"

    def _arithmetic(
        self, node: ast.expr | ast.stmt, left: ast.expr, right: ast.expr
    ) -> Iterator[tuple[int, str]]:
        words = self._words(left) | self._words(right)
        measures = words & MEASURES
        if measures and not self._into_percent(node, left, right):
            yield node.lineno, f"computes with {_listed(measures)}"
        for one in self._words(left):
            for other in self._words(right):
                if role(one) and role(other) and role(one) != role(other):
                    yield node.lineno, f"computes with {one} and {other}"

    def _comparison(self, node: ast.expr, left: ast.expr, right: ast.expr) -> Iterator[tuple[int, str]]:
        for literal in CUT_OFFS & {*_numbers(left), *_numbers(right)}:
            yield node.lineno, f"compares with the cut-off {literal}"
        for side, other in ((left, right), (right, left)):
            measures = self._words(side) & MEASURES
            if measures and not self._may_compare(other):
                yield node.lineno, f"sets a threshold on {_listed(measures)}"
        roles = {role(word) for side in (left, right) for word in self._words(side)} & AMOUNTS
        if len(roles) > 1:
            yield node.lineno, f"compares {_listed(roles)}"

    def _into_percent(self, node: ast.expr | ast.stmt, left: ast.expr, right: ast.expr) -> bool:
        return (
            self.place.startswith(PERCENT_PLACES)
            and isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Mult)
            and any(isinstance(side, ast.Constant) and side.value == 100 for side in (left, right))
            and not any(isinstance(part, ast.BinOp) for side in (left, right) for part in ast.walk(side))
        )

    def _may_compare(self, other: ast.expr) -> bool:
        if isinstance(other, ast.Constant) and (other.value is None or isinstance(other.value, str)):
            return True
        if isinstance(other, ast.Name) and other.id == DRAWING_LIMIT:
            return self.place.startswith("dabiao/charts/")
        return isinstance(other, ast.Constant) and other.value == 0 and self.place.startswith(SIGN_PLACE)

    def _words(self, node: ast.expr) -> frozenset[str]:
        """Return the measures and ingredients in an expression, also inside calls that do not change them."""
        if isinstance(node, ast.Name):
            return self.known.get(node.id) or _word(node.id)
        if isinstance(node, ast.Attribute):
            return _word(node.attr)
        if isinstance(node, ast.Subscript):
            if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
                return _word(node.slice.value)
            return self._words(node.value)
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in COLUMN_CALLS and node.args and isinstance(node.args[0], ast.Constant):
                return _word(str(node.args[0].value))
            if name in TRANSPARENT:
                inner = [node.func.value] if isinstance(node.func, ast.Attribute) else node.args
                return frozenset().union(*(self._words(one) for one in inner))
            return frozenset()
        if isinstance(node, ast.BinOp):
            return self._words(node.left) | self._words(node.right)
        if isinstance(node, ast.UnaryOp):
            return self._words(node.operand)
        if isinstance(node, ast.BoolOp):
            return frozenset().union(*(self._words(one) for one in node.values))
        if isinstance(node, ast.IfExp):
            return self._words(node.body) | self._words(node.orelse)
        return frozenset()


def role(word: str) -> str | None:
    """Return the role of an ingredient."""
    return next((name for name, words in ROLES.items() if word in words), None)


def _word(name: str) -> frozenset[str]:
    name = name.lower()
    return frozenset({name}) if name in MEASURES or role(name) else frozenset()


def _listed(words: frozenset[str] | set[str | None]) -> str:
    return " and ".join(sorted(str(word) for word in words))


def _numbers(node: ast.expr) -> Iterator[float]:
    """Yield the number that ``node`` is, or the numbers that stand in a list."""
    if isinstance(node, ast.Constant) and isinstance(node.value, float):
        yield node.value
    elif isinstance(node, ast.List | ast.Tuple):
        for one in node.elts:
            yield from _numbers(one)
    elif isinstance(node, ast.BinOp):
        yield from _numbers(node.left)
        yield from _numbers(node.right)


def _share_of_a_way(division: ast.BinOp) -> bool:
    above, below = division.left, division.right
    if not (isinstance(above, ast.BinOp) and isinstance(below, ast.BinOp)):
        return False
    if not (isinstance(above.op, ast.Sub) and isinstance(below.op, ast.Sub)):
        return False
    return ast.dump(above.right) == ast.dump(below.right)


SQL_MEASURE = rf"(?:\w+\.)?(?:{'|'.join(sorted(MEASURES))})\b"
SQL_AMOUNT = r"(?:\w+\.)?(?:value|baseline|baseline_value|target|target_value)\b"
SQL_MONTH = r"(?:\w+\.)?(?:end_month|deadline_month|start_month)\b"
SQL_OPERATOR = r"\s*(?:[-+*/]|<=|>=|<(?!>)|>|between\b)\s*"

SQL_FORMULAS = (
    (rf"\b{SQL_MEASURE}{SQL_OPERATOR}(?!=)", "computes with or sets a threshold on a measure"),
    (rf"{SQL_OPERATOR}\b{SQL_MEASURE}", "computes with or sets a threshold on a measure"),
    (rf"\b(?:avg|sum|percentile_cont)\s*\(\s*{SQL_MEASURE}", "averages a measure"),
    (rf"\b{SQL_AMOUNT}{SQL_OPERATOR}{SQL_AMOUNT}", "compares or computes with amounts"),
    (rf"\b{SQL_MONTH}\s*[-+*/]\s*{SQL_MONTH}", "computes with months"),
    (r"(?<![\w.])0?\.(?:95|60?)(?!\d)|\b1e-0?9\b", "names a cut-off"),
)


def sql_copies(text: str) -> list[tuple[int, str]]:
    """Return line and kind of every formula in an SQL text; comments and texts in quotes do not count."""
    bare = re.sub(r"--[^\n]*|'(?:[^']|'')*'", lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    found = set()
    for pattern, what in SQL_FORMULAS:
        for match in re.finditer(pattern, bare, re.IGNORECASE):
            found.add((bare.count("\n", 0, match.start()) + 1, what))
    return sorted(found)
