"""Papers of matters are had by those who may see the matter."""

import hashlib
import io
import json

import docx
import pytest

from alerts.trail import lines
from tests.api.city import FOUND, City
from tests.api.test_matters import issued

AT = "/api/v1/matters/1/documents"


@pytest.fixture(autouse=True)
def _issued(city: City, analyst) -> None:
    city.note(FOUND)
    issued(city, analyst)


def test_a_unit_saves_the_letter_of_its_own_matter(city: City) -> None:
    unit = city.as_("respondent")
    [paper] = unit.get(AT).json()["items"]
    answer = unit.get(paper["docx"])

    assert paper["number"] == "人财交〔2026〕1号"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    told = [p.text for p in docx.Document(io.BytesIO(answer.content)).paragraphs]
    assert told[0] == "人财交〔2026〕1号"
    assert "水利局：" in told


def test_that_a_paper_was_made_is_noted_with_its_hash(city: City, analyst) -> None:
    content = analyst.get(f"{AT}/handover.pdf").content

    with city.ledger.engine.connect() as connection:
        [line] = lines(connection, act="letter.make", subject="matter 1")
    assert content.startswith(b"%PDF-")
    assert json.loads(line.words)["sha256"] == hashlib.sha256(content).hexdigest()


def test_evidence_is_titled_with_the_names_of_its_night(analyst) -> None:
    paper = docx.Document(io.BytesIO(analyst.get(f"{AT}/handover.docx").content))
    [title] = [p.text for p in paper.paragraphs if p.style.name == "表题"]

    assert title == "B02 超预算支付（河东区，2026年，水利局，Z1）"


def test_a_person_is_told_on_a_page_why_there_is_no_paper(analyst) -> None:
    page = analyst.get(f"{AT}/closing.pdf", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "事项1还没有销号单的文号：请用它交办，或在事项页上先取文号" in page.text
    told = analyst.get(f"{AT}/closing.pdf").json()["detail"]
    assert "matter 1 has no number for a 销号单" in told


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("analyst", "/reminder.pdf", 404),
        ("analyst", "/handover.txt", 422),
        ("respondent", "/report.pdf", 404),
        ("administrator", "/handover.pdf", 403),
    ],
)
def test_a_paper_that_can_t_be_had_is_refused(city: City, who, path, status: int) -> None:
    assert city.as_(who).get(AT + path).status_code == status
