"""Above and below: a province over its cities and counties, and the maps that a site may have."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from alerts.scope import Below, Scope
from dashboards import render
from dashboards.figures.boundaries import BoundariesRefused, outlines, read_boundaries
from dashboards.pages.vertical import PAGE, rows, step
from tests.dashboards.conftest import Look
from tests.dashboards.nights import Rows, make_night
from warehouse.database import Warehouse

PROVINCE, CITY, COUNTY, OTHER = "410000", "410100", "410102", "410200"
PLACES = {PROVINCE: ("河南省", None, "2"), CITY: ("甲市", PROVINCE, "3"),
          COUNTY: ("乙区", CITY, "4"), OTHER: ("丙市", PROVINCE, "3")}  # fmt: skip
PAID = {PROVINCE: "30", CITY: "10", COUNTY: "40"}


def province_rows() -> Rows:
    """Each has 100 approved; the province paid 30, a city 10, its county 40, the other none."""
    return {
        "region": [
            {"region": code, "name": name, "parent": parent, "tier": tier}
            for code, (name, parent, tier) in PLACES.items()
        ],
        "unit": [
            {"unit": "101001", "fiscal_year": 2026, "region": code, "name": "局",
             "department": "101", "department_name": "局", "kind": "1"} for code in PAID
        ],
        "department_budget": [
            {"fiscal_year": 2026, "region": code, "unit": "101001", "approved": Decimal(1000000)}
            for code in PAID
        ],
        "allotment": [
            {"allotment": f"Z{code}", "fiscal_year": 2026, "region": code, "unit": "101001",
             "amount": Decimal(1000000), "active": True, "issued_on": date(2026, 1, 5)}
            for code in PAID
        ],
        "payment": [
            {"payment": f"P{code}", "fiscal_year": 2026, "region": code, "unit": "101001",
             "paid_on": date(2026, 6, 20), "amount": Decimal(paid) * 10000, "business": "1",
             "payee": "某公司"}
            for code, paid in PAID.items()
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    supply = [
        {"region": code, "feed": feed, "fiscal_year": 2026}
        for code in PAID for feed in ("payment", "department_budget", "allotment", "unit")
    ]  # fmt: skip
    folder = tmp_path_factory.mktemp("province")
    return make_night(folder / "2026-06-30.duckdb", as_of=date(2026, 6, 30), core=province_rows(),
                      ops={"supply": supply})  # fmt: skip


def shown(looking: Look, night: Warehouse, region: str, **given: object) -> str:
    usual = {"warehouse": night, "scope": Scope((region,)), "ledger": None}
    view = looking("/vertical", choice={"region": region}, **{**usual, **given})
    return render.page(PAGE, view)


def test_a_province_rolls_its_cities_up_with_their_counties(looking, province) -> None:
    view = looking("/vertical", choice={"region": PROVINCE}, warehouse=province, ledger=None,
                   scope=Scope((PROVINCE,)))  # fmt: skip
    told = {(row["row"], row["name"]): (row["executed"], row["rate"]) for row in rows(view)}

    assert told["below", "甲市"] == (Decimal("500000.00"), Decimal("0.25"))
    assert told["below", "丙市"] == (None, None)
    assert told["itself", "河南省"][0] == Decimal("300000.00")
    assert told["whole", "河南省"][0] == Decimal("800000.00")


def test_who_did_not_report_is_not_nought(looking, province) -> None:
    html = shown(looking, province, PROVINCE)

    assert "只有甲市算得出进度，完成25.0%" in html
    line = next(one for one in html.split("<tr") if "丙市" in one)
    assert "未报" in line
    assert "算不出" in line
    assert "1个里0个报了执行" in line


def test_a_county_sees_itself_and_no_peer_by_name(looking, province) -> None:
    html = shown(looking, province, COUNTY)

    assert "乙区没有下级政府可以看" in html
    assert "没有一个同级公布了预算，不比" in html
    assert "甲市" not in html
    assert "丙市" not in html


def test_a_site_that_shows_nothing_below_says_so(looking, province) -> None:
    html = shown(looking, province, PROVINCE, scope=Scope((PROVINCE,)).held_to(Below.NONE))

    assert "本站不让账号看下级政府" in html
    assert "甲市" not in html


@pytest.mark.parametrize(
    ("gap", "tile"),
    [("-0.21", "h1"), ("-0.20", "h2"), ("-0.01", "h4"), ("0", "h5"), ("0.05", "h6")],
)
def test_a_tile_is_darker_the_further_ahead(gap: str, tile: str) -> None:
    assert step(Decimal(gap)) == tile
    assert step(None) == ""


def square(code: object, x: float = 113.0, **other: object) -> dict[str, object]:
    ring = [[x, 34.0], [x + 1, 34.0], [x + 1, 35.0], [x, 35.0], [x, 34.0]]
    shape = {"type": "Polygon", "coordinates": [ring], **other}
    return {"type": "Feature", "properties": {"region": code}, "geometry": shape}


def file_of(folder: Path, *features: object, **other: object) -> Path:
    told = {"type": "FeatureCollection", "approval": "豫S(2026)1号", "features": features, **other}
    (folder / "map.json").write_text(json.dumps(told), "utf-8")
    return folder / "map.json"


def test_a_map_is_drawn_of_the_site_s_own_boundaries_alone(looking, province, tmp_path) -> None:
    told = read_boundaries(file_of(tmp_path, square(CITY), square("999999", 120.0)))
    html = shown(looking, province, PROVINCE, boundaries=told)

    assert len(re.findall(r'<path class="(?:h\d|unknown)" d="M', html)) == 1
    assert "审图号豫S(2026)1号" in html
    assert "有1个政府地图上没有" in html
    assert '<svg class="map"' not in shown(looking, province, PROVINCE)


def test_shapes_lie_beside_each_other_and_north_is_up(tmp_path: Path) -> None:
    told = read_boundaries(file_of(tmp_path, square(CITY), square(OTHER, 114.0)))
    west, east = outlines(told, [CITY, OTHER], 200.0)[0]

    assert west.x < east.x
    assert west.path.startswith("M0.0 ")
    assert outlines(told, ["999999"], 200.0) == ([], 0.0)


@pytest.mark.parametrize(
    ("features", "other", "says"),
    [
        ([square(None)], {}, "has no government"),
        ([square("<b>")], {}, "has no government"),
        ([square(CITY, type="Point")], {}, "is no Polygon"),
        ([square(CITY, coordinates=[[[1, 2], ["x", 3], [4, 5]]])], {}, "no longitude and latitude"),
        ([square(CITY, coordinates=[[[1, 2], [500, 3], [4, 5]]])], {}, "no longitude and latitude"),
        ([square(CITY, coordinates=[[[1, 2]]])], {}, "fewer than 3 points"),
        ([square(CITY, coordinates=None)], {}, "no longitude and latitude"),
        ([None], {}, "has no government"),
        ([square(CITY)], {"approval": " "}, "names no approval"),
        ([square(CITY)], {"features": 1}, "no GeoJSON FeatureCollection"),
    ],
)
def test_boundaries_that_can_not_be_used_are_refused(tmp_path, features, other, says) -> None:
    with pytest.raises(BoundariesRefused, match=says):
        read_boundaries(file_of(tmp_path, *features, **other))


def test_a_file_that_is_not_there_or_no_json_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BoundariesRefused, match="there is no file"):
        read_boundaries(tmp_path / "none.json")
    (tmp_path / "map.json").write_bytes(b"\xff\xfe")
    with pytest.raises(BoundariesRefused, match="no JSON"):
        read_boundaries(tmp_path / "map.json")
