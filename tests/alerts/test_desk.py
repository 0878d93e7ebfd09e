"""People judge what machines saw: by one procedure, one at a time or a set as it was shown."""

from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest

from alerts.desk import Desk, Order, PreviewUnknown
from alerts.handling import ALERTS
from alerts.ledger import AlertUnknown, Answers, Ledger, Wanted
from alerts.procedure import MovedMeanwhile, MoveForbidden, MoveRefused, WordsMissing
from alerts.rule import Severity
from alerts.tallies import By, groups, precision
from alerts.verify import verify_trail
from tests.alerts.found import LOOKED, MONDAY, NOON, TUESDAY, WEDNESDAY, found
from tests.alerts.people import AWAY, CITY, LEADER, LI, WANG

NORMAL = Order("normal", "timing", "四月补记")


@pytest.fixture
def desk(ledger: Ledger) -> Desk:
    ledger.note(MONDAY, [found("A"), found("B"), found("C")], looked=LOOKED, now=NOON)
    return Desk(ledger.engine)


def state(ledger: Ledger, number: int = 1) -> str:
    return ledger.alert(number, scope=CITY).state.value


def test_who_takes_an_alert_owns_it(ledger: Ledger, desk: Desk) -> None:
    line = desk.move(1, Order("take"), by=WANG, now=NOON)

    taken = ledger.alert(1, scope=CITY)
    assert (taken.state.value, taken.owner, taken.version) == ("verifying", "王", line)
    assert [(m.actor, m.move, m.from_state) for m in ledger.moves(1)] == [("王", "take", "raised")]


def test_a_step_that_does_not_start_here_says_what_does(desk: Desk) -> None:
    desk.move(1, Order("confirm"), by=WANG, now=NOON)

    with pytest.raises(MoveRefused) as refused:
        desk.move(1, Order("take"), by=LI, now=NOON)
    assert str(refused.value) == (
        "alert 1 is confirmed (认定属实): 'take' starts from raised (待核); from here: reopen"
    )


def test_only_an_analyst_judges(desk: Desk) -> None:
    with pytest.raises(MoveForbidden, match="is a step of the analyst, and you are leader"):
        desk.move(1, Order("confirm"), by=LEADER, now=NOON)
    with pytest.raises(MoveForbidden, match="never taken by hand: it happens when the alert joins"):
        desk.move(1, Order("hand_over"), by=WANG, now=NOON)
    with pytest.raises(MoveRefused, match="no step is called 'approve': an alert may take take"):
        desk.move(1, Order("approve"), by=WANG, now=NOON)


def test_what_lies_elsewhere_is_not_there(desk: Desk) -> None:
    for number, by in ((1, AWAY), (99, WANG)):
        with pytest.raises(AlertUnknown, match=f"no alert {number} is here"):
            desk.move(number, Order("take"), by=by, now=NOON)


@pytest.mark.parametrize(
    ("order", "says"),
    [
        (Order("normal", words="好"), "needs a reason of the list: explained"),
        (Order("normal", "gut", "好"), "'gut' is none"),
        (Order("misjudged", "rule", "  "), "'misjudged' of an alert needs words"),
        (Order("normal", "timing", "好", date(2026, 4, 1)), "2026-04-01 is past: today is"),
        (Order("normal", "timing", "长" * 5000), "words has 5000 characters, at most 4000"),
    ],
)
def test_a_judgement_comes_with_its_reason(desk: Desk, order: Order, says: str) -> None:
    with pytest.raises(WordsMissing, match=says):
        desk.move(1, order, by=WANG, now=NOON)


def test_a_self_check_is_due_on_a_working_day(ledger: Ledger, desk: Desk) -> None:
    desk.move(1, Order("take"), by=WANG, now=NOON)
    asked = Order("self_check", words="请自查", until=date(2026, 4, 5))

    with pytest.raises(WordsMissing, match="no working day: name 2026-04-03 or 2026-04-07"):
        desk.move(1, asked, by=WANG, now=NOON)
    desk.move(1, Order("self_check", words="请自查", until=date(2026, 4, 7)), by=WANG, now=NOON)
    assert (state(ledger), ledger.moves(1)[-1].until) == ("verifying", date(2026, 4, 7))


