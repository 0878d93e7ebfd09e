"""提前下达比例偏低 · Little of next year's transfers told early.

A county can only budget what it has been told of. So nine tenths of its general and seven tenths
of its earmarked transfers are to be announced before the year begins.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules.calendar._transfers import EXEMPT, EXEMPT_WORDS, EXEMPTED

NOTICE = {
    "transfer": "T2",
    "fiscal_year": 2027,
    "budget_approved_on": None,
    "issued_on": date(2026, 11, 20),
    "amount": Decimal("90.00"),
    "is_early_notice": True,
}
YEAR_END = date(2026, 12, 31)

RULE = Rule(
    code="A06",
    title=Text("提前下达比例偏低", "Early notice of transfers low"),
    meaning=Text(
        "向下级提前下达的下一年度转移支付，占本年度转移支付的比例低于规定：一般性不足九成，专项不足七成。",
        "Of its transfers to those below, a government gave early notice for next year of less "
        "than nine tenths (general) or seven tenths (earmarked) of this year's.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{early} ÷ {this_year} = {early_share} < {wanted}",
        "{early} ÷ {this_year} = {early_share} < {wanted}",
    ),
    needs=("transfer",),
    basis=(
        Article(
            law="预算法实施条例",
            number="第四十八条",
            part="第二款",
            quote="除据实结算等特殊项目的转移支付外，提前下达的一般性转移支付预计数的比例一般不低于90%；"
            "提前下达的专项转移支付预计数的比例一般不低于70%。",
            note="条文用“一般”，故为黄色 / the article says as a rule: hence yellow",
        ),
        Article(
            law="预算法实施条例",
            number="第四十八条",
            part="第一款",
            quote="应当按照本年度转移支付预计执行数的一定比例将下一年度转移支付预计数提前下达至下一级政府",
        ),
    ),
    limits={
        "general_share": Limit(
            Decimal("0.90"),
            Provenance.STATUTORY,
            "一般性转移支付不低于",
            "general transfers at least",
            unit="share",
            article="预算法实施条例第四十八条第二款",
            valid_from=date(2020, 10, 1),
        ),
        "earmarked_share": Limit(
            Decimal("0.70"),
            Provenance.STATUTORY,
            "专项转移支付不低于",
            "earmarked transfers at least",
            unit="share",
            article="预算法实施条例第四十八条第二款",
            valid_from=date(2020, 10, 1),
        ),
        "exempt_words": EXEMPT_WORDS,
    },
    sql=f"""
        with {EXEMPTED},
        parts as (
            select
                t.region, t.fiscal_year, t.kind,
                t.amount as this_year,
                0.00 as early,
                0.00 as unmarked
            from core.transfer t
            left join exempted x using (region, fiscal_year, transfer)
            where x.transfer is null
                and (
                    t.issued_on is null
                    or t.issued_on <= least($as_of, make_date(t.fiscal_year, 12, 31))
                )
            union all
            select
                t.region, t.fiscal_year - 1, t.kind,
                0.00,
                case when t.is_early_notice then t.amount else 0.00 end,
                case when t.is_early_notice is null then t.amount else 0.00 end
            from core.transfer t
            left join exempted x using (region, fiscal_year, transfer)
            where x.transfer is null
                and t.issued_on <= least($as_of, make_date(t.fiscal_year - 1, 12, 31))
        ),
        summed as (
            select
                region, fiscal_year, kind,
                cast(sum(this_year) as decimal(20, 2)) as this_year,
                cast(sum(early) as decimal(20, 2)) as early,
                cast(sum(unmarked) as decimal(20, 2)) as unmarked,
                case kind when '1' then $general_share when '2' then $earmarked_share end as wanted
            from parts
            where fiscal_year <= year($as_of)
            group by region, fiscal_year, kind
        ),
        judged as (
            select
                *,
                case
                    when this_year <= 0 then 'not_applicable'
                    when early >= wanted * this_year then 'pass'
                    when early + unmarked >= wanted * this_year then 'unknown'
                    when early > 0 or $as_of >= make_date(fiscal_year, 12, 31) then 'fail'
                    else 'not_applicable'
                end as verdict
            from summed
            where wanted is not null
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            kind as subject,
            verdict,
            case
                when this_year <= 0 then 'no transfers this year'
                when verdict = 'unknown' then 'transfer.is_early_notice'
                when verdict = 'not_applicable' then 'no notice given, and the year is not over'
            end as reason,
            null as severity,
            cast(wanted * this_year - early as decimal(20, 2)) as at_stake,
            cast(null as varchar) as unit,
            kind,
            this_year,
            early,
            cast(wanted as decimal(18, 4)) as wanted,
            cast(early / nullif(this_year, 0) as decimal(18, 6)) as early_share
        from judged
    """,
    evidence={
        "transfer": """
            select f.region, f.period, f.subject, t.transfer, t.fiscal_year
            from finding f
            join core.transfer t
                on t.region = f.region
                and t.kind = f.kind
                and (
                    cast(t.fiscal_year as varchar) = f.period
                    or (cast(t.fiscal_year - 1 as varchar) = f.period and t.is_early_notice)
                )
            where coalesce(t.issued_on, $as_of) <= $as_of
        """,
    },
    operands={
        "kind": Text("转移支付类型（1 一般性，2 专项）", "kind (1 general, 2 earmarked)"),
        "this_year": Text("本年度转移支付", "transfers of this year"),
        "early": Text("提前下达的下一年度转移支付", "early notice for next year"),
        "wanted": Text("规定比例", "share wanted"),
        "early_share": Text("提前下达比例", "share told early"),
    },
    advice=Text(
        "请财政部门按下级政府列出提前下达文件和本年度预计执行数，说明未提前下达的项目及原因。",
        "The finance department lists, by receiver, the early notices and this year's expected "
        "transfers, and says what was not announced and why.",
    ),
    innocent=Text(
        "上级提前下达较晚，来不及转下；下一年度政策到期、规模缩减；据实结算项目未在名称中写明。",
        "The superior's own notice came late; a programme ends with the year; what is settled by "
        "need is not called so.",
    ),
    exclusions=(
        EXEMPT,
        Text(
            "尚无任何提前下达的，到当年12月31日才判",
            "while no notice at all was given, it is asked on 31 December and after",
        ),
    ),
    assumptions=(
        Text(
            "本年度预计执行数取本年度全部转移支付（含尚未下达的），提前下达取当年12月31日前下达的",
            "this year's expected transfers are all of its transfers, those not issued yet "
            "included; early is what was issued by 31 December",
        ),
        Text(
            "是否提前下达为空的，只在足以达到比例时使结论未知",
            "transfers not marked either way make it unknown where they could reach the share",
        ),
    ),
    examples=(
        Example(
            story="nine tenths of the general and seven of the earmarked ones are enough",
            given={
                "transfer": [
                    {},
                    NOTICE,
                    {"transfer": "T3", "kind": "2"},
                    {**NOTICE, "transfer": "T4", "kind": "2", "amount": Decimal("70.00")},
                ]
            },
            as_of=YEAR_END,
            passes=["1", "2"],
            boundary=True,
        ),
        Example(
            story="a fen less is too little",
            given={
                "transfer": [
                    {"amount": Decimal("60.00")},
                    {"transfer": "T5", "amount": Decimal("40.00"), "issued_on": None},
                    {**NOTICE, "amount": Decimal("50.00")},
                    {**NOTICE, "transfer": "T6", "amount": Decimal("39.99")},
                    {"transfer": "T3", "kind": "2"},
                    {**NOTICE, "transfer": "T4", "kind": "2", "amount": Decimal("69.99")},
                ]
            },
            as_of=YEAR_END,
            fails={"1": Severity.YELLOW, "2": Severity.YELLOW},
            at_stake={"1": Decimal("0.01"), "2": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="what comes after 31 December was no early notice, nor part of this year's",
            given={
                "transfer": [
                    {},
                    {"transfer": "T3", "amount": Decimal("50.00"), "issued_on": date(2027, 1, 1)},
                    {**NOTICE, "amount": Decimal("40.00"), "issued_on": date(2026, 12, 31)},
                    {**NOTICE, "transfer": "T4", "issued_on": date(2027, 1, 1)},
                ]
            },
            as_of=date(2027, 1, 31),
            fails={"2026 1": Severity.YELLOW},
            at_stake={"2026 1": Decimal("50.00")},
            not_applicable={"1": "no notice given, and the year is not over"},
            boundary=True,
        ),
        Example(
            story="a year that is over keeps what was never issued among its transfers",
            given={
                "transfer": [
                    {"amount": Decimal("60.00"), "issued_on": date(2026, 12, 31)},
                    {"transfer": "T5", "amount": Decimal("40.00"), "issued_on": None},
                    {**NOTICE, "amount": Decimal("89.99")},
                ]
            },
            as_of=date(2027, 1, 31),
            fails={"2026 1": Severity.YELLOW},
            at_stake={"2026 1": Decimal("0.01")},
            not_applicable={"1": "no notice given, and the year is not over"},
            boundary=True,
        ),
        Example(
            story="without any notice it is asked when the year ends",
            given={"transfer": [{}]},
            as_of=YEAR_END,
            fails={"1": Severity.YELLOW},
            at_stake={"1": Decimal("90.00")},
            boundary=True,
        ),
        Example(
            story="the day before the year ends a notice may still come",
            given={"transfer": [{}, {**NOTICE, "issued_on": None}]},
            as_of=date(2026, 12, 30),
            not_applicable={"1": "no notice given, and the year is not over"},
            boundary=True,
        ),
        Example(
            story="once notice is given its share counts, of what is issued by the night",
            given={
                "transfer": [
                    {},
                    {**NOTICE, "amount": Decimal("89.99")},
                    {**NOTICE, "transfer": "T3", "issued_on": date(2026, 11, 21)},
                    {"transfer": "T4", "issued_on": date(2026, 11, 21)},
                ]
            },
            as_of=date(2026, 11, 20),
            fails={"1": Severity.YELLOW},
            at_stake={"1": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="what is settled by need counts on neither side",
            given={
                "transfer": [
                    {},
                    {"transfer": "T3", "project": "据实结算补助", "amount": Decimal("50.00")},
                    {"transfer": "T5", "project": "自然灾害补助"},
                    {"transfer": "T6", "project": "救灾补助"},
                    {"transfer": "T7", "project": "突发事件应对"},
                    {**NOTICE, "amount": Decimal("89.99")},
                    {**NOTICE, "transfer": "T4", "project": "据实结算补助"},
                    {**NOTICE, "transfer": "T8", "is_early_notice": False},
                ]
            },
            as_of=YEAR_END,
            fails={"1": Severity.YELLOW},
            at_stake={"1": Decimal("0.01")},
        ),
        Example(
            story="each giver, year and kind by itself",
            given={
                "transfer": [
                    {},
                    {**NOTICE, "region": "410102"},
                    {**NOTICE, "transfer": "T3", "kind": "2"},
                    {**NOTICE, "transfer": "T4", "fiscal_year": 2028},
                    {"transfer": "T5", "kind": "9"},
                    {"transfer": "T6", "fiscal_year": 2025, "issued_on": date(2025, 2, 1)},
                    {
                        **NOTICE,
                        "transfer": "T7",
                        "fiscal_year": 2026,
                        "issued_on": date(2025, 12, 1),
                    },
                ]
            },
            as_of=YEAR_END,
            fails={"1": Severity.YELLOW},
            at_stake={"1": Decimal("171.00")},
            passes=["2025 1"],
            not_applicable={
                "410102 1": "no transfers this year",
                "2": "no transfers this year",
            },
        ),
        Example(
            story="what nobody marked makes it unknown only where it could reach the share",
            given={
                "transfer": [
                    {},
                    {**NOTICE, "amount": Decimal("89.00")},
                    {
                        **NOTICE,
                        "transfer": "T3",
                        "amount": Decimal("1.00"),
                        "is_early_notice": None,
                    },
                    {"transfer": "T4", "region": "410102"},
                    {"transfer": "T5", "region": "410103"},
                    {
                        **NOTICE,
                        "region": "410103",
                        "amount": Decimal("89.99"),
                        "is_early_notice": None,
                    },
                    {
                        **NOTICE,
                        "region": "410103",
                        "transfer": "T3",
                        "amount": Decimal("0.01"),
                        "is_early_notice": None,
                    },
                    {**NOTICE, "region": "410102", "amount": Decimal("89.00")},
                    {
                        **NOTICE,
                        "region": "410102",
                        "transfer": "T3",
                        "amount": Decimal("0.99"),
                        "is_early_notice": None,
                    },
                ]
            },
            as_of=YEAR_END,
            fails={"410102 1": Severity.YELLOW},
            at_stake={"410102 1": Decimal("1.00")},
            unknown={
                "1": "transfer.is_early_notice",
                "410103 1": "transfer.is_early_notice",
            },
            boundary=True,
        ),
        Example(
            story="transfers that were never delivered leave the rule without an answer",
            given={"unit": [{}]},
            missing=["transfer"],
            unknown={"": "feed missing: transfer"},
        ),
    ),
)
