"""What every figure shares: how it is put together, and the wrapping of its labels."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.i18n import BEFORE_A_DASH, NO_BREAK, Translator
from dashboard.theme import Palette, plotly_template

LABEL = 28  # characters of a line of an axis label
HOVER = 44
LINE_PX = 17  # height of one line of small text
MARKS = {"organiser": ("circle", "●"), "partner": ("square", "■"), "addressed": ("diamond", "◆")}


def config(t: Translator) -> dict[str, Any]:
    """The `config` of `st.plotly_chart`: no tool bar, for a plot is saved as a picture of its own layout."""
    return {
        "displayModeBar": False,
        "showSendToCloud": False,
        "scrollZoom": False,
        "doubleClick": False,
        "responsive": True,
        "showTips": False,
        "locale": t.language,
    }


def wrap(text: object, width: int = LABEL) -> str:
    """Escaped text broken with `<br>` at `width` characters."""
    whole = re.sub(BEFORE_A_DASH, NO_BREAK, str(text))
    parts = textwrap.wrap(whole, width) or [""]
    return "<br>".join(html.escape(part, quote=False) for part in parts)


def rows_of(frame: pd.DataFrame) -> Iterable[Any]:
    """The rows of a frame, their columns as attributes."""
    return frame.itertuples()


def lines_in(text: str) -> int:
    """The number of lines that a label takes as `wrap` broke it."""
    return text.count("<br>") + 1


class Draft:
    """A figure while it is put together.

    Plotly checks a `Figure` at every change; a draft is checked once, when it is whole, in a fifth of the time.
    """

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self.traces: list[dict[str, Any]] = []
        self.layout: dict[str, Any] = {"template": plotly_template(palette)}

    def add_bar(self, **trace: Any) -> None:
        """Adds bars: a trace of `plotly.graph_objects.Bar`."""
        self._add("bar", trace)

    def add_scatter(self, **trace: Any) -> None:
        """Adds points, lines or texts: a trace of `plotly.graph_objects.Scatter`."""
        self._add("scatter", trace)

    def add_heatmap(self, **trace: Any) -> None:
        """Adds coloured cells: a trace of `plotly.graph_objects.Heatmap`."""
        self.traces.append({"type": "heatmap", **trace})

    def _add(self, kind: str, trace: dict[str, Any]) -> None:
        # A click opens something, it dims nothing: plotly would fade the marks and texts that were not clicked.
        # Once a colour is given for the selected texts, the others keep their own.
        steady = {
            "unselected": {"marker": {"opacity": 1}},
            "selected": {"marker": {"opacity": 1}, "textfont": {"color": self.palette.ink}},
        }
        self.traces.append({"type": kind, **steady, **trace})

    def update_layout(self, **parts: Any) -> None:
        """Sets parts of the layout; of an axis that is there already, what is new is added."""
        for name, part in parts.items():
            known = self.layout.get(name)
            self.layout[name] = {**known, **part} if isinstance(known, dict) else part

    def finished(self) -> go.Figure:
        """The figure, checked by plotly."""
        return go.Figure(data=self.traces, layout=self.layout)


def bare(draft: Draft, body: float, left: int = 0, right: int = 0) -> go.Figure:
    """The figure with nothing around its plot: what is told of it stands in the page."""
    draft.update_layout(margin={"t": 0, "b": 0, "l": left, "r": right, "pad": 0}, height=round(body))
    return draft.finished()


def nothing(t: Translator, palette: Palette) -> go.Figure:
    """A figure that says in words that there is nothing to show."""
    draft = Draft(palette)
    said = {
        "text": wrap(t("Nothing to show with these filters.")),
        "showarrow": False,
        "xref": "paper",
        "yref": "paper",
    }
    draft.update_layout(annotations=[{**said, "x": 0.5, "y": 0.5}], xaxis={"visible": False}, yaxis={"visible": False})
    return bare(draft, 80)


def group_labels(t: Translator) -> dict[str, str]:
    """The words for the three standings in an action."""
    return {"organiser": t("organisers"), "partner": t("partners"), "addressed": t("institutions addressed")}
