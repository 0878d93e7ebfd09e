"""`pursewatch bench`: the capacity table of the documentation, measured here."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from service import cli, show
from service.capacity import Cost, city_of, measured
from service.settings import read_settings

STEPS = 7  # the city written, five orders, and the yardstick


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.command()(bench)


def bench(
    home: cli.AtHome = cli.HOME,
    rows: Annotated[
        int, typer.Option(min=1, max=2_000_000, help="About how many payments in three years.")
    ] = 50_000,
    engine: cli.Engine = "duckdb",
    as_json: cli.AsJson = False,
) -> int:
    """Take an invented city in and build its night, beside the home; say what each step costs."""
    cli.known_engine(engine)
    settings = read_settings(home)
    with (
        TemporaryDirectory(prefix=".pursewatch-bench-", dir=_disk(home)) as folder,
        show.progress("measuring", STEPS) as bar,
    ):
        place = Path(folder)
        city = city_of(place / "delivered", rows)
        held = sum(city.rows.values())
        costs = []
        for cost in measured(city.folder, held, place / "home", settings):
            costs.append(cost)
            if bar is not None:
                bar.advance(bar.task_ids[0])
    machine = {"cores": os.cpu_count(), "threads": settings.threads, "memory": settings.memory}
    if as_json:
        what = {"payments": city.rows["payment"], "rows": held, "engine": engine}
        show.as_json({**what, **machine, "steps": _told(costs)})
        return cli.DONE
    show.say(
        f"an invented city: {city.rows['payment']:,} payments among {held:,} rows "
        f"in {len(city.deliveries)} deliveries; {machine['cores']} cores, "
        f"{settings.threads} threads and {settings.memory} for a night"
    )
    told = _told(costs)
    show.table(
        [heading.replace("_", " ") for heading in told[0]], [[*one.values()] for one in told]
    )
    return cli.DONE


def _told(costs: list[Cost]) -> list[dict[str, object]]:
    """Say what each step took; `times` is its processor's time to that of the last."""
    yard = costs[-1].processor or 0.01
    return [
        {
            "step": cost.step,
            "rows": cost.rows,
            "seconds": round(cost.seconds, 1),
            "processor_seconds": round(cost.processor, 1),
            "rows_a_second": round(cost.rows / cost.seconds),
            "megabytes": cost.megabytes and round(cost.megabytes),
            "times": round(cost.processor / yard, 1),
        }
        for cost in costs
    ]


def _disk(home: Path) -> Path:
    """Give the folder that the home is in, or will be: its disk is what is measured."""
    place = home.absolute()
    while not place.is_dir():
        place = place.parent
    return place
