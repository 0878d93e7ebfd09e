"""`pursewatch serve`: the site and the API."""

import os
import socket
import sys
from contextlib import suppress
from typing import Annotated

import typer
import uvicorn
from uvicorn.supervisors import Multiprocess

from api.listening import Address, Listening
from service import cli, show


class AddressTaken(Exception):
    """The site can't listen where it was told to."""


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
    ensure_free(host, port)
    os.environ["PURSEWATCH_HOME"] = str(home.absolute())
    scheme = "https" if settings.certificate else "http"
    show.say(f"the site is on {scheme}://{host}:{port}")
    sys.stdout.flush()  # a pipe would hold it, and the accounts before it, until the end
    config = uvicorn.Config(
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
        http=Listening,
    )
    with suppress(KeyboardInterrupt):
        if config.workers == 1:
            uvicorn.Server(config).run()
        else:
            Multiprocess(config, [Address.of(host, port)]).run()
    return cli.DONE


def ensure_free(host: str, port: int) -> None:
    """Make sure that the site can listen at an address.

    Raises:
        AddressTaken: somebody else listens there, or it is no address of this machine.
    """
    try:
        [family, *_, address] = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        socket.create_server(address, family=family).close()
    except OSError as error:
        raise AddressTaken(
            f"the site can't listen on {host}:{port} ({_reason(error)}): stop what is there, "
            "or give another with --port or --host"
        ) from error


def _reason(error: OSError) -> str:
    looked_up = isinstance(error, socket.gaierror)
    return str(error.strerror if looked_up else os.strerror(error.errno or 0))
