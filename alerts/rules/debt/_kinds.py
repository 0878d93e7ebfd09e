"""债务类型. General debt, special debt, and the two together."""

from alerts.rule import Text

KINDS = """
        kinds as (
            select * from (values ('1', '1'), ('2', '2'), ('1', 'total'), ('2', 'total'))
                as pairs (kind, subject)
        )"""
"""Which kinds a subject sums: each by itself, and both in `total`."""

UNLISTED = Text(
    "不在债券表中的债券计入合计，对分类只在足以改变结论时使结论未知",
    "a bond that is not on file counts in the total; for a kind it makes the answer unknown only "
    "where it could change it",
)
