"""A list of alerts is in the order of work, and shows nobody what is not theirs."""

import base64
from datetime import date
from decimal import Decimal

import pytest

from alerts.ledger import AlertUnknown, CursorUnreadable, Ledger, Wanted
from alerts.rule import Severity
from alerts.scope import Scope, stem
from alerts.workflow import Role, State
from tests.alerts.found import LOOKED, MONDAY, NOON, TUESDAY, found

ALL = Scope.everywhere()


def subjects(ledger: Ledger, scope: Scope = ALL, **wishes: object) -> list[str]:
    listed = ledger.alerts(scope=scope, wanted=Wanted(**wishes))  # type: ignore[arg-type]  # wishes
    assert ledger.count(scope=scope, wanted=Wanted(**wishes)) == len(listed.items)  # type: ignore[arg-type]  # wishes
    return [alert.subject for alert in listed.items]


def test_the_gravest_then_the_dearest_then_the_oldest_come_first(ledger: Ledger) -> None:
    blue = found("blue", severity=Severity.BLUE, at_stake=Decimal("999.00"))
    nothing = found("nothing at stake", at_stake=None)
    below = found("below zero", at_stake=Decimal("-5.00"))
    cheap, dear = found("cheap", at_stake=Decimal("0.01")), found("dear", at_stake=Decimal("9.00"))
    ledger.note(MONDAY, [cheap], looked=[], now=NOON)
    young = found("young", at_stake=Decimal("0.01"))
    ledger.note(TUESDAY, [blue, nothing, below, young, cheap, dear], looked=[], now=NOON)

    assert subjects(ledger) == ["dear", "cheap", "young", "below zero", "nothing at stake", "blue"]


def test_pages_follow_one_another_without_a_gap_or_a_repeat(ledger: Ledger) -> None:
    many = [
        found(f"{n:02d}", at_stake=None if n % 3 else Decimal(n % 2), severity=grade)
        for n, grade in enumerate([*Severity] * 6)
    ]
    ledger.note(MONDAY, many, looked=[], now=NOON)
    whole = subjects(ledger)

    pages, after = [], None
    while True:
        page = ledger.alerts(scope=ALL, wanted=Wanted(), after=after, most=5)
        pages += [alert.subject for alert in page.items]
        after = page.next
        if after is None:
            break

    assert pages == whole
    assert len(whole) == 24


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "令",
        "\ud800",
        base64.b64encode(b"0 0 2026-01-01").decode(),
        base64.b64encode(b"0 99999999999999999999 2026-01-01 1").decode(),
        base64.b64encode(b"0 0 2026-13-01 1").decode(),
    ],
)
def test_a_cursor_that_no_list_gave_is_refused(ledger: Ledger, cursor: str) -> None:
    with pytest.raises(CursorUnreadable, match="is no cursor"):
        ledger.alerts(scope=ALL, wanted=Wanted(), after=cursor)


def test_wishes_narrow_a_list(ledger: Ledger) -> None:
    ledger.note(
        MONDAY,
        [
            found("P_1%", unit="101001"),
            found("P21", code="B03", period="2026-03", severity=Severity.YELLOW),
            found("甲公司", region="419802", unit=None),
        ],
        looked=[],
        now=NOON,
    )
    ledger.note(TUESDAY, [found("甲公司", region="419802", unit=None)], looked=LOOKED, now=NOON)

    assert subjects(ledger, code="B03") == ["P21"]
    assert subjects(ledger, severity=Severity.YELLOW) == ["P21"]
    assert subjects(ledger, state=State.CLOSED) == []
    assert subjects(ledger, region="419802") == ["甲公司"]
    assert subjects(ledger, region="419800") == ["P_1%", "甲公司", "P21"]
    assert subjects(ledger, unit="101001") == ["P_1%", "P21"]
    assert subjects(ledger, period="2026-03") == ["P21"]
    assert subjects(ledger, since=TUESDAY) == ["甲公司"]
    assert subjects(ledger, observed=False) == ["P_1%"]
    assert subjects(ledger, observed=True) == ["甲公司", "P21"]
    assert subjects(ledger, backlog=False) == []
    assert subjects(ledger, text="p_1%") == ["P_1%"]
    assert subjects(ledger, text="公司") == ["甲公司"]
    assert subjects(ledger, text="' or 1=1 --") == []


