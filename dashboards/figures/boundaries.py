"""界线. A site's own approved boundaries, as GeoJSON, and their shapes for a drawing.

A map is drawn from nothing else: whose borders run where is not for software to say.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Ring = Sequence[tuple[float, float]]
MOST_BYTES, MOST_POINTS = 30_000_000, 300_000


class BoundariesRefused(Exception):
    """The file of boundaries can't be used."""


@dataclass(frozen=True)
class Boundaries:
    """Shapes by the code of their government, in degrees; `approval` is printed under the map."""

    approval: str
    shapes: Mapping[str, Sequence[Ring]]


@dataclass(frozen=True)
class Outline:
    """A shape as the path of an SVG, and where its name goes."""

    region: str
    path: str
    x: float
    y: float


def read_boundaries(file: Path) -> Boundaries:
    """Read a file of boundaries.

    Raises:
        BoundariesRefused: it is not there, no GeoJSON of polygons, has no approval number, or a
            shape has no code or lies nowhere on earth.
    """
    try:
        if file.stat().st_size > MOST_BYTES:
            raise BoundariesRefused(
                f"{file.name} has more than {MOST_BYTES:,} bytes: simplify its lines"
            )
        told = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise BoundariesRefused(f"there is no file {str(file)!r} of boundaries") from error
    except ValueError as error:
        raise BoundariesRefused(f"{file.name} is no JSON in UTF-8: {error}") from error
    except RecursionError as error:
        raise BoundariesRefused(f"{file.name} is no GeoJSON: it is nested too deep") from error
    features = told.get("features") if isinstance(told, dict) else None
    approval = told.get("approval") if isinstance(told, dict) else None
    if not isinstance(features, list):
        raise BoundariesRefused(f"{file.name} is no GeoJSON FeatureCollection")
    if not isinstance(approval, str) or not approval.strip():
        raise BoundariesRefused(
            f'{file.name} names no approval: put the map\'s 审图号 into its member "approval"'
        )
    shapes = dict(_shape(file.name, nth, one) for nth, one in enumerate(features, 1))
    points = sum(len(ring) for rings in shapes.values() for ring in rings)
    if points > MOST_POINTS:
        raise BoundariesRefused(f"{file.name} has {points:,} points: simplify its lines")
    return Boundaries(approval.strip(), shapes)


def outlines(told: Boundaries, regions: Iterable[str], width: float) -> tuple[list[Outline], float]:
    """Lay the shapes of some governments side by side on a sheet; give them and its height.

    Degrees are set square at the middle latitude, which is true enough for a province.
    """
    wanted = {region: told.shapes[region] for region in regions if region in told.shapes}
    points = [point for rings in wanted.values() for ring in rings for point in ring]
    if not points:
        return [], 0.0
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrow = math.cos(math.radians((south + north) / 2))
    scale = width / (((east - west) * narrow) or 1.0)
    placed = {
        region: [[((x - west) * narrow * scale, (north - y) * scale) for x, y in ring]
                 for ring in rings]
        for region, rings in wanted.items()
    }  # fmt: skip
    height = max((north - south) * scale, 1.0)
    return [_outline(region, rings) for region, rings in placed.items()], height


def _outline(region: str, rings: Sequence[Ring]) -> Outline:
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    xs, ys = [x for x, _ in largest], [y for _, y in largest]
    path = "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in _thinned(ring)) + "Z" for ring in rings
    )
    return Outline(region, path, (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)


def _thinned(ring: Ring) -> Iterator[tuple[float, float]]:
    """Leave out points that fall together on the sheet."""
    last = (math.inf, math.inf)
    for point in ring:
        if math.dist(point, last) >= 0.4 or math.isinf(last[0]):
            yield point
            last = point


def _area(ring: Ring) -> float:
    return sum(
        x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True)
    )


def _shape(name: str, nth: int, feature: Any) -> tuple[str, Sequence[Ring]]:  # noqa: ANN401 - JSON
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("region") if isinstance(properties, dict) else None
    if not isinstance(code, str | int) or not str(code).isalnum():
        raise BoundariesRefused(
            f'{name}: shape {nth} has no government: put its code into the property "region"'
        )
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in ("Polygon", "MultiPolygon"):
        raise BoundariesRefused(f"{name}: shape {nth} ({code}) is no Polygon or MultiPolygon")
    told: Any = geometry.get("coordinates")
    polygons: Any = [told] if kind == "Polygon" else told
    try:
        rings = [[_point(one) for one in ring] for polygon in polygons for ring in polygon]
    except (TypeError, ValueError) as error:
        raise BoundariesRefused(
            f"{name}: shape {nth} ({code}) has a point that is no longitude and latitude"
        ) from error
    if not rings or any(len(ring) < 3 for ring in rings):
        raise BoundariesRefused(f"{name}: shape {nth} ({code}) has a ring of fewer than 3 points")
    return str(code), rings


def _point(told: Any) -> tuple[float, float]:  # noqa: ANN401 - JSON
    x, y = float(told[0]), float(told[1])
    if not (-180 <= x <= 180 and -90 <= y <= 90):
        raise ValueError
    return x, y
