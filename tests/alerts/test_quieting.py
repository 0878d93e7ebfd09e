"""Silences say who, why and how long; what people merged stays merged on the next night."""

from datetime import date

import pytest

from alerts.ledger import AlertUnknown, Ledger, Wanted
from alerts.procedure import MoveForbidden, MoveRefused, WordsMissing
from alerts.quieting import Matcher, Quiet, SilenceUnknown
from alerts.tallies import By, groups
from alerts.workflow import Role
from tests.alerts.found import LOOKED, MONDAY, NOON, TUESDAY, found
from tests.alerts.people import AWAY, CITY, LEADER, WANG, person

FRIDAY = date(2026, 4, 3)
HENAN = person("省", Role.ANALYST, region="410000")
TODAY = Wanted(unmuted_on=date(2026, 4, 1))


@pytest.fixture
def quiet(ledger: Ledger) -> Quiet:
    three = [found("A"), found("B", unit="102001"), found("C")]
    ledger.note(MONDAY, three, looked=LOOKED, now=NOON)
    return Quiet(ledger.engine)


def test_what_is_silenced_is_not_shown_up_to_its_day(ledger: Ledger, quiet: Quiet) -> None:
    quiet.mute(Matcher(unit="102001"), reason="年底清理中", until=FRIDAY, by=WANG, now=NOON)

    assert ledger.count(scope=CITY, wanted=TODAY) == 2
    assert ledger.count(scope=CITY, wanted=Wanted(unmuted_on=FRIDAY)) == 2
    assert ledger.count(scope=CITY, wanted=Wanted(unmuted_on=date(2026, 4, 4))) == 3
    assert ledger.count(scope=CITY, wanted=Wanted(muted_on=FRIDAY)) == 1


@pytest.mark.parametrize(
    ("region", "silenced"), [("419801100", 1), ("419801", 4), ("419800", 4), ("410000", 4)]
)
def test_a_silence_of_a_government_takes_those_below_it_and_no_other(
    ledger: Ledger, quiet: Quiet, region: str, silenced: int
) -> None:
    town = found("D", region="419801100")
    ledger.note(TUESDAY, [town], looked=[], now=NOON)
    quiet.mute(Matcher(region=region), reason="年底清理中", until=FRIDAY, by=HENAN, now=NOON)

    wanted = Wanted(muted_on=FRIDAY)
    assert ledger.count(scope=HENAN.scope, wanted=wanted) == silenced


def test_an_alert_raised_under_a_silence_is_silent(ledger: Ledger, quiet: Quiet) -> None:
    quiet.mute(Matcher(code="B02"), reason="规则待改", until=FRIDAY, by=WANG, now=NOON)
    ledger.note(TUESDAY, [found("D")], looked=[], now=NOON)

    assert ledger.alert(4, scope=CITY).muted_until == FRIDAY
    ledger.rebuild_standing()
    assert ledger.alert(4, scope=CITY).muted_until == FRIDAY


def test_a_silence_is_listed_with_its_author_and_its_matches(quiet: Quiet) -> None:
    number = quiet.mute(Matcher(code="B02"), reason="规则待改", until=FRIDAY, by=WANG, now=NOON)

    [told] = quiet.silences(scope=CITY, on=FRIDAY)
    assert (told.number, told.author, told.reason, told.alerts) == (number, "王", "规则待改", 3)
    assert told.matcher == Matcher("B02", "419800")
    assert quiet.silences(scope=AWAY.scope) == []


def test_a_silence_is_ended_once(ledger: Ledger, quiet: Quiet) -> None:
    number = quiet.mute(Matcher(subject="A"), reason="重复", until=FRIDAY, by=WANG, now=NOON)
    quiet.unmute(number, reason="已处理", by=WANG, now=NOON)

    assert ledger.count(scope=CITY, wanted=TODAY) == 3
    assert quiet.silences(scope=CITY, on=FRIDAY) == []
    with pytest.raises(MoveRefused, match="was ended already, by 王"):
        quiet.unmute(number, reason="已处理", by=WANG, now=NOON)
    with pytest.raises(SilenceUnknown, match="no silence 99"):
        quiet.unmute(99, reason="已处理", by=WANG, now=NOON)


