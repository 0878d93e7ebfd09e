"""Every kind of matter is walked from open to closed, on SQLite and on PostgreSQL."""

from decimal import Decimal
from threading import Barrier, Thread

from alerts.ledger import Ledger
from alerts.matters.desk import Matters
from alerts.matters.kinds import KINDS
from alerts.matters.lists import MatterWanted, figures, list_matters, read_matter
from alerts.matters.standing import replayed
from alerts.procedure import MoveRefused
from alerts.verify import verify_trail
from tests.alerts.matters.walk import LATER, SOURCES, closed, opened, take
from tests.alerts.people import CITY, WANG
from tests.postgres import ledger_url

__all__ = ["ledger_url"]


def test_every_kind_is_walked_from_open_to_looked_back(ledger: Ledger, matters: Matters) -> None:
    for kind in KINDS:
        number = closed(matters, kind)
        stood = take(
            matters, number, "look_back", WANG, now=LATER, reason="in_order", words="已抽查"
        )
        assert (stood.state, stood.put_right) == ("looked_back", Decimal("20.10"))

    listed = list_matters(ledger.engine, MatterWanted(), by=WANG).items
    with ledger.engine.connect() as connection:
        assert sorted(replayed(connection), key=lambda one: one.matter) == sorted(
            listed, key=lambda one: one.matter
        )
        assert verify_trail(connection).faults == []
    assert ledger.alert(1, scope=CITY).state == "closed"
    told = figures(ledger.engine, "kind", MatterWanted(), by=WANG, today=LATER.date())
    assert [one.key for one in told] == [*sorted(KINDS), ""]
    assert (told[-1].closed, told[-1].days_to_close, told[-1].days_to_reply) == (7, 0, 0)


def test_audit_problems_are_counted_by_their_class(ledger: Ledger, matters: Matters) -> None:
    for one in ("超预算", "超预算", "挪用"):
        opened(matters, "audit_problem", source={**SOURCES["audit_problem"], "problem_class": one})
    opened(matters, "interview")
    told = figures(ledger.engine, "class", MatterWanted(), by=WANG, today=LATER.date())
    assert {one.key: one.came for one in told[:-1]} == {"": 1, "挪用": 1, "超预算": 2}
    assert (told[-1].came, told[-1].open) == (4, 4)


def test_of_many_at_once_one_moves_a_matter(ledger: Ledger, matters: Matters) -> None:
    number = opened(matters, "audit_problem")
    together, refused = Barrier(4), []

    def go() -> None:
        together.wait()
        try:
            take(matters, number, "issue", WANG)
        except MoveRefused as error:
            refused.append(str(error))

    threads = [Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 3
    assert len(read_matter(ledger.engine, number, by=WANG).history) == 2
    assert [n.text for n in matters.numbers.given(ledger.engine)] == ["人财交〔2026〕1号"]
