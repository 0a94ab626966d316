"""The map beside the stories of the place that is chosen on it."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pydeck as pdk
import streamlit as st

from dashboard import maps
from dashboard.maps import basemap
from dashboard.numbers import summaries
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from dashboard.ui import record, visit, widgets
from dashboard.ui.visit import View
from dashboard.web.parameters import READINGS

HEIGHT = 430  # pixels, of the map and of the list beside it: the whole map stands on a first screen of 1440 x 900
WIDE, NARROW = 720, 328  # pixels: the map's usual width on a desktop and on a phone, for the first view
EVERYWHERE = ""
MOST_STORIES = 60  # beside the map, where nothing is chosen


def title(v: View) -> None:
    """The dataset's title and, in a sentence, what it is; on a phone that sentence comes last."""
    st.title(v.plain(v.dataset.title("package")))
    if not visit.on_a_phone():
        _lead(v)


def _lead(v: View) -> None:
    st.html(f"<p class='lead'>{v.escaped(v.dataset.description('package'))}</p>")


def map_and_stories(v: View) -> None:
    """The map on the left, the chosen city's actions on the right; below each other on a phone."""
    left, right = st.columns([2.1, 1], gap="medium")
    places = summaries.places(v.selection)
    with left:
        _map(v, places)
    with right, st.container(key="stories", height=HEIGHT + 110, border=False):
        _stories(v, places)
    if visit.on_a_phone():
        _lead(v)


def _map(v: View, places: pd.DataFrame) -> None:
    t = v.t
    st.session_state["map_reading"] = v.reading
    words = {"actions": t("Actions"), "organisations": t("Organisations")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            t("The size of a circle shows"),
            READINGS,
            format_func=words.__getitem__,
            key="map_reading",
            required=True,
            on_change=lambda: visit.go(v, map=st.session_state["map_reading"]),
        )
        st.button(t("Whole region"), key="whole_region", on_click=_look_at_all)
    round_ = _round(v, len(places))
    region = maps.bounds_of(summaries.places(select(Filters(), v.dataset)), v.dataset.geo["countries"])
    deck = maps.deck(
        places,
        t,
        v.palette,
        style_url=basemap.style_url(v.dark),
        reading=v.reading,
        selected=v.record,
        lit=_lit(v),
        links=summaries.collective(v.selection),
        countries=_outlines(v),
        outlines_url=basemap.clickable_url(t.language),
        width=NARROW if visit.on_a_phone() else WIDE,
        height=HEIGHT,
        view=_view(v, places, region),
        region=region,
        clicks=round_,
    )
    st.pydeck_chart(
        deck,
        key="map",
        height=HEIGHT,
        on_select=_select(v),
        alt=t("Map of the cities; the list beside it holds the same cities."),
    )
    st.html(maps.legend_html(t, v.palette, reading=v.reading))
    missing = summaries.unplaced(v.selection)
    if missing:
        st.caption(
            t.n(
                "{n} action was held in no named city and is not on the map.",
                "{n} actions were held in no named city and are not on the map.",
                missing,
            )
        )
    st.session_state["still_map"] = v.choices["still"] == "1"
    if st.toggle(
        t("The map as a still picture"),
        key="still_map",
        help=t("For browsers that cannot draw the map, and for print."),
        on_change=lambda: visit.go(v, still="1" if st.session_state["still_map"] else "0"),
    ):
        _picture(v)


def _lit(v: View) -> set[str]:
    """The cities of what is open: the city itself, or all those where the action was held."""
    kind, key = v.record or ("", "")
    if kind == "place":
        return {key}
    joins = v.dataset["action_places"]
    held = joins[(joins["role"] == "held") & (joins["action_id"] == key)]
    return set(held["place_id"]) if kind == "action" else set()


def _picture(v: View) -> None:
    """The same map without WebGL, drawn on the server."""
    note = f"{v.note}. {widgets.picture_source(v)}"
    png = maps.of(v.selection, v.t, v.palette, title=v.dataset.title("package"), note=note, reading=v.reading)
    st.image(png, width="stretch", caption=v.plain(v.note))


def _outlines(v: View) -> dict[str, object]:
    """The outlines of the dataset's countries."""
    codes = set(v.dataset["actions"]["country"])
    features = v.dataset.geo["countries"]["features"]
    return {
        "type": "FeatureCollection",
        "features": [f for f in features if f["properties"]["iso_a2"] in codes],
    }


def _look_at_all() -> None:
    """Brings the first view of the whole region back."""
    st.session_state["map_views"] = st.session_state.get("map_views", 0) + 1


