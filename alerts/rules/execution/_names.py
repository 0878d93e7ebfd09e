"""名称. One form for the names of payees and payers, written into a rule's own query.

Full-width signs become half-width, spaces and brackets fall away, and 有限责任公司 is 有限公司.
Case, dots and words stay as they are: no name is guessed.
"""

OFTEN = " \u3000（）()"
DROPPED = OFTEN + "\u00a0\t[]［］{}｛｝<>＜＞〔〕【】〈〉《》「」"
WIDE = "".join(chr(wide) for wide in range(0xFF01, 0xFF5F) if chr(wide) not in f"{DROPPED}＼")
NARROW = "".join(chr(ord(wide) - 0xFEE0) for wide in WIDE)
SELDOM = "[！-＇＊-～\u00a0\t\\[\\]{}<>〔〕【】〈〉《》「」]"


def normalised(column: str) -> str:
    """Give the expression that brings the name in `column` to its one form.

    The signs that names seldom carry are looked for first: to translate them all costs ten times
    what the spaces and round brackets cost.
    """
    given, wanted = (signs.replace("'", "''") for signs in (WIDE + DROPPED, NARROW))
    return (
        f"replace(case when regexp_matches({column}, '{SELDOM}') "
        f"then translate({column}, '{given}', '{wanted}') "
        f"else translate({column}, '{OFTEN}', '') end, '有限责任公司', '有限公司')"
    )
