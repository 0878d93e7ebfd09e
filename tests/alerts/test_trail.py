"""The record is one chain: what is done to it from outside is seen, and named."""

import hashlib
import json
from datetime import date
from decimal import Decimal
from multiprocessing import get_context
from threading import Thread

import pytest
import sqlalchemy as sa

from alerts.ledger import Ledger
from alerts.trail import (
    Algorithm,
    ChainUnavailable,
    Entry,
    WordsRefused,
    digest,
    hash_with,
    head,
    lines,
    trail,
    write_down,
    written,
)
from alerts.verify import Proof, verify_trail
from service.heads import read_head
from tests.alerts.found import NOON


def acts(ledger: Ledger, count: int = 6) -> None:
    write_down(
        ledger.engine,
        [Entry("王", "limit.set", f"rule B0{n}", {"value": Decimal("0.10")}) for n in range(count)],
        now=NOON,
    )


def change(ledger: Ledger, *statements: str) -> None:
    with ledger.engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


def proof(ledger: Ledger, *known: str) -> Proof:
    with ledger.engine.connect() as connection:
        return verify_trail(connection, map(read_head, known))


def faults(ledger: Ledger, *known: str) -> list[str]:
    return [fault.says for fault in proof(ledger, *known).faults]


def test_the_untouched_chain_is_proven_and_has_a_head(ledger: Ledger) -> None:
    acts(ledger)

    told = proof(ledger)

    assert (told.lines, told.faults) == (6, [])
    assert told.head is not None
    assert (told.head.number, len(told.head.hash)) == (6, 64)


def test_a_line_can_be_hashed_by_an_outsider(ledger: Ledger) -> None:
    acts(ledger, 2)
    with ledger.engine.connect() as connection:
        first, second = lines(connection)

    preimage = json.dumps(
        [2, "2026-04-01T04:00:00.000000+00:00", "sm3", "王", "limit.set", "rule B01",
         '{"value":"0.10"}', first.hash],
        ensure_ascii=False, separators=(",", ":"),
    )  # fmt: skip
    assert second.hash == hashlib.new("sm3", preimage.encode()).hexdigest()


def test_a_changed_line_is_named(ledger: Ledger) -> None:
    acts(ledger)
    change(ledger, """update trail set words = '{"value":"0.20"}' where number = 3""")

    assert faults(ledger) == [
        "line 3 (limit.set of rule B02 by 王, 2026-04-01 04:00 UTC) was changed or put in: "
        "its content does not give its hash"
    ]


def test_a_deleted_line_is_named(ledger: Ledger) -> None:
    acts(ledger)
    change(ledger, "delete from trail where number in (3, 4)")

    assert faults(ledger) == [
        "lines 3 to 4 of the record: deleted; line 5 (limit.set of rule B04 by 王, "
        "2026-04-01 04:00 UTC) is the next that is there"
    ]


def test_lines_in_another_order_are_named(ledger: Ledger) -> None:
    acts(ledger)
    change(
        ledger,
        "update trail set number = 100 where number = 2",
        "update trail set number = 2 where number = 3",
        "update trail set number = 3 where number = 100",
    )

    told = faults(ledger)
    assert len(told) == 2
    assert "line 2 (limit.set of rule B02" in told[0]
    assert "was moved: it was line 3" in told[0]
    assert "was moved: it was line 2" in told[1]


def test_a_line_that_is_put_in_is_named(ledger: Ledger) -> None:
    acts(ledger, 3)
    change(
        ledger,
        "update trail set number = 4 where number = 3",
        "insert into trail select 3, at, '李', act, subject, words, before, algorithm, hash "
        "from trail where number = 2",
    )

    told = faults(ledger)
    assert (
        "line 3 (limit.set of rule B01 by 李, 2026-04-01 04:00 UTC) was changed or put in"
        in (told[0])
    )
    assert "was moved: it was line 3" in told[1]


def test_lines_behind_one_that_was_put_in_are_told_together(ledger: Ledger) -> None:
    acts(ledger, 5)
    change(
        ledger,
        "update trail set number = -number where number > 2",
        "update trail set number = 1 - number where number < 0",
        "insert into trail select 3, at, '李', act, subject, words, before, algorithm, hash "
        "from trail where number = 2",
    )

    put_in, behind = faults(ledger)
    assert "was changed or put in" in put_in
    assert "lines 4 to 6 of the record stand 1 further on than they were written" in behind


