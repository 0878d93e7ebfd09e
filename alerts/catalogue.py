"""规则目录. The folder is the register: a rule's name is its path, its code stands in its file."""

import importlib.util
import traceback
from collections.abc import Iterator
from pathlib import Path

from alerts.rule import Rule

RULES = Path(__file__).parent / "rules"


class RuleUnreadable(Exception):
    """A file in a folder of rules holds no rule, or one that cannot stand beside the others."""


def all_rules(*extra_folders: Path) -> dict[str, Rule]:
    """Give every rule by name, the product's and those of `extra_folders`, in order of code.

    A name is family and file, `execution.payment_exceeds_allotment`; a file that stands in an
    extra folder itself is of the family `site`.

    Raises:
        RuleUnreadable: a file holds no `RULE`, fails to run, or takes a name or code in use.
    """
    found: dict[str, Rule] = {}
    named: dict[str, str] = {}
    for folder in (RULES, *extra_folders):
        for path in _files(folder):
            name = _name(folder, path)
            rule = read(path)
            if name in found:
                raise RuleUnreadable(f"{path}: a rule is called {name} already: rename the file")
            if rule.code in named:
                raise RuleUnreadable(
                    f"{path}: the code {rule.code!r} is {named[rule.code]}'s: take one that is free"
                )
            found[name], named[rule.code] = rule, name
    return dict(sorted(found.items(), key=lambda item: item[1].code))


def read(path: Path) -> Rule:
    """Run one rule's file and give its rule.

    Raises:
        RuleUnreadable: it fails to run, or defines no `RULE`; the message names file and line.
    """
    spec = importlib.util.spec_from_file_location(f"pursewatch_rule_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise RuleUnreadable(f"{path}, line {error.lineno}: {error.msg}") from error
    except (ArithmeticError, AttributeError, LookupError, NameError, TypeError, ValueError,
            ImportError, OSError) as error:  # fmt: skip
        raise RuleUnreadable(f"{path}, line {_line(error, path)}: {error}") from error
    rule = getattr(module, "RULE", None)
    if not isinstance(rule, Rule):
        raise RuleUnreadable(f"{path}: it defines no RULE = Rule(…): write one, or move the file")
    return rule


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.glob("**/*.py")):
        if not path.name.startswith(("_", ".")):
            yield path


def _name(folder: Path, path: Path) -> str:
    place = path.relative_to(folder).with_suffix("").parts
    return ".".join(place if len(place) > 1 else ("site", *place))


def _line(error: BaseException, path: Path) -> int:
    lines = [
        frame.lineno or 0
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == str(path)
    ]
    return lines[-1] if lines else 0
