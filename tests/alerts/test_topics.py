"""What accounts choose to look at first."""

from datetime import UTC, datetime

import pytest

from alerts.accounts import Accounts
from alerts.ledger import Ledger
from alerts.topics import MOST, Kind, Topic, Topics, TopicsMany
from alerts.workflow import Role

NOON = datetime(2026, 4, 1, 4, tzinfo=UTC)
OWN = [Topic(Kind.REGION, "419821", ""), Topic(Kind.KEY, "", "205")]


@pytest.fixture(scope="module")
def topics(tmp_path_factory: pytest.TempPathFactory) -> Topics:
    ledger = Ledger(f"sqlite:///{tmp_path_factory.mktemp('topics') / 'ledger.sqlite'}")
    ledger.migrate()
    for name in ("wang", "li"):
        Accounts(ledger.engine).add(
            name, password="long-enough-1", role=Role.DEPUTY, region="419800", now=NOON
        )
    return Topics(ledger.engine)


def test_what_is_chosen_takes_the_place_of_what_was(topics: Topics) -> None:
    topics.choose("wang", [Topic(Kind.KEY, "", "206")])
    topics.choose("wang", [*OWN, *OWN])

    assert [str(one) for one in topics.of("wang")] == ["key//205", "region/419821/"]
    assert topics.of("li") == []


def test_nothing_chosen_clears_it(topics: Topics) -> None:
    topics.choose("li", OWN)
    topics.choose("li", [])

    assert topics.of("li") == []


def test_more_than_is_kept_is_refused_and_what_was_stays(topics: Topics) -> None:
    topics.choose("wang", OWN)
    with pytest.raises(TopicsMany, match="31 topics were chosen, and 30 are kept"):
        topics.choose("wang", [Topic(Kind.KEY, "", f"{n}") for n in range(MOST + 1)])

    assert len(topics.of("wang")) == 2
