"""The map itself: what it shows, where it looks, and what a press on it opens."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pandas as pd
import pydeck as pdk
import streamlit as st

from dashboard import maps
from dashboard.maps import basemap
from dashboard.maps.layout import Bounds
from dashboard.numbers import summaries
from dashboard.package.dataset import Dataset
from dashboard.ui import visit, widgets
from dashboard.ui.visit import View
from dashboard.web.parameters import READINGS

HEIGHT = 430  # pixels, of the map as it usually is
# Pixels: widths for which names are placed, and how high the map is there; map.js says which it is.
FRAMES = {328: 280, 420: 340, 560: 400, 700: HEIGHT, 900: 560, 1180: 600}
USUAL = 700  # the frame whose height the map has before it is known
MOST_ASIDE = 100  # pixels beside the cities; see `maps.deck`
LEAST_NAMED = 420  # the one for which names are placed till then: few, but none over another
PICTURE = (4.7, 3.5)  # inches of the still picture on a phone: a letter of it is as high as one of the page
PICTURE_SHARE = 0.55  # of their usual size have the circles there
LEAST_SPAN = (10.0, 6.0)  # degrees of longitude and latitude: a city is shown in its surroundings


def panel(v: View, places: pd.DataFrame) -> None:
    """The map of the cities in view with its buttons and its key; on a phone a picture that can be made a map."""
    t = v.t
    left_out = _left_out(v)
    moves = not visit.on_a_phone() or "map_moves" in st.session_state
    if not moves:
        size, key = PICTURE, "still"
        png = maps.of(v.selection, t, v.palette, size=size, dpi=160, reading=v.reading)
        with st.container(key=key):
            st.image(png, width="stretch")
        st.button(t("A map to move and press"), key="map_wakes", on_click=_wake, width="stretch")
    else:
        _buttons(v, places)
        _deck(v, places, left_out)
    st.html(
        maps.legend_html(
            places,
            t,
            v.palette,
            v.reading,
            has_pale=left_out is not None and not left_out.empty,
            has_links=not summaries.collective(v.selection).empty,
            share=maps.share_of(st.session_state.get("map_frame", USUAL)) if moves else PICTURE_SHARE,
        )
    )
    missing = summaries.unplaced(v.selection)
    if missing:
        st.caption(
            t.n(
                "{n} action was held in no named city and is not on the map.",
                "{n} actions were held in no named city and are not on the map.",
                missing,
            )
        )
    if not visit.on_a_phone():
        _still(v)


def _left_out(v: View) -> pd.DataFrame | None:
    """Cities where something was held that is not in view; a country or a city is looked at by itself."""
    return None if v.filters.country or v.filters.place else summaries.places_left_out(v.selection)


def _buttons(v: View, places: pd.DataFrame) -> None:
    t = v.t
    st.session_state["map_reading"] = v.reading
    words = {"actions": t("Actions"), "organisations": t("Organisations")}
    with st.container(horizontal=True, vertical_alignment="bottom", key="map_buttons"):
        st.segmented_control(
            t("The size of a circle shows"),
            READINGS,
            format_func=words.__getitem__,
            key="map_reading",
            required=True,
            on_change=lambda: visit.go(v, map=st.session_state["map_reading"]),
        )
        st.space("stretch")
        crowd = _crowd(v.dataset)
        if len(crowd):
            inside = crowd.groupby("country")["name"].agg(list)
            named = [t.country(code) if len(names) > 1 else names[0] for code, names in inside.items()]
            countries = ", ".join(sorted(named))
            st.button(t("Closer: {countries}", countries=countries), key="look_closer", on_click=_looking("closer"))
        st.button(t("Whole region"), key="whole_region", on_click=_looking("region"))
        frame = st.session_state.get("map_frame", "")
        with st.container(key="frames"):  # unseen: pressed by map.js, which knows the frame's width
            for width in FRAMES:
                st.button(str(width), key=f"frame_{width}", on_click=_framed(width))
            st.html(f"<span data-frame='{frame}'></span>")


def _deck(v: View, places: pd.DataFrame, left_out: pd.DataFrame | None) -> None:
    t, round_, region = v.t, _round(v, len(places)), _region(v.dataset)
    known = st.session_state.get("map_frame") or (min(FRAMES) if visit.on_a_phone() else None)
    width, height = known or LEAST_NAMED, FRAMES[known or USUAL]
    deck = maps.deck(
        places,
        t,
        v.palette,
        style_url=basemap.style_url(v.dark),
        reading=v.reading,
        selected=v.record,
        lit=_lit(v),
        links=summaries.collective(v.selection),
        countries=_outlines(v.dataset),
        outlines_url=basemap.clickable_url(t.language),
        width=width,
        height=height,
        view=_view(v, places, region, width, height),
        region=region,
        clicks=round_,
        left_out=left_out,
        # The browser fits its frame by coming closer, never by going away: what is not known yet is seen from afar.
        aside=None if known else MOST_ASIDE,
        names=[(t.country(code), x, y, room) for code, x, y, room in _country_spots(v.dataset)],
    )
    st.pydeck_chart(
        deck,
        key="map",
        height=height,
        on_select=_select(v),
        alt=t("Map of the cities; the list beside it holds the same cities."),
    )


def _still(v: View) -> None:
    t = v.t
    st.session_state["still_map"] = v.choices["still"] == "1"
    if st.toggle(
        t("The map as a still picture"),
        key="still_map",
        help=t("For browsers that cannot draw the map, and for print."),
        on_change=lambda: visit.go(v, still="1" if st.session_state["still_map"] else "0"),
    ):
        note = f"{v.note}. {widgets.picture_source(v)}"
        png = maps.of(v.selection, t, v.palette, title=v.dataset.title("package"), note=note, reading=v.reading)
        st.image(png, width="stretch", caption=v.plain(v.note))


def _wake() -> None:
    st.session_state["map_moves"] = True


def _framed(width: int) -> Callable[[], None]:
    def callback() -> None:
        st.session_state["map_frame"] = width

    return callback


def _looking(at: str) -> Callable[[], None]:
    """A callback that has the map look at the whole region, or closer at its crowd."""

    def callback() -> None:
        st.session_state["map_look"] = at
        st.session_state["map_looks"] = st.session_state.get("map_looks", 0) + 1

    return callback


def _region(dataset: Dataset) -> Bounds:
    """Where the dataset's cities lie."""
    return maps.bounds_of(summaries.every_place(dataset), dataset.geo["countries"])


