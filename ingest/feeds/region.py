"""行政区划 · Administrative divisions.

One row for each government, with the one above it. A township has nine digits, everybody else six.
Places outside China take 99xxxx, by the mapping of their supplier. The centre has no parent.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="行政区划",
    en="Administrative divisions",
    every="year",
    holds=Holds.REGISTER,
    columns=[
        Column(
            "region",
            "区划代码",
            "MOF_DIV_CODE",
            Kind.CODE,
            key=True,
            pattern=r"\d{6}(\d{3})?",
            note="GB/T 2260, 6 digits; 9 digits for a township",
        ),
        Column("name", "区划名称", "MOF_DIV_NAME", Kind.TEXT),
        Column(
            "parent",
            "上级区划代码",
            "PARENT_DIV_CODE",
            Kind.CODE,
            optional=True,
            pattern=r"\d{6}(\d{3})?",
        ),
        Column(
            "tier",
            "级次",
            "BUDGET_LEVEL_CODE",
            Kind.CODE,
            note="1 central 2 province 3 prefecture 4 county 5 township",
        ),
    ],
)
