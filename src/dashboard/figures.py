"""Charts: a tidy aggregate of `summaries` goes in, a plotly figure comes out.

Every figure knows its height but not its width: it must read at 390 pixels and at 1600. So labels are
wrapped, never turned; lengths along the height are computed in pixels; nothing depends on a legend's size.
`customdata` holds a list with the code of the thing drawn (action, country, theme …) for a click. All texts
of the data are escaped, because plotly reads a small HTML in texts.
"""

from __future__ import annotations

import datetime as dt
import html
import math
import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from babel.dates import format_date

from dashboard.i18n import Translator
from dashboard.theme import (
    TEXT_SIZE,
    TITLE_SIZE,
    Palette,
    by_group,
    hatch,
    mix,
    plotly_template,
    rgb,
    text_on,
)

LABEL = 28  # characters of a line of an axis label
TITLE = 34  # of a line of the title: 34 bold ones fit on a phone's 360 pixels, also in Cyrillic
LINE = 50  # of a line of small text over the full width
HOVER = 44
LINE_PX = 17  # height of one line of small text
MARKS = {"organiser": ("circle", "●"), "partner": ("square", "■"), "addressed": ("diamond", "◆")}


# ---- what every figure shares -------------------------------------------------------------------


def config(t: Translator, file_name: str, image: str = "png") -> dict[str, Any]:
    """The `config` of `st.plotly_chart`: a tool bar that saves the picture and does nothing else.

    `image` is `png` (at twice the size, for slides) or `svg`; plotly's bar offers one format at a time.
    """
    return {
        "displayModeBar": True,
        "displaylogo": False,
        "showSendToCloud": False,
        "modeBarButtonsToRemove": [
            "zoom2d", "pan2d", "select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "resetScale2d",
        ],
        "scrollZoom": False,
        "doubleClick": False,
        "responsive": True,
        "showTips": False,
        "locale": t.language,
        "toImageButtonOptions": {
            "format": image,
            "filename": file_name,
            "scale": 2 if image == "png" else 1,
            "width": None,  # as wide and high as it stands on the page
            "height": None,
        },
    }  # fmt: skip


def mark(figure: go.Figure, codes: Iterable[str], palette: Palette) -> go.Figure:
    """The same figure with an ink outline around the bars whose code is among `codes`: the selection."""
    wanted = set(codes)
    for trace in figure.data:
        if trace.type == "bar" and trace.customdata is not None and wanted:
            chosen = [bool(row[0]) and row[0] in wanted for row in trace.customdata]
            trace.marker.line = {
                "color": palette.ink,
                "width": [2.5 if hit else 0 for hit in chosen],
            }
    return figure


def wrap(text: object, width: int = LABEL, lines: int | None = None) -> str:
    """Escaped text broken with `<br>` at `width` characters; with `lines`, the rest becomes an ellipsis."""
    parts = textwrap.wrap(str(text), width, max_lines=lines, placeholder=" …") or [""]
    return "<br>".join(html.escape(part, quote=False) for part in parts)


def _lines(text: str) -> int:
    return text.count("<br>") + 1


def _new(palette: Palette) -> go.Figure:
    return go.Figure(layout={"template": plotly_template(palette)})


def _key(items: Sequence[tuple[str, str, str]]) -> list[tuple[str, int]]:
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


def _frame(
    figure: go.Figure,
    body: float,
    palette: Palette,
    title: str | None,
    note: str | None,
    key: Sequence[tuple[str, str, str]] = (),
    bottom: int = 46,
) -> go.Figure:
    """The figure with its title, note and key on top, and a height that leaves `body` pixels for the plot."""
    small = [wrap(note, LINE)] if note else []
    small += [row for row, _ in _key(key)]
    heading = wrap(title, TITLE) if title else ""
    top = (_lines(heading) * 21 if heading else 0) + sum(_lines(part) for part in small) * LINE_PX
    top = top + 32 if top else 40  # without words, still room for the tool bar
    texts = [f"<b>{heading}</b>"] if heading else []
    texts += [f'<span style="font-size:{TEXT_SIZE}px;color:{palette.muted}">{part}</span>' for part in small]
    figure.update_layout(
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
        margin={"t": top, "b": bottom, "l": 10, "r": 34},
        height=round(top + body + bottom),
    )
    return figure


