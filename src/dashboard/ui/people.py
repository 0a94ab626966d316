"""How many people took part: the few accounts in their own big words, and a square for each that gives no number."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.figures.base import rows_of
from dashboard.telling import charts
from dashboard.ui import visit, widgets
from dashboard.ui.visit import View

MOST_FIGURES = 6  # in big letters
MOST_SQUARES = 120
LONG = 34  # characters of an account's words from which they are set smaller


def participants(v: View) -> None:
    """People by action, in the report's words, with those that give no figure."""
    told = charts.told("participants", v.selection, v.t)
    frame = told.frame
    with widgets.framed(v, "participants", told.title, note=told.note, table=told.table):
        given, silent = frame[frame["reported"]], frame[~frame["reported"]]
        body = f"<div class='people'>{_figures(v, given)}{_squares(v, silent)}</div>"
        widgets.long_html("people", widgets.FILL_A_SCREEN + 1, body)


def _figures(v: View, given: pd.DataFrame) -> str:
    """The accounts with the largest figures, each with its action, where and when."""
    t = v.t
    items = []
    for row in rows_of(given.head(MOST_FIGURES)):
        words = row.text if isinstance(row.text, str) else t.number(row.minimum)
        title = visit.anchor(v, v.escaped(row.title), record=("action", row.action_id))
        when = t.dates(row.start, row.end, row.precision)
        size = " class='long'" if len(words) > LONG else ""
        aside = v.escaped(f"{_where(v, row)} · {when}")
        items.append(f"<li><strong{size}>{v.escaped(words)}</strong>{title}<small>{aside}</small></li>")
    if not items:
        return ""
    rest = len(given) - len(items)
    more = t.n("and {n} more action with a smaller figure", "and {n} more actions with smaller figures", rest)
    return f"<ul class='people-figures'>{''.join(items)}</ul>{f'<p>{v.escaped(more)}</p>' if rest else ''}"


def _where(v: View, row: Any) -> str:
    """ "Minsk, Belarus", "10 cities, Belarus": the country alone where no city is named."""
    cities = row.cities if len(row.cities) < 3 else (v.t.n("{n} city", "{n} cities", len(row.cities)),)
    return ", ".join([*cities, v.t.country(row.country)])


def _squares(v: View, silent: pd.DataFrame) -> str:
    """A square for each account without a figure, which opens its record."""
    if silent.empty:
        return ""
    t = v.t
    shown = silent.assign(home=[t.country(code) for code in silent["country"]]).sort_values("home", kind="stable")
    squares = []
    for row in rows_of(shown.head(MOST_SQUARES)):
        name = v.escaped(f"{row.title} · {row.home}")
        named = f'title="{name}" aria-label="{name}"'
        squares.append(f"<li>{visit.anchor(v, '', attributes=named, record=('action', row.action_id))}</li>")
    rest = len(shown) - len(squares)
    more = f"<li>{v.escaped(t.n('and {n} more', 'and {n} more', rest))}</li>" if rest else ""
    said = t.n("{n} account gives no number", "{n} accounts give no number", len(silent))
    return f"<p>{v.escaped(said)}</p><ul class='people-silent'>{''.join(squares)}{more}</ul>"
