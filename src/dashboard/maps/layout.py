"""Where and how large: what the map in the browser and the still picture share."""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import shapely
import shapely.affinity

SMALLEST = 7.0  # pixels: radius of a city with one action
LARGEST = 30.0
RING_GAP = 5  # pixels between a city and the ring around the one that is open
RING = 4.5  # of a city where no action was held
INSET = 2.5  # times larger is the crowd of cities drawn that has an inset
MOST_CROWDED = 600  # cities: among more than that no inset would help, and finding it would take long
LABEL_PX = 13  # height of a city's name on the map in the browser
LETTER_PX = 6.8  # width of a letter of it, rather more than less
TILE = 512  # pixels of the whole world at zoom 0
CLOSEST = 5.5  # zoom: closer than this, outlines look coarse and a city stands in no surroundings
PADDING = (100, 40)  # pixels beside and above the outermost cities, so that their names find room
FAR = (0.0, 0.9, 1.8, 2.8, 3.7)  # heights of a letter: how far from its circle a name may stand
LINE_FROM = 8.0  # further away than this a line joins them
USUAL_WIDTH = 560  # pixels between the outermost cities at which a crowd is looked for
PUSHED = 6.0  # pixels by which circles that cover one another are moved apart, at most
BORDER = 4.0  # degrees around the cities in which countries are named
CROWD = 3  # cities that cover one another, at least, are worth an inset

Geojson = dict[str, Any]
Bounds = tuple[float, float, float, float]  # west, south, east, north
Spot = tuple[str, float, float]  # where a name stands: its anchor (start, middle, end) and that one's offset


def scale_of(values: pd.Series) -> float:
    """Pixels of radius for a value of one, so that the largest circle is no larger than `LARGEST`."""
    top = float(values.max()) if len(values) else 1.0
    return min(SMALLEST, LARGEST / math.sqrt(max(top, 1.0)))


def radius_of(value: int, scale: float) -> float:
    """The radius of a city's circle in pixels, its area by the value; that of an empty ring for none."""
    return round(max(SMALLEST, scale * math.sqrt(value)), 1) if value else RING


def mercator(latitude: float) -> float:
    """The height of a latitude on the web map; the whole world is 1 high."""
    return math.asinh(math.tan(math.radians(max(-85.0, min(85.0, latitude))))) / (2 * math.pi)


def albers(bounds: Bounds) -> str:
    """An equal-area projection that suits these bounds, as a PROJ string."""
    west, south, east, north = bounds
    sixth = max((north - south) / 6, 1.0)
    first, second = south + sixth, north - sixth
    if abs(first + second) < 2:  # a cone needs its parallels on one side of the equator
        first, second = first + 4, second + 4
    middle, meridian = (south + north) / 2, (west + east) / 2
    return f"+proj=aea +lat_1={first:.2f} +lat_2={second:.2f} +lat_0={middle:.2f} +lon_0={meridian:.2f}"


@lru_cache(maxsize=8)
def _forward(projection: str) -> Any:
    import pyproj  # takes its time, and not every page has a map

    return pyproj.Transformer.from_crs(4326, projection, always_xy=True)


def flat(longitudes: Any, latitudes: Any, projection: str) -> np.ndarray:
    """The points on the plane of a projection: a row of x and y each, in kilometres, y upwards."""
    east, north = np.asarray(longitudes, dtype=float), np.asarray(latitudes, dtype=float)
    x, y = _forward(projection).transform(east, north)
    return np.column_stack([x, y]) / 1000


