"""政府投资项目 · Government investment projects.

How far a government-financed building project is, at a date. Estimate (估算) comes with the
proposal, approved cost (概算) with the design; invested is cumulative.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="政府投资项目",
    en="Government investment projects",
    every="month",
    holds=Holds.STOCK,
    dated="stated_on",
    ours=True,
    columns=[
        Column("project", "项目代码", "PRO_CODE", Kind.CODE, key=True),
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column("stated_on", "统计日期", "STAT_DATE", Kind.DATE, key=True),
        Column("name", "项目名称", "PRO_NAME", Kind.TEXT),
        Column("unit", "单位代码", "AGENCY_CODE", Kind.CODE),
        Column("estimate", "估算投资", "ESTIMATE_AMT", Kind.MONEY, optional=True),
        Column("approved_cost", "概算投资", "APPROVED_AMT", Kind.MONEY, optional=True),
        Column("invested", "累计完成投资", "INVESTED_AMT", Kind.MONEY, optional=True),
        Column("planned_start_on", "计划开工日期", "PLAN_START_DATE", Kind.DATE, optional=True),
        Column("started_on", "实际开工日期", "START_DATE", Kind.DATE, optional=True),
        Column("planned_finish_on", "计划完工日期", "PLAN_FINISH_DATE", Kind.DATE, optional=True),
        Column("accepted_on", "竣工验收日期", "ACCEPT_DATE", Kind.DATE, optional=True),
        Column("final_accounts_on", "竣工财务决算日期", "FINAL_DATE", Kind.DATE, optional=True),
    ],
)