def _view(v: View, places: pd.DataFrame, region: tuple[float, float, float, float]) -> pdk.ViewState:
    """Where the map looks at first: the same all through the visit, so that it stays where one moved it to.

    The browser takes only what differs from the view told before: whoever asks for the whole region again gets
    it with a difference that nobody sees.
    """
    narrowest = maps.view_state(region, NARROW, HEIGHT)
    views = st.session_state.get("map_views", 0)
    if views:
        view, nudge = narrowest, views * 1e-7
        view.longitude, view.latitude, view.zoom = view.longitude + nudge, view.latitude + nudge, view.zoom + nudge
    else:
        if "map_bounds" not in st.session_state:
            kind, code = v.record or ("", "")
            chosen = places[places["country"] == code] if kind == "country" else places
            st.session_state["map_bounds"] = maps.bounds_of(chosen, None) if len(chosen) else region
        view = maps.view_state(st.session_state["map_bounds"], NARROW, HEIGHT)
    view.min_zoom = narrowest.zoom
    return view


def _round(v: View, cities: int) -> int:
    """How often a click was forgotten, which is when what was clicked is no longer what is open.

    The browser keeps a click as the number of a layer's row, and dims the other rows, until the layer is another.
    """
    clicked = st.session_state.get("map_clicked")
    if clicked and v.record != clicked and not (v.record and v.record[0] == "action"):
        st.session_state["map_round"] = st.session_state.get("map_round", 0) + 1
        st.session_state["map_clicked"], st.session_state["map_rows"] = None, {}
    st.session_state["map_cities"] = cities
    return int(st.session_state.get("map_round", 0))


def _select(v: View) -> Callable[[], None]:
    """A callback that opens what was clicked on the map, or closes it at a second click."""

    def callback() -> None:
        state, round_ = st.session_state.get("map"), st.session_state.get("map_round", 0)
        cities, countries = f"cities-{round_}", f"countries-{round_}"
        rows, objects = (state["selection"][part] if state else {} for part in ("indices", "objects"))
        before, clicked = st.session_state.get("map_rows", {}), st.session_state.get("map_clicked")
        st.session_state["map_rows"] = rows = {
            layer: list(numbers) for layer, numbers in rows.items() if numbers and layer in (cities, countries)
        }
        out_of_view = [n for n in before.get(cities, []) if n >= st.session_state.get("map_cities", 0)]
        if rows == before or (not rows and out_of_view):
            return  # nobody clicked: the rows changed below the click
        opened: tuple[str, str] | None
        if objects.get(cities):
            opened = ("place", objects[cities][0]["place_id"])
        elif objects.get(countries):
            opened = ("country", objects[countries][0]["properties"]["iso_a2"])
        else:  # a second click: from an action back to its city or country, else to all places
            opened = clicked if v.record and v.record[0] == "action" else None
        st.session_state["map_clicked"] = opened
        visit.go(v, record=opened)

    return callback


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
        _by_country(v)
        return
    kind, key = beside
    st.subheader(v.plain(record.title_of(v, kind, key)))
    inside = select(Filters.of(kind, key), v.dataset)["actions"]
    here = inside[inside["action_id"].isin(v.selection["actions"]["action_id"])]
    if len(here) < len(inside):  # else the list says it
        told = t.n("{k} of its {n} action is in view", "{k} of its {n} actions are in view", len(inside), k=len(here))
        st.caption(told)
    record.action_cards(v, here, "chosen")
    about = v.plain(t("More about {name}", name=record.title_of(v, kind, key)))
    more = st.expander(about, key="more", on_change="rerun")
    if more.open:
        with more:
            record.tell(v, kind, key)


def _by_country(v: View) -> None:
    """The actions in view under their countries; on a phone each country is folded, with its number."""
    countries = summaries.actions_by_country(v.selection, v.t)
    actions = v.selection["actions"]
    most = max(1, MOST_STORIES // len(countries)) if len(actions) > MOST_STORIES else MOST_STORIES
    for country in countries.itertuples():
        inside = actions[actions["country"] == country.country]
        heading = f"{country.label} · {country.actions}"
        if visit.on_a_phone():
            with st.expander(v.plain(heading), key=f"country_{country.country}"):
                record.action_cards(v, inside, "all", most)
        else:
            st.html(f"<h2 class='section'>{v.escaped(heading)}</h2>")
            record.action_cards(v, inside, "all", most)


def _parsed(chosen: str) -> tuple[str, str] | None:
    kind, _, key = chosen.partition(":")
    return (kind, key) if key else None
