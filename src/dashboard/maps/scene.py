"""What the still picture paints, once for the whole map and once more, larger, for the inset."""

from __future__ import annotations

import textwrap
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from dashboard.fonts import family
from dashboard.i18n import Translator
from dashboard.maps.layout import (
    INSET,
    LINE_FROM,
    Bounds,
    Geojson,
    box_of,
    flat,
    free_corner,
    line_end,
    link_rows,
    place_labels,
    polygons,
    radius_of,
    scale_of,
    spots_of,
    spread,
)
from dashboard.theme import Palette, text_on

NAME, NUMBER, COUNTRY, KEY = 9.0, 8.0, 7.5, 8.0  # points: sizes of text
SMALLER = 0.8  # circles are in points here, and in pixels in the browser
LARGER = (1.0, 0.9, 0.8, 0.72)  # shares of INSET, tried one after another
LEAST = 400  # points: on a smaller picture neither inset nor key has room
TINY = 0.72  # share of their usual size that circles have there


@dataclass(frozen=True)
class City:
    """A circle and its name. Coordinates are metres on the plane."""

    place_id: str
    name: str
    x: float
    y: float
    radius: float  # points
    value: int
    kind: str  # held, unnamed, ring, pale: as in `web.city_rows`


@dataclass(frozen=True)
class Land:
    """Outlines on the plane: of countries with their names, and of lakes."""

    shapes: Any
    in_focus: np.ndarray
    names: list[str]
    waters: Any
    bounds: np.ndarray


@dataclass(frozen=True)
class Inset:
    """A part of the map drawn larger: which cities, which window of the plane, and where on the picture (points)."""

    crowd: frozenset[int]
    window: Bounds
    box: Bounds


def land_of(
    countries: Geojson, lakes: Geojson | None, focus: Collection[str] | None, projection: str, t: Translator
) -> Land:
    """The outlines on the plane of a projection."""
    import geopandas

    outlines = geopandas.GeoDataFrame.from_features(countries["features"], crs=4326).to_crs(projection)
    in_focus = outlines["focus"].astype(bool) if focus is None else outlines["iso_a2"].isin(set(focus))
    waters = None
    if lakes and lakes.get("features"):
        waters = geopandas.GeoDataFrame.from_features(lakes["features"], crs=4326).to_crs(projection).geometry
    return Land(
        shapes=outlines.geometry.make_valid(),
        in_focus=in_focus.to_numpy(),
        names=[t.country(code) for code in outlines["iso_a2"]],
        waters=None if waters is None else waters.make_valid(),
        bounds=np.array(outlines.total_bounds).reshape(2, 2),
    )


def cities_of(
    places: pd.DataFrame, left_out: pd.DataFrame | None, reading: str, projection: str, share: float = 1.0
) -> list[City]:
    """The circles, those whose names go first at the head, of this share of their usual size."""
    scale = scale_of(places[reading]) * SMALLER * share
    found = []
    for frame, is_pale in ((places, False), (left_out, True)):
        if frame is None or frame.empty:
            continue
        points = flat(frame["longitude"], frame["latitude"], projection) * 1000
        ordered = frame.assign(x=points[:, 0], y=points[:, 1]).sort_values(
            [reading, "actions", "organisations", "name"], ascending=[False, False, False, True]
        )
        place: Any
        for place in ordered.itertuples():
            value = 0 if is_pale else int(getattr(place, reading))
            kind = "pale" if is_pale else "held" if value else "unnamed" if place.actions else "ring"
            radius = (radius_of(value, scale) * SMALLER if value else radius_of(0, scale) * 0.7) * share
            found.append(
                City(str(place.place_id), str(place.name), float(place.x), float(place.y), radius, value, kind)
            )
    return found


def lines_of(links: pd.DataFrame | None, projection: str) -> list[np.ndarray]:
    """The lines between the cities of one action, in metres on the plane."""
    ends = [np.array([row["start"], row["end"]]) for row in link_rows(links)]
    return [flat(pair[:, 0], pair[:, 1], projection) * 1000 for pair in ends]


