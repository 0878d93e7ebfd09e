"""Evidence of a finding whose subject is one row: that row itself."""

PAYMENT = """
            select f.region, f.period, f.subject, p.payment, p.fiscal_year
            from finding f
            join core.payment p
                on p.region = f.region
                and p.fiscal_year = cast(left(f.period, 4) as integer)
                and p.unit = f.unit
                and p.amount = f.at_stake
            where f.subject in (p.payment, replace(p.payment, '/', '／'))
        """

CONTRACT = """
            select f.region, f.period, f.subject, c.contract
            from finding f
            join core.contract c
                on c.region = f.region
                and replace(c.contract, '/', '／') = f.subject
        """

ASSET_USE = """
            select f.region, f.period, f.subject, u.event
            from finding f
            join core.asset_use u
                on u.region = f.region
                and replace(u.event, '/', '／') = f.subject
        """

INVESTMENT_PROJECT = """
            select f.region, f.period, f.subject, p.project, p.stated_on
            from finding f
            join core.investment_project p
                on p.region = f.region
                and p.stated_on = f.stated_on
                and replace(p.project, '/', '／') = f.subject
        """
"""The project as it stood on the day that the finding speaks of."""
