"""The engine puts rules to a night: all of them, within time, and it says what it could not ask."""

import json
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from alerts.catalogue import all_rules
from alerts.engine import ask, ask_all, ask_unread, edition_of, read_evidence
from alerts.examples import fill, shape, warehouse
from alerts.finding import Results
from alerts.limits import Override, tier_of
from alerts.record import read, write
from alerts.rule import Example, Limit, Provenance, Severity, Verdict
from alerts.sealed import opened
from alerts.usual import USUAL
from warehouse.build import Means
from warehouse.database import NightMissing

RULES = all_rules()
B01 = RULES["execution.payment_without_allotment"]
B02 = RULES["execution.payment_exceeds_allotment"]
B03 = RULES["execution.spending_behind_schedule"]
B04 = RULES["execution.allotment_unspent"]
D01 = RULES["debt.above_ceiling"]
FEEDS = tuple(USUAL)
DAY = date(2026, 9, 30)
TOO_MUCH = {
    "allotment": [{}],
    "payment": [{"amount": Decimal("60.00")}, {"payment": "V2", "amount": Decimal("40.01")}],
}


@pytest.fixture
def night(tmp_path: Path):
    def build(given, feeds=FEEDS, missing=()) -> Path:
        path = tmp_path / "2026-09-30.duckdb"
        path.unlink(missing_ok=True)
        with duckdb.connect(str(path)) as connection:
            shape(connection)
            fill(connection, Example("a night", given, missing=missing), feeds)
        return path

    return build


def counted(results: Results, code: str) -> dict[tuple[str, str], dict[str, int]]:
    return {
        (result.region, result.period): {str(of): n for of, n in result.counts.items()}
        for result in results.results
        if result.code == code
    }


def test_a_pseudo_unit_answers_for_nothing(night) -> None:
    parked = {"allotment": "A9", "unit": "999001", "project": "P9"}
    units = [{}, {"unit": "999001", "department": "999", "department_name": "待分配"}]
    of_all = {"b03": B03, "b04": B04, "d01": D01}
    found = ask_all(night({"allotment": [{}, parked], "unit": units}), of_all, DAY)

    assert {(finding.code, finding.subject) for finding in found.findings} == {
        ("B03", "P1"), ("B03", "department/D1"), ("B04", "A1"),
    }  # fmt: skip
    assert counted(found, "B04")["410100", "2026"] == {"fail": 1, "not_applicable": 1}
    assert [r.reasons for r in found.results if r.code == "B04"] == [{"pseudo-unit": 1}]


def test_a_finding_says_all_that_explains_it(night) -> None:
    found = ask_all(night(TOO_MUCH), {"b02": B02}, DAY)

    [finding] = found.findings
    assert finding.identity == ("B02", "410100", "2026", "A1")
    assert (finding.severity, finding.at_stake, finding.unit) == (
        Severity.RED,
        Decimal("0.01"),
        "U1",
    )
    assert finding.operands == {
        "amount": "100.00",
        "changes": "0.00",
        "frozen": "0.00",
        "executable": "100.00",
        "paid": "100.01",
        "difference": "0.01",
    }
    assert finding.limits["tolerance"]["value"] == "0.00"
    assert finding.limits["tolerance"]["article"] == "预算法实施条例第五十七条第（一）项"
    assert finding.edition == edition_of(B02)


def test_evidence_names_delivery_file_and_line_and_adds_up(night) -> None:
    [finding] = ask_all(night(TOO_MUCH), {"b02": B02}, DAY).findings

    shown = [(row.feed, row.key["region"], row.file_name, row.line) for row in finding.evidence]
    assert shown == [
        ("payment", "410100", "payment.csv", 2),
        ("payment", "410100", "payment.csv", 3),
        ("allotment", "410100", "allotment.csv", 2),
    ]
    assert [row.row.get("amount") for row in finding.evidence] == ["60.00", "40.01", "100.00"]
    assert finding.evidence[1].key == {"payment": "V2", "fiscal_year": "2026", "region": "410100"}
    assert {row.delivery_name for row in finding.evidence} == {"例"}
    assert (finding.evidence_rows, finding.evidence_total) == (3, Decimal("100.01"))


