"""Matrices: theme by country."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
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
    lines_in,
    nothing,
    wrap,
)
from dashboard.i18n import Translator
from dashboard.theme import TEXT_SIZE, Palette, mix, text_on

CELL_PX = 28
LABEL_NARROW = 17  # characters of a line of a label where the plot is on a phone


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
