"""预算单位 · Budget units.

One row for each budget unit (预算单位) and year. A department (主管部门) is itself a unit, the one
that its subordinates name as their department. Numbers of staff are heads on the day of reporting;
a quota of 0 is a quota, an empty one is not reported.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="预算单位",
    en="Budget units",
    every="month",
    holds=Holds.REGISTER,
    columns=[
        Column("unit", "单位代码", "AGENCY_CODE", Kind.CODE, key=True),
        Column("fiscal_year", "预算年度", "FISCAL_YEAR", Kind.INT, key=True, least=1949, most=2100),
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column("name", "单位名称", "AGENCY_NAME", Kind.TEXT),
        Column("department", "主管部门代码", "DEPT_CODE", Kind.CODE),
        Column("department_name", "主管部门名称", "DEPT_NAME", Kind.TEXT),
        Column(
            "kind",
            "单位类型",
            "AGENCY_TYPE_CODE",
            Kind.CODE,
            note="1 administrative 2 institution 3 other",
        ),
        Column("staff_quota", "编制人数", "AUTH_STAFF_NUM", Kind.INT, optional=True, least=0),
        Column("staff", "实有人数", "STAFF_NUM", Kind.INT, optional=True, least=0),
        Column(
            "vehicle_quota", "公务用车编制数", "AUTH_VEHICLE_NUM", Kind.INT, optional=True, least=0
        ),
    ],
)
