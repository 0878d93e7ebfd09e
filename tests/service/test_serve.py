import socket
from pathlib import Path

import pytest

from service import cli
from tests.service.conftest import Console


def test_a_site_whose_address_is_taken_says_so_before_anything_else(console: Console) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])

        assert console.order("demo", "--port", port) == cli.FAILED

    assert f"the site can't listen on 127.0.0.1:{port} (Address already in use)" in (
        console.complained
    )
    assert console.said == ""


def test_an_unforeseen_failure_is_kept_in_the_home_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PURSEWATCH_HOME", str(tmp_path / "ours"))

    assert cli._kept(KeyError("x"), ["night"]).startswith(
        f"its details are in {tmp_path / 'ours' / 'logs'}"
    )
