"""Answers that are given again: never longer than what they follow from."""

import asyncio
import gc

import httpx2
import pytest
from starlette.testclient import TestClient

from alerts.ledger import Ledger
from alerts.workflow import Role
from api import kept, lists
from api.deps import Person
from tests.api.city import City, found

ALERTS = "/api/v1/alerts"
UNITS = "/api/v1/units?limit=1"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count how often the query itself is asked."""
    times: list[str] = []
    page = lists.page

    def counted(listing, *given: object):
        times.append(listing.name)
        return page(listing, *given)

    monkeypatch.setattr(lists, "page", counted)
    return times


def twice(client: TestClient, address: str = UNITS) -> list[bytes]:
    return [client.get(address).content for _ in range(2)]


def test_an_answer_is_given_again_as_it_was(city: City, asked):
    first, second = twice(city.as_("analyst"))

    assert first == second
    assert asked == ["units"]


def test_an_answer_is_given_again_squeezed_or_plain(city: City):
    city.note(*(found(f"S{n}") for n in range(9)))
    reader = city.as_("analyst")

    squeezed = [reader.get(ALERTS) for _ in range(3)]
    plain = reader.get(ALERTS, headers={"Accept-Encoding": "identity"})

    assert {one.headers["content-encoding"] for one in squeezed} == {"gzip"}
    assert {one.content for one in squeezed} == {plain.content}
    assert "content-encoding" not in plain.headers


def test_a_commit_or_another_night_asks_anew(city: City, asked):
    reader = city.as_("analyst")
    twice(reader)

    city.note(found("A"))
    twice(reader)
    night = city.nights / "2026-03-31.duckdb"
    night.rename(city.nights / "old")
    night.write_bytes((city.nights / "old").read_bytes())
    twice(reader)

    assert len(asked) == 3
    assert [one["subject"] for one in reader.get(ALERTS).json()["items"]] == ["A"]


def test_a_past_night_is_given_again_until_it_is_built_anew(city: City, asked):
    reader, past = city.as_("analyst"), f"{UNITS}&as_of=2026-03-31"
    twice(reader, past)
    assert len(asked) == 1

    night = city.nights / "2026-03-31.duckdb"
    night.rename(city.nights / "old")
    night.write_bytes((city.nights / "old").read_bytes())
    twice(reader, past)

    assert len(asked) == 2


def test_a_session_that_is_over_is_given_nothing(city: City):
    reader, other = city.as_("analyst"), city.as_("analyst")
    twice(reader)
    twice(other)

    city.clock.later(hours=13)
    city.accounts.sign_out_everywhere("analyst", now=city.clock())

    assert {one.get(UNITS).status_code for one in (reader, other)} == {401}


def test_a_role_that_is_taken_away_is_gone_with_what_was_kept(city: City):
    reader = city.as_("analyst")
    twice(reader)

    city.accounts.set_role("analyst", Role.EXPERT, now=city.clock(), by="administrator")

    assert reader.get(UNITS).status_code in {401, 403}


def test_what_is_looked_at_with_a_purpose_is_in_the_record_each_time(city: City):
    city.note(found("A"))
    reader = city.as_("analyst")

    for _ in range(3):
        reader.get(f"{ALERTS}/1?purpose=check")
    for _ in range(3):
        reader.get(f"{ALERTS}?region=510000")

    acts = city.as_("auditor").get("/api/v1/trail?actor=analyst").json()["items"]
    told = [one["act"] for one in acts]
    assert (told.count("rows.read"), told.count("door.refuse")) == (3, 3)


def test_nobody_is_given_what_another_asked_for(city: City):
    analyst, east = city.as_("analyst"), city.as_("east")

    west = [one["region"] for one in analyst.get("/api/v1/regions").json()["items"]]

    assert "419802" in west
    assert [one["region"] for one in east.get("/api/v1/regions").json()["items"]] == ["419801"]


def test_a_ledger_counts_the_commits_of_others_and_no_reads(city: City):
    changes = Ledger(f"sqlite:///{city.nights.parent / 'ledger.sqlite'}").changes
    before = changes.version()
    city.as_("analyst")

    after = changes.version()

    assert before != after == changes.version()
    changes.close()


def test_a_database_over_a_network_is_not_asked_on_the_loop():
    changes = Ledger("postgresql+psycopg://nobody@127.0.0.1:1/none").changes

    assert (changes.known, changes.version()) == (False, None)


def at_once(city: City, address: str, times: int) -> list[httpx2.Response]:
    cookies = "; ".join(f"{name}={value}" for name, value in city.as_("analyst").cookies.items())

    async def ask() -> list[httpx2.Response]:
        door = httpx2.ASGITransport(app=city.app)
        async with httpx2.AsyncClient(transport=door, base_url="http://site") as client:
            asking = (client.get(address, headers={"Cookie": cookies}) for _ in range(times))
            return await asyncio.gather(*asking)

    return asyncio.run(ask())


def test_of_many_who_ask_at_once_one_has_the_answer_made(city: City, asked):
    told = at_once(city, UNITS, 20)

    assert {one.status_code for one in told} == {200}
    assert len({one.content for one in told}) == 1
    assert asked == ["units"]


def test_who_waited_for_what_is_never_kept_has_it_made(city: City, asked):
    told = at_once(city, f"{UNITS}&format=csv", 2)

    assert [one.status_code for one in told] == [200, 200]
    assert asked == ["units", "units"]


def test_of_many_who_open_an_alert_first_few_have_it_made(city: City, monkeypatch):
    city.note(found("A"))
    made: list[int] = []
    told = Ledger.sightings
    monkeypatch.setattr(Ledger, "sightings", lambda *given: made.append(1) or told(*given))

    answers = at_once(city, f"{ALERTS}/1", 20)

    assert {one.status_code for one in answers} == {200}
    assert len(made) <= 3  # the first look is put into the record, which changes the ledger


def test_many_small_answers_take_no_more_than_a_process_keeps(city: City, asked, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 3 * kept.AROUND)
    reader, addresses = city.as_("analyst"), [f"{UNITS}{'&' * n}" for n in range(3)]
    for address in (*addresses, addresses[-1]):
        reader.get(address)
    assert len(asked) == 3

    reader.get(addresses[0])

    assert len(asked) == 4


def test_what_is_kept_for_a_reader_names_the_reader_once(city: City):
    reader = city.as_("analyst")

    def people() -> int:
        gc.collect()
        return sum(isinstance(one, Person) for one in gc.get_objects())

    before = people()
    for n in range(20):
        reader.get(f"{UNITS}{'&' * n}")

    assert people() - before < 5