def inset_of(cities: list[City], crowd: list[str], window: Bounds, room: tuple[float, float]) -> Inset | None:
    """Where cities that cover one another are drawn larger; none where there are none, or no room."""
    if not cities or room[0] < LEAST:
        return None
    metres = (window[2] - window[0]) / room[0]
    at = _points(cities, window, metres)
    members = [i for i, city in enumerate(cities) if city.place_id in crowd]
    if not members:
        return None
    around = 40_000 / metres
    (left, bottom), (right, top) = at[members].min(axis=0) - around, at[members].max(axis=0) + around
    taken = [_box(point, city.radius + 5) for point, city in zip(at, cities, strict=True)]
    taken.append((left, bottom, right, top))
    for share in LARGER:
        larger = INSET * share
        size = ((right - left) * larger + 34, (top - bottom) * larger)
        corner = free_corner(room, size, taken)
        if corner:
            middle = np.array([(left + right) / 2, (bottom + top) / 2]) * metres + window[:2]
            half = np.array(size) * metres / larger / 2
            box = (corner[0], corner[1], corner[0] + size[0], corner[1] + size[1])
            return Inset(frozenset(members), (*(middle - half), *(middle + half)), box)
    return None


def _points(cities: list[City], window: Bounds, metres: float) -> np.ndarray:
    """Where the cities stand on the picture, in points."""
    return (np.array([[city.x, city.y] for city in cities]).reshape(-1, 2) - window[:2]) / metres


def _box(at: Any, half: float) -> Bounds:
    return float(at[0] - half), float(at[1] - half), float(at[0] + half), float(at[1] + half)


def paint(
    axes: Any,
    land: Land,
    cities: list[City],
    lines: list[np.ndarray],
    window: Bounds,
    room: tuple[float, float],
    t: Translator,
    palette: Palette,
    blocked: Collection[Bounds] = (),
    elsewhere: Collection[int] = (),
    bounded: bool = False,
) -> None:
    """Paints a window of the plane (metres) into axes of this room (points).

    The cities of `elsewhere` are named in the inset, and here only if they have a number. With `bounded` only the
    cities inside the window are painted, in a frame.
    """
    axes.set_xlim(window[0], window[2])
    axes.set_ylim(window[1], window[3])
    axes.patch.set_visible(False)
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(bounded)
        side.set_color(palette.ink)
        side.set_linewidth(0.8)
    metres = (window[2] - window[0]) / room[0]  # a point
    at = spread(_points(cities, window, metres), [city.radius for city in cities]) * metres + window[:2]
    drawn = [
        (i, replace(city, x=float(at[i][0]), y=float(at[i][1])))
        for i, city in enumerate(cities)
        if not bounded or (window[0] < city.x < window[2] and window[1] < city.y < window[3])
    ]
    # What lies outside is cut off a little beyond the edge, where the cut is not seen; bends of less than a
    # third of a point are not drawn.
    margin, fine = (window[2] - window[0]) * 0.02, metres / 3
    cut = (window[0] - margin, window[1] - margin, window[2] + margin, window[3] + margin)
    shapes = land.shapes.clip_by_rect(*cut).simplify(fine)
    for chosen, colour, line in ((~land.in_focus, palette.land, 0.5), (land.in_focus, palette.focus, 0.9)):
        _fill(axes, shapes[chosen], colour, palette.border, line)
    if land.waters is not None:
        _fill(axes, land.waters.clip_by_rect(*cut).simplify(fine), palette.water, "none", 0)
    _lines(axes, lines, palette)
    if drawn:
        _circles(axes, [city for _, city in drawn], palette, t)
    named = [city for i, city in drawn if i not in elsewhere or city.value > 1]
    _names(axes, [city for _, city in drawn], named, shapes, land, window, room, metres, palette, blocked)


def _fill(axes: Any, shapes: Any, face: str, edge: str, line: float) -> None:
    """Draws polygons, holes included; as one collection, because a patch each takes ten times as long."""
    from matplotlib.collections import PathCollection
    from matplotlib.path import Path

    paths = []
    for shape in shapes:
        parts = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon" and not part.is_empty]
        rings = [np.asarray(ring.coords)[:, :2] for part in parts for ring in (part.exterior, *part.interiors)]
        if rings:
            paths.append(Path.make_compound_path(*(Path(ring, closed=True) for ring in rings)))
    drawn = PathCollection(paths, facecolors=face, edgecolors=edge, linewidths=line, zorder=1)
    axes.add_collection(drawn, autolim=False)


def _lines(axes: Any, lines: list[np.ndarray], palette: Palette) -> None:
    from matplotlib.collections import LineCollection

    if lines:
        drawn = LineCollection(lines, colors=palette.accent, linewidths=1.0, alpha=0.6, zorder=2)
        axes.add_collection(drawn, autolim=False)


