"""Reports: what they say of a small city, where nothing is known, and how they are set."""

import io
import re
from datetime import date
from pathlib import Path

import docx
import pypdf
import pytest

from alerts.scope import Scope
from dashboards.drawn import SIZE, length
from dashboards.filling import TemplateRefused
from dashboards.letters.press import Form, TemplatesThere
from dashboards.page import View
from dashboards.reports.kinds import Kind, ReportRefused, span_of
from dashboards.reports.paper import Chart, Heading, Paper, Para, State, Table
from dashboards.reports.press import Ordered, ReportPress
from dashboards.reports.write import compose, read_template
from tests.dashboards.conftest import Look
from tests.dashboards.nights import CITY, COUNTY, make_night

MADE = date(2026, 10, 8)


def written(view: View, kind: str, period: str, region: str = CITY, address: str = "") -> Paper:
    span, folder = span_of(Kind(kind), period), Path("none")
    template = read_template(Kind(kind), folder)
    return compose(view, span, region, template, site="预算工委", address=address, made=MADE)


def texts(paper: Paper) -> str:
    told = [vars(one).get("text", vars(one).get("finding", "")) for one in paper.blocks]
    return re.sub("\ue000\\d+\ue001", "", "\n".join(told))


def table(paper: Paper, head: str) -> Table:
    return next(
        one for one in paper.blocks
        if isinstance(one, Table) and any(head in column.head for column in one.columns)
    )  # fmt: skip


def test_a_month_is_told_by_its_pace_its_slowest_and_its_alerts(looking: Look) -> None:
    paper = written(looking(), "month", "2026-09")

    assert paper.values["title"] == "安澜市预算联网监督月度专报"
    assert "截至9月末，安澜市本级已支出19.40亿元，年初批复数34.20亿元，完成56.7%" in texts(paper)
    assert table(paper, "比时间").rows[0][0] == "市交通运输局"
    assert len(table(paper, "比时间").rows) == 5
    assert "没办结的3条里，红色1条，橙色1条" in texts(paper)


def test_a_month_before_the_night_is_told_to_its_own_end(looking: Look) -> None:
    paper = written(looking(), "month", "2026-06")

    assert "截至6月末，安澜市本级已支出12.93亿元" in texts(paper)
    chart = next(one for one in paper.blocks if isinstance(one, Chart))
    assert chart.picture["data"][3]["x"][-1] == 6


def test_every_mark_leads_to_a_note_with_its_night_formula_and_address(looking: Look) -> None:
    for kind, period in (("month", "2026-09"), ("half-year", "2026"), ("session", "2026")):
        paper = written(looking(), kind, period, address="https://watch.gov.cn/")
        marks = set(re.findall(r"\\ue000(\d+)\\ue001", repr(paper.blocks)))

        assert marks == {str(note.number) for note in paper.notes}
        assert all(note.address.startswith("https://watch.gov.cn/") for note in paper.notes)
        assert all("night=2026-09-30" in note.address for note in paper.notes)
        assert all(note.formula for note in paper.notes)


def test_departments_add_up_to_the_government_in_the_session_book(looking: Look) -> None:
    found = table(written(looking(), "session", "2026"), "比时间")

    assert found.total[2] == "193,950.00"
    assert "相差0.00元" in found.source


def test_the_mark_of_a_head_stands_on_its_line(looking: Look) -> None:
    text, inset, letter = 459.0, 6.0, 8 / SIZE  # points: the page's text, a cell's, of a pixel
    for kind in ("month", "half-year", "session"):
        paper = written(looking(), kind, "2026-09" if kind == "month" else "2026")
        for one in paper.blocks:
            if not isinstance(one, Table):
                continue
            whole = sum(column.share for column in one.columns)
            for column in one.columns:
                words, marked, _ = column.head.partition("\ue000")
                wide = length(words) * letter + (14 if marked else 0)
                assert wide <= column.share / whole * text - inset, column.head


def test_the_other_language_says_as_much(looking: Look) -> None:
    zh = written(looking(), "session", "2026")
    en = written(looking(language="en"), "session", "2026")

    assert [type(one) for one in zh.blocks] == [type(one) for one in en.blocks]
    assert "By the end of Sep, 安澜市 itself had paid 1.94 billion yuan" in texts(en)


def test_a_government_with_nothing_has_every_lack_said(looking: Look, tmp_path: Path) -> None:
    core = {"region": [{"region": CITY, "name": "安澜市", "parent": "410000", "tier": "3"}]}
    empty = make_night(tmp_path / "2026-09-30.duckdb", core=core)
    view = looking(warehouse=empty, ledger=None)
    for kind, period in (("month", "2026-09"), ("half-year", "2026"), ("session", "2026")):
        paper = written(view, kind, period)
        heads = sum(isinstance(one, Heading) for one in paper.blocks)

        assert {type(one) for one in paper.blocks} == {Heading, State}
        assert len(paper.blocks) == 2 * heads + (kind == "session")
        assert "没有收到安澜市2026年的任何数据。" in texts(paper)