@lru_cache(maxsize=4)
def _crowd(dataset: Dataset) -> pd.DataFrame:
    """The cities that cover one another when the whole region is seen."""
    every = summaries.every_place(dataset)
    return every[every["place_id"].isin(maps.crowded(every, maps.albers(_region(dataset))))]


@lru_cache(maxsize=4)
def _country_spots(dataset: Dataset) -> list[tuple[str, float, float, float]]:
    return maps.country_spots(dataset.geo["countries"], _region(dataset))


@lru_cache(maxsize=4)
def _outlines(dataset: Dataset) -> dict[str, object]:
    """The outlines of the dataset's countries."""
    codes = set(dataset["actions"]["country"])
    features = dataset.geo["countries"]["features"]
    return {
        "type": "FeatureCollection",
        "features": [f for f in features if f["properties"]["iso_a2"] in codes],
    }


def _lit(v: View) -> set[str]:
    """The cities of what is open: the city itself, or all those where the action was held."""
    kind, key = v.record or ("", "")
    if kind == "place":
        return {key}
    joins = v.dataset["action_places"]
    held = joins[(joins["role"] == "held") & (joins["action_id"] == key)]
    return set(held["place_id"]) if kind == "action" else set()


def _around(bounds: Bounds) -> Bounds:
    """The bounds with as much around them as shows where they lie."""
    west, south, east, north = bounds
    wide, high = (
        max(0.0, least - span) / 2 for least, span in zip(LEAST_SPAN, (east - west, north - south), strict=True)
    )
    return west - wide, south - high, east + wide, north + high


def _view(v: View, places: pd.DataFrame, region: Bounds, width: int, height: int) -> pdk.ViewState:
    """Where the map looks at first: the same all through the visit, so that it stays where one moved it to.

    The browser takes only what differs from the view told before: whoever asks for the same view again gets it
    with a difference that nobody sees. Of the whole region it is told the view for the narrowest frame, and fits
    that to its own (see `maps.deck`).
    """
    narrowest = maps.view_state(region, min(FRAMES), height)
    look, looks = st.session_state.get("map_look"), st.session_state.get("map_looks", 0)
    if look is None:
        if "map_bounds" not in st.session_state:
            kind, code = v.record or ("", "")
            if kind == "country":
                chosen = places[places["country"] == code]
            else:
                chosen = places if v.filters.country or v.filters.place else places[:0]
            st.session_state["map_bounds"] = _around(maps.bounds_of(chosen)) if len(chosen) else None
        bounds = st.session_state["map_bounds"]
        view = maps.view_state(bounds, width, height) if bounds else narrowest
    elif look == "closer":
        view = maps.view_state(maps.bounds_of(_crowd(v.dataset)), width, height)
    else:
        view = narrowest
    nudge = looks * 1e-7
    return pdk.ViewState(
        longitude=view.longitude + nudge,
        latitude=view.latitude + nudge,
        zoom=view.zoom + nudge,
        min_zoom=narrowest.zoom,
        max_zoom=view.max_zoom,
    )


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
