"""People answer for what was seen: step by step, with two pairs of eyes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from alerts.accounts import Accounts
from alerts.ledger import Ledger
from alerts.matters.deputies import delegate
from alerts.matters.desk import Matters, MatterUnknown
from alerts.matters.given import Order
from alerts.matters.kinds import KINDS, Letter, Term, Unit
from alerts.matters.lists import MatterWanted, figures, list_matters, read_matter
from alerts.matters.steps import procedure
from alerts.procedure import MovedMeanwhile, MoveForbidden, MoveRefused, WordsMissing
from alerts.workflow import Role
from tests.alerts.found import LOOKED, NOON, TUESDAY, found
from tests.alerts.matters.walk import (
    LATER,
    SOURCES,
    accepted,
    closed,
    drafted,
    evidence,
    issued,
    opened,
    replied,
    take,
)
from tests.alerts.people import AWAY, CITY, DEPUTY, LEADER, LI, UNIT, WANG, person
from warehouse.workdays import known


def state(ledger: Ledger, number: int = 1) -> str:
    return ledger.alert(number, scope=CITY).state.value


def test_alerts_go_with_their_matter(ledger: Ledger, matters: Matters) -> None:
    number = accepted(matters, "warning", alerts=(1, 2))
    assert [state(ledger, n) for n in (1, 2, 3)] == ["handed_over", "handed_over", "confirmed"]
    take(matters, number, "close", LEADER)
    assert [state(ledger, n) for n in (1, 2, 3)] == ["closed", "closed", "confirmed"]


def test_a_withdrawn_matter_gives_its_alerts_back(ledger: Ledger, matters: Matters) -> None:
    number = opened(matters, "warning")
    take(matters, number, "withdraw", LEADER, words="重复立项")

    assert state(ledger) == "confirmed"
    assert opened(matters, "warning") == 2


def test_whoever_drafts_does_not_approve(ledger: Ledger, matters: Matters) -> None:
    number = opened(matters, "warning")
    Accounts(ledger.engine).add(
        "王", password="long-enough-1", role=Role.ANALYST, region="419800", now=NOON
    )
    with pytest.raises(MoveForbidden, match="is a step of the leader, and you are analyst"):
        take(matters, number, "approve", WANG)
    day = date(2026, 4, 1)
    delegate(ledger.engine, "王", since=day, until=day, reason="出差", by=LEADER, now=NOON)
    with pytest.raises(MoveForbidden, match="second pair of eyes: you took 'draft' of matter 1"):
        take(matters, number, "approve", WANG)


def test_a_deputy_takes_a_leader_s_steps_for_the_time(ledger: Ledger, matters: Matters) -> None:
    Accounts(ledger.engine).add(
        "李", password="long-enough-1", role=Role.ANALYST, region="419800", now=NOON
    )
    number = opened(matters, "warning")
    first, last = date(2026, 4, 1), date(2026, 4, 3)
    delegate(ledger.engine, "李", since=first, until=last, reason="出差", by=LEADER, now=NOON)

    with pytest.raises(MoveForbidden, match="is a step of the leader"):
        take(matters, number, "approve", LI, now=NOON + timedelta(days=3))
    take(matters, number, "approve", LI)
    approved = read_matter(ledger.engine, number, by=WANG).history[-1]
    assert (approved.actor, approved.behalf) == ("李", "周主任")


@pytest.mark.parametrize(
    ("deputy", "by", "until", "says"),
    [
        ("李", WANG, date(2026, 4, 3), MoveForbidden),
        ("nobody", LEADER, date(2026, 4, 3), MoveForbidden),
        ("李", LEADER, date(2026, 3, 1), WordsMissing),
    ],
)
def test_a_deputy_that_can_t_be_is_refused(ledger, deputy, by, until, says) -> None:
    with pytest.raises(says):
        delegate(
            ledger.engine,
            deputy,
            since=date(2026, 3, 1),
            until=until,
            reason="出差",
            by=by,
            now=NOON,
        )


def test_whoever_accepts_does_not_close(matters: Matters) -> None:
    number = replied(matters, "review_opinion")
    take(matters, number, "accept", LI, words="已核对")

    boss = person("李", Role.LEADER)
    with pytest.raises(MoveForbidden, match="you took 'accept' of matter 1 yourself"):
        take(matters, number, "close", boss, reason="satisfied")
    with pytest.raises(WordsMissing, match="needs a reason of the list: satisfied"):
        take(matters, number, "close", LEADER)


def test_dissatisfaction_returns_a_matter_with_a_new_deadline(matters: Matters) -> None:
    number = accepted(matters, "review_opinion")
    stood = take(matters, number, "close", LEADER, reason="dissatisfied")

    assert (stood.state, stood.vote, stood.due_on) == ("returned", "dissatisfied", date(2026, 5, 6))
    take(matters, number, "reply", UNIT, measures="重新整改", reason="done")


def test_what_is_not_in_order_comes_back_as_a_new_matter(ledger: Ledger, matters: Matters) -> None:
    number = closed(matters, "audit_problem")
    with pytest.raises(MoveRefused, match="closed on 2026-04-01: it is looked back at from 2026-"):
        take(matters, number, "look_back", WANG, reason="in_order", words="已抽查")
    take(matters, number, "look_back", WANG, now=LATER, reason="recurred", words="又出现")

    again = read_matter(ledger.engine, 2, by=WANG)
    assert (again.recurs, again.stands.state, again.stands.subject) == (1, "drafted", "超预算支付")
    assert read_matter(ledger.engine, 1, by=WANG).recurred_as == [2]


def test_a_number_that_did_not_change_is_said_aloud(ledger: Ledger, matters: Matters) -> None:
    number = replied(matters, "warning", alerts=(1, 2))
    again = [found("A"), found("B", at_stake=Decimal("1.00"))]
    ledger.note(TUESDAY, again, looked=LOOKED, now=NOON)

    assert [one.unchanged for one in matters.latest(number)] == [True, False]
    assert take(matters, number, "accept", LI, words="单位说已整改").unchanged
    told = read_matter(ledger.engine, number, by=WANG).history[-1].words
    assert told["unchanged"] == [1]


def test_the_deadline_runs_by_the_kind_s_clock_and_its_paper(matters: Matters) -> None:
    numbers = [
        issued(matters, "warning", letter=letter, alerts=(n,))
        for n, letter in enumerate(("reminder", "handover", "supervision"), 1)
    ]
    due = [take(matters, number, "receive", UNIT).due_on for number in numbers]
    assert due == [date(2026, 4, 16), date(2026, 5, 6), date(2026, 4, 16)]


def test_terms_end_on_days_that_people_work() -> None:
    start, workdays = date(2026, 9, 1), known()
    assert Term(30, Unit.DAYS).ends(start, workdays) == date(2026, 10, 8)
    assert Term(1, Unit.MONTHS).ends(date(2026, 1, 31), workdays) == date(2026, 2, 28)
    assert Term(10, Unit.WORKING_DAYS).ends(date(2026, 9, 28), workdays) == date(2026, 10, 16)


def test_a_deadline_is_moved_by_a_leader_s_decision_alone(matters: Matters) -> None:
    number = issued(matters, "review_opinion")
    with pytest.raises(MoveForbidden, match="is a step of the leader"):
        take(matters, number, "extend", UNIT, words="忙", until=date(2026, 6, 1))
    with pytest.raises(WordsMissing, match="due on 2026-05-06 already: name a later day"):
        take(matters, number, "extend", LEADER, words="复杂", until=date(2026, 4, 30))
    stood = take(matters, number, "extend", LEADER, words="复杂", until=date(2026, 6, 1))
    assert (stood.due_on, stood.state, stood.days_left(date(2026, 6, 3))) == (
        date(2026, 6, 1), "issued", -2,
    )  # fmt: skip


def test_an_exemption_reopens_by_itself(matters: Matters) -> None:
    number = replied(matters, "warning")
    until = date(2026, 4, 30)
    stood = take(
        matters, number, "exempt", LEADER, words="历史遗留", article="条例第九条", until=until
    )
    assert (stood.state, stood.exempt_until) == ("replied", until)
    assert matters.lapse(until, now=NOON) == []
    assert matters.lapse(date(2026, 5, 1), now=NOON) == [number]
    stood = take(matters, number, "reply", UNIT, measures="继续整改", reason="partly")
    assert (stood.exempt_until, stood.due_on) == (None, date(2026, 6, 1))


def test_the_ladder_is_climbed_and_a_question_has_its_meeting(matters: Matters) -> None:
    number = issued(matters, "warning")
    take(matters, number, "escalate", LEADER, words="逾期", level="supervision")
    with pytest.raises(MoveRefused, match="has come to supervision already: above it are question"):
        take(matters, number, "escalate", LEADER, words="逾期", level="reminder")
    with pytest.raises(WordsMissing, match="is taken at a meeting: give meeting and agenda_item"):
        take(matters, number, "escalate", LEADER, words="逾期", level="question")
    stood = take(
        matters, number, "escalate", LEADER,
        words="逾期", level="question", meeting="第三十一次会议", agenda_item="议程三",
    )  # fmt: skip
    assert (stood.level, stood.state) == ("question", "issued")


def test_a_livelihood_project_has_dated_duties(matters: Matters) -> None:
    number = issued(matters, "livelihood_project")
    stood = take(matters, number, "receive", UNIT)
    assert stood.due_on == date(2026, 4, 10)
    take(matters, number, "fulfil", UNIT, duty="month_report/2026-03", words="三月月报")
    with pytest.raises(MoveForbidden, match="is for the analyst, and you are respondent"):
        take(matters, number, "fulfil", UNIT, duty="inspection/2026-03", words="季度检查")
    stood = take(matters, number, "fulfil", WANG, duty="inspection/2026-03", words="季度检查")
    assert stood.due_on == date(2026, 5, 10)
    with pytest.raises(MoveRefused, match="was fulfilled already"):
        take(matters, number, "fulfil", WANG, duty="inspection/2026-03", words="季度检查")
    with pytest.raises(WordsMissing, match="'x' is no duty of matter 1: they are month_report"):
        take(matters, number, "fulfil", WANG, duty="x", words="?")


def test_what_the_auditors_closed_stays_open_for_the_committee(ledger, matters: Matters) -> None:
    number = issued(matters, "audit_problem")
    auditor = person("审计", Role.AUDITOR)
    stood = take(matters, number, "audit_close", auditor, words="审计已确认")
    assert (stood.state, stood.audit_closed_on) == ("issued", date(2026, 4, 1))
    [*_, every] = figures(ledger.engine, "unit", MatterWanted(), by=WANG, today=date(2026, 4, 1))
    assert (every.audit_closed, every.open, every.closed) == (1, 1, 0)


def test_opinions_on_a_draft_are_tied_to_budget_lines(ledger: Ledger, matters: Matters) -> None:
    expert = person("专家", Role.EXPERT)
    number = matters.draft(drafted("budget_review"), by=expert, now=NOON).matter
    take(matters, number, "opine", expert, words="依据不足", line="L1")
    told = read_matter(ledger.engine, number, by=expert).history[-1]
    assert (told.actor, told.words) == ("专家", {"words": "依据不足", "line": "L1"})


def test_a_deputy_s_suggestion_has_a_receipt_number(ledger: Ledger, matters: Matters) -> None:
    for name in ("一", "二"):
        matters.draft(drafted("suggestion", subject=name), by=DEPUTY, now=NOON)
    receipts = [read_matter(ledger.engine, n, by=DEPUTY).source["receipt"] for n in (1, 2)]
    assert receipts == ["人代建〔2026〕1号", "人代建〔2026〕2号"]


def test_a_unit_sees_its_own_matters_once_they_are_issued(ledger: Ledger, matters: Matters) -> None:
    opened(matters, "review_opinion")
    number = issued(matters, "review_opinion")
    other = person("教育局", Role.RESPONDENT, unit="102001")

    seen = list_matters(ledger.engine, MatterWanted(), by=UNIT)
    assert [one.matter for one in seen.items] == [number]
    assert list_matters(ledger.engine, MatterWanted(), by=other).items == []
    for by, wanted in ((other, number), (UNIT, 1), (AWAY, number), (WANG, 99)):
        with pytest.raises(MatterUnknown, match=f"no matter {wanted} is here"):
            take(matters, wanted, "receive", by)


def test_the_second_of_two_is_told_what_it_has_become(matters: Matters) -> None:
    seen = matters.draft(drafted("review_opinion"), by=WANG, now=NOON).version
    take(matters, 1, "approve", LEADER)

    with pytest.raises(MovedMeanwhile) as told:
        matters.move(1, Order("withdraw", {"words": "重复"}), by=LEADER, now=NOON, seen=seen)
    assert str(told.value) == (
        "matter 1 has become approved (已审核) meanwhile: 周主任 took 'approve' at "
        "2026-04-01 12:00; look at it again"
    )


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        ({"kind": "warning", "alerts": ()}, "joins one confirmed alert or more"),
        ({"kind": "review_opinion", "alerts": (1,)}, "joins no alerts: a warning does"),
        ({"kind": "review_opinion", "law": " "}, "'draft' of a matter needs law: give it"),
        ({"kind": "review_opinion", "source": {}}, "says where it comes from"),
        ({"kind": "review_opinion", "letter": "closing"}, "is issued with handover, not with"),
        ({"kind": "review_opinion", "until": date(2026, 3, 31)}, "the deadline 2026-03-31 is past"),
        (
            {"kind": "review_opinion", "until": date(2026, 10, 1)},
            "no working day: name 2026-09-30 or 2026-10-08",
        ),
    ],
)
def test_a_draft_that_lacks_something_is_refused(matters: Matters, draft, says) -> None:
    with pytest.raises(WordsMissing, match=says):
        matters.draft(drafted(**draft), by=WANG, now=NOON)


def test_a_draft_that_is_not_theirs_or_not_so_is_refused(matters: Matters) -> None:
    with pytest.raises(MoveForbidden, match="'draft' of a matter is a step of the analyst"):
        matters.draft(drafted("review_opinion"), by=LEADER, now=NOON)
    with pytest.raises(MoveForbidden, match="region '419801' is not yours"):
        matters.draft(drafted("review_opinion"), by=AWAY, now=NOON)
    opened(matters, "warning")
    with pytest.raises(MoveRefused, match="alert 1 is handed_over"):
        matters.draft(drafted("warning"), by=WANG, now=NOON)
    with pytest.raises(MoveRefused, match="no kind of matter is called 'x'"):
        matters.draft(drafted(kind="warning", source={}, alerts=()).__class__(
            "x", "419801", "s", "f", "l", "r", "a"), by=WANG, now=NOON)  # fmt: skip


@pytest.mark.parametrize(
    ("move", "given", "error", "says"),
    [
        ("reply", {"measures": "好"}, WordsMissing, "needs a reason of the list: done"),
        ("reply", {"reason": "done"}, WordsMissing, "needs measures"),
        (
            "reply",
            {"measures": "好", "reason": "done", "amount": Decimal(-1)},
            WordsMissing,
            "is no amount put right",
        ),
        (
            "reply",
            {"measures": "好", "reason": "done", "amount": "100.001"},
            WordsMissing,
            "100.001 is finer than a fen: give yuan with two decimals, as 100.00",
        ),
        ("reply", {"measures": "好", "vote": "x"}, WordsMissing, "and not vote"),
        ("return", {"words": "不够", "until": "soon"}, MoveForbidden, "step of the analyst"),
        ("close", {}, MoveForbidden, "step of the leader"),
        ("fly", {}, MoveRefused, "no step is called 'fly'"),
    ],
)
def test_a_step_that_lacks_something_is_refused_whole(matters, move, given, error, says) -> None:
    number = issued(matters, "audit_problem")
    before = take(matters, number, "receive", UNIT)
    with pytest.raises(error, match=says):
        take(matters, number, move, UNIT, **given)
    assert matters.rebuild_standing() == 1
    assert list_matters(matters.engine, MatterWanted(), by=UNIT).items == [before]


def test_an_illegal_step_says_what_is_possible(matters: Matters) -> None:
    number = opened(matters, "review_opinion")
    with pytest.raises(MoveRefused) as refused:
        take(matters, number, "issue", WANG)
    assert str(refused.value) == (
        "matter 1 is drafted (拟办): 'issue' starts from approved (已审核); "
        "from here: revise, approve, withdraw"
    )


def test_evidence_comes_with_the_reply(ledger: Ledger, matters: Matters, tmp_path) -> None:
    number = issued(matters, "review_opinion")
    take(matters, number, "receive", UNIT)
    proof = evidence(tmp_path)
    take(matters, number, "reply", UNIT, measures="已改", reason="done", files=[proof])
    [kept] = read_matter(ledger.engine, number, by=UNIT).history[-1].files
    assert (kept.name, kept.size, kept.sha256) == ("凭证.pdf", 14, proof.sha256)
    with pytest.raises(WordsMissing, match="'return' comes without files"):
        take(matters, number, "return", WANG, words="缺", until=date(2026, 4, 10), files=[proof])


def test_figures_close(ledger: Ledger, matters: Matters) -> None:
    closed(matters, "audit_problem")
    issued(matters, "review_opinion")
    take(matters, opened(matters, "suggestion"), "withdraw", LEADER, words="重复")

    told = figures(ledger.engine, "kind", MatterWanted(), by=WANG, today=date(2026, 5, 7))
    every = told[-1]
    assert [one.key for one in told] == ["audit_problem", "review_opinion", "suggestion", ""]
    assert (every.came, every.closed, every.open, every.withdrawn) == (3, 1, 1, 1)
    assert (every.overdue, every.put_right, every.days_to_close) == (1, Decimal("20.10"), 0)


@pytest.mark.parametrize("kind", KINDS)
def test_every_procedure_stands_between_its_states(kind: str) -> None:
    rules = procedure(kind)
    for step in rules.steps:
        assert set(step.starts) | set(step.ends) <= rules.states.keys()
    assert set(SOURCES[kind]) >= set(KINDS[kind].source)
    assert Letter.HANDOVER in KINDS[kind].clocks


@pytest.mark.parametrize("day", [date(2027, 1, 1), date(2027, 10, 1), date(2028, 5, 2)])
def test_a_holiday_of_a_fixed_date_is_none_to_answer_on(matters: Matters, day: date) -> None:
    number = replied(matters, "audit_problem")
    with pytest.raises(WordsMissing, match=f"{day} is no working day"):
        take(matters, number, "return", WANG, words="缺凭证", until=day)
