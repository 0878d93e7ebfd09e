"""绩效评价 · Performance reviews.

The score of a project and the values of its indicators, by year. The row without an indicator is
the project as a whole, and carries the score; an indicator’s row scores that indicator alone.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="绩效评价",
    en="Performance reviews",
    every="year",
    holds=Holds.REGISTER,
    ours=True,
    columns=[
        Column("project", "项目代码", "PRO_CODE", Kind.CODE, key=True),
        Column("fiscal_year", "预算年度", "FISCAL_YEAR", Kind.INT, key=True, least=1949, most=2100),
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column(
            "indicator",
            "绩效指标",
            "KPI_CODE",
            Kind.CODE,
            key=True,
            optional=True,
            note="empty: the project as a whole, whose row carries the score",
        ),
        Column("score", "评价得分", "SCORE", Kind.NUMBER, least=0, most=100, note="0-100"),
        Column("target_value", "目标值", "TARGET_VALUE", Kind.NUMBER, optional=True),
        Column("actual_value", "完成值", "ACTUAL_VALUE", Kind.NUMBER, optional=True),
    ],
)
