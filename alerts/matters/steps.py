"""督办规程. The states of a matter and every step between them, by kind."""

from enum import StrEnum
from functools import cache

from alerts.matters.kinds import KINDS, Kind
from alerts.procedure import Procedure, Step
from alerts.rule import Text
from alerts.workflow import Role


class MatterState(StrEnum):
    """Where a matter stands."""

    DRAFTED = "drafted"  # 拟办
    APPROVED = "approved"  # 已审核
    ISSUED = "issued"  # 已交办
    RECEIVED = "received"  # 已签收
    REPLIED = "replied"  # 已反馈
    RETURNED = "returned"  # 退回
    ACCEPTED = "accepted"  # 建议销号
    CLOSED = "closed"  # 已销号
    LOOKED_BACK = "looked_back"  # 回头看
    WITHDRAWN = "withdrawn"  # 撤回

    @property
    def text(self) -> Text:
        """What a reader calls it."""
        return MATTER_STATES[self]


S = MatterState
MATTER_STATES = {
    S.DRAFTED: Text("拟办", "Drafted"),
    S.APPROVED: Text("已审核", "Approved"),
    S.ISSUED: Text("已交办", "Issued"),
    S.RECEIVED: Text("已签收", "Received"),
    S.REPLIED: Text("已反馈", "Replied"),
    S.RETURNED: Text("退回", "Returned"),
    S.ACCEPTED: Text("建议销号", "Accepted"),
    S.CLOSED: Text("已销号", "Closed"),
    S.LOOKED_BACK: Text("回头看", "Looked back"),
    S.WITHDRAWN: Text("撤回", "Withdrawn"),
}
OPEN = (S.DRAFTED, S.APPROVED, S.ISSUED, S.RECEIVED, S.REPLIED, S.RETURNED, S.ACCEPTED)
RUNNING = OPEN[2:]
DONE = (S.CLOSED, S.LOOKED_BACK)

VOTES = {
    "satisfied": Text("满意", "Satisfied"),
    "mostly_satisfied": Text("基本满意", "Mostly satisfied"),
    "dissatisfied": Text("不满意", "Dissatisfied"),
}
RESULTS = {
    "done": Text("已完成整改", "Put right"),
    "partly": Text("部分整改", "Partly put right"),
    "ongoing": Text("正在整改", "Being put right"),
    "disputed": Text("不认可所列问题", "The problem is disputed"),
}
OUTCOMES = {
    "in_order": Text("整改到位", "Still in order"),
    "recurred": Text("问题反弹", "The problem is back"),
}

_ANALYST, _LEADER, _UNIT = (Role.ANALYST,), (Role.LEADER,), (Role.RESPONDENT,)


@cache
def procedure(kind: str) -> Procedure:
    """Give the steps of a kind of matter."""
    return Procedure("matter", {s.value: t for s, t in MATTER_STATES.items()}, _steps(KINDS[kind]))


def _steps(kind: Kind) -> tuple[Step, ...]:
    return tuple(
        step
        for step in (
            _drafting(kind)
            + (_approving() if kind.approved else ())
            + _issuing(kind)
            + _answering()
            + _judging(kind)
            + _deciding()
            + (_gathering(kind) if kind.opinions else ())
            + (_discharging(kind) if kind.duties else ())
            + (_auditing() if kind.name == "audit_problem" else ())
        )
    )


def _drafting(kind: Kind) -> tuple[Step, ...]:
    needs = ("subject", "facts", "law", "request", "addressee")
    return (
        Step("draft", Text("拟办", "Draft"), (), (S.DRAFTED,), kind.opened_by, needs=needs),
        Step("revise", Text("修改", "Revise"), (S.DRAFTED,), (S.DRAFTED,), _ANALYST, needs=needs),
    )


def _approving() -> tuple[Step, ...]:
    return (
        Step(
            "approve",
            Text("审核", "Approve"),
            (S.DRAFTED,),
            (S.APPROVED,),
            _LEADER,
            not_by=("draft", "revise"),
            note=Text("审核人不得是拟办人", "not the drafter"),
        ),
    )


def _issuing(kind: Kind) -> tuple[Step, ...]:
    start = S.APPROVED if kind.approved else S.DRAFTED
    return (
        Step(
            "issue",
            Text("交办", "Issue"),
            (start,),
            (S.ISSUED,),
            _ANALYST,
            note=Text("生成编号文书，系统从不发送", "the numbered letter is made, never sent"),
        ),
        Step("receive", Text("签收", "Receive"), (S.ISSUED,), (S.RECEIVED,), _UNIT),
    )


