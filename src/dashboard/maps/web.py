"""The map in the browser: pydeck layers over our own outlines."""

from __future__ import annotations

import html
from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
import pydeck as pdk

from dashboard.i18n import Translator
from dashboard.maps.layout import (
    LABEL_PX,
    LETTER_PX,
    LINE_FROM,
    RING,
    RING_GAP,
    TILE,
    Bounds,
    Geojson,
    bounds_of,
    box_of,
    is_free,
    line_end,
    link_rows,
    place_labels,
    radius_of,
    scale_of,
)
from dashboard.maps.looking import beside, controller, least_zoom, limits, on_the_frame, on_the_globe, view_state
from dashboard.theme import FONT, Palette, mix, rgb, text_on

COUNTRY_PX, COUNTRY_LETTER = 11, 8.4  # height and width of a letter of a country's name
PALE = 3.5  # pixels: radius of a city whose actions are not in view
FINGER = 14  # pixels from its centre where a press opens a city, at most
EARTH, FAR_AWAY = 6_371_000, 1_000_000  # metres


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
    left_out: pd.DataFrame | None = None,
    names: Collection[tuple[str, float, float, float]] = (),
    aside: int | None = None,
) -> pdk.Deck:
    """The map: cities by `reading` (`actions` or `organisations`), joined where they acted as one.

    Layers that can be clicked: `cities-N` (rows with `place_id`) and `countries-N` (features with
    `properties.iso_a2`), N being `clicks`: a click belongs to a layer, another N forgets it. The browser fetches the
    outlines from `outlines_url` (see `basemap.clickable`). What is clicked of cities that cover one another is the
    nearest: the layer is unseen, its circles end half way to the next city (see `reach`).

    `selected` is what is open, as (kind, code): a country gets a tint; the lines of a collective action become thick.
    `lit` are the `place_id` of the cities that belong to it, which get a ring. `countries` holds the exact outlines
    of the dataset's countries, `left_out` the cities where something was held that is not in view: pale dots. `names`
    are those of countries, with longitude, latitude and the room around (degrees). `width` and `height` are the
    frame's, in pixels, for which names are placed, `aside` what stays free at its sides. One cannot leave the
    surroundings of `region`, and the map comes no smaller (see `limits`).

    Every layer costs the browser some tenths of a second where it draws without a graphics card, so there are
    no more of them than needed.
    """
    kind, code = selected or ("", "")
    chosen = places[places["country"] == code] if kind == "country" else places
    view = view or view_state(bounds_of(chosen if len(chosen) else places, countries), width, height)
    aside = beside(width) if aside is None else aside
    around = limits(region or bounds_of(places, countries), aside, height)
    # The browser comes as close as the limits ask in a frame of this width.
    shown = pdk.ViewState(view.longitude, view.latitude, max(view.zoom, least_zoom(around, width, aside)))
    rows = city_rows(places, t, palette, reading, share_of(width))
    pale = [] if left_out is None else pale_rows(left_out, t, palette)
    labels, written, leaders = _labelled(rows, pale, names, shown, width, height, first=lit)
    near = _reach([*rows, *pale])
    layers = [
        _countries_layer(outlines_url, palette, clicks),
        _chosen_country_layer(countries, palette, code if kind == "country" else ""),
        _links_layer(links, palette, code if kind == "action" else ""),
        _leaders_layer(leaders, palette),
        # Below the circles: the browser makes opaque what was clicked.
        pdk.Layer(
            "ScatterplotLayer",
            id=f"cities-{clicks}",
            data=near,
            pickable=True,
            get_position="position",
            get_radius="reach",
            radius_max_pixels=max([FINGER, *(row["radius"] for row in rows)]),
            get_fill_color=[*_tint(palette), 1],
        ),
        pdk.Layer(
            "ScatterplotLayer",
            id="circles",
            data=[*pale, *sorted(rows, key=lambda row: row["rank"], reverse=True)],
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
            "countries",
            written,
            palette.muted,
            get_text="name",
            get_size=COUNTRY_PX,
            get_pixel_offset="offset",
            **_haloed(palette),
        ),
        _text_layer(
            "labels",
            labels,
            palette.ink,
            get_text="name",
            get_size=LABEL_PX,
            get_text_anchor="anchor",
            get_pixel_offset="offset",
            font_weight=600,
            **_haloed(palette),
        ),
    ]
    return pdk.Deck(
        layers=[layer for layer in layers if layer is not None],
        initial_view_state=view,
        views=[pdk.View(type="MapView", controller=controller(around, aside))],
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
    places: pd.DataFrame, t: Translator, palette: Palette, reading: str = "actions", share: float = 1.0
) -> list[dict[str, Any]]:
    """One row a city, as the map draws it, the largest first, the circles of this share of their usual size.

    place_id, name, position (longitude, latitude), radius and stroke (pixels), fill and line (RGBA), number
    (what stands in the circle, "" for one or none), rank (0 for several, 1 for one, 2 for none), and tip (see `tip`).
    """
    scale = scale_of(places[reading])
    rows = []
    place: Any
    for place in places.sort_values([reading, "actions", "name"], ascending=[False, False, True]).itertuples():
        value = int(getattr(place, reading))
        radius = round(radius_of(value, scale) * share, 1)
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
                "rank": 0 if value > 1 else 1 if value else 2,
                "tip": tip(place, t),
            }
        )
    return rows


