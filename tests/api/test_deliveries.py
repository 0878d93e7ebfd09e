"""Deliveries are handed in over the API by who may, whole or not at all."""

import hashlib
import io
import threading
import zipfile
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from tests.api.city import City
from tests.ingest.dockside import csv_text, rows

DOOR = "/api/v1/deliveries"
NAME = "payment_419801_2026-05.csv"
MAY = {"财政区划代码": "419801", "实际支付日期": "2026-05-05"}


def payments(**other: str) -> bytes:
    return csv_text(rows({**MAY, **other})).encode()


@pytest.fixture
def administrator(city: City) -> TestClient:
    client = city.as_("administrator")
    client.headers["X-CSRF-Token"] = client.get("/api/v1/session").json()["csrf"]
    return client


def send(client: TestClient, body: object, name: str = NAME, **asked: str):
    return client.post(DOOR, params={"name": name, **asked}, content=body)


def left(city: City) -> list[str]:
    room = city.nights.parent / ".uploads"
    return [path.name for path in room.rglob("*")] if room.is_dir() else []


def test_a_file_is_answered_with_its_receipt(city, administrator):
    answer = send(administrator, payments())

    told = answer.json()
    assert (answer.status_code, told["outcome"]) == (201, "kept")
    assert answer.headers["location"] == f"{DOOR}/{told['delivery']}"
    [file] = told["files"]
    assert (file["feed"], file["period"], file["kept"]) == ("payment", "2026-05", 1)
    assert file["totals"]["amount"]["kept"] == "100.00"
    assert administrator.get(answer.headers["location"]).json() == told
    assert left(city) == []


def test_the_same_bytes_again_change_nothing(administrator):
    first = send(administrator, payments()).json()

    again = send(administrator, payments())

    assert (again.status_code, again.json()["outcome"]) == (200, "already_received")
    assert again.json()["delivery"] is None
    assert administrator.get(DOOR).json()["items"] == [first]


def test_what_the_name_does_not_say_is_said_beside_it(administrator):
    answer = send(administrator, payments(), "五月.csv", feed="payment", region="419801",
                  period="2026-05")  # fmt: skip

    assert answer.status_code == 201
    assert answer.json()["files"][0]["region"] == "419801"


def test_a_form_brings_several_files_and_their_manifest_as_one_delivery(administrator):
    files = [
        ("file", (NAME, payments())),
        ("file", ("payment_419801_2026-06.csv", payments(实际支付日期="2026-06-01"))),
        ("file", ("manifest.json", b'{"supplier": "\xe8\xb4\xa2\xe6\x94\xbf\xe5\xb1\x80"}')),
    ]

    told = administrator.post(DOOR, files=files).json()

    assert told["supplier"] == "财政局"
    assert [file["period"] for file in told["files"]] == ["2026-05", "2026-06"]


def test_a_row_set_aside_is_told_in_the_receipt(administrator):
    answer = send(administrator, payments() + payments(实际支付日期="x").split(b"\n", 1)[1])

    assert answer.status_code == 201
    assert answer.json()["outcome"] == "some_aside"


@pytest.mark.parametrize(
    ("body", "name", "told"),
    [
        (b"no,table\n1,2\n", NAME, "headings missing"),
        (payments(), "evil.exe", "nothing else"),
        (b"PK\x03\x04 cut short", "city.zip", "is no whole .zip"),
        (b"\x00" * 2000, NAME, "holds a NUL byte"),
    ],
)
def test_a_refusal_is_a_problem_that_holds_the_receipt(city, administrator, body, name, told):
    answer = send(administrator, body, name)

    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (422, "/problems/DeliveryRefused")
    assert told in problem["detail"]
    assert problem["receipt"]["outcome"] == "refused"
    assert left(city) == []


def test_a_zip_that_would_fill_the_disk_is_turned_away(city, administrator):
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(NAME, "w", force_zip64=True) as member,
    ):
        for _ in range(1100):
            member.write(bytes(1 << 20))

    answer = send(administrator, packed.getvalue(), "bomb.zip")

    assert answer.status_code == 422
    assert "that is no delivery" in answer.json()["detail"]
    assert left(city) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b.csv", "C:\\x.csv", ".hidden.csv", "",
                                  "x\u202ecsv.exe", "长" * 100 + ".csv"])  # fmt: skip