def test_evidence_shows_the_200_heaviest_rows_and_counts_them_all(night) -> None:
    paid = [{"payment": f"V{n:03}", "amount": Decimal(n)} for n in range(1, 301)]
    [finding] = ask_all(night({"allotment": [{}], "payment": paid}), {"b02": B02}, DAY).findings

    assert len(finding.evidence) == 200
    assert finding.evidence[0].row["amount"] == "300.00"
    assert finding.evidence[-1].row["amount"] == "101.00"
    assert (finding.evidence_rows, finding.evidence_total) == (301, Decimal("45150.00"))


@pytest.mark.parametrize(
    ("threads", "zone"), [(1, "America/Los_Angeles"), (8, "Pacific/Kiritimati")]
)
def test_threads_and_time_zones_change_nothing(
    night, threads: int, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {
        "unit": [{}, {"region": "410102"}],
        "allotment": [{"allotment": f"A{n}", "region": r} for n in range(20) for r in REGIONS],
        "payment": [
            {"payment": f"V{n}", "allotment": f"A{n % 30}", "region": r, "amount": Decimal(n)}
            for n in range(120)
            for r in REGIONS
        ],
    }
    path = night(given)
    rules = {"b01": B01, "b02": B02, "b03": B03}
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    once = ask_all(path, rules, DAY, means=Means(threads=2))

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    again = ask_all(path, rules, DAY, means=Means(threads=threads))

    assert once == again
    assert len(once.findings) == 120
    assert [finding.identity for finding in once.findings] == sorted(
        finding.identity for finding in once.findings
    )


REGIONS = ("410100", "410102")


def test_a_missing_feed_is_unknown_and_silences_the_rule(night) -> None:
    found = ask_all(night({"payment": [{}]}, missing=("allotment",)), {"b01": B01}, DAY)

    assert found.findings == []
    assert counted(found, "B01") == {("410100", "2026"): {"unknown": 1}}
    assert found.results[0].reasons == {"feed missing: allotment": 1}


def test_a_feed_that_is_there_and_empty_has_no_subjects(night) -> None:
    found = ask_all(night({}), {"b01": B01}, DAY)

    assert counted(found, "B01") == {("410100", "2026"): {}}
    assert found.results[0].subjects == 0


def test_a_government_of_regions_and_codes_alone_is_not_asked(night) -> None:
    found = ask_all(night({}, feeds=("region", "classification")), {"b01": B01}, DAY)
    assert found.results == []


def test_one_government_without_a_feed_does_not_hide_the_other(night) -> None:
    path = night({**TOO_MUCH, "unit": [{"region": "410102"}]})
    with duckdb.connect(str(path)) as connection:
        connection.execute("delete from ops.supply where region = '410102' and feed = 'payment'")

    found = ask_all(path, {"b02": B02}, DAY)

    assert counted(found, "B02") == {
        ("410100", "2026"): {"fail": 1},
        ("410102", "2026"): {"unknown": 1},
    }


def test_a_feed_that_only_sharpens_is_named_when_it_is_not_there(night) -> None:
    given = {"allotment": [{}], "unit": [{}]}
    found = ask_all(night(given, missing=("allotment_change",)), {"b03": B03}, DAY)

    assert {finding.operands["not_delivered"] for finding in found.findings} == {"allotment_change"}


def test_every_year_up_to_the_night_is_asked_and_none_after(night) -> None:
    given = {
        "allotment": [
            {"fiscal_year": year, "issued_on": date(year, 1, 20)} for year in (2024, 2025, 2027)
        ]
    }
    found = ask_all(night(given), {"b01": B01}, DAY)
    assert [result.period for result in found.results] == ["2024", "2025", "2026"]


def test_a_stock_is_asked_once_in_the_year_of_the_night(night) -> None:
    given = {
        "debt_position": [
            {"stated_on": date(2025, 12, 31), "outstanding": Decimal("100.01")},
            {"stated_on": date(2025, 12, 31), "kind": "2"},
        ],
        "allotment": [{"fiscal_year": 2025, "issued_on": date(2025, 1, 20)}],
    }
    found = ask_all(night(given), {"d01": D01}, DAY)

    assert [finding.identity for finding in found.findings] == [("D01", "410100", "2026", "1")]
    assert counted(found, "D01") == {("410100", "2026"): {"fail": 1, "pass": 2}}


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select nothing from core.payment", "Binder Error"),
        ("select * from read_csv('/etc/passwd')", "Permission Error"),
        ("drop table core.payment", "a rule is one select"),
        ("select 1; select 2", "a rule is one select"),
        ("select 1 as region", "the answer must begin with"),
        ("select $slack", "no limit is called slack"),
        ("{ANSWER} 'maybe' as verdict, null as reason {REST}", "no verdict is called ['maybe']"),
        ("{ANSWER} 'unknown' as verdict, null as reason {REST}", "an unknown must name"),
        ("{NAMELESS} 'fail' as verdict, null as reason {REST}", "a finding must name its subject"),
        (
            "{ANSWER} 'pass' as verdict, null as reason {REST}, range(1000000), range(1000000)",
            "stopped",
        ),
    ],
)
def test_a_rule_that_fails_is_noted_and_the_others_go_on(night, sql: str, said: str) -> None:
    rest = "null as severity, 1.00 as at_stake, null as unit from core.payment"
    place = "select region, '2026' as period,"
    asked = (
        sql.replace("{ANSWER}", f"{place} payment as subject,")
        .replace("{NAMELESS}", f"{place} null as subject,")
        .replace("{REST}", f", {rest}")
        .replace("reason ,", "reason,")
    )
    broken = replace(B02, code="X99", sql=asked, evidence={})

    found = ask_all(night(TOO_MUCH), {"x99": broken, "b02": B02}, DAY, seconds=1)

    assert counted(found, "X99") == {("410100", "2026"): {"error": 1}}
    assert said in next(iter(found.results[-1].reasons))
    assert [finding.code for finding in found.findings] == ["B02"]


