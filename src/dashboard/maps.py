"""The maps: cities and outlines go in, a pydeck map for the browser or a still picture comes out.

What is in view decides where the map looks: no region is written here. The frames are those of
`summaries.places` and `summaries.collective`.
"""

from __future__ import annotations

import html
import io
import math
import textwrap
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pydeck as pdk
import shapely

from dashboard.i18n import Translator
from dashboard.theme import FONT, Palette, mix, rgb, text_on

SMALLEST = 7.0  # pixels: radius of a city with one action
LARGEST = 30.0
RING = 4.5  # of a city where no action was held
LABEL_PX = 13  # height of a city's name
LETTER_PX = 7.6  # width of a letter of it, rather more than less
TILE = 512  # pixels of the whole world at zoom 0
CLOSEST = 6.5  # zoom: closer than this, outlines look coarse
COARSE = 0.08  # degrees by which an outline that is only clicked may stray
PADDING = 56  # pixels around the outermost cities, so that their labels find room

Geojson = dict[str, Any]
Bounds = tuple[float, float, float, float]  # west, south, east, north
Spot = tuple[str, float, float]  # where a name stands: its anchor (start, middle, end) and that one's offset


# ---- the map in the browser ---------------------------------------------------------------------


def deck(
    places: pd.DataFrame,
    t: Translator,
    palette: Palette,
    style_url: str,
    *,
    reading: str = "actions",
    selected: tuple[str, str] | None = None,
    links: pd.DataFrame | None = None,
    countries: Geojson | str | None = None,
    width: int = 700,
    height: int = 520,
) -> pdk.Deck:
    """The map: cities by `reading` (`actions` or `organisations`), joined where they acted as one.

    Layers that can be clicked: `cities` (rows with `place_id`) and `countries` (features with
    `properties.iso_a2`). `selected` is what is open, as (kind, code): a city gets a ring, a country a tint, the
    line of a collective action becomes thick. `countries` holds the outlines of the dataset's countries, or
    their address. `width` and `height` are the map's, in pixels, for the first view.
    """
    kind, code = selected or ("", "")
    view = view_state(_bounds(places, countries), width, height)
    rows = _labelled(
        city_rows(places, t, palette, reading), view, width, height, first=code if kind == "place" else ""
    )
    layers = [
        _countries_layer(countries, t, palette, code if kind == "country" else ""),
        _links_layer(links, palette, code if kind == "action" else ""),
        pdk.Layer(
            "ScatterplotLayer",
            id="cities",
            data=rows,
            pickable=True,
            get_position="position",
            get_radius="radius",
            radius_units=pdk.types.String("pixels"),
            get_fill_color="fill",
            stroked=True,
            get_line_color="line",
            get_line_width="stroke",
            line_width_units=pdk.types.String("pixels"),
        ),
        pdk.Layer(
            "ScatterplotLayer",
            id="selected",
            data=[row for row in rows if kind == "place" and row["place_id"] == code],
            get_position="position",
            get_radius="radius + 5",
            radius_units=pdk.types.String("pixels"),
            filled=False,
            stroked=True,
            get_line_color=list(rgb(palette.ink)),
            get_line_width=3,
            line_width_units=pdk.types.String("pixels"),
        ),
        _text_layer(
            "numbers",
            [row for row in rows if row["number"]],
            text_on(palette.accent, palette),
            get_text="number",
            get_size=LABEL_PX,
            font_weight=700,
        ),
        _label_layer("labels", [row for row in rows if row["from_zoom"] == 0], palette, get_size=LABEL_PX),
        # A name without room waits: its size in metres makes it too small to see until one comes closer.
        _label_layer(
            "labels_closer",
            [row for row in rows if row["from_zoom"]],
            palette,
            get_size="metres",
            size_units=pdk.types.String("meters"),
            size_max_pixels=LABEL_PX,
        ),
    ]
    return pdk.Deck(
        layers=[layer for layer in layers if layer is not None],
        initial_view_state=view,
        map_style=style_url,
        map_provider=None,
        # Streamlit puts the values in escaped.
        tooltip={
            "html": "{tip}",
            "style": {
                "backgroundColor": palette.card,
                "color": palette.ink,
                "border": f"1px solid {palette.line}",
                "borderRadius": "4px",
                "padding": "6px 10px",
                "fontFamily": FONT,
                "fontSize": "14px",
                "maxWidth": "260px",
            },
        },
    )


