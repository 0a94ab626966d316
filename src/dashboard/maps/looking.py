"""Where the map in the browser looks: the first view, how far one may go, and what stands where in a frame."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pydeck as pdk

from dashboard.maps.layout import CLOSEST, PADDING, TILE, Bounds, mercator

NARROWEST, WIDEST = 328, 1000  # pixels: the frames that the page gives the map


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


def limits(region: Bounds, aside: int, height: int) -> Bounds:
    """The bounds within which a map of this height stays: the browser lets nobody see beyond them.

    It also comes so close that they fill its frame, less `aside` pixels at both sides. That is how a first view suits a
    width that only the browser knows: in the widest frame the region is as high as the frame allows.
    """
    west, south, east, north = region
    top, bottom = mercator(north), mercator(south)
    fits = min(CLOSEST, math.log2((height - 2 * PADDING[1]) / (TILE * max(top - bottom, 1e-9))))
    half_wide = max((east - west) / 360, (WIDEST - 2 * aside) / (TILE * 2**fits)) / 2 * 360
    half_high = (height + 2) / 2 / (TILE * 2 ** view_state(region, NARROWEST, height).zoom)
    middle, centre = (west + east) / 2, (top + bottom) / 2
    return (
        max(-180.0, middle - half_wide),
        _latitude(centre - half_high),
        min(180.0, middle + half_wide),
        _latitude(centre + half_high),
    )


def beside(width: int) -> int:
    """Pixels that stay free at both sides of the region in a frame of this width, so that names find room."""
    return round(min(100, max(40, 0.13 * width)))


def least_zoom(around: Bounds, width: int, aside: int) -> float:
    """How close the browser comes at least in a frame of this width; see `limits`."""
    return math.log2(max(1, width - 2 * aside) / (TILE * (around[2] - around[0]) / 360))


def _latitude(high: float) -> float:
    return max(-85.0, min(85.0, math.degrees(math.atan(math.sinh(high * 2 * math.pi)))))


def controller(around: Bounds, aside: int) -> dict[str, Any]:
    """The controller of a view that stays within these bounds, with `aside` pixels free at both sides."""
    west, south, east, north = around
    return {
        "maxBounds": [[round(west, 4), round(south, 4)], [round(east, 4), round(north, 4)]],
        "maxBoundsPadding": {"left": aside, "right": aside},
        "dragRotate": False,
        "touchRotate": False,
    }


def on_the_frame(positions: list[list[float]], view: pdk.ViewState, width: float = 0, height: float = 0) -> np.ndarray:
    """Where longitudes and latitudes stand in a frame of this view: pixels, y upwards."""
    flat = np.array([[x / 360, mercator(y)] for x, y in positions]).reshape(-1, 2)
    middle = np.array([view.longitude / 360, mercator(view.latitude)])
    return (flat - middle) * TILE * 2**view.zoom + np.array([width, height]) / 2


def on_the_globe(point: np.ndarray, view: pdk.ViewState, width: float, height: float) -> list[float]:
    """Longitude and latitude of a point in a frame of this view: the reverse of `on_the_frame`."""
    x, y = (point - np.array([width, height]) / 2) / (TILE * 2**view.zoom)
    return [round(view.longitude + x * 360, 4), round(_latitude(mercator(view.latitude) + y), 4)]
