"""项目库 · Project register.

One row for each project (项目库) and year. A project that runs over three years is three rows with
one code. Operating costs are projects too, of category 2.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="项目库",
    en="Project register",
    every="day",
    holds=Holds.REGISTER,
    columns=[
        Column("project", "项目代码", "PRO_CODE", Kind.CODE, key=True),
        Column("fiscal_year", "预算年度", "FISCAL_YEAR", Kind.INT, key=True, least=1949, most=2100),
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column("name", "项目名称", "PRO_NAME", Kind.TEXT),
        Column(
            "category",
            "项目类别",
            "PRO_CAT_CODE",
            Kind.CODE,
            note="1 personnel 2 operating 3 specific purpose",
        ),
        Column("unit", "单位代码", "AGENCY_CODE", Kind.CODE),
        Column(
            "start_year",
            "起始年度",
            "PRO_START_YEAR",
            Kind.INT,
            optional=True,
            least=1500,
            most=2100,
        ),
        Column("term_years", "实施期限", "PRO_TERM", Kind.INT, optional=True, least=0),
        Column("total_amount", "项目总额", "PRO_TOTAL_AMT", Kind.MONEY, optional=True),
        Column("has_target", "是否设定绩效目标", "IS_PERFORM", Kind.BOOL, optional=True),
        Column("is_key", "是否重点项目", "IS_TRACK", Kind.BOOL, optional=True),
    ],
)
