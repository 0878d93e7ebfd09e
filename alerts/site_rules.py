"""本地规则. A site's own rule files are read, never run: literals and the words of a rule, no more.

A rule's file is Python only in its form. Of a file that a site has written, imports of the words
below, constants and calls of those words are taken; all else is refused with its line. What its
query may do is the engine's matter, the same as for every rule.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from enum import EnumType
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from alerts import rule as words
from alerts.rule import Rule

LARGEST = 1_000_000
MODULES: Mapping[str, Mapping[str, object]] = {
    "alerts.rule": {
        name: getattr(words, name)
        for name in ("Article", "Bearing", "Example", "Horizon", "Limit", "Provenance", "Rule",
                     "Severity", "Text")
    },
    "datetime": {"date": date, "timedelta": timedelta},
    "decimal": {"Decimal": Decimal},
}  # fmt: skip
"""What a site's file may import, and the only things that it may call."""

PLAIN = (
    ast.Module, ast.Expr, ast.Assign, ast.AnnAssign, ast.Name, ast.Load, ast.Store, ast.Constant,
    ast.Call, ast.keyword, ast.Tuple, ast.List, ast.Dict, ast.Starred, ast.UnaryOp, ast.USub,
    ast.BinOp, ast.Add, ast.BitOr, ast.JoinedStr, ast.FormattedValue, ast.Attribute,
    ast.Subscript, ast.ImportFrom, ast.alias,
)  # fmt: skip

_CODE = re.compile(r"""^\s*code\s*=\s*["']([A-Za-z]\w{0,9})["']""", re.MULTILINE)


class SiteRuleRefused(Exception):
    """A site's file is not the plain statement of a rule."""


def read_plainly(path: Path) -> Rule:
    """Read a site's rule without running it.

    Raises:
        SiteRuleRefused: it is no Python, does more than state a rule, or the rule is not whole.
    """
    text = _text(path)
    try:
        tree = ast.parse(text, str(path))
        _refuse(path, tree)
        known = dict(_imported(path, tree))
        scope: dict[str, object] = {"__builtins__": {}, **known}
        rest = [node for node in tree.body if not isinstance(node, ast.ImportFrom)]
        code = compile(ast.Module(rest, []), str(path), "exec")
    except SyntaxError as error:
        raise SiteRuleRefused(f"{path}, line {error.lineno}: {error.msg}") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise SiteRuleRefused(f"{path}: it is no Python that can be read: {error}") from error
    try:
        exec(code, scope)
    except (ArithmeticError, AttributeError, LookupError, NameError, TypeError, ValueError,
            RecursionError, MemoryError) as error:  # fmt: skip
        raise SiteRuleRefused(f"{path}, line {_line(error, path)}: {error}") from error
    rule = scope.get("RULE")
    if not isinstance(rule, Rule):
        raise SiteRuleRefused(f"{path}: it defines no RULE = Rule(…): write one, or move the file")
    return _whole(path, rule)


def code_of(path: Path) -> str:
    """Give the code that a file claims, be it readable or not; its name's where it claims none."""
    try:
        claimed = _CODE.search(path.read_bytes()[:LARGEST].decode("utf-8", "replace"))
    except OSError:
        claimed = None
    return claimed.group(1) if claimed else path.stem


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
        if len(content) > LARGEST:
            raise SiteRuleRefused(f"{path}: it has {len(content)} bytes: a rule has fewer")
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SiteRuleRefused(f"{path}: it is not UTF-8: save it so") from error
    except OSError as error:
        raise SiteRuleRefused(f"{path}: it can't be read: {error.strerror}") from error


def _refuse(path: Path, tree: ast.Module) -> None:
    for node in ast.walk(tree):
        if not isinstance(node, PLAIN):
            raise SiteRuleRefused(
                f"{path}, line {getattr(node, 'lineno', 0)}: {_called(node)} is more than a "
                "site's rule may do: state it with constants and the words of a rule"
            )
        if isinstance(node, ast.Name) and node.id.startswith("__"):
            raise SiteRuleRefused(f"{path}, line {node.lineno}: no word is called {node.id}")
        if isinstance(node, ast.Attribute) and not _of_closed_set(node):
            raise SiteRuleRefused(
                f"{path}, line {node.lineno}: .{node.attr} is none of Severity, Bearing, "
                "Horizon and Provenance"
            )
        if isinstance(node, ast.Call) and not isinstance(node.func, ast.Name):
            raise SiteRuleRefused(
                f"{path}, line {node.lineno}: only the words of a rule may be called"
            )


def _of_closed_set(node: ast.Attribute) -> bool:
    if not isinstance(node.value, ast.Name):
        return False
    named = MODULES["alerts.rule"].get(node.value.id)
    return isinstance(named, EnumType) and node.attr in named.__members__


def _imported(path: Path, tree: ast.Module) -> Iterator[tuple[str, object]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        module = MODULES.get(node.module or "", {})
        for one in node.names:
            if node.level or one.name not in module:
                raise SiteRuleRefused(
                    f"{path}, line {node.lineno}: {node.module}.{one.name} may not be imported: "
                    + "; ".join(f"{name}: {', '.join(has)}" for name, has in MODULES.items())
                )
            yield one.asname or one.name, module[one.name]


def _whole(path: Path, rule: Rule) -> Rule:
    try:
        return _SHAPE.validate_python(asdict(rule))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SiteRuleRefused(
            f"{path}: {where or 'the rule'} is not what it must be: {first['msg'].lower()}"
        ) from error


_SHAPE = TypeAdapter(Rule)


def _called(node: ast.AST) -> str:
    return type(node).__name__.lower()


def _line(error: BaseException, path: Path) -> int:
    lines = []
    place = error.__traceback__
    while place is not None:
        if place.tb_frame.f_code.co_filename == str(path):
            lines.append(place.tb_lineno)
        place = place.tb_next
    return lines[-1] if lines else 0
