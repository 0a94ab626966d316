"""Colours by role, light and dark; everything that is drawn takes them from here."""

from __future__ import annotations

from dataclasses import dataclass


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
    third="#5B8DEF",
    not_reported="#7C868E",
    # The same order as by day: the dataset's countries lightest, other land between, water apart in hue.
    water="#0D1A23",
    land="#1A2127",
    focus="#27313A",
    border="#4C5964",
)


def palette(dark: bool = False) -> Palette:
    """The palette of the dark or the light theme."""
    return DARK if dark else LIGHT
