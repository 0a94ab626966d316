"""The charts of the charts page: each of `telling.charts`, drawn by `figures` or as bars of the page itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import figures
from dashboard.figures.base import group_labels
from dashboard.i18n import Translator
from dashboard.numbers import summaries
from dashboard.query.filters import Filters
from dashboard.telling import charts, wording
from dashboard.telling.charts import Bars, Told
from dashboard.ui import visit, widgets
from dashboard.ui.visit import View

MOST_NAMED = 40  # organisations of one kind and standing
ACTIONS_PAGE = Path(__file__).resolve().parents[3] / "pages" / "actions.py"
CELL = "cell_of_country_themes"  # the filters of a cell that was chosen, on the way to its actions
Draw = Callable[..., go.Figure]  # a chart of `figures`


def contents(t: Translator) -> dict[str, str]:
    """The parts of the page: code (see `PAGE_PARAMETERS`) to name."""
    return {
        "people": t("People and countries"),
        "organisations": t("Organisations"),
        "themes": t("Themes and types"),
        "time": t("Time"),
    }


def countries(v: View) -> None:
    """Actions by country."""
    draw = partial(figures.bars.actions_by_country, href=_record_of("country"))
    _chart(v, charts.told("countries", v.selection, v.t), draw, record="country")


def organisations(v: View) -> None:
    """Organisations by kind, in their three standings."""
    told = charts.told("organisations", v.selection, v.t)
    with widgets.framed(v, "organisations", told.title, note=told.note, signs=_signs(v, told), table=told.table):
        st.html(_kinds(v, told))


def most_active(v: View) -> None:
    """The organisations that took part in several actions; nothing when there are none."""
    told = charts.told("most_active", v.selection, v.t)
    if len(told.frame):
        draw = partial(figures.bars.most_active, href=_record_of("organisation"))
        _chart(v, told, draw, record="organisation", signs=_signs(v, told))


def addressed(v: View) -> None:
    """The institutions that actions spoke to, by their kind; nothing when there are none."""
    told = charts.told("addressed", v.selection, v.t)
    if len(told.frame):
        with widgets.framed(v, "addressed", told.title, note=told.note, table=told.table):
            st.html(_institutions(v, told.frame))


def themes(v: View) -> None:
    """Actions by theme."""
    told = charts.told("themes", v.selection, v.t)
    draw = partial(figures.bars.themes, href=_record_of("theme"))
    _chart(v, told, draw, record="theme", signs=_signs(v, told))


def types(v: View) -> None:
    """Actions by type; each opens the actions of that type."""
    told = charts.told("types", v.selection, v.t)
    with widgets.framed(v, "types", told.title, table=told.table):
        st.html(_types(v, told.frame))


def country_themes(v: View) -> None:
    """Actions by theme and country; a cell leads to its actions."""
    filters = st.session_state.pop(CELL, None)
    if filters is not None:  # a callback cannot change the page by itself
        st.switch_page(ACTIONS_PAGE, query_params=[*filters.to_query(), ("lang", v.t.language)])
    told, narrow = charts.told("country_themes", v.selection, v.t), visit.on_a_phone()
    draw = partial(figures.matrices.country_themes, narrow=narrow, href=_record_of("theme"))
    found = figures.matrices.edges(told.frame, v.t, **figures.matrices.COUNTRY_THEMES)
    heads = [
        visit.anchor(
            v,
            f"<span>{v.escaped(name)}</span><abbr title='{v.escaped(name)}'>{v.escaped(code)}</abbr>",
            record=("country", code),
        )
        for code, name in found.columns.items()
    ]
    over = column_heads([*heads, v.escaped(v.t("all"))], narrow)

    def chosen(codes: list[str]) -> None:
        st.session_state[CELL] = _in_cell(visit.now(v).filters, *map(str, codes[:2]))

    _chart(v, told, draw, over=over, on_select=chosen)


def _in_cell(filters: Filters, theme: str, country: str) -> Filters:
    """The filters that leave the actions of a theme and a country among those in view."""
    within = replace(filters, country=(country,))
    if not filters.theme or (theme in filters.theme and not filters.needs_all("theme")):
        return replace(within, theme=(theme,))
    themes = tuple(dict.fromkeys((*filters.theme, theme)))
    if len(filters.theme) == 1 or filters.needs_all("theme"):
        return replace(within, theme=themes, theme_mode="all")
    return within  # "one of these, and that one" cannot be said: at least no action is left out


def column_heads(heads: Sequence[str], narrow: bool) -> str:
    """The heads of a matrix of `figures.matrices`, HTML each, right over its columns."""
    cells = "".join(f"<span>{head}</span>" for head in heads)
    return f"<div class='matrix-heads' style='--labels:{figures.matrices.margin(narrow)}px'>{cells}</div>"


def _record_of(kind: str) -> Callable[[str], str]:
    """The address of the record of a code, as a link in a plot: charts.js adds it to the view's own address.

    Plotly would encode anew what is encoded, so nothing that needs it stands here.
    """
    return lambda code: f"?record={kind}:{code}"


def _signs(v: View, told: Told) -> str:
    drawing = told.drawing()
    assert isinstance(drawing, Bars)
    return widgets.signs((role, v.escaped(words)) for role, words in drawing.signs)


def _chart(
    v: View,
    told: Told,
    draw: Draw,
    *,
    record: str | None = None,
    signs: str = "",
    over: str = "",
    on_select: Callable[[list[str]], None] | None = None,
) -> None:
    """The chart in its frame; a click or tap opens the record of the kind `record`, or is for `on_select`."""

    def opened(codes: list[str]) -> None:
        visit.go(v, record=(record, str(codes[0])))

    widgets.chart(
        v,
        told.chart.key,
        told.title,
        draw(told.frame, v.t, v.palette),
        told.table,
        note=told.note,
        signs=signs,
        over=over,
        on_select=opened if record else on_select,
    )


def _row(label: str, pieces: Sequence[tuple[int, str]], longest: int, number: str) -> str:
    """A bar as HTML: its label, its pieces as long as they are many, and its number."""
    parts = "".join(f"<i class='{role}' style='flex-basis:{100 * n / longest:.2f}%'></i>" for n, role in pieces if n)
    return f"<span class='bar-label'>{label}</span><span class='bar-track'>{parts}<b>{number}</b></span>"


def _types(v: View, frame: pd.DataFrame) -> str:
    """The types with several actions as bars, those with one each in a sentence; every one leads to its actions."""
    t = v.t

    def linked(code: str, text: str) -> str:
        return visit.elsewhere(v, "actions", text, replace(v.filters, type=(code,)))

    ones = charts.one_each(frame)
    bars = frame.drop(ones.index)
    longest = int(frame["actions"].max())
    rows = [
        linked(row.action_type, _row(v.escaped(row.label), [(row.actions, "accent")], longest, t.number(row.actions)))
        for row in bars.itertuples()
    ]
    listed = ", ".join(linked(row.action_type, v.escaped(wording.uncapital(row.label))) for row in ones.itertuples())
    said = f"<p class='one-each'>{v.escaped(t('One each:'))} {listed}.</p>" if listed else ""
    return f"<div class='bar-rows'>{''.join(rows)}</div>{said}"


def _kinds(v: View, told: Told) -> str:
    """The kinds of organisations as bars that unfold to the organisations they count."""
    t, frame = v.t, told.frame
    standing = summaries.standings(v.selection)
    every = summaries.organisations(v.selection)
    every = every.assign(standing=every["organisation_id"].map(standing))
    longest = int(frame[list(summaries.GROUPS)].sum(axis=1).max())
    rows = []
    for row in frame.itertuples():
        numbers = {group: int(getattr(row, group)) for group in summaries.GROUPS}
        pieces = [(n, charts.ROLES[group]) for group, n in numbers.items()]
        head = _row(v.escaped(row.label), pieces, longest, t.number(sum(numbers.values())))
        of = every[every["kind"] == row.kind]
        groups = "".join(
            f"<p><strong>{v.escaped(wording.capital(group_labels(t)[group]))} · {t.number(n)}</strong> "
            f"{_named(v, of[of['standing'] == group])}</p>"
            for group, n in numbers.items()
            if n
        )
        rows.append(f"<details><summary>{head}</summary>{groups}</details>")
    return f"<div class='bar-rows'>{''.join(rows)}</div>"


def _institutions(v: View, frame: pd.DataFrame) -> str:
    """Institutions under their kinds, each with its country, and with a number where several actions addressed it."""
    groups = []
    for _, rows in frame.groupby("kind", sort=False):
        items = []
        for row in rows.head(MOST_NAMED).itertuples(index=False):
            name = visit.anchor(v, v.escaped(row.name), record=("organisation", row.organisation_id))
            number = f" × {v.t.number(row.addressed)}" if row.addressed > 1 else ""
            items.append(f"<li>{name} <small>{v.escaped(v.home(row.country))}{number}</small></li>")
        rest = len(rows) - len(items)
        if rest:
            items.append(f"<li>{v.escaped(v.t.n('and {n} more', 'and {n} more', rest))}</li>")
        label = v.escaped(wording.capital(str(rows["kind_label"].iloc[0])))
        groups.append(f"<div><h3>{label} · {v.t.number(len(rows))}</h3><ul>{''.join(items)}</ul></div>")
    return f"<div class='institutions'>{''.join(groups)}</div>"


def _named(v: View, organisations: pd.DataFrame) -> str:
    """Organisations as links to their records, so many that a page bears them."""
    links = [
        visit.anchor(v, v.escaped(row.name), record=("organisation", row.organisation_id))
        for row in organisations.head(MOST_NAMED).itertuples(index=False)
    ]
    rest = len(organisations) - len(links)
    more = [v.escaped(v.t.n("and {n} more", "and {n} more", rest))] if rest > 0 else []
    return " · ".join([*links, *more])
