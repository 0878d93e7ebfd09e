"""科目变更 · Codes of the classification that were renumbered, merged or split.

One row for each old code and each code that takes its place, from a budget year on, so that a year
can be compared with the one before. What stood under a split code cannot be shared out.
"""

from ingest.feed import Column, Feed, Holds, Kind
from ingest.feeds.classification import SCHEMES

FEED = Feed(
    zh="科目变更",
    en="Changes of classification codes",
    every="event",
    holds=Holds.REGISTER,
    ours=True,
    columns=[
        Column("scheme", "科目体系", "ELE_CATALOG_CODE", Kind.CODE, key=True, spelt=SCHEMES),
        Column("old_code", "原科目编码", "OLD_ELE_CODE", Kind.CODE, key=True),
        Column("new_code", "现科目编码", "NEW_ELE_CODE", Kind.CODE, key=True),
        Column(
            "fiscal_year",
            "预算年度",
            "FISCAL_YEAR",
            Kind.INT,
            key=True,
            least=1949,
            most=2100,
            note="the first year of the new code",
        ),
        Column(
            "kind", "变更类型", "CHANGE_TYPE_CODE", Kind.CODE, note="1 renamed 2 merged 3 split"
        ),
        Column("document", "文号", "DOC_NO", Kind.TEXT, optional=True),
    ],
)
