"""What every figure shares: the frame, the key, the axes of counts, the wrapping of labels."""

from __future__ import annotations

import html
import math
import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.i18n import BEFORE_A_DASH, NO_BREAK, Translator
from dashboard.theme import TEXT_SIZE, TITLE_SIZE, Palette, plotly_template

LABEL = 28  # characters of a line of an axis label
TITLE = 34  # of a line of the title: 34 bold ones fit on a phone's 360 pixels, also in Cyrillic
LINE = 50  # of a line of small text over the full width
FOOT = 46  # of the source at the foot, whose addresses have few narrow letters
HOVER = 44
LINE_PX = 17  # height of one line of small text
BAR_PX = 14  # thickness of a bar that has its label above it
GAP_PX = 12  # from there to the next label
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


def wrap(text: object, width: int = LABEL, lines: int | None = None) -> str:
    """Escaped text broken with `<br>` at `width` characters; with `lines`, the rest becomes an ellipsis."""
    whole = re.sub(BEFORE_A_DASH, NO_BREAK, str(text))
    parts = textwrap.wrap(whole, width, max_lines=lines, placeholder=" …") or [""]
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


def key_lines(items: Sequence[tuple[str, str, str]]) -> list[tuple[str, int]]:
    """A legend as lines of text: (glyph, colour, label) each, broken where the line is full."""
    rows: list[tuple[str, int]] = []
    for glyph, colour, label in items:
        shown = f'<span style="color:{colour}">{glyph}</span>&nbsp;{html.escape(label, quote=False)}'
        length = len(label) + 5
        if rows and rows[-1][1] + length <= LINE:
            rows[-1] = (f"{rows[-1][0]}&nbsp;&nbsp; {shown}", rows[-1][1] + length)
        else:
            rows.append((shown, length))
    return rows


def framed(
    draft: Draft,
    body: float,
    palette: Palette,
    title: str | None,
    note: str | None,
    key: Sequence[tuple[str, str, str]] = (),
    bottom: int = 46,
    left: int = 10,
) -> go.Figure:
    """The figure with its title, note and key on top, and a height that leaves `body` pixels for the plot.

    `bottom` and `left` are the margins there, in pixels.
    """
    small = [wrap(note, LINE)] if note else []
    small += [row for row, _ in key_lines(key)]
    heading = wrap(title, TITLE) if title else ""
    top = (lines_in(heading) * 21 if heading else 0) + sum(lines_in(part) for part in small) * LINE_PX
    top = top + 32 if top else 12
    texts = [f"<b>{heading}</b>"] if heading else []
    texts += [f'<span style="font-size:{TEXT_SIZE}px;color:{palette.muted}">{part}</span>' for part in small]
    draft.update_layout(
        title={
            "text": "<br>".join(texts),
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 20, "l": 4},
            "font": {"size": TITLE_SIZE},
        },
        margin={"t": top, "b": bottom, "l": left, "r": 34},
        height=round(top + body + bottom),
    )
    return draft.finished()


def bare(draft: Draft, body: float, left: int = 0, right: int = 0) -> go.Figure:
    """The figure with nothing around its plot: what is told of it stands in the page."""
    draft.update_layout(margin={"t": 0, "b": 0, "l": left, "r": right, "pad": 0}, height=round(body))
    return draft.finished()


def tick_step(maximum: float, most: int = 4) -> int:
    """The distance of the ticks of a count: 1, 2, 5, 10, 20 …, never a fraction, `most` of them at most."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if maximum <= factor * power * most:
                return factor * power
        power *= 10


def count_axis(maximum: float, t: Translator, unit: str | None = None, room: float = 1.16) -> dict[str, Any]:
    """An axis of whole numbers from zero, with room for a label behind the longest bar."""
    top = max(1.0, float(maximum))
    step = tick_step(top)
    ticks = list(range(0, math.floor(top) + 1, step))
    return {
        "range": [0, top * room],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [t.number(tick) for tick in ticks],
        "tickformat": "d",
        "dtick": step,
        "title": {"text": html.escape(unit) if unit else ""},
        "rangemode": "tozero",
    }


def nothing(t: Translator, palette: Palette, title: str | None = None, note: str | None = None) -> go.Figure:
    """A figure that says in words that there is nothing to show."""
    draft = Draft(palette)
    draft.update_layout(
        annotations=[
            {
                "text": wrap(t("Nothing to show with these filters."), LINE),
                "showarrow": False,
                "x": 0.5,
                "y": 0.5,
                "xref": "paper",
                "yref": "paper",
            }
        ],
        xaxis={"visible": False},
        yaxis={"visible": False},
    )
    return framed(draft, 80, palette, title, note)


def above_bars(
    draft: Draft, heads: Sequence[tuple[float, str]], palette: Palette, yaxis: str, xaxis: str = "x2"
) -> None:
    """Texts that begin at the left edge: (middle in pixels from the top, text) each."""
    draft.add_scatter(
        name="labels",
        x=[0] * len(heads),
        y=[middle for middle, _ in heads],
        xaxis=xaxis,
        yaxis=yaxis,
        mode="text",
        text=[text for _, text in heads],
        textposition="middle right",
        textfont={"color": palette.ink, "size": TEXT_SIZE},
        cliponaxis=False,
        hoverinfo="skip",
    )


def group_labels(t: Translator) -> dict[str, str]:
    """The words for the three standings in an action."""
    return {"organiser": t("organisers"), "partner": t("partners"), "addressed": t("institutions addressed")}
