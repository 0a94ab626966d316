"""The still picture of the map, for slides, prints and browsers without WebGL."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from dashboard.fonts import family
from dashboard.i18n import Translator
from dashboard.maps import scene
from dashboard.maps.layout import Bounds, Geojson, albers, bounds_of, crowded
from dashboard.numbers import summaries
from dashboard.query.selection import Selection
from dashboard.theme import Palette

SIZE = (10.0, 6.25)  # inches
DPI = 150


def of(
    selection: Selection,
    t: Translator,
    palette: Palette,
    *,
    size: tuple[float, float] = SIZE,
    dpi: int = DPI,
    title: str | None = None,
    note: str | None = None,
    reading: str = "actions",
    vector: bool = False,
) -> bytes:
    """The map of the cities in view, in `size` inches: a PNG, or with `vector` an SVG, to which `dpi` means nothing."""
    dataset = selection.dataset
    places, links = summaries.places(selection), summaries.collective(selection)
    countries, lakes = dataset.geo["countries"], dataset.geo.get("lakes")
    focus = set(dataset["actions"]["country"])
    filters = selection.filters
    # Where a theme was not raised is seen beside where it was; a country or a city is looked at by itself.
    left_out = None if filters.country or filters.place else summaries.places_left_out(selection)
    if vector:
        return static_map_svg(
            places, countries, lakes, t, palette,
            size=size, title=title, note=note, reading=reading, links=links, focus=focus, left_out=left_out,
        )  # fmt: skip
    return static_map(
        places, countries, lakes, t, palette,
        size=size, dpi=dpi, title=title, note=note, reading=reading, links=links, focus=focus, left_out=left_out,
    )  # fmt: skip


def static_map(
    places: pd.DataFrame,
    countries: Geojson,
    lakes: Geojson | None,
    t: Translator,
    palette: Palette,
    *,
    size: tuple[float, float] = SIZE,
    dpi: int = DPI,
    title: str | None = None,
    note: str | None = None,
    reading: str = "actions",
    links: pd.DataFrame | None = None,
    focus: Collection[str] | None = None,
    left_out: pd.DataFrame | None = None,
) -> bytes:
    """The map as a PNG of `size` inches, the same bytes for the same input.

    `focus` holds the codes of the dataset's countries; without it the outlines' own `focus` property tells.
    """
    figure = _draw(places, countries, lakes, t, palette, size, title, note, reading, links, focus, left_out)
    out = io.BytesIO()
    figure.savefig(
        out,
        format="png",
        dpi=dpi,
        facecolor=palette.paper,
        metadata={"Software": None},
        pil_kwargs={"compress_level": 3},
    )
    return out.getvalue()


def static_map_svg(
    places: pd.DataFrame,
    countries: Geojson,
    lakes: Geojson | None,
    t: Translator,
    palette: Palette,
    *,
    size: tuple[float, float] = SIZE,
    title: str | None = None,
    note: str | None = None,
    reading: str = "actions",
    links: pd.DataFrame | None = None,
    focus: Collection[str] | None = None,
    left_out: pd.DataFrame | None = None,
) -> bytes:
    """The same map as an SVG, its letters as outlines, so that it looks the same everywhere."""
    import matplotlib

    matplotlib.rcParams["svg.hashsalt"] = "map"  # else every picture gets other ids
    figure = _draw(places, countries, lakes, t, palette, size, title, note, reading, links, focus, left_out)
    out = io.BytesIO()
    meta = {"Date": None, "Creator": None, **({"Title": title} if title else {})}
    figure.savefig(out, format="svg", facecolor=palette.paper, metadata=meta)
    return out.getvalue()


def _draw(
    places: pd.DataFrame,
    countries: Geojson,
    lakes: Geojson | None,
    t: Translator,
    palette: Palette,
    size: tuple[float, float],
    title: str | None,
    note: str | None,
    reading: str,
    links: pd.DataFrame | None,
    focus: Collection[str] | None,
    left_out: pd.DataFrame | None,
) -> Any:
    """The figure of matplotlib, its map filling all that the headings leave."""
    # Heavy imports, and only the downloads of pictures need them: they must not slow the first page.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    every = places if left_out is None or left_out.empty else pd.concat([places, left_out], ignore_index=True)
    projection = albers(bounds_of(every, countries))
    figure = Figure(figsize=size)
    FigureCanvasAgg(figure)
    width, height = size[0] * 72, size[1] * 72  # points: sizes of text and circles are in points
    heading = _headings(figure, title, note, palette, width, height)
    room = (width, height - heading)

    land = scene.land_of(countries, lakes, focus, projection, t)
    cities = scene.cities_of(places, left_out, reading, projection, 1.0 if width >= scene.LEAST else scene.TINY)
    lines = scene.lines_of(links, projection)
    at = np.array([[city.x, city.y] for city in cities]).reshape(-1, 2)
    frame = at if len(at) else land.bounds
    crowd = crowded(places, projection)
    window = _window(frame, *room, upwards=bool(crowd) and width >= scene.LEAST)
    axes = figure.add_axes((0, 0, 1, 1 - heading / height))
    figure.add_artist(_sea(palette, 1 - heading / height))
    inset = scene.inset_of(cities, crowd, window, room)
    blocked = [inset.box] if inset else []
    blocked += scene.key(axes, cities, lines, room, t, palette, reading, blocked)
    scene.paint(axes, land, cities, lines, window, room, t, palette, blocked, inset.crowd if inset else ())
    if inset:
        left, bottom, right, top = inset.box
        part = figure.add_axes((left / width, bottom / height, (right - left) / width, (top - bottom) / height))
        part.add_artist(_sea(palette, 1))
        scene.frame(axes, inset, window, room, palette)
        scene.paint(part, land, cities, lines, inset.window, (right - left, top - bottom), t, palette, bounded=True)
    return figure


def _headings(figure: Any, title: str | None, note: str | None, palette: Palette, width: float, height: float) -> float:
    """Writes title and note at the top; the height in points that they take."""
    y = 0.0
    for text, points, weight, colour in (
        (title, 15, "bold", palette.ink),
        (note, 10, "normal", palette.muted),
    ):
        if not text:
            continue
        y += 6
        for line in textwrap.wrap(text, max(20, int((width - 24) / (points * 0.62)))):
            y += points
            figure.text(
                12 / width,
                1 - y / height,
                line,
                size=points,
                weight=weight,
                color=colour,
                family=family(),
                parse_math=False,
                va="baseline",
            )
            y += points * 0.35
    return y + 6 if y else 0.0


def _sea(palette: Palette, top: float) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle((0, 0), 1, top, facecolor=palette.water, edgecolor="none", zorder=-1)


def _window(points: np.ndarray, width: float, height: float, upwards: bool = False) -> Bounds:
    """The part of the plane (metres) to show: all points, room around them, in the shape of the picture.

    With `upwards` the room to spare is below the points, where an inset may stand.
    """
    low, high = points.min(axis=0), points.max(axis=0)
    middle, span = (low + high) / 2, np.maximum(high - low, 250_000.0)
    scale = max(
        span[0] / max(width - min(150, 0.24 * width), 60), span[1] / max(height - min(70, 0.2 * height), 60)
    )  # metres per point
    half = np.array([width, height]) * scale / 2
    if upwards:
        middle[1] = min(middle[1], high[1] + 35 * scale - half[1])
    west, south = middle - half
    east, north = middle + half
    return float(west), float(south), float(east), float(north)
