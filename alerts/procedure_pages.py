"""规程页. Prints the procedures for `docs/procedures.md`, from the tables that the engine uses."""

from collections.abc import Iterator
from pathlib import Path

from alerts.handling import ALERTS
from alerts.matters.kinds import KINDS, LEVELS, Kind
from alerts.matters.steps import procedure
from alerts.procedure import Procedure, Step

PAGE = Path(__file__).resolve().parents[1] / "docs" / "procedures.md"
_UNITS = {"days": "日", "working_days": "个工作日", "months": "个月"}


def page() -> str:
    """Give the page: every step of alerts, and of each kind of matter."""
    return "\n".join(_lines()) + "\n"


def write() -> None:
    """Write the page anew."""
    PAGE.write_text(page(), "utf-8")


def _lines() -> Iterator[str]:
    yield "# Procedures"
    yield ""
    yield "Written by `pursewatch docs` from the tables that the engine takes every step by."
    yield ""
    yield "## The alert (预警)"
    yield ""
    yield from _table(ALERTS)
    for kind in KINDS.values():
        yield ""
        yield f"## {kind.text.zh} · `{kind.name}`"
        yield ""
        yield f"Opened from {kind.opened_from.en} ({kind.opened_from.zh}). {_clocks(kind)}"
        yield ""
        yield from _table(procedure(kind.name))
        for duty in kind.duties:
            yield ""
            yield (
                f"- duty `{duty.name}` ({duty.text.zh}): each {duty.every.value}, {duty.days} days "
                f"after it, by the {duty.by.value}"
            )
    yield ""
    yield "## The ladder (升级)"
    yield ""
    yield " → ".join(text.zh for text in LEVELS.values())


def _clocks(kind: Kind) -> str:
    told = (
        f"{letter.text.zh} {term.count} {_UNITS[term.unit.value]}"
        for letter, term in kind.clocks.items()
    )
    return f"Clock: {' · '.join(told)}."


def _table(rules: Procedure) -> Iterator[str]:
    yield "| step | | from | to | by | needs | |"
    yield "|---|---|---|---|---|---|---|"
    yield from (_row(rules, step) for step in rules.steps)


def _row(rules: Procedure, step: Step) -> str:
    stays = step.ends == step.starts
    ends = "stays" if stays else ", ".join(rules.states[end].zh for end in step.ends)
    starts = ", ".join(rules.states[start].zh for start in step.starts) or "—"
    by = ", ".join(role.value for role in step.by) or "by itself"
    needs = list(step.needs)
    if step.reasons:
        needs.insert(0, "reason: " + " / ".join(text.zh for text in step.reasons.values()))
    others = f"not who took {', '.join(step.not_by)}" if step.not_by else ""
    note = "; ".join(part for part in (step.note.en, others) if part)
    cells = (f"`{step.move}`", step.text.zh, starts, ends, by, ", ".join(needs), note)
    return f"| {' | '.join(cells)} |"
