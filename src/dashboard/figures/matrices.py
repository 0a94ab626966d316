"""Matrices: country by theme."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.base import (
    HOVER,
    LINE_PX,
    Draft,
    framed,
    lines_in,
    nothing,
    tick,
    wrap,
)
from dashboard.i18n import Translator
from dashboard.theme import TEXT_SIZE, Palette, mix, text_on

CELL_PX = 26
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
    """A matrix in one hue, the number in each cell, zero blank; rows and columns by their totals.

    `frame` is long: `row` and `column` name the columns of its codes and labels. `count` puts a number into
    words for the hover. A code `not_reported` stands last. `customdata` is [row code, column code].
    """
    if frame.empty or frame[value].sum() == 0:
        return nothing(t, palette, title, note)
    table = frame.pivot_table(index=row[0], columns=column[0], values=value, aggfunc="sum", fill_value=0, observed=True)
    names = [
        dict(zip(frame[code], frame[label], strict=True)) | {"not_reported": t("not reported")}
        for code, label in (row, column)
    ]

    def order(totals: pd.Series, name: dict[str, str]) -> list[str]:
        return sorted(totals.index, key=lambda code: (code == "not_reported", -totals[code], name[code]))

    rows, columns = order(table.sum(axis=1), names[0]), order(table.sum(axis=0), names[1])
    rows = [code for code in rows if table.loc[code].sum() > 0]
    columns = [code for code in columns if table[code].sum() > 0]
    numbers: list[list[int]] = table.loc[rows, columns].to_numpy().astype(int).tolist()
    top = max(map(max, numbers))
    low = mix(palette.paper, palette.accent, 0.12)

    draft = Draft(palette)
    head, margin = _column_heads(draft, [names[1][code] for code in columns], palette)
    labels = [wrap(names[0][code]) for code in rows]
    cell = max(CELL_PX, max(map(lines_in, labels)) * LINE_PX + 4)
    middles = [head + cell * (i + 0.5) for i in range(len(rows))]
    draft.add_heatmap(
        x=list(range(len(columns))),
        y=middles,
        z=[[n or None for n in line] for line in numbers],
        zmin=0,
        zmax=top,
        colorscale=[[0, low], [1, palette.accent]],
        showscale=False,
        xgap=2,
        ygap=2,
        hoverinfo="skip",
    )
    cells = [(j, middles[i], n, rows[i], columns[j]) for i, line in enumerate(numbers) for j, n in enumerate(line) if n]
    # Plotly selects points, not cells: invisible squares on top carry the number, the words and the click.
    draft.add_scatter(
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
    draft.update_layout(
        xaxis={"range": [-0.5, len(columns) - 0.5], "visible": False},
        yaxis={
            "range": [total, 0],
            "tickmode": "array",
            "tickvals": middles,
            "ticktext": [tick(names[0][code]) for code in rows],
            "showgrid": False,
            "automargin": True,
        },
    )
    return framed(draft, total, palette, title, note, bottom=14, left=margin)


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
