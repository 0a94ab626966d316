"""The organisations: who took part in several actions, who together in which, who addressed whom, and all of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd
import streamlit as st

from dashboard.figures.base import group_labels
from dashboard.numbers import network, summaries
from dashboard.numbers.summaries import GROUPS
from dashboard.telling import wording
from dashboard.ui import visit
from dashboard.ui.chips import chip, door, sign, unfolding
from dashboard.ui.visit import View
from dashboard.web.parameters import values

ALL = "all"
STEP = 60  # how many more organisations of the directory at each asking
MOST_SEVERAL = 12  # organisations in the sentence of those in several actions
MOST_ROWS = 60  # of who acted with whom and who addressed whom
FIRST, FIRST_ON_A_PHONE = 8, 3  # of these in sight
MOST_CHIPS = 40  # organisations in a row


def sums(v: View) -> None:
    """How many took part, were addressed, are mentioned: once for the page; then who took part in several actions."""
    t, head = v.t, wording.capital(wording.who(summaries.who(v.selection), v.t))
    note = t("Each is counted once, in the strongest of these ways.")
    st.html(f"<p class='who'>{v.escaped(head)}. <small>{v.escaped(note)}</small></p>")
    frame = network.several(v.selection)
    if frame.empty:
        return
    told = []
    row: Any  # a named tuple, whose fields a type checker cannot know
    for row in frame.head(MOST_SEVERAL).itertuples():
        link = door(v, "organisation", row.organisation_id, row.name)
        told.append(f"<li>{link} <small>{v.escaped(_shares(v, row))}</small></li>")
    words = t.n(
        "{n} organisation took part in two actions or more",
        "{n} organisations took part in two actions or more",
        len(frame),
    )
    first = 5 if visit.on_a_phone() else len(told)
    body = unfolding(v, told, "told", first, len(frame) - len(told))
    st.html(f"<div class='several'><h2 class='section'>{v.escaped(words)}</h2>{body}</div>")


def _shares(v: View, row: Any) -> str:
    """ "5 actions: led 4, joined 1", without the parts that are none."""
    t = v.t
    parts = [
        t("led {n}", n=t.number(row.organiser)) if row.organiser else "",
        t("joined {n}", n=t.number(row.partner)) if row.partner else "",
    ]
    return f"{t.n('{n} action', '{n} actions', int(row.acting))}: {', '.join(filter(None, parts))}"


def ties(v: View) -> None:
    """Two layers, one at a time: who took part in an action together, and which institutions were addressed by whom."""
    t = v.t
    st.html(f"<h2 class='section'>{v.escaped(t('Who acted with whom'))}</h2>")
    words = {"together": t("Who acted together"), "addressed": t("Which institutions they addressed")}
    st.session_state["layer"] = v.choices["layer"]
    st.segmented_control(
        t("Ties to show"),
        values(v.page, "layer", v.dataset),
        format_func=words.__getitem__,
        key="layer",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: visit.go(v, layer=st.session_state["layer"]),
    )
    if v.choices["layer"] == "addressed":
        _addressed(v)
    else:
        _meetings(v)


def _meetings(v: View) -> None:
    """One row an action, with those who took part in it, that of most first."""
    t, frame = v.t, network.meetings(v.selection)
    if frame.empty:
        st.write(t("The report names nobody who took part in these actions."))
        return
    together = int((frame["organisations"] > 1).sum())
    said = t.n(
        "In {n} of {of} actions two organisations or more took part, as far as the report tells.",
        "In {n} of {of} actions two organisations or more took part, as far as the report tells.",
        together,
        of=t.number(len(v.selection)),
    )
    key = (
        f"{sign('organiser')}{v.escaped(t('led'))} {sign('partner')}{v.escaped(t('joined'))} "
        f"<span class='chip'>{v.escaped(t('without a name'))}</span>"
    )
    shown = frame.head(MOST_ROWS)
    members = dict(tuple(network.members(v.selection, shown["action_id"]).groupby("action_id", sort=False)))
    rows = [_meeting(v, row, members[row.action_id]) for row in shown.itertuples()]
    first = FIRST_ON_A_PHONE if visit.on_a_phone() else FIRST
    st.html(
        f"<p class='in-view'>{v.escaped(said)} <span class='key'>{key}</span></p>"
        f"<div class='meetings'>{unfolding(v, rows, 'rows', first, len(frame) - len(rows))}</div>"
    )
    if len(frame) > len(rows):
        _rest(v, "action_organisations")


def _meeting(v: View, row: Any, members: pd.DataFrame) -> str:
    t = v.t
    counts = [t.country(row.country), t.n("{n} organisation", "{n} organisations", int(row.organisations))]
    if row.unnamed:
        unnamed = int(row.unnamed)
        counts.append(t.n("{n} of them without a name", "{n} of them without a name", unnamed))
    told = []
    for group, word in (("organiser", t("led")), ("partner", t("joined"))):
        inside: Any = members[members["group"] == group]
        if inside.empty:
            continue
        chips = [
            chip(v, "organisation", one.organisation_id, one.name, group=group, unnamed=not one.is_named)
            for one in inside.head(MOST_CHIPS).itertuples()
        ]
        if len(inside) > len(chips):
            left = len(inside) - len(chips)
            chips.append(f"<small>{v.escaped(t.n('and {n} more', 'and {n} more', left))}</small>")
        chips[0] = f"<span class='of'><small>{v.escaped(word)}</small>{chips[0]}</span>"
        told.append(f"<span class='chips'>{''.join(chips)}</span>")
    title = door(v, "action", row.action_id, row.title)
    return f"<li><div>{title}<br><small>{v.escaped(' · '.join(counts))}</small></div><div>{''.join(told)}</div></li>"


def _addressed(v: View) -> None:
    """Who addressed which institutions, a row for those whom the same organisers addressed in one country."""
    t, frame = v.t, network.addressed(v.selection)
    if frame.empty:
        st.write(t("These actions addressed no institution, as far as the report tells."))
        return
    said = t.n("{n} institution was addressed", "{n} institutions were addressed", len(frame))
    both = int(frame["took_part"].sum())
    if both:
        words = t.n("{n} of them took part in an action, too", "{n} of them took part in an action, too", both)
        said = f"{said}; {words}"
    names = v.dataset["organisations"].set_index("organisation_id")["name"]
    rows = [
        _addressing(v, by, inside, names)
        for (_, by), inside in frame.groupby(["country", "by"], sort=False, dropna=False)
    ]
    first = FIRST_ON_A_PHONE if visit.on_a_phone() else FIRST
    st.html(
        f"<p class='in-view'>{v.escaped(said)}.</p>"
        f"<div class='meetings'>{unfolding(v, rows[:MOST_ROWS], 'rows', first, len(rows) - MOST_ROWS)}</div>"
    )
    if len(rows) > MOST_ROWS:
        _rest(v, "action_organisations")


def _addressing(v: View, by: tuple[str, ...], institutions: pd.DataFrame, names: pd.Series) -> str:
    t = v.t
    who = "; ".join(door(v, "organisation", code, names[code]) for code in by)
    country = wording.capital(v.home(institutions["country"].iloc[0]))
    chips = []
    row: Any
    for row in institutions.head(MOST_CHIPS).itertuples():
        asked = t.n("{n} demand", "{n} demands", int(row.demands)) if row.demands else ""
        unnamed = not row.is_named
        chips.append(
            chip(v, "organisation", row.organisation_id, row.name, group="addressed", unnamed=unnamed, aside=asked)
        )
    if len(institutions) > len(chips):
        left = len(institutions) - len(chips)
        chips.append(f"<small>{v.escaped(t.n('and {n} more', 'and {n} more', left))}</small>")
    return (
        f"<li><div>{who or v.escaped(t('organiser not reported'))}<br><small>{v.escaped(country)}</small></div>"
        f"<div><span class='chips'>{''.join(chips)}</span></div></li>"
    )


def directory(v: View) -> None:
    """Everybody in view, those with a name first; a name opens its record. On a phone the rows are cards."""
    t = v.t
    frame = network.directory(v.selection)
    st.html(f"<h2 class='section'>{v.escaped(t('Who they are'))}</h2>")
    standing = _standing(v, frame)
    if standing != ALL:
        frame = frame[frame["standing"] == standing]
    frame = frame.assign(home=[v.home(code) for code in frame["country"]], by=summaries.by_name(frame["name"]))
    frame = frame.assign(nowhere=frame["country"].isna() | (frame["country"] == ""))
    frame = frame.sort_values(["is_named", "nowhere", "home", "by"], ascending=[False, True, True, True], kind="stable")
    asked = st.session_state.get("directory_steps", 0)
    shown = frame.head((6 if visit.on_a_phone() else 14) + STEP * asked)
    st.html(_table(v, shown))
    left = len(frame) - len(shown)
    if left:
        st.button(
            t.n("Show more: {n} organisation is left", "Show more: {n} organisations are left", left),
            key="directory_more",
            on_click=_one_step_more,
        )
    _rest(v, "organisations")


def _one_step_more() -> None:
    st.session_state["directory_steps"] = st.session_state.get("directory_steps", 0) + 1


def _standing(v: View, frame: pd.DataFrame) -> str:
    """The way of standing in an action that the reader chose; each tells its number of organisations."""
    t, words = v.t, group_labels(v.t)
    counts = {ALL: len(frame)} | {group: int((frame["standing"] == group).sum()) for group in GROUPS}
    labels = {ALL: t("all")} | {group: words[group] for group in GROUPS}
    st.session_state["standing"] = v.choices["standing"]
    st.segmented_control(
        t("How they stand in the actions"),
        values(v.page, "standing", v.dataset),
        format_func=lambda code: f"{wording.capital(labels[code])} ({t.number(counts[code])})",
        key="standing",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: visit.go(v, standing=st.session_state["standing"]),
    )
    return v.choices["standing"]


def _table(v: View, frame: pd.DataFrame) -> str:
    """The rows under their countries, those without a name after all others."""
    t = v.t
    heads = (t("Organisation"), t("Kind"), t("Cities of its actions"), t("In these actions"))
    head = "".join(f"<th scope='col'>{v.escaped(words)}</th>" for words in heads)
    cities = network.cities(v.selection, frame["organisation_id"])
    led_by = v.dataset["organisations"].set_index("organisation_id")["led_by"]
    rows: list[str] = []
    before = None
    row: Any
    for row in frame.itertuples():
        part = (bool(row.is_named), row.home)
        if part != before:
            name = row.home if row.is_named else t("{country}: described without a name", country=row.home)
            rows.append(f"<tr><th colspan='4' scope='colgroup'>{v.escaped(wording.capital(name))}</th></tr>")
            before = part
        rows.append(_row(v, row, led_by[row.organisation_id], cities.get(row.organisation_id, ())))
    return (
        f"<table class='directory'><caption class='heard'>{v.escaped(t('Organisations in view'))}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _row(v: View, row: Any, led_by: str, cities: tuple[str, ...]) -> str:
    t = v.t
    told = [
        t("led {n}", n=t.number(row.organiser)) if row.organiser else "",
        t("joined {n}", n=t.number(row.partner)) if row.partner else "",
        t.n("addressed by {n} action", "addressed by {n} actions", int(row.addressed)) if row.addressed else "",
        t.n("{n} demand to it", "{n} demands to it", int(row.demands)) if row.demands else "",
    ]
    words = ", ".join(filter(None, told)) or t("only mentioned in the report")
    community = v.dataset.category_label("organisations", "led_by", led_by) if led_by != "not_stated" else ""
    aside = f"<small>{v.escaped(v.dataset.title('organisations', 'led_by'))}: {v.escaped(community)}</small>"
    return (
        f"<tr><th scope='row'>{door(v, 'organisation', row.organisation_id, row.name)}</th>"
        f"<td>{v.escaped(row.kind_label)}{aside if community else ''}</td>"
        f"<td>{v.escaped(wording.names(cities, t))}</td><td>{v.escaped(words)}</td></tr>"
    )


def _rest(v: View, table: str) -> None:
    """The file that holds all rows, those that are not shown, too."""
    query = urlencode([*v.filters.to_query(), ("lang", v.t.language)], quote_via=quote)
    link = v.escaped(f"/api/v1/tables/{table}.csv?{query}")
    st.html(f"<p class='in-view'><a href='{link}' download>{v.escaped(v.t('All rows as CSV'))}</a></p>")