def city_rows(
    places: pd.DataFrame, t: Translator, palette: Palette, reading: str = "actions"
) -> list[dict[str, Any]]:
    """One row a city, as the map draws it, the largest first.

    place_id, name, position (longitude, latitude), radius and stroke (pixels), fill and line (RGBA), number (what
    stands in the circle, "" for one or none), and tip (see `tip`).
    """
    scale = _scale(places[reading])
    rows = []
    for place in places.sort_values(
        [reading, "actions", "name"], ascending=[False, False, True]
    ).itertuples():
        value = int(getattr(place, reading))
        radius = _radius(value, scale)
        # A circle without a filling: nothing held here, or no organisation named for what was held here.
        fill = rgb(palette.accent if value else palette.paper)
        line = palette.paper if value else (palette.accent if place.actions else palette.third)
        rows.append(
            {
                "place_id": place.place_id,
                "name": place.name,
                "position": [float(place.longitude), float(place.latitude)],
                "radius": radius,
                "stroke": 1 if value else 2,
                "fill": [*fill, 255],
                "line": [*rgb(line), 255],
                "number": t.number(value) if value > 1 else "",
                "tip": tip(place, t),
            }
        )
    return rows


def tip(place: Any, t: Translator) -> str:
    """ "Kaunas, Lithuania: 3 actions, 2 organisations": a row of `summaries.places` in words, not escaped."""
    parts = []
    if place.actions:
        parts.append(t.n("{n} action", "{n} actions", int(place.actions)))
        if place.organisations:
            parts.append(t.n("{n} named organisation", "{n} named organisations", int(place.organisations)))
        if place.shared:
            parts.append(
                t.n("{n} of them in several cities", "{n} of them in several cities", int(place.shared))
            )
    if place.materials:
        parts.append(
            t.n(
                "{n} action handed out materials here",
                "{n} actions handed out materials here",
                int(place.materials),
            )
        )
    if place.participants:
        parts.append(
            t.n(
                "people from here took part in {n} action",
                "people from here took part in {n} actions",
                int(place.participants),
            )
        )
    return f"{place.name}, {t.country(place.country)}: {', '.join(parts)}"


def view_state(bounds: Bounds, width: int, height: int) -> pdk.ViewState:
    """The view in which these bounds fill a map of this size (pixels), with room around for labels."""
    west, south, east, north = bounds
    top, bottom = _mercator(north), _mercator(south)
    zooms = [
        math.log2(max(1, room - 2 * PADDING) / (TILE * span))
        for room, span in ((width, (east - west) / 360), (height, top - bottom))
        if span > 1e-9
    ]
    middle = (top + bottom) / 2 * 2 * math.pi
    return pdk.ViewState(
        longitude=round((west + east) / 2, 4),
        latitude=round(math.degrees(math.atan(math.sinh(middle))), 4),
        zoom=round(max(0.0, min([*zooms, CLOSEST])), 2),
        min_zoom=0.5,
        max_zoom=9,
    )