def test_the_second_of_two_is_told_what_it_has_become_and_by_whom(desk: Desk) -> None:
    desk.move(1, Order("take"), by=WANG, now=NOON, seen=0)

    with pytest.raises(MovedMeanwhile) as told:
        desk.move(1, Order("confirm"), by=LI, now=NOON, seen=0)
    assert str(told.value) == (
        "alert 1 has become verifying (核实中) meanwhile: 王 took 'take' at 2026-04-01 12:00; "
        "look at it again"
    )


def test_of_two_at_once_one_takes_it(ledger: Ledger, desk: Desk) -> None:
    refused: list[str] = []
    together = Barrier(4)

    def take() -> None:
        together.wait()
        try:
            desk.move(1, Order("take"), by=WANG, now=NOON)
        except MoveRefused as error:
            refused.append(str(error))

    threads = [Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), len(ledger.moves(1))) == (3, 1)


def test_what_was_shown_is_what_is_moved(ledger: Ledger, desk: Desk) -> None:
    shown = desk.preview(Wanted(state="raised"), by=WANG, now=NOON)
    ledger.note(TUESDAY, [found("D")], looked=[], now=NOON)

    moved = desk.move_previewed(shown.token, Order("take"), by=WANG, now=NOON)

    assert list(moved) == list(shown.numbers) == [1, 2, 3]
    assert [state(ledger, n) for n in (1, 2, 3, 4)] == ["verifying"] * 3 + ["raised"]


def test_a_set_that_changed_since_is_moved_not_at_all(ledger: Ledger, desk: Desk) -> None:
    shown = desk.preview(Wanted(), by=WANG, now=NOON)
    desk.move(2, Order("confirm"), by=LI, now=NOON)
    ledger.note(TUESDAY, [found("C", edition="new")], looked=[], now=NOON)

    with pytest.raises(MovedMeanwhile, match="2 of the 3 alerts") as told:
        desk.move_previewed(shown.token, Order("take"), by=WANG, now=NOON)
    assert "2 is confirmed now; 3 rests on other evidence now; nothing was moved" in str(told.value)
    assert state(ledger, 1) == "raised"


def test_a_preview_is_of_who_asked_for_it_and_once(desk: Desk) -> None:
    shown = desk.preview(Wanted(), by=WANG, now=NOON)

    for by, now in ((LI, NOON), (WANG, NOON + timedelta(hours=13))):
        with pytest.raises(PreviewUnknown, match="preview the set again"):
            desk.move_previewed(shown.token, Order("take"), by=by, now=now)
    with pytest.raises(WordsMissing, match="no alerts match"):
        desk.preview(Wanted(code="Z99"), by=WANG, now=NOON)


@pytest.mark.parametrize(
    ("severity", "at_stake", "state_then"),
    [
        (Severity.RED, "22.11", "normal"),
        (Severity.RED, "22.12", "raised"),
        (Severity.BLUE, "22.11", "normal"),
    ],
)
def test_what_is_normal_comes_back_above_a_tenth_more(
    ledger: Ledger, desk: Desk, severity: Severity, at_stake: str, state_then: str
) -> None:
    desk.move(1, NORMAL, by=WANG, now=NOON)
    again = found("A", severity=severity, at_stake=Decimal(at_stake))
    noted = ledger.note(TUESDAY, [again], looked=[], now=NOON)

    assert (state(ledger), noted.came_back) == (state_then, int(state_then == "raised"))


def test_what_is_normal_comes_back_when_it_is_graver(ledger: Ledger) -> None:
    ledger.note(MONDAY, [found(severity=Severity.BLUE)], looked=LOOKED, now=NOON)
    Desk(ledger.engine).move(1, NORMAL, by=WANG, now=NOON)
    ledger.note(TUESDAY, [found(severity=Severity.YELLOW)], looked=LOOKED, now=NOON)

    back = ledger.moves(1)[-1]
    assert (back.actor, back.move, back.cause) == ("pursewatch", "come_back", "changed")


