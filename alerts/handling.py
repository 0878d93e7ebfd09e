"""预警处置规程. The steps that an alert may take, and the reasons that people may give."""

from alerts.procedure import Procedure, Step
from alerts.rule import Text
from alerts.workflow import STATES, Role, State

_ANALYST = (Role.ANALYST,)

NORMAL = {
    "explained": Text("情况属实但有合理解释", "True, and rightly explained"),
    "policy": Text("有文件依据", "A document allows it"),
    "timing": Text("时间性差异，后续自然消除", "A matter of timing that resolves itself"),
    "one_off": Text("一次性特殊事项", "A single, special case"),
    "immaterial": Text("金额或影响轻微", "Too small to matter"),
    "other": Text("其他（见说明）", "Other, see the words"),
}
MISJUDGED = {
    "data": Text("数据错误，非违规", "The data are wrong, nothing was done wrong"),
    "mapping": Text("口径或代码映射错误", "A wrong mapping of codes or measures"),
    "rule": Text("规则口径不当", "The rule asks the wrong question"),
    "limit": Text("阈值不当", "The limit is wrong"),
    "duplicate": Text("与其他预警重复", "The same as another alert"),
    "other": Text("其他（见说明）", "Other, see the words"),
}

ALERTS = Procedure(
    "alert",
    {state.value: text for state, text in STATES.items()},
    (
        Step("take", Text("认领", "Take"), (State.RAISED,), (State.VERIFYING,), _ANALYST),
        Step(
            "self_check",
            Text("发送自查", "Ask for a self-check"),
            (State.VERIFYING,),
            (State.VERIFYING,),
            _ANALYST,
            needs=("words", "until"),
            note=Text("函询前先请单位自查", "the unit looks itself before anything formal"),
        ),
        Step(
            "normal",
            Text("认定正常", "Find normal"),
            (State.RAISED, State.VERIFYING),
            (State.NORMAL,),
            _ANALYST,
            reasons=NORMAL,
            needs=("words",),
        ),
        Step(
            "misjudged",
            Text("认定误报", "Find misjudged"),
            (State.RAISED, State.VERIFYING),
            (State.MISJUDGED,),
            _ANALYST,
            reasons=MISJUDGED,
            needs=("words",),
        ),
        Step(
            "confirm",
            Text("认定属实", "Confirm"),
            (State.RAISED, State.VERIFYING),
            (State.CONFIRMED,),
            _ANALYST,
        ),
        Step(
            "reopen",
            Text("重新核实", "Verify again"),
            (State.NORMAL, State.MISJUDGED, State.CONFIRMED),
            (State.VERIFYING,),
            _ANALYST,
            needs=("words",),
        ),
        Step(
            "hand_over",
            Text("交办", "Hand over"),
            (State.CONFIRMED,),
            (State.HANDED_OVER,),
            (),
            note=Text("并入督办事项时", "it happens when the alert joins a matter"),
        ),
        Step(
            "close",
            Text("销号", "Close"),
            (State.HANDED_OVER,),
            (State.CLOSED,),
            (),
            note=Text("督办事项销号时", "it happens when the alert's matter is closed"),
        ),
        Step(
            "release",
            Text("退回属实", "Release"),
            (State.HANDED_OVER,),
            (State.CONFIRMED,),
            (),
            note=Text("督办事项撤回时", "it happens when the alert's matter is withdrawn"),
        ),
        Step(
            "come_back",
            Text("再次提示", "Come back"),
            (State.NORMAL,),
            (State.RAISED,),
            (),
            reasons={
                "changed": Text("证据发生重大变化", "The evidence changed materially"),
                "expired": Text("认定期限已到", "The finding of normality has expired"),
            },
            note=Text(
                "夜间任务发现证据重大变化或认定到期时",
                "the night does it when the evidence changes materially or the reason expires",
            ),
        ),
    ),
)
"""Who may take which step of an alert, from where to where."""
