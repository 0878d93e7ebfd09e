"""接上级转移支付后下达超期 · Money from above passed on late.

What the centre gives is meant for the counties. A province has thirty days to pass it on; a city
that keeps it longer is asked why.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules.calendar._transfers import (
    EVIDENCE,
    EXEMPT,
    EXEMPT_WORDS,
    EXEMPTED,
    IS_PROVINCE,
    NOT_YET,
    OPERANDS,
)

PROVINCIAL = {"region": "410000", "to_region": "410100"}

RULE = Rule(
    code="A05",
    title=Text("接上级转移支付后下达超期", "Transfer from above passed on late"),
    meaning=Text(
        "省级接到中央转移支付后超过三十日才下达，或者至今没有下达；市级接到上级转移支付后同样超过三十日的，列为提示。",
        "A province passed a transfer from the centre on more than thirty days after it came, or "
        "has not to this day; a city that took as long with money from above is pointed out.",
    ),
    severity=Severity.RED,
    formula=Text(
        "{counted_to} − {received_on} = {days_since} 天 > {allowed} 天",
        "{counted_to} − {received_on} = {days_since} days > {allowed} days",
    ),
    needs=("transfer",),
    optional=("region",),
    basis=(
        Article(
            law="预算法",
            number="第五十二条",
            part="第三款",
            quote="省、自治区、直辖市政府接到中央一般性转移支付和专项转移支付后，应当在三十日内正式下达到本行政区域县级以上各级政府。",
            note="条文只约束省级；市级三十日系本系统参照设定，依据原则 / "
            "the article binds provinces; the thirty days of a city are ours, principle only",
        ),
        Article(
            law="预算法",
            number="第五十二条",
            part="第五款",
            quote="对据实结算等特殊项目的转移支付，可以分期下达预算，或者先预付后结算",
        ),
    ),
    limits={
        "days": Limit(
            30,
            Provenance.STATUTORY,
            "省级接到后不超过",
            "a province, after receipt, at most",
            unit="day",
            article="预算法第五十二条第三款",
            valid_from=date(2015, 1, 1),
        ),
        "city_days": Limit(
            30,
            Provenance.PROPOSED_DEFAULT,
            "市级接到后不超过",
            "a city, after receipt, at most",
            unit="day",
        ),
        "exempt_words": EXEMPT_WORDS,
    },
    sql=f"""
        with {EXEMPTED},
        given as (
            select
                t.*,
                least(t.issued_on, $as_of) as counted_to,
                x.transfer is not null as is_exempt,
                {IS_PROVINCE} as is_province,
                coalesce(
                    r.tier = '3', length(t.region) = 6 and right(t.region, 2) = '00'
                ) as is_city
            from core.transfer t
            left join exempted x using (region, fiscal_year, transfer)
            left join core.region r on r.region = t.region
            where t.fiscal_year <= year($as_of)
        ),
        placed as (
            select
                *,
                counted_to - received_on as days_since,
                case when is_province then $days else $city_days end as allowed,
                case
                    when region in ('000000', '100000') then 'the centre receives from nobody'
                    when not is_province and not is_city then 'neither province nor city'
                    when is_exempt then 'settled by need, or for a disaster'
                    when received_on > $as_of then 'not received yet'
                    when received_on is null and budget_approved_on is not null
                        then 'money of its own budget'
                end as left_out
            from given
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(transfer, '/', '／') as subject,
            case
                when left_out is not null then 'not_applicable'
                when received_on is null then 'unknown'
                when days_since > allowed then 'fail'
                else 'pass'
            end as verdict,
            case
                when left_out is not null then left_out
                when received_on is null then 'transfer.received_on'
            end as reason,
            case when is_province then 'red' else 'yellow' end as severity,
            amount as at_stake,
            cast(null as varchar) as unit,
            document,
            to_region,
            amount,
            received_on,
            issued_on,
            counted_to,
            days_since,
            allowed
        from placed
    """,
    evidence={"transfer": EVIDENCE},
    operands={
        **OPERANDS,
        "received_on": Text("收到上级文件日期", "received on"),
        "issued_on": Text("下达日期", "issued on"),
        "counted_to": Text("计至", "counted to"),
        "days_since": Text("相隔天数", "days since receipt"),
        "allowed": Text("允许天数（市级另定）", "days allowed (a city has its own)"),
    },
    advice=Text(
        "请财政部门提供上级文件的收文登记和本级下达文件，说明分配方案何时确定、为何逾期。",
        "The finance department shows its entry of the superior's paper and its own, and says when "
        "the distribution was decided and why it took so long.",
    ),
    innocent=Text(
        "需要按项目法评审后分配；上级要求分期下达；下达文件已发而未回填。",
        "It is given out after a review of projects; the superior wanted it in parts; it was "
        "issued and not written back.",
    ),
    exclusions=(
        EXEMPT,
        Text(
            "本级预算自身安排的转移支付（只有预算批准日期，没有收文日期）",
            "transfers of its own budget: a day of approval and none of receipt",
        ),
        Text("县级、乡级不判", "counties and townships are not asked"),
    ),
    assumptions=(
        NOT_YET,
        Text(
            "级次以区划表为准，没有的按区划代码形式判断",
            "a tier is that of the register of regions, or else as the code's form tells",
        ),
    ),
    examples=(
        Example(
            story="passed on by the thirtieth day",
            given={
                "transfer": [
                    {**PROVINCIAL, "issued_on": date(2026, 3, 3)},
                    {"transfer": "T2", "kind": "2", "issued_on": date(2026, 3, 3)},
                ]
            },
            passes=["410000 T1", "T2"],
            boundary=True,
        ),
        Example(
            story="a day later a province is red, a city yellow",
            given={
                "transfer": [
                    {**PROVINCIAL, "transfer": "T/1", "issued_on": date(2026, 3, 4)},
                    {
                        "transfer": "T2",
                        "kind": "2",
                        "issued_on": date(2026, 3, 4),
                        "amount": Decimal("120.00"),
                    },
                ]
            },
            fails={"410000 T／1": Severity.RED, "T2": Severity.YELLOW},
            at_stake={"T2": Decimal("120.00")},
            boundary=True,
        ),
        Example(
            story="not passed on, and the thirtieth day is today",
            given={"transfer": [{**PROVINCIAL, "issued_on": None}]},
            as_of=date(2026, 3, 3),
            passes=["410000 T1"],
            boundary=True,
        ),
        Example(
            story="not passed on, and the thirtieth day was yesterday",
            given={
                "transfer": [
                    {**PROVINCIAL, "issued_on": None},
                    {"transfer": "T2", "issued_on": date(2026, 3, 5)},
                ]
            },
            as_of=date(2026, 3, 4),
            fails={"410000 T1": Severity.RED, "T2": Severity.YELLOW},
            boundary=True,
        ),
        Example(
            story="a city may be given another term than the law's for provinces",
            given={
                "transfer": [
                    {**PROVINCIAL, "issued_on": date(2026, 2, 20)},
                    {"issued_on": date(2026, 2, 20)},
                ]
            },
            limits={"city_days": 18},
            fails={"T1": Severity.YELLOW},
            passes=["410000 T1"],
        ),
        Example(
            story="the tier is the register's, or the code's",
            given={
                "region": [
                    {"region": "411000", "tier": "2"},
                    {"region": "419001", "tier": "3"},
                    {"region": "419002", "tier": "4"},
                ],
                "transfer": [
                    {"transfer": place, "region": place, "issued_on": None}
                    for place in (
                        "100000",
                        "000000",
                        "411000",
                        "419001",
                        "419002",
                        "410102",
                        "410101000",
                        "410000000",
                        "420000",
                    )
                ],
            },
            fails={
                "411000 411000": Severity.RED,
                "419001 419001": Severity.YELLOW,
                "420000 420000": Severity.RED,
            },
            not_applicable={
                "100000 100000": "the centre receives from nobody",
                "000000 000000": "the centre receives from nobody",
                "419002 419002": "neither province nor city",
                "410102 410102": "neither province nor city",
                "410101000 410101000": "neither province nor city",
                "410000000 410000000": "neither province nor city",
            },
        ),
        Example(
            story="its own money, what is still to come and what is settled by need are not asked",
            given={
                "transfer": [
                    {"received_on": None, "issued_on": None},
                    {"transfer": "T2", "received_on": date(2026, 10, 1)},
                    {"transfer": "T3", "received_on": date(2026, 9, 30), "issued_on": None},
                    {"transfer": "T4", "project": "据实结算补助", "issued_on": None},
                    {"transfer": "T5", "project": "自然灾害补助", "issued_on": None},
                    {"transfer": "T6", "document": "救灾〔2026〕1号", "issued_on": None},
                    {"transfer": "T7", "project": "突发事件应对", "issued_on": None},
                    {"transfer": "T4", "fiscal_year": 2025, "issued_on": None},
                    {**PROVINCIAL, "transfer": "T4", "issued_on": None},
                    {"transfer": "T9", "fiscal_year": 2027, "issued_on": None},
                ]
            },
            fails={"2025 T4": Severity.YELLOW, "410000 T4": Severity.RED},
            passes=["T3"],
            not_applicable={
                "T1": "money of its own budget",
                "T2": "not received yet",
                "T4": "settled by need, or for a disaster",
                "T5": "settled by need, or for a disaster",
                "T6": "settled by need, or for a disaster",
                "T7": "settled by need, or for a disaster",
            },
            boundary=True,
        ),
        Example(
            story="with neither day nobody can tell whose money it is",
            given={"transfer": [{"received_on": None, "budget_approved_on": None}]},
            unknown={"T1": "transfer.received_on"},
        ),
        Example(
            story="transfers that were never delivered leave the rule without an answer",
            given={"unit": [{}]},
            missing=["transfer"],
            unknown={"": "feed missing: transfer"},
        ),
    ),
)
