"""社保基金预算不平衡 · A social insurance fund in deficit.

Each scheme is budgeted to balance. One that pays out more than comes in lives on what was saved.
"""

from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="A16",
    title=Text("社保基金收支不平衡", "Social insurance fund in deficit"),
    meaning=Text(
        "某一险种的社会保险基金，当年截至基准日的收入合计小于支出合计。",
        "A scheme of the social insurance fund took in less than it paid out in the year so far.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{income} − {outlay} = {surplus} < {floor}（至 {last_month}，{months} 个月）",
        "{income} − {outlay} = {surplus} < {floor} (to {last_month}, {months} months)",
    ),
    needs=("insurance_fund",),
    basis=(
        Article(
            law="预算法",
            number="第十一条",
            part="第二款",
            quote="社会保险基金预算应当按照统筹层次和社会保险项目分别编制，做到收支平衡。",
            bearing=Bearing.PRINCIPLE,
            note="条文要求预算编制平衡，未禁止年度执行中出现当期赤字 / the duty is to draw up a "
            "balanced budget; a deficit within the year is not what it forbids",
        ),
        Article(
            law="社会保险法",
            number="第六十五条",
            part="第一款",
            quote="社会保险基金通过预算实现收支平衡。",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "floor": Limit(
            Decimal("0.00"),
            Provenance.STATUTORY,
            "当年结余不低于",
            "surplus of the year at least",
            unit="yuan",
            article="预算法第十一条第二款",
        ),
    },
    sql="""
        with summed as (
            select
                region, left(month, 4) as period, scheme,
                cast(sum(income) as decimal(20, 2)) as income,
                cast(sum(outlay) as decimal(20, 2)) as outlay,
                cast(sum(income) - sum(outlay) as decimal(20, 2)) as surplus,
                max(month) as last_month,
                count(*) as months
            from core.insurance_fund
            where last_day(cast(month || '-01' as date)) <= $as_of
            group by all
        )
        select
            region,
            period,
            replace(scheme, '/', '／') as subject,
            case when surplus < $floor then 'fail' else 'pass' end as verdict,
            cast(null as varchar) as reason,
            null as severity,
            $floor - surplus as at_stake,
            cast(null as varchar) as unit,
            scheme,
            income,
            outlay,
            surplus,
            last_month,
            months
        from summed
    """,
    evidence={
        "insurance_fund": """
            select f.region, f.period, f.subject, i.month, i.scheme
            from finding f
            join core.insurance_fund i
                on i.region = f.region
                and i.scheme = f.scheme
                and left(i.month, 4) = f.period
                and i.month <= f.last_month
        """,
    },
    operands={
        "scheme": Text("险种", "scheme"),
        "income": Text("收入合计", "income"),
        "outlay": Text("支出合计", "outlay"),
        "surplus": Text("当年结余", "surplus of the year"),
        "last_month": Text("末月", "last month"),
        "months": Text("月数", "months"),
    },
    advice=Text(
        "请社保经办机构和财政部门说明赤字构成、全年预计结余和补助到位计划，并核对累计结余可支付月数。",
        "The insurance office and the finance department say what the deficit is made of, what the "
        "year will end with and when grants come, and check how many months the balance lasts.",
    ),
    innocent=Text(
        "保费集中在年末征收（如城乡居民医疗）；财政补助尚未到账；当年动用历年结余已列入预算。",
        "Contributions come at the year's end, as of residents' health insurance; grants are still "
        "to come; the use of earlier balances is in the budget.",
    ),
    assumptions=(
        Text(
            "按报送的各月合计；缺月不补，末月和月数一并列示",
            "the months that were delivered are added up; the last and their number are "
            "shown, and none is made up",
        ),
    ),
    examples=(
        Example(
            story="in balance to the fen is silent, a fen less is found",
            given={
                "insurance_fund": [
                    {"month": "2026-07", "income": Decimal("8.00")},
                    {"income": Decimal("10.00")},
                    {"scheme": "210", "month": "2026-07", "income": Decimal("8.00")},
                    {"scheme": "210", "income": Decimal("9.99")},
                ]
            },
            fails={"210": Severity.ORANGE},
            at_stake={"210": Decimal("0.01")},
            passes=["110"],
            boundary=True,
        ),
        Example(
            story="the month of the night is read, the one after it is not",
            given={
                "insurance_fund": [
                    {"month": "2026-09", "income": Decimal("8.00")},
                    {"month": "2026-10", "income": Decimal("100.00")},
                ]
            },
            fails={"110": Severity.ORANGE},
            at_stake={"110": Decimal("1.00")},
            boundary=True,
        ),
        Example(
            story="each year and government by itself, whole years that are over",
            given={
                "unit": [{"fiscal_year": 2025}],
                "insurance_fund": [
                    {"month": "2025-12", "income": Decimal("8.00")},
                    {"month": "2025-01", "income": Decimal("8.50")},
                    {},
                    {"region": "410102", "income": Decimal("0.00"), "scheme": "3/10"},
                ],
            },
            fails={"2025 110": Severity.ORANGE, "410102 3／10": Severity.ORANGE},
            at_stake={"2025 110": Decimal("1.50"), "410102 3／10": Decimal("9.00")},
            passes=["110"],
        ),
        Example(
            story="funds that were never delivered leave the rule without an answer",
            given={"unit": [{}]},
            missing=["insurance_fund"],
            unknown={"": "feed missing: insurance_fund"},
        ),
    ),
)