def crowd(at: np.ndarray, radii: list[float]) -> list[int]:
    """The circles that belong into an inset: the group in which most cover one another, and all within it.

    `at` are the centres and `radii` the radii, in one unit. None where no group is large enough.
    """
    n = len(radii)
    size = np.array(radii, dtype=float)
    if n < CROWD or n > MOST_CROWDED:
        return []
    apart = np.hypot(*(at[:, None, :] - at[None, :, :]).transpose(2, 0, 1))
    near = apart < (size[:, None] + size[None, :]) * 1.6
    np.fill_diagonal(near, False)
    group = list(range(n))
    for i, j in zip(*np.nonzero(np.triu(near)), strict=True):
        old, new = group[j], group[i]
        group = [new if g == old else g for g in group]
    touching: dict[int, int] = {}
    for i, g in enumerate(group):
        touching[g] = touching.get(g, 0) + int(near[i].sum())
    most = max(sorted(touching), key=lambda g: touching[g])
    members = [i for i in range(n) if group[i] == most]
    if len(members) < CROWD:
        return []
    low, high = at[members].min(axis=0), at[members].max(axis=0)
    return [i for i in range(n) if (at[i] >= low).all() and (at[i] <= high).all()]


def bounds_of(places: pd.DataFrame, countries: Geojson | None = None) -> Bounds:
    """Where the cities lie; without cities where the outlines lie; without either the whole world."""
    if len(places):
        points = places[["longitude", "latitude"]].to_numpy(dtype=float)
    else:
        features = countries["features"] if countries else []
        points = np.array(
            [p for f in features for p in _positions(f["geometry"]["coordinates"])] or [(-170, -55), (170, 75)]
        )
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    return float(west), float(south), float(east), float(north)


def _positions(nested: list[Any]) -> list[tuple[float, float]]:
    if isinstance(nested[0], (int, float)):
        return [(float(nested[0]), float(nested[1]))]
    return [position for part in nested for position in _positions(part)]


def crowded(places: pd.DataFrame, projection: str) -> list[str]:
    """The `place_id` of the cities that an inset shows larger: by their actions, whatever the reading is."""
    if places.empty:
        return []
    at = flat(places["longitude"], places["latitude"], projection)
    scale, wide = scale_of(places["actions"]), float(np.ptp(at[:, 0])) or 1.0
    found = crowd(at * USUAL_WIDTH / wide, [radius_of(int(n), scale) for n in places["actions"]])
    return [str(place) for place in places["place_id"].iloc[found]]


def spread(at: np.ndarray, radii: list[float]) -> np.ndarray:
    """The centres of circles, those that cover one another moved apart by a little (`PUSHED`), so that each is seen."""
    if not 1 < len(radii) <= MOST_CROWDED:
        return at
    size, moved = np.array(radii, dtype=float), at.astype(float).copy()
    wanted = (size[:, None] + size[None, :]) * 0.8
    np.fill_diagonal(wanted, 0.0)
    for _ in range(10):
        between = moved[:, None, :] - moved[None, :, :]
        apart = np.hypot(between[..., 0], between[..., 1])
        push = np.where(apart < wanted, (wanted - apart) / 2, 0.0) / np.maximum(apart, 0.01)
        moved = moved + (between * push[..., None]).sum(axis=1)
        away = moved - at
        far = np.hypot(away[:, 0], away[:, 1])
        moved = at + away * np.minimum(1.0, PUSHED / np.maximum(far, 1e-9))[:, None]
    return moved


def place_labels(
    at: np.ndarray,
    radii: list[float],
    wides: list[float],
    high: float,
    order: list[int],
    room: tuple[float, float] | None = None,
    weak: Collection[int] = (),
    far: Collection[int] = (),
    blocked: Collection[Bounds] = (),
) -> dict[int, Spot]:
    """Where the name of each circle may stand without touching a circle or another name; none where nowhere.

    `at` are the centres, `radii` and `wides` the circles' radii and the names' widths, all in one unit, y
    upwards; `order` says who chooses first. Names must lie inside `room` (width, height) and outside of `blocked`. They
    may lie on the circles of `weak` where there is no other place; those of `far` may stand at a distance.
    """
    spots: dict[int, Spot] = {}
    circles = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(at, radii, strict=True)]
    hard = [*blocked, *(box for i, box in enumerate(circles) if i not in weak)]
    soft = [box for i, box in enumerate(circles) if i in weak]
    named: list[Bounds] = []
    for i in order:
        for spot, taken in (
            (spot, taken)
            for taken in ((hard + soft, hard) if soft else (hard,))
            for away in (FAR if i in far else FAR[:1])
            for spot in _spots_beside(radii[i] + 3 + away * high, high)
        ):
            box = box_of(at[i], spot, wides[i], high)
            if is_free(box, taken, room) and is_free(box, named, None) and _is_plain(box, i, at, radii):
                spots[i] = spot
                named.append(box)
                break
    return spots