def test_a_period_that_is_not_over_says_so(looking: Look) -> None:
    assert "以上是不完整的一期" in texts(written(looking(), "session", "2026"))
    assert "以上是不完整的一期" not in texts(written(looking(), "month", "2026-09"))


def test_a_feed_that_is_late_is_named(looking: Look) -> None:
    found = table(written(looking(), "month", "2026-09"), "最早缺")

    assert found.rows == [["国库集中支付", "2026-06", "2026-07"]]


def test_names_of_others_can_not_forge_a_note(looking: Look, tmp_path: Path) -> None:
    name = "安澜\ue0009\ue001市"
    core = {"region": [{"region": CITY, "name": name, "parent": "410000", "tier": "3"}]}
    paper = written(
        looking(warehouse=make_night(tmp_path / "n.duckdb", core=core), ledger=None),
        "month", "2026-09",
    )  # fmt: skip

    assert paper.values["title"] == "安澜9市预算联网监督月度专报"
    assert "\ue000" not in texts(paper)


@pytest.mark.parametrize("region", ["419899", COUNTY])
def test_a_government_out_of_reach_is_not_reported_of(looking: Look, region: str) -> None:
    view = looking(scope=Scope((CITY,), below=False))

    with pytest.raises(ReportRefused, match=f"holds no government '{region}'"):
        written(view, "month", "2026-09", region)


@pytest.mark.parametrize(
    ("kind", "period"),
    [("month", "2026"), ("month", "2026-13"), ("month", "2026-03-31"), ("half-year", "2026-07"),
     ("session", "2026-01"), ("session", "0001"), ("month", "三月")],
)  # fmt: skip
def test_a_period_of_another_kind_is_refused(kind: str, period: str) -> None:
    with pytest.raises(ReportRefused, match="name "):
        span_of(Kind(kind), period)


def test_a_report_is_set_twice_to_the_same_bytes(looking: Look, tmp_path: Path) -> None:
    press = ReportPress("预算工委", "", tmp_path, tmp_path / "fonts")
    span = span_of(Kind.MONTH, "2026-09")
    for form in Form:
        ordered = Ordered(span, CITY, "zh", form, MADE)
        first, again = press.make(looking(), ordered), press.make(looking(), ordered)

        assert first.content == again.content
        assert first.name.endswith(f"_night-2026-09-30_made-2026-10-08_zh.{form.value}")
        told = "".join(said(first.content, form).split())
        proof = str(looking().ledger.noted(date(2026, 9, 30)))
        for words in (
            "安澜市预算联网监督月度专报",
            "市交通运输局",
            "execution.paid",
            "/debt?",
            proof,
        ):
            assert words in told


def said(content: bytes, form: Form) -> str:
    if form is Form.PDF:
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    read = docx.Document(io.BytesIO(content))
    cells = [cell.text for one in read.tables for row in one.rows for cell in row.cells]
    assert len(read.inline_shapes) == 1  # the chart
    return "".join([*(one.text for one in read.paragraphs), *cells])


@pytest.mark.parametrize(
    ("written_by_site", "says"),
    [
        ('sections = ["weather"]\n[title]\nzh="一"\nen="a"', "unknown section 'weather'"),
        ('sections = ["debt"]\n[title]\nzh="一"', "needs [title] in zh and en"),
        ('sections = ["debt"]\n[title]\nzh="{a}"\nen="a"', "may name in braces"),
        ('sections = ["debt"]\n[title]\nzh="{"\nen="a"', "may name in braces"),
        ('colour = 1\nsections = ["debt"]\n[title]\nzh="一"\nen="a"', "unknown key 'colour'"),
        ("sections = [", "can't be read as TOML"),
    ],
)
def test_a_template_that_can_not_be_used_is_refused(tmp_path, written_by_site, says) -> None:
    (tmp_path / "month.toml").write_text(written_by_site, "utf-8")

    with pytest.raises(TemplateRefused, match=re.escape(says)):
        read_template(Kind.MONTH, tmp_path)


def test_a_site_takes_the_templates_and_changes_what_is_in_a_report(looking, tmp_path) -> None:
    press = ReportPress("预算工委", "", tmp_path, tmp_path / "fonts")
    names = [file.name for file in press.write_templates()]
    assert names == ["month.toml", "half-year.toml", "session.toml", "report.typ", "report.docx"]
    with pytest.raises(TemplatesThere, match="stays as it is"):
        press.write_templates()
    own = 'sections = ["debt"]\n[title]\nzh = "{place}{month}月债务"\nen = "Debt"\n'
    (press.templates / "month.toml").write_text(own, "utf-8")
    order = Ordered(span_of(Kind.MONTH, "2026-09"), CITY, "zh", Form.DOCX, MADE)

    told = docx.Document(io.BytesIO(press.make(looking(), order).content))

    assert told.paragraphs[0].text == "安澜市9月债务"
    assert [one for one in told.paragraphs if "国有资产" in one.text] == []


def test_opening_words_stand_in_the_book(looking: Look) -> None:
    paper = written(looking(), "session", "2026")

    assert paper.values["opening"].startswith("本册供安澜市人民代表大会及其常委会审查2026年预算")
    assert any(isinstance(one, Para) for one in paper.blocks)
