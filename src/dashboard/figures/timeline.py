"""Every action at its time, a row of dots a country."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.base import HOVER, LINE_PX, Draft, framed, lines_in, nothing, rows_of, wrap
from dashboard.figures.time import day_tick
from dashboard.i18n import Translator
from dashboard.theme import Palette

LANE_PX = 13  # the height of a row of dots
COUNTRY = 14  # characters of a line of a country's name beside it


def timeline(
    frame: pd.DataFrame,
    t: Translator,
    palette: Palette,
    title: str | None = None,
    note: str | None = None,
    day: dt.date | None = None,
) -> go.Figure:
    """Every action at its time, a row of dots a country; a line at the campaign's `day`; undated ones apart.

    Columns: action_id, title, country_label, start, end (dates; missing where not reported) and kind: `day`,
    `month` or `year` (how exactly it is dated), `undated`, or `follow_up` (announced for that date). An
    action of several days is a bar; one known by its month is a hollow dot in the middle of a thin line over
    the month. Follow-ups beyond the last action stand at the right edge with an arrow.
    """
    if frame.empty:
        return nothing(t, palette, title, note)
    frame = frame.assign(start=pd.to_datetime(frame["start"]), end=pd.to_datetime(frame["end"]))
    scale = _scale(frame, day)
    placed = _placed(frame, scale)
    draft = Draft(palette)
    _draw_spans(draft, placed.spans, t, palette)
    for kind, dots in placed.dots.items():
        _draw_dots(draft, kind, dots, t, palette)
    if placed.undated:
        _draw_dots(draft, "undated", placed.undated, t, palette)
    draft.update_layout(**_axes(scale, placed, day, t, palette))
    drawn = {*placed.dots, *(["undated"] if placed.undated else [])}
    key = [(mark.sign, getattr(palette, mark.role), mark.words(t)) for kind, mark in MARKS.items() if kind in drawn]
    if day:
        key.append(("┊", palette.ink, t("{day}, the campaign's day", day=t.date(day))))
    return framed(draft, placed.rules[-1], palette, title, note, key, bottom=62)


@dataclass(frozen=True)
class Mark:
    """How the dots of one kind are drawn, and the line of the key that explains them."""

    symbol: str  # of plotly
    sign: str  # the same in a text
    role: str  # of colour: of `theme.Palette`
    words: Callable[[Translator], str]
    hollow: bool = False


MARKS = {
    "day": Mark("circle", "●", "accent", lambda t: t("action")),
    "month": Mark("circle", "○", "accent", lambda t: t("only the month is stated"), hollow=True),
    "year": Mark("circle", "○", "accent", lambda t: t("only the year is stated"), hollow=True),
    "undated": Mark("circle-x-open", "⊗", "not_reported", lambda t: t("date not stated")),
    "follow_up": Mark("diamond", "◆", "second", lambda t: t("follow-up announced")),
    "later": Mark("triangle-right", "▶", "second", lambda t: t("follow-up announced for later")),
}


@dataclass(frozen=True)
class _Scale:
    """The days that the timeline shows, counted from the first."""

    first: pd.Timestamp
    span: int

    @property
    def pad(self) -> float:
        """The room before the first day and after the last, in days."""
        return max(1.0, self.span * 0.04)

    def at(self, when: pd.Timestamp | dt.date) -> int:
        """The place of a day on the axis."""
        return int((pd.Timestamp(when) - self.first).days)


@dataclass(frozen=True)
class _Placed:
    """Everything in its place: dots and spans of days as (place, height, row), heights in pixels from the top."""

    countries: list[str]
    dots: dict[str, list[tuple[float, float, Any]]]  # by kind: a code of `MARKS`
    spans: list[tuple[float, float, float, Any]]  # begin, end, height, row
    undated: list[tuple[float, float, Any]]
    middles: list[float]  # of each country's row
    rules: list[float]  # the lines between the rows, the last at the bottom


def _scale(frame: pd.DataFrame, day: dt.date | None) -> _Scale:
    """The time that holds all actions and the campaign's day; a year that is all one knows does not widen it."""
    acts = frame[(frame["kind"] != "follow_up") & frame["start"].notna()]
    months = acts.loc[acts["kind"] == "month", "start"]
    stops = [*acts.loc[acts["kind"] != "year", "start"], *acts.loc[acts["kind"] == "day", "end"].dropna()]
    stops += [*(months + pd.offsets.MonthEnd(0)), *([pd.Timestamp(day)] if day else [])]
    if not stops:
        stops = [*frame["start"].dropna()] or [pd.Timestamp("2000-01-01")]
    first, last = min(stops), max(stops)
    return _Scale(first, max(7, (last - first).days))


