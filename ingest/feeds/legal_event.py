"""法定事项 · Legal events.

What the law dates: approvals, replies, publications, reports. An empty happened_on says that it
has not happened yet. The subject is empty where the event is the whole government’s.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="法定事项",
    en="Legal events",
    every="event",
    holds=Holds.REGISTER,
    ours=True,
    note=("Typed in by the committee's own staff, or delivered: what the law dates."),
    columns=[
        Column("event", "事项编号", "EVENT_NO", Kind.CODE, key=True),
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column("fiscal_year", "预算年度", "FISCAL_YEAR", Kind.INT, least=1949, most=2100),
        Column(
            "kind",
            "事项类型",
            "EVENT_TYPE_CODE",
            Kind.CODE,
            note=(
                "budget_approved · department_replied · unit_replied · budget_published "
                "· final_accounts_approved · final_accounts_replied · "
                "final_accounts_published · adjustment_approved · borrowing_approved · "
                "asset_report · debt_report · audit_report · rectification_report · "
                "draft_submitted · meeting"
            ),
        ),
        Column(
            "subject",
            "对象",
            "SUBJECT_CODE",
            Kind.CODE,
            optional=True,
            note="department or unit, where the event is one's own",
        ),
        Column(
            "happened_on",
            "发生日期",
            "EVENT_DATE",
            Kind.DATE,
            optional=True,
            note="empty: it has not happened yet",
        ),
        Column("amount", "金额", "AMOUNT", Kind.MONEY, optional=True),
        Column("document", "文号", "DOC_NO", Kind.TEXT, optional=True),
    ],
)
