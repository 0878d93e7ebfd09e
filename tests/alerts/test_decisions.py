"""What people decide about rules is kept for ever, and stands for whom and when it was decided."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from alerts.catalogue import all_rules
from alerts.decisions import (
    DecisionRefused,
    Decisions,
    DecisionUnknown,
    Kind,
    Proposal,
    decided,
    limit_of,
)
from alerts.filters import preview
from alerts.finding import Results, RuleResult
from alerts.ledger import Ledger
from alerts.limits import LimitUnknown, Override, in_force, read_value
from alerts.rule import Verdict
from alerts.statutes import named, proposals
from alerts.switches import Filter, Switch, filtered, off
from alerts.trail import lines
from tests.alerts.found import NOON, found

RULES = all_rules()
B02 = RULES["execution.payment_exceeds_allotment"]
B03 = RULES["execution.spending_behind_schedule"]
DAY = date(2026, 9, 30)
LIMIT = Proposal(Kind.LIMIT, "B02", "rounding", "王", "tolerance", "0.01", "410000")


@pytest.fixture
def decisions(ledger: Ledger) -> Decisions:
    return Decisions(ledger.engine)


def tolerance(*overrides: Override, region: str = "410102", year: int = 2026) -> str:
    limits = in_force(B02, region, "county", year, DAY, overrides)
    return limits.printed["tolerance"]["value"]


def tolerated(value: str, **where: object) -> Override:
    return Override("B02", "tolerance", Decimal(value), "why", "王", **where)  # type: ignore[arg-type]


def test_a_decision_is_kept_with_its_reason_and_author(decisions: Decisions) -> None:
    [kept] = decisions.decide([LIMIT], now=NOON)

    assert decisions.all() == [kept]
    assert (kept.number, kept.reason, kept.author, kept.decided_at) == (1, "rounding", "王", NOON)
    assert [o.value for o in decided([kept], RULES).overrides] == [Decimal("0.01")]


def test_what_waits_stands_only_when_a_second_person_has_approved_it(decisions: Decisions) -> None:
    [kept] = decisions.decide([LIMIT], now=NOON, waits=True)
    assert (kept.standing(DAY), decided([kept], RULES).overrides) == ("waiting", [])
    with pytest.raises(DecisionRefused, match="a second person approves it"):
        decisions.approve(1, by="王", now=NOON)

    approved = decisions.approve(1, by="李", now=NOON)

    assert (approved.standing(DAY), approved.approved_by) == ("in_force", "李")
    assert [o.approved_by for o in decided([approved], RULES).overrides] == ["李"]
    with pytest.raises(DecisionRefused, match="李 approved it"):
        decisions.approve(1, by="张", now=NOON)


def test_a_revoked_decision_stays_in_the_record_and_stands_no_more(decisions: Decisions) -> None:
    decisions.decide([LIMIT], now=NOON)
    revoked = decisions.revoke(1, by="李", reason="a mistake", now=NOON)

    assert (revoked.standing(DAY), revoked.revoked_why) == ("revoked", "a mistake")
    assert decided(decisions.all(), RULES).overrides == []
    with pytest.raises(DecisionRefused, match="was revoked already by 李"):
        decisions.revoke(1, by="李", reason="again", now=NOON)
    with pytest.raises(DecisionRefused, match="was revoked by 李"):
        decisions.approve(1, by="张", now=NOON)


def test_a_night_as_known_on_a_day_knows_what_was_decided_by_then(decisions: Decisions) -> None:
    later = NOON + timedelta(days=1)
    decisions.decide([LIMIT], now=NOON)
    decisions.revoke(1, by="李", reason="a mistake", now=later)

    assert decisions.all(known=NOON) == []
    assert [one.stands for one in decisions.all(known=later)] == [True]
    assert [one.stands for one in decisions.all()] == [False]


def test_what_is_decided_is_in_the_chain_of_all_that_was_done(
    ledger: Ledger, decisions: Decisions
) -> None:
    decisions.decide([LIMIT], now=NOON)
    decisions.revoke(1, by="李", reason="a mistake", now=NOON)

    with ledger.engine.connect() as connection:
        told = [(line.actor, line.act, line.subject) for line in lines(connection)]
    assert told[-2:] == [
        ("王", "decision.decide", "decision/1"), ("李", "decision.revoke", "decision/1"),
    ]  # fmt: skip


def test_of_several_decisions_all_are_kept_or_none(decisions: Decisions) -> None:
    with pytest.raises(DecisionRefused):
        decisions.decide([LIMIT, replace(LIMIT, reason=" ")], now=NOON)
    assert decisions.all() == []
    with pytest.raises(DecisionUnknown, match="there is no decision 1"):
        decisions.get(1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reason": " "}, "to decide about B02, give a reason"),
        ({"reason": "x" * 2001}, "the reason has 2001 characters"),
        ({"author": ""}, "say who decides this"),
        ({"region": "郑州"}, "'郑州' is no government"),
        ({"region": "４１０１００"}, "is no government"),
        ({"tier": "city"}, "'city' is no tier: they are central, province"),
        ({"valid_from": DAY, "valid_to": date(2026, 9, 29)}, "it would end on 2026-09-29, before"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(
    decisions: Decisions, change: dict[str, object], said: str
) -> None:
    with pytest.raises(DecisionRefused, match=said):
        decisions.decide([replace(LIMIT, **change)], now=NOON)  # type: ignore[arg-type]


def test_the_limit_of_the_deepest_government_stands_before_tier_year_and_day() -> None:
    wide = tolerated("0.01", region="410000", tier="county", fiscal_year=2026, valid_from=DAY)
    near = tolerated("0.02", region="410100")

    assert tolerance(wide, near) == "0.02"
    assert tolerance(wide, near, region="410203") == "0.01"
    assert tolerance(wide, near, region="420100") == "0.00"


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        ({"tier": "county"}, {"fiscal_year": 2026}),
        ({"fiscal_year": 2026}, {"valid_from": DAY}),
        ({"valid_from": DAY}, {"valid_from": date(2026, 1, 1), "number": 9}),
        ({"number": 2}, {"number": 1}),
    ],
)
def test_of_one_government_the_nearer_limit_stands(
    nearer: dict[str, object], farther: dict[str, object]
) -> None:
    assert tolerance(tolerated("0.01", **nearer), tolerated("0.02", **farther)) == "0.01"


def test_a_year_that_is_over_has_the_limits_of_its_last_day() -> None:
    since = date(2026, 1, 1)

    assert tolerance(tolerated("0.01", valid_from=since), year=2025) == "0.00"
    assert tolerance(tolerated("0.01", valid_from=since, fiscal_year=2025), year=2025) == "0.01"


@pytest.mark.parametrize(
    ("rule", "name", "text", "said"),
    [
        (B03, "yellow", "15%", "write 25 % as 0.25"),
        (B03, "yellow", "-0.1", "-0.1 was given where at least 0 is wanted"),
        (B03, "yellow", "1e9", "a number with up to 8 decimals is wanted"),
        (B03, "yellow", "NaN", "a number with up to 8 decimals is wanted"),
        (B03, "first_month", "13", "13 was given where at least 1 and at most 12 is wanted"),
        (B03, "first_month", "3.5", "a whole number is wanted"),
        (B02, "tolerance", "0.001", "a number with up to 2 decimals is wanted"),
        (B02, "slack", "1", "B02 has no limit 'slack': it has tolerance"),
    ],
)
def test_a_limit_of_another_kind_is_refused(rule, name: str, text: str, said: str) -> None:
    with pytest.raises(LimitUnknown) as refused:
        read_value(rule, name, text)
    assert said in str(refused.value)


def test_a_setting_is_written_as_it_is_kept() -> None:
    b19 = RULES["execution.paid_twice"]
    assert limit_of(b19, "personnel_codes= 301，303、509 ") == ("personnel_codes", "301, 303, 509")
    assert limit_of(b19, "days=060") == ("days", "60")
    with pytest.raises(LimitUnknown, match="'days' sets nothing: write NAME=VALUE, as days=30"):
        limit_of(b19, "days")


def switch(*, on: bool = False, number: int = 1, **where: object) -> Switch:
    return Switch(number, "B02", on, "why", "王", **where)  # type: ignore[arg-type]


def test_a_switch_holds_for_a_government_and_those_below_until_it_expires() -> None:
    put_off = switch(region="410000", valid_to=DAY)

    assert off([put_off], "B02", "410102", DAY) == put_off
    assert off([put_off], "B02", "420000", DAY) is None
    assert off([put_off], "B02", "410102", date(2026, 10, 1)) is None
    assert off([put_off], "B03", "410102", DAY) is None


def test_of_two_switches_the_deeper_one_stands_and_then_the_later() -> None:
    wide, back = switch(region="410000"), switch(on=True, number=2, region="410100")

    assert off([wide, back], "B02", "410102", DAY) is None
    assert off([wide, back], "B02", "410203", DAY) == wide
    assert off([wide, switch(on=True, number=2, region="410000")], "B02", "410203", DAY) is None


def hiding(**change: object) -> Filter:
    seen = frozenset({("419801", "2026", "A1")})
    known = Filter(7, "B02", "instalments", "王", "李", "419800", None, "A*", DAY, seen)
    return replace(known, **change)  # type: ignore[arg-type]


def said() -> Results:
    counts = {Verdict.FAIL: 2, Verdict.PASS: 1}
    result = RuleResult("B02", "b02", "e", "419801", "2026", counts, {}, {})
    return Results([result], [found("A1"), found("A2")])


def test_a_filter_hides_what_was_previewed_and_names_itself_on_the_rest() -> None:
    left = filtered(said(), [hiding()], DAY)

    [result] = left.results
    assert dict(result.counts) == {Verdict.FAIL: 1, Verdict.PASS: 1, Verdict.NOT_APPLICABLE: 1}
    assert result.reasons == {"filter 7: instalments (王, 李)": 1}
    assert [(f.subject, f.operands.get("outside_filter")) for f in left.findings] == [("A2", "7")]


@pytest.mark.parametrize(
    "change",
    [{"valid_to": date(2026, 9, 29)}, {"code": "B03"}, {"region": "420000"}, {"unit": "9*"}],
)
def test_a_filter_that_is_over_or_means_something_else_hides_nothing(
    change: dict[str, object],
) -> None:
    assert filtered(said(), [hiding(**change)], DAY) == said()


@pytest.mark.parametrize(
    ("subject", "means"),
    [("A[1]?", ["A[1]?"]), ("*[1]*", ["A[1]?"]), ("A?", []), ("[A]1", []), ("*1", ["A1"])],
)
def test_a_filter_means_its_words_but_for_the_star(subject: str, means: list[str]) -> None:
    wanted = hiding(subject=subject, previewed=frozenset())
    assert [f.subject for f in (found("A[1]?"), found("A1")) if wanted.matches(f)] == means


def test_a_filter_is_for_what_its_author_can_see() -> None:
    wanted = Proposal(Kind.FILTER, "B02", "why", "王", region="419800", subject="A*")

    assert preview(wanted, said().findings).places == [
        ("419801", "2026", "A1"), ("419801", "2026", "A2"),
    ]  # fmt: skip
    with pytest.raises(DecisionRefused, match="there is nothing to hide"):
        preview(replace(wanted, subject="Z*"), said().findings)
    with pytest.raises(DecisionRefused, match="is a switch"):
        preview(replace(wanted, subject="*"), said().findings)


@pytest.mark.parametrize(
    ("region", "tier"), [("110000", "province"), ("110105", None), ("310000", None)]
)
def test_a_statute_that_binds_one_government_is_not_adopted_for_those_below_it(
    region: str, tier: str | None
) -> None:
    chosen = named("shanghai" if region == "310000" else "beijing")
    rules = {rule.code: rule for rule in RULES.values()}
    made, _ = proposals(chosen, rules, region=region, since=None, reason="", author="王")

    assert {(one.region, one.tier) for one in made} == {(region, tier)}


def test_what_is_in_force_has_a_mark_that_changes_with_it(decisions: Decisions) -> None:
    none = decided([], RULES).mark
    [kept] = decisions.decide([LIMIT], now=NOON)
    seen = [("419801", "2026", "A1")]
    hides = replace(LIMIT, kind=Kind.FILTER, name="", value="", subject="A*")
    decisions.decide([hides], now=NOON, seen=seen)

    marks = {none, decided([kept], RULES).mark, decided(decisions.all(), RULES).mark}
    assert len(marks) == 3
    assert decided(decisions.all(), RULES).mark == decided(decisions.all(), RULES).mark