def share_of(width: int) -> float:
    """The share of their usual size that circles have in a frame of this width (pixels)."""
    return min(1.0, max(0.66, width / 950))


def pale_rows(left_out: pd.DataFrame, t: Translator, palette: Palette) -> list[dict[str, Any]]:
    """One row a city where something was held that is not in view: a pale dot; columns as in `city_rows`."""
    return [
        {
            "place_id": place.place_id,
            "name": place.name,
            "position": [place.longitude, place.latitude],
            "radius": PALE,
            "stroke": 1,
            "fill": [*rgb(palette.muted), 130],
            "line": [*rgb(palette.focus), 255],
            "number": "",
            "rank": 3,
            "tip": t("{city}, {country}: no action in view", city=place.name, country=t.country(place.country)),
        }
        for place in left_out.itertuples()
    ]


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


def _reach(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with reach: how far from its centre a press is for this city and for no other, in metres on the ground.

    Half way to the next city, so that at every zoom the nearest is opened.
    """
    at = np.radians(np.array([row["position"] for row in rows], dtype=float).reshape(-1, 2))
    result = []
    for i, row in enumerate(rows):
        wide = (at[:, 0] - at[i, 0]) * np.cos((at[:, 1] + at[i, 1]) / 2)
        apart = np.hypot(wide, at[:, 1] - at[i, 1]) * EARTH
        apart[i] = np.inf
        result.append(row | {"reach": round(float(apart.min()) / 2) if len(rows) > 1 else FAR_AWAY})
    return result


def _labelled(
    rows: list[dict[str, Any]],
    pale: list[dict[str, Any]],
    countries: Collection[tuple[str, float, float, float]],
    view: pdk.ViewState,
    width: int,
    height: int,
    first: Collection[str] = (),
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """The names of cities and countries that have room, none touching another or a circle; lines to the far ones.

    Cities of several actions and those of `first` go before countries, these before the other cities; rings go last,
    and pale dots have no names. The place of a name is told by position (longitude, latitude), anchor, and offset in
    pixels, down is positive. A name with room only at a distance stays there on the ground, at the end of its line.
    """
    every = [*rows, *pale]
    at = on_the_frame([row["position"] for row in every], view, width, height)
    radii = [float(row["radius"]) + (RING_GAP if row["place_id"] in first else 0) for row in every]
    wides = [len(row["name"]) * LETTER_PX + 4 for row in every]
    room = (width - 12.0, float(height))
    weak = {i for i, row in enumerate(every) if row["rank"] > 1}
    leading = [i for i, row in enumerate(rows) if row["rank"] == 0 or row["place_id"] in first]
    leading.sort(key=lambda i: every[i]["place_id"] not in first)
    rest = sorted((i for i in range(len(rows)) if i not in leading), key=lambda i: every[i]["rank"])
    spots = place_labels(at, radii, wides, LABEL_PX, leading, room, weak, leading)
    taken = [box_of(at[i], spot, wides[i], LABEL_PX) for i, spot in spots.items()]
    circles = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(at, radii, strict=True)]
    written = []
    for name, longitude, latitude, degrees in countries:
        (point,) = on_the_frame([[longitude, latitude]], view, width, height)
        around = degrees / 360 * TILE * 2**view.zoom
        for shift in (0.0, 0.4 * around, -0.4 * around):
            box = box_of(point, ("middle", 0.0, shift), len(name) * COUNTRY_LETTER, COUNTRY_PX + 2)
            if box[2] - box[0] < 2.6 * around and is_free(box, [*taken, *circles], room):
                taken.append(box)
                words = "\u200a\u200a".join(name.upper())
                written.append({"name": words, "position": [longitude, latitude], "offset": [0, round(-shift)]})
                break
    spots |= place_labels(at, radii, wides, LABEL_PX, rest, room, weak, (), taken)
    labels, leaders = [], []
    for i, (anchor, dx, dy) in spots.items():
        row = {"place_id": every[i]["place_id"], "name": every[i]["name"], "anchor": anchor}
        box = box_of(at[i], (anchor, dx, dy), wides[i], LABEL_PX)
        end = np.array(line_end(box, at[i]))
        if np.hypot(*(end - at[i])) > radii[i] + LINE_FROM:
            position = on_the_globe(at[i] + np.array([dx, dy]), view, width, height)
            labels.append(row | {"position": position, "offset": [0, 0]})
            leaders.append({"start": every[i]["position"], "end": on_the_globe(end, view, width, height)})
        else:
            labels.append(row | {"position": every[i]["position"], "offset": [round(dx, 1), round(-dy, 1)]})
    return labels, written, leaders


def legend_html(
    places: pd.DataFrame,
    t: Translator,
    palette: Palette,
    reading: str = "actions",
    *,
    has_pale: bool = False,
    has_links: bool = True,
    share: float = 1.0,
) -> str:
    """What sizes, colours and lines of the map mean, as a line of HTML: only what is drawn, in the sizes drawn."""
    scale, top = scale_of(places[reading]), int(places[reading].max()) if len(places) else 0
    sizes = sorted({1, max(top, 1)} | ({4} if top > 8 else set()))
    if reading == "organisations":
        words = [t.n("{n} named organisation", "{n} named organisations", n) for n in sizes]
        hollow = [(palette.accent, t("actions, but no organisation named for this city alone"))]
        is_hollow = (places["actions"] > 0) & (places[reading] == 0)
        hollow = hollow if is_hollow.any() else []
    else:
        words = [t.n("{n} action", "{n} actions", n) for n in sizes]
        hollow = []
    if (places["actions"] == 0).any():
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
        *(
            (dot(radius_of(n, scale) * share, palette.accent, palette.accent), told)
            for n, told in zip(sizes, words, strict=True)
        ),
        *((dot(RING + 1, palette.paper, colour), words) for colour, words in hollow),
        *([(dot(PALE + 1, palette.muted, palette.muted), t("no action in view"))] if has_pale else []),
        *([(dash, t("one action in several cities"))] if has_links else []),
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


def _leaders_layer(leaders: list[dict[str, Any]], palette: Palette) -> pdk.Layer | None:
    """Lines from circles to names that stand at a distance."""
    if not leaders:
        return None
    return pdk.Layer(
        "LineLayer",
        id="leaders",
        data=leaders,
        get_source_position="start",
        get_target_position="end",
        get_color=[*rgb(palette.ink), 200],
        get_width=1,
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


def _haloed(palette: Palette) -> dict[str, Any]:
    """Options of a text layer whose letters have a halo in the colour of the land."""
    return {
        "font_settings": {"sdf": True, "radius": 12, "cutoff": 0.2, "buffer": 6},
        "outline_width": 4,
        "outline_color": list(rgb(palette.focus)),
    }
