"""One night of a site with broken rules of its own: every rule has an answer, and says why."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alerts.template import template
from tests.service.conftest import Console
from tests.service.march import ALLOTMENTS, UNITS, paid

ENDLESS = """
        with recursive endless as (select 1 as n union all select n + 1 from endless)
        select"""


def asked(console: Console, code: str) -> tuple[dict[str, int], str]:
    [row] = console.asked(
        "select fail, pass, not_applicable, unknown, error, reasons "
        f"from ops.rule_result where code = '{code}' and region = '330100'"
    )
    reasons = row.pop("reasons")
    return {name: count for name, count in row.items() if count}, reasons


@pytest.fixture
def told(
    console: Console, deliver: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Any]:
    """A delivery without changes of allotments, payments without accounts, and three site rules."""
    monkeypatch.setenv("PURSEWATCH_RULE_SECONDS", "2")
    rows = [paid("P1", "500.00"), paid("P2", "1.00") | {"指标主键": "Z9"}]
    folder = deliver(
        "march",
        {
            "预算单位_330100_2026.csv": UNITS,
            "allotment_330100_2026.csv": ALLOTMENTS,
            "国库集中支付_330100_2026-03.csv": rows,
        },
    )
    assert console.order("receive", str(folder)) == 0, console.complained
    rules = console.home / "rules"
    (rules / "ours.py").write_text(template("X01"), "utf-8")
    (rules / "broken.py").write_text(template("X02")[:-40], "utf-8")
    endless = template("X03").replace("\n        select", ENDLESS, 1)
    endless = endless.replace("from core.payment\n", "from core.payment, endless\n", 1)
    (rules / "endless.py").write_text(endless, "utf-8")
    only = [word for code in ("B01", "B02", "B19", "X01", "X03") for word in ("--only", code)]
    assert console.order("night", "--as-of", "2026-03-31", *only) == 0, console.complained
    assert "rules that ended in an error: X02, X03" in console.said
    return lambda code: asked(console, code)


def test_each_answer_is_one_of_five_and_names_its_reason(told: Callable[[str], Any]) -> None:
    assert told("B01") == ({"fail": 1, "pass": 1}, "{}")
    assert told("B02")[0] == {"unknown": 1}
    assert "feed missing: allotment_change" in told("B02")[1]
    assert told("B19") == ({"unknown": 2}, '{"payment.payee_account":2}')
    assert told("B03") == ({"unknown": 1}, '{"not asked":1}')
    assert told("X01") == ({"pass": 2}, "{}")
    assert told("X02")[0] == {"error": 1}
    assert "broken.py, line" in told("X02")[1]
    assert told("X03") == ({"error": 1}, '{"stopped after 2 s":1}')
