"""Which rows of a sheet are data: not blank lines, totals, footnotes or signatures."""

import re
from collections.abc import Sequence
from unicodedata import normalize

from ingest.headings import unit_named

_TOTAL = re.compile(
    r"(?:本[日周旬月季年页期次]|全[省市县区部]|以上|其中)?(?:合|总|小|累|共)计(?:数|金额)?|[栏行]次"
    r"|(?:承前|过次|接上|转下)页"
)
_NAMED_TOTAL = re.compile(r".+(?:合|总|小)\s*计", re.DOTALL)
_ALONE = re.compile(
    r"其中|以下空白|(?:本[日月季年期]|暂)?无(?:数据|记录|业务|变动|发生额?)?"
    r"|第\d+页(?:[,/、]?共\d+页)?|共\d+(?:[页条行笔](?:记录|数据)?)(?:[,/、]?第\d+页)?"
)

_FOOT = re.compile(
    r"(?:注|备注|说明|附注|编制说明|填报说明|制表(?:人|单位|日期|时间)?|填表(?:人|单位|日期)?"
    r"|填报(?:人|单位|日期)?|编制(?:人|单位|日期)?|打印(?:人|日期|时间)?|审核(?:人)?|复核(?:人)?"
    r"|(?:导出|下载|查询)(?:人|日期|时间|条件)|生成(?:日期|时间)"
    r"|经办(?:人)?|联系(?:人|电话)|(?:单位|财务|部门)?负责人|主管(?:领导)?|数据来源|资料来源"
    r"|单位(?:公章|盖章)|公章)\s*(?:[(（]?\d*[)）]?)\s*[::]"
)

_UNIT = re.compile(r"(?:金额|计量|货币)?\s*单\s*位\s*[::]")
_RULED = re.compile(r"[-=+─━═]{3,}")
_SPOOLED = re.compile(
    r"(?:已选择|未选定)\s*\d*\s*行[.。]?|(?:\d+|no) rows? selected\.?|SQL>.*", re.DOTALL | re.I
)

_WORDS = re.compile(r"[一-鿿]|\w:?\s+\w")

FIRST = frozenset(
    "合总小累共本全以其栏行注备说附编填制打审复经联单财部负主数资公金计货承过接转无暂第导下查生-=+─━═"
    "(（[【 \t\u3000\u00a0\u2002\u2003"
)
"""The characters that a row which is not data begins with: a cheap first look.

A total of something that is named (`教育局小计`) begins with any, and its first cell ends on one.
"""

SUM = "计"


def is_blank(cells: Sequence[str]) -> bool:
    """Tell whether no cell holds anything."""
    return not any(cell and not cell.isspace() for cell in cells)


def is_left_out(cells: Sequence[str]) -> bool:
    """Tell whether the row is a total, a footnote, a signature or a line, and so no data.

    So too what SQL*Plus prints of itself into a spool file.
    """
    filled = [cell for cell in cells if cell and not cell.isspace()]
    if not filled:
        return False
    first = normalize("NFKC", filled[0])
    bare = "".join(first.split()).strip(":()[]【】")
    if _TOTAL.fullmatch(bare):
        return True
    if len(filled) == 1 < len(cells) and _ALONE.fullmatch(bare.strip("-—*")):
        return True
    if all(map(_RULED.fullmatch, filled)) or (len(filled) == 1 and _SPOOLED.fullmatch(first)):
        return True
    few = len(filled) * 2 <= max(len(cells), 2)
    summed = few and _NAMED_TOTAL.fullmatch(bare) is not None
    return summed or (few and any(form.match(first.strip()) for form in (_FOOT, _UNIT)))


def units_below(cells: Sequence[str]) -> list[str]:
    """Give the money units that a row which is not data names for the whole table."""
    named = (unit_named(cell) for cell in cells if "位" in cell)
    return [unit for unit in named if unit is not None]


def is_foot(cells: Sequence[str], width: int) -> bool:
    """Tell of a row below the last full one whether it is a remark, a signature or a date of issue.

    It stands in few cells, in words: one cell, or less than half of them where the first asks for
    something (`出纳：`). A lone code or figure is what is left of a row of data.
    """
    filled = [normalize("NFKC", cell).strip() for cell in cells if cell and not cell.isspace()]
    if not filled or not _WORDS.search(filled[0]):
        return False
    return len(filled) == 1 or (len(filled) * 2 < width and ":" in filled[0])


def fitted(cells: Sequence[str], wanted: int) -> Sequence[str] | None:
    """Give exactly the wanted cells, what stands after them being empty; None: it does not fit."""
    if len(cells) == wanted:
        return cells
    if len(cells) > wanted and is_blank(cells[wanted:]):
        return cells[:wanted]
    return None