def _step(maximum: float, most: int = 4) -> int:
    """The distance of the ticks of a count: 1, 2, 5, 10, 20 …, never a fraction, `most` of them at most."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if maximum <= factor * power * most:
                return factor * power
        power *= 10


def _count_axis(maximum: float, t: Translator, unit: str | None = None, room: float = 1.16) -> dict[str, Any]:
    """An axis of whole numbers from zero, with room for a label behind the longest bar."""
    top = max(1.0, float(maximum))
    step = _step(top)
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


def _nothing(t: Translator, palette: Palette, title: str | None, note: str | None) -> go.Figure:
    figure = _new(palette)
    figure.add_annotation(
        text=wrap(t("Nothing to show with these filters."), LINE),
        showarrow=False,
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
    )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return _frame(figure, 80, palette, title, note)


# ---- bars ---------------------------------------------------------------------------------------


def _bars(
    labels: Sequence[str],
    values: Sequence[int],
    codes: Sequence[str],
    hovers: Sequence[str],
    t: Translator,
    palette: Palette,
    unit: str,
    title: str | None,
    note: str | None,
    colour: str | None = None,
) -> go.Figure:
    """Horizontal bars in the order given, each with its label in full and its number."""
    if not len(values):
        return _nothing(t, palette, title, note)
    figure = _new(palette)
    figure.add_bar(
        orientation="h",
        x=[int(v) for v in values],
        y=list(range(len(values))),
        customdata=[[code] for code in codes],
        hovertext=[wrap(text, HOVER) for text in hovers],
        hoverinfo="text",
        text=[t.number(int(v)) for v in values],
        textposition="outside",
        textfont={"color": palette.ink, "size": TEXT_SIZE},
        constraintext="none",
        cliponaxis=False,
        marker={"color": colour or palette.accent, "line": {"width": 0}},
    )
    _label_rows(figure, labels)
    figure.update_xaxes(**_count_axis(max(values), t, unit))
    return _frame(figure, _rows_height(labels), palette, title, note)


def _label_rows(figure: go.Figure, labels: Sequence[str]) -> None:
    """One row a label on the vertical axis, the first on top."""
    figure.update_yaxes(
        tickmode="array",
        tickvals=list(range(len(labels))),
        ticktext=[wrap(label) for label in labels],
        range=[len(labels) - 0.5, -0.5],
        automargin=True,
        showgrid=False,
    )


def _rows_height(labels: Sequence[str]) -> int:
    return len(labels) * max(30, max(_lines(wrap(label)) for label in labels) * LINE_PX + 8)


def actions_by_country(
    frame: pd.DataFrame, t: Translator, palette: Palette, title: str | None = None, note: str | None = None
) -> go.Figure:
    """Actions of each country; hovering tells the cities and how many accounts give a participant figure."""
    hovers = [
        ", ".join(
            (
                f"{row.label}: {t.n('{n} action', '{n} actions', int(row.actions))}",
                t.n("{n} city", "{n} cities", int(row.places)),
                t.n("no participant figure for {n}", "no participant figure for {n}", int(row.not_reported)),
            )
        )
        for row in frame.itertuples()
    ]
    columns = (list(frame["label"]), list(frame["actions"]), list(frame["country"]))
    return _bars(*columns, hovers, t, palette, t("actions"), title, note)


def themes(
    frame: pd.DataFrame, t: Translator, palette: Palette, title: str | None = None, note: str | None = None
) -> go.Figure:
    """Actions that carry each theme; hovering gives its definition."""
    return _defined(frame, "theme_id", t, palette, title, note)


def action_types(
    frame: pd.DataFrame, t: Translator, palette: Palette, title: str | None = None, note: str | None = None
) -> go.Figure:
    """Actions of each type; hovering gives its definition."""
    return _defined(frame, "action_type", t, palette, title, note)


def _defined(
    frame: pd.DataFrame, code: str, t: Translator, palette: Palette, title: str | None, note: str | None
) -> go.Figure:
    hovers = [
        f"{label}: {t.n('{n} action', '{n} actions', int(n))}. {definition if isinstance(definition, str) else ''}".strip()
        for label, n, definition in zip(frame["label"], frame["actions"], frame["definition"], strict=True)
    ]
    columns = (list(frame["label"]), list(frame["actions"]), list(frame[code]))
    return _bars(*columns, hovers, t, palette, t("actions"), title, note)


def group_labels(t: Translator) -> dict[str, str]:
    """The words for the three standings in an action."""
    return {"organiser": t("organisers"), "partner": t("partners"), "addressed": t("institutions addressed")}


def _stacked(
    frame: pd.DataFrame,
    label: str,
    code: str,
    groups: Sequence[str],
    count: Callable[[int], str],
    unit: str,
    t: Translator,
    palette: Palette,
    title: str | None,
    note: str | None,
) -> go.Figure:
    """Bars in one piece for each standing; the numbers stand behind the bar in the order of the key."""
    if frame.empty:
        return _nothing(t, palette, title, note)
    figure, colours, words = _new(palette), by_group(palette), group_labels(t)
    totals = [int(total) for total in frame[list(groups)].sum(axis=1)]
    codes = [[value] for value in frame[code]]
    for group in groups:
        figure.add_bar(
            orientation="h",
            name=words[group],
            x=[int(v) for v in frame[group]],
            y=list(range(len(frame))),
            customdata=codes,
            hovertext=[
                wrap(f"{name}, {words[group]}: {count(int(v))}", HOVER)
                for name, v in zip(frame[label], frame[group], strict=True)
            ],
            hoverinfo="text",
            marker={"color": colours[group], "line": {"width": 0}},
        )
    figure.add_scatter(
        x=totals,
        y=list(range(len(frame))),
        mode="text",
        text=[
            "&nbsp;" + " + ".join(t.number(int(row[group])) for group in groups)
            for _, row in frame.iterrows()
        ],
        textposition="middle right",
        textfont={"color": palette.ink, "size": TEXT_SIZE},
        cliponaxis=False,
        hoverinfo="skip",
    )
    labels = list(frame[label])
    _label_rows(figure, labels)
    figure.update_xaxes(**_count_axis(max(totals), t, unit, room=1.45))
    figure.update_layout(barmode="stack")
    key = [("■", colours[group], words[group]) for group in groups]
    return _frame(figure, _rows_height(labels), palette, title, note, key)


def organisations_by_kind(
    frame: pd.DataFrame, t: Translator, palette: Palette, title: str | None = None, note: str | None = None
) -> go.Figure:
    """Organisations of each kind, in three pieces: organisers, partners, institutions addressed."""
    groups = ("organiser", "partner", "addressed")

    def count(n: int) -> str:
        return t.n("{n} organisation", "{n} organisations", n)

    return _stacked(frame, "label", "kind", groups, count, t("organisations"), t, palette, title, note)


def most_active(
    frame: pd.DataFrame,
    t: Translator,
    palette: Palette,
    title: str | None = None,
    note: str | None = None,
    limit: int = 15,
) -> go.Figure:
    """The organisations that took part in most actions, as organisers and as partners.

    An organisation with both standings in one action has that action in both pieces.
    """
    groups = ("organiser", "partner")
    top = frame[frame[list(groups)].sum(axis=1) > 0].head(limit)

    def count(n: int) -> str:
        return t.n("{n} action", "{n} actions", n)

    return _stacked(top, "name", "organisation_id", groups, count, t("actions"), t, palette, title, note)


def most_addressed(
    frame: pd.DataFrame,
    t: Translator,
    palette: Palette,
    title: str | None = None,
    note: str | None = None,
    limit: int = 15,
) -> go.Figure:
    """The institutions that most actions spoke to."""
    top = (
        frame[frame["addressed"] > 0].sort_values(["addressed", "name"], ascending=[False, True]).head(limit)
    )
    hovers = [
        t.n("{name}: addressed by {n} action", "{name}: addressed by {n} actions", int(n), name=name)
        for name, n in zip(top["name"], top["addressed"], strict=True)
    ]
    columns = (list(top["name"]), list(top["addressed"]), list(top["organisation_id"]))
    return _bars(*columns, hovers, t, palette, t("actions"), title, note, palette.second)


def demands_by_addressee(
    frame: pd.DataFrame, t: Translator, palette: Palette, title: str | None = None, note: str | None = None
) -> go.Figure:
    """Demands to each addressee; the row `not_reported`, of those that name none, is hatched."""
    hovers = [
        f"{name}: {t.n('{n} demand', '{n} demands', int(n))}"
        for name, n in zip(frame["name"], frame["demands"], strict=True)
    ]
    codes = list(frame["organisation_id"])
    columns = (list(frame["name"]), list(frame["demands"]), codes)
    figure = _bars(*columns, hovers, t, palette, t("demands"), title, note, palette.second)
    if "not_reported" in codes:  # drawn over the plain bar, which keeps the number
        at = codes.index("not_reported")
        n, hover = [int(frame["demands"].iloc[at])], [wrap(hovers[at], HOVER)]
        figure.add_bar(
            orientation="h",
            x=n,
            y=[at],
            customdata=[["not_reported"]],
            hovertext=hover,
            hoverinfo="text",
            marker=hatch(palette),
        )
        figure.update_layout(barmode="overlay")
    return figure


def outcomes_by_kind(
    frame: pd.DataFrame, t: Translator, palette: Palette, title: str | None = None, note: str | None = None
) -> go.Figure:
    """Outcomes of each kind."""
    hovers = [
        f"{label}: {t.n('{n} outcome', '{n} outcomes', int(n))}"
        for label, n in zip(frame["label"], frame["outcomes"], strict=True)
    ]
    columns = (list(frame["label"]), list(frame["outcomes"]), list(frame["kind"]))
    return _bars(*columns, hovers, t, palette, t("outcomes"), title, note)


# ---- participants -------------------------------------------------------------------------------

BAR_PX = 14
GAP_PX = 12


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
        return _nothing(t, palette, title, note)
    figure = _new(palette)
    values = [float(v) for v in pd.concat([shown["minimum"], shown["maximum"]]).dropna()]
    y = 0.0
    heads: list[tuple[float, str]] = []  # (middle in pixels from the top, text)
    bars: dict[str, list[dict[str, Any]]] = {}
    for row in shown.itertuples():
        words = row.text if isinstance(row.text, str) else ""
        head = wrap(row.title, LINE)
        if words:
            head += f'<br><span style="color:{palette.muted}">{wrap(words, LINE)}</span>'
        heads.append((y + _lines(head) * LINE_PX / 2, head))
        y += _lines(head) * LINE_PX + 3
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
    for qualifier, rows in bars.items():
        _draw_participants(figure, qualifier, rows, palette)
    if rest > 0:
        text = t.n(
            "and {n} more action with a smaller figure", "and {n} more actions with smaller figures", rest
        )
        heads.append((y + LINE_PX / 2, wrap(text, LINE)))
        y += LINE_PX + GAP_PX
    figure.update_layout(
        xaxis=_count_axis(max(values, default=1), t, t("people"), room=1.25)
        | {"visible": bool(values), "anchor": "y"},
        xaxis2={"range": [0, 1], "overlaying": "x", "visible": False, "fixedrange": True, "anchor": "y"},
        barmode="overlay",
    )
    _above_bars(figure, heads, palette, "y")
    # The band of those not reported stands below the scale, so that nobody reads a number from it.
    gap = 60 if missing and values else 0
    band = 2 * LINE_PX + 3 + BAR_PX + GAP_PX if missing else 0
    body = y + gap + band
    figure.update_layout(
        yaxis={"range": [max(y, 1), 0], "visible": False, "domain": [(band + gap) / body if y else 1, 1]}
    )
    if missing:
        text = t.n("Not reported: {n} action", "Not reported: {n} actions", missing)
        aside = wrap(t("a band outside the scale, not an amount"), LINE)
        figure.add_bar(
            orientation="h",
            name="not_reported",
            x=[1],
            y=[2 * LINE_PX + 3 + BAR_PX / 2],
            width=[BAR_PX],
            xaxis="x3",
            yaxis="y2",
            customdata=[["not_reported"]],
            hovertext=[wrap(text, HOVER)],
            hoverinfo="text",
            marker=hatch(palette),
        )
        head = f'{wrap(text, LINE)}<br><span style="color:{palette.muted}">{aside}</span>'
        _above_bars(figure, [(LINE_PX, head)], palette, "y2", "x3")
        figure.update_layout(
            xaxis3={"range": [0, 1], "visible": False, "fixedrange": True, "anchor": "y2"},
            yaxis2={
                "range": [band, 0],
                "domain": [0, band / body],
                "visible": False,
                "fixedrange": True,
                "anchor": "x3",
            },
        )
    return _frame(figure, body, palette, title, note, bottom=12 if missing else 46)


def _above_bars(
    figure: go.Figure, heads: Sequence[tuple[float, str]], palette: Palette, yaxis: str, xaxis: str = "x2"
) -> None:
    """Texts that begin at the left edge: (middle in pixels from the top, text) each."""
    figure.add_scatter(
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


def _amount(qualifier: str, low: float, high: float, words: str, t: Translator) -> str:
    """The short number behind a bar; a vague figure keeps the report's words where they are few."""
    if qualifier == "at_least":
        return t("{n} or more", n=t.number(low))
    if qualifier == "about":
        return t("about {n}", n=t.number(low))
    if qualifier == "range":
        return f"{t.number(low)}–{t.number(high)}"
    if qualifier == "vague":
        return words if 0 < len(words) <= LABEL else t("{n} or more", n=t.number(low))
    return t.number(low)


