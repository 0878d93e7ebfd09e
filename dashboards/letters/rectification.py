"""整改情况报告. The report on what became of one audit's problems, set as a paper."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from alerts.matters.rectified import Problem, Rectified, Tally
from alerts.matters.steps import VOTES
from alerts.trail import Head
from dashboards.letters.document import Document, Finding, clean, counted, dated, yuan

NAME = "rectification"


def report(
    told: Rectified, *, site: str, place: str, audit_year: int, today: date, head: Head | None
) -> Document:
    """Put what became of the problems into words, with the three lists as annexes."""
    tables = list(_tables(told))
    values = {
        "title": f"{place}{audit_year}年度审计查出问题整改情况报告",
        "number": "",
        "site": site,
        "date": dated(today),
        "to": "常务委员会",
        "copies": "",
        "proof": str(head) if head else "记录尚为空",
    }
    annex = {"name": "evidence", "label": "附件", "title": "审计查出问题三张清单",
             "line": "附件：审计查出问题三张清单"}  # fmt: skip
    return Document(
        NAME,
        today,
        {name: clean(text) for name, text in values.items()},
        list(_paragraphs(told, audit_year, today)),
        [annex] if told.problems else [],
        tables,
    )


def _paragraphs(told: Rectified, audit_year: int, today: date) -> Iterator[dict[str, Any]]:
    total = told.total
    yield _text(
        f"截至{dated(today)}，{audit_year}年度审计查出问题的整改和销号情况报告如下。数字出自督办记录，"
        "已整改金额以各单位反馈为准。"
    )
    sections = (
        ("总体情况", list(_overall(told, total, today))),
        ("按问题类别", [_line(one) for one in told.by(lambda one: one.problem_class or "未分类")]),
        ("按被审计单位", [_line(one) for one in told.by(lambda one: one.stands.addressee)]),
        ("屡审屡犯", list(_repeated(told))),
        ("满意度测评", list(_votes(told))),
    )
    for nth, (name, lines) in enumerate(sections, 1):
        yield {"level": 1, "text": f"{counted(nth)}、{name}"}
        yield from (_text(line) for line in lines)


def _text(line: str) -> dict[str, Any]:
    return {"level": 0, "text": line}


def _overall(told: Rectified, total: Tally, today: date) -> Iterator[str]:
    if not total.came:
        yield "本年度没有列入清单的审计查出问题。"
        return
    yield (
        f"共{total.came}个问题，涉及金额{yuan(total.at_stake)}。其中已销号{total.closed}个，"
        f"在办{total.open}个，撤回{total.withdrawn}个；已整改金额{yuan(total.put_right)}。"
    )
    late = [one for one in told.problems if (one.stands.days_left(today) or 0) < 0]
    if late:
        yield f"超过整改期限尚未反馈的{len(late)}个。"
    if told.audit_closed_only:
        yield f"审计机关已认定整改、委员会尚未销号的{told.audit_closed_only}个，两者分别记录。"


def _line(one: Tally) -> str:
    return (
        f"{one.key}：{one.came}个，已销号{one.closed}个，在办{one.open}个，撤回{one.withdrawn}个，"
        f"涉及{yuan(one.at_stake)}，已整改{yuan(one.put_right)}。"
    )


def _repeated(told: Rectified) -> Iterator[str]:
    if not told.repeated:
        yield "没有发现同一单位以前年度审计查出过的同类问题。"
        return
    yield f"同一单位以前年度审计查出过同类问题的有{len(told.repeated)}个："
    for one in told.repeated:
        yield f"{one.stands.addressee}，{one.problem_class}（{one.problem}）。"


def _votes(told: Rectified) -> Iterator[str]:
    named = [f"{VOTES[vote].zh}{n}个" for vote in VOTES if (n := told.votes.get(vote, 0))]
    yield f"已销号的问题中，{'，'.join(named)}。" if named else "尚无已表决的问题。"


def _tables(told: Rectified) -> Iterator[Finding]:
    running = [p for p in told.problems if not p.closed and p.stands.issued_on is not None]
    lists = {
        "问题清单": told.problems,
        "整改清单": [one for one in running if one.stands.state != "withdrawn"],
        "销号清单": [one for one in told.problems if one.closed],
    }
    for name, problems in lists.items():
        if problems:
            yield Finding(f"{name}（{len(problems)}个）", "", _rows(problems), _sum(problems))


def _rows(problems: Sequence[Problem]) -> list[dict[str, str]]:
    return [
        {
            "nth": str(nth),
            "what": f"{one.stands.addressee}：{one.problem_class}。{_where(one)}",
            "amount": "" if one.stands.at_stake is None else f"{one.stands.at_stake:,.2f}",
            "source": f"审计问题{one.problem}",
        }
        for nth, one in enumerate(problems, 1)
    ]


def _where(one: Problem) -> str:
    stands = one.stands
    told = [stands.state.text.zh]
    if stands.letter_number:
        told.append(stands.letter_number)
    if stands.closed_on:
        told.append(f"{dated(stands.closed_on)}销号")
    elif stands.due_on:
        told.append(f"期限{dated(stands.due_on)}")
    if stands.put_right is not None:
        told.append(f"已整改{yuan(stands.put_right)}")
    return "，".join(told)


def _sum(problems: Sequence[Problem]) -> str:
    known = [one.stands.at_stake for one in problems if one.stands.at_stake is not None]
    return f"{sum(known):,.2f}" if known else ""
