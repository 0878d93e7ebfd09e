"""部门预算 · Department budgets.

The approved budget of a year by unit, project and codes, one row a line. The column that the
identifier calls IS_ASSIGNED means the opposite: 是 is not yet assigned. Requested is what the unit
asked for, approved what it was given.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="部门预算",
    en="Department budgets",
    every="year",
    holds=Holds.REGISTER,
    columns=[
        Column("line", "项目年度预算主键", "BGT_PMAN_ID", Kind.CODE, key=True),
        Column("fiscal_year", "预算年度", "FISCAL_YEAR", Kind.INT, key=True, least=1949, most=2100),
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column("unit", "单位代码", "AGENCY_CODE", Kind.CODE),
        Column("project", "项目代码", "PRO_CODE", Kind.CODE, optional=True),
        Column("fund", "资金性质", "FUND_TYPE_CODE", Kind.CODE),
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
        Column("requested", "申报数", "APPLY_UP", Kind.MONEY, optional=True),
        Column("approved", "年初批复数", "REPLY_AMT", Kind.MONEY),
        Column("is_procurement", "是否政府采购", "IS_GOVPURCH", Kind.BOOL, optional=True),
        Column(
            "is_unassigned",
            "是否待分配",
            "IS_ASSIGNED",
            Kind.BOOL,
            optional=True,
            note=(
                "whatever the identifier suggests, 是 / 1 means 待分配: not yet "
                "assigned to a unit and project"
            ),
        ),
    ],
)
