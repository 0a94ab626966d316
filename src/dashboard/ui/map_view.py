"""The map beside the stories of the place that is chosen on it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.numbers import summaries
from dashboard.numbers.demands import slogans as spoken
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from dashboard.ui import demands, map_panel, near, record, stories, visit
from dashboard.ui.visit import View

EVERYWHERE = ""


def what_next(v: View) -> None:
    """What the actions announced: replies due and follow-ups; and the way to what they said."""
    t, slogans = v.t, len(spoken(v.selection))
    demands.announced(v, t("What was to happen next"))
    if slogans:
        words = v.escaped(t.n("Wall of slogans: {n} slogan", "Wall of slogans: {n} slogans", slogans))
        st.html(f"<p class='in-view'>{visit.elsewhere(v, 'demands', words, v.filters, tab='slogans')}</p>")


def map_and_stories(v: View) -> None:
    """The map on the left, the chosen city's actions on the right; below each other on a phone."""
    left, right = st.columns([2.1, 1], gap="medium")
    places = summaries.places(v.selection)
    with left:
        map_panel.panel(v, places)
    with right, st.container(key="stories", height=map_panel.HEIGHT + 110, border=False):
        _stories(v, places)


def _stories(v: View, places: pd.DataFrame) -> None:
    """The list of cities, which reaches all that the map shows, and the actions of the one chosen."""
    t = v.t
    options = {EVERYWHERE: t("All places in view")}
    for country in sorted(places["country"].unique(), key=t.country):
        inside = places[places["country"] == country].sort_values("name")
        options[f"country:{country}"] = t.country(country)
        for place in inside.itertuples():
            n = (
                t.n("{n} action", "{n} actions", place.actions)
                if place.actions
                else t("materials or participants only")
            )
            options[f"place:{place.place_id}"] = f"{t.country(country)}: {place.name}, {n}"
    beside = record.beside_the_map(v)
    chosen = ":".join(beside) if beside else EVERYWHERE
    if beside and chosen not in options:
        options[chosen] = record.title_of(v, *beside)  # chosen, but out of the filters
    st.session_state["chosen_place"] = chosen
    st.selectbox(
        t("City or country"),
        list(options),
        format_func=options.__getitem__,
        key="chosen_place",
        on_change=lambda: visit.go(v, record=_parsed(st.session_state["chosen_place"])),
    )
    if beside is None:
        st.html(stories.by_country(v, near.home(v)))
        return
    kind, key = beside
    st.subheader(v.plain(record.title_of(v, kind, key)))
    inside = select(Filters.of(kind, key), v.dataset)["actions"]
    here = inside[inside["action_id"].isin(v.selection["actions"]["action_id"])]
    if len(here) < len(inside):  # else the list says it
        told = t.n("{k} of its {n} action is in view", "{k} of its {n} actions are in view", len(inside), k=len(here))
        st.caption(told)
    st.html(stories.listing(v, here))
    about = v.plain(t("More about {name}", name=record.title_of(v, kind, key)))
    more = st.expander(about, key="more", on_change="rerun")
    if more.open:
        with more:
            record.tell(v, kind, key)


def _parsed(chosen: str) -> tuple[str, str] | None:
    kind, _, key = chosen.partition(":")
    return (kind, key) if key else None