def test_a_period_of_a_year_takes_its_months_along(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found("a"), found("b", period="2026-03")], looked=[], now=NOON)

    assert subjects(ledger, period="2026") == ["a", "b"]


def test_facets_say_what_another_choice_would_give(ledger: Ledger) -> None:
    ledger.note(
        MONDAY,
        [found("a"), found("b", severity=Severity.BLUE), found("c", code="B03", unit=None)],
        looked=[],
        now=NOON,
    )

    facets = ledger.facets(scope=ALL, wanted=Wanted(severity="red"))

    assert facets.severity == {Severity.RED: 2, Severity.BLUE: 1}
    assert facets.state == {State.RAISED: 2}
    assert facets.code == {"B02": 1, "B03": 1}
    assert facets.unit == {"101001": 1}


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (Scope(("419801",)), ["county", "township"]),
        (Scope(("419800",)), ["city", "county", "township"]),
        (Scope(("410000",)), ["province", "city", "county", "township"]),
        (Scope(("000000",)), ["province", "city", "county", "township", "abroad"]),
        (Scope(("419801", "990100")), ["county", "township", "abroad"]),
        (Scope(()), []),
        (Scope(None), []),
        (Scope.of(Role.ADMINISTRATOR, "410000"), []),
        (Scope.of(Role.RESPONDENT, "410000"), []),
        (Scope.of(Role.ANALYST, None), []),
        (Scope.of(Role.LEADER, "419801"), ["county", "township"]),
        (Scope(("410000",), units=("U1",)), ["city"]),
        (Scope(("410000",), units=()), []),
    ],
)
def test_a_reader_sees_the_governments_below_one_s_own(
    ledger: Ledger, scope: Scope, seen: list[str]
) -> None:
    regions = ["410000", "419800", "419801", "419801001", "990100"]
    names = ["province", "city", "county", "township", "abroad"]
    units = ["U0", "U1", "U2", "U3", "U4"]
    ledger.note(
        MONDAY,
        [found(n, region=r, unit=u) for n, r, u in zip(names, regions, units, strict=True)],
        looked=[],
        now=NOON,
    )

    assert subjects(ledger, scope) == seen
    assert [n for n, r, u in zip(names, regions, units, strict=True) if scope.sees(r, u)] == seen
    for number, name in enumerate(names, start=1):
        if name in seen:
            assert ledger.alert(number, scope=scope).subject == name
        else:
            with pytest.raises(AlertUnknown, match=f"no alert {number} is here"):
                ledger.alert(number, scope=scope)


def test_a_deputy_sees_no_alert_that_nobody_has_found_true(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found("county", region="419801")], looked=[], now=NOON)

    assert subjects(ledger, Scope.of(Role.DEPUTY, "419801")) == []


def test_what_is_not_in_reach_is_not_counted_either(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found()], looked=[], now=NOON)

    facets = ledger.facets(scope=Scope(("419802",)), wanted=Wanted())

    assert (facets.severity, facets.state, facets.code, facets.unit) == ({}, {}, {}, {})


@pytest.mark.parametrize(
    ("region", "begins"),
    [
        ("410000", "41"),
        ("419800", "4198"),
        ("419801", "419801"),
        ("419801001", "419801001"),
        ("100000", ""),
        ("", ""),
    ],
)
def test_a_government_s_code_begins_those_below_it(region: str, begins: str) -> None:
    assert stem(region) == begins


def test_a_region_of_no_letters_reaches_nothing() -> None:
    assert not Scope(("",)).sees("419801")
    assert Scope(("",)).stems == ()


def test_one_day_without_alerts_is_an_empty_list(ledger: Ledger) -> None:
    assert ledger.alerts(scope=ALL, wanted=Wanted(since=date(2026, 1, 1))).items == []
