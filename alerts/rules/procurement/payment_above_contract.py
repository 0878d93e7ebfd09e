"""付款超合同 · More is paid than the contract owes.

Paid by contract number, and above what was signed: a second payment of the same bill, another
contract's bill, or an addition that nobody put on paper.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Horizon, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import CONTRACT

RULE = Rule(
    code="P06",
    title=Text("付款超合同", "More is paid than the contract owes"),
    meaning=Text(
        "按合同编号累计的支付，超过了合同金额与补充合同金额之和。",
        "All payments by a contract's number are more than the contract and its supplements.",
    ),
    severity=Severity.RED,
    formula=Text(
        "{paid} − ({amount} + {supplement}) > {tolerance}",
        "{paid} − ({amount} + {supplement}) > {tolerance}",
    ),
    needs=("contract", "payment"),
    horizon=Horizon.OPEN,
    basis=(
        Article(
            law="政府采购法实施条例",
            number="第五十一条",
            part="第一款",
            quote="采购人应当按照政府采购合同规定，及时向中标或者成交供应商支付采购资金。",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "tolerance": Limit(
            Decimal("0.00"), Provenance.PROPOSED_DEFAULT, "容差", "tolerance", unit="yuan"
        ),
    },
    sql="""
        with drawn as (
            select region, contract, sum(amount) as paid
            from core.payment
            where contract is not null
                and paid_on <= $as_of
                and business is distinct from '9'
            group by region, contract
        ),
        compared as (
            select
                c.*,
                coalesce(paid, 0) as paid,
                c.amount + coalesce(supplement, 0) as owed
            from core.contract c
            left join drawn using (region, contract)
            where signed_on <= $as_of
        ),
        differing as (
            select *, paid - owed as difference from compared
        ),
        judged as (
            select
                *,
                case
                    when difference <= $tolerance then 'pass'
                    when supplement is null then 'unknown'
                    else 'fail'
                end as verdict
            from differing
        )
        select
            region,
            cast(year(signed_on) as varchar) as period,
            replace(contract, '/', '／') as subject,
            verdict,
            case when verdict = 'unknown' then 'contract.supplement' end as reason,
            null as severity,
            difference as at_stake,
            unit,
            paid,
            amount,
            supplement,
            owed,
            difference,
            supplier
        from judged
    """,
    evidence={
        "payment": """
            select f.region, f.period, f.subject, p.payment, p.fiscal_year
            from finding f
            join core.payment p
                on p.region = f.region
                and replace(p.contract, '/', '／') = f.subject
            where p.paid_on <= $as_of
                and p.business is distinct from '9'
        """,
        "contract": CONTRACT,
    },
    operands={
        "paid": Text("累计支付", "paid"),
        "amount": Text("合同金额", "contract"),
        "supplement": Text("补充合同金额", "supplements"),
        "owed": Text("应付上限", "owed at most"),
        "difference": Text("超出", "above"),
        "supplier": Text("供应商", "supplier"),
    },
    advice=Text(
        "请采购人对照合同、验收单和发票逐笔核对支付凭证，超付部分说明依据或者追回。",
        "The buyer checks every voucher against contract, acceptance and invoice; what is above is "
        "explained or claimed back.",
    ),
    innocent=Text(
        "凭证填错合同编号；补充合同已签未报；框架协议合同金额为估计数；违约金、税费随合同支付。",
        "A voucher names the wrong contract; a supplement is signed and not delivered yet; the "
        "amount of a framework agreement is a guess; taxes or damages were paid along.",
    ),
    exclusions=(
        Text(
            "年终结转凭证（支付业务类型 9）不计",
            "year-end carry-over vouchers (business 9) are left out",
        ),
        Text("退款、红冲与原支付相抵", "refunds and red reversals net against what they reverse"),
    ),
    assumptions=(
        Text(
            "合同跨年，支付累计到监督日，不在签订年度末截断",
            "a contract outlives its year: payments count up to the night's day, not to the end of "
            "the year of signing",
        ),
        Text(
            "补充合同未报的，支付在合同金额以内为通过，超过的为未知",
            "where the supplement is not reported, what is paid within the contract passes "
            "and what "
            "is above is unknown",
        ),
    ),
    examples=(
        Example(
            story="contract and supplement may be paid to the last fen",
            given={
                "contract": [{"amount": Decimal("90.00"), "supplement": Decimal("9.00")}],
                "payment": [{"contract": "K1", "amount": Decimal("99.00")}],
            },
            passes=["K1"],
            boundary=True,
        ),
        Example(
            story="one fen more is too much, in however many payments and years",
            given={
                "contract": [{"amount": Decimal("90.00"), "supplement": Decimal("9.00")}],
                "payment": [
                    {"contract": "K1", "amount": Decimal("50.00")},
                    {"payment": "V2", "contract": "K1", "amount": Decimal("49.00")},
                    {
                        "payment": "V3",
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 12, 30),
                        "contract": "K1",
                        "amount": Decimal("0.01"),
                    },
                ],
            },
            fails={"K1": Severity.RED},
            at_stake={"K1": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="a refund takes back what was paid twice",
            given={
                "contract": [{"amount": Decimal("90.00")}],
                "payment": [
                    {"contract": "K1", "amount": Decimal("90.00")},
                    {"payment": "V2", "contract": "K1", "amount": Decimal("90.00")},
                    {
                        "payment": "V3",
                        "contract": "K1",
                        "business": "2",
                        "amount": Decimal("-90.00"),
                    },
                ],
            },
            passes=["K1"],
        ),
        Example(
            story="a carry-over voucher of the year's end pays nobody",
            given={
                "contract": [{"amount": Decimal("90.00")}],
                "payment": [
                    {"contract": "K1", "amount": Decimal("90.00")},
                    {
                        "payment": "V2",
                        "contract": "K1",
                        "business": "9",
                        "amount": Decimal("10.00"),
                    },
                ],
            },
            passes=["K1"],
        ),
        Example(
            story="another government's contract of the same number is another contract",
            given={
                "contract": [{"amount": Decimal("90.00")}],
                "payment": [
                    {"contract": "K1", "amount": Decimal("90.00")},
                    {
                        "payment": "V2",
                        "region": "410200",
                        "contract": "K1",
                        "amount": Decimal("10.00"),
                    },
                    {"payment": "V3", "contract": "K2", "amount": Decimal("10.00")},
                    {"payment": "V4", "contract": None, "amount": Decimal("10.00")},
                ],
            },
            passes=["K1"],
        ),
        Example(
            story="what is paid after the night's day is not read",
            given={
                "contract": [{"amount": Decimal("90.00")}],
                "payment": [
                    {"contract": "K1", "amount": Decimal("90.00")},
                    {
                        "payment": "V2",
                        "contract": "K1",
                        "paid_on": date(2026, 10, 1),
                        "amount": Decimal("10.00"),
                    },
                ],
            },
            passes=["K1"],
        ),
        Example(
            story=(
                "contract and payment of the night's own day are read, those of the day after not"
            ),
            given={
                "contract": [
                    {"amount": Decimal("90.00"), "signed_on": date(2026, 9, 30)},
                    {"contract": "K2", "signed_on": date(2026, 10, 1)},
                    {"contract": "K3", "amount": Decimal("0.00")},
                ],
                "payment": [
                    {
                        "contract": "K1",
                        "paid_on": date(2026, 9, 30),
                        "amount": Decimal("90.01"),
                    },
                    {"payment": "V2", "contract": "K2", "amount": Decimal("900.00")},
                ],
            },
            fails={"K1": Severity.RED},
            passes=["K3"],
            boundary=True,
        ),
        Example(
            story="a voucher without a kind of business counts",
            given={
                "contract": [{"amount": Decimal("90.00")}],
                "payment": [
                    {"contract": "K1", "business": None, "amount": Decimal("100.00")},
                ],
            },
            fails={"K1": Severity.RED},
            at_stake={"K1": Decimal("10.00")},
        ),
        Example(
            story="a contract for nothing may not be paid",
            given={
                "contract": [{"amount": Decimal("0.00")}],
                "payment": [{"contract": "K1", "amount": Decimal("40.00")}],
            },
            fails={"K1": Severity.RED},
            at_stake={"K1": Decimal("40.00")},
        ),
        Example(
            story="without the supplement only what lies within the contract is settled",
            given={
                "contract": [
                    {"amount": Decimal("90.00"), "supplement": None},
                    {"contract": "K2", "amount": Decimal("90.00"), "supplement": None},
                    {"contract": "K3", "amount": Decimal("90.00"), "supplement": None},
                ],
                "payment": [
                    {"contract": "K1", "amount": Decimal("90.00")},
                    {"payment": "V2", "contract": "K2", "amount": Decimal("90.01")},
                ],
            },
            passes=["K1", "K3"],
            unknown={"K2": "contract.supplement"},
            boundary=True,
        ),
        Example(
            story="without the payments nothing can be said",
            given={"contract": [{}]},
            missing=["payment"],
            unknown={"": "feed missing: payment"},
        ),
    ),
)
