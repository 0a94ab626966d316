"""Bars: how many actions, of which country, on which theme, of which organisation.

Every bar carries its number, so there is no axis. A row is as high as its label; heights are pixels.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.base import HOVER, LINE_PX, Draft, bare, group_labels, lines_in, nothing, rows_of, wrap
from dashboard.i18n import Translator
from dashboard.theme import TEXT_SIZE, Palette, by_group, hatch

THICK = 18  # of a bar, whatever the number of rows
THIN = 4  # of a second measure under a bar
GAP = 9  # between a row and the next
DIGIT = 9.0  # pixels that a character behind a bar takes at most
Href = Callable[[str], str]  # from the code of a row to the address of what it counts


def _piece(
    draft: Draft,
    shown: Sequence[int],
    middles: Sequence[float],
    values: Sequence[int],
    codes: Sequence[str],
    hovers: Sequence[str],
    marker: dict[str, Any],
    **more: Any,
) -> None:
    """The bars of some of the rows, in one way of drawing them."""
    draft.add_bar(
        **{
            "orientation": "h",
            "x": [values[i] for i in shown],
            "y": [middles[i] for i in shown],
            "width": [THICK] * len(shown),
            "customdata": [[codes[i]] for i in shown],
            "hovertext": [wrap(hovers[i], HOVER) for i in shown],
            "hoverinfo": "text",
            "marker": marker,
            **more,
        }
    )


def _numbers(draft: Draft, middles: Sequence[float], ends: Sequence[int], texts: Sequence[str]) -> None:
    """What stands behind the bars."""
    draft.add_scatter(
        name="numbers",
        x=list(ends),
        y=list(middles),
        mode="text",
        text=[f"&nbsp;{text}" for text in texts],
        textposition="middle right",
        textfont={"color": draft.palette.ink, "size": TEXT_SIZE},
        cliponaxis=False,
        hoverinfo="skip",
    )


def room_for(texts: Sequence[str]) -> int:
    """The pixels that the longest of these short texts needs behind its bar."""
    return round(8 + DIGIT * max(map(len, texts)))


def hidden_axis(maximum: int) -> dict[str, Any]:
    """An axis from zero to the longest bar's end that is not seen."""
    return {"range": [0, max(1, maximum)], "visible": False}


def label_rows(
    draft: Draft, labels: Sequence[str], codes: Sequence[str], href: Href | None = None, thick: int = THICK
) -> tuple[list[float], float]:
    """One row a label on the vertical axis, the first on top: the middles of the rows, the height of all.

    With `href` a label is a link to what its row counts.
    """
    texts = [wrap(label) for label in labels]
    heights = [max(thick, lines_in(text) * LINE_PX) + GAP for text in texts]
    ends = list(accumulate(heights))
    middles = [end - height / 2 for end, height in zip(ends, heights, strict=True)]
    if href is not None:
        addresses = [html.escape(href(code)) for code in codes]
        texts = [f'<a href="{to}" target="_self">{text}</a>' for to, text in zip(addresses, texts, strict=True)]
    draft.update_layout(
        yaxis={
            "tickmode": "array",
            "tickvals": middles,
            "ticktext": texts,
            "range": [ends[-1], 0],
            "automargin": True,
            "showgrid": False,
        }
    )
    return middles, ends[-1]


def actions_by_country(frame: pd.DataFrame, t: Translator, palette: Palette, href: Href | None = None) -> go.Figure:
    """Actions of each country; hovering tells the cities and how many accounts give a participant figure."""
    if frame.empty:
        return nothing(t, palette)
    hovers = [
        ", ".join(
            (
                f"{row.label}: {t.n('{n} action', '{n} actions', int(row.actions))}",
                t.n("{n} city", "{n} cities", int(row.places)),
                t.n("no participant figure for {n}", "no participant figure for {n}", int(row.not_reported)),
            )
        )
        for row in rows_of(frame)
    ]
    draft, codes, values = Draft(palette), list(frame["country"]), [int(n) for n in frame["actions"]]
    middles, height = label_rows(draft, list(frame["label"]), codes, href)
    marker = {"color": palette.accent, "line": {"width": 0}}
    _piece(draft, range(len(frame)), middles, values, codes, hovers, marker)
    texts = [t.number(n) for n in values]
    _numbers(draft, middles, values, texts)
    draft.update_layout(xaxis=hidden_axis(max(values)))
    return bare(draft, height, right=room_for(texts))


