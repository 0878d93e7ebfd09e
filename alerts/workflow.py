"""预警处置. Where an alert may stand, and who people are to it; the steps are in `handling`."""

from enum import StrEnum

from alerts.rule import Text


class State(StrEnum):
    """Where an alert stands."""

    RAISED = "raised"  # 待核
    VERIFYING = "verifying"  # 核实中
    NORMAL = "normal"  # 认定正常
    MISJUDGED = "misjudged"  # 规则误报
    CONFIRMED = "confirmed"  # 认定属实
    HANDED_OVER = "handed_over"  # 已交办
    CLOSED = "closed"  # 已销号

    @property
    def text(self) -> Text:
        """What a reader calls it."""
        return STATES[self]


class Role(StrEnum):
    """Who somebody is here."""

    ANALYST = "analyst"  # 分析员
    LEADER = "leader"  # 领导
    DEPUTY = "deputy"  # 代表
    RESPONDENT = "respondent"  # 被监督单位
    EXPERT = "expert"  # 专家
    AUDITOR = "auditor"  # 审计
    ADMINISTRATOR = "administrator"  # 管理员

    @property
    def text(self) -> Text:
        """What a reader calls it."""
        return ROLES[self]


STATES = {
    State.RAISED: Text("待核", "To verify"),
    State.VERIFYING: Text("核实中", "Being verified"),
    State.NORMAL: Text("认定正常", "Found normal"),
    State.MISJUDGED: Text("规则误报", "Rule misjudged"),
    State.CONFIRMED: Text("认定属实", "Confirmed"),
    State.HANDED_OVER: Text("已交办", "Handed over"),
    State.CLOSED: Text("已销号", "Closed"),
}
ROLES = {
    Role.ANALYST: Text("分析员", "Analyst"),
    Role.LEADER: Text("委员会领导", "Committee leader"),
    Role.DEPUTY: Text("人大代表", "Deputy"),
    Role.RESPONDENT: Text("被监督单位", "Responding unit"),
    Role.EXPERT: Text("专家", "Expert"),
    Role.AUDITOR: Text("审计人员", "Auditor"),
    Role.ADMINISTRATOR: Text("系统管理员", "Administrator"),
}
