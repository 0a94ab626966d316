"""The map in the browser: pydeck layers over our own outlines."""

from __future__ import annotations

import html
import math
from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
import pydeck as pdk

from dashboard.i18n import Translator
from dashboard.maps.layout import (
    CLOSEST,
    LABEL_PX,
    LETTER_PX,
    PADDING,
    RING,
    RING_GAP,
    SMALLEST,
    TILE,
    Bounds,
    Geojson,
    bounds_of,
    link_rows,
    mercator,
    place_labels,
    radius_of,
    scale_of,
)
from dashboard.theme import FONT, Palette, mix, rgb, text_on

NARROWEST, WIDEST = 328, 980  # pixels: the frames that the page gives the map
MOST_TRIES = 8  # of names without room
BESIDE = 70  # pixels that stay free at both sides of the region


def deck(
    places: pd.DataFrame,
    t: Translator,
    palette: Palette,
    style_url: str,
    *,
    reading: str = "actions",
    selected: tuple[str, str] | None = None,
    lit: Collection[str] = (),
    links: pd.DataFrame | None = None,
    countries: Geojson | None = None,
    outlines_url: str | None = None,
    width: int = 700,
    height: int = 520,
    view: pdk.ViewState | None = None,
    region: Bounds | None = None,
    clicks: int = 0,
) -> pdk.Deck:
    """The map: cities by `reading` (`actions` or `organisations`), joined where they acted as one.

    Layers that can be clicked: `cities-N` (rows with `place_id`) and `countries-N` (features with
    `properties.iso_a2`), N being `clicks`: a click belongs to a layer, another N forgets it. The browser fetches the
    outlines from `outlines_url` (see `basemap.clickable`). `selected` is what is open, as (kind, code): a country gets
    a tint, and its cities fill the view; the lines of a collective action become thick. `lit` are the `place_id` of
    the cities that belong to it, which get a ring. `countries` holds the exact outlines of the dataset's countries.
    `width` and `height` are the map's, in pixels, for the first
    view, unless `view` is given. One cannot leave the surroundings of `region`, and the map comes no smaller than
    that (see `limits`).

    Every layer costs the browser some tenths of a second where it draws without a graphics card, so there are
    no more of them than needed.
    """
    kind, code = selected or ("", "")
    chosen = places[places["country"] == code] if kind == "country" else places
    view = view or view_state(bounds_of(chosen if len(chosen) else places, countries), width, height)
    around = limits(region or bounds_of(places, countries), height)
    # The browser comes as close as the limits ask in a frame of this width.
    shown = pdk.ViewState(view.longitude, view.latitude, max(view.zoom, _least_zoom(around, width)))
    rows = _labelled(city_rows(places, t, palette, reading), shown, width, height, first=lit)
    layers = [
        _countries_layer(outlines_url, palette, clicks),
        _chosen_country_layer(countries, palette, code if kind == "country" else ""),
        _links_layer(links, palette, code if kind == "action" else ""),
        pdk.Layer(
            "ScatterplotLayer",
            id=f"cities-{clicks}",
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
            data=[row for row in rows if row["place_id"] in lit],
            get_position="position",
            get_radius=f"radius + {RING_GAP}",
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
        _text_layer(
            "labels",
            [row for row in rows if row["anchor"]],
            palette.ink,
            get_text="name",
            get_size=LABEL_PX,
            get_text_anchor="anchor",
            get_pixel_offset="offset",
            font_weight=600,
            font_settings={"sdf": True, "radius": 12, "cutoff": 0.2, "buffer": 6},
            outline_width=4,
            outline_color=list(rgb(palette.focus)),
        ),
    ]
    return pdk.Deck(
        layers=[layer for layer in layers if layer is not None],
        initial_view_state=view,
        views=[pdk.View(type="MapView", controller=_controller(around))],
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


def city_rows(places: pd.DataFrame, t: Translator, palette: Palette, reading: str = "actions") -> list[dict[str, Any]]:
    """One row a city, as the map draws it, the largest first.

    place_id, name, position (longitude, latitude), radius and stroke (pixels), fill and line (RGBA), number
    (what stands in the circle, "" for one or none), and tip (see `tip`).
    """
    scale = scale_of(places[reading])
    rows = []
    place: Any
    for place in places.sort_values([reading, "actions", "name"], ascending=[False, False, True]).itertuples():
        value = int(getattr(place, reading))
        radius = radius_of(value, scale)
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
            parts.append(t.n("{n} of them in several cities", "{n} of them in several cities", int(place.shared)))
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
    top, bottom = mercator(north), mercator(south)
    zooms = [
        math.log2(max(1, room - 2 * padding) / (TILE * span))
        for room, span, padding in (
            (width, (east - west) / 360, PADDING[0] if width > 500 else PADDING[1]),
            (height, top - bottom, PADDING[1]),
        )
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


def limits(region: Bounds, height: int) -> Bounds:
    """The bounds within which a map of this height stays: the browser lets nobody see beyond them.

    It also comes so close that they fill its frame, less `BESIDE` at both sides. That is how a first view suits a
    width that only the browser knows: in a frame of `WIDEST` pixels the region is as high as the frame allows.
    """
    west, south, east, north = region
    top, bottom = mercator(north), mercator(south)
    fits = min(CLOSEST, math.log2((height - 2 * PADDING[1]) / (TILE * max(top - bottom, 1e-9))))
    half_wide = max((east - west) / 360, (WIDEST - 2 * BESIDE) / (TILE * 2**fits)) / 2 * 360
    half_high = (height + 2) / 2 / (TILE * 2 ** view_state(region, NARROWEST, height).zoom)
    middle, centre = (west + east) / 2, (top + bottom) / 2
    return (
        max(-180.0, middle - half_wide),
        _latitude(centre - half_high),
        min(180.0, middle + half_wide),
        _latitude(centre + half_high),
    )


def _least_zoom(around: Bounds, width: int) -> float:
    """How close the browser comes at least in a frame of this width; see `limits`."""
    return math.log2(max(1, width - 2 * BESIDE) / (TILE * (around[2] - around[0]) / 360))


def _latitude(high: float) -> float:
    return max(-85.0, min(85.0, math.degrees(math.atan(math.sinh(high * 2 * math.pi)))))


def _controller(around: Bounds) -> dict[str, Any]:
    west, south, east, north = around
    return {
        "maxBounds": [[round(west, 4), round(south, 4)], [round(east, 4), round(north, 4)]],
        "maxBoundsPadding": {"left": BESIDE, "right": BESIDE},
        "dragRotate": False,
        "touchRotate": False,
    }


def _labelled(
    rows: list[dict[str, Any]], view: pdk.ViewState, width: int, height: int, first: Collection[str] = ()
) -> list[dict[str, Any]]:
    """The rows with the place of each name, so that names neither touch each other nor cover a circle.

    Adds anchor (none for names without room in the first view) and offset (pixels from the circle's centre, down
    is positive). `first` are the places whose names go before others; places without an action go last.
    """
    scale = TILE * 2**view.zoom
    flat = np.array([[row["position"][0] / 360, mercator(row["position"][1])] for row in rows]).reshape(-1, 2)
    middle = np.array([view.longitude / 360, mercator(view.latitude)])
    order = sorted(range(len(rows)), key=lambda i: rows[i]["place_id"] not in first)
    radii = [float(row["radius"]) + (RING_GAP if row["place_id"] in first else 0) for row in rows]
    wides = [len(row["name"]) * LETTER_PX + 4 for row in rows]
    at = (flat - middle) * scale + np.array([width, height]) / 2
    room = (float(width), float(height))
    spots = place_labels(at, radii, wides, LABEL_PX, order, room)
    # The large go first, and may take the one place where two others had room: those may try to go before them.
    large = [i for i in order if radii[i] > SMALLEST and i not in spots]
    for i in large[:MOST_TRIES]:
        tried = sorted(order, key=lambda j: (rows[j]["place_id"] not in first, j != i))
        found = place_labels(at, radii, wides, LABEL_PX, tried, room)
        if sum(radii[j] ** 2 for j in found) > sum(radii[j] ** 2 for j in spots):
            spots, order = found, tried
    result = []
    for i, row in enumerate(rows):
        anchor, dx, dy = spots.get(i, (None, 0.0, 0.0))
        result.append(row | {"anchor": anchor, "offset": [round(dx, 1), round(-dy, 1)]})
    return result


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
            f'<span aria-hidden="true" style="display:inline-block;width:{size}px;height:{size}px;'
            f"border-radius:50%;background:{fill};border:2px solid {line};"
            'box-sizing:border-box;flex:none"></span>'
        )

    dash = (
        '<span aria-hidden="true" style="display:inline-block;width:24px;'
        f'border-top:2px solid {palette.accent};flex:none"></span>'
    )
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


def _countries_layer(url: str | None, palette: Palette, clicks: int) -> pdk.Layer | None:
    """Outlines that can be clicked, all but invisible.

    A tint hides behind a transparency of 1 in 255: Streamlit makes the filling of what is clicked opaque.
    """
    if url is None:
        return None
    return pdk.Layer(
        "GeoJsonLayer",
        id=f"countries-{clicks}",
        data=url,
        pickable=True,
        filled=True,
        stroked=False,
        get_fill_color=[*_tint(palette), 1],
    )


def _chosen_country_layer(countries: Geojson | None, palette: Palette, code: str) -> pdk.Layer | None:
    features = [f for f in countries["features"] if f["properties"]["iso_a2"] == code] if countries and code else []
    if not features:
        return None
    return pdk.Layer(
        "GeoJsonLayer",
        id="country",
        data={"type": "FeatureCollection", "features": features},
        filled=True,
        stroked=True,
        get_fill_color=[*_tint(palette), 255],
        get_line_color=[*rgb(palette.ink), 255],
        get_line_width=1.5,
        line_width_units=pdk.types.String("pixels"),
    )


def _tint(palette: Palette) -> tuple[int, int, int]:
    return rgb(mix(palette.focus, palette.accent, 0.16))


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


def _text_layer(layer_id: str, rows: list[dict[str, Any]], colour: str, **options: Any) -> pdk.Layer:
    """A layer of text, its colour set below the layer's own, where Streamlit does not dim it on a click."""
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
