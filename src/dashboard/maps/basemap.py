"""The map behind the cities: a MapLibre style of the data package's outlines, drawn with our palette.

The browser gets style and outlines from routes of ours (see server.py), so no tile, font or sprite is ever
asked of anyone else.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import shapely

from dashboard.i18n import Translator
from dashboard.theme import Palette

LAYERS = ("countries", "lakes")
STYLES = {"style": False, "style-dark": True}  # name -> dark?
ROUTE = "/app/static"
COARSE = 0.08  # degrees by which an outline that is only clicked may stray: a third of the bytes


def style_url(dark: bool = False) -> str:
    """The style's URL path for pydeck's `map_style`."""
    return f"{ROUTE}/{'style-dark' if dark else 'style'}.json"


def style(colours: Palette, focus: Collection[str] | None = None) -> dict[str, Any]:
    """A MapLibre style: water, land, the dataset's countries, lakes, borders; nothing else to fetch.

    `focus` holds the ISO 3166-1 alpha-2 codes of the dataset's countries; without it the outlines' own
    `focus` property tells.
    """
    in_focus: list[Any] = (
        ["==", ["get", "focus"], True] if focus is None else ["in", ["get", "iso_a2"], ["literal", sorted(focus)]]
    )
    return {
        "version": 8,
        "name": "Outlines",
        "sources": {
            "countries": {"type": "geojson", "data": f"{ROUTE}/countries.geojson"},
            "lakes": {"type": "geojson", "data": f"{ROUTE}/lakes.geojson"},
        },
        "layers": [
            {"id": "water", "type": "background", "paint": {"background-color": colours.water}},
            {
                "id": "land",
                "type": "fill",
                "source": "countries",
                "paint": {
                    "fill-color": ["case", in_focus, colours.focus, colours.land],
                    "fill-antialias": False,
                },
            },
            {"id": "lakes", "type": "fill", "source": "lakes", "paint": {"fill-color": colours.water}},
            {
                "id": "borders",
                "type": "line",
                "source": "countries",
                "layout": {"line-join": "round"},
                "paint": {
                    "line-color": colours.border,
                    "line-width": ["case", in_focus, 1.0, 0.6],
                },
            },
        ],
    }


def clickable_url(language: str) -> str:
    """The URL path of the outlines that can be clicked (see `clickable`), in one language."""
    return f"{ROUTE}/clickable.{language}.geojson"


def clickable(countries: dict[str, Any], codes: Collection[str], t: Translator) -> dict[str, Any]:
    """Coarse outlines of the countries with these codes, to be clicked on and never seen.

    A GeoJSON FeatureCollection with the properties iso_a2 and tip, the country's name.
    """
    features = []
    for feature in countries["features"]:
        code = feature["properties"]["iso_a2"]
        if code in codes:
            shape = shapely.geometry.shape(feature["geometry"]).simplify(COARSE, preserve_topology=True)
            rounded = shapely.set_precision(shape, 0.01, mode="pointwise")
            features.append(
                {
                    "type": "Feature",
                    "geometry": dict(shapely.geometry.mapping(rounded)),
                    "properties": {"iso_a2": code, "tip": t.country(code)},
                }
            )
    return {"type": "FeatureCollection", "features": features}
