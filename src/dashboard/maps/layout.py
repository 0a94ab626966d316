"""Where and how large: what the map in the browser and the still picture share."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

SMALLEST = 7.0  # pixels: radius of a city with one action
LARGEST = 30.0
RING_GAP = 5  # pixels between a city and the ring around the one that is open
RING = 4.5  # of a city where no action was held
LABEL_PX = 13  # height of a city's name
LETTER_PX = 6.8  # width of a letter of it, rather more than less
TILE = 512  # pixels of the whole world at zoom 0
CLOSEST = 5.5  # zoom: closer than this, outlines look coarse and a city stands in no surroundings
PADDING = (100, 40)  # pixels beside and above the outermost cities, so that their names find room

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


def place_labels(
    at: np.ndarray,
    radii: list[float],
    wides: list[float],
    high: float,
    order: list[int],
    room: tuple[float, float] | None = None,
    kept: Mapping[int, Spot] | None = None,
) -> dict[int, Spot]:
    """Where the name of each circle may stand without touching a circle or another name; none where nowhere.

    `at` are the centres, `radii` and `wides` the circles' radii and the names' widths, all in one unit, y
    upwards; `order` says who chooses first. Names must lie inside `room` (width, height). `kept` are those
    that have their place already.
    """
    spots = dict(kept or {})
    taken = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(at, radii, strict=True)]
    taken += [box_of(at[i], spot, wides[i], high) for i, spot in spots.items()]
    for i in order:
        if i in spots:
            continue
        gap = radii[i] + 3
        aside, up = gap * 0.75 + 1, gap + high / 2
        for spot in (
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
            ("start", 0.0, up),
            ("end", 0.0, up),
            ("start", 0.0, -up),
            ("end", 0.0, -up),
        ):
            box = box_of(at[i], spot, wides[i], high)
            if _free(box, taken, room):
                spots[i] = spot
                taken.append(box)
                break
    return spots


def box_of(at: np.ndarray, spot: Spot, wide: float, high: float) -> Bounds:
    """The box that a name takes beside a circle at `at`: left, bottom, right, top, in pixels."""
    anchor, dx, dy = spot
    left = float(at[0]) + dx - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    bottom = float(at[1]) + dy - high / 2
    return left, bottom, left + wide, bottom + high


def _free(box: Bounds, taken: list[Bounds], room: tuple[float, float] | None) -> bool:
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
