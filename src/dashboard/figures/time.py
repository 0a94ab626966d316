"""When: the calendar of the campaign."""

from __future__ import annotations

import datetime as dt
import math

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
    nothing,
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
        small, large = day_tick(starts[i], monthly, t)
        ticks[i] = small if large == last else f"{small}<br>{large}"
        last = large
    return list(range(len(starts))), [int(n) for n in counts], [str(p) for p in full], labels, ticks


def day_tick(day: dt.date, monthly: bool, t: Translator) -> tuple[str, str]:
    """The two lines of a tick: day and month, or month and year."""
    if monthly:
        return str(format_date(day, "LLL", locale=t.language)), str(day.year)
    return str(day.day), str(format_date(day, "d MMMM", locale=t.language)).split(" ", 1)[-1]
