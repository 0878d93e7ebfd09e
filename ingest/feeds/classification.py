"""政府收支分类科目 · Classification codes.

The revenue and expenditure codes of a year, by scheme. Codes change from year to year: a code is
right or wrong for its year alone. Class, section and item (类款项) are rows of their own, 3, 5 and
7 digits.
"""

from ingest.feed import Column, Feed, Holds, Kind

SCHEMES = {
    "支出功能分类": "function",
    "政府预算支出经济分类": "government_economic",
    "部门预算支出经济分类": "department_economic",
    "收入分类": "revenue",
}

FEED = Feed(
    zh="政府收支分类科目",
    en="Classification codes",
    every="year",
    holds=Holds.REGISTER,
    columns=[
        Column("fiscal_year", "预算年度", "FISCAL_YEAR", Kind.INT, key=True, least=1949, most=2100),
        Column(
            "scheme",
            "科目体系",
            "ELE_CATALOG_CODE",
            Kind.CODE,
            key=True,
            spelt=SCHEMES,
            note=(
                "function · government_economic · department_economic · revenue, or "
                "支出功能分类 · 政府预算支出经济分类 · 部门预算支出经济分类 · 收入分类"
            ),
        ),
        Column("code", "科目编码", "ELE_CODE", Kind.CODE, key=True),
        Column("name", "科目名称", "ELE_NAME", Kind.TEXT),
        Column("parent", "上级科目编码", "PARENT_CODE", Kind.CODE, optional=True),
    ],
)