@pytest.mark.parametrize(
    ("matcher", "reason", "until", "says"),
    [
        (Matcher(), "烦", FRIDAY, "names a code, a region, a unit or a subject"),
        (Matcher(code="B02"), " ", FRIDAY, "needs a reason"),
        (Matcher(code="B02"), "烦", date(2026, 4, 1), "2026-04-01 is past"),
        (Matcher(code="B02"), "烦", date(2028, 4, 1), "for a year at most"),
    ],
)
def test_a_silence_says_what_why_and_how_long(quiet, matcher, reason, until, says) -> None:
    with pytest.raises(WordsMissing, match=says):
        quiet.mute(matcher, reason=reason, until=until, by=WANG, now=NOON)


def test_only_analysts_mute_and_at_home(quiet: Quiet) -> None:
    with pytest.raises(MoveForbidden, match="only an analyst mutes"):
        quiet.mute(Matcher(code="B02"), reason="烦", until=FRIDAY, by=LEADER, now=NOON)
    with pytest.raises(MoveForbidden, match="region '419900' is not yours"):
        quiet.mute(Matcher(region="419900"), reason="烦", until=FRIDAY, by=WANG, now=NOON)


def test_what_is_merged_stays_so_on_the_next_night(ledger: Ledger, quiet: Quiet) -> None:
    quiet.merge([2, 3], 1, reason="同一项目", by=WANG, now=NOON)
    ledger.note(TUESDAY, [found("B", unit="102001")], looked=LOOKED, now=NOON)
    ledger.rebuild_standing()

    assert ledger.count(scope=CITY, wanted=Wanted(bundle=1)) == 3
    [bundle] = groups(ledger.engine, By.BUNDLE, scope=CITY, wanted=Wanted())
    assert (bundle.key, bundle.alerts) == ("1", 3)


def test_a_merging_is_undone_as_a_whole(ledger: Ledger, quiet: Quiet) -> None:
    quiet.merge([3], 2, reason="同一项目", by=WANG, now=NOON)
    line = quiet.merge([2], 1, reason="同一项目", by=WANG, now=NOON)
    assert [ledger.alert(n, scope=CITY).bundle for n in (1, 2, 3)] == [None, 1, 1]
    quiet.undo(line, reason="并错了", by=WANG, now=NOON)

    assert [ledger.alert(n, scope=CITY).bundle for n in (1, 2, 3)] == [None, None, 2]


def test_a_splitting_is_undone_and_stays_undone(ledger: Ledger, quiet: Quiet) -> None:
    quiet.merge([2, 3], 1, reason="同一项目", by=WANG, now=NOON)
    line = quiet.split([3], reason="不是一回事", by=WANG, now=NOON)
    assert ledger.alert(3, scope=CITY).bundle is None
    quiet.undo(line, reason="还是一回事", by=WANG, now=NOON)
    ledger.rebuild_standing()

    assert ledger.alert(3, scope=CITY).bundle == 1


def test_merging_that_makes_no_sense_is_refused(quiet: Quiet) -> None:
    line = quiet.merge([2], 1, reason="同一项目", by=WANG, now=NOON)
    with pytest.raises(MoveRefused, match="alert 2 is merged into 1 itself"):
        quiet.merge([3], 2, reason="同一项目", by=WANG, now=NOON)
    with pytest.raises(MoveRefused, match="alert 3 is merged into no other"):
        quiet.split([3], reason="分开", by=WANG, now=NOON)
    with pytest.raises(WordsMissing, match="two alerts or more"):
        quiet.merge([1], 1, reason="同一项目", by=WANG, now=NOON)
    with pytest.raises(AlertUnknown, match="no alert 99"):
        quiet.merge([99], 1, reason="同一项目", by=WANG, now=NOON)
    quiet.split([2], reason="分开", by=WANG, now=NOON)
    with pytest.raises(MoveRefused, match="was merged or split since"):
        quiet.undo(line, reason="并错了", by=WANG, now=NOON)
