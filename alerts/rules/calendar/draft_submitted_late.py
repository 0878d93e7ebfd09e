"""初步方案送审过晚 · A draft came too late to be examined.

The committees need a month with a draft before the meeting that votes on it; less, and the first
examination is a form.
"""

from datetime import date

from alerts.rule import Article, Example, Limit, Provenance, Rule, Severity, Text

DRAFT = {"kind": "draft_submitted", "happened_on": date(2026, 1, 10)}
MEETING = {"event": "M2", "kind": "meeting", "happened_on": date(2026, 2, 9)}
SITTING = {**MEETING, "subject": "standing_committee"}
HENAN = "河南省内适用 / within Henan"

BODY = """
                case
                    when e.subject in (select unnest(cast($congress as varchar[])))
                        then 'the congress'
                    when e.subject in (select unnest(cast($standing_committee as varchar[])))
                        then 'the standing committee'
                    else coalesce(e.subject, '')
                end"""
"""Whose meeting an event is, or whom a draft is for."""

RULE = Rule(
    code="A09",
    title=Text("初步方案送审过晚", "Draft submitted late before the meeting"),
    meaning=Text(
        "预算、预算调整方案、决算的初步方案或者草案，在审查批准它的会议举行前不足规定日数（三十日，地方条例可以更长）才提交，或者会议已举行而没有提交记录。",
        "The draft of a budget, an adjustment or final accounts was submitted later than it has "
        "to be before the meeting that votes on it (thirty days, or more by a local statute), or "
        "the meeting was held and nothing was.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{met_on} − {submitted_on} = {days_before} 天 < {wanted} 天",
        "{met_on} − {submitted_on} = {days_before} days < {wanted} days",
    ),
    needs=("legal_event",),
    optional=("region",),
    basis=(
        Article(
            law="预算法",
            number="第四十四条",
            quote="应当在本级人民代表大会会议举行的三十日前，将本级预算草案的初步方案提交",
            note="第二款至第四款，省、设区的市、县各一款；乡级没有此项义务 / paragraphs 2 to 4 for "
            "province, city and county; townships have no such duty",
        ),
        Article(
            law="预算法",
            number="第六十九条",
            quote="应当在本级人民代表大会常务委员会举行会议审查和批准预算调整方案的三十日前",
            note="第四款至第六款；会议是常务委员会会议 / paragraphs 4 to 6; the meeting is the "
            "standing committee's",
        ),
        Article(
            law="预算法",
            number="第七十八条",
            quote="应当在本级人民代表大会常务委员会举行会议审查和批准本级决算草案的三十日前",
            note="第二款至第四款；会议是常务委员会会议 / paragraphs 2 to 4; the meeting is the "
            "standing committee's",
        ),
        Article(
            law="河南省预算审查监督条例",
            number="第十八条",
            part="第一款",
            quote="县级以上人民代表大会举行会议三十日前",
            note=HENAN,
        ),
        Article(
            law="河南省预算审查监督条例",
            number="第三十三条",
            quote="在人民代表大会常务委员会举行会议审查批准预算调整方案的三十日前",
            note=HENAN,
        ),
        Article(
            law="河南省预算审查监督条例",
            number="第三十七条",
            quote="在本级人民代表大会常务委员会举行会议审查和批准本级决算草案的三十日前",
            note=HENAN,
        ),
    ),
    limits={
        "days": Limit(
            30,
            Provenance.STATUTORY,
            "人代会会议举行前不少于",
            "before a meeting of the congress at least",
            unit="day",
            article="预算法第四十四条",
            valid_from=date(2015, 1, 1),
        ),
        "standing_committee_days": Limit(
            30,
            Provenance.STATUTORY,
            "常委会会议举行前不少于",
            "before a meeting of the standing committee at least",
            unit="day",
            article="预算法第六十九条、第七十八条",
            valid_from=date(2015, 1, 1),
        ),
        "township_days": Limit(
            0,
            Provenance.STATUTORY,
            "乡级人代会会议举行前不少于（0 为没有此项义务）",
            "before a meeting of a township's congress at least (0: no such duty)",
            unit="day",
            article="预算法第四十四条",
        ),
        "congress": Limit(
            ("congress", "budget", "人民代表大会", "人代会", "预算", "预算草案"),
            Provenance.PROPOSED_DEFAULT,
            "人代会及其审查的草案在对象栏的写法",
            "how the subject names the congress, and the draft it votes on",
            unit="word",
        ),
        "standing_committee": Limit(
            (
                "standing_committee",
                "adjustment",
                "final_accounts",
                "人大常委会",
                "常委会",
                "预算调整",
                "决算",
            ),
            Provenance.PROPOSED_DEFAULT,
            "常委会及其审查的草案在对象栏的写法",
            "how the subject names the standing committee, and the drafts it votes on",
            unit="word",
        ),
    },
    sql=f"""
        with told as (
            select
                e.*,
                {BODY} as body,
                coalesce(tier = '5', length(e.region) > 6) as is_township
            from core.legal_event e
            left join core.region r on r.region = e.region
            where fiscal_year <= year($as_of) and happened_on <= $as_of
        ),
        drafts as (
            select
                d.region, d.fiscal_year, d.body, d.is_township, d.subject,
                d.happened_on as submitted_on,
                min(m.happened_on) as met_on,
                min(m.subject) as named
            from told d
            left join told m
                on m.region = d.region
                and m.fiscal_year = d.fiscal_year
                and m.body = d.body
                and m.kind = 'meeting'
                and m.happened_on >= d.happened_on
            where d.kind = 'draft_submitted'
            group by all
        ),
        prepared as (
            select
                region, fiscal_year, body, is_township, named, met_on,
                min(submitted_on) as submitted_on,
                min(subject) as of_draft
            from drafts
            group by region, fiscal_year, body, is_township, named, met_on
        ),
        decided as (
            select distinct region, fiscal_year
            from told
            where kind in ('adjustment_approved', 'final_accounts_approved')
        ),
        unprepared as (
            select
                m.region, m.fiscal_year, m.body, m.is_township,
                min(m.subject) as named,
                max(m.happened_on) as met_on,
                bool_or(d.body = '') as undirected,
                bool_or(body_decides) as decides
            from (
                select
                    told.*,
                    body <> 'the standing committee' or c.region is not null as body_decides
                from told
                left join decided c using (region, fiscal_year)
                where kind = 'meeting'
            ) m
            left join drafts d
                on d.region = m.region
                and d.fiscal_year = m.fiscal_year
                and d.body in (m.body, '')
            group by m.region, m.fiscal_year, m.body, m.is_township
            having count(*) filter (d.body = m.body) = 0
        ),
        meetings as (
            select
                region, fiscal_year, body, is_township,
                coalesce(named, of_draft) as named,
                met_on, submitted_on,
                date_diff('day', submitted_on, met_on) as days_before,
                case when met_on is null then 'the meeting is still to come' end as left_out,
                cast(null as varchar) as absent
            from prepared
            union all
            select
                region, fiscal_year, body, is_township, named, met_on, null, null,
                case when not decides then 'no draft was before it' end,
                case when undirected then 'legal_event.subject of draft_submitted' end
            from unprepared
        ),
        termed as (
            select
                *,
                is_township and ($township_days = 0 or body = 'the standing committee')
                    as is_free,
                case
                    when is_township then $township_days
                    when body = 'the congress' then $days
                    when body = 'the standing committee' then $standing_committee_days
                    else least($days, $standing_committee_days)
                end as wanted,
                case
                    when is_township or body in ('the congress', 'the standing committee') then 0
                    else greatest($days, $standing_committee_days)
                end as wanted_at_most
            from meetings
        ),
        judged as (
            select
                *,
                case
                    when is_free then 'not_applicable'
                    when left_out is not null then 'not_applicable'
                    when absent is not null then 'unknown'
                    when coalesce(days_before, 0) < wanted then 'fail'
                    when days_before < wanted_at_most then 'unknown'
                    else 'pass'
                end as verdict
            from termed
            qualify row_number() over (
                partition by region, fiscal_year, body
                order by left_out nulls first, days_before nulls first, met_on
            ) = 1
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(coalesce(named, 'meeting'), '/', '／') || '/'
                || cast(fiscal_year as varchar) as subject,
            verdict,
            case
                when is_free then 'a township has no such duty'
                when left_out is not null then left_out
                when verdict = 'unknown' then coalesce(absent, 'legal_event.subject')
            end as reason,
            null as severity,
            null as at_stake,
            cast(null as varchar) as unit,
            body,
            submitted_on,
            met_on,
            days_before,
            wanted
        from judged
    """,
    evidence={
        "legal_event": f"""
            select f.region, f.period, f.subject, e.event
            from finding f
            join core.legal_event e
                on e.region = f.region
                and cast(e.fiscal_year as varchar) = f.period
                and (
                    (e.kind = 'meeting' and e.happened_on = f.met_on)
                    or (e.kind = 'draft_submitted' and e.happened_on = f.submitted_on)
                )
                and {BODY} = f.body
        """,
    },
    operands={
        "body": Text("会议", "meeting of"),
        "submitted_on": Text("提交日期（空为没有提交记录）", "submitted on (empty: never)"),
        "met_on": Text("会议日期", "met on"),
        "days_before": Text("提前天数", "days before"),
        "wanted": Text("应提前天数", "days wanted"),
    },
    advice=Text(
        "请财政部门提供初步方案的送文和人大有关专门委员会、工作机构的收文登记，与会议通知对照，说明送审过晚的原因。",
        "The finance department shows its covering letter and the committee its entry of it, "
        "beside the notice of the meeting, with the reason for the delay.",
    ),
    innocent=Text(
        "草案已按期送达，只是未录入法定事项；会议因故提前；录入的是修改稿而不是首次送审稿。",
        "The draft came in time and was not typed in; the meeting was moved forward; what was "
        "typed in is a later version and not the first.",
    ),
    exclusions=(
        Text(
            "乡级没有此项义务；地方条例规定了日数的（限额大于 0），只判人代会审查的预算",
            "townships have no such duty; where a local statute sets days (the limit is above 0), "
            "it is asked of the budget that their congress votes on",
        ),
        Text(
            "常委会当年没有批准预算调整或者决算、又没有草案的，其会议不判",
            "meetings of a standing committee that approved neither an adjustment nor final "
            "accounts of the year, where there was no draft",
        ),
        Text("会议尚未举行的不判", "a draft whose meeting is still to come"),
    ),
    assumptions=(
        Text(
            "会议种类看对象栏：限额中列出的写法分别归人代会和常委会，其余按原文，同种、同级、同年的会议才相对应；"
            "对象为空的写作 meeting",
            "the kind of a meeting is told by the subject: the listed words mean the congress or "
            "the standing committee, others stand for themselves; without one it is `meeting`",
        ),
        Text(
            "人代会和常委会的应提前日数不同时，会议种类不明的，短的一个也不足才判，够长的一个才通过，其间为未知",
            "where the congress and its standing committee want different days, a meeting of an "
            "unknown kind is found below the fewer and passes at the more; between is unknown",
        ),
        Text(
            "一次会议有多份送审的，按最早一份计；同类多次会议取提前天数最少的一次",
            "of several drafts before one meeting the first counts; of several meetings of a kind "
            "the one with the fewest days",
        ),
        Text("会议当日提交的提前零天", "submitted on the day of the meeting is no day before"),
    ),
    examples=(
        Example(
            story="thirty days before",
            given={"legal_event": [DRAFT, MEETING]},
            passes=["meeting/2026"],
            boundary=True,
        ),
        Example(
            story="twenty-nine days before",
            given={
                "legal_event": [
                    {**DRAFT, "happened_on": date(2026, 1, 11), "subject": "budget"},
                    {**MEETING, "subject": "congress"},
                ]
            },
            fails={"congress/2026": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="on the day of the meeting itself; the night of that day sees it",
            given={"legal_event": [{**DRAFT, "happened_on": date(2026, 2, 9)}, MEETING]},
            as_of=date(2026, 2, 9),
            fails={"meeting/2026": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="the next meeting of the kind is still to come",
            given={
                "legal_event": [
                    DRAFT,
                    MEETING,
                    {**DRAFT, "event": "M3", "subject": "决算/1"},
                    {**DRAFT, "event": "M4", "region": "410102", "subject": "预算"},
                    {**DRAFT, "event": "M5", "region": "410102", "subject": "budget"},
                ]
            },
            as_of=date(2026, 2, 8),
            not_applicable={
                "meeting/2026": "the meeting is still to come",
                "决算／1/2026": "the meeting is still to come",
                "410102 budget/2026": "the meeting is still to come",
            },
            boundary=True,
        ),
        Example(
            story="an adjustment and final accounts go to the standing committee, not the congress",
            given={
                "legal_event": [
                    {**DRAFT, "subject": "预算"},
                    {**MEETING, "subject": "人代会"},
                    {
                        **MEETING,
                        "event": "M7",
                        "subject": "congress",
                        "happened_on": date(2026, 8, 1),
                    },
                    {
                        **DRAFT,
                        "event": "M3",
                        "subject": "预算调整",
                        "happened_on": date(2026, 2, 1),
                    },
                    {
                        **SITTING,
                        "event": "M4",
                        "subject": "常委会",
                        "happened_on": date(2026, 3, 2),
                    },
                    {
                        **DRAFT,
                        "event": "M5",
                        "subject": "final_accounts",
                        "fiscal_year": 2025,
                        "happened_on": date(2026, 6, 1),
                    },
                    {
                        **SITTING,
                        "event": "M6",
                        "fiscal_year": 2025,
                        "happened_on": date(2026, 7, 1),
                    },
                ]
            },
            fails={"常委会/2026": Severity.ORANGE},
            passes=["congress/2026", "2025 standing_committee/2025"],
        ),
        Example(
            story="a body and its drafts go by several names",
            given={
                "legal_event": [
                    {**event, "event": f"{word}{event['kind']}", "region": place, "subject": of}
                    for place, word, meeting in (
                        ("410102", "人民代表大会", "congress"),
                        ("410103", "预算草案", "congress"),
                        ("410104", "adjustment", "standing_committee"),
                        ("410105", "人大常委会", "standing_committee"),
                        ("410106", "决算", "standing_committee"),
                    )
                    for event, of in ((DRAFT, word), (MEETING, meeting))
                ]
            },
            passes=[
                "410102 congress/2026",
                "410103 congress/2026",
                "410104 standing_committee/2026",
                "410105 standing_committee/2026",
                "410106 standing_committee/2026",
            ],
        ),
        Example(
            story="the first draft before a meeting counts, and the worst meeting of a kind",
            given={
                "legal_event": [
                    DRAFT,
                    {**DRAFT, "event": "M3", "happened_on": date(2026, 1, 30)},
                    MEETING,
                    {**DRAFT, "event": "M4", "region": "410102"},
                    {**MEETING, "event": "M5", "region": "410102"},
                    {
                        **DRAFT,
                        "event": "M6",
                        "region": "410102",
                        "happened_on": date(2026, 5, 2),
                    },
                    {
                        **MEETING,
                        "event": "M7",
                        "region": "410102",
                        "happened_on": date(2026, 5, 31),
                    },
                    {
                        **DRAFT,
                        "event": "M8",
                        "region": "410102",
                        "happened_on": date(2026, 9, 1),
                    },
                ]
            },
            fails={"410102 meeting/2026": Severity.ORANGE},
            passes=["meeting/2026"],
        ),
        Example(
            story="a congress that met on no draft at all; a draft that comes afterwards waits",
            given={
                "legal_event": [
                    {**MEETING, "subject": "congress"},
                    {**MEETING, "event": "M5", "subject": "人代会"},
                    {**DRAFT, "happened_on": None, "subject": "budget"},
                    {**MEETING, "event": "M3", "region": "410102"},
                    {
                        **DRAFT,
                        "event": "M4",
                        "region": "410102",
                        "happened_on": date(2026, 2, 10),
                    },
                ]
            },
            fails={"congress/2026": Severity.ORANGE},
            not_applicable={"410102 meeting/2026": "the meeting is still to come"},
        ),
        Example(
            story="a sitting that decided nothing on the budget needed no draft",
            given={
                "legal_event": [
                    SITTING,
                    {**SITTING, "event": "M3", "region": "410102"},
                    {"event": "M4", "region": "410102", "kind": "adjustment_approved"},
                    {**SITTING, "event": "M5", "region": "410103"},
                    {"event": "M6", "region": "410103", "kind": "final_accounts_approved"},
                    {**SITTING, "event": "M7", "region": "410104"},
                    {"event": "M8", "region": "410104", "kind": "budget_approved"},
                    {"event": "M9", "region": "410104", "kind": "adjustment_approved"}
                    | {"fiscal_year": 2025},
                ]
            },
            fails={
                "410102 standing_committee/2026": Severity.ORANGE,
                "410103 standing_committee/2026": Severity.ORANGE,
            },
            not_applicable={
                "standing_committee/2026": "no draft was before it",
                "410104 standing_committee/2026": "no draft was before it",
            },
        ),
        Example(
            story="a draft that names no meeting may have been for this one",
            given={
                "legal_event": [
                    DRAFT,
                    {**MEETING, "subject": "congress"},
                    {**MEETING, "event": "M3", "region": "410102", "subject": "congress"},
                    {**MEETING, "event": "M4", "fiscal_year": 2025, "subject": "congress"},
                ]
            },
            fails={
                "410102 congress/2026": Severity.ORANGE,
                "2025 congress/2025": Severity.ORANGE,
            },
            not_applicable={"meeting/2026": "the meeting is still to come"},
            unknown={"congress/2026": "legal_event.subject of draft_submitted"},
        ),
        Example(
            story="a local statute wants 45 days before the congress, and not before its committee",
            given={
                "legal_event": [
                    {**event, "event": f"{place}{event['kind']}", "region": place, **told}
                    for place, word, on in (
                        ("410101", "congress", date(2025, 12, 26)),
                        ("410102", "congress", date(2025, 12, 27)),
                        ("410103", "standing_committee", date(2026, 1, 10)),
                        ("410104", "standing_committee", date(2026, 1, 11)),
                        ("410105", None, date(2025, 12, 26)),
                        ("410106", None, date(2025, 12, 27)),
                        ("410107", None, date(2026, 1, 11)),
                    )
                    for event, told in (
                        (DRAFT, {"subject": word, "happened_on": on}),
                        (MEETING, {"subject": word}),
                    )
                ]
            },
            limits={"days": 45},
            fails={
                "410102 congress/2026": Severity.ORANGE,
                "410104 standing_committee/2026": Severity.ORANGE,
                "410107 meeting/2026": Severity.ORANGE,
            },
            passes=[
                "410101 congress/2026",
                "410103 standing_committee/2026",
                "410105 meeting/2026",
            ],
            unknown={"410106 meeting/2026": "legal_event.subject"},
            boundary=True,
        ),
        Example(
            story="a standing committee that wants more days than the congress",
            given={
                "legal_event": [
                    {**event, "event": f"{place}{event['kind']}", "region": place, "subject": word}
                    for place, word in (
                        ("410101", "congress"),
                        ("410102", "决算"),
                        ("410103", None),
                    )
                    for event in (DRAFT, MEETING)
                ]
            },
            limits={"standing_committee_days": 31},
            fails={"410102 决算/2026": Severity.ORANGE},
            passes=["410101 congress/2026"],
            unknown={"410103 meeting/2026": "legal_event.subject"},
            boundary=True,
        ),
        Example(
            story="a local statute wants 15 days of a township's budget, and of nothing else",
            given={
                "legal_event": [
                    {**event, "event": f"{place}{event['kind']}", "region": place, **told}
                    for place, word, on in (
                        ("410101001", "congress", date(2026, 1, 25)),
                        ("410101002", "congress", date(2026, 1, 26)),
                        ("410101003", None, date(2026, 1, 26)),
                        ("410101004", "adjustment", date(2026, 1, 26)),
                    )
                    for event, told in (
                        (DRAFT, {"subject": word, "happened_on": on}),
                        (MEETING, {"subject": word}),
                    )
                ]
            },
            limits={"township_days": 15},
            fails={
                "410101002 congress/2026": Severity.ORANGE,
                "410101003 meeting/2026": Severity.ORANGE,
            },
            passes=["410101001 congress/2026"],
            not_applicable={"410101004 adjustment/2026": "a township has no such duty"},
            boundary=True,
        ),
        Example(
            story="a township has no such duty; a year to come is not asked",
            given={
                "region": [
                    {"region": "410105", "tier": "5"},
                    {"region": "410105001", "tier": "4"},
                ],
                "legal_event": [
                    {**MEETING, "region": place, "event": place}
                    for place in ("410101001", "410105", "410105001")
                ]
                + [{**MEETING, "fiscal_year": 2027}],
            },
            fails={"410105001 meeting/2026": Severity.ORANGE},
            not_applicable={
                "410101001 meeting/2026": "a township has no such duty",
                "410105 meeting/2026": "a township has no such duty",
            },
        ),
        Example(
            story="without the events nobody is late",
            given={"unit": [{}]},
            missing=["legal_event"],
            unknown={"": "feed missing: legal_event"},
        ),
    ),
)
