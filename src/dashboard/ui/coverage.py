"""How complete the data is: for every action, what the report gives, gives in part, and leaves out."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.figures.base import rows_of
from dashboard.i18n import Translator
from dashboard.numbers import summaries
from dashboard.telling import wording
from dashboard.ui import visit, widgets
from dashboard.ui.visit import View

MOST_ROWS = 150
HALF = {"date": "date_inferred", "place": "place_partly"}  # what is given, but not wholly or not in words


def coverage(v: View) -> None:
    """A grid of the actions in view by country: a full dot for reported, half a dot, and a blank."""
    t, frame = v.t, summaries.coverage(v.selection)
    frame = frame.assign(home=[t.country(code) for code in frame["country"]])
    frame = frame.sort_values("home", kind="stable", ignore_index=True)
    heading = _heading(summaries.silent(v.selection), len(frame), t)
    note = t("what the report gives for each action, and what it leaves out")
    with widgets.framed(v, "coverage", heading, note=note, signs=_signs(v, frame), table=lambda: table(frame, t)):
        name = v.escaped(t("What the report gives for each action"))
        st.html(f"<div class='coverage' role='region' tabindex='0' aria-label='{name}'>{_grid(v, frame)}</div>")


def _heading(silent: dict[str, int], n: int, t: Translator) -> str:
    worst = max(silent, key=lambda what: silent[what])
    if not silent[worst]:
        return t("The report gives everything for every action in view")
    return t.n(
        "Most often not reported: {what}, for {k} of {n} action",
        "Most often not reported: {what}, for {k} of {n} actions",
        n,
        what=wording.gaps(t)[worst],
        k=t.number(silent[worst]),
    )


def _state(row: Any, what: str) -> str:
    """How a row is covered: `yes`, `half` or `no`."""
    if not getattr(row, what):
        return "no"
    return "half" if what in HALF and getattr(row, HALF[what]) else "yes"


def _said(what: str, state: str, t: Translator) -> str:
    """The same in words."""
    if state == "half":
        return t("inferred") if what == "date" else t("in part")
    return t("reported") if state == "yes" else t("not reported")


def _signs(v: View, frame: pd.DataFrame) -> str:
    """The key."""
    t = v.t
    half = []
    if frame["date_inferred"].any():
        half.append(t("date inferred from the report"))
    if frame["place_partly"].any():
        half.append(t("list of cities incomplete"))
    told = [("yes", t("reported")), *([("half", "; ".join(half))] if half else []), ("no", t("blank: not reported"))]
    return "".join(f"<span><i class='covered {state}'></i>{v.escaped(words)}</span>" for state, words in told)


def _grid(v: View, frame: pd.DataFrame) -> str:
    """The table as HTML, a body a country; its foot sums all rows, those beyond the last that is shown too."""
    t, words, short = v.t, wording.gaps(v.t), wording.short_gaps(v.t)
    heads = "".join(
        f"<th scope='col'><span class='whole'>{v.escaped(wording.capital(words[what]))}</span>"
        f"<abbr title='{v.escaped(words[what])}'>{v.escaped(short[what])}</abbr></th>"
        for what in summaries.COVERED
    )
    bodies = []
    sizes = frame["home"].value_counts()
    for code, rows in frame.head(MOST_ROWS).groupby("country", sort=False):
        home = str(rows["home"].iloc[0])
        name = visit.anchor(v, v.escaped(home), record=("country", code))
        n = f"<small>{t.number(int(sizes[home]))}</small>"
        head = f"<tr class='over'><th colspan='7' scope='rowgroup'>{name} {n}</th></tr>"
        bodies.append(f"<tbody>{head}{''.join(_row(v, row) for row in rows_of(rows))}</tbody>")
    rest = len(frame) - MOST_ROWS
    if rest > 0:
        more = v.escaped(t.n("and {n} more action", "and {n} more actions", rest))
        bodies.append(f"<tbody><tr><th colspan='7' scope='row'>{more}</th></tr></tbody>")
    sums = "".join(
        f"<td>{t.number(int(frame[what].sum()))}{_half_sum(v, frame, what)}</td>" for what in summaries.COVERED
    )
    of = v.escaped(t.n("Reported, of {n} action", "Reported, of {n} actions", len(frame)))
    return (
        f"<table><thead><tr><th scope='col'>{v.escaped(t('Action'))}</th>{heads}</tr></thead>{''.join(bodies)}"
        f"<tfoot><tr><th scope='row'>{of}</th>{sums}</tr></tfoot></table>"
    )


def _half_sum(v: View, frame: pd.DataFrame, what: str) -> str:
    """How many of those that are given are only half so."""
    n = int((frame[what] & frame[HALF[what]]).sum()) if what in HALF else 0
    if not n:
        return ""
    said = v.escaped(_said(what, "half", v.t))
    return (
        f"<small title='{said}'><i class='covered half'></i>{v.t.number(n)}<span class='heard'> {said}</span></small>"
    )


def _row(v: View, row: Any) -> str:
    name = visit.anchor(v, v.escaped(row.title), record=("action", row.action_id))
    cells = []
    for what in summaries.COVERED:
        state = _state(row, what)
        said = v.escaped(_said(what, state, v.t))
        mark = f"<i class='covered {state}'></i><span class='heard'>{said}</span>"
        cells.append(f"<td title='{said}'>{mark}</td>")
    return f"<tr><th scope='row'>{name}</th>{''.join(cells)}</tr>"


def table(frame: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """The coverage in words: the totals in the first row, then one row an action, at most `MOST_ROWS`."""
    n = t.number(len(frame))
    total = {"title": t("Reported"), "country": ""}
    total |= {what: t("{k} of {n}", k=t.number(int(frame[what].sum())), n=n) for what in summaries.COVERED}
    shown = frame.head(MOST_ROWS)
    rows = shown[["title"]].assign(country=[t.country(code) for code in shown["country"]])
    for what in summaries.COVERED:
        rows[what] = [_said(what, _state(row, what), t) for row in rows_of(shown)]
    columns = {"title": t("Action"), "country": t("Country")}
    columns |= {what: wording.capital(wording.gaps(t)[what]) for what in summaries.COVERED}
    whole = pd.concat([pd.DataFrame([total]), rows], ignore_index=True)[list(columns)]
    if len(frame) > MOST_ROWS:
        more = t.n("and {n} more action", "and {n} more actions", len(frame) - MOST_ROWS)
        whole = pd.concat([whole, pd.DataFrame([{"title": more}])], ignore_index=True).fillna("")
    return whole.rename(columns=columns)
