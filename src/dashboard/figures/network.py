"""Who acted with whom."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.base import (
    HOVER,
    LINE_PX,
    MARKS,
    Draft,
    framed,
    group_labels,
    lines_in,
    nothing,
    wrap,
)
from dashboard.i18n import Translator
from dashboard.theme import TEXT_SIZE, Palette, by_group, mix

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
    linked follow one another, largest first. Beyond `limit`, the least active are left out and counted.
    """
    if nodes.empty:
        return nothing(t, palette, title, note)
    known = nodes.sort_values(["actions", "name"], ascending=[False, True], kind="stable").head(limit)
    codes = list(known["organisation_id"])
    ids = set(codes)
    links = edges[edges["source"].isin(ids) & edges["target"].isin(ids)]
    order = _neighbours_first(codes, links)
    name = dict(zip(codes, known["name"], strict=True))
    standing = dict(zip(codes, known["standing"], strict=True))
    acts = {code: int(n) for code, n in zip(codes, known["actions"], strict=True)}
    colours, words = by_group(palette), group_labels(t)

    draft = Draft(palette)
    middle: dict[str, float] = {}
    labels: dict[str, str] = {}
    y = 0.0
    for code in order:
        labels[code] = wrap(name[code], 32)
        height = max(NODE_PX, lines_in(labels[code]) * LINE_PX + 4)
        middle[code] = y + height / 2
        y += height
    at = 0.3  # the share of the width that the arcs take
    reach = max((abs(middle[a] - middle[b]) for a, b in zip(links["source"], links["target"], strict=True)), default=1)
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
        draft.add_scatter(
            name=f"links_{weight}",
            x=xs,
            y=ys,
            mode="lines",
            line={"width": 0.7 + 0.9 * weight, "color": mix(palette.paper, palette.ink, 0.35)},
            hoverinfo="skip",
        )
    if crowns:
        draft.add_scatter(
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
                        first=name[source],
                        second=name[target],
                    ),
                    HOVER,
                )
                for *_, source, target, n in crowns
            ],
            hoverinfo="text",
        )
    draft.add_scatter(
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
                f"{name[code]} ({words[standing[code]]}): " + t.n("{n} action", "{n} actions", acts[code]),
                HOVER,
            )
            for code in order
        ],
        hoverinfo="text",
        marker={
            "symbol": [MARKS[standing[code]][0] for code in order],
            "color": [colours[standing[code]] for code in order],
            "size": [8 + 2.5 * math.sqrt(min(acts[code], 16)) for code in order],
            "opacity": 1,
            "line": {"color": palette.paper, "width": 1},
        },
        cliponaxis=False,
    )
    if len(nodes) > limit:
        left_out = t.n("and {n} less active organisation", "and {n} less active organisations", len(nodes) - limit)
        draft.add_scatter(
            x=[at],
            y=[y + LINE_PX / 2],
            mode="text",
            text=["&nbsp;" + left_out],
            textposition="middle right",
            hoverinfo="skip",
        )
        y += LINE_PX
    draft.update_layout(
        xaxis={"range": [0, 1], "visible": False},
        yaxis={"range": [y, 0], "visible": False},
    )
    key = [(MARKS[group][1], colours[group], words[group]) for group in colours if (known["standing"] == group).any()]
    return framed(draft, y, palette, title, note, key, bottom=14)


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
