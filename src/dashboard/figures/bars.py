"""Bars: how many actions or organisations, of which country, theme, type or kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.base import (
    HOVER,
    LINE_PX,
    Draft,
    count_axis,
    framed,
    group_labels,
    lines_in,
    nothing,
    rows_of,
    tick,
    wrap,
)
from dashboard.i18n import Translator
from dashboard.theme import TEXT_SIZE, Palette, by_group, hatch


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
        return nothing(t, palette, title, note)
    draft = Draft(palette)
    draft.add_bar(
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
    label_rows(draft, labels)
    draft.update_layout(xaxis=count_axis(max(values), t, unit))
    return framed(draft, _rows_height(labels), palette, title, note)


def label_rows(draft: Draft, labels: Sequence[str]) -> None:
    """One row a label on the vertical axis, the first on top."""
    draft.update_layout(
        yaxis={
            "tickmode": "array",
            "tickvals": list(range(len(labels))),
            "ticktext": [tick(label) for label in labels],
            "range": [len(labels) - 0.5, -0.5],
            "automargin": True,
            "showgrid": False,
        }
    )


def _rows_height(labels: Sequence[str]) -> int:
    return len(labels) * max(30, max(lines_in(wrap(label)) for label in labels) * LINE_PX + 8)


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
        for row in rows_of(frame)
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
        f"{label}: {t.n('{n} action', '{n} actions', int(n))}"
        + (f". {definition}" if isinstance(definition, str) else "")
        for label, n, definition in zip(frame["label"], frame["actions"], frame["definition"], strict=True)
    ]
    columns = (list(frame["label"]), list(frame["actions"]), list(frame[code]))
    return _bars(*columns, hovers, t, palette, t("actions"), title, note)


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
        return nothing(t, palette, title, note)
    draft, colours, words = Draft(palette), by_group(palette), group_labels(t)
    totals = [int(total) for total in frame[list(groups)].sum(axis=1)]
    codes = [[value] for value in frame[code]]
    for group in groups:
        draft.add_bar(
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
    draft.add_scatter(
        x=totals,
        y=list(range(len(frame))),
        mode="text",
        text=["&nbsp;" + " + ".join(t.number(int(row[group])) for group in groups) for _, row in frame.iterrows()],
        textposition="middle right",
        textfont={"color": palette.ink, "size": TEXT_SIZE},
        cliponaxis=False,
        hoverinfo="skip",
    )
    labels = list(frame[label])
    label_rows(draft, labels)
    draft.update_layout(xaxis=count_axis(max(totals), t, unit, room=1.45))
    draft.update_layout(barmode="stack")
    key = [("■", colours[group], words[group]) for group in groups]
    return framed(draft, _rows_height(labels), palette, title, note, key)


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
    """The organisations that took part in most actions: a bar is as long as its actions are many.

    The pieces tell in how many of them it was an organiser, and in how many it took part in another way.
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
    top = frame[frame["addressed"] > 0].sort_values(["addressed", "name"], ascending=[False, True]).head(limit)
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