def _circles(axes: Any, cities: list[City], palette: Palette, t: Translator) -> None:
    """Circles and their numbers: pale dots and rings below those that tell of actions, small ones above large ones."""
    from matplotlib.collections import EllipseCollection

    order = sorted(cities, key=lambda city: (("pale", "ring", "unnamed", "held").index(city.kind), -city.radius))
    fills = {"held": palette.accent, "pale": palette.muted}
    edges = {"held": palette.paper, "pale": palette.focus, "unnamed": palette.accent, "ring": palette.third}
    for pale in (True, False):
        part = [city for city in order if (city.kind == "pale") == pale]
        if not part:
            continue
        sizes = [2 * city.radius for city in part]
        axes.add_collection(
            EllipseCollection(
                sizes,
                sizes,
                [0.0] * len(sizes),
                units="points",
                offsets=[(city.x, city.y) for city in part],
                offset_transform=axes.transData,
                facecolors=[fills.get(city.kind, palette.paper) for city in part],
                edgecolors=[edges[city.kind] for city in part],
                linewidths=[1.4 if city.kind in ("unnamed", "ring") else 0.8 for city in part],
                alpha=0.55 if pale else None,
                zorder=3 if pale else 4,
            ),
            autolim=False,
        )
    for city in order:
        if city.value > 1:
            axes.annotate(
                t.number(city.value),
                (city.x, city.y),
                ha="center",
                va="center_baseline",
                size=min(NUMBER, 1.25 * city.radius),
                weight="bold",
                family=family(),
                color=text_on(palette.accent, palette),
                zorder=5,
            )


def _names(
    axes: Any,
    cities: list[City],
    named: list[City],
    shapes: Any,
    land: Land,
    window: Bounds,
    room: tuple[float, float],
    metres: float,
    palette: Palette,
    blocked: Collection[Bounds],
) -> None:
    """As many names as fit without touching each other: cities of several actions, countries, the other cities."""
    at = _points(cities, window, metres)
    radii = [city.radius for city in cities]
    wides = [_width(axes, city.name, NAME) + 2 for city in cities]
    weak = {i for i, city in enumerate(cities) if city.kind in ("ring", "pale")}
    chosen = {id(city) for city in named}
    several = [i for i, city in enumerate(cities) if id(city) in chosen and city.value > 1]
    rest = [i for i, city in enumerate(cities) if id(city) in chosen and city.value <= 1]
    rest.sort(key=lambda i: ("held", "unnamed", "ring", "pale").index(cities[i].kind))
    first = place_labels(at, radii, wides, NAME, several, room, weak, several, blocked)
    taken = [*blocked, *(box_of(at[i], spot, wides[i], NAME) for i, spot in first.items())]
    taken += _country_names(axes, shapes, land, window, metres, room, palette, taken, at, radii)
    spots = first | place_labels(at, radii, wides, NAME, rest, room, weak, (), taken)
    for i, spot in spots.items():
        box = box_of(at[i], spot, wides[i], NAME)
        end = line_end(box, at[i])
        if np.hypot(end[0] - at[i][0], end[1] - at[i][1]) > radii[i] + LINE_FROM:
            points = np.array([at[i], end]) * metres + window[:2]
            axes.plot(points[:, 0], points[:, 1], color=palette.ink, linewidth=0.6, zorder=3.5)
        colour = palette.muted if i in weak else palette.ink
        _write(axes, cities[i].name, box[0] + 1, box[1] + 1.5, NAME, colour, palette, window, metres)


def _country_names(
    axes: Any,
    shapes: Any,
    land: Land,
    window: Bounds,
    metres: float,
    room: tuple[float, float],
    palette: Palette,
    taken: list[Bounds],
    at: np.ndarray,
    radii: list[float],
) -> list[Bounds]:
    """Writes the names of the countries where they have room; the boxes that they take."""
    circles = [_box(point, radius + 1) for point, radius in zip(at, radii, strict=True)]
    found: list[Bounds] = []
    for shape, focus, name in sorted(zip(shapes, land.in_focus, land.names, strict=True), key=lambda row: not row[1]):
        parts = polygons(shape.simplify(3 * metres))
        if not parts:
            continue
        words = "\u200a\u200a".join(name.upper())
        wide, high = _width(axes, words, COUNTRY), COUNTRY + 2
        for x, y, radius in spots_of(parts, 6 if focus else 1):
            if 2 * radius / metres * (4 if focus else 1) < wide:
                break
            middle = (np.array([x, y]) - window[:2]) / metres
            boxes = [
                (middle[0] - wide / 2, up - high / 2, middle[0] + wide / 2, up + high / 2)
                for up in (middle[1] + shift * radius / metres for shift in (0, 0.35, -0.35, 0.7, -0.7))
            ]
            box = next((box for box in boxes if _is_free(box, [*taken, *found, *circles], room)), None)
            if box:
                found.append(box)
                _write(axes, words, box[0], box[1] + 2, COUNTRY, palette.muted, palette, window, metres)
                break
    return found


