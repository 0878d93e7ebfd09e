"""审计查出问题 · Problems found by audit.

One row for each problem that the auditors reported. Remedied is the amount put right so far; a
problem is settled only when it is closed (销号).
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="审计查出问题",
    en="Problems found by audit",
    every="event",
    holds=Holds.REGISTER,
    ours=True,
    columns=[
        Column("problem", "问题编号", "PROBLEM_NO", Kind.CODE, key=True),
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column("audit_year", "审计年度", "AUDIT_YEAR", Kind.INT, least=1949, most=2100),
        Column("unit", "单位代码", "AGENCY_CODE", Kind.CODE),
        Column("problem_class", "问题类别", "PROBLEM_TYPE", Kind.TEXT),
        Column("text", "问题表现", "PROBLEM_DESC", Kind.TEXT),
        Column("amount", "涉及金额", "PROBLEM_AMT", Kind.MONEY, optional=True),
        Column("reported_on", "审计报告日期", "REPORT_DATE", Kind.DATE),
        Column("due_on", "整改时限", "DUE_DATE", Kind.DATE, optional=True),
        Column("remedied", "已整改金额", "FIXED_AMT", Kind.MONEY, optional=True),
        Column("closed_on", "销号日期", "CLOSE_DATE", Kind.DATE, optional=True),
    ],
)