def test_a_finding_stands_without_its_evidence(night) -> None:
    blind = replace(B02, evidence={"payment": "select nothing from finding"})
    found = ask_all(night(TOO_MUCH), {"b02": blind}, DAY)

    [finding] = found.findings
    assert (finding.at_stake, finding.evidence_rows) == (Decimal("0.01"), 0)
    assert found.results[0].counts == {Verdict.FAIL: 1}
    [note] = found.results[0].reasons
    assert note.startswith("evidence: Binder Error")


def test_a_finding_stands_where_its_rows_can_no_longer_be_read(night) -> None:
    with opened(night(TOO_MUCH), Means()) as connection:
        picked = ask_unread(B02, connection, DAY, name="b02")
    [said] = read_evidence(connection, [picked], seconds=1)

    [finding] = said.findings
    assert (finding.evidence, finding.evidence_rows) == ([], 3)
    [note] = said.results[0].reasons
    assert note.startswith("evidence: Connection Error")


def test_rules_that_rest_on_one_row_read_it_once(night) -> None:
    first, second = ask_all(
        night(TOO_MUCH), {"b02": B02, "x99": replace(B02, code="X99")}, DAY
    ).findings

    assert (first.code, second.code) == ("B02", "X99")
    assert len(first.evidence) == 3
    assert all(a is b for a, b in zip(first.evidence, second.evidence, strict=True))


def test_many_findings_keep_fewer_rows_and_count_them_all(night) -> None:
    given = {
        "allotment": [{"allotment": f"A{n}"} for n in range(501)],
        "payment": [
            {"payment": f"V{n}", "allotment": f"A{n}", "amount": Decimal(101)} for n in range(501)
        ]
        + [{"payment": f"W{n}", "allotment": "A7", "amount": Decimal(1)} for n in range(60)],
    }
    found = ask_all(night(given), {"b02": B02}, DAY).findings

    [heavy] = [finding for finding in found if finding.subject == "A7"]
    assert (len(found), len(heavy.evidence), heavy.evidence_rows) == (501, 50, 62)
    assert heavy.evidence_total == Decimal("161.00")


def test_what_a_killed_process_spilt_is_swept(night, tmp_path: Path) -> None:
    path = night(TOO_MUCH)
    (tmp_path / ".rules-999999999-left").mkdir()
    (tmp_path / ".rules-999999999-left" / "spilt.tmp").write_text("x")

    ask_all(path, {"b02": B02}, DAY)

    assert [*tmp_path.iterdir()] == [path]


def test_a_rule_cannot_write_into_the_night_nor_beside_it(night, tmp_path: Path) -> None:
    path = night(TOO_MUCH)
    before = path.read_bytes()
    sly = replace(B02, code="X99", sql=f"copy core.payment to '{tmp_path}/out.csv'")

    ask_all(path, {"x99": sly, "b02": B02}, DAY)

    assert path.read_bytes() == before
    assert [*tmp_path.iterdir()] == [path]


