"""立足处. The night, the government and the year that a page of figures stands on."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboards.figures.places import Places, places
from dashboards.frame import Night, night
from dashboards.page import Choice, View
from warehouse.database import Warehouse


@dataclass(frozen=True)
class Ground:
    """What a page of figures reads: a published night, and a place and year that it holds."""

    warehouse: Warehouse
    night: Night
    places: Places


def ground(view: View, *, any_year: bool = False) -> Ground | None:
    """Give what the page stands on; None before the first night, or where nothing is held.

    Raises:
        NotThere: the government or the year asked for is not there; see `places`.
    """
    tonight, picked = night(view), places(view, any_year=any_year)
    if view.warehouse is None or tonight is None or picked is None:
        return None
    return Ground(view.warehouse, tonight, picked)


def nothing_yet(view: View) -> Mapping[str, object]:
    """Tell a template why there is no ground: no night, or no rows for this reader."""
    return {"empty": "night" if night(view) is None else "rows", "places": None}


def address(path: str, places: Places, **given: object) -> str:
    """Write an address within the place and year in view; None leaves a parameter out."""
    earlier = {"night": places.night} if places.night else {}
    pairs = {"region": places.region, "year": places.year, **earlier, **given}
    return path + Choice.of((k, str(v)) for k, v in pairs.items() if v is not None).but()
