"""规则目录. The folder is the register: a rule's name is its path, its code stands in its file."""

import importlib.util
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alerts.lint import of_questions
from alerts.rule import Rule
from alerts.site_rules import SiteRuleRefused, code_of, read_plainly

RULES = Path(__file__).parent / "rules"


class RuleUnreadable(Exception):
    """A file of the product's own holds no rule, or one that cannot stand beside the others."""


@dataclass(frozen=True)
class Broken:
    """A file of a site that gives no rule: it is said so wherever its rule would have been."""

    name: str
    code: str  # as the file claims it, or its name where it claims none
    reason: str


@dataclass(frozen=True)
class Catalogue:
    """The rules that a site has, and its files that give none."""

    rules: Mapping[str, Rule]
    broken: Sequence[Broken] = ()


def all_rules() -> dict[str, Rule]:
    """Give every rule of the product by name, in order of code.

    A name is family and file: `execution.payment_exceeds_allotment`.

    Raises:
        RuleUnreadable: a file holds no `RULE`, fails to run, or takes a code in use.
    """
    return dict(_product())


def catalogue_at(folder: Path) -> Catalogue:
    """Give the product's rules and those of a site's folder; a broken file hides no other.

    A file that stands in the folder itself is of the family `site`. It is read, not run, and its
    query has to be what a rule's must be.
    """
    found = all_rules()
    named = {rule.code: name for name, rule in found.items()}
    broken: list[Broken] = []
    for path in _files(folder):
        name = _name(folder, path)
        try:
            rule = read_plainly(path)
            if rule.code in named:
                raise SiteRuleRefused(
                    f"{path}: the code {rule.code!r} is {named[rule.code]}'s: take one that is free"
                )
            if name in found:
                raise SiteRuleRefused(f"{path}: a rule is called {name} already: rename the file")
            for fault in of_questions(rule):
                raise SiteRuleRefused(f"{path}: {fault}; `pursewatch rules check` lists all faults")
        except SiteRuleRefused as error:
            broken.append(Broken(name, code_of(path), str(error)))
        else:
            found[name], named[rule.code] = rule, name
    return Catalogue(_in_order(found), broken)


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


@cache
def _product() -> Mapping[str, Rule]:
    found: dict[str, Rule] = {}
    named: dict[str, str] = {}
    for path in _files(RULES):
        rule = read(path)
        name = _name(RULES, path)
        if rule.code in named:
            raise RuleUnreadable(
                f"{path}: the code {rule.code!r} is {named[rule.code]}'s: take one that is free"
            )
        found[name], named[rule.code] = rule, name
    return _in_order(found)


def _in_order(rules: Mapping[str, Rule]) -> dict[str, Rule]:
    return dict(sorted(rules.items(), key=lambda item: item[1].code))


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