def _draw_participants(
    figure: go.Figure, qualifier: str, rows: list[dict[str, Any]], palette: Palette
) -> None:
    """The bars of one qualifier, with what marks it at their ends."""
    soft = qualifier == "about"
    ends = [row["high"] for row in rows]
    marker: dict[str, Any] = {"color": palette.accent, "line": {"width": 0}}
    if qualifier == "vague":
        marker = hatch(palette, palette.accent)
    figure.add_bar(
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
        r, g, b = rgb(palette.accent)
        for row in rows:
            start, stop = row["low"] * 0.9, row["low"] * 1.1
            low, high = row["y"] - BAR_PX / 2, row["y"] + BAR_PX / 2
            figure.add_scatter(
                name="about_edge",
                x=[start, stop, stop, start],
                y=[low, low, high, high],
                mode="lines",
                line={"width": 0},
                fill="toself",
                fillgradient={
                    "type": "horizontal",
                    "start": start,
                    "stop": stop,
                    "colorscale": [[0, f"rgba({r},{g},{b},1)"], [1, f"rgba({r},{g},{b},0)"]],
                },
                hoverinfo="skip",
            )
        ends = [row["low"] * 1.1 for row in rows]
    if qualifier == "at_least":
        figure.add_scatter(
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
    indent = "&nbsp;" * (5 if qualifier == "at_least" else 2)
    figure.add_scatter(
        name=f"{qualifier}_number",
        x=ends,
        y=[row["y"] for row in rows],
        mode="text",
        text=[indent + html.escape(row["number"], quote=False) for row in rows],
        textposition="middle right",
        textfont={"color": palette.ink, "size": TEXT_SIZE},
        cliponaxis=False,
        hoverinfo="skip",
    )


# ---- time ---------------------------------------------------------------------------------------

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
        return _nothing(t, palette, title, note)
    figure = _new(palette)
    calendar_px = 190 if len(dated) else 0
    gap = 56 if len(dated) and len(others) else 0
    row_px = LINE_PX + 3 + BAR_PX + GAP_PX
    body = calendar_px + gap + row_px * len(others)
    if len(dated):
        slots, counts, codes, labels, ticks = _calendar(dated, t)
        figure.add_bar(
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
        figure.update_layout(
            xaxis={
                "range": [-0.7, len(slots) - 0.3],
                "tickmode": "array",
                "tickvals": list(ticks),
                "ticktext": list(ticks.values()),
                "showgrid": False,
                "anchor": "y",
            },
            yaxis=_count_axis(max(counts), t, t("actions"))
            | {"domain": [1 - calendar_px / body, 1], "automargin": True},
        )
    if len(others):
        values = [int(n) for n in others["actions"]]
        top = [i * row_px for i in range(len(others))]
        labels = [str(label) for label in others["label"]]
        figure.add_bar(
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
        _above_bars(figure, heads, palette, "y2")
        figure.update_layout(
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
    return _frame(figure, body, palette, title, note, bottom=bottom)


def _calendar(
    dated: pd.DataFrame, t: Translator
) -> tuple[list[int], list[int], list[str], list[str], dict[int, str]]:
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
    `month` or `year` (how exactly it is dated), `undated`, or `follow_up` (announced for that date). An action
    of several days is a bar; one known by its month is a hollow dot in the middle of a
    thin line over the month. Follow-ups beyond the last action stand at the right edge with an arrow.
    """
    if frame.empty:
        return _nothing(t, palette, title, note)
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

    figure = _new(palette)
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
        for row in rows[rows["start"].notna()].itertuples():
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
        for i, row in enumerate(rows[rows["start"].isna()].itertuples()):
            holes.append((i % 4, y + step * (i // 4 + 1), row))
            lanes = max(lanes, i // 4 + 1)
        height = max(step * (lanes + 1), LINE_PX * _lines(wrap(country, 14)) + 6)
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
        figure.add_bar(
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
        figure.add_scatter(
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
        figure.add_scatter(
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
    figure.update_layout(
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
    return _frame(figure, y, palette, title, note, key, bottom=62)


# ---- matrices -----------------------------------------------------------------------------------

CELL_PX = 26
HEAD = 22  # characters of a line of a column label
NARROW_PLOT = 150  # pixels that the cells get on a phone


def _column_heads(figure: go.Figure, labels: Sequence[str], palette: Palette) -> tuple[float, int]:
    """Draws the labels of columns in full and unturned, as stairs: each ends above its column.

    Returns the height of the heads and the left margin that they need, in pixels. Columns stand at
    x = 0, 1, 2 …; the y axis counts pixels. The first label is the lowest, so no line crosses a label.
    """
    n = len(labels)
    texts = [wrap(label, HEAD) for label in labels]
    height = sum(_lines(text) for text in texts) * LINE_PX + 8.0
    lines_x: list[float | None] = []
    lines_y: list[float | None] = []
    y, margin = 0.0, 10.0
    for j in reversed(range(n)):
        tall = _lines(texts[j]) * LINE_PX
        figure.add_scatter(
            name="head",
            x=[j],
            y=[y + tall / 2],
            mode="text",
            text=["<br>".join(f"{line}&nbsp;&nbsp;" for line in texts[j].split("<br>"))],
            textposition="middle left",
            textfont={"color": palette.ink, "size": TEXT_SIZE},
            cliponaxis=False,
            hoverinfo="skip",
        )
        lines_x += [j, j, None]
        lines_y += [y + 3, height - 3, None]
        longest = max(len(part) for part in textwrap.wrap(labels[j], HEAD) or [""])
        margin = max(margin, longest * 7.4 + 14 - (j + 0.5) * NARROW_PLOT / n)
        y += tall
    figure.add_scatter(
        name="leaders",
        x=lines_x,
        y=lines_y,
        mode="lines",
        line={"color": mix(palette.paper, palette.muted, 0.6), "width": 1},
        hoverinfo="skip",
    )
    return height, round(margin)


def heatmap(
    frame: pd.DataFrame,
    t: Translator,
    palette: Palette,
    title: str | None = None,
    note: str | None = None,
    *,
    row: tuple[str, str] = ("row", "row_label"),
    column: tuple[str, str] = ("column", "column_label"),
    value: str = "value",
    count: Callable[[int], str] | None = None,
) -> go.Figure:
    """A matrix in one hue, the number in each cell, zero blank; rows and columns in descending order of totals.

    `frame` is long: `row` and `column` name the columns of its codes and labels. `count` puts a number into
    words for the hover. A code `not_reported` stands last. `customdata` is [row code, column code].
    """
    if frame.empty or frame[value].sum() == 0:
        return _nothing(t, palette, title, note)
    table = frame.pivot_table(
        index=row[0], columns=column[0], values=value, aggfunc="sum", fill_value=0, observed=True
    )
    names = [
        dict(zip(frame[code], frame[label], strict=True)) | {"not_reported": t("not reported")}
        for code, label in (row, column)
    ]

    def order(axis: int, name: dict[str, str]) -> list[str]:
        totals = table.sum(axis=axis)
        return sorted(totals.index, key=lambda code: (code == "not_reported", -totals[code], name[code]))

    rows, columns = order(1, names[0]), order(0, names[1])
    rows = [code for code in rows if table.loc[code].sum() > 0]
    columns = [code for code in columns if table[code].sum() > 0]
    table = table.loc[rows, columns]
    top = int(table.to_numpy().max())
    low = mix(palette.paper, palette.accent, 0.12)

    figure = _new(palette)
    head, margin = _column_heads(figure, [names[1][code] for code in columns], palette)
    labels = [wrap(names[0][code]) for code in rows]
    cell = max(CELL_PX, max(map(_lines, labels)) * LINE_PX + 4)
    middles = [head + cell * (i + 0.5) for i in range(len(rows))]
    figure.add_heatmap(
        x=list(range(len(columns))),
        y=middles,
        z=[[int(v) or None for v in line] for line in table.to_numpy()],
        zmin=0,
        zmax=top,
        colorscale=[[0, low], [1, palette.accent]],
        showscale=False,
        xgap=2,
        ygap=2,
        hoverinfo="skip",
    )
    cells = [
        (j, middles[i], int(table.iat[i, j]), rows[i], columns[j])
        for i in range(len(rows))
        for j in range(len(columns))
        if table.iat[i, j] > 0
    ]
    # Plotly selects points, not cells: invisible squares on top carry the number, the words and the click.
    figure.add_scatter(
        name="cells",
        x=[j for j, *_ in cells],
        y=[at for _, at, *_ in cells],
        mode="markers+text",
        marker={"symbol": "square", "size": 22, "color": "rgba(0,0,0,0)", "line": {"width": 0}},
        text=[t.number(n) for _, _, n, *_ in cells],
        textfont={
            "size": TEXT_SIZE,
            "color": [text_on(mix(low, palette.accent, n / top), palette) for _, _, n, *_ in cells],
        },
        customdata=[[r, c] for *_, r, c in cells],
        hovertext=[
            wrap(f"{names[0][r]}, {names[1][c]}: {count(n) if count else t.number(n)}", HOVER)
            for _, _, n, r, c in cells
        ],
        hoverinfo="text",
    )
    total = head + cell * len(rows)
    figure.update_layout(
        xaxis={"range": [-0.5, len(columns) - 0.5], "visible": False},
        yaxis={
            "range": [total, 0],
            "tickmode": "array",
            "tickvals": middles,
            "ticktext": labels,
            "showgrid": False,
            "automargin": True,
        },
    )
    return _frame(figure, total, palette, title, note, bottom=14).update_layout(margin_l=margin)


def country_themes(
    frame: pd.DataFrame, t: Translator, palette: Palette, title: str | None = None, note: str | None = None
) -> go.Figure:
    """Actions by theme (rows) and country (columns); `customdata` is [theme_id, country]."""
    return heatmap(
        frame,
        t,
        palette,
        title,
        note,
        row=("theme_id", "theme_label"),
        column=("country", "country_label"),
        value="actions",
        count=lambda n: t.n("{n} action", "{n} actions", n),
    )


def demand_matrix(
    frame: pd.DataFrame, t: Translator, palette: Palette, title: str | None = None, note: str | None = None
) -> go.Figure:
    """Demands by theme (rows) and kind of addressee (columns); `customdata` is [theme_id, kind]."""
    return heatmap(
        frame,
        t,
        palette,
        title,
        note,
        row=("theme_id", "theme_label"),
        column=("kind", "kind_label"),
        value="demands",
        count=lambda n: t.n("{n} demand", "{n} demands", n),
    )


COVERED = ("date", "place", "count", "organiser", "outcome", "media")


def coverage(
    frame: pd.DataFrame,
    t: Translator,
    palette: Palette,
    title: str | None = None,
    note: str | None = None,
    limit: int = 150,
) -> go.Figure:
    """What the report gives for each action: a full cell where it does, a hatched one where it does not.

    The head of each column tells for how many of all actions in the frame it is reported, also of those
    beyond the first `limit` rows, which are not drawn.
    """
    if frame.empty:
        return _nothing(t, palette, title, note)
    words = {
        "date": t("date"),
        "place": t("city"),
        "count": t("participants"),
        "organiser": t("organiser"),
        "outcome": t("outcome"),
        "media": t("media"),
    }
    figure = _new(palette)
    heads = [
        t(
            "{what}: {k} of {n}",
            what=words[column],
            k=t.number(int(frame[column].sum())),
            n=t.number(len(frame)),
        )
        for column in COVERED
    ]
    head, margin = _column_heads(figure, heads, palette)
    shown, cell = frame.head(limit), 22
    middles = [head + cell * (i + 0.5) for i in range(len(shown))]
    for name, given, marker in (
        ("reported", True, {"color": palette.accent, "line": {"width": 0}}),
        ("not_reported", False, hatch(palette)),
    ):
        cells = [
            (j, middles[i], row.action_id, row.title, column)
            for i, row in enumerate(shown.itertuples())
            for j, column in enumerate(COVERED)
            if bool(getattr(row, column)) is given
        ]
        state = t("reported") if given else t("not reported")
        figure.add_bar(
            name=name,
            orientation="h",
            base=[j - 0.42 for j, *_ in cells],
            x=[0.84] * len(cells),
            y=[at for _, at, *_ in cells],
            width=[cell - 5] * len(cells),
            customdata=[[code, column] for *_, code, _, column in cells],
            hovertext=[wrap(f"{text}. {words[column]}: {state}", HOVER) for *_, text, column in cells],
            hoverinfo="text",
            marker=marker,
        )
    total = head + cell * len(shown)
    if len(frame) > limit:
        figure.add_scatter(
            x=[-0.5],
            y=[total + LINE_PX],
            mode="text",
            text=[t.n("and {n} more action", "and {n} more actions", len(frame) - limit)],
            textposition="middle right",
            cliponaxis=False,
            hoverinfo="skip",
        )
        total += 2 * LINE_PX
    figure.update_layout(
        xaxis={"range": [-0.5, len(COVERED) - 0.5], "visible": False},
        yaxis={
            "range": [total, 0],
            "tickmode": "array",
            "tickvals": middles,
            "ticktext": [wrap(text, LABEL, lines=1) for text in shown["title"]],
            "showgrid": False,
            "automargin": True,
        },
        barmode="overlay",
    )
    key = [("■", palette.accent, t("reported")), ("▨", palette.not_reported, t("not reported"))]
    return _frame(figure, total, palette, title, note, key, bottom=14).update_layout(margin_l=margin)


# ---- who acted with whom ------------------------------------------------------------------------

NODE_PX = 22


def network(
    nodes: pd.DataFrame,
    edges: pd.DataFrame,
    t: Translator,
    palette: Palette,
    title: str | None = None,
    note: str | None = None,
    limit: int = 60,
) -> go.Figure:
    """Who acted with whom, as arcs between names in a list: every name is read in full at any width.

    `nodes`: organisation_id, name, standing (organiser, partner, addressed), actions. `edges`: source, target
    (organisation ids), actions (the number they share). Neighbours stand next to each other: groups that are
    linked together follow one another, largest first. Beyond `limit`, the least active are left out and counted.
    """
    if nodes.empty:
        return _nothing(t, palette, title, note)
    known = nodes.sort_values(["actions", "name"], ascending=[False, True], kind="stable").head(limit)
    ids = set(known["organisation_id"])
    links = edges[edges["source"].isin(ids) & edges["target"].isin(ids)]
    order = _neighbours_first(list(known["organisation_id"]), links)
    facts = known.set_index("organisation_id")
    colours, words = by_group(palette), group_labels(t)

    figure = _new(palette)
    middle: dict[str, float] = {}
    labels: dict[str, str] = {}
    y = 0.0
    for code in order:
        labels[code] = wrap(facts.at[code, "name"], 32)
        height = max(NODE_PX, _lines(labels[code]) * LINE_PX + 4)
        middle[code] = y + height / 2
        y += height
    at = 0.3  # the share of the width that the arcs take
    reach = max(
        (abs(middle[a] - middle[b]) for a, b in zip(links["source"], links["target"], strict=True)), default=1
    )
    turns = [math.pi * (0.5 + i / 16) for i in range(17)]
    crowns: list[tuple[float, float, str, str, int]] = []
    by_weight: dict[int, tuple[list[float | None], list[float | None]]] = {}
    for source, target, n in zip(links["source"], links["target"], links["actions"], strict=True):
        low, high = middle[source], middle[target]
        radius = (at - 0.02) * math.sqrt(abs(high - low) / reach)
        xs, ys = by_weight.setdefault(min(int(n), 5), ([], []))
        xs += [at + radius * math.cos(turn) for turn in turns] + [None]
        ys += [(low + high) / 2 + abs(high - low) / 2 * math.sin(turn) for turn in turns] + [None]
        crowns.append((at - radius, (low + high) / 2, source, target, int(n)))
    for weight in sorted(by_weight):
        xs, ys = by_weight[weight]
        figure.add_scatter(
            name=f"links_{weight}",
            x=xs,
            y=ys,
            mode="lines",
            line={"width": 0.7 + 0.9 * weight, "color": mix(palette.paper, palette.ink, 0.35)},
            hoverinfo="skip",
        )
    if crowns:
        figure.add_scatter(
            name="links",
            x=[x for x, *_ in crowns],
            y=[level for _, level, *_ in crowns],
            mode="markers",
            marker={"size": 8, "color": "rgba(0,0,0,0)"},
            customdata=[[source, target] for *_, source, target, _ in crowns],
            hovertext=[
                wrap(
                    t.n(
                        "{first} and {second}: {n} action together",
                        "{first} and {second}: {n} actions together",
                        n,
                        first=facts.at[source, "name"],
                        second=facts.at[target, "name"],
                    ),
                    HOVER,
                )
                for *_, source, target, n in crowns
            ],
            hoverinfo="text",
        )
    figure.add_scatter(
        name="organisations",
        x=[at] * len(order),
        y=[middle[code] for code in order],
        mode="markers+text",
        customdata=[[code] for code in order],
        text=["<br>".join(f"&nbsp;{line}" for line in labels[code].split("<br>")) for code in order],
        textposition="middle right",
        textfont={"color": palette.ink, "size": TEXT_SIZE},
        hovertext=[
            wrap(
                f"{facts.at[code, 'name']} ({words[facts.at[code, 'standing']]}): "
                + t.n("{n} action", "{n} actions", int(facts.at[code, "actions"])),
                HOVER,
            )
            for code in order
        ],
        hoverinfo="text",
        marker={
            "symbol": [MARKS[facts.at[code, "standing"]][0] for code in order],
            "color": [colours[facts.at[code, "standing"]] for code in order],
            "size": [8 + 2.5 * math.sqrt(min(int(facts.at[code, "actions"]), 16)) for code in order],
            "opacity": 1,
            "line": {"color": palette.paper, "width": 1},
        },
        cliponaxis=False,
    )
    if len(nodes) > limit:
        left_out = t.n(
            "and {n} less active organisation", "and {n} less active organisations", len(nodes) - limit
        )
        figure.add_scatter(
            x=[at], y=[y + LINE_PX / 2], mode="text", text=["&nbsp;" + left_out], textposition="middle right", hoverinfo="skip"
        )  # fmt: skip
        y += LINE_PX
    figure.update_layout(
        xaxis={"range": [0, 1], "visible": False},
        yaxis={"range": [y, 0], "visible": False},
    )
    key = [
        (MARKS[group][1], colours[group], words[group])
        for group in colours
        if (known["standing"] == group).any()
    ]
    return _frame(figure, y, palette, title, note, key, bottom=14)


def _neighbours_first(codes: Sequence[str], links: pd.DataFrame) -> list[str]:
    """The codes (most active first) in an order that keeps linked ones together, largest groups first."""
    near: dict[str, dict[str, int]] = {code: {} for code in codes}
    for source, target, n in zip(links["source"], links["target"], links["actions"], strict=True):
        if source == target:
            continue
        near[source][target] = near[source].get(target, 0) + int(n)
        near[target][source] = near[target].get(source, 0) + int(n)
    rank = {code: i for i, code in enumerate(codes)}
    groups: list[list[str]] = []
    left = dict.fromkeys(codes)
    while left:
        group = [next(iter(left))]
        del left[group[0]]
        open_: dict[str, int] = dict(near[group[0]])
        while open_:
            # Next comes whoever is bound most closely to those already placed.
            best = min(open_, key=lambda code: (-open_[code], rank[code]))
            group.append(best)
            del left[best], open_[best]
            for code, n in near[best].items():
                if code in left:
                    open_[code] = open_.get(code, 0) + n
        groups.append(group)
    groups.sort(key=lambda group: (len(group) == 1, -len(group), rank[group[0]]))
    return [code for group in groups for code in group]
