"""A step that is refused says why in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from alerts.matters.files import FileRefused
from alerts.matters.given import TAKES
from alerts.matters.kinds import KINDS
from alerts.matters.papers import PaperUnmade
from alerts.matters.steps import MatterState, procedure
from alerts.procedure import GIVEN, MoveRefused, Procedure, Refused
from api.acting import NothingChosen
from dashboards.filling import TemplateRefused
from dashboards.letters.document import LetterIncomplete

TOP = Path(__file__).parents[2]
REFUSALS = (FileRefused, LetterIncomplete, NothingChosen, PaperUnmade, TemplateRefused)
KNOWN = {one.__name__ for one in [*Refused.__subclasses__(), *REFUSALS]}


def plain() -> Iterator[str]:
    floors = ("alerts", "dashboards", "api")
    for file in sorted(path for floor in floors for path in (TOP / floor).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name)) if name in KNOWN:
                    if "zh" not in {one.arg for one in node.keywords}:
                        yield f"{file.relative_to(TOP)}:{node.lineno} {name}"


def test_every_refusal_of_a_step_is_said_in_chinese_too() -> None:
    assert list(plain()) == []


def walked(rules: Procedure) -> Iterator[str]:
    for step in rules.steps:
        for state in set(MatterState) - set(step.starts):
            with pytest.raises(MoveRefused) as refused:
                rules.must_start(step, state, "matter 7")
            yield refused.value.zh


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_from_the_wrong_place_says_what_is_possible_in_chinese(kind: str) -> None:
    for said in walked(procedure(kind)):
        assert said.startswith("事项7现在是“")
        assert "现在可以：" in said
        assert not any(one.isascii() and one.isalpha() for one in said), said


def test_all_that_a_step_or_a_matter_comes_with_has_a_chinese_name() -> None:
    asked = {name for kind in KINDS.values() for name in kind.source}
    asked |= {name for names in TAKES.values() for name in names}
    assert asked - set(GIVEN) == set()