def test_a_night_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(NightMissing):
        ask_all(tmp_path / "2026-09-30.duckdb", {"b02": B02}, DAY)


def test_a_voucher_that_two_files_deliver_is_found_once(night) -> None:
    twice = [{"allotment": "A9"}, {"allotment": "A9", "amount": Decimal("41.00")}]
    keys = [{"key": "V1/2026/410100"}, {"key": "V1/2026/410100", "file": 2}]
    found = ask_all(night({"payment": twice, "ops.key_twice": keys}), {"b01": B01}, DAY)

    assert [finding.at_stake for finding in found.findings] == [Decimal("41.00")]
    assert found.findings[0].evidence_rows == 2
    assert counted(found, "B01") == {("410100", "2026"): {"fail": 1}}


def test_while_a_month_of_payments_is_not_there_nobody_is_behind(night) -> None:
    due = {"feed": "payment", "period": "2026-08", "state": "refused"}
    both = {"b02": B02, "b03": B03}
    little = {"allotment": [{}], "payment": [{"amount": Decimal("1.00")}]}
    late = ask_all(night({**little, "ops.due": [{**due, "state": "late"}]}), both, DAY)
    gone = ask_all(night({**TOO_MUCH, "ops.due": [due]}), both, DAY)

    assert "fail" in counted(late, "B03")["410100", "2026"]
    assert counted(gone, "B03") == {("410100", "2026"): {"unknown": 1}}
    assert [r.reasons for r in gone.results if r.code == "B03"] == [
        {"feed missing: payment (refused)": 1}
    ]
    assert [(found.code, found.at_stake) for found in gone.findings] == [("B02", Decimal("0.01"))]


def test_what_the_rules_said_is_kept_in_the_night(night) -> None:
    path = night(TOO_MUCH, missing=("debt_position",))
    said = ask_all(path, {"b02": B02, "d01": D01}, DAY)
    write(path, said)
    write(path, said)

    with duckdb.connect(str(path), read_only=True) as connection:
        results = connection.execute(
            'select code, region, period, subjects, fail, pass, "unknown", reasons '
            "from ops.rule_result order by code"
        ).fetchall()
        [kept] = connection.execute(
            "select subject, at_stake, evidence from ops.finding"
        ).fetchall()
    assert results == [
        ("B02", "410100", "2026", 1, 1, 0, 0, "{}"),
        ("D01", "410100", "2026", 1, 0, 0, 1, '{"feed missing: debt_position":1}'),
    ]
    assert kept[:2] == ("A1", Decimal("0.01"))
    assert json.loads(kept[2])[0]["line"] == 2
    assert [f.operands for f in read(path).findings] == [f.operands for f in said.findings]


def tolerated(**where: object) -> Override:
    return Override("B02", "tolerance", Decimal("0.01"), "rounding", "王", **where)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("override", "findings"),
    [
        (tolerated(), 0),
        (tolerated(region="410100"), 0),
        (tolerated(region="410102"), 1),
        (tolerated(tier="prefecture"), 0),
        (tolerated(tier="county"), 1),
        (tolerated(fiscal_year=2026), 0),
        (tolerated(fiscal_year=2025), 1),
        (tolerated(valid_from=date(2026, 9, 30)), 0),
        (tolerated(valid_from=date(2026, 10, 1)), 1),
        (tolerated(valid_to=date(2026, 9, 30)), 0),
        (tolerated(valid_to=date(2026, 9, 29)), 1),
    ],
)
def test_a_limit_is_for_whom_and_when_it_was_set(night, override: Override, findings: int) -> None:
    found = ask_all(night(TOO_MUCH), {"b02": B02}, DAY, overrides=[override])
    assert len(found.findings) == findings


def test_the_limit_nearest_to_a_government_stands_and_is_printed(night) -> None:
    found = ask_all(
        night(TOO_MUCH),
        {"b02": B02},
        DAY,
        overrides=[
            tolerated(),
            Override("B02", "tolerance", Decimal(0), "strict", "李", region="410100"),
        ],
    )
    [finding] = found.findings
    assert finding.limits["tolerance"]["reason"] == "strict"
    assert finding.limits["tolerance"]["author"] == "李"


