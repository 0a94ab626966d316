"""Figures that stay as they are when a point is clicked: a click here opens something, it dims nothing."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.theme import Palette


def steady(figure: go.Figure, palette: Palette) -> go.Figure:
    """The same figure; plotly no longer fades the marks and texts that were not clicked."""
    for trace in figure.data:
        if trace.type in ("scatter", "bar"):
            trace.unselected = {"marker": {"opacity": 1}}
            # Once a colour is given for the selected texts, the others keep their own.
            trace.selected = {"marker": {"opacity": 1}, "textfont": {"color": palette.ink}}
    return figure