def _labelled(
    rows: list[dict[str, Any]], view: pdk.ViewState, width: int, height: int, first: str = ""
) -> list[dict[str, Any]]:
    """The rows with the place of each name, so that names neither touch each other nor cover a circle.

    Adds anchor, offset (pixels from the circle's centre, down is positive) and from_zoom: 0 for names that have
    room in the first view, else the zoom from which they have, and metres, the height of such letters on the
    ground. What has room keeps it when one comes closer. `first` is the place whose name comes before others.
    """
    scale = TILE * 2**view.zoom
    flat = np.array([[row["position"][0] / 360, _mercator(row["position"][1])] for row in rows]).reshape(
        -1, 2
    )
    middle = np.array([view.longitude / 360, _mercator(view.latitude)])
    order = sorted(range(len(rows)), key=lambda i: rows[i]["place_id"] != first)
    radii = [float(row["radius"]) for row in rows]
    wides = [len(row["name"]) * LETTER_PX + 4 for row in rows]
    spots: dict[int, Spot] = {}
    result: list[dict[str, Any]] = [{} for _ in rows]
    for closer in (0.0, 0.7, 1.4, 2.1, 2.8, 3.5):
        at = (flat - middle) * scale * 2**closer + np.array([width, height]) / 2
        room = None if closer else (float(width), float(height))
        found = place_labels(at, radii, wides, LABEL_PX, order, room, spots)
        for i in found.keys() - spots.keys():
            anchor, dx, dy = found[i]
            zoom = view.zoom + closer + 0.5 if closer else 0.0
            ground = 40_075_017 * math.cos(math.radians(rows[i]["position"][1])) / (TILE * 2**zoom)
            result[i] = {
                "anchor": anchor,
                "offset": [round(dx, 1), round(-dy, 1)],
                "from_zoom": round(zoom, 2),
                "metres": round(LABEL_PX * ground),
            }
        spots = found
    return [
        row | (result[i] or {"anchor": "start", "offset": [0, 0], "from_zoom": None})
        for i, row in enumerate(rows)
    ]


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
    upwards; `order` says who chooses first. Names must lie inside `room` (width, height). `kept` have their place.
    """
    spots = dict(kept or {})
    taken = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(at, radii, strict=True)]
    taken += [_box(at[i], spot, wides[i], high) for i, spot in spots.items()]
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
        ):
            box = _box(at[i], spot, wides[i], high)
            if _free(box, taken, room):
                spots[i] = spot
                taken.append(box)
                break
    return spots


def _box(at: np.ndarray, spot: Spot, wide: float, high: float) -> Bounds:
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
        points = sorted(
            {(float(a), float(b)) for a, b in zip(cities["longitude"], cities["latitude"], strict=True)}
        )
        rows += [
            {"action_id": str(action_id), "start": list(points[i]), "end": list(points[j])}
            for i, j in chain(points)
        ]
    return rows


def legend_html(t: Translator, palette: Palette, reading: str = "actions") -> str:
    """What sizes, colours and lines of the map mean, as a line of HTML."""
    if reading == "organisations":
        one, four = (t.n("{n} named organisation", "{n} named organisations", n) for n in (1, 4))
        hollow = [(palette.accent, t("actions, but no organisation named"))]
    else:
        one, four = (t.n("{n} action", "{n} actions", n) for n in (1, 4))
        hollow = []
    hollow.append((palette.third, t("no action held: materials handed out there, or people came from there")))

    def dot(radius: float, fill: str, line: str) -> str:
        size = round(2 * radius)
        return (
            f'<span aria-hidden="true" style="display:inline-block;width:{size}px;height:{size}px;border-radius:50%;'
            f'background:{fill};border:2px solid {line};box-sizing:border-box;flex:none"></span>'
        )

    dash = f'<span aria-hidden="true" style="display:inline-block;width:24px;border-top:2px solid {palette.accent};flex:none"></span>'
    items = [
        (dot(SMALLEST, palette.accent, palette.accent), one),
        (dot(2 * SMALLEST, palette.accent, palette.accent), four),
        *((dot(RING + 1, palette.paper, colour), words) for colour, words in hollow),
        (dash, t("one action in several cities")),
    ]
    inner = "".join(
        f'<span style="display:inline-flex;align-items:center;gap:6px">{sign}<span>{html.escape(words)}</span></span>'
        for sign, words in items
    )
    return (
        '<div class="map-legend" style="display:flex;flex-wrap:wrap;align-items:center;gap:4px 18px;'
        f'font-size:14px;color:{palette.ink}">{inner}</div>'
    )


def _scale(values: pd.Series) -> float:
    """Pixels of radius for a value of one, so that the largest circle is no larger than `LARGEST`."""
    top = float(values.max()) if len(values) else 1.0
    return min(SMALLEST, LARGEST / math.sqrt(max(top, 1.0)))


def _radius(value: int, scale: float) -> float:
    return round(max(SMALLEST, scale * math.sqrt(value)), 1) if value else RING


def _mercator(latitude: float) -> float:
    """The height of a latitude on the web map; the whole world is 1 high."""
    return math.asinh(math.tan(math.radians(max(-85.0, min(85.0, latitude))))) / (2 * math.pi)


def _bounds(places: pd.DataFrame, countries: Geojson | str | None = None) -> Bounds:
    """Where the cities lie; without cities where the outlines lie; without either the whole world."""
    if len(places):
        points = places[["longitude", "latitude"]].to_numpy(dtype=float)
    else:
        features = countries.get("features", []) if isinstance(countries, Mapping) else []
        points = np.array(
            [p for f in features for p in _positions(f["geometry"]["coordinates"])]
            or [(-170, -55), (170, 75)]
        )
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    return float(west), float(south), float(east), float(north)


def _positions(nested: list[Any]) -> list[tuple[float, float]]:
    if isinstance(nested[0], (int, float)):
        return [(float(nested[0]), float(nested[1]))]
    return [position for part in nested for position in _positions(part)]


def _countries_layer(
    countries: Geojson | str | None, t: Translator, palette: Palette, selected: str
) -> pdk.Layer | None:
    """Outlines that can be clicked; all but invisible until one is chosen.

    A tint hides behind a transparency of 1 in 255: Streamlit makes the filling of what is clicked opaque.
    """
    if countries is None:
        return None
    data: Geojson | str = countries
    if isinstance(countries, Mapping):
        features = [
            {
                "type": "Feature",
                "geometry": _coarse(feature["geometry"], feature["properties"]["iso_a2"] == selected),
                "properties": {
                    "iso_a2": feature["properties"]["iso_a2"],
                    "tip": t.country(feature["properties"]["iso_a2"]),
                },
            }
            for feature in countries["features"]
        ]
        data = {"type": "FeatureCollection", "features": features}
    tint = ", ".join(str(v) for v in rgb(mix(palette.focus, palette.accent, 0.16)))
    edge = ", ".join(str(v) for v in rgb(palette.ink))
    chosen = f"properties.iso_a2 == '{selected}'" if selected.isalpha() else "false"
    return pdk.Layer(
        "GeoJsonLayer",
        id="countries",
        data=data,
        pickable=True,
        filled=True,
        stroked=True,
        get_fill_color=f"[{tint}, {chosen} ? 255 : 1]",
        get_line_color=f"[{edge}, {chosen} ? 255 : 0]",
        get_line_width=1.5,
        line_width_units=pdk.types.String("pixels"),
    )


def _coarse(geometry: dict[str, Any], exact: bool) -> dict[str, Any]:
    """The outline to click on: nobody sees it unless it is chosen, so it need not be exact (a third of the size)."""
    if exact:
        return geometry
    shape = shapely.geometry.shape(geometry).simplify(COARSE, preserve_topology=True)
    return dict(shapely.geometry.mapping(shapely.set_precision(shape, 0.01, mode="pointwise")))


def _links_layer(links: pd.DataFrame | None, palette: Palette, selected: str) -> pdk.Layer | None:
    rows = link_rows(links)
    if not rows:
        return None
    for row in rows:
        row["width"] = 4 if row["action_id"] == selected else 1.5
    return pdk.Layer(
        "LineLayer",
        id="links",
        data=rows,
        get_source_position="start",
        get_target_position="end",
        get_color=[*rgb(palette.accent), 150],
        get_width="width",
        width_units=pdk.types.String("pixels"),
    )


def _label_layer(layer_id: str, rows: list[dict[str, Any]], palette: Palette, **options: Any) -> pdk.Layer:
    """Names of cities in ink with a halo of land."""
    return _text_layer(
        layer_id,
        rows,
        palette.ink,
        get_text="name",
        get_text_anchor="anchor",
        get_pixel_offset="offset",
        font_weight=600,
        font_settings={"sdf": True, "radius": 12, "cutoff": 0.2, "buffer": 6},
        outline_width=4,
        outline_color=list(rgb(palette.focus)),
        **options,
    )


def _text_layer(layer_id: str, rows: list[dict[str, Any]], colour: str, **options: Any) -> pdk.Layer:
    """A layer of text. The colour is set below the layer's own, where Streamlit does not dim it on a click."""
    return pdk.Layer(
        "TextLayer",
        id=layer_id,
        data=rows,
        get_position="position",
        font_family=pdk.types.String(FONT),
        character_set=pdk.types.String("auto"),
        _subLayerProps={"characters": {"getColor": [*rgb(colour), 255]}},
        **options,
    )


