"""合同备案超期 · A contract is filed late.

A copy of the contract goes to the procurement supervisor, who sees it only then. Filed late, it
cannot be checked before the money moves.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Horizon, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import CONTRACT
from alerts.rules.procurement._contracts import WORKING_DAYS, late_after_signing

RULE = Rule(
    code="P02",
    title=Text("合同备案超期", "A contract is filed late"),
    meaning=Text(
        "采购合同签订后，超过七个工作日才报备案，或者期满仍未备案。",
        "The contract was filed with the supervisor after its seventh working day, or is "
        "not filed yet though they are over.",
    ),
    severity=Severity.YELLOW,
    formula=Text("{taken} > {working_days}", "{taken} > {working_days}"),
    needs=("contract",),
    horizon=Horizon.OPEN,
    basis=(
        Article(
            law="政府采购法",
            number="第四十七条",
            quote="政府采购项目的采购合同自签订之日起七个工作日内，采购人应当将合同副本报同级政府采购监督管理部门和有关部门备案。",
        ),
    ),
    limits={
        "working_days": Limit(
            7,
            Provenance.STATUTORY,
            "备案期限",
            "working days to file",
            unit="working day",
            article="政府采购法第四十七条",
        ),
    },
    sql=late_after_signing("filed_on"),
    evidence={"contract": CONTRACT},
    operands={
        "signed_on": Text("签订日期", "signed on"),
        "filed_on": Text("备案日期", "filed on"),
        "counted_to": Text("计算至", "counted to"),
        "taken": Text("工作日数", "working days"),
        "late_from": Text("逾期首日", "late from"),
        "supplier": Text("供应商", "supplier"),
    },
    advice=Text(
        "请采购人补办备案并说明原因，向同级政府采购监督管理部门核对合同副本的收到日期。",
        "The buyer files the contract and explains; ask the procurement supervisor on which "
        "day the copy arrived.",
    ),
    innocent=Text(
        "备案系统停机或退回补正；备案日期未回填；日期填成了归档日期。",
        "The filing system was down or sent the papers back; the date was not written back; "
        "the date is that of archiving.",
    ),
    assumptions=(
        WORKING_DAYS,
        Text(
            "尚未备案的，计到监督日",
            "a contract not filed yet is counted up to the night's day",
        ),
    ),
    examples=(
        Example(
            story="filed on the seventh working day is in time",
            given={"contract": [{"signed_on": date(2026, 3, 10), "filed_on": date(2026, 3, 19)}]},
            passes=["K1"],
            boundary=True,
        ),
        Example(
            story="filed on the eighth working day is late",
            given={
                "contract": [
                    {
                        "signed_on": date(2026, 3, 10),
                        "amount": Decimal("90.00"),
                        "filed_on": date(2026, 3, 20),
                    }
                ]
            },
            fails={"K1": Severity.YELLOW},
            at_stake={"K1": Decimal("90.00")},
            boundary=True,
        ),
        Example(
            story="a Saturday after the seventh working day is no eighth one",
            given={"contract": [{"signed_on": date(2026, 3, 11), "filed_on": date(2026, 3, 21)}]},
            passes=["K1"],
            boundary=True,
        ),
        Example(
            story="the spring festival is not counted, and its moved Saturdays are",
            given={
                "contract": [
                    {"signed_on": date(2026, 2, 12), "filed_on": date(2026, 3, 1)},
                    {
                        "contract": "K2",
                        "signed_on": date(2026, 2, 12),
                        "filed_on": date(2026, 3, 2),
                    },
                ]
            },
            passes=["K1"],
            fails={"K2": Severity.YELLOW},
            boundary=True,
        ),
        Example(
            story="not filed yet, and the days are not over",
            given={"contract": [{"signed_on": date(2026, 9, 20), "filed_on": None}]},
            passes=["K1"],
            boundary=True,
        ),
        Example(
            story="not filed yet, and the days are over",
            given={"contract": [{"signed_on": date(2026, 9, 18), "filed_on": None}]},
            fails={"K1": Severity.YELLOW},
            boundary=True,
        ),
        Example(
            story="what is filed after the night's day has not happened yet",
            given={"contract": [{"signed_on": date(2026, 9, 1), "filed_on": date(2026, 10, 9)}]},
            fails={"K1": Severity.YELLOW},
        ),
        Example(
            story="a contract of the night's own day is read, and one of the day after is not",
            given={
                "contract": [
                    {"signed_on": date(2026, 10, 9), "filed_on": None},
                    {"contract": "K2", "signed_on": date(2026, 9, 30), "filed_on": None},
                ]
            },
            passes=["K2"],
            boundary=True,
        ),
        Example(
            story="the term of an old contract is over, whatever calendar is still to come",
            given={
                "unit": [{"fiscal_year": 2026}],
                "contract": [{"signed_on": date(2026, 11, 2), "filed_on": None}],
            },
            as_of=date(2031, 3, 31),
            fails={"2026 K1": Severity.YELLOW},
        ),
        Example(
            story="a year without a notice cannot be counted",
            given={"contract": [{"signed_on": date(2014, 12, 30), "filed_on": date(2014, 12, 31)}]},
            unknown={"2014 K1": "working-day calendar of 2014"},
        ),
        Example(
            story="a term that ends in a year without a notice is open until the notice is known",
            given={
                "unit": [{}],
                "contract": [{"signed_on": date(2026, 12, 30), "filed_on": date(2027, 3, 1)}],
            },
            as_of=date(2027, 3, 31),
            unknown={"2026 K1": "working-day calendar of 2027"},
        ),
        Example(
            story="and nobody is late while the calendar still runs",
            given={"contract": [{"signed_on": date(2026, 12, 30), "filed_on": None}]},
            as_of=date(2026, 12, 31),
            passes=["K1"],
            boundary=True,
        ),
        Example(
            story="contracts that were never delivered leave the rule without an answer",
            given={"unit": [{}]},
            missing=["contract"],
            unknown={"": "feed missing: contract"},
        ),
    ),
)
