"""Whatever people try in whatever order, no state is reached but by the contract's arrows."""

import shutil
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from alerts.accounts import Accounts
from alerts.actor import Actor
from alerts.agreement import disagreements
from alerts.ledger import Ledger
from alerts.matters.audit import open_problems
from alerts.matters.desk import Matters, MatterUnknown
from alerts.matters.kinds import KINDS
from alerts.matters.lists import (
    MatterWanted,
    count_matters,
    figures,
    list_matters,
    read_matter,
)
from alerts.matters.sealed_reply import Reply, pack, seal_in, seal_out
from alerts.matters.standing import Stands, replayed
from alerts.procedure import MoveForbidden, MoveRefused, WordsMissing
from alerts.verify import verify_trail
from api.app import create_app
from tests.alerts.matters.walk import LATER, confirmed, drafted, take
from tests.alerts.people import LEADER, LI, UNIT, WANG
from tests.postgres import database, sqlite_url
from warehouse.database import Window

PASSWORD = "long-enough-1"

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


TRIED = {
    "move": st.sampled_from(sorted(GIVEN)),
    "name": st.sampled_from(sorted(PEOPLE)),
    "kind_heart": st.booleans(),
}
PROBLEM = {
    "problem": "P18", "region": "419801", "audit_year": 2025, "unit": "101001",
    "problem_class": "其他", "text": "违规", "amount": Decimal(5), "reported_on": date(2026, 6, 1),
    "due_on": None, "remedied": None, "closed_on": None, "unit_name": "水利局",
}  # fmt: skip


class Walks(RuleBasedStateMachine):
    """People who try everything, by the engine, over HTTP, and with what is taken in as files."""

    def url(self) -> str:
        return sqlite_url(self.template, self.folder)

    template: Path

    @initialize(kind=st.sampled_from(sorted(KINDS)))
    def open(self, kind: str) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.ledger = Ledger(self.url())
        self.matters = Matters(self.ledger.engine)
        if kind == "warning":
            confirmed(self.ledger, 1)
        self.matters.draft(drafted(kind), by=WANG, now=LATER)
        app = create_app(
            Window(self.folder), self.ledger, clock=lambda: LATER, version="1", rules={},
            matters=self.matters, evidence=self.folder,
        )  # fmt: skip
        self.doors = {name: self.signed_in(app, one) for name, one in PEOPLE.items()}

    def signed_in(self, app: FastAPI, one: Actor) -> TestClient:
        Accounts(self.ledger.engine).add(
            one.name, password=PASSWORD, role=one.role, region=one.region, unit=one.unit, now=LATER
        )
        client = TestClient(app, base_url="http://site")
        told = client.post("/api/v1/session", json={"account": one.name, "password": PASSWORD})
        client.headers["X-CSRF-Token"] = told.json()["csrf"]
        return client

    @rule(**TRIED)
    def by_the_engine(self, move: str, name: str, kind_heart: bool) -> None:
        before = read_matter(self.ledger.engine, 1, by=WANG)
        try:
            take(self.matters, 1, move, PEOPLE[name], now=LATER, **given_with(move, kind_heart))
        except (MoveRefused, MoveForbidden, WordsMissing, MatterUnknown):
            assert read_matter(self.ledger.engine, 1, by=WANG) == before

    @rule(**TRIED)
    def over_http(self, move: str, name: str, kind_heart: bool) -> None:
        before = read_matter(self.ledger.engine, 1, by=WANG)
        given = {key: str(value) for key, value in given_with(move, kind_heart).items()}
        order = {"move": move, "given": given}
        answer = self.doors[name].post("/api/v1/matters/1/moves", json=order)
        if answer.status_code != 201:
            assert answer.status_code in {403, 404, 409, 422}, answer.text
            assert read_matter(self.ledger.engine, 1, by=WANG) == before

    @rule()
    def by_a_sealed_file(self) -> None:
        before = read_matter(self.ledger.engine, 1, by=WANG)
        try:
            out = seal_out(self.matters, 1, b"key", by=WANG, now=LATER)
            back = pack(out, Reply("已改", "done"), {})
            seal_in(self.matters, back, b"key", self.folder, by=WANG, now=LATER)
        except MoveRefused:
            assert read_matter(self.ledger.engine, 1, by=WANG) == before

    @rule()
    def by_the_auditors_list(self) -> None:
        known = count_matters(self.ledger.engine, MatterWanted(), by=WANG)
        told = open_problems(self.matters, [PROBLEM], by=WANG, now=LATER)
        assert told.opened == int(known == 1)

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
        stood = sorted(list_matters(self.ledger.engine, MatterWanted(), by=WANG).items, key=first)
        with self.ledger.engine.connect() as connection:
            assert sorted(replayed(connection), key=first) == stood
            assert [*verify_trail(connection).faults, *disagreements(connection)] == []

    @invariant()
    def the_counts_close(self) -> None:
        *_, every = figures(
            self.ledger.engine, "kind", MatterWanted(), by=WANG, today=date(2026, 7, 2)
        )
        assert every.came == every.closed + every.open + every.withdrawn

    def teardown(self) -> None:
        self.ledger.close()
        shutil.rmtree(self.folder)


def given_with(move: str, kind_heart: bool) -> dict[str, Any]:
    satisfied = {"reason": "satisfied"} if move == "close" and kind_heart else {}
    return {**GIVEN[move], **satisfied}


def first(one: Stands) -> int:
    return one.matter


def few(examples: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


def test_on_sqlite_no_state_is_reached_but_by_an_arrow(sqlite_template: Path) -> None:
    class OnSQLite(Walks):
        template = sqlite_template

    run_state_machine_as_test(OnSQLite, settings=few(8))


def test_on_postgresql_no_state_is_reached_but_by_an_arrow(
    postgresql: str, postgresql_template: str
) -> None:
    class OnPostgreSQL(Walks):
        def url(self) -> str:
            return database(postgresql, f"walk_{uuid4().hex}", postgresql_template)

    run_state_machine_as_test(OnPostgreSQL, settings=few(4))
