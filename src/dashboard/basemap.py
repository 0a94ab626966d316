"""The map behind the cities: a MapLibre style of the data package's outlines, drawn with our palette.

The browser gets style and outlines from routes of ours (see server.py), so no tile, font or sprite is ever
asked of anyone else.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from dashboard.theme import Palette

LAYERS = ("countries", "lakes")
STYLES = {"style": False, "style-dark": True}  # name -> dark?
ROUTE = "/app/static"


def style_url(dark: bool = False, base: str = "") -> str:
    """The style's URL path for pydeck's `map_style`; `base` is the server's base path, "" for none."""
    return _prefix(base) + f"{ROUTE}/{'style-dark' if dark else 'style'}.json"


def style(colours: Palette, base: str = "", focus: Collection[str] | None = None) -> dict[str, Any]:
    """A MapLibre style: water, land, the dataset's countries, lakes, borders; nothing else to fetch.

    `focus` holds the ISO 3166-1 alpha-2 codes of the dataset's countries; without it the outlines' own
    `focus` property tells.
    """
    in_focus: list[Any] = (
        ["==", ["get", "focus"], True] if focus is None else ["in", ["get", "iso_a2"], ["literal", sorted(focus)]]
    )
    url = _prefix(base) + ROUTE
    return {
        "version": 8,
        "name": "Outlines",
        "sources": {
            "countries": {"type": "geojson", "data": f"{url}/countries.geojson"},
            "lakes": {"type": "geojson", "data": f"{url}/lakes.geojson"},
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


def _prefix(base: str) -> str:
    stripped = base.strip("/")
    return f"/{stripped}" if stripped else ""
