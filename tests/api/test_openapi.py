"""What the API says of itself."""

import re

import pytest
from fastapi.testclient import TestClient


@pytest.fixture
def described(analyst: TestClient) -> dict:
    return analyst.get("/api/v1/openapi.json").json()


def test_every_reference_leads_somewhere(described):
    named = set(re.findall(r"#/components/schemas/(\w+)", str(described)))

    assert named <= set(described["components"]["schemas"])


def test_every_problem_is_described_as_one(described):
    operations = [op for path in described["paths"].values() for op in path.values()]

    assert described["openapi"] == "3.1.0"
    assert len(operations) == 58
    for operation in operations:
        for status in ("401", "403", "404", "422"):
            assert list(operation["responses"][status]["content"]) == ["application/problem+json"]


def test_operations_have_short_names_of_their_own(described):
    names = [op["operationId"] for path in described["paths"].values() for op in path.values()]

    assert sorted(names) == [
        "add_user", "ask_expert", "change_password", "change_user", "draft_matter",
        "end_silence", "end_token", "give_document", "give_file", "give_token", "group_alerts",
        "hand_in", "list_alerts", "list_coverage", "list_deliveries", "list_dues",
        "list_events", "list_nights", "list_restatements", "list_rules", "list_silences",
        "list_suppliers", "list_tokens", "list_users", "merge_alerts", "move_alert",
        "move_matter", "move_set", "mute", "new_factor", "number_letter", "read_alert",
        "read_delivery", "read_documents", "read_execution", "read_experts", "read_health",
        "read_letters", "read_matters", "read_one", "read_peers", "read_reply", "read_rows",
        "read_rule", "read_search", "read_session", "send_file", "show_set", "sign_in",
        "sign_out", "sign_out_everywhere", "split_alerts", "tell_figures", "tell_precision",
        "type_event", "undo_merging", "use_factor", "write_reply",
    ]  # fmt: skip


def test_money_is_described_as_text(described):
    money = described["components"]["schemas"]["AlertOut"]["properties"]["at_stake"]["anyOf"][0]

    assert money["type"] == "string"
    assert re.fullmatch(money["pattern"], "-20100.00")
    assert described["components"]["schemas"]["AlertOut"]["examples"][0]["at_stake"] == "20100.00"
