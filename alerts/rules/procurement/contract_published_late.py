"""合同公告超期 · A contract is published late.

The public and the losing bidders can compare the contract with the award only once it is published.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Horizon, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import CONTRACT
from alerts.rules.procurement._contracts import WORKING_DAYS, late_after_signing

RULE = Rule(
    code="P03",
    title=Text("合同公告超期", "A contract is published late"),
    meaning=Text(
        "采购合同签订后，超过两个工作日才公告，或者期满仍未公告。",
        "The contract was published after its second working day, or is not published yet "
        "though they are over.",
    ),
    severity=Severity.YELLOW,
    formula=Text("{taken} > {working_days}", "{taken} > {working_days}"),
    needs=("contract",),
    horizon=Horizon.OPEN,
    basis=(
        Article(
            law="政府采购法实施条例",
            number="第五十条",
            quote="采购人应当自政府采购合同签订之日起2个工作日内，将政府采购合同在省级以上人民政府财政部门指定的媒体上公告，但政府采购合同中涉及国家秘密、商业秘密的内容除外。",
            note=(
                "涉及国家秘密、商业秘密的内容不公告，报送数据不能辨别 / parts that are state or "
                "commercial secrets are not published, and the feed does not tell them"
            ),
        ),
    ),
    limits={
        "working_days": Limit(
            2,
            Provenance.STATUTORY,
            "公告期限",
            "working days to publish",
            unit="working day",
            article="政府采购法实施条例第五十条",
        ),
    },
    sql=late_after_signing("published_on"),
    evidence={"contract": CONTRACT},
    operands={
        "signed_on": Text("签订日期", "signed on"),
        "published_on": Text("公告日期", "published on"),
        "counted_to": Text("计算至", "counted to"),
        "taken": Text("工作日数", "working days"),
        "late_from": Text("逾期首日", "late from"),
        "supplier": Text("供应商", "supplier"),
    },
    advice=Text(
        "请采购人补发公告并说明原因，对照省级以上财政部门指定媒体上的公告日期。",
        "The buyer publishes the contract and explains; compare the date on the medium that "
        "the finance department named.",
    ),
    innocent=Text(
        "合同涉及国家秘密、商业秘密；公告已发而日期未回填；指定媒体当日停机。",
        "The contract is secret; it was published and the date not written back; the medium "
        "was down that day.",
    ),
    assumptions=(
        WORKING_DAYS,
        Text(
            "尚未公告的，计到监督日",
            "a contract not published yet is counted up to the night's day",
        ),
    ),
    examples=(
        Example(
            story="published on the second working day is in time",
            given={
                "contract": [{"signed_on": date(2026, 3, 10), "published_on": date(2026, 3, 12)}]
            },
            passes=["K1"],
            boundary=True,
        ),
        Example(
            story="published on the third working day is late",
            given={
                "contract": [
                    {
                        "signed_on": date(2026, 3, 10),
                        "amount": Decimal("90.00"),
                        "published_on": date(2026, 3, 13),
                    }
                ]
            },
            fails={"K1": Severity.YELLOW},
            at_stake={"K1": Decimal("90.00")},
            boundary=True,
        ),
        Example(
            story="a Saturday after the second working day is no third one",
            given={
                "contract": [
                    {"signed_on": date(2026, 3, 11), "published_on": date(2026, 3, 14)},
                    {
                        "contract": "K2",
                        "signed_on": date(2026, 3, 11),
                        "published_on": date(2026, 3, 16),
                    },
                ]
            },
            passes=["K1"],
            fails={"K2": Severity.YELLOW},
            boundary=True,
        ),
        Example(
            story="the spring festival is not counted, and its moved Saturday is",
            given={
                "contract": [
                    {"signed_on": date(2026, 2, 12), "published_on": date(2026, 2, 14)},
                    {
                        "contract": "K2",
                        "signed_on": date(2026, 2, 13),
                        "published_on": date(2026, 2, 24),
                    },
                    {
                        "contract": "K3",
                        "signed_on": date(2026, 2, 12),
                        "published_on": date(2026, 2, 24),
                    },
                ]
            },
            passes=["K1", "K2"],
            fails={"K3": Severity.YELLOW},
            boundary=True,
        ),
        Example(
            story="not published yet, and the days are not over",
            given={"contract": [{"signed_on": date(2026, 9, 28), "published_on": None}]},
            passes=["K1"],
            boundary=True,
        ),
        Example(
            story="not published yet, and the days are over",
            given={"contract": [{"signed_on": date(2026, 9, 24), "published_on": None}]},
            fails={"K1": Severity.YELLOW},
            boundary=True,
        ),
        Example(
            story="what is published after the night's day has not happened yet",
            given={
                "contract": [{"signed_on": date(2026, 9, 1), "published_on": date(2026, 10, 9)}]
            },
            fails={"K1": Severity.YELLOW},
        ),
        Example(
            story="a contract of the night's own day is read, and one of the day after is not",
            given={
                "contract": [
                    {"signed_on": date(2026, 10, 9), "published_on": None},
                    {"contract": "K2", "signed_on": date(2026, 9, 30), "published_on": None},
                ]
            },
            passes=["K2"],
            boundary=True,
        ),
        Example(
            story="the term of an old contract is over, whatever calendar is still to come",
            given={
                "unit": [{"fiscal_year": 2026}],
                "contract": [{"signed_on": date(2026, 11, 2), "published_on": None}],
            },
            as_of=date(2031, 3, 31),
            fails={"2026 K1": Severity.YELLOW},
        ),
        Example(
            story="a year without a notice cannot be counted",
            given={
                "contract": [{"signed_on": date(2014, 12, 30), "published_on": date(2014, 12, 31)}]
            },
            unknown={"2014 K1": "working-day calendar of 2014"},
        ),
        Example(
            story="a term that ends in a year without a notice is open until the notice is known",
            given={
                "unit": [{}],
                "contract": [{"signed_on": date(2026, 12, 30), "published_on": date(2027, 3, 1)}],
            },
            as_of=date(2027, 3, 31),
            unknown={"2026 K1": "working-day calendar of 2027"},
        ),
        Example(
            story="and nobody is late while the calendar still runs",
            given={"contract": [{"signed_on": date(2026, 12, 30), "published_on": None}]},
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
