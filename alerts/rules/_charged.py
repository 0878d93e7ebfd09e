"""列支. What was paid, added up by what it is charged to before it is named (from `lineage`)."""

CHARGED = """(
                select charge, sum(amount) as paid
                from lineage.payment
                where paid_on <= least($as_of, make_date(fiscal_year, 12, 31))
                    and business is distinct from '9'
                group by charge
            ) as charged
            join lineage.charge using (charge)"""
"""What was paid up to the day, or to 31 December of a year that is over, with what it is for."""
