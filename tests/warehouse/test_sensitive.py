import pytest

from warehouse.sensitive import Sensitivity, is_person, masked, masked_row


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
