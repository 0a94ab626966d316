"""What the sources claim of the law, as facts to quote, and the slogans as a wall."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.numbers import demands
from dashboard.package.dataset import ENGLISH
from dashboard.telling import wording
from dashboard.ui import visit, widgets
from dashboard.ui.chips import door, quote
from dashboard.ui.demands import folded, rows_of
from dashboard.ui.visit import View

MOST_FACTS = 60  # of one country
AT_FIRST, ON_A_PHONE = 60, 9  # slogans shown before the reader asks for more
STEP = 60
MOST_ACTIONS = 2  # of one slogan, in sight at once
SHORT, LONG = 40, 110  # letters of a slogan: what is short is set large, what is long small


def law(v: View) -> None:
    """The policy facts of every country, worded as the source's claims: the figure large, who says so, and where."""
    t, frame = v.t, demands.facts(v.selection, v.t)
    if len(frame):
        st.caption(wording.claims(v.selection, frame["source_id"], t))
    else:
        st.write(t("The report says nothing of the law under these filters."))
    left_out = v.selection.left_out.get("policy_facts", 0)
    if left_out:
        st.caption(
            t.n(
                "{n} statement is left out: only theme and country can choose it.",
                "{n} statements are left out: only theme and country can choose them.",
                left_out,
            )
        )
    by_country = frame.groupby("country", sort=False)
    opened = " open" if by_country.ngroups < 3 or not visit.on_a_phone() else ""
    told = []
    for _, rows in by_country:
        # A figure is what catches the eye; it stands first.
        rows = rows.assign(bare=rows["figure"] == "").sort_values("bare", kind="stable")
        name = v.escaped(wording.capital(str(rows["country_label"].iloc[0])))
        count = v.escaped(t.n("{n} statement", "{n} statements", len(rows)))
        claims = "".join(_fact(v, row) for row in rows_of(rows.head(MOST_FACTS)))
        told.append(
            f"<details class='law'{opened}><summary><h3>{name} <small>{count}</small></h3></summary>"
            f"<ul>{claims}</ul>{_more(v, len(rows) - MOST_FACTS)}</details>"
        )
    if told:
        widgets.long_html("law", len(frame) if opened else len(told), "".join(told))


def _more(v: View, n: int) -> str:
    return f"<p>{v.escaped(v.t.n('{n} more is in the files.', '{n} more are in the files.', n))}</p>" if n > 0 else ""


def _fact(v: View, row: Any) -> str:
    """One claim as a card: its figure, its words, its law, as of when, and where it stands."""
    t = v.t
    number, _, unit = str(row.figure).partition(" ")
    figure = f"<p class='figure'><strong>{v.escaped(number)}</strong> {v.escaped(unit)}</p>" if row.figure else ""
    details = [
        *([", ".join(row.theme_labels)] if row.theme_labels else []),
        *([row.law] if isinstance(row.law, str) else []),
        t("as of {date}", date=wording.as_of(row.as_of, t)) if isinstance(row.as_of, str) else t("date not reported"),
        wording.section_and_lines(row.source_section, row.source_lines, t),
    ]
    copied = f"{row.figure}. {row.text}" if row.figure else str(row.text)
    return (
        f"<li>{figure}<p>{v.escaped(row.text)}</p><small>{v.escaped(' · '.join(details))}</small>"
        f"{quote(v, copied, row)}</li>"
    )


def slogans(v: View) -> None:
    """The slogans of the actions in view, in the reader's words and the report's, each with its actions."""
    t, frame = v.t, demands.slogans(v.selection)
    if frame.empty:
        st.write(t("No slogan of these actions is told."))
        return
    # "Don't punish!" and "Don't Punish" are one slogan.
    letters = (frame["words"] + frame["text"]).str.casefold().str.replace(r"\W", "", regex=True)
    walls = [list(rows_of(rows)) for _, rows in frame.groupby(letters, sort=False)]
    limit = st.session_state.get("slogans_shown", ON_A_PHONE if visit.on_a_phone() else AT_FIRST)
    cards = [_slogan(v, rows) for rows in walls[:limit]]
    widgets.long_html("slogans", 2 * len(cards), f"<ul class='wall'>{''.join(cards)}</ul>")
    if limit < len(walls):
        left = len(walls) - limit
        st.button(
            t.n("Show more: {n} slogan is left", "Show more: {n} slogans are left", left),
            key="more_slogans",
            on_click=lambda: st.session_state.update(slogans_shown=limit + STEP),
        )


def _slogan(v: View, rows: list[Any]) -> str:
    """One slogan: its words open the action that bore it first; below, what they mean, and every action."""
    t, row = v.t, rows[0]
    size = "short" if len(row.text) <= SHORT else "long" if len(row.text) > LONG else ""
    words = visit.anchor(v, v.escaped(t("“{words}”", words=row.text)), record=("action", row.action_id))
    own = "" if row.words == row.text else f"<p class='own' lang='{ENGLISH}'>{v.escaped(row.words)}</p>"
    actions = [
        f"{door(v, 'action', one.action_id, one.title)}, {v.escaped(wording.lines(one.source_lines, t))}"
        for one in rows
    ]
    where = "; ".join(actions[:MOST_ACTIONS])
    if actions[MOST_ACTIONS:]:
        where += folded(v.escaped(t("and {n} more", n=len(actions) - MOST_ACTIONS)), actions[MOST_ACTIONS:])
    copied = t.plain("“{words}”", words=row.text)
    return f"<li><blockquote class='{size}'>{words}</blockquote>{own}<small>{where}</small>{quote(v, copied, row)}</li>"
