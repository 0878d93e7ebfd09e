"""专项债务付息占比 · Interest on special debt.

Special bonds are served out of the funds, mostly land. Where interest takes a tenth of all that the
funds spend, one bad year of land sales leaves it unpaid.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules.debt._interest import (
    INTEREST_ASSUMPTIONS,
    INTEREST_OPERANDS,
    interest_burden,
    interest_evidence,
)

RULE = Rule(
    code="D05",
    title=Text("专项债务付息占比", "Interest on special debt"),
    meaning=Text(
        "全年应付的专项债券利息占政府性基金预算支出的比重超过百分之八为黄色，超过百分之十为红色。",
        "The interest of special bonds due in the year takes more than 8 % (yellow) or 10 % "
        "(red) of the spending of the government funds.",
    ),
    severity=Severity.RED,
    formula=Text(
        "{interest} ÷ {spending} = {burden} > {yellow}（红 > {red}）；"
        "调整预算 {revised}，执行 {executed}",
        "{interest} ÷ {spending} = {burden} > {yellow} (red > {red}); "
        "revised {revised}, executed {executed}",
    ),
    needs=("debt_service", "bond", "statement"),
    basis=(),
    printed_basis="国办函〔2016〕88号",
    limits={
        "yellow": Limit(
            Decimal("0.08"), Provenance.PROPOSED_DEFAULT, "黄色：超过", "yellow: above", "share"
        ),
        "red": Limit(
            Decimal("0.10"), Provenance.UNVERIFIED_DEFAULT, "红色：超过", "red: above", "share"
        ),
    },
    sql=interest_burden("2"),
    evidence=interest_evidence("2"),
    operands=INTEREST_OPERANDS,
    advice=Text(
        "请财政部门提供全年付息计划和本账本支出预算，核对两者口径，说明压减支出和化解债务的安排。",
        "The finance department shows the year's plan of interest and the budget of this book, "
        "and says how spending and debt will be brought down.",
    ),
    innocent=Text(
        "土地收支集中在下半年追加，调整预算偏低；专项债券利息由项目单位缴纳而列入本级计划。",
        "The budget of land is added to late in the year; the schedule holds interest "
        "that the project itself pays in.",
    ),
    assumptions=INTEREST_ASSUMPTIONS,
    examples=(
        Example(
            story="eight per cent to the fen are borne",
            given={
                "bond": [{}],
                "debt_service": [{"due": Decimal("8.00")}],
                "statement": [{"book": "2"}],
            },
            passes=["2"],
            boundary=True,
        ),
        Example(
            story="a fen more is yellow, ten per cent to the fen still, a fen more is red",
            given={
                "bond": [{}, {"region": "410102"}, {"region": "410103"}],
                "debt_service": [
                    {"due": Decimal("8.01")},
                    {"region": "410102", "due": Decimal("10.00")},
                    {"region": "410103", "due": Decimal("10.01")},
                ],
                "statement": [
                    {"book": "2"},
                    {"region": "410102", "book": "2"},
                    {"region": "410103", "book": "2"},
                ],
            },
            fails={
                "2": Severity.YELLOW,
                "410102 2": Severity.YELLOW,
                "410103 2": Severity.RED,
            },
            at_stake={"2": Decimal("0.01"), "410103 2": Decimal("2.01")},
            units={"2": None},
            boundary=True,
        ),
        Example(
            story="the year's interest counts whole, due or not yet; principal and others' do not",
            given={
                "bond": [{}, {"bond": "B2", "kind": "1"}],
                "debt_service": [
                    {"due_on": date(2026, 1, 1), "due": Decimal("4.00")},
                    {"due_on": date(2026, 12, 31), "due": Decimal("4.01")},
                    {"due_on": date(2025, 12, 31), "due": Decimal("8.00")},
                    {"due_on": date(2027, 1, 1), "due": Decimal("4.00")},
                    {"part": "1", "due": Decimal("50.00")},
                    {"bond": "B2", "due": Decimal("50.00")},
                ],
                "statement": [
                    {"book": "2"},
                    {"fiscal_year": 2025, "month": 12, "executed": Decimal("50.00"), "book": "2"},
                    {
                        "fiscal_year": 2025,
                        "month": 12,
                        "book": "2",
                        "code": "206",
                        "executed": Decimal("30.00"),
                    },
                    {"fiscal_year": 2025, "month": 13, "book": "2"},
                    {"fiscal_year": 2027, "month": 0, "book": "2"},
                ],
            },
            fails={"2": Severity.YELLOW, "2025 2": Severity.YELLOW},
            at_stake={"2": Decimal("0.01"), "2025 2": Decimal("1.60")},
            boundary=True,
        ),
        Example(
            story="a bond issued after the night's day owes nothing yet, one of the day does",
            given={
                "bond": [
                    {"issued_on": date(2026, 10, 1)},
                    {"bond": "B2", "issued_on": date(2026, 9, 30)},
                ],
                "debt_service": [
                    {"due_on": date(2026, 12, 31), "due": Decimal("50.00")},
                    {"bond": "B2", "due_on": date(2026, 12, 31), "due": Decimal("8.01")},
                ],
                "statement": [{"book": "2"}],
            },
            fails={"2": Severity.YELLOW},
            at_stake={"2": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="classes are summed, of one book and side, without 231 and finer codes",
            given={
                "bond": [{}],
                "debt_service": [{"due": Decimal("16.01")}],
                "statement": [
                    {"book": "2"},
                    {"code": "232", "book": "2"},
                    {"code": "231", "book": "2"},
                    {"code": "20502", "book": "2"},
                    {"side": "1", "code": "101", "book": "2"},
                    {"book": "1"},
                    {"book": "3"},
                ],
            },
            fails={"2": Severity.YELLOW},
            at_stake={"2": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="the revised budget of the latest month until December, executed from then",
            as_of=date(2026, 12, 31),
            given={
                "bond": [
                    {},
                    {"region": "410102"},
                ],
                "debt_service": [
                    {"due": Decimal("8.01")},
                    {"region": "410102", "due": Decimal("8.01")},
                ],
                "statement": [
                    {"month": 12, "executed": Decimal("110.00"), "book": "2"},
                    {"month": 11, "revised": Decimal("90.00"), "book": "2"},
                    {"month": 13, "executed": Decimal("50.00"), "book": "2"},
                    {"region": "410102", "month": 11, "book": "2"},
                    {"region": "410102", "month": 10, "revised": Decimal("900.00"), "book": "2"},
                ],
            },
            passes=["2"],
            fails={"410102 2": Severity.YELLOW},
        ),
        Example(
            story="no month that ends after the night's day is read",
            given={
                "bond": [{}],
                "debt_service": [{"due": Decimal("8.01")}],
                "statement": [
                    {"month": 10, "revised": Decimal("900.00"), "book": "2"},
                    {"book": "2"},
                    {"month": 0, "revised": Decimal("900.00"), "book": "2"},
                ],
            },
            fails={"2": Severity.YELLOW},
        ),
        Example(
            story="of the opening budget what was approved stands in for a revision",
            as_of=date(2026, 1, 30),
            given={
                "bond": [{}, {"region": "410102"}],
                "debt_service": [
                    {"due": Decimal("8.01")},
                    {"region": "410102", "due": Decimal("8.01")},
                ],
                "statement": [
                    {"month": 0, "revised": None, "executed": None, "book": "2"},
                    {
                        "region": "410102",
                        "month": 0,
                        "approved": Decimal("10.00"),
                        "revised": Decimal("101.00"),
                        "book": "2",
                    },
                    {"month": 1, "revised": Decimal("900.00"), "book": "2"},
                ],
            },
            fails={"2": Severity.YELLOW},
            passes=["410102 2"],
        ),
        Example(
            story="interest against no spending is red; no interest is no burden",
            given={
                "bond": [{}],
                "debt_service": [{"due": Decimal("0.01")}],
                "statement": [
                    {"revised": Decimal("0.00"), "book": "2"},
                    {"region": "410102", "revised": Decimal("0.00"), "book": "2"},
                    {"region": "410103", "revised": None, "book": "2"},
                ],
            },
            fails={"2": Severity.RED},
            at_stake={"2": Decimal("0.01")},
            passes=["410102 2", "410103 2"],
        ),
        Example(
            story="an empty class, or no book at all, leaves the share unknown",
            as_of=date(2026, 12, 31),
            given={
                "bond": [{"region": region} for region in ("410100", "410102", "410103", "410104")],
                "debt_service": [
                    {"region": region} for region in ("410100", "410102", "410103", "410104")
                ],
                "statement": [
                    {"revised": None, "book": "2"},
                    {"code": "206", "book": "2"},
                    {"region": "410102", "month": 12, "executed": None, "book": "2"},
                    {"region": "410102", "month": 12, "code": "206", "book": "2"},
                    {"region": "410103", "book": "1"},
                    {"region": "410104", "month": 12, "revised": None, "book": "2"},
                ],
            },
            unknown={
                "2": "statement.revised",
                "410102 2": "statement.executed",
                "410103 2": "statement of book 2",
            },
            passes=["410104 2"],
        ),
        Example(
            story="a bond that is not on file matters only where it could change the answer",
            given={
                "bond": [
                    {},
                    {"region": "410102"},
                    {"region": "410103", "kind": "9"},
                    {"region": "410104"},
                ],
                "debt_service": [
                    {"due": Decimal("9.00")},
                    {"bond": "B9", "due": Decimal("9.00")},
                    {"region": "410102", "due": Decimal("7.00")},
                    {"region": "410102", "bond": "B9", "due": Decimal("1.00")},
                    {"region": "410103", "due": Decimal("8.01")},
                    {"region": "410104", "due": Decimal("7.00")},
                    {"region": "410104", "bond": "B8", "due": Decimal("0.50")},
                    {"region": "410104", "bond": "B9", "due": Decimal("0.51")},
                ],
                "statement": [
                    {"region": "410104", "book": "2"},
                    {"book": "2"},
                    {"region": "410102", "book": "2"},
                    {"region": "410103", "book": "2"},
                ],
            },
            fails={"2": Severity.YELLOW},
            at_stake={"2": Decimal("1.00")},
            passes=["410102 2"],
            unknown={"410103 2": "bond", "410104 2": "bond"},
            boundary=True,
        ),
        Example(
            story="without the budget nothing can be said",
            given={"bond": [{}], "debt_service": [{}]},
            missing=["statement"],
            unknown={"": "feed missing: statement"},
        ),
    ),
)
