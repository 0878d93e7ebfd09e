"""The upload form, as a browser without JavaScript sends it."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.api.city import City
from tests.api.test_deliveries import NAME, payments


@pytest.fixture
def administrator(city: City) -> TestClient:
    return city.as_("administrator")


def mark(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', client.get("/upload").text)
    assert found
    return found[1]


def hand_in(client: TestClient, *files: tuple[str, bytes], language="zh", **fields: str):
    fields = {"csrf": mark(client), "feed": "", "region": "", "period": "", "source": "", **fields}
    address = f"/upload?language={language}"
    return client.post(address, data=fields, files=[("file", file) for file in files])


@pytest.mark.parametrize(
    ("language", "told"), [("zh", "全部收下。"), ("en", "All of it was kept.")]
)
def test_the_receipt_is_shown_in_the_readers_tongue(administrator, language, told):
    page = hand_in(administrator, (NAME, payments()), language=language)

    assert page.status_code == 200
    assert told in page.text
    assert NAME in page.text


def test_what_was_refused_is_shown_with_its_reason(administrator):
    page = hand_in(administrator, (NAME, b"no,table\n1,2\n"))

    assert page.status_code == 422
    assert "有文件整份退回，没有收下新的行。" in page.text
    assert "缺列：" in page.text


def test_a_form_without_a_file_is_shown_again_with_a_sentence(administrator):
    page = administrator.post("/upload", data={"csrf": mark(administrator)},
                              files=[("file", ("", b""))])  # fmt: skip

    assert page.status_code == 422
    assert "没有选文件" in page.text


def test_a_forged_form_is_refused_before_a_byte_is_kept(city, administrator):
    page = hand_in(administrator, (NAME, payments()), csrf="0" * 32)

    assert page.status_code == 403
    assert list((city.nights.parent / ".uploads").iterdir()) == []
    assert administrator.get("/api/v1/deliveries").json()["items"] == []


def test_the_form_is_the_administrators_alone(city):
    assert city.as_("analyst").get("/upload").status_code == 403
    assert city.as_("analyst").post("/upload", data={}).status_code == 403


def test_a_name_in_a_receipt_is_text_and_no_markup(administrator):
    page = hand_in(administrator, ("<b>x<b>.csv", payments()))

    assert "<b>x<b>" not in page.text
