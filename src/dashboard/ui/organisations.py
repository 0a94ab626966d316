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
MOST_MEETINGS = 60  # actions told one by one
MOST_CHIPS = 40  # organisations of one action
MOST_ADDRESSED = 200  # institutions


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
    left = len(frame) - len(told)
    if left:
        told.append(f"<li class='quiet'>{v.escaped(t.n('and {n} more', 'and {n} more', left))}</li>")
    words = t.n(
        "{n} organisation took part in two actions or more",
        "{n} organisations took part in two actions or more",
        len(frame),
    )
    st.html(
        f"<div class='several'><h2 class='section'>{v.escaped(words)}</h2><ul class='told'>{''.join(told)}</ul></div>"
    )


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
        f"<span class='chip unnamed'>{v.escaped(t('described without a name'))}</span>"
    )
    shown = frame.head(MOST_MEETINGS)
    members = dict(tuple(network.members(v.selection, shown["action_id"]).groupby("action_id", sort=False)))
    rows = [_meeting(v, row, members[row.action_id]) for row in shown.itertuples()]
    first = 5 if visit.on_a_phone() else 9
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
        told.append(f"<span class='chips'><small>{v.escaped(word)}</small>{''.join(chips)}</span>")
    title = door(v, "action", row.action_id, row.title)
    return f"<li><div>{title}<br><small>{v.escaped(' · '.join(counts))}</small></div><div>{''.join(told)}</div></li>"


def _addressed(v: View) -> None:
    """The institutions that these actions or their demands addressed, by country, each with those who did so."""
    t, frame = v.t, network.addressed(v.selection)
    if frame.empty:
        st.write(t("These actions addressed no institution, as far as the report tells."))
        return
    shown = frame.head(MOST_ADDRESSED)
    names = v.dataset["organisations"].set_index("organisation_id")["name"]
    folded = visit.on_a_phone() and shown["country"].nunique(dropna=False) > 1
    parts = []
    for _, inside in shown.groupby("country", sort=False, dropna=False):
        rows = "".join(_institution(v, row, names) for row in inside.itertuples())
        heading = v.escaped(f"{wording.capital(v.home(inside['country'].iloc[0]))} · {t.number(len(inside))}")
        opened = "" if folded else " open"
        parts.append(f"<details{opened}><summary>{heading}</summary><ul>{rows}</ul></details>")
    said = t.n("{n} institution was addressed", "{n} institutions were addressed", len(frame))
    st.html(f"<p class='in-view'>{v.escaped(said)}.</p><div class='addressed'>{''.join(parts)}</div>")
    if len(frame) > len(shown):
        _rest(v, "action_organisations")


def _institution(v: View, row: Any, names: pd.Series) -> str:
    t = v.t
    counts = [
        t.n("{n} action", "{n} actions", int(row.actions)) if row.actions else "",
        t.n("{n} demand", "{n} demands", int(row.demands)) if row.demands else "",
    ]
    by = "; ".join(door(v, "organisation", code, names[code]) for code in row.by)
    who = v.escaped(t("by {names}", names="{names}") if by else t("organiser not reported")).replace("{names}", by)
    link = door(v, "organisation", row.organisation_id, row.name)
    return f"<li>{link} <small>{v.escaped(', '.join(filter(None, counts)))} · {who}</small></li>"


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
    shown = frame.head((6 if visit.on_a_phone() else 12) + STEP * asked)
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
    numbers = {
        "organiser": t("Led"),
        "partner": t("Joined"),
        "addressed": t("Addressed by"),
        "demands": t("Demands to it"),
    }
    heads = "".join(f"<th scope='col'>{v.escaped(words)}</th>" for words in numbers.values())
    cities = network.cities(v.selection, frame["organisation_id"])
    led_by = v.dataset["organisations"].set_index("organisation_id")["led_by"]
    bodies, before = [], None
    for row in frame.itertuples():
        part = (bool(row.is_named), row.home)
        if part != before:
            name = row.home if row.is_named else t("{country}: described without a name", country=row.home)
            bodies.append(f"<tr><th colspan='6' scope='colgroup'>{v.escaped(wording.capital(name))}</th></tr>")
            before = part
        bodies.append(_row(v, row, numbers, led_by[row.organisation_id], cities.get(row.organisation_id, ())))
    first = "".join(f"<th scope='col'>{v.escaped(words)}</th>" for words in (t("Organisation"), t("Kind")))
    return (
        f"<table class='directory'><caption class='heard'>{v.escaped(t('Organisations in view'))}</caption><thead><tr>"
        f"{first}{heads}</tr></thead>"
        f"<tbody>{''.join(bodies)}</tbody></table>"
    )


def _row(v: View, row: Any, numbers: dict[str, str], led_by: str, cities: tuple[str, ...]) -> str:
    t = v.t
    kind = row.kind_label
    if led_by != "not_stated":
        community = v.dataset.category_label("organisations", "led_by", led_by)
        kind = f"{kind} · {v.dataset.title('organisations', 'led_by')}: {community}"
    where = wording.names(cities, t, most=3)
    if row.standing == "mentioned":
        where = t("only named")
    cells = "".join(
        f"<td class='number{' none' if not n else ''}' data-label='{v.escaped(words)}'>{t.number(n) if n else '–'}</td>"
        for words, n in ((words, int(getattr(row, column))) for column, words in numbers.items())
    )
    aside = f"<small>{v.escaped(where)}</small>" if where else ""
    name = door(v, "organisation", row.organisation_id, row.name)
    return f"<tr><th scope='row'>{name}{aside}</th><td class='kind'>{v.escaped(kind)}</td>{cells}</tr>"


def _rest(v: View, table: str) -> None:
    """The file that holds all rows, those that are not shown, too."""
    query = urlencode([*v.filters.to_query(), ("lang", v.t.language)], quote_via=quote)
    link = v.escaped(f"/api/v1/tables/{table}.csv?{query}")
    st.html(f"<p class='in-view'><a href='{link}' download>{v.escaped(v.t('All rows as CSV'))}</a></p>")
