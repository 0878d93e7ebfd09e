"""转移支付下达. Whose money a transfer is, and how long it took to be handed on."""

from alerts.rule import Limit, Provenance, Text

IS_NATION = "t.region in ('000000', '100000')"

IS_PROVINCE = """coalesce(
                    r.tier = '2', length(t.region) = 6 and right(t.region, 4) = '0000'
                )"""
"""Whether the giver is a province, by the register of regions or by the form of its code."""

EXEMPTED = """
        words as (select unnest(cast($exempt_words as varchar[])) as word),
        exempted as (
            select distinct region, fiscal_year, transfer
            from core.transfer
            join words on contains(concat_ws(' ', project, document), word)
        )"""
"""Transfers that are settled by need or answer a disaster, by the words of their papers."""

EXEMPT_WORDS = Limit(
    ("据实结算", "自然灾害", "救灾", "突发事件"),
    Provenance.PROPOSED_DEFAULT,
    "据实结算、突发事件转移支付的用字",
    "words of transfers settled by need or for disasters",
    unit="word",
)

EXEMPT = Text(
    "项目名称或者文号含限额所列用字的：据实结算的可以分期下达或者先预付后结算，突发事件的应当及时下达",
    "transfers whose project or document bears one of the listed words: those settled by need may "
    "come in parts or be settled afterwards, those for disasters come at once",
)

NOT_YET = Text(
    "尚未下达的计至基准日；下达日期晚于基准日的视为尚未下达",
    "what is not issued, or issued after the as-of date, is counted to the as-of date",
)

OPERANDS = {
    "document": Text("指标文号", "document"),
    "to_region": Text("接收方", "to"),
    "amount": Text("金额", "amount"),
}

EVIDENCE = """
            select f.region, f.period, f.subject, t.transfer, t.fiscal_year
            from finding f
            join core.transfer t
                on t.region = f.region
                and cast(t.fiscal_year as varchar) = f.period
                and replace(t.transfer, '/', '／') = f.subject
        """


def issued_after_approval(kind: str) -> str:
    """Ask how many days after the congress's approval transfers of one kind were issued.

    Args:
        kind: `1` general, `2` earmarked.
    """
    return f"""
        with {EXEMPTED},
        approved as (
            select region, fiscal_year, min(happened_on) as happened_on
            from core.legal_event
            where kind = 'budget_approved'
            group by region, fiscal_year
        ),
        given as (
            select
                t.*,
                coalesce(t.budget_approved_on, a.happened_on) as approved_on,
                least(t.issued_on, $as_of) as counted_to,
                x.transfer is not null as is_exempt,
                {IS_NATION} as is_nation,
                {IS_PROVINCE} as is_province
            from core.transfer t
            left join approved a using (region, fiscal_year)
            left join core.region r on r.region = t.region
            left join exempted x using (region, fiscal_year, transfer)
            where t.kind = '{kind}' and t.fiscal_year <= year($as_of)
        ),
        placed as (
            select
                *,
                counted_to - approved_on as days_since,
                case
                    when is_nation then 'the centre has terms of its own'
                    when is_exempt then 'settled by need, or for a disaster'
                    when received_on is not null
                        and (
                            is_province
                            or budget_approved_on is null
                            or received_on > budget_approved_on
                        )
                        then 'money passed on from above'
                    when approved_on is null and is_early_notice then 'early notice'
                    when approved_on > $as_of then 'budget not approved yet'
                end as left_out
            from given
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(transfer, '/', '／') as subject,
            case
                when left_out is not null then 'not_applicable'
                when approved_on is null then 'unknown'
                when days_since > $days then 'fail'
                else 'pass'
            end as verdict,
            case
                when left_out is not null then left_out
                when approved_on is null then 'transfer.budget_approved_on'
            end as reason,
            null as severity,
            amount as at_stake,
            cast(null as varchar) as unit,
            document,
            to_region,
            amount,
            approved_on,
            issued_on,
            counted_to,
            days_since
        from placed
    """
