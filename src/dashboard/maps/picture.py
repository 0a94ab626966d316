"""The still picture of the map, for slides, prints and browsers without WebGL."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from dashboard.i18n import Translator
from dashboard.maps.layout import (
    Bounds,
    Geojson,
    bounds_of,
    box_of,
    link_rows,
    place_labels,
    radius_of,
    scale_of,
)
from dashboard.numbers import summaries
from dashboard.query.selection import Selection
from dashboard.theme import Palette, text_on

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
    if vector:
        return static_map_svg(
            places, countries, lakes, t, palette,
            size=size, title=title, note=note, reading=reading, links=links, focus=focus,
        )  # fmt: skip
    return static_map(
        places, countries, lakes, t, palette,
        size=size, dpi=dpi, title=title, note=note, reading=reading, links=links, focus=focus,
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
) -> bytes:
    """The map as a PNG of `size` inches, the same bytes for the same input.

    `focus` holds the codes of the dataset's countries; without it the outlines' own `focus` property tells.
    """
    figure = _draw(places, countries, lakes, t, palette, size, title, note, reading, links, focus)
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
) -> bytes:
    """The same map as an SVG, its letters as outlines, so that it looks the same everywhere."""
    import matplotlib

    matplotlib.rcParams["svg.hashsalt"] = "map"  # else every picture gets other ids
    figure = _draw(places, countries, lakes, t, palette, size, title, note, reading, links, focus)
    out = io.BytesIO()
    meta = {"Date": None, "Creator": None, **({"Title": title} if title else {})}
    figure.savefig(out, format="svg", facecolor=palette.paper, metadata=meta)
    return out.getvalue()


def albers(bounds: Bounds) -> str:
    """An equal-area projection that suits these bounds, as a PROJ string."""
    west, south, east, north = bounds
    sixth = max((north - south) / 6, 1.0)
    first, second = south + sixth, north - sixth
    if abs(first + second) < 2:  # a cone needs its parallels on one side of the equator
        first, second = first + 4, second + 4
    middle, meridian = (south + north) / 2, (west + east) / 2
    return f"+proj=aea +lat_1={first:.2f} +lat_2={second:.2f} +lat_0={middle:.2f} +lon_0={meridian:.2f}"


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
) -> Any:
    """The figure of matplotlib, its map filling all that the headings leave."""
    # Heavy imports, and only the downloads of pictures need them: they must not slow the first page.
    import geopandas
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    bounds = bounds_of(places, countries)
    projection = albers(bounds)
    figure = Figure(figsize=size)
    FigureCanvasAgg(figure)
    width, height = size[0] * 72, size[1] * 72  # points: sizes of text and circles are in points
    heading = _headings(figure, title, note, palette, width, height)
    axes = figure.add_axes((0, 0, 1, 1 - heading / height))
    axes.set_axis_off()

    outlines = geopandas.GeoDataFrame.from_features(countries["features"], crs=4326).to_crs(projection)
    points = geopandas.GeoSeries.from_xy(
        places["longitude"].astype(float), places["latitude"].astype(float), crs=4326
    ).to_crs(projection)
    spots = np.column_stack([points.x, points.y]) if len(places) else np.empty((0, 2))

    frame = spots if len(spots) else np.array(outlines.total_bounds).reshape(2, 2)
    window = _window(frame, width, height - heading)
    axes.set_xlim(window[0], window[2])
    axes.set_ylim(window[1], window[3])
    axes.patch.set_visible(False)
    figure.add_artist(_sea(palette, 1 - heading / height))

    # What lies outside is cut off a little beyond the edge, where the cut is not seen; bends of less than a
    # third of a point are not drawn.
    margin, fine = (window[2] - window[0]) * 0.02, (window[2] - window[0]) / width / 3
    cut = (window[0] - margin, window[1] - margin, window[2] + margin, window[3] + margin)
    in_focus = outlines["focus"].astype(bool) if focus is None else outlines["iso_a2"].isin(set(focus))
    for chosen, colour, line in ((~in_focus, palette.land, 0.5), (in_focus, palette.focus, 0.9)):
        shapes = outlines.geometry[chosen].make_valid().clip_by_rect(*cut).simplify(fine)
        _fill(axes, shapes, colour, palette.border, line)
    if lakes and lakes.get("features"):
        waters = geopandas.GeoDataFrame.from_features(lakes["features"], crs=4326).to_crs(projection).geometry
        _fill(axes, waters.make_valid().clip_by_rect(*cut).simplify(fine), palette.water, "none", 0)
    _static_links(axes, links, projection, palette)
    _static_cities(axes, places, spots, window, (width, height - heading), t, palette, reading)
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
                family="DejaVu Sans",
                va="baseline",
            )
            y += points * 0.35
    return y + 6 if y else 0.0


def _sea(palette: Palette, top: float) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle((0, 0), 1, top, facecolor=palette.water, edgecolor="none", zorder=-1)


def _window(points: np.ndarray, width: float, height: float) -> Bounds:
    """The part of the plane (metres) to show: all points, room around them, in the shape of the picture."""
    low, high = points.min(axis=0), points.max(axis=0)
    middle, span = (low + high) / 2, np.maximum(high - low, 250_000.0)
    scale = max(span[0] / max(width - 150, 60), span[1] / max(height - 70, 60))  # metres per point
    half = np.array([width, height]) * scale / 2
    west, south = middle - half
    east, north = middle + half
    return float(west), float(south), float(east), float(north)


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


def _static_links(axes: Any, links: pd.DataFrame | None, projection: str, palette: Palette) -> None:
    import pyproj
    from matplotlib.collections import LineCollection

    rows = link_rows(links)
    if not rows:
        return
    forward = pyproj.Transformer.from_crs(4326, projection, always_xy=True)
    lines = [[forward.transform(*row["start"]), forward.transform(*row["end"])] for row in rows]
    axes.add_collection(
        LineCollection(lines, colors=palette.accent, linewidths=1.0, alpha=0.6, zorder=2), autolim=False
    )


def _static_cities(
    axes: Any,
    places: pd.DataFrame,
    points: np.ndarray,
    window: Bounds,
    room: tuple[float, float],
    t: Translator,
    palette: Palette,
    reading: str,
) -> None:
    """Circles, their numbers, and as many names as fit without touching each other, most active first."""
    from matplotlib.collections import EllipseCollection
    from matplotlib.font_manager import FontProperties
    from matplotlib.patheffects import withStroke

    metres = (window[2] - window[0]) / room[0]  # a point
    pen, dots = axes.figure.canvas.get_renderer(), axes.figure.dpi
    font = FontProperties(family="DejaVu Sans", size=9)
    order = places.assign(x=points[:, 0], y=points[:, 1]).sort_values(
        [reading, "actions", "name"], ascending=[False, False, True]
    )
    scale = scale_of(places[reading]) * 0.8
    circles = []
    for _, place in order.iterrows():
        value = int(place[reading])
        radius = radius_of(value, scale) * (0.8 if value else 0.7)
        x, y = (place["x"] - window[0]) / metres, (place["y"] - window[1]) / metres
        circles.append((x, y, radius, value, place))
    if circles:
        sizes = [2 * radius for _, _, radius, _, _ in circles]
        hollow = [palette.accent if place["actions"] else palette.third for *_, place in circles]
        axes.add_collection(
            EllipseCollection(
                sizes,
                sizes,
                [0.0] * len(sizes),
                units="points",
                offsets=[(window[0] + x * metres, window[1] + y * metres) for x, y, *_ in circles],
                offset_transform=axes.transData,
                facecolors=[palette.accent if value else palette.paper for *_, value, _ in circles],
                edgecolors=[palette.paper if c[3] else line for c, line in zip(circles, hollow, strict=True)],
                linewidths=[0.8 if value else 1.4 for *_, value, _ in circles],
                zorder=3,
            ),
            autolim=False,
        )
    for x, y, _, value, _ in circles:
        if value > 1:
            axes.annotate(
                t.number(value),
                (window[0] + x * metres, window[1] + y * metres),
                ha="center",
                va="center_baseline",
                size=8,
                weight="bold",
                family="DejaVu Sans",
                color=text_on(palette.accent, palette),
                zorder=4,
            )
    wides = [
        pen.get_text_width_height_descent(str(place["name"]), font, False)[0] * 72 / dots + 2 for *_, place in circles
    ]
    at = np.array([(x, y) for x, y, *_ in circles]).reshape(-1, 2)
    spots = place_labels(at, [c[2] for c in circles], wides, 9.0, list(range(len(circles))), room)
    for i, spot in spots.items():
        left, bottom, _, _ = box_of(at[i], spot, wides[i], 9.0)
        axes.annotate(
            circles[i][4]["name"],
            (window[0] + (left + 1) * metres, window[1] + (bottom + 1.5) * metres),
            size=9,
            family="DejaVu Sans",
            color=palette.ink,
            zorder=5,
            path_effects=[withStroke(linewidth=2.2, foreground=palette.focus)],
        )
