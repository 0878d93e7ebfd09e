"""指标. The rows that a finding about an allotment rests on."""

ALLOTMENT = """
            select f.region, f.period, f.subject, a.allotment, a.fiscal_year
            from finding f
            join core.allotment a
                on a.region = f.region
                and cast(a.fiscal_year as varchar) = f.period
                and replace(a.allotment, '/', '／') = f.subject
        """

CHANGES = """
            select f.region, f.period, f.subject, c.change, c.fiscal_year
            from finding f
            join core.allotment_change c
                on c.region = f.region
                and cast(c.fiscal_year as varchar) = f.period
                and replace(c.allotment, '/', '／') = f.subject
            where c.changed_on <= least($as_of, make_date(c.fiscal_year, 12, 31))
        """
"""Its changes up to the day, or to 31 December of a year that is over."""

PAYMENTS = """
            select f.region, f.period, f.subject, p.payment, p.fiscal_year
            from finding f
            join lineage.charge c
                on c.region = f.region
                and cast(c.fiscal_year as varchar) = f.period
                and replace(c.allotment, '/', '／') = f.subject
            join lineage.payment p on p.charge = c.charge
            where p.paid_on <= least($as_of, make_date(p.fiscal_year, 12, 31))
                and p.business is distinct from '9'
        """
"""The payments drawn on it up to the same day."""
