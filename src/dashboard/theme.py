"""Colours by role, light and dark; everything that is drawn takes them from here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import plotly.graph_objects as go

FONT = "Source Sans, sans-serif"  # the one that Streamlit ships: nothing is fetched
TEXT_SIZE = 13  # pixels; no text of a chart is smaller


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, each named by its role and given as `#RRGGBB`."""

    paper: str  # the page
    card: str  # raised surfaces and form fields
    sidebar: str
    ink: str  # text, and charts' labels
    muted: str  # captions
    line: str  # rules and axes
    accent: str  # actions, organisers, the selection
    second: str  # institutions addressed, demands
    third: str  # partners and supporters
    not_reported: str  # what the source does not say; always hatched as well
    water: str
    land: str  # countries outside the dataset
    focus: str  # countries of the dataset
    border: str


LIGHT = Palette(
    paper="#FBFAF7",
    card="#FFFFFF",
    sidebar="#F3F1EB",
    ink="#1F2933",
    muted="#56626B",
    line="#D9D6CF",
    accent="#B93E0A",
    second="#12405A",
    third="#8A6FB8",
    not_reported="#8A8578",
    water="#DCE8EF",
    land="#EFECE4",
    focus="#FAF6EC",
    border="#B9B4A8",
)

DARK = Palette(
    paper="#12181D",
    card="#1B232A",
    sidebar="#0E1317",
    ink="#E8ECEF",
    muted="#A9B4BC",
    line="#36424C",
    accent="#FF9A62",
    second="#8FD3F4",
    third="#9468E0",
    not_reported="#7C868E",
    # The same order as by day: the dataset's countries lightest, other land between, water apart in hue.
    water="#0A1620",
    land="#1E262C",
    focus="#36434E",
    border="#6A7883",
)


def palette(dark: bool = False) -> Palette:
    """The palette of the dark or the light theme."""
    return DARK if dark else LIGHT


def by_group(palette: Palette) -> dict[str, str]:
    """The colour of each standing in an action: organiser, partner, addressed."""
    return {"organiser": palette.accent, "partner": palette.third, "addressed": palette.second}


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue (0 to 255) of `#RRGGBB`."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: str, second: str, share: float) -> str:
    """The colour that lies `share` (0 to 1) of the way from the first to the second, as `#RRGGBB`."""
    pairs = zip(rgb(first), rgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours (1 to 21), as WCAG defines it."""

    def luminance(colour: str) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in rgb(colour))]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dim = sorted((luminance(first), luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def text_on(background: str, palette: Palette) -> str:
    """Ink or paper, whichever is easier to read on this background."""
    return max(palette.ink, palette.paper, key=lambda colour: contrast(colour, background))


def hatch(palette: Palette, colour: str | None = None) -> dict[str, object]:
    """A plotly marker for what is not reported (or, in another colour, only vaguely): hatched on paper."""
    line = colour or palette.not_reported
    return {
        "color": palette.paper,
        "line": {"color": line, "width": 1},
        "pattern": {"shape": "/", "fgcolor": line, "bgcolor": palette.paper, "size": 7, "solidity": 0.25},
    }


@lru_cache(maxsize=4)  # plotly copies it into every figure
def plotly_template(palette: Palette) -> go.layout.Template:
    """The plotly template of a palette: fonts, quiet axes, colours in the order of the roles, no zooming."""
    axis = {
        "gridcolor": palette.line,
        "linecolor": palette.line,
        "zeroline": False,
        "ticks": "",
        "fixedrange": True,  # a chart that zooms by accident traps the finger that wanted to scroll
        "tickfont": {"size": TEXT_SIZE, "color": palette.ink},
        "title": {"font": {"size": TEXT_SIZE, "color": palette.muted}},
    }
    font = {"family": FONT, "size": TEXT_SIZE, "color": palette.ink}
    layout = go.Layout(
        font=font,
        paper_bgcolor=palette.paper,
        plot_bgcolor=palette.paper,
        colorway=list(by_group(palette).values()),
        hoverlabel={"bgcolor": palette.card, "bordercolor": palette.line, "font": font, "align": "left"},
        xaxis=axis,
        yaxis=axis | {"ticklabelstandoff": 6},
        dragmode=False,
        showlegend=False,
        bargap=0.3,
    )
    return go.layout.Template(layout=layout)