def _is_free(box: Bounds, taken: list[Bounds], room: tuple[float, float]) -> bool:
    left, bottom, right, top = box
    inside = left > 3 and bottom > 3 and right < room[0] - 3 and top < room[1] - 3
    return inside and not any(left < r and right > a and bottom < u and top > b for a, b, r, u in taken)


def _width(axes: Any, words: str, points: float) -> float:
    from matplotlib.font_manager import FontProperties

    pen, dots = axes.figure.canvas.get_renderer(), axes.figure.dpi
    font = FontProperties(family=family(), size=points)
    return float(pen.get_text_width_height_descent(words, font, False)[0]) * 72 / dots


def _write(
    axes: Any,
    words: str,
    x: float,
    y: float,
    points: float,
    colour: str,
    palette: Palette,
    window: Bounds,
    metres: float,
) -> None:
    from matplotlib.patheffects import withStroke

    axes.annotate(
        words,
        (window[0] + x * metres, window[1] + y * metres),
        size=points,
        family=family(),
        parse_math=False,
        color=colour,
        zorder=6,
        path_effects=[withStroke(linewidth=2.2, foreground=palette.focus)],
    )


def frame(axes: Any, inset: Inset, window: Bounds, room: tuple[float, float], palette: Palette) -> None:
    """Marks on the map what the inset shows."""
    from matplotlib.patches import Rectangle

    left, bottom, right, top = inset.window
    side = 34 * (right - left) / (inset.box[2] - inset.box[0]) / 2  # the inset's room for names is no part of it
    axes.add_patch(
        Rectangle(
            (left + side, bottom), right - left - 2 * side, top - bottom,
            fill=False, edgecolor=palette.ink, linewidth=0.7, alpha=0.6, zorder=2.5,
        )
    )  # fmt: skip


def key(
    axes: Any,
    cities: list[City],
    lines: list[np.ndarray],
    room: tuple[float, float],
    t: Translator,
    palette: Palette,
    reading: str,
    blocked: Collection[Bounds],
) -> list[Bounds]:
    """Writes what hollow and pale circles mean into the lower right, if any are drawn; the box that it takes."""
    kinds = {city.kind for city in cities}
    words = {
        "unnamed": t("actions, but no organisation named for this city alone"),
        "ring": t("no action held: materials handed out there, or people came from there"),
        "pale": t("no action in view"),
    }
    items = [kind for kind in words if kind in kinds]
    if not items or room[0] < LEAST:
        return []
    rows = [(kind, textwrap.wrap(words[kind], max(20, int(room[0] / 2 / (KEY * 0.6))))) for kind in items]
    wide = 1.04 * max(_width(axes, line, KEY) for _, told in rows for line in told) + 18
    high = sum(len(told) for _, told in rows) * (KEY + 3) + 4
    box = (room[0] - wide - 8, 6.0, room[0] - 4, 6.0 + high)
    y = box[3] - KEY - 2
    fills = {"pale": palette.muted}
    edges = {"unnamed": palette.accent, "ring": palette.third, "pale": palette.focus}
    from matplotlib.patches import Rectangle

    transform = axes.transAxes
    axes.add_patch(
        Rectangle(
            (box[0] / room[0], box[1] / room[1]), (box[2] - box[0]) / room[0], high / room[1], transform=transform,
            facecolor=palette.paper, edgecolor="none", alpha=0.85, zorder=7,
        )
    )  # fmt: skip
    for kind, told in rows:
        axes.plot(
            [(box[0] + 7) / room[0]], [(y + KEY / 2 - 1) / room[1]], marker="o", markersize=5.5, transform=transform,
            markerfacecolor=fills.get(kind, palette.paper), markeredgecolor=edges[kind], markeredgewidth=1.2,
            alpha=0.55 if kind == "pale" else 1, zorder=8,
        )  # fmt: skip
        for line in told:
            axes.text(
                (box[0] + 15) / room[0], y / room[1], line, transform=transform, size=KEY, family=family(),
                parse_math=False, color=palette.ink, zorder=8,
            )  # fmt: skip
            y -= KEY + 3
    return [box]
