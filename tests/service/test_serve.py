import gc
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from service import cli, logs
from service.home import Home
from service.site import create
from tests.service.conftest import Console


def test_a_site_whose_address_is_taken_says_so_before_anything_else(bare: Console) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])

        assert bare.order("demo", "--port", port) == cli.FAILED

    assert f"the site can't listen on 127.0.0.1:{port} (Address already in use)" in (
        bare.complained
    )
    assert bare.said == ""


def test_an_unforeseen_failure_is_kept_in_the_home_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PURSEWATCH_HOME", str(tmp_path / "ours"))

    assert cli._kept(KeyError("x"), ["night"]).startswith(
        f"its details are in {tmp_path / 'ours' / 'logs'}"
    )


def test_where_the_site_is_on_is_said_at_once_to_a_pipe_too(tmp_path: Path) -> None:
    Home(tmp_path / "home").make()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    order = [sys.executable, "-m", "service", "serve", "--home", str(tmp_path / "home")]
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}

    with subprocess.Popen(
        [*order, "--port", port], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], env=plain
    ) as serving:
        assert serving.stdout is not None
        late = threading.Timer(30, serving.kill)
        late.start()
        said = serving.stdout.readline().decode()
        in_time = late.is_alive()
        late.cancel()
        serving.terminate()

    assert (said, in_time) == (f"the site is on http://127.0.0.1:{port}\n", True)


def test_the_collector_does_not_go_through_what_a_served_site_is_made_of(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    Home(tmp_path).make()
    monkeypatch.setenv("PURSEWATCH_HOME", str(tmp_path))
    monkeypatch.setattr(logs, "speak", lambda level: level)  # others in this process are silent

    app = create()
    left = {id(one) for one in gc.get_objects()}
    gc.unfreeze()

    assert id(app.routes) not in left
