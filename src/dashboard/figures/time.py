"""When: the calendar of the campaign, and every action at its time."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from babel.dates import format_date

from dashboard.figures.base import (
    BAR_PX,
    GAP_PX,
    HOVER,
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
from dashboard.theme import TEXT_SIZE, Palette, hatch

LONGEST_CALENDAR = 92  # days; a longer span is told by months


def days(
    frame: pd.DataFrame, t: Translator, palette: Palette, title: str | None = None, note: str | None = None
) -> go.Figure:
    """Actions by first day on a calendar without holes; below it, hatched, those with no day stated.

    Beyond `LONGEST_CALENDAR` days the calendar counts by months.
    """
    dated = frame[frame["kind"] == "day"]
    others = frame[(frame["kind"] != "day") & (frame["actions"] > 0)]
    if frame["actions"].sum() == 0:
        return nothing(t, palette, title, note)
    draft = Draft(palette)
    calendar_px = 190 if len(dated) else 0
    gap = 56 if len(dated) and len(others) else 0
    row_px = LINE_PX + 3 + BAR_PX + GAP_PX
    body = calendar_px + gap + row_px * len(others)
    if len(dated):
        slots, counts, codes, labels, ticks = _calendar(dated, t)
        draft.add_bar(
            name="day",
            x=slots,
            y=counts,
            customdata=[[code] for code in codes],
            hovertext=[
                wrap(f"{label}: {t.n('{n} action', '{n} actions', n)}", HOVER)
                for label, n in zip(labels, counts, strict=True)
            ],
            hoverinfo="text",
            text=[t.number(n) if n else "" for n in counts],
            textposition="outside",
            textangle=0,
            constraintext="none",
            textfont={"color": palette.ink, "size": TEXT_SIZE},
            cliponaxis=False,
            marker={"color": palette.accent, "line": {"width": 0}},
        )
        draft.update_layout(
            xaxis={
                "range": [-0.7, len(slots) - 0.3],
                "tickmode": "array",
                "tickvals": list(ticks),
                "ticktext": list(ticks.values()),
                "showgrid": False,
                "anchor": "y",
            },
            yaxis=count_axis(max(counts), t, t("actions"))
            | {"domain": [1 - calendar_px / body, 1], "automargin": True},
        )
    if len(others):
        values = [int(n) for n in others["actions"]]
        top = [i * row_px for i in range(len(others))]
        labels = [str(label) for label in others["label"]]
        draft.add_bar(
            name="not_dated",
            orientation="h",
            x=values,
            y=[at + LINE_PX + 3 + BAR_PX / 2 for at in top],
            width=[BAR_PX] * len(others),
            xaxis="x2",
            yaxis="y2",
            customdata=[
                [kind if kind == "undated" else f"{day:{'%Y-%m' if kind == 'month' else '%Y'}}"]
                for kind, day in zip(others["kind"], others["day"], strict=True)
            ],
            hovertext=[
                wrap(f"{label}: {t.n('{n} action', '{n} actions', n)}", HOVER)
                for label, n in zip(labels, values, strict=True)
            ],
            hoverinfo="text",
            text=[t.number(n) for n in values],
            textposition="outside",
            constraintext="none",
            textfont={"color": palette.ink, "size": TEXT_SIZE},
            cliponaxis=False,
            marker=hatch(palette),
        )
        heads = [(at + LINE_PX / 2, wrap(label, LINE)) for at, label in zip(top, labels, strict=True)]
        above_bars(draft, heads, palette, "y2")
        draft.update_layout(
            xaxis2={"range": [0, max(values) * 1.16], "visible": False, "anchor": "y2", "fixedrange": True},
            yaxis2={
                "range": [row_px * len(others), 0],
                "domain": [0, row_px * len(others) / body],
                "visible": False,
                "fixedrange": True,
                "anchor": "x2",
            },
        )
    bottom = 12 if len(others) else 56
    return framed(draft, body, palette, title, note, bottom=bottom)


def _calendar(dated: pd.DataFrame, t: Translator) -> tuple[list[int], list[int], list[str], list[str], dict[int, str]]:
    """Slots without holes from the first to the last day: positions, counts, codes, labels, tick texts."""
    day = pd.DatetimeIndex(pd.to_datetime(dated["day"]))
    monthly = (day.max() - day.min()).days >= LONGEST_CALENDAR
    counts = pd.Series(dated["actions"].to_numpy(), index=day.to_period("M" if monthly else "D"))
    counts = counts.groupby(level=0).sum()
    full = pd.period_range(counts.index.min(), counts.index.max(), freq="M" if monthly else "D")
    counts = counts.reindex(full, fill_value=0)
    starts = [period.start_time.date() for period in full]
    labels = [t.date(start, "month" if monthly else "day") for start in starts]
    every = max(1, math.ceil(len(starts) / 5))
    if not monthly and every > 1:
        every = math.ceil(every / 7) * 7  # whole weeks
    ticks: dict[int, str] = {}
    last: object = None
    for i in range(0, len(starts), every):
        small, large = _tick(starts[i], monthly, t)
        ticks[i] = small if large == last else f"{small}<br>{large}"
        last = large
    return list(range(len(starts))), [int(n) for n in counts], [str(p) for p in full], labels, ticks


def _tick(day: dt.date, monthly: bool, t: Translator) -> tuple[str, str]:
    """The two lines of a tick: day and month, or month and year."""
    if monthly:
        return str(format_date(day, "LLL", locale=t.language)), str(day.year)
    return str(day.day), str(format_date(day, "d MMMM", locale=t.language)).split(" ", 1)[-1]


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
    acts = frame[(frame["kind"] != "follow_up") & frame["start"].notna()]
    undated = frame[frame["start"].isna()]
    months = acts.loc[acts["kind"] == "month", "start"]
    stops = [*acts.loc[acts["kind"] != "year", "start"], *acts.loc[acts["kind"] == "day", "end"].dropna()]
    stops += [*(months + pd.offsets.MonthEnd(0)), *([pd.Timestamp(day)] if day else [])]
    if not stops:
        stops = [*frame["start"].dropna()] or [pd.Timestamp("2000-01-01")]
    first, last = min(stops), max(stops)
    span = max(7, (last - first).days)
    pad = max(1.0, span * 0.04)
    edge = span + pad * 0.5

    draft = Draft(palette)
    step, y = 13, 0.0
    middles: list[float] = []
    rules: list[float] = [0.0]
    points: dict[str, list[tuple[float, float, Any]]] = {}
    bars: list[tuple[float, float, float, Any]] = []
    holes: list[tuple[float, float, Any]] = []
    countries = list(dict.fromkeys(frame.sort_values("country_label")["country_label"]))
    for country in countries:
        rows = frame[frame["country_label"] == country].sort_values(["start", "title"])
        busy: list[float] = []  # the last taken day of each lane
        for row in rows_of(rows[rows["start"].notna()]):
            begin = float((row.start - first).days)
            beyond = row.kind == "follow_up" and begin > span
            begin = edge if beyond else begin
            stop = begin if pd.isna(row.end) or row.kind != "day" else float((row.end - first).days)
            if row.kind in ("month", "year"):
                whole = pd.offsets.MonthEnd(0) if row.kind == "month" else pd.offsets.YearEnd(0)
                begin, stop = max(begin, 0.0), min(float((row.start + whole - first).days), float(span))
            lane = next((i for i, taken in enumerate(busy) if taken < begin - pad * 1.9), len(busy))
            busy[lane : lane + 1] = [stop]
            at = y + step * (lane + 1)
            if stop > begin:
                bars.append((begin, stop, at, row))
            if row.kind in ("month", "year"):
                begin = (begin + stop) / 2
            kind = "later" if beyond else ("follow_up" if row.kind == "follow_up" else str(row.kind))
            points.setdefault(kind, []).append((begin, at, row))
        lanes = len(busy)
        for i, row in enumerate(rows_of(rows[rows["start"].isna()])):
            holes.append((i % 4, y + step * (i // 4 + 1), row))
            lanes = max(lanes, i // 4 + 1)
        height = max(step * (lanes + 1), LINE_PX * lines_in(wrap(country, 14)) + 6)
        middles.append(y + height / 2)
        y += height
        rules.append(y)

    def hover(row: Any) -> str:
        when = t.dates(
            None if pd.isna(row.start) else row.start.date(),
            None if pd.isna(row.end) else row.end.date(),
            row.kind if row.kind in ("month", "year") else "day",
        )
        if row.kind == "follow_up":
            when = t("announced for {day}", day=t.date(row.start.date()))
        return wrap(f"{row.title} ({row.country_label}): {when}", HOVER)

    if bars:
        draft.add_bar(
            name="span",
            orientation="h",
            base=[begin for begin, _, _, _ in bars],
            x=[stop - begin for begin, stop, _, _ in bars],
            y=[at for _, _, at, _ in bars],
            width=[5 if row.kind == "day" else 1.5 for *_, row in bars],
            customdata=[[row.action_id] for *_, row in bars],
            hovertext=[hover(row) for *_, row in bars],
            hoverinfo="text",
            marker={"color": palette.accent, "line": {"width": 0}},
        )
    symbols = {"month": "circle", "year": "circle", "follow_up": "diamond", "later": "triangle-right"}
    for kind, several in points.items():
        hollow = kind in ("month", "year")
        colour = palette.second if kind in ("follow_up", "later") else palette.accent
        draft.add_scatter(
            name=kind,
            x=[at for at, _, _ in several],
            y=[level for _, level, _ in several],
            mode="markers",
            customdata=[[row.action_id] for *_, row in several],
            hovertext=[hover(row) for *_, row in several],
            hoverinfo="text",
            marker={
                "symbol": symbols.get(kind, "circle"),
                "size": 10,
                # Hollow ones are filled with paper, so that the line over their month does not cross them.
                "color": palette.paper if hollow else colour,
                "line": {"width": 1.5 if hollow else 0, "color": colour},
                "opacity": 1,
            },
            cliponaxis=False,
        )
    if holes:
        draft.add_scatter(
            name="undated",
            x=[at for at, _, _ in holes],
            y=[level for _, level, _ in holes],
            xaxis="x2",
            mode="markers",
            customdata=[[row.action_id] for *_, row in holes],
            hovertext=[hover(row) for *_, row in holes],
            hoverinfo="text",
            marker={
                "symbol": "circle-x-open",
                "size": 10,
                "color": palette.not_reported,
                "line": {"width": 1.5},
            },
            cliponaxis=False,
        )
    ticks: dict[float, str] = {}
    every = max(1, math.ceil(span / 4))
    every = every if every < 7 else math.ceil(every / 7) * 7
    seen: object = None
    anchor = int((pd.Timestamp(day) - first).days) % every if day else 0
    for offset in range(anchor, span + 1, every):
        small, large = _tick((first + pd.Timedelta(days=offset)).date(), False, t)
        ticks[offset] = small if large == seen else f"{small}<br>{large}"
        seen = large
    right = 0.74 if holes else 1
    draft.update_layout(
        xaxis={
            "range": [-pad, span + pad],
            "domain": [0, right],
            "tickmode": "array",
            "tickvals": list(ticks),
            "ticktext": list(ticks.values()),
            "anchor": "y",
        },
        yaxis={
            "range": [y, 0],
            "tickmode": "array",
            "tickvals": middles,
            "ticktext": [wrap(country, 14) for country in countries],
            "showgrid": False,
            "automargin": True,
        },
        xaxis2={
            "range": [-0.8, 3.8],
            "domain": [0.8, 1],
            "tickmode": "array",
            "tickvals": [1.5],
            "ticktext": [wrap(t("date not stated"), 9)],
            "showgrid": False,
            "anchor": "y",
        },
        barmode="overlay",
        shapes=[
            {
                "type": "line",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": at,
                "y1": at,
                "line": {"color": palette.line, "width": 1},
            }
            for at in rules
        ]
        + (
            [
                {
                    "type": "line",
                    "x0": (pd.Timestamp(day) - first).days,
                    "x1": (pd.Timestamp(day) - first).days,
                    "yref": "paper",
                    "y0": 0,
                    "y1": 1,
                    "line": {"color": palette.ink, "width": 1, "dash": "dot"},
                }
            ]
            if day
            else []
        ),
    )
    key = [("●", palette.accent, t("action")), ("○", palette.accent, t("only the month is stated"))]
    if len(undated):
        key.append(("⊗", palette.not_reported, t("date not stated")))
    if "follow_up" in points or "later" in points:
        key.append(("◆", palette.second, t("follow-up announced")))
    if day:
        key.append(("┊", palette.ink, t("{day}, the campaign's day", day=t.date(day))))
    return framed(draft, y, palette, title, note, key, bottom=62)
