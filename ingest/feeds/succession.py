"""单位承继 · Units that were renamed, merged or split.

One row for each old unit and each unit that goes on in its place, from a day on. A renamed or
merged unit's history is the new one's; what a split unit spent before cannot be shared out.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="单位承继",
    en="Unit successions",
    every="event",
    holds=Holds.REGISTER,
    ours=True,
    columns=[
        Column("old_unit", "原单位代码", "OLD_AGENCY_CODE", Kind.CODE, key=True),
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column("new_unit", "现单位代码", "NEW_AGENCY_CODE", Kind.CODE, key=True),
        Column(
            "effective_on",
            "生效日期",
            "EFFECT_DATE",
            Kind.DATE,
            key=True,
            note="the first day of the new unit",
        ),
        Column(
            "kind", "变更类型", "CHANGE_TYPE_CODE", Kind.CODE, note="1 renamed 2 merged 3 split"
        ),
        Column("document", "文号", "DOC_NO", Kind.TEXT, optional=True),
    ],
)
