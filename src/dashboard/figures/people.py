"""How many people took part, drawn as surely as the report says it."""

from __future__ import annotations

import html
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.base import (
    BAR_PX,
    GAP_PX,
    HOVER,
    LABEL,
    LINE,
    LINE_PX,
    Draft,
    above_bars,
    count_axis,
    framed,
    lines_in,
    nothing,
    rows_of,
    wrap,
)
from dashboard.i18n import Translator
from dashboard.theme import TEXT_SIZE, Palette, hatch, rgb

SLICES = 12  # of the fading edge of "about"


def participants(
    frame: pd.DataFrame,
    t: Translator,
    palette: Palette,
    title: str | None = None,
    note: str | None = None,
    limit: int = 40,
) -> go.Figure:
    """How many people took part in each action, drawn as surely as the report says it.

    A plain end is an exact figure, an open arrow "at least", a soft edge "about", a whisker a range, a
    hatched bar a figure in words ("several dozen"). Actions without a figure are one hatched band that has
    no place on the scale, with their number in words. Titles and the report's own words stand above the bars.
    """
    reported = frame[frame["qualifier"] != "not_reported"]
    shown, rest, missing = reported.head(limit), len(reported) - limit, len(frame) - len(reported)
    if frame.empty:
        return nothing(t, palette, title, note)
    draft = Draft(palette)
    values = [float(v) for v in pd.concat([shown["minimum"], shown["maximum"]]).dropna()]
    heads, bars, y = _rows(shown, t, palette)
    for qualifier, rows in bars.items():
        _draw_participants(draft, qualifier, rows, palette)
    if rest > 0:
        text = t.n("and {n} more action with a smaller figure", "and {n} more actions with smaller figures", rest)
        heads.append((y + LINE_PX / 2, wrap(text, LINE)))
        y += LINE_PX + GAP_PX
    draft.update_layout(
        xaxis=count_axis(max(values, default=1), t, t("people"), room=1.45) | {"visible": bool(values), "anchor": "y"},
        xaxis2={"range": [0, 1], "overlaying": "x", "visible": False, "fixedrange": True, "anchor": "y"},
        barmode="overlay",
    )
    above_bars(draft, heads, palette, "y")
    # The band of those not reported stands below the scale, so that nobody reads a number from it.
    gap = 60 if missing and values else 0
    band = 2 * LINE_PX + 3 + BAR_PX + GAP_PX if missing else 0
    body = y + gap + band
    draft.update_layout(
        yaxis={"range": [max(y, 1), 0], "visible": False, "domain": [(band + gap) / body if y else 1, 1]}
    )
    if missing:
        _draw_band(draft, missing, band, body, t, palette)
    return framed(draft, body, palette, title, note, bottom=12 if missing else 46)


def _rows(
    shown: pd.DataFrame, t: Translator, palette: Palette
) -> tuple[list[tuple[float, str]], dict[str, list[dict[str, Any]]], float]:
    """The texts above the bars (their middles in pixels from the top), the bars by qualifier, the height of all."""
    y = 0.0
    heads: list[tuple[float, str]] = []
    bars: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of(shown):
        words = row.text if isinstance(row.text, str) else ""
        head = wrap(row.title, LINE)
        if words:
            head += f'<br><span style="color:{palette.muted}">{wrap(words, LINE)}</span>'
        heads.append((y + lines_in(head) * LINE_PX / 2, head))
        y += lines_in(head) * LINE_PX + 3
        low = 0.0 if pd.isna(row.minimum) else float(row.minimum)
        high = low if pd.isna(row.maximum) else float(row.maximum)
        bars.setdefault(str(row.qualifier), []).append(
            {
                "y": y + BAR_PX / 2,
                "low": low,
                "high": high,
                "code": row.action_id,
                "number": _amount(str(row.qualifier), low, high, words, t),
                "hover": wrap(f"{row.title}: {words or t.number(low)}", HOVER),
            }
        )
        y += BAR_PX + GAP_PX
    return heads, bars, y