def test_a_line_that_is_hashed_anew_breaks_the_next(ledger: Ledger) -> None:
    acts(ledger, 3)
    other = Ledger("sqlite://")
    other.migrate()
    write_down(other.engine, [Entry("鬼", "limit.set", "rule B00")], now=NOON)
    with other.engine.connect() as connection:
        forged = next(lines(connection))
    with ledger.engine.begin() as connection:
        connection.execute(sa.update(trail).where(trail.c.number == 1).values(**vars(forged)))

    assert len(faults(ledger)) == 1
    assert "line 1 was changed and hashed anew" in faults(ledger)[0]


def test_what_is_cut_off_at_the_end_is_seen_from_a_printed_head(ledger: Ledger) -> None:
    acts(ledger)
    printed = str(proof(ledger).head)
    change(ledger, "delete from trail where number > 4")

    assert faults(ledger) == []
    assert "the record ends at line 4" in faults(ledger, printed)[0]
    assert "lines 5 to 6 were deleted" in faults(ledger, printed)[0]


def test_a_record_that_is_written_anew_does_not_give_the_printed_head(ledger: Ledger) -> None:
    acts(ledger)
    printed = str(proof(ledger).head)
    change(ledger, "delete from trail")
    write_down(ledger.engine, [Entry("王", "limit.set", str(n)) for n in range(6)], now=NOON)

    assert "the record was written anew since" in faults(ledger, printed)[0]


def test_another_hash_is_chosen_by_a_line_and_proven_with_the_old_ones(ledger: Ledger) -> None:
    acts(ledger, 2)
    hash_with(ledger.engine, "sha256", now=NOON)
    hash_with(ledger.engine, "sha256", now=NOON)
    acts(ledger, 1)

    with ledger.engine.connect() as connection:
        assert [line.algorithm for line in lines(connection)] == ["sm3", "sm3", "sha256", "sha256"]
    assert faults(ledger) == []


def test_a_hash_that_the_machine_lacks_is_told() -> None:
    assert digest("sha256", b"abc").startswith("ba7816bf")
    assert digest(Algorithm.SM3, b"abc").startswith("66c7f0f4")
    with pytest.raises(ChainUnavailable, match="has no 'sm4'"):
        digest("sm4", b"abc")


def test_words_have_one_way_to_be_written() -> None:
    assert written({"b": Decimal("1.50"), "a": date(2026, 4, 1), "c": [NOON, None]}) == (
        '{"a":"2026-04-01","b":"1.50","c":["2026-04-01T04:00:00.000000+00:00",null]}'
    )
    with pytest.raises(WordsRefused, match="a float: give text"):
        written({"a": 0.1})


def test_what_no_database_keeps_is_shown_as_it_is_kept(ledger: Ledger) -> None:
    write_down(ledger.engine, [Entry("a\0b", "export", "\ud800", {"x": "\0"})], now=NOON)

    assert faults(ledger) == []
    with ledger.engine.connect() as connection:
        assert next(lines(connection, act="export")).actor == "a␀b"


def _write(url: str, rounds: int) -> None:
    ledger = Ledger(url)

    def one(name: str) -> None:
        for n in range(rounds):
            write_down(
                ledger.engine, [Entry(name, "read", f"{n}"), Entry(name, "export")], now=NOON
            )

    threads = [Thread(target=one, args=(str(n),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ledger.close()


@pytest.fixture
def writers(ledger_url: str) -> list[int | None]:
    spawned = get_context("spawn")
    started = [spawned.Process(target=_write, args=(ledger_url, 5)) for _ in range(2)]
    for one in started:
        one.start()
    for one in started:
        one.join(60)
    return [one.exitcode for one in started]


def test_many_writers_make_one_chain(ledger: Ledger, writers: list[int | None]) -> None:
    told = proof(ledger)

    assert writers == [0, 0]
    assert (told.lines, told.faults) == (80, [])
    with ledger.engine.connect() as connection:
        assert head(connection) == told.head