def _answering() -> tuple[Step, ...]:
    return (
        Step(
            "reply",
            Text("反馈", "Reply"),
            (S.RECEIVED, S.RETURNED),
            (S.REPLIED,),
            _UNIT,
            reasons=RESULTS,
            needs=("measures",),
        ),
        Step(
            "return",
            Text("退回", "Return"),
            (S.REPLIED,),
            (S.RETURNED,),
            _ANALYST,
            needs=("words", "until"),
        ),
    )


def _judging(kind: Kind) -> tuple[Step, ...]:
    return (
        Step(
            "accept",
            Text("建议销号", "Accept"),
            (S.REPLIED,),
            (S.ACCEPTED,),
            _ANALYST,
            needs=("words",),
            note=Text(
                "核对佐证；预警类显示规则最新结果", "evidence checked, the latest result shown"
            ),
        ),
        Step(
            "close",
            Text("销号", "Close"),
            (S.ACCEPTED,),
            (S.CLOSED, S.RETURNED) if kind.vote else (S.CLOSED,),
            _LEADER,
            reasons=VOTES if kind.vote else {},
            not_by=("accept",),
            note=Text(
                "销号人不得是建议人；不满意则退回", "not who accepted; dissatisfied returns it"
            )
            if kind.vote
            else Text("销号人不得是建议人", "not who accepted"),
        ),
        Step(
            "look_back",
            Text("回头看", "Look back"),
            (S.CLOSED,),
            (S.LOOKED_BACK,),
            _ANALYST,
            reasons=OUTCOMES,
            needs=("words",),
            note=Text(
                "销号 90 天后；反弹则另立事项", "after 90 days; what is back is a new matter"
            ),
        ),
    )


def _deciding() -> tuple[Step, ...]:
    return (
        Step("withdraw", Text("撤回", "Withdraw"), OPEN, (S.WITHDRAWN,), _LEADER, needs=("words",)),
        Step(
            "extend",
            Text("延期", "Extend"),
            (S.ISSUED, S.RECEIVED, S.RETURNED),
            (S.ISSUED, S.RECEIVED, S.RETURNED),
            _LEADER,
            needs=("words", "until"),
            note=Text("状态不变", "the state stays"),
        ),
        Step(
            "exempt",
            Text("允许存续", "Exempt"),
            RUNNING,
            RUNNING,
            _LEADER,
            needs=("words", "article", "until"),
            not_by=("draft", "accept"),
            note=Text("状态不变，到期自动重启", "the state stays; it reopens by itself"),
        ),
        Step(
            "escalate",
            Text("升级", "Escalate"),
            RUNNING,
            RUNNING,
            _LEADER,
            needs=("words", "level"),
            note=Text("状态不变，另制文书", "the state stays; a paper of its own is made"),
        ),
        Step(
            "lapse",
            Text("豁免到期", "Lapse"),
            RUNNING,
            (S.RETURNED,),
            (),
            note=Text("允许存续到期时自动重启", "an exemption that expires reopens the matter"),
        ),
    )


def _gathering(kind: Kind) -> tuple[Step, ...]:
    running = (S.DRAFTED, S.APPROVED, *RUNNING)
    return (
        Step(
            "opine",
            Text("提出意见", "Give an opinion"),
            running,
            running,
            kind.opened_by,
            needs=("words",),
            note=Text("状态不变；可对应预算行", "the state stays; it may name a budget line"),
        ),
    )


def _discharging(kind: Kind) -> tuple[Step, ...]:
    by = tuple(dict.fromkeys(duty.by for duty in kind.duties))
    running = (S.RECEIVED, S.REPLIED, S.RETURNED, S.ACCEPTED)
    return (
        Step(
            "fulfil",
            Text("履行", "Fulfil a duty"),
            running,
            running,
            by,
            needs=("duty", "words"),
            note=Text("状态不变", "the state stays"),
        ),
    )


def _auditing() -> tuple[Step, ...]:
    return (
        Step(
            "audit_close",
            Text("审计认定整改", "Closed by the auditors"),
            RUNNING,
            RUNNING,
            (Role.AUDITOR,),
            needs=("words",),
            note=Text("状态不变；与委员会认定分开", "the state stays; the committee decides apart"),
        ),
    )