def _spots_beside(gap: float, high: float) -> tuple[Spot, ...]:
    """Places for a name so far from the middle of its circle, the best first."""
    aside, up = gap * 0.75 + 1, gap + high / 2
    return (
        ("start", gap, 0.0),
        ("end", -gap, 0.0),
        ("start", gap - 1, high / 2),
        ("start", gap - 1, -high / 2),
        ("middle", 0.0, up),
        ("middle", 0.0, -up),
        ("start", aside, aside + high / 2),
        ("start", aside, -aside - high / 2),
        ("end", -aside, aside + high / 2),
        ("end", -aside, -aside - high / 2),
    )


def _is_plain(box: Bounds, i: int, at: np.ndarray, radii: list[float]) -> bool:
    """True where a name is not taken for that of another circle, and the line to its own crosses none."""
    left, bottom, right, top = box
    end = line_end(box, at[i])
    is_far = math.hypot(end[0] - at[i][0], end[1] - at[i][1]) > radii[i] + LINE_FROM
    if len(radii) > MOST_CROWDED:
        return True
    size = np.array(radii, dtype=float)
    others = np.arange(len(size)) != i
    aside = np.hypot(
        np.maximum(0, np.maximum(left - at[:, 0], at[:, 0] - right)),
        np.maximum(0, np.maximum(bottom - at[:, 1], at[:, 1] - top)),
    )
    if (others & (aside < size + (7 if is_far else 2))).any():
        return False
    if not is_far:
        return True
    way = np.array(end) - at[i]
    along = np.clip(((at - at[i]) @ way) / max(float(way @ way), 1e-9), 0, 1)
    beside = np.hypot(*(at - at[i] - along[:, None] * way).T)
    return not bool((others & (beside < size)).any())


def line_end(box: Bounds, at: np.ndarray) -> tuple[float, float]:
    """Where a line from a circle's middle meets the box of its name."""
    left, bottom, right, top = box
    return max(left, min(float(at[0]), right)), max(bottom + 2, min(float(at[1]), top - 2))


def free_corner(
    room: tuple[float, float], size: tuple[float, float], taken: Collection[Bounds], step: float = 5.0
) -> tuple[float, float] | None:
    """The lower left corner of a box of this size that touches none of those taken, as far to the lower left as it can.

    None where there is no room. All in one unit, y upwards.
    """
    if size[0] + 16 > room[0] or size[1] + 16 > room[1]:
        return None
    xs = np.arange(8.0, room[0] - size[0] - 8 + 1e-9, step)
    ys = np.arange(8.0, room[1] - size[1] - 8 + 1e-9, step)
    x, y = (grid.ravel() for grid in np.meshgrid(xs, ys))
    free = np.ones(len(x), dtype=bool)
    for left, bottom, right, top in taken:
        free &= ~((x < right) & (x + size[0] > left) & (y < top) & (y + size[1] > bottom))
    if not free.any():
        return None
    best = int(np.argmin(np.where(free, x + y, np.inf)))
    return float(x[best]), float(y[best])


def box_of(at: np.ndarray, spot: Spot, wide: float, high: float) -> Bounds:
    """The box that a name takes beside a circle at `at`: left, bottom, right, top, in pixels."""
    anchor, dx, dy = spot
    left = float(at[0]) + dx - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    bottom = float(at[1]) + dy - high / 2
    return left, bottom, left + wide, bottom + high


