"""Coverage, over HTTP."""


def test_what_could_not_be_computed_is_told_with_its_reason(analyst):
    lines = analyst.get("/api/v1/coverage").json()["items"]

    assert [(line["region"], line["subjects"], line["unknown"]) for line in lines] == [
        ("419801", 3, 1),
        ("419802", 3, 1),
    ]
    assert lines[0]["reasons"] == {"no amount": 1}
    assert lines[0]["fail"] + lines[0]["passed"] + lines[0]["unknown"] == 3


def test_coverage_comes_in_pages(analyst):
    first = analyst.get("/api/v1/coverage?limit=1").json()
    second = analyst.get(f"/api/v1/coverage?limit=1&after={first['next']}").json()

    assert [page["items"][0]["region"] for page in (first, second)] == ["419801", "419802"]
    assert second["next"] is None


def test_a_county_reads_its_own_coverage_alone(city):
    east = city.as_("east")

    assert [line["region"] for line in east.get("/api/v1/coverage").json()["items"]] == ["419801"]
    assert east.get("/api/v1/coverage?region=419802").status_code == 404