def themes(frame: pd.DataFrame, t: Translator, palette: Palette, href: Href | None = None) -> go.Figure:
    """Actions that carry each theme, hatched where they only mention it; a thin bar for those that ask for it."""
    if frame.empty:
        return nothing(t, palette)
    draft = Draft(palette)
    codes, totals = list(frame["theme_id"]), [int(n) for n in frame["actions"]]
    asked, mentioned = [int(n) for n in frame["demand"]], [int(n) for n in frame["only_mentioned"]]
    raised = [total - only for total, only in zip(totals, mentioned, strict=True)]
    middles, height = label_rows(draft, list(frame["label"]), codes, href, thick=THICK + THIN)
    upper = [middle - THIN / 2 for middle in middles]
    hovers = theme_hovers(frame, t)
    every = range(len(frame))
    _piece(draft, every, upper, raised, codes, hovers, {"color": palette.accent, "line": {"width": 0}}, name="raised")
    _piece(
        draft,
        [i for i in every if mentioned[i]],
        upper,
        mentioned,
        codes,
        hovers,
        hatch(palette, palette.accent),
        name="only_mentioned",
        base=[raised[i] for i in every if mentioned[i]],
    )
    lower = [middle + THICK / 2 + 0.5 for middle in middles]
    _piece(
        draft,
        [i for i in every if asked[i]],
        lower,
        asked,
        codes,
        hovers,
        {"color": palette.second, "line": {"width": 0}},
        name="asked",
        width=[THIN] * sum(map(bool, asked)),
    )
    texts = [
        f'{t.number(n)} · <span style="color:{palette.second}">{t.number(of)}</span>' if of else t.number(n)
        for n, of in zip(totals, asked, strict=True)
    ]
    _numbers(draft, upper, totals, texts)
    draft.update_layout(xaxis=hidden_axis(max(totals)), barmode="overlay")
    return bare(draft, height, right=room_for([f"{t.number(max(totals))} · {t.number(max(asked))}"]))


def theme_hovers(frame: pd.DataFrame, t: Translator) -> list[str]:
    """Each theme with its numbers and its definition."""
    return [
        ", ".join(
            (
                f"{row.label}: {t.n('{n} action', '{n} actions', int(row.actions))}",
                t.n("asked for by {n}", "asked for by {n}", int(row.demand)),
                t.n("only mentioned by {n}", "only mentioned by {n}", int(row.only_mentioned)),
            )
        )
        + (f". {row.definition}" if isinstance(row.definition, str) else "")
        for row in rows_of(frame)
    ]


def most_active(frame: pd.DataFrame, t: Translator, palette: Palette, href: Href | None = None) -> go.Figure:
    """Organisations by the number of actions that they took part in.

    The pieces tell in how many of them each was an organiser, and in how many it took part in another way.
    """
    if frame.empty:
        return nothing(t, palette)
    draft, colours, words, groups = Draft(palette), by_group(palette), group_labels(t), ["organiser", "partner"]
    totals = [int(total) for total in frame[groups].sum(axis=1)]
    codes = [str(code) for code in frame["organisation_id"]]
    middles, height = label_rows(draft, list(frame["name"]), codes, href)
    for group in groups:
        values = [int(n) for n in frame[group]]
        hovers = [
            f"{name}, {words[group]}: {t.n('{n} action', '{n} actions', n)}"
            for name, n in zip(frame["name"], values, strict=True)
        ]
        marker = {"color": colours[group], "line": {"width": 0}}
        _piece(draft, range(len(frame)), middles, values, codes, hovers, marker, name=words[group])
    texts = [t.number(total) for total in totals]
    _numbers(draft, middles, totals, texts)
    draft.update_layout(xaxis=hidden_axis(max(totals)), barmode="stack")
    return bare(draft, height, right=room_for(texts))
