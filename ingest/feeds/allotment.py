"""预算指标 · Budget allotments.

One row for each allotment (指标): authority handed down inside the appropriation. The amount is as
first issued and contains no later change: what is allotted today is this plus the rows of
allotment_change. A frozen amount is still there and may not be drawn.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="预算指标",
    en="Budget allotments",
    every="day",
    holds=Holds.REGISTER,
    columns=[
        Column("allotment", "指标主键", "BGT_ID", Kind.CODE, key=True),
        Column("fiscal_year", "预算年度", "FISCAL_YEAR", Kind.INT, key=True, least=1949, most=2100),
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column("unit", "单位代码", "AGENCY_CODE", Kind.CODE),
        Column("project", "项目代码", "PRO_CODE", Kind.CODE, optional=True),
        Column("document", "本级指标文号", "COR_BGT_DOC_NO", Kind.TEXT, optional=True),
        Column("superior_document", "上级指标文号", "SUP_BGT_DOC_NO", Kind.TEXT, optional=True),
        Column("issued_on", "发文时间", "DOC_DATE", Kind.DATE),
        Column(
            "kind",
            "指标类型",
            "BGT_TYPE_CODE",
            Kind.CODE,
            note="1 opening 2 supplement 3 carry-over 4 advance",
        ),
        Column(
            "origin_year",
            "资金来源年度",
            "ORI_YEAR",
            Kind.INT,
            optional=True,
            least=1949,
            most=2100,
            note="the year whose money a carry-over is",
        ),
        Column(
            "fund",
            "资金性质",
            "FUND_TYPE_CODE",
            Kind.CODE,
            note=(
                "1 general public budget 2 government funds 3 state capital 4 social "
                "insurance 5 special account 6 unit's own; longer codes refine these"
            ),
        ),
        Column("function_item", "支出功能分类科目", "EXP_FUNC_CODE", Kind.CODE),
        Column(
            "government_economic",
            "政府预算支出经济分类",
            "GOV_BGT_ECO_CODE",
            Kind.CODE,
            optional=True,
        ),
        Column(
            "department_economic",
            "部门预算支出经济分类",
            "DEP_BGT_ECO_CODE",
            Kind.CODE,
            optional=True,
        ),
        Column(
            "amount",
            "指标金额",
            "AMOUNT",
            Kind.MONEY,
            note="as first issued: no allotment_change is contained in it",
        ),
        Column("frozen", "冻结金额", "FROZEN_AMT", Kind.MONEY, optional=True),
        Column("active", "可执行标志", "BGT_EXE_FLAG", Kind.BOOL),
    ],
)