def _draw_band(draft: Draft, missing: int, band: float, body: float, t: Translator, palette: Palette) -> None:
    """The hatched band of the actions without a figure, `band` pixels of the `body`'s, with no scale."""
    text = t.n("Not reported: {n} action", "Not reported: {n} actions", missing)
    aside = wrap(t("a band outside the scale, not an amount"), LINE)
    draft.add_bar(
        orientation="h",
        name="not_reported",
        x=[1],
        y=[2 * LINE_PX + 3 + BAR_PX / 2],
        width=[BAR_PX],
        xaxis="x3",
        yaxis="y2",
        hovertext=[wrap(text, HOVER)],
        hoverinfo="text",
        marker=hatch(palette),
    )
    head = f'{wrap(text, LINE)}<br><span style="color:{palette.muted}">{aside}</span>'
    above_bars(draft, [(LINE_PX, head)], palette, "y2", "x3")
    draft.update_layout(
        xaxis3={"range": [0, 1], "visible": False, "fixedrange": True, "anchor": "y2"},
        yaxis2={
            "range": [band, 0],
            "domain": [0, band / body],
            "visible": False,
            "fixedrange": True,
            "anchor": "x3",
        },
    )


def _amount(qualifier: str, low: float, high: float, words: str, t: Translator) -> str:
    """The short number behind a bar; a vague figure has the report's words, where they are few."""
    if qualifier == "at_least":
        return t("{n} or more", n=t.number(low))
    if qualifier == "about":
        return t("about {n}", n=t.number(low))
    if qualifier == "range":
        return f"{t.number(low)}–{t.number(high)}"
    if qualifier == "vague":
        return words if len(words) <= LABEL else ""  # they stand above the bar; a number would be no quotation
    return t.number(low)


def _draw_participants(draft: Draft, qualifier: str, rows: list[dict[str, Any]], palette: Palette) -> None:
    """The bars of one qualifier, with what marks it at their ends."""
    soft = qualifier == "about"
    ends = [row["high"] for row in rows]
    marker: dict[str, Any] = {"color": palette.accent, "line": {"width": 0}}
    if qualifier == "vague":
        marker = hatch(palette, palette.accent)
    draft.add_bar(
        orientation="h",
        name=qualifier,
        x=[row["low"] * (0.9 if soft else 1) for row in rows],
        y=[row["y"] for row in rows],
        width=[BAR_PX] * len(rows),
        customdata=[[row["code"]] for row in rows],
        hovertext=[row["hover"] for row in rows],
        hoverinfo="text",
        marker=marker,
        error_x=(
            {
                "type": "data",
                "symmetric": False,
                "array": [row["high"] - row["low"] for row in rows],
                "arrayminus": [0] * len(rows),
                "color": palette.ink,
                "thickness": 1.5,
                "width": 6,
            }
            if qualifier == "range"
            else None
        ),
    )
    if soft:  # the edge fades from a tenth below the figure to a tenth above it
        # In slices: a gradient would be one mark, but not every version of plotly draws it.
        r, g, b = rgb(palette.accent)
        slices = [(row, i) for row in rows for i in range(SLICES)]
        draft.add_bar(
            name="about_edge",
            orientation="h",
            base=[row["low"] * (0.9 + 0.2 * i / SLICES) for row, i in slices],
            x=[row["low"] * 0.2 / SLICES for row, _ in slices],
            y=[row["y"] for row, _ in slices],
            width=[BAR_PX] * len(slices),
            marker={
                "color": [f"rgba({r},{g},{b},{1 - (i + 0.5) / SLICES:.2f})" for _, i in slices],
                "line": {"width": 0},
            },
            hoverinfo="skip",
        )
        ends = [row["low"] * 1.1 for row in rows]
    if qualifier == "at_least":
        draft.add_scatter(
            name="at_least_end",
            x=ends,
            y=[row["y"] for row in rows],
            mode="markers",
            marker={
                "symbol": "triangle-down-open",
                "angle": -90,  # turned to the right, and set beyond the bar's end
                "standoff": 6,
                "size": 12,
                "color": palette.accent,
                "line": {"width": 2, "color": palette.accent},
            },
            cliponaxis=False,
            hoverinfo="skip",
        )
    draft.add_scatter(
        name=f"{qualifier}_number",
        x=ends,
        y=[row["y"] for row in rows],
        mode="markers+text",  # the marker is unseen: it keeps the text away from what ends the bar
        marker={
            "symbol": "circle",
            "size": 30 if qualifier == "at_least" else 8,
            "color": "rgba(0,0,0,0)",
            "line": {"width": 0},
        },
        text=[html.escape(row["number"], quote=False) for row in rows],
        textposition="middle right",
        textfont={"color": palette.ink, "size": TEXT_SIZE},
        cliponaxis=False,
        hoverinfo="skip",
    )
