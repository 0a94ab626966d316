"""Matrices: theme by country, action by what is reported of it."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.base import (
    HOVER,
    LABEL,
    LINE_PX,
    Draft,
    bare,
    framed,
    lines_in,
    nothing,
    rows_of,
    tick,
    wrap,
)
from dashboard.i18n import Translator
from dashboard.numbers.summaries import COVERED
from dashboard.theme import TEXT_SIZE, Palette, hatch, mix, text_on

CELL_PX = 28
LABEL_NARROW = 17  # characters of a line of a label where the plot is on a phone
HEAD = 22  # characters of a line of a column label
NARROW_PLOT = 150  # pixels that the cells get on a phone


def _column_heads(draft: Draft, labels: Sequence[str], palette: Palette) -> tuple[float, int]:
    """Draws the labels of columns in full and unturned, as stairs: each ends above its column.

    Returns the height of the heads and the left margin that they need, in pixels. Columns stand at
    x = 0, 1, 2 …; the y axis counts pixels. The first label is the lowest, so no line crosses a label.
    """
    n = len(labels)
    texts = [wrap(label, HEAD) for label in labels]
    height = sum(lines_in(text) for text in texts) * LINE_PX + 8.0
    lines_x: list[float | None] = []
    lines_y: list[float | None] = []
    y, margin = 0.0, 10.0
    for j in reversed(range(n)):
        tall = lines_in(texts[j]) * LINE_PX
        draft.add_scatter(
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
    draft.add_scatter(
        name="leaders",
        x=lines_x,
        y=lines_y,
        mode="lines",
        line={"color": mix(palette.paper, palette.muted, 0.6), "width": 1},
        hoverinfo="skip",
    )
    return height, round(margin)


@dataclass(frozen=True)
class Edges:
    """The rows and columns of a matrix in their order, by code, with their names; a code `not_reported` stands last."""

    rows: dict[str, str]
    columns: dict[str, str]


def edges(frame: pd.DataFrame, t: Translator, row: tuple[str, str], column: tuple[str, str], value: str) -> Edges:
    """What has a number of its own, by the sums of the numbers; `row` and `column` name columns of codes and labels."""

    def ordered(code: str, label: str) -> dict[str, str]:
        totals = frame.groupby(code, observed=True)[value].sum()
        names = dict(zip(frame[code], frame[label], strict=True)) | {"not_reported": t("not reported")}
        codes = sorted(totals[totals > 0].index, key=lambda c: (c == "not_reported", -totals[c], names[c]))
        return {code: names[code] for code in codes}

    return Edges(ordered(*row), ordered(*column))


def heatmap(
    frame: pd.DataFrame,
    t: Translator,
    palette: Palette,
    *,
    row: tuple[str, str],
    column: tuple[str, str],
    value: str,
    count: Callable[[int], str],
    totals: tuple[str, str] | None = None,
    narrow: bool = False,
    href: Callable[[str], str] | None = None,
) -> go.Figure:
    """A matrix in one hue, the number in each cell, a dot for none; its heads stand over it in the page.

    `frame` is long. `count` puts a number into words. `totals` name the columns with the sum of a row and of a
    column, which then stand at the right and at the foot. `customdata` is [row code, column code]. The labels take
    `margin(narrow)` pixels, and the columns share the rest.
    """
    if frame.empty or frame[value].sum() == 0:
        return nothing(t, palette)
    found = edges(frame, t, row, column, value)
    rows, columns = list(found.rows), list(found.columns)
    table = frame.pivot_table(index=row[0], columns=column[0], values=value, aggfunc="sum", fill_value=0, observed=True)
    numbers: list[list[int]] = table.loc[rows, columns].to_numpy().astype(int).tolist()
    top = max(map(max, numbers))
    low = mix(palette.paper, palette.accent, 0.12)

    draft = Draft(palette)
    labels = [wrap(name, LABEL_NARROW if narrow else LABEL) for name in found.rows.values()]
    heights = [max(CELL_PX, lines_in(label) * LINE_PX + 4) for label in labels]
    ends = list(accumulate(heights, initial=0))
    middles = [end - height / 2 for end, height in zip(ends[1:], heights, strict=True)]
    draft.add_heatmap(
        x=list(range(len(columns))),
        y=ends,  # the edges of the cells, which are as high as their labels
        z=[[n or None for n in line] for line in numbers],
        zmin=0,
        zmax=top,
        colorscale=[[0, low], [1, palette.accent]],
        showscale=False,
        xgap=2,
        ygap=2,
        hoverinfo="skip",
    )
    cells = [(j, i, n) for i, line in enumerate(numbers) for j, n in enumerate(line)]
    full = [(j, i, n) for j, i, n in cells if n]
    # Plotly selects points, not cells: invisible squares on top carry the number, the words and the click.
    draft.add_scatter(
        name="cells",
        x=[j for j, _, _ in full],
        y=[middles[i] for _, i, _ in full],
        mode="markers+text",
        marker={"symbol": "square", "size": 22, "color": "rgba(0,0,0,0)", "line": {"width": 0}},
        text=[t.number(n) for *_, n in full],
        textfont={
            "size": TEXT_SIZE,
            "color": [text_on(mix(low, palette.accent, n / top), palette) for *_, n in full],
        },
        customdata=[[rows[i], columns[j]] for j, i, _ in full],
        hovertext=[wrap(f"{found.rows[rows[i]]}, {found.columns[columns[j]]}: {count(n)}", HOVER) for j, i, n in full],
        hoverinfo="text",
    )
    _texts(draft, "none", [(j, middles[i], "·") for j, i, n in cells if not n], palette.muted)
    right, bottom, total = len(columns) - 0.5, ends[-1], float(ends[-1])
    if totals is not None:
        of_row, of_column = (
            dict(zip(frame[code], frame[sums].astype(int), strict=True))
            for code, sums in ((row[0], totals[0]), (column[0], totals[1]))
        )
        sums = [(len(columns), middles[i], t.number(of_row[code])) for i, code in enumerate(rows)]
        sums += [(j, bottom + CELL_PX / 2 + 4, t.number(of_column[code])) for j, code in enumerate(columns)]
        _texts(draft, "sums", sums, palette.ink)
        right, total = right + 1, bottom + CELL_PX + 4.0
    addressed = zip(rows, labels, strict=True)
    draft.update_layout(
        xaxis={"range": [-0.5, right], "visible": False},
        yaxis={
            "range": [total, 0],
            "tickmode": "array",
            "tickvals": middles,
            "ticktext": [f'<a href="{html.escape(href(code))}" target="_self">{text}</a>' for code, text in addressed]
            if href
            else labels,
            "showgrid": False,
        },
    )
    return bare(draft, total, left=margin(narrow))


def margin(narrow: bool) -> int:
    """The pixels before the first column."""
    return 126 if narrow else 196


def _texts(draft: Draft, name: str, told: Sequence[tuple[float, float, str]], colour: str) -> None:
    """Texts in the middle of cells."""
    draft.add_scatter(
        name=name,
        x=[x for x, _, _ in told],
        y=[y for _, y, _ in told],
        mode="text",
        text=[text for *_, text in told],
        textfont={"color": colour, "size": TEXT_SIZE},
        cliponaxis=False,
        hoverinfo="skip",
    )


COUNTRY_THEMES: dict[str, Any] = {
    "row": ("theme_id", "theme_label"),
    "column": ("country", "country_label"),
    "value": "actions",
}


def country_themes(
    frame: pd.DataFrame,
    t: Translator,
    palette: Palette,
    narrow: bool = False,
    href: Callable[[str], str] | None = None,
) -> go.Figure:
    """Actions by theme (rows) and country (columns); `customdata` is [theme_id, country], `href` takes the theme."""
    return heatmap(
        frame,
        t,
        palette,
        **COUNTRY_THEMES,
        count=lambda n: t.n("{n} action", "{n} actions", n),
        totals=("in_theme", "in_country"),
        narrow=narrow,
        href=href,
    )


def coverage(
    frame: pd.DataFrame,
    t: Translator,
    palette: Palette,
    title: str | None = None,
    note: str | None = None,
    limit: int = 150,
    *,
    words: Mapping[str, str],
) -> go.Figure:
    """What the report gives for each action: a full cell where it does, a hatched one where it does not.

    The head of each column tells for how many of all actions in the frame it is reported, also of those
    beyond the first `limit` rows, which are not drawn. `words` are the names of the columns.
    """
    if frame.empty:
        return nothing(t, palette, title, note)
    draft = Draft(palette)
    heads = [
        t(
            "{what}: {k} of {n}",
            what=words[column],
            k=t.number(int(frame[column].sum())),
            n=t.number(len(frame)),
        )
        for column in COVERED
    ]
    head, margin = _column_heads(draft, heads, palette)
    shown, cell = frame.head(limit), 22
    middles = [head + cell * (i + 0.5) for i in range(len(shown))]
    for name, given, marker in (
        ("reported", True, {"color": palette.accent, "line": {"width": 0}}),
        ("not_reported", False, hatch(palette)),
    ):
        cells = [
            (j, middles[i], row.action_id, row.title, column)
            for i, row in enumerate(rows_of(shown))
            for j, column in enumerate(COVERED)
            if bool(getattr(row, column)) is given
        ]
        state = t("reported") if given else t("not reported")
        draft.add_bar(
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
        draft.add_scatter(
            x=[-0.5],
            y=[total + LINE_PX],
            mode="text",
            text=[t.n("and {n} more action", "and {n} more actions", len(frame) - limit)],
            textposition="middle right",
            cliponaxis=False,
            hoverinfo="skip",
        )
        total += 2 * LINE_PX
    draft.update_layout(
        xaxis={"range": [-0.5, len(COVERED) - 0.5], "visible": False},
        yaxis={
            "range": [total, 0],
            "tickmode": "array",
            "tickvals": middles,
            "ticktext": [tick(text, lines=1) for text in shown["title"]],
            "showgrid": False,
            "automargin": True,
        },
        barmode="overlay",
    )
    key = [("■", palette.accent, t("reported")), ("▨", palette.not_reported, t("not reported"))]
    return framed(draft, total, palette, title, note, key, bottom=14, left=margin)