def test_a_limit_may_differ_by_tier(night) -> None:
    limit = Limit(
        Decimal(0),
        Provenance.PROPOSED_DEFAULT,
        "容差",
        "tolerance",
        by_tier={"county": Decimal(9)},
    )
    loose = replace(B02, limits={"tolerance": limit})
    given = {
        "allotment": [{}, {"region": "410102"}],
        "payment": [{"amount": Decimal(101)}, {"region": "410102", "amount": Decimal(101)}],
    }
    found = ask_all(night(given), {"b02": loose}, DAY)
    assert [finding.region for finding in found.findings] == ["410100"]


@pytest.mark.parametrize(("apart", "read"), [(False, "2"), (True, "1")])
def test_other_governments_are_not_read_where_each_stands_apart(
    night, apart: bool, read: str
) -> None:
    sql = """
        select region, '2026' as period, unit as subject, 'fail' as verdict, null as reason,
            null as severity, amount + $tolerance as at_stake, unit,
            (select count(distinct region) from core.payment) as regions
        from core.payment
    """
    limit = replace(B02.limits["tolerance"], by_tier={"county": Decimal(9)})
    rule = replace(B02, sql=sql, evidence={}, limits={"tolerance": limit}, apart=apart)
    found = ask_all(night({"payment": [{}, {"region": "410102"}]}), {"b02": rule}, DAY)
    assert [finding.operands["regions"] for finding in found.findings] == [read, read]


def test_a_limit_that_the_rule_has_lost_is_an_error_of_that_rule_alone(night) -> None:
    strange = Override("B02", "slack", Decimal(1), "why", "王")
    found = ask_all(night(TOO_MUCH), {"b02": B02, "b01": B01}, DAY, overrides=[strange])

    assert counted(found, "B02") == {("410100", "2026"): {"error": 1}}
    assert found.results[-1].reasons == {"B02 has no limit 'slack': it has tolerance": 1}
    assert counted(found, "B01") == {("410100", "2026"): {"pass": 2}}


def test_before_its_day_a_limit_is_not_in_force(night) -> None:
    limit = replace(B02.limits["tolerance"], valid_from=date(2026, 10, 1))
    coming = replace(B02, limits={"tolerance": limit})
    found = ask_all(night(TOO_MUCH), {"b02": coming}, DAY)

    assert counted(found, "B02") == {("410100", "2026"): {"not_applicable": 1}}
    assert found.results[0].reasons == {"limit not in force: tolerance": 1}


@pytest.mark.parametrize(
    ("region", "code", "tier"),
    [
        ("100000", None, "central"),
        ("410000", None, "province"),
        ("410100", None, "prefecture"),
        ("410102", None, "county"),
        ("410102001", None, "township"),
        ("419001", "3", "prefecture"),
    ],
)
def test_a_government_has_its_tier(region: str, code: str | None, tier: str) -> None:
    assert tier_of(region, code) == tier


@pytest.mark.parametrize(
    "change",
    [
        {"sql": B02.sql + " "},
        {"severity": Severity.ORANGE},
        {"formula": B03.formula},
        {"evidence": {}},
        {"limits": {"tolerance": replace(B02.limits["tolerance"], value=Decimal("0.01"))}},
        {"limits": {"tolerance": replace(B02.limits["tolerance"], valid_to=DAY)}},
    ],
)
def test_whatever_changes_the_answer_changes_the_edition(change: dict[str, object]) -> None:
    assert edition_of(replace(B02, **change)) != edition_of(B02)  # type: ignore[arg-type]


def test_words_do_not_change_the_edition() -> None:
    assert edition_of(replace(B02, advice=B03.advice)) == edition_of(B02)


def test_fifty_thousand_passing_payments_come_back_as_one_number(night) -> None:
    path = night({"allotment": [{}], "payment": [{}]})
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "insert into kept.payment select p.* replace ('W' || i as payment, i as line) "
            "from kept.payment p, range(50000) t(i)"
        )
    found = ask_all(path, {"b01": B01}, DAY)
    assert found.results[0].counts == {Verdict.PASS: 50001}
    assert found.findings == []


def test_every_rule_is_unknown_without_any_feed_that_it_needs() -> None:
    with warehouse() as connection:
        fill(connection, Example("all is there", {}), FEEDS)
        for rule in RULES.values():
            for feed in rule.needs:
                connection.execute("begin")
                connection.execute("delete from ops.supply where feed = $feed", {"feed": feed})
                said = ask(rule, connection, DAY, name="x")
                connection.execute("rollback")
                assert said.findings == []
                assert [dict(result.reasons) for result in said.results] == [
                    {f"feed missing: {feed}": 1}
                ]