# ---- the still picture --------------------------------------------------------------------------


@dataclass(frozen=True)
class _Drawing:
    """The figure of matplotlib and the projection in which it is drawn."""

    figure: Any
    projection: str


def static_map(
    places: pd.DataFrame,
    countries: Geojson,
    lakes: Geojson | None,
    t: Translator,
    palette: Palette,
    *,
    size: tuple[float, float] = (10.0, 6.25),
    dpi: int = 150,
    title: str | None = None,
    note: str | None = None,
    reading: str = "actions",
    links: pd.DataFrame | None = None,
    focus: Collection[str] | None = None,
) -> bytes:
    """The map as a PNG of `size` inches, the same bytes for the same input.

    `focus` holds the codes of the dataset's countries; without it the outlines' own `focus` property tells.
    """
    drawing = _draw(places, countries, lakes, t, palette, size, title, note, reading, links, focus)
    out = io.BytesIO()
    drawing.figure.savefig(
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
    size: tuple[float, float] = (10.0, 6.25),
    title: str | None = None,
    note: str | None = None,
    reading: str = "actions",
    links: pd.DataFrame | None = None,
    focus: Collection[str] | None = None,
) -> bytes:
    """The same map as an SVG, its letters as outlines, so that it looks the same everywhere."""
    import matplotlib

    matplotlib.rcParams["svg.hashsalt"] = "map"  # else every picture gets other ids
    drawing = _draw(places, countries, lakes, t, palette, size, title, note, reading, links, focus)
    out = io.BytesIO()
    meta = {"Date": None, "Creator": None, **({"Title": title} if title else {})}
    drawing.figure.savefig(out, format="svg", facecolor=palette.paper, metadata=meta)
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
) -> _Drawing:
    # Heavy imports, and only the downloads of pictures need them: they must not slow the first page.
    import geopandas
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    bounds = _bounds(places, countries)
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
    if lakes and lakes["features"]:
        waters = geopandas.GeoDataFrame.from_features(lakes["features"], crs=4326).to_crs(projection).geometry
        _fill(axes, waters.make_valid().clip_by_rect(*cut).simplify(fine), palette.water, "none", 0)
    _static_links(axes, links, projection, palette)
    _static_cities(axes, places, spots, window, (width, height - heading), t, palette, reading)
    return _Drawing(figure, projection)


