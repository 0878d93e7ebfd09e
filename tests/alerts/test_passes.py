"""A question is put once, or first counted; with limits of its own, to its own rows alone."""

import pytest

from alerts.catalogue import all_rules
from alerts.passes import FAILING, Foot, foot, late, shown_from, split

CODES = {rule.code: rule for rule in all_rules().values()}


def test_an_answer_for_each_payment_goes_through_payments() -> None:
    assert foot(CODES["B20"].sql) == Foot("core.payment", [])
    assert foot(CODES["B01"].sql) == Foot("lineage.payment", ["core.allotment", "lineage.charge"])


def test_an_answer_of_sums_goes_through_nothing_row_by_row() -> None:
    assert foot(CODES["B17"].sql) is None


def test_a_select_that_is_read_twice_is_not_gone_through() -> None:
    assert foot("with a as (from core.payment) select * from a join a as b using (unit)") is None


def test_the_last_step_is_spelt_out_for_what_fails() -> None:
    told = late(
        "with a as (select 1) select f.region, period, 'a, from' as subject, v as verdict, "
        "r as reason, [x, y] as both from f"
    )

    assert told is not None
    assert " ".join(told.told.split()) == (
        "with a as (select 1) select f.region as region, period as period, v as verdict, "
        "case when (v ) <> 'fail' then r end as reason, "
        'case when (v ) = \'fail\' then [struct_pack("region" := f.region , "period" := period , '
        '"subject" := \'a, from\' , "both" := [x, y] )] end as failing from f'
    )


def test_names_are_looked_up_for_what_fails() -> None:
    told = late(
        "with f as (select 1) select region, period, n.plain as subject, v as verdict, "
        "null as reason, paid as at_stake from f left join lineage.payee as n on n.spelling = met"
    )

    assert told is not None
    assert told.told.endswith(
        '[struct_pack("met" := met\n, "paid" := paid\n, "period" := period\n, '
        '"region" := region\n)] end as failing\n from f'
    )
    assert " ".join(told.named.split()) == (
        f"with f as ({FAILING}) "
        'select region as "region", period as "period", n.plain as "subject", paid as "at_stake" '
        "from f left join lineage.payee as n on n.spelling = met"
    )


@pytest.mark.parametrize(
    "last",
    [
        "from f left join lineage.payee using (spelling)",
        "from f join lineage.charge using (charge)",
        "from f left join lineage.payee n on n.payee_key = f.payee_key",
        "from f left join core.unit using (unit)",
        "from f left join lineage.payee using (spelling) where paid > 0",
        "from core.f left join lineage.payee using (spelling)",
    ],
)
def test_what_decides_and_what_may_meet_several_rows_is_not_looked_up_late(last: str) -> None:
    told = late(f"select region, period, plain as subject, plain as verdict, '' as reason {last}")

    assert told is not None
    assert told.named == FAILING


@pytest.mark.parametrize(
    "last",
    [
        "select * from f",
        "from f",
        "from f select region, verdict",
        "select distinct region, verdict from f",
        "select region, sum(paid) as verdict from f group by region",
        "select region r, verdict from f",
        "select region, verdict, null as reason from f where reason is null",
        "select region, verdict from f order by verdict",
        "select region, verdict from f union all select region, verdict from g",
        "select region verdict from",
    ],
)
def test_any_other_last_step_is_left_as_it_is(last: str) -> None:
    assert late(last) is None


@pytest.mark.parametrize(
    ("sql", "common", "last"),
    [
        (
            "with a as (select 1), b as (from a) select * from b",
            "with a as (select 1), b as (from a) ",
            "select * from b",
        ),
        ("with a as (select 1) from a", "", "with a as (select 1) from a"),
        ("select 1 union all select 2", "", "select 1 union all select 2"),
        (
            "with a as (select 1) select 1 union all select 2",
            "with a as (select 1) ",
            "select 1 union all select 2",
        ),
    ],
)
def test_common_tables_stand_before_what_is_wrapped(sql: str, common: str, last: str) -> None:
    assert split(sql) == (common, last)


def test_evidence_says_where_its_vouchers_stand_while_it_meets_them() -> None:
    keys = ("payment", "fiscal_year")
    charged = shown_from(CODES["B02"].evidence["payment"], "payment", keys)
    itself = shown_from(CODES["B20"].evidence["payment"], "payment", keys)

    assert charged is not None
    assert (charged.layer, charged.alias) == ("lineage", "p")
    assert itself is not None
    assert (itself.layer, itself.alias) == ("core", "p")
    assert itself.before + itself.after == CODES["B20"].evidence["payment"]


@pytest.mark.parametrize(
    "last",
    [
        "with near as (from core.payment) select payment, fiscal_year from near",
        "select p.payment, max(p.fiscal_year) as fiscal_year from core.payment p group by all",
        "select p.payment, f.fiscal_year from core.payment p join finding f using (region)",
        "select p.payment, p.fiscal_year from core.receipt p",
    ],
)
def test_rows_that_are_not_met_one_by_one_are_looked_for_by_their_names(last: str) -> None:
    assert shown_from(last, "payment", ("payment", "fiscal_year")) is None