def is_free(box: Bounds, taken: Collection[Bounds], room: tuple[float, float] | None) -> bool:
    """True when a box lies in the room and touches none of those taken."""
    left, bottom, right, top = box
    if room and (left < 2 or bottom < 2 or right > room[0] - 2 or top > room[1] - 2):
        return False
    return not any(left < r and right > a and bottom < u and top > b for a, b, r, u in taken)


def chain(points: list[tuple[float, float]]) -> list[tuple[int, int]]:
    """Pairs of positions that join all points (longitude, latitude) by the shortest net of lines."""
    if len(points) < 2:
        return []
    at = np.radians(np.array(points, dtype=float))
    flat = np.column_stack([at[:, 0] * np.cos(at[:, 1].mean()), at[:, 1]])
    far = np.hypot(*(flat[:, None, :] - flat[None, :, :]).transpose(2, 0, 1))
    nearest, parent = far[0].copy(), np.zeros(len(points), dtype=int)
    todo = set(range(1, len(points)))
    pairs = []
    while todo:
        new = min(todo, key=lambda i: (nearest[i], i))
        pairs.append((int(parent[new]), new))
        todo.remove(new)
        closer = far[new] < nearest
        nearest[closer], parent[closer] = far[new][closer], new
    return pairs


def link_rows(links: pd.DataFrame | None) -> list[dict[str, Any]]:
    """The lines between the cities of each collective action: action_id, start, end (longitude, latitude)."""
    if links is None or links.empty:
        return []
    rows = []
    for action_id, cities in links.groupby("action_id", sort=True):
        points = sorted({(float(a), float(b)) for a, b in zip(cities["longitude"], cities["latitude"], strict=True)})
        rows += [
            {"action_id": str(action_id), "start": list(points[i]), "end": list(points[j])} for i, j in chain(points)
        ]
    return rows


def polygons(shape: Any) -> list[Any]:
    """The polygons of a shape, whatever it is made of."""
    parts = getattr(shape, "geoms", [shape])
    return [p for part in parts for p in getattr(part, "geoms", [part]) if p.geom_type == "Polygon" and not p.is_empty]


def spots_of(parts: list[Any], most: int) -> list[tuple[float, float, float]]:
    """Where in a country its name has room: x, y and the distance to the border; far apart, the best first."""
    left = max(parts, key=lambda part: part.area)
    whole, spots = left.area, []
    for _ in range(most):
        line = shapely.maximum_inscribed_circle(left, tolerance=math.sqrt(left.area) / 40)
        (x, y), radius = line.coords[0], line.length
        spots.append((x, y, radius))
        rest = polygons(left.difference(shapely.Point(x, y).buffer(radius * 0.9)))
        left = max(rest, key=lambda part: part.area, default=None)
        if left is None or left.area < whole / 100:
            break
    return spots


def country_spots(countries: Geojson, region: Bounds) -> list[tuple[str, float, float, float]]:
    """Where in the region each country's name has most room: code, longitude, latitude and the distance to the next
    border in degrees of longitude; the roomiest first."""
    west, south, east, north = region
    window = shapely.box(west - BORDER, south - BORDER, east + BORDER, north + BORDER)
    found = []
    for feature in countries["features"]:
        code = feature["properties"].get("iso_a2")
        shape = shapely.make_valid(shapely.geometry.shape(feature["geometry"])).intersection(window)
        parts = polygons(shape.simplify(0.1))
        if not code or not parts:
            continue
        # As the web map draws it: a degree of latitude is higher than one of longitude is wide.
        middle = (shape.bounds[1] + shape.bounds[3]) / 2
        higher = 1 / math.cos(math.radians(min(80.0, abs(middle))))
        wide = [shapely.affinity.scale(part, 1.0, higher, origin=(0, 0)) for part in parts]
        x, y, radius = spots_of(wide, 1)[0]
        found.append((radius, str(code), round(x, 2), round(y / higher, 2)))
    return [(code, x, y, radius) for radius, code, x, y in sorted(found, reverse=True)]
