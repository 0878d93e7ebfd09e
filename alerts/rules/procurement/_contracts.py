"""采购合同. What is to be done with a contract within working days of its signing."""

from alerts.rule import Text

WORKING_DAYS = Text(
    "签订当日不计；周末调休按国务院办公厅当年通知，法定节假日不计；在休息日办理的，按此前已过的工作日计",
    "the day of signing is not counted; weekends that the year's notice moves are worked, "
    "holidays are not counted; what is done on a day off counts the working days before it",
)


def late_after_signing(done: str) -> str:
    """Ask how many working days after its signing something was done with a contract.

    Args:
        done: the column of `contract` with the day on which it was done.
    """
    return f"""
        with signed as (
            select *, case when {done} <= $as_of then {done} end as done_on
            from core.contract
            where signed_on <= $as_of
        ),
        numbered as (
            select
                signed.*,
                coalesce(done_on, $as_of) as counted_to,
                signing.nth as signing_nth,
                (select max(day) from calendar.working_day) as calendar_ends
            from signed
            left join calendar.working_day signing on signing.day = signed.signed_on
        ),
        termed as (
            select
                numbered.*,
                late.day as late_from,
                counted.nth - signing_nth as taken
            from numbered
            left join calendar.working_day late
                on late.working
                and late.nth = signing_nth + $working_days + 1
            left join calendar.working_day counted on counted.day = counted_to
        ),
        judged as (
            select
                *,
                case
                    when signing_nth is null then 'unknown'
                    when late_from <= counted_to then 'fail'
                    when counted_to > calendar_ends then 'unknown'
                    else 'pass'
                end as verdict
            from termed
        )
        select
            region,
            cast(year(signed_on) as varchar) as period,
            replace(contract, '/', '／') as subject,
            verdict,
            case
                when signing_nth is null
                    then concat('working-day calendar of ', cast(year(signed_on) as varchar))
                when verdict = 'unknown'
                    then concat(
                        'working-day calendar of ', cast(year(calendar_ends) + 1 as varchar)
                    )
            end as reason,
            null as severity,
            amount as at_stake,
            unit,
            signed_on,
            done_on as {done},
            counted_to,
            taken,
            late_from,
            supplier
        from judged
    """
