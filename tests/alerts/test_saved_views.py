"""Views of the list of alerts that accounts keep for themselves."""

from datetime import UTC, datetime

import pytest

from alerts.accounts import Accounts
from alerts.ledger import Ledger
from alerts.saved_views import MOST, SavedViews, ViewRefused, wishes
from alerts.workflow import Role

NOON = datetime(2026, 4, 1, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    ledger = Ledger(f"sqlite:///{tmp_path_factory.mktemp('views') / 'ledger.sqlite'}")
    ledger.migrate()
    for name in ("wang", "li", "zhou"):
        Accounts(ledger.engine).add(name, password="long-enough-1", role=Role.ANALYST,
                                    region="410000", now=NOON)  # fmt: skip
    return ledger


def test_a_view_is_kept_replaced_and_dropped_for_its_account_alone(ledger: Ledger) -> None:
    views = SavedViews(ledger.engine)
    views.save("wang", " 我的  红色 ", "?severity=red&after=x&unit=yi&language=en", now=NOON)
    views.save("wang", "我的 红色", "rule=B02&severity=red", now=NOON)

    assert [(one.name, one.query) for one in views.of("wang")] == [
        ("我的 红色", "rule=B02&severity=red")
    ]
    assert views.of("li") == []
    views.drop("li", "我的 红色")
    assert len(views.of("wang")) == 1
    views.drop("wang", "我的 红色")
    assert views.of("wang") == []


def test_whom_somebody_paid_and_why_one_looks_are_not_kept() -> None:
    assert wishes("payee=某人&purpose=核实&q=桥&after=3") == "q=%E6%A1%A5"


@pytest.mark.parametrize(
    ("name", "query", "says"),
    [(" ", "q=a", "needs a name"), ("名" * 41, "q=a", "needs a name"), ("名", "after=1", "choose"),
     ("名", "q=" + "a" * 1001, "no more than fits")],
)  # fmt: skip
def test_a_view_without_name_or_wish_is_refused(ledger, name, query, says) -> None:
    with pytest.raises(ViewRefused, match=says):
        SavedViews(ledger.engine).save("li", name, query, now=NOON)


def test_an_account_keeps_so_many_and_may_still_replace_one(ledger: Ledger) -> None:
    views = SavedViews(ledger.engine)
    for nth in range(MOST):
        views.save("zhou", f"{nth}", "q=a", now=NOON)

    with pytest.raises(ViewRefused, match="drop one first"):
        views.save("zhou", "one more", "q=a", now=NOON)
    assert views.save("zhou", "0", "q=b", now=NOON).query == "q=b"