def _placed(frame: pd.DataFrame, scale: _Scale) -> _Placed:
    """The rows of the countries one below the other, each as high as its lanes or its name need."""
    countries = list(dict.fromkeys(frame.sort_values("country_label")["country_label"]))
    placed = _Placed(countries, {}, [], [], [], [0.0])
    for country in countries:
        rows = frame[frame["country_label"] == country].sort_values(["start", "title"])
        top = placed.rules[-1]
        lanes = _place_dated(placed, rows[rows["start"].notna()], top, scale)
        for i, row in enumerate(rows_of(rows[rows["start"].isna()])):
            placed.undated.append((i % 4, top + LANE_PX * (i // 4 + 1), row))
            lanes = max(lanes, i // 4 + 1)
        height = max(LANE_PX * (lanes + 1), LINE_PX * lines_in(wrap(country, COUNTRY)) + 6)
        placed.middles.append(top + height / 2)
        placed.rules.append(top + height)
    return placed


def _place_dated(placed: _Placed, rows: pd.DataFrame, top: float, scale: _Scale) -> int:
    """Puts each dated row into the first lane that is free at its time; the number of lanes that this took."""
    busy: list[float] = []  # the last taken day of each lane
    for row in rows_of(rows):
        kind, begin, stop = _when(row, scale)
        lane = next((i for i, taken in enumerate(busy) if taken < begin - scale.pad * 1.9), len(busy))
        busy[lane : lane + 1] = [stop]
        at = top + LANE_PX * (lane + 1)
        if stop > begin:
            placed.spans.append((begin, stop, at, row))
        middle = (begin + stop) / 2 if MARKS[kind].hollow else begin
        placed.dots.setdefault(kind, []).append((middle, at, row))
    return len(busy)


def _when(row: Any, scale: _Scale) -> tuple[str, float, float]:
    """The kind of dot that a dated row gets, and the days on the axis at which it begins and ends."""
    begin = float(scale.at(row.start))
    if row.kind == "follow_up":
        if begin > scale.span:
            begin = scale.span + scale.pad * 0.5
            return "later", begin, begin
        return "follow_up", begin, begin
    if row.kind == "day":
        return "day", begin, begin if pd.isna(row.end) else float(scale.at(row.end))
    whole = pd.offsets.MonthEnd(0) if row.kind == "month" else pd.offsets.YearEnd(0)
    return str(row.kind), max(begin, 0.0), min(float(scale.at(row.start + whole)), float(scale.span))


def _hover(row: Any, t: Translator) -> str:
    when = t.dates(
        None if pd.isna(row.start) else row.start.date(),
        None if pd.isna(row.end) else row.end.date(),
        row.kind if row.kind in ("month", "year") else "day",
    )
    if row.kind == "follow_up":
        when = t("announced for {day}", day=t.date(row.start.date()))
    return wrap(f"{row.title} ({row.country_label}): {when}", HOVER)


def _draw_spans(draft: Draft, spans: list[tuple[float, float, float, Any]], t: Translator, palette: Palette) -> None:
    """Bars of actions of several days, and thin lines over the month or year that is all one knows."""
    if not spans:
        return
    draft.add_bar(
        name="span",
        orientation="h",
        base=[begin for begin, *_ in spans],
        x=[stop - begin for begin, stop, _, _ in spans],
        y=[at for _, _, at, _ in spans],
        width=[5 if row.kind == "day" else 1.5 for *_, row in spans],
        customdata=[[row.action_id] for *_, row in spans],
        hovertext=[_hover(row, t) for *_, row in spans],
        hoverinfo="text",
        marker={"color": palette.accent, "line": {"width": 0}},
    )


def _draw_dots(draft: Draft, kind: str, dots: list[tuple[float, float, Any]], t: Translator, palette: Palette) -> None:
    """The dots of one kind; undated ones stand on an axis of their own."""
    mark = MARKS[kind]
    colour = getattr(palette, mark.role)
    # Hollow ones are filled with paper, so that the line over their month does not cross them.
    marker = {
        "symbol": mark.symbol,
        "size": 10,
        "color": palette.paper if mark.hollow else colour,
        "line": {"width": 1.5 if mark.hollow else 0, "color": colour},
        "opacity": 1,
    }
    if kind == "undated":
        marker = {"symbol": mark.symbol, "size": 10, "color": colour, "line": {"width": 1.5}}
    draft.add_scatter(
        name=kind,
        x=[at for at, _, _ in dots],
        y=[level for _, level, _ in dots],
        **({"xaxis": "x2"} if kind == "undated" else {}),
        mode="markers",
        customdata=[[row.action_id] for *_, row in dots],
        hovertext=[_hover(row, t) for *_, row in dots],
        hoverinfo="text",
        marker=marker,
        cliponaxis=False,
    )


def _axes(scale: _Scale, placed: _Placed, day: dt.date | None, t: Translator, palette: Palette) -> dict[str, Any]:
    """The axes of time, of countries and of the undated; the rules between countries, the campaign's day."""
    ticks = _day_ticks(scale, day, t)
    rules = [
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": at,
            "y1": at,
            "line": {"color": palette.line, "width": 1},
        }
        for at in placed.rules
    ]
    if day:
        rules.append(
            {
                "type": "line",
                "x0": scale.at(day),
                "x1": scale.at(day),
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"color": palette.ink, "width": 1, "dash": "dot"},
            }
        )
    return {
        "xaxis": {
            "range": [-scale.pad, scale.span + scale.pad],
            "domain": [0, 0.74 if placed.undated else 1],
            "tickmode": "array",
            "tickvals": list(ticks),
            "ticktext": list(ticks.values()),
            "anchor": "y",
        },
        "yaxis": {
            "range": [placed.rules[-1], 0],
            "tickmode": "array",
            "tickvals": placed.middles,
            "ticktext": [wrap(country, COUNTRY) for country in placed.countries],
            "showgrid": False,
            "automargin": True,
        },
        "xaxis2": {
            "range": [-0.8, 3.8],
            "domain": [0.8, 1],
            "tickmode": "array",
            "tickvals": [1.5],
            "ticktext": [wrap(t("date not stated"), 9)],
            "showgrid": False,
            "anchor": "y",
        },
        "barmode": "overlay",
        "shapes": rules,
    }


def _day_ticks(scale: _Scale, day: dt.date | None, t: Translator) -> dict[float, str]:
    """Some days with their texts, the campaign's day among them; the month stands where it changes."""
    every = max(1, math.ceil(scale.span / 4))
    every = every if every < 7 else math.ceil(every / 7) * 7
    ticks: dict[float, str] = {}
    seen: object = None
    for offset in range(scale.at(day) % every if day else 0, scale.span + 1, every):
        small, large = day_tick((scale.first + pd.Timedelta(days=offset)).date(), False, t)
        ticks[offset] = small if large == seen else f"{small}<br>{large}"
        seen = large
    return ticks
