"""An application behind a real socket, for as long as a test speaks with it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

PATIENCE = 20
"""Seconds in which a server comes up, and goes."""


@contextmanager
def served(app: Any, **given: Any) -> Iterator[int]:
    """Serve an application on a free port, and give the port; it ends with the block."""
    usual = {"host": "127.0.0.1", "port": 0, "log_level": "error", "lifespan": "off"}
    server = uvicorn.Server(uvicorn.Config(app, **{**usual, **given}))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + PATIENCE
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    assert server.started, f"the site did not come up within {PATIENCE} s"
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
