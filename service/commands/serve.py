"""`pursewatch serve`: the site and the API."""

import os
from typing import Annotated

import typer
import uvicorn

from service import cli, show


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.command()(serve)


def serve(
    home: cli.AtHome = cli.HOME,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65_535, help="The port.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="Processes.")] = None,
) -> int:
    """Serve the site and the API until stopped."""
    settings = cli.settings_for(home)
    host, port = host or settings.host, port or settings.port
    os.environ["PURSEWATCH_HOME"] = str(home.absolute())
    scheme = "https" if settings.certificate else "http"
    show.say(f"the site is on {scheme}://{host}:{port}")
    uvicorn.run(
        "service.site:create",
        factory=True,
        host=host,
        port=port,
        workers=workers or settings.workers,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies or None,
        ssl_certfile=settings.certificate or None,
        ssl_keyfile=settings.certificate_key or None,
        timeout_keep_alive=10,
        h11_max_incomplete_event_size=32_000,
    )
    return cli.DONE