def test_a_name_that_is_a_path_or_none_is_refused(city, administrator, name):
    raw = send(administrator, payments(), name)
    assert (raw.status_code, raw.json()["type"]) == (422, "/problems/UploadRefused")
    if name and "\\" not in name:  # browsers of old sent the whole path; its end is the name
        form = administrator.post(DOOR, files={"file": (name, payments())})
        assert form.status_code == 422
    assert left(city) == []
    assert administrator.get(DOOR).json()["items"] == []


@pytest.mark.parametrize("told", [True, False])
def test_what_is_too_large_is_refused_whether_it_says_so_or_not(city, administrator, told):
    small = replace(city.app.state.house, desk=replace(city.app.state.house.desk, most=100_000))
    city.app.state.house = small
    body = b"x" * 200_000

    answer = send(administrator, body if told else iter([body[:100_000], body[100_000:]]))

    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/UploadRefused")
    assert left(city) == []


def test_more_than_a_megabyte_is_taken_here_and_nowhere_else(administrator):
    lines = payments() + b"".join(
        payments(支付凭证主键=f"X{n}").split(b"\n", 1)[1] for n in range(25_000)
    )
    assert len(lines) > 1_000_000

    assert send(administrator, lines).status_code in {201, 422}
    assert administrator.post("/api/v1/session", content=lines).status_code == 413


def test_bytes_that_are_not_those_that_were_meant_are_refused(administrator):
    meant = hashlib.sha256(payments()).hexdigest()

    assert send(administrator, payments() + b"x", sha256=meant).status_code == 422
    assert send(administrator, payments(), sha256=meant).status_code == 201


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"--b\r\nContent-Disposition: form-data; name=file; filename=a.csv\r\n\r\nhalf",
         "multipart/form-data; boundary=b", 400),
        (b"no form at all", "multipart/form-data; boundary=b", 400),
        (b"", "multipart/form-data", 400),
        (b"--b\r\nContent-Disposition: form-data; name=feed\r\n\r\npayment\r\n--b--\r\n",
         "multipart/form-data; boundary=b", 422),
    ],
)  # fmt: skip
def test_a_form_that_is_cut_off_or_none_leaves_nothing(city, administrator, body, kind, status):
    answer = administrator.post(DOOR, content=body, headers={"Content-Type": kind})

    assert answer.status_code == status
    assert left(city) == []


def test_the_same_file_sent_twice_at_once_is_kept_once(administrator):
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(send(administrator, payments()).status_code))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [200, 200, 201]
    assert len(administrator.get(DOOR).json()["items"]) == 1


def test_only_an_administrator_delivers(city):
    for role in ("analyst", "leader", "deputy", "expert", "auditor", "respondent"):
        client = city.as_(role)
        client.headers["X-CSRF-Token"] = client.get("/api/v1/session").json()["csrf"]
        assert send(client, payments()).status_code == 403
    assert city.browser().post(DOOR, content=payments()).status_code == 401


def test_a_change_asked_for_without_the_sessions_mark_is_refused(city):
    client = city.as_("administrator")

    assert send(client, payments()).status_code == 403
    assert left(city) == []


def test_deliveries_are_listed_newest_first_page_by_page(administrator):
    for month in ("05", "06", "07"):
        body = payments(实际支付日期=f"2026-{month}-05")
        send(administrator, body, f"payment_419801_2026-{month}.csv")

    first = administrator.get(DOOR, params={"limit": 2}).json()
    second = administrator.get(DOOR, params={"limit": 2, "after": first["next"]}).json()

    names = [one["name"][-6:-4] for one in first["items"] + second["items"]]
    assert (names, second["next"]) == (["07", "06", "05"], None)


def test_a_reader_sees_the_receipts_of_governments_within_reach_only(city, administrator):
    send(administrator, payments())
    other = payments(财政区划代码="419802")
    number = send(administrator, other, "payment_419802_2026-05.csv").json()["delivery"]
    east = city.as_("east")

    assert [one["name"] for one in east.get(DOOR).json()["items"]] == [NAME]
    assert east.get(f"{DOOR}/{number}").status_code == 404
    assert east.get(f"{DOOR}/{number}").json()["type"] == "/problems/DeliveryUnknown"


def test_a_period_that_is_none_is_refused_with_a_sentence(administrator):
    answer = send(administrator, payments(), "x.csv", period="May")

    assert answer.status_code == 422
    assert "'May' is no period" in answer.json()["detail"]
