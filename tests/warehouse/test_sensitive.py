import duckdb
import pytest

from warehouse.sensitive import MACROS, Sensitivity, is_person, masked, masked_among, masked_row


@pytest.mark.parametrize("name", ["王某", "欧阳某某", " 王 某 ", "买买提·某某", "某某（个体）"[:2]])
def test_a_name_of_two_to_four_characters_is_a_persons(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "name", ["市财政局", "甲公司", "某集团", "人民医院", "某某建设工程公司", "A"]
)
def test_what_ends_like_an_office_or_a_firm_is_no_person(name: str) -> None:
    assert not is_person(name)


def test_an_account_keeps_its_last_four_digits_and_a_short_one_nothing() -> None:
    assert masked(Sensitivity.ACCOUNT, "6222021234567890") == "****7890"
    assert masked(Sensitivity.ACCOUNT, "12345678") == "****"


def test_a_person_whom_one_cell_names_is_not_told_by_the_words_of_another() -> None:
    row = masked_row("payment", {"payee": "王某", "purpose": "付王某劳务费", "amount": "1.00"})

    assert "王某" not in (row["payee"] or "") + (row["purpose"] or "")
    assert row["amount"] == "1.00"


@pytest.mark.parametrize(
    "text",
    [
        None, "", "王", "王芳", " 欧阳 明月 ", "\u3000王芳\n", "阿依古丽·买买提", "王芳(个人)",
        "水利局", "王芳局", "中国人民银行", "某某有限公司", "6222000200112345678",
        "6222 0002 0011 2345", "6222-0002-0011-2 3-4", "６２２２０００２００１１２３４５",
        "付王芳 6222000200112345678，及 123456789", "12345678", "123456789",
        "1 2 3 4 5 6 7 8 9 0 1",
        "a\x01b6222000200112345678\x02", "ab1234567890cd0987654321ef", "𠀀𠀁", "A B C",
    ],
)  # fmt: skip
def test_the_masks_in_sql_are_those_in_python(text: str | None) -> None:
    clean = None if text is None else text.replace("\x01", "").replace("\x02", "")
    names = ["王芳", "某某有限公司", text]
    with duckdb.connect() as connection:
        connection.execute(MACROS)
        told = connection.execute(
            "select masked_account(v), masked_name(v), masked_words(v, n) "
            "from (select $v::varchar as v, $n::varchar[] as n)",
            {"v": clean, "n": names},
        ).fetchone()

    assert told == (
        masked(Sensitivity.ACCOUNT, clean),
        masked(Sensitivity.NAME, clean),
        masked_among(clean, names),
    )
