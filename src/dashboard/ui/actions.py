"""The table of actions: a heading sorts it, a row opens its record; cards where it is narrow."""

from __future__ import annotations

import html
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.numbers.records import SEPARATOR, action_rows, in_order
from dashboard.query.filters import Filters, codes
from dashboard.query.masks import met
from dashboard.telling import wording
from dashboard.ui import visit
from dashboard.ui.visit import View
from dashboard.ui.widgets import long_html

AT_FIRST, ON_A_PHONE = 100, 16  # rows shown before the reader asks for more
STEP = 100  # how many more at each asking
ARTS = frozenset({"art", "music", "sport"})  # other names of types of action


def questions(v: View) -> None:
    """What people come to ask, each with the number of actions that it would leave; a press asks it, another not."""
    t = v.t
    links = []
    for words, asked in _questions(v):
        on = all(getattr(v.filters, name) == value for name, value in asked.items())
        none = {name: getattr(Filters(), name) for name in asked}
        filters = replace(v.filters, **(none if on else asked))
        n = int(met(filters, v.dataset).sum())
        if on:
            pressed = "class='on' aria-current='true'"
            links.append(visit.anchor(v, f"{v.escaped(words)} ×", attributes=pressed, filters=filters))
        elif n:
            links.append(visit.anchor(v, f"{v.escaped(words)} <span>{t.number(n)}</span>", filters=filters))
    if links:
        st.html(f"<p class='questions'>{''.join(links)}</p>")


def _questions(v: View) -> list[tuple[str, dict[str, Any]]]:
    """The questions that this dataset can answer: in words, and as values of filters."""
    t, types = v.t, v.dataset["action_types"]
    arts = tuple(
        row.action_type
        for row in types.itertuples()
        if isinstance(row.other_names, str) and ARTS & set(row.other_names.split(";"))
    )
    led_by = codes(v.dataset, "led_by")
    women = tuple(code for code in led_by if code.startswith("women"))
    asked: list[tuple[str, dict[str, Any]]] = [
        (t("No date"), {"undated": True}),
        (t("With an outcome"), {"outcome": True}),
    ]
    if arts:
        asked.append((t("Art, music, sport"), {"type": arts}))
    if women and len(led_by) > 1:
        asked.append((t("Led by women"), {"led_by": women}))
    return asked


def table(v: View) -> None:
    """One row an action in view, in the order that the address asks for."""
    t, sort = v.t, v.choices["sort"]
    rows = in_order(action_rows(v.selection, t), sort)
    limit = st.session_state.get("actions_shown", ON_A_PHONE if visit.on_a_phone() else AT_FIRST)
    columns = _columns(v)
    heads = "".join(_head(v, by, words) for by, words in columns.items())
    body = "".join(_row(v, row) for row in rows.head(limit).itertuples())
    caption = html.escape(t("Actions in view"))
    long_html(
        "actions",
        min(len(rows), limit),
        f"<div class='actions'><table><caption class='heard'>{caption}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>",
    )
    left = len(rows) - limit
    if left > 0:
        st.button(
            t.n("Show more: {n} action is left", "Show more: {n} actions are left", left),
            key="more_actions",
            on_click=lambda: st.session_state.update(actions_shown=limit + STEP),
        )


def _columns(v: View) -> dict[str, str]:
    """The columns by what they are sorted by."""
    t = v.t
    return {
        "title": t("Action"),
        "date": t("When"),
        "country": t("Where"),
        "type": t("Type"),
        "organisers": t("Organisers"),
        "participants": t("Participants"),
    }


def _head(v: View, by: str, words: str) -> str:
    """The heading of a column: a press sorts by it, another one the other way round."""
    sort = v.choices["sort"]
    order = {by: ("ascending", "▲"), f"-{by}": ("descending", "▼")}.get(sort)
    state, sign = (f" aria-sort='{order[0]}'", f" <span aria-hidden='true'>{order[1]}</span>") if order else ("", "")
    then = f"-{by}" if sort == by else by
    return f"<th scope='col'{state} class='{by}'>{visit.anchor(v, v.escaped(words) + sign, sort=then)}</th>"


def _row(v: View, row: Any) -> str:
    t = v.t
    title = visit.anchor(v, v.escaped(row.title), attributes="class='whole'", record=("action", row.action_id))
    cells = {
        "date": "" if pd.isna(row.start_date) else t.dates(row.start_date, row.end_date, row.date_precision),
        "country": _where(v, row),
        "type": row.action_type_label,
        "organisers": _names(v, row.organisers),
        "participants": row.participants_text if isinstance(row.participants_text, str) else "",
    }
    told = "".join(_cell(v, by, text) for by, text in cells.items())
    return f"<tr><th scope='row'>{title}<p>{v.escaped(row.summary)}</p></th>{told}</tr>"


def _cell(v: View, by: str, text: str) -> str:
    if not text:
        return f"<td class='{by} missing'>{html.escape(v.t('not reported'))}</td>"
    return f"<td class='{by}'><span>{html.escape(text)}</span></td>"


def _names(v: View, cell: object, most: int = 2) -> str:
    return wording.names(cell.split(SEPARATOR), v.t, most) if isinstance(cell, str) else ""


def _where(v: View, row: Any) -> str:
    """The city and the country; the country alone where no city is named."""
    cities = _names(v, row.cities)
    return f"{cities}, {row.country_name}" if cities else str(row.country_name)
