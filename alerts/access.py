"""谁能看什么. Role × resource, decided here alone; whose rows is `alerts.scope`.

`docs/roles.md` is written from this table, and every page and route is held to it.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from alerts.rule import Text
from alerts.workflow import Role


class Right(StrEnum):
    """What a door shows or does."""

    ALERTS = "alerts"
    FIGURES = "figures"
    COVERAGE = "coverage"
    RULES = "rules"
    NIGHTS = "nights"
    DELIVERIES = "deliveries"
    REJECTS = "rejects"
    EVENTS = "events"
    TYPE_EVENTS = "typed_events"
    AGREE = "agreements"
    HAND_IN = "hand_in"
    HANDLE = "handling"
    MATTERS = "matters"
    PAPERS = "papers"
    REPORTS = "reports"
    MAKE_REPORTS = "making_reports"
    DRAFTS = "drafts"
    ASSIGN = "assignments"
    USERS = "users"
    TRAIL = "trail"
    QUERIES = "queries"
    EXPORTS = "exports"
    STATIONS = "stations"
    SET_STATIONS = "setting_stations"
    OWN = "own"


READERS = frozenset({Role.ANALYST, Role.LEADER, Role.DEPUTY, Role.AUDITOR})
"""Who reads what the nights found: alerts and figures."""

STAFF = frozenset({Role.ANALYST, Role.LEADER, Role.AUDITOR})

RIGHTS: Mapping[Right, frozenset[Role]] = {
    Right.ALERTS: READERS,
    Right.FIGURES: READERS,
    Right.COVERAGE: READERS,
    Right.RULES: READERS | {Role.EXPERT, Role.ADMINISTRATOR},
    Right.NIGHTS: READERS | {Role.ADMINISTRATOR},
    Right.DELIVERIES: STAFF | {Role.ADMINISTRATOR},
    Right.REJECTS: frozenset({Role.ANALYST, Role.ADMINISTRATOR}),
    Right.EVENTS: READERS,
    Right.TYPE_EVENTS: frozenset({Role.ANALYST}),
    Right.AGREE: frozenset({Role.ANALYST, Role.ADMINISTRATOR}),
    Right.HAND_IN: frozenset({Role.ADMINISTRATOR}),
    Right.HANDLE: frozenset({Role.ANALYST}),
    Right.MATTERS: READERS | {Role.RESPONDENT, Role.EXPERT},
    Right.PAPERS: STAFF | {Role.RESPONDENT, Role.EXPERT},
    Right.REPORTS: STAFF,
    Right.MAKE_REPORTS: frozenset({Role.ANALYST, Role.LEADER}),
    Right.DRAFTS: READERS | {Role.EXPERT},
    Right.ASSIGN: frozenset({Role.ANALYST, Role.LEADER}),
    Right.USERS: frozenset({Role.ADMINISTRATOR}),
    Right.TRAIL: frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
    Right.QUERIES: STAFF,
    Right.EXPORTS: frozenset(Role),
    Right.STATIONS: frozenset(Role),  # and anybody, where the site opens them
    Right.SET_STATIONS: frozenset({Role.ANALYST, Role.ADMINISTRATOR}),
    Right.OWN: frozenset(Role),
}
"""Which role may open what; whose rows it then sees is its scope."""

CLEAR = frozenset({Role.ANALYST, Role.LEADER})
"""Who sees natural persons and account numbers of rows; each such read is in the trail."""

WORDS: Mapping[Right, Text] = {
    Right.ALERTS: Text("预警", "alerts"),
    Right.FIGURES: Text("数字及其下的明细", "figures and the rows beneath them"),
    Right.COVERAGE: Text("规则覆盖", "coverage of the rules"),
    Right.RULES: Text("规则目录", "the catalogue of rules"),
    Right.NIGHTS: Text("夜批", "nights"),
    Right.DELIVERIES: Text("报送、回执、供数日历", "deliveries, receipts, the supply calendar"),
    Right.REJECTS: Text("剔出的行", "rows set aside"),
    Right.EVENTS: Text("法定事项", "legal events"),
    Right.TYPE_EVENTS: Text("录入法定事项", "typing legal events in"),
    Right.AGREE: Text("商定供数日历", "agreeing the supply calendar"),
    Right.HAND_IN: Text("送交数据", "handing deliveries in"),
    Right.HANDLE: Text("处置预警", "steps of alerts"),
    Right.MATTERS: Text("督办事项", "matters"),
    Right.PAPERS: Text("文书与附件", "papers and files of matters"),
    Right.REPORTS: Text("报告", "reports that were made"),
    Right.MAKE_REPORTS: Text("出报告", "making reports"),
    Right.DRAFTS: Text("预算草案逐条审查", "draft budgets, line by line"),
    Right.ASSIGN: Text("指派专家", "assigning experts"),
    Right.USERS: Text("账号", "accounts"),
    Right.TRAIL: Text("留痕与使用情况", "the trail, and who looked at what"),
    Right.QUERIES: Text("SQL 查询", "questions of one's own in SQL, over what may be seen"),
    Right.EXPORTS: Text("本人的导出", "one's own exports, of what may be opened"),
    Right.STATIONS: Text(
        "代表联络站（本站对外开放时任何人）",
        "liaison stations (anybody, where the site opens them)",
    ),
    Right.SET_STATIONS: Text("设置代表联络站", "setting liaison stations up"),
    Right.OWN: Text("本人会话与首页", "one's own session and the front page"),
}

LIMITS: Mapping[Role, Text] = {
    Role.ANALYST: Text(
        "本级及以下区划；敏感列可见，每次查看留痕",
        "own government and those below; sensitive columns are clear, each such read is recorded",
    ),
    Role.LEADER: Text("同分析员；批准与销号", "as an analyst; approves and closes"),
    Role.DEPUTY: Text(
        "本级及以下区划的汇总数字，已认定属实及其后的预警，已交办的事项；自然人与账号隐去，经办人的话不示",
        "aggregates, alerts that were confirmed or came further, and issued matters of the own "
        "government and those below; natural persons and account numbers masked, no words of staff",
    ),
    Role.RESPONDENT: Text(
        "已交办给本单位的事项、期限、文书", "matters issued to its own unit, with their papers"
    ),
    Role.EXPERT: Text(
        "指派给本人或由本人提出的预算审查", "budget reviews assigned to, or opened by, that person"
    ),
    Role.AUDITOR: Text(
        "本级及以下区划，只读；敏感列隐去；留痕", "own government and those below, read-only; "
        "sensitive columns masked; the trail"
    ),
    Role.ADMINISTRATOR: Text(
        "账号、供数与夜批，不见案情；敏感列隐去",
        "accounts, feeds and nights, no case content; sensitive columns masked",
    ),
}  # fmt: skip


def may(role: Role, right: Right) -> bool:
    """Tell whether a role has a right."""
    return role in RIGHTS[right]


@cache
def roles_with(right: Right) -> frozenset[str]:
    """Name the roles that have a right, as pages name them."""
    return frozenset(role.value for role in RIGHTS[right])