def test_what_is_normal_up_to_a_day_comes_back_after_it(ledger: Ledger, desk: Desk) -> None:
    until = Order("normal", "timing", "四月补记", date(2026, 4, 2))
    desk.move(1, until, by=WANG, now=NOON)
    ledger.note(date(2026, 4, 2), [found("A")], looked=[], now=NOON)
    assert state(ledger) == "normal"
    ledger.note(date(2026, 4, 3), [], looked=[], now=NOON)
    assert state(ledger) == "normal"
    ledger.note(date(2026, 4, 4), [found("A")], looked=[], now=NOON)
    assert (state(ledger), ledger.moves(1)[-1].cause) == ("raised", "expired")


def test_what_is_found_after_a_rule_changed_is_labelled(ledger: Ledger) -> None:
    def night(day: date, edition: str, limits: str, *subjects: str) -> None:
        answers = Answers(LOOKED, wordings={("B02", "419801"): (edition, limits)})
        ledger.note(day, [found(s) for s in subjects], looked=[], now=NOON, answers=answers)

    night(MONDAY, "one", "0.1", "A")
    night(TUESDAY, "one", "0.2", "A", "B")
    night(WEDNESDAY, "two", "0.2", "A", "B", "C")
    night(date(2026, 4, 2), "two", "0.2", "A", "B", "C", "D")

    labels = [ledger.alert(n, scope=CITY).because for n in (1, 2, 3, 4)]
    assert labels == [None, "limit", "edition", None]


@pytest.mark.usefixtures("desk")
def test_what_a_missing_feed_makes_unknown_is_muted_and_says_so(ledger: Ledger) -> None:
    missing = Answers([], unknown={LOOKED[0]: "feed missing: payment"})
    ledger.note(TUESDAY, [], looked=[], now=NOON, answers=missing)

    assert ledger.alert(1, scope=CITY).inhibited == "feed missing: payment"
    assert ledger.count(scope=CITY, wanted=Wanted(unmuted_on=TUESDAY)) == 0
    ledger.note(WEDNESDAY, [found("A")], looked=LOOKED, now=NOON)
    assert ledger.count(scope=CITY, wanted=Wanted(unmuted_on=WEDNESDAY)) == 3


def test_a_rule_is_as_precise_as_people_found_it(ledger: Ledger, desk: Desk) -> None:
    desk.move(1, Order("confirm"), by=WANG, now=NOON)
    desk.move(2, Order("misjudged", "rule", "口径不对"), by=WANG, now=NOON)

    told = precision(ledger.engine, scope=CITY)["B02"]
    assert (told.right, told.misjudged, told.normal, told.undecided) == (1, 1, 0, 1)
    assert told.share == Decimal("0.5")


@pytest.mark.usefixtures("desk")
def test_alerts_are_grouped_by_what_they_share(ledger: Ledger) -> None:
    ledger.note(
        TUESDAY, [found("D", unit="102001", at_stake=Decimal("70.00"))], looked=[], now=NOON
    )

    by_unit = groups(ledger.engine, By.UNIT, scope=CITY, wanted=Wanted())
    by_payee = groups(ledger.engine, By.PAYEE, scope=CITY, wanted=Wanted(unit="102001"))
    assert [(g.key, g.alerts, g.at_stake) for g in by_unit] == [
        ("102001", 1, Decimal("70.00")),
        ("101001", 3, Decimal("60.30")),
    ]
    assert [(g.key, g.alerts) for g in by_payee] == [("甲公司", 1)]


def test_every_step_of_the_procedure_stands_between_its_states() -> None:
    for step in ALERTS.steps:
        assert set(step.starts) | set(step.ends) <= ALERTS.states.keys()
    assert ALERTS.possible("normal") == ["reopen"]


def test_the_standing_can_be_made_again_and_the_chain_is_proven(ledger: Ledger, desk: Desk) -> None:
    desk.move(1, Order("take"), by=WANG, now=NOON)
    desk.move(2, NORMAL, by=LI, now=NOON)
    before = ledger.alerts(scope=CITY, wanted=Wanted())
    ledger.rebuild_standing()

    assert ledger.alerts(scope=CITY, wanted=Wanted()) == before
    with ledger.engine.connect() as connection:
        assert verify_trail(connection).faults == []
