"""拖欠中小企业款 · A small firm waits for its money.

Thirty days from delivery, sixty where the contract says so: a small firm that waits longer lends
to the government without having been asked.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Horizon, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import CONTRACT

RULE = Rule(
    code="B52",
    title=Text("拖欠中小企业款", "A small firm waits for its money"),
    meaning=Text(
        "中小企业已经交付的合同，超过三十天没有付清合同金额与补充合同金额；超过六十天的为红。",
        "A small firm has delivered, and contract and supplement are not paid in full after more "
        "than 30 days; after more than 60 it is red.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{days_since} > {days}（红 {longest}），欠 {owed} − {paid} = {unpaid} > 0",
        "{days_since} > {days} (red {longest}), {owed} − {paid} = {unpaid} > 0 is owed",
    ),
    needs=("contract", "payment"),
    unbroken=("payment",),
    horizon=Horizon.OPEN,
    basis=(
        Article(
            law="保障中小企业款项支付条例",
            number="第九条",
            part="第一款",
            quote="应当自货物、工程、服务交付之日起30日内支付款项；合同另有约定的，从其约定，但付款期限最长不得超过60日。",
            note="31 至 60 日只有合同未另作约定的才违反；按进度结算的自确认结算之日起算"
            "（第九条第四款），以验收为条件的自验收合格之日起算（第十条），数据中没有约定期限和验收日期"
            " / days 31 to 60 break it only where the contract has no other term; progress "
            "settlement runs from its "
            "confirmation (9, paragraph 4), acceptance from its day (10); the feed has neither",
        ),
    ),
    limits={
        "days": Limit(
            30,
            Provenance.STATUTORY,
            "付款期限",
            "days to pay",
            unit="day",
            article="保障中小企业款项支付条例第九条",
        ),
        "longest": Limit(
            60,
            Provenance.STATUTORY,
            "合同约定的最长期限",
            "longest that a contract may set",
            unit="day",
            article="保障中小企业款项支付条例第九条",
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
                c.amount + coalesce(supplement, 0) as owed,
                date_diff('day', delivered_on, $as_of) as days_since
            from core.contract c
            left join drawn using (region, contract)
            where signed_on <= $as_of
        ),
        weighed as (
            select *, owed - paid as unpaid from compared
        ),
        judged as (
            select
                *,
                case
                    when not is_small_firm then 'not a small firm'
                    when days_since is null or days_since < 0 then 'not delivered'
                end as exempt,
                case
                    when days_since <= $days then 'pass'
                    when unpaid > 0 and is_small_firm is null then 'unknown'
                    when unpaid > 0 then 'fail'
                    when supplement is null then 'unknown'
                    else 'pass'
                end as found
            from weighed
        )
        select
            region,
            cast(year(signed_on) as varchar) as period,
            replace(contract, '/', '／') as subject,
            case when exempt is not null then 'not_applicable' else found end as verdict,
            case
                when exempt is not null then exempt
                when found <> 'unknown' then null
                when unpaid > 0 then 'contract.is_small_firm'
                else 'contract.supplement'
            end as reason,
            case when days_since > $longest then 'red' else 'yellow' end as severity,
            unpaid as at_stake,
            unit,
            supplier,
            delivered_on,
            days_since,
            amount,
            supplement,
            owed,
            paid,
            unpaid
        from judged
    """,
    evidence={
        "contract": CONTRACT,
        "payment": """
            select f.region, f.period, f.subject, p.payment, p.fiscal_year
            from finding f
            join core.payment p
                on p.region = f.region
                and replace(p.contract, '/', '／') = f.subject
            where p.paid_on <= $as_of
                and p.business is distinct from '9'
        """,
    },
    operands={
        "supplier": Text("供应商", "supplier"),
        "delivered_on": Text("交付日期", "delivered on"),
        "days_since": Text("交付后天数", "days since delivery"),
        "amount": Text("合同金额", "contract"),
        "supplement": Text("补充合同金额", "supplements"),
        "owed": Text("应付", "owed"),
        "paid": Text("已付", "paid"),
        "unpaid": Text("未付", "unpaid"),
    },
    advice=Text(
        "请采购人提供合同付款条款、验收单和发票，说明未付原因和付款日期；逾期的依法支付利息。",
        "The buyer shows the terms of payment, the acceptance and the bill, says why it has not "
        "paid and when it will; interest is due for the delay.",
    ),
    innocent=Text(
        "合同约定了更长期限（六十天以内）或者质量保证金；交付后验收不合格正在整改；支付未挂合同编号。",
        "The contract sets a longer term (up to 60 days) or keeps a warranty sum; the goods were "
        "not accepted and are being put right; the payment does not name the contract.",
    ),
    exclusions=(
        Text("供应商不是中小企业的不适用", "suppliers that are no small firms"),
        Text("未交付（交付日期为空）的不适用", "not delivered: the day of delivery is empty"),
        Text("年终结转凭证（支付业务类型 9）不计", "year-end carry-over vouchers (business 9)"),
        Text("退款、红冲与原支付相抵", "refunds and red reversals net against what they reverse"),
    ),
    assumptions=(
        Text(
            "自交付日期起算，付款以凭证所列合同编号为准，累计到基准日",
            "counted from the delivery; payments are those that name the contract, up to the night",
        ),
        Text(
            "补充合同金额未报的，合同金额未付清即判，付清的为未知",
            "where the supplement is not reported, an unpaid contract is raised and a paid one is "
            "unknown",
        ),
    ),
    examples=(
        Example(
            story="thirty days are the law's, the thirty-first is late",
            given={
                "contract": [
                    {"delivered_on": date(2026, 8, 31)},
                    {"contract": "K/2", "delivered_on": date(2026, 8, 30)},
                ]
            },
            fails={"K／2": Severity.YELLOW},
            at_stake={"K／2": Decimal("90.00")},
            passes=["K1"],
            boundary=True,
        ),
        Example(
            story="sixty days are yellow still, the sixty-first is red",
            given={
                "contract": [
                    {"delivered_on": date(2026, 8, 1)},
                    {"contract": "K2", "delivered_on": date(2026, 7, 31)},
                ]
            },
            fails={"K1": Severity.YELLOW, "K2": Severity.RED},
            boundary=True,
        ),
        Example(
            story="contract and supplement paid to the last fen, and a fen less",
            given={
                "contract": [
                    {"delivered_on": date(2026, 5, 1), "supplement": Decimal("9.00")},
                    {
                        "contract": "K/2",
                        "delivered_on": date(2026, 5, 1),
                        "supplement": Decimal("9.00"),
                    },
                ],
                "payment": [
                    {"contract": "K1", "amount": Decimal("60.00")},
                    {
                        "payment": "V2",
                        "contract": "K1",
                        "amount": Decimal("39.00"),
                        "paid_on": date(2026, 9, 30),
                    },
                    {
                        "payment": "V3",
                        "contract": "K/2",
                        "amount": Decimal("98.99"),
                        "business": None,
                    },
                    {
                        "payment": "V4",
                        "contract": "K/2",
                        "amount": Decimal("9.00"),
                        "paid_on": date(2026, 10, 1),
                    },
                    {
                        "payment": "V5",
                        "contract": "K/2",
                        "amount": Decimal("9.00"),
                        "business": "9",
                    },
                    {
                        "payment": "V6",
                        "contract": "K/2",
                        "amount": Decimal("9.00"),
                        "region": "410102",
                    },
                ],
            },
            fails={"K／2": Severity.RED},
            at_stake={"K／2": Decimal("0.01")},
            passes=["K1"],
            boundary=True,
        ),
        Example(
            story="what was paid and came back is unpaid; a payment of last year counts",
            given={
                "contract": [
                    {"delivered_on": date(2026, 5, 1)},
                    {"contract": "K2", "delivered_on": date(2026, 5, 1)},
                ],
                "payment": [
                    {"contract": "K1", "amount": Decimal("90.00")},
                    {
                        "payment": "V2",
                        "contract": "K1",
                        "amount": Decimal("-30.00"),
                        "business": "2",
                    },
                    {
                        "payment": "V3",
                        "contract": "K2",
                        "amount": Decimal("90.00"),
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 12, 1),
                    },
                ],
            },
            fails={"K1": Severity.RED},
            at_stake={"K1": Decimal("30.00")},
            passes=["K2"],
        ),
        Example(
            story="a large firm, goods to come and a contract to come are not asked",
            given={
                "contract": [
                    {"is_small_firm": False, "delivered_on": date(2026, 5, 1)},
                    {"contract": "K2"},
                    {"contract": "K3", "delivered_on": date(2026, 10, 1)},
                    {"contract": "K4", "delivered_on": date(2026, 9, 30)},
                    {
                        "contract": "K5",
                        "signed_on": date(2026, 10, 1),
                        "delivered_on": date(2026, 5, 1),
                    },
                    {"contract": "K6", "signed_on": date(2026, 9, 30)},
                ]
            },
            passes=["K4"],
            not_applicable=["K1", "K2", "K3", "K6"],
            boundary=True,
        ),
        Example(
            story="an old contract is still owed, in the year of its signing",
            given={
                "contract": [
                    {"signed_on": date(2025, 3, 10), "delivered_on": date(2025, 6, 1)},
                ],
                "payment": [{"fiscal_year": 2025, "paid_on": date(2025, 5, 5)}],
            },
            fails={"2025 K1": Severity.RED},
        ),
        Example(
            story="what is not told is unknown where it decides",
            given={
                "contract": [
                    {"is_small_firm": None, "delivered_on": date(2026, 5, 1)},
                    {"contract": "K2", "supplement": None, "delivered_on": date(2026, 5, 1)},
                    {"contract": "K3", "supplement": None, "delivered_on": date(2026, 5, 1)},
                    {
                        "contract": "K4",
                        "is_small_firm": None,
                        "supplement": None,
                        "delivered_on": date(2026, 9, 1),
                    },
                    {"contract": "K5", "is_small_firm": None, "delivered_on": date(2026, 5, 1)},
                ],
                "payment": [
                    {"contract": "K2", "amount": Decimal("90.00")},
                    {"payment": "V2", "contract": "K3", "amount": Decimal("89.99")},
                    {"payment": "V3", "contract": "K5", "amount": Decimal("90.00")},
                ],
            },
            fails={"K3": Severity.RED},
            at_stake={"K3": Decimal("0.01")},
            passes=["K4", "K5"],
            unknown={"K1": "contract.is_small_firm", "K2": "contract.supplement"},
        ),
        Example(
            story="without the payments nobody knows what is owed",
            given={"contract": [{}]},
            missing=["payment"],
            unknown={"": "feed missing: payment"},
        ),
    ),
)
