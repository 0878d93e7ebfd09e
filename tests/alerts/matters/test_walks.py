"""Whatever people try in whatever order, no state is reached but by the contract's arrows."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from alerts.agreement import disagreements
from alerts.ledger import Ledger
from alerts.matters.desk import Matters, MatterUnknown
from alerts.matters.kinds import KINDS
from alerts.matters.lists import MatterWanted, figures, read_matter
from alerts.matters.standing import replayed
from alerts.procedure import MoveForbidden, MoveRefused, WordsMissing
from alerts.verify import verify_trail
from tests.alerts.matters.walk import LATER, confirmed, drafted, take
from tests.alerts.people import LEADER, LI, UNIT, WANG
from tests.postgres import database

ARROWS = {
    "": {"drafted"},
    "drafted": {"drafted", "approved", "issued", "withdrawn"},
    "approved": {"issued", "withdrawn"},
    "issued": {"issued", "received", "withdrawn"},
    "received": {"received", "replied", "withdrawn"},
    "replied": {"replied", "returned", "accepted", "withdrawn"},
    "returned": {"returned", "replied", "withdrawn"},
    "accepted": {"accepted", "closed", "returned", "withdrawn"},
    "closed": {"looked_back"},
}
"""From workflow.md, by hand; a step that stays is an extension, an exemption, an escalation."""
GIVEN: dict[str, dict[str, Any]] = {
    "approve": {},
    "issue": {},
    "receive": {},
    "reply": {"measures": "已改", "reason": "done", "amount": Decimal("1.00")},
    "return": {"words": "不够", "until": date(2026, 12, 30)},
    "accept": {"words": "已核对"},
    "close": {"reason": "dissatisfied"},
    "withdraw": {"words": "重复"},
    "extend": {"words": "复杂", "until": date(2026, 12, 31)},
    "exempt": {"words": "遗留", "article": "九", "until": date(2026, 11, 30)},
    "look_back": {"words": "已抽查", "reason": "in_order"},
}
PEOPLE = {person.name: person for person in (WANG, LI, LEADER, UNIT)}


class Walks(RuleBasedStateMachine):
    """People who try everything."""

    def url(self) -> str:
        return "sqlite://"

    @initialize(kind=st.sampled_from(sorted(KINDS)))
    def open(self, kind: str) -> None:
        self.ledger = Ledger(self.url())
        self.ledger.migrate()
        self.matters = Matters(self.ledger.engine)
        if kind == "warning":
            confirmed(self.ledger, 1)
        self.matters.draft(drafted(kind), by=WANG, now=LATER)

    @rule(
        move=st.sampled_from(sorted(GIVEN)),
        name=st.sampled_from(sorted(PEOPLE)),
        kind_heart=st.booleans(),
    )
    def try_it(self, move: str, name: str, kind_heart: bool) -> None:
        given = dict(GIVEN[move])
        if move == "close" and kind_heart:
            given["reason"] = "satisfied"
        before = read_matter(self.ledger.engine, 1, by=WANG)
        try:
            take(self.matters, 1, move, PEOPLE[name], now=LATER, **given)
        except (MoveRefused, MoveForbidden, WordsMissing, MatterUnknown):
            assert read_matter(self.ledger.engine, 1, by=WANG) == before

    @invariant()
    def every_state_was_reached_by_an_arrow(self) -> None:
        history = read_matter(self.ledger.engine, 1, by=WANG).history
        assert all(one.to_state in ARROWS[one.from_state] for one in history)
        took = {one.move: one.actor for one in history}
        assert took.get("approve") != "王"
        accepted, closed = took.get("accept"), took.get("close")
        assert accepted is None or closed != accepted

    @invariant()
    def the_history_replays_to_the_present(self) -> None:
        stood = read_matter(self.ledger.engine, 1, by=WANG).stands
        with self.ledger.engine.connect() as connection:
            assert list(replayed(connection)) == [stood]
            assert [*verify_trail(connection).faults, *disagreements(connection)] == []

    @invariant()
    def the_counts_close(self) -> None:
        *_, every = figures(
            self.ledger.engine, "kind", MatterWanted(), by=WANG, today=date(2026, 7, 2)
        )
        assert every.came == every.closed + every.open + every.withdrawn

    def teardown(self) -> None:
        self.ledger.close()


def few(examples: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


def test_on_sqlite_no_state_is_reached_but_by_an_arrow() -> None:
    run_state_machine_as_test(Walks, settings=few(8))


def test_on_postgresql_no_state_is_reached_but_by_an_arrow(
    postgresql: str, postgresql_template: str
) -> None:
    class OnPostgreSQL(Walks):
        def url(self) -> str:
            return database(postgresql, f"walk_{uuid4().hex}", postgresql_template)

    run_state_machine_as_test(OnPostgreSQL, settings=few(4))