def _headings(
    figure: Any, title: str | None, note: str | None, palette: Palette, width: float, height: float
) -> float:
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
    return (*(middle - half), *(middle + half))  # type: ignore[return-value]


def _fill(axes: Any, shapes: Any, face: str, edge: str, line: float) -> None:
    """Draws polygons, holes included; as one collection, because a patch each takes ten times as long."""
    from matplotlib.collections import PathCollection
    from matplotlib.path import Path

    paths = []
    for shape in shapes:
        parts = [
            part
            for part in getattr(shape, "geoms", [shape])
            if part.geom_type == "Polygon" and not part.is_empty
        ]
        rings = [
            np.asarray(ring.coords)[:, :2] for part in parts for ring in (part.exterior, *part.interiors)
        ]
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
    """Circles, their numbers, and as many names as fit without touching each other, most active cities first."""
    from matplotlib.collections import EllipseCollection
    from matplotlib.font_manager import FontProperties
    from matplotlib.patheffects import withStroke

    metres = (window[2] - window[0]) / room[0]  # a point
    pen, dots = axes.figure.canvas.get_renderer(), axes.figure.dpi
    font = FontProperties(family="DejaVu Sans", size=9)
    order = places.reset_index(drop=True).sort_values(
        [reading, "actions", "name"], ascending=[False, False, True]
    )
    scale = _scale(places[reading]) * 0.8
    circles = []
    for i, place in order.iterrows():
        value = int(place[reading])
        radius = _radius(value, scale) * (0.8 if value else 0.7)
        x, y = (points[i] - window[:2]) / metres
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
    for x, y, radius, value, place in circles:
        at = (window[0] + x * metres, window[1] + y * metres)
        if value > 1:
            axes.annotate(
                t.number(value), at, ha="center", va="center_baseline", size=8, weight="bold",
                family="DejaVu Sans", color=text_on(palette.accent, palette), zorder=4,
            )  # fmt: skip
    wides = [
        pen.get_text_width_height_descent(str(place["name"]), font, False)[0] * 72 / dots + 2
        for *_, place in circles
    ]
    at = np.array([(x, y) for x, y, *_ in circles]).reshape(-1, 2)
    spots = place_labels(at, [c[2] for c in circles], wides, 9.0, list(range(len(circles))), room)
    for i, spot in spots.items():
        left, bottom, _, _ = _box(at[i], spot, wides[i], 9.0)
        axes.annotate(
            circles[i][4]["name"],
            (window[0] + (left + 1) * metres, window[1] + (bottom + 1.5) * metres),
            size=9,
            family="DejaVu Sans",
            color=palette.ink,
            zorder=5,
            path_effects=[withStroke(linewidth=2.2, foreground=palette.focus)],
        )
