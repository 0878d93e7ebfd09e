"""交办、督办逾期未复 · A matter is not answered in time.

A letter with a day on it is answered by that day. What is not is raised again, so that the day
means something.
"""

from datetime import date

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="R05",
    title=Text("交办、督办逾期未复", "Matter unanswered in time"),
    meaning=Text(
        "已交办的督办事项，反馈时限已过而没有反馈。",
        "A matter was handed over and is past its day without an answer.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{counted_to} − {due_on} = {days_over} 天 > {days} 天，状态 {state}",
        "{counted_to} − {due_on} = {days_over} days > {days} days, state {state}",
    ),
    needs=(),
    basis=(
        Article(
            law="河南省预算审查监督条例",
            number="第三十条",
            quote="应当将研究处理结果及时向人民代表大会有关专门委员会或者常务委员会预算审查监督工作机构反馈",
            bearing=Bearing.PRINCIPLE,
            note="河南省内适用；条文用“及时”，没有天数 / within Henan; the article says in time, "
            "and no days",
        ),
        Article(
            law="河南省预算审查监督条例",
            number="第四十九条",
            part="第（三）项",
            quote="不按照要求研究处理的",
            bearing=Bearing.PRINCIPLE,
            note="河南省内适用 / within Henan",
        ),
    ),
    limits={
        "days": Limit(
            0, Provenance.PROPOSED_DEFAULT, "超过反馈时限", "days over the day set", unit="day"
        ),
        "waiting": Limit(
            ("issued", "received", "returned"),
            Provenance.PROPOSED_DEFAULT,
            "等待反馈的状态",
            "states that wait for an answer",
            unit="word",
        ),
        "before": Limit(
            ("drafted", "approved"),
            Provenance.PROPOSED_DEFAULT,
            "尚未交办的状态",
            "states before it is handed over",
            unit="word",
        ),
    },
    sql="""
        with governments as (
            select region
            from ops.supply
            group by region
        ),
        matters as (
            select
                *,
                $as_of - due_on as days_over,
                state in (select unnest(cast($waiting as varchar[]))) as is_waiting,
                state in (select unnest(cast($before as varchar[]))) as is_draft
            from ops.matter
        ),
        judged as (
            select
                region, unit, number, kind, state, issued_on, due_on, days_over,
                case
                    when is_draft then 'not_applicable'
                    when not is_waiting then 'pass'
                    when due_on is null then 'unknown'
                    when days_over > $days then 'fail'
                    else 'pass'
                end as verdict,
                case
                    when is_draft then 'not handed over yet'
                    when is_waiting and due_on is null then 'matter.due_on'
                end as reason
            from matters
            union all
            select
                region, null, null, null, null, null, null, null,
                'not_applicable', 'no matters'
            from governments
            where region not in (select region from ops.matter)
        )
        select
            region,
            cast(year(least(due_on, $as_of)) as varchar) as period,
            coalesce(cast(number as varchar), 'matters') as subject,
            verdict,
            reason,
            null as severity,
            null as at_stake,
            unit,
            kind,
            state,
            issued_on,
            due_on,
            $as_of as counted_to,
            days_over
        from judged
    """,
    evidence={},
    operands={
        "kind": Text("事项类型", "kind"),
        "state": Text("状态", "state"),
        "issued_on": Text("交办日期", "handed over on"),
        "due_on": Text("反馈时限", "due on"),
        "counted_to": Text("计至", "counted to"),
        "days_over": Text("超期天数", "days over"),
    },
    advice=Text(
        "请承办单位说明未反馈的原因并补报；经催办仍不反馈的，按督办程序逐级提高。",
        "The unit says why it has not answered and does so; where it still does not, the matter "
        "goes up the ladder of pressing.",
    ),
    innocent=Text(
        "已书面反馈而未登记；经批准延期而时限未更新；交办函送达晚于登记日期。",
        "It answered on paper and that was not entered; the day was moved and not written back; "
        "the letter arrived after the day that was entered.",
    ),
    exclusions=(
        Text(
            "尚未交办、已经反馈、已经销号或者撤回的",
            "matters that are not handed over yet, are answered, closed or withdrawn",
        ),
        Text("时限当日未反馈的不算逾期", "a matter on its very day is not overdue"),
    ),
    assumptions=(
        Text("退回后按新的时限重新计算", "a matter that was returned counts from its new day"),
        Text("没有督办事项的政府不适用", "a government without matters is not asked"),
    ),
    examples=(
        Example(
            story="a day over: handed over, received or returned, and not answered",
            given={
                "ops.matter": [
                    {"due_on": date(2026, 9, 29)},
                    {"number": 2, "state": "received", "due_on": date(2026, 9, 29)},
                    {"number": 3, "state": "returned", "due_on": date(2025, 9, 29)},
                ],
                "unit": [{"fiscal_year": 2025}],
            },
            fails={"1": Severity.ORANGE, "2": Severity.ORANGE, "2025 3": Severity.ORANGE},
            units={"1": "U1"},
            boundary=True,
        ),
        Example(
            story="on the day itself, or answered, closed, withdrawn",
            given={
                "ops.matter": [
                    {"due_on": date(2026, 9, 30)},
                    {"number": 2, "state": "replied"},
                    {"number": 3, "state": "closed", "due_on": None},
                    {"number": 4, "state": "withdrawn"},
                    {"number": 5, "due_on": date(2027, 1, 31)},
                ]
            },
            passes=["1", "2", "3", "4", "5"],
            boundary=True,
        ),
        Example(
            story="what is not handed over yet waits for nobody",
            given={"ops.matter": [{"state": "drafted"}, {"number": 2, "state": "approved"}]},
            not_applicable={"1": "not handed over yet", "2": "not handed over yet"},
        ),
        Example(
            story="until there are matters nothing is asked; one government's are not another's",
            given={"ops.matter": [{"region": "410102"}], "unit": [{"region": "410102"}, {}]},
            fails={"410102 1": Severity.ORANGE},
            not_applicable={"matters": "no matters"},
        ),
        Example(
            story="without a day nobody can tell",
            given={"ops.matter": [{"due_on": None}]},
            unknown={"1": "matter.due_on"},
        ),
    ),
)
