"""Who acted with whom."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate

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
AT = 0.3  # the share of the width that the arcs take: the names stand behind it


def network(
    nodes: pd.DataFrame,
    edges: pd.DataFrame,
    t: Translator,
    palette: Palette,
    title: str | None = None,
    note: str | None = None,
    limit: int = 60,
    tie: Callable[[str, str, int], str] | None = None,
) -> go.Figure:
    """Who acted with whom, as arcs between names in a list: every name is read in full at any width.

    `nodes`: organisation_id, name, standing (organiser, partner, addressed), actions. `edges`: source, target
    (organisation ids), actions (the number they share). Neighbours stand next to each other: groups that are
    linked follow one another, largest first. Beyond `limit`, the least active are left out and counted. `tie`
    puts two names and their number of actions into words; without it, the two acted together.
    """
    if nodes.empty:
        return nothing(t, palette, title, note)
    known = nodes.sort_values(["actions", "name"], ascending=[False, True], kind="stable").head(limit)
    known = known.set_index("organisation_id", drop=False)
    links = edges[edges["source"].isin(known.index) & edges["target"].isin(known.index)]
    known = known.loc[_neighbours_first(list(known.index), links)]
    labels = [wrap(name, 32) for name in known["name"]]
    heights = [max(NODE_PX, lines_in(label) * LINE_PX + 4) for label in labels]
    ends = list(accumulate(heights, initial=0.0))
    middles = [top + height / 2 for top, height in zip(ends, heights, strict=False)]

    draft, y = Draft(palette), ends[-1]
    _arcs(draft, links, dict(zip(known.index, middles, strict=True)), palette)
    if len(links):
        names = dict(zip(known.index, known["name"], strict=True))
        _crowns(draft, links, dict(zip(known.index, middles, strict=True)), names, tie or _together(t))
    _names(draft, known, labels, middles, t, palette)
    if len(nodes) > limit:
        left_out = t.n("and {n} less active organisation", "and {n} less active organisations", len(nodes) - limit)
        draft.add_scatter(
            x=[AT],
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
    colours, words = by_group(palette), group_labels(t)
    key = [(MARKS[group][1], colours[group], words[group]) for group in colours if (known["standing"] == group).any()]
    return framed(draft, y, palette, title, note, key, bottom=14)


def _together(t: Translator) -> Callable[[str, str, int], str]:
    return lambda first, second, n: t.n(
        "{first} and {second}: {n} action together",
        "{first} and {second}: {n} actions together",
        n,
        first=first,
        second=second,
    )


def _spans(links: pd.DataFrame, middle: Mapping[str, float]) -> Iterator[tuple[str, str, int, float, float, float]]:
    """Each link: its ends, its number of actions, the middle and height of its arc, and how far it reaches out."""
    pairs = list(zip(links["source"], links["target"], links["actions"], strict=True))
    reach = max((abs(middle[a] - middle[b]) for a, b, _ in pairs), default=1)
    for source, target, n in pairs:
        low, high = middle[source], middle[target]
        radius = (AT - 0.02) * math.sqrt(abs(high - low) / reach)
        yield source, target, int(n), (low + high) / 2, abs(high - low), radius


def _arcs(draft: Draft, links: pd.DataFrame, middle: Mapping[str, float], palette: Palette) -> None:
    """The links as half ellipses, thicker for more actions: one trace for each thickness."""
    turns = [math.pi * (0.5 + i / 16) for i in range(17)]
    by_weight: dict[int, tuple[list[float | None], list[float | None]]] = {}
    for _, _, n, centre, height, radius in _spans(links, middle):
        xs, ys = by_weight.setdefault(min(n, 5), ([], []))
        xs += [AT + radius * math.cos(turn) for turn in turns] + [None]
        ys += [centre + height / 2 * math.sin(turn) for turn in turns] + [None]
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


def _crowns(
    draft: Draft,
    links: pd.DataFrame,
    middle: Mapping[str, float],
    name: Mapping[str, str],
    tie: Callable[[str, str, int], str],
) -> None:
    """An unseen point at the crown of each arc, which tells of the link when it is pointed at."""
    spans = list(_spans(links, middle))
    draft.add_scatter(
        name="links",
        x=[AT - radius for *_, radius in spans],
        y=[centre for *_, centre, _, _ in spans],
        mode="markers",
        marker={"size": 8, "color": "rgba(0,0,0,0)"},
        customdata=[[source, target] for source, target, *_ in spans],
        hovertext=[wrap(tie(name[source], name[target], n), HOVER) for source, target, n, *_ in spans],
        hoverinfo="text",
    )


def _names(
    draft: Draft,
    known: pd.DataFrame,
    labels: Sequence[str],
    middles: Sequence[float],
    t: Translator,
    palette: Palette,
) -> None:
    """The organisations in a column: a sign for the standing, larger for more actions, and the name."""
    colours, words = by_group(palette), group_labels(t)
    acts = [int(n) for n in known["actions"]]
    draft.add_scatter(
        name="organisations",
        x=[AT] * len(known),
        y=middles,
        mode="markers+text",
        customdata=[[code] for code in known.index],
        text=["<br>".join(f"&nbsp;{line}" for line in label.split("<br>")) for label in labels],
        textposition="middle right",
        textfont={"color": palette.ink, "size": TEXT_SIZE},
        hovertext=[
            wrap(f"{name} ({words[standing]}): " + t.n("{n} action", "{n} actions", n), HOVER)
            for name, standing, n in zip(known["name"], known["standing"], acts, strict=True)
        ],
        hoverinfo="text",
        marker={
            "symbol": [MARKS[standing][0] for standing in known["standing"]],
            "color": [colours[standing] for standing in known["standing"]],
            "size": [8 + 2.5 * math.sqrt(min(n, 16)) for n in acts],
            "opacity": 1,
            "line": {"color": palette.paper, "width": 1},
        },
        cliponaxis=False,
    )


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
