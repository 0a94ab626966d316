"""How the first page opens: what this is, and the cities of the campaign's day lighting up from west to east."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.numbers import calendar
from dashboard.ui import near, visit
from dashboard.ui.visit import View

HIGH = 0.08  # of the strip's height and width: room for the outermost lights


def title(v: View) -> None:
    """The dataset's title and, in a sentence, what it is; beside them the campaign's day, where there is room."""
    name, _, rest = v.dataset.title("package").partition(": ")
    about, on_a_phone = v.escaped(v.dataset.description("package")), visit.on_a_phone()
    with st.container(key="opening"):
        st.title(v.plain(rest or name))  # the bar says the name
        if on_a_phone:  # in two lines, until they are tapped
            st.html(f"<details class='lead'><summary>{about}</summary></details>")
        else:
            st.html(f"<p class='lead'>{about}</p>")
        day = None if on_a_phone or v.filters else calendar.on_the_day(v.selection)
        if day is not None and len(day.places) > 1:
            st.html(_lights(v, day))


def near_you(v: View) -> None:
    """The reader's own country, or all of them to choose from; nothing once something is chosen."""
    told = near.line(v)
    with st.container():  # always there: what stands below keeps its place when the line goes
        if told:
            st.html(told)


def _lights(v: View, day: calendar.CampaignDay) -> str:
    """The day's cities as dots where they lie, each lit after its western neighbour, and the day in numbers."""
    t, places = v.t, day.places
    lights = "".join(
        f"<i title='{v.escaped(place.name)}' style='--n:{n};left:{x:.1%};top:{y:.1%}'></i>"
        for n, (place, x, y) in enumerate(
            zip(places.itertuples(), _share(places["longitude"]), 1 - _share(places["latitude"]), strict=True)
        )
    )
    counted = [
        t.n("{n} action", "{n} actions", day.actions),
        t.n("{n} city", "{n} cities", len(places)),
        t.n("{n} country", "{n} countries", day.countries),
    ]
    inferred = t.n(
        "{n} of these dates follows from the account",
        "{n} of these dates follow from the account",
        day.inferred,
    )
    still, again = v.escaped(t("Stop")), v.escaped(t("Once more"))
    told = (
        f"<b>{v.escaped(t('{day}, the day of the campaign', day=t.date(day.day)))}</b> {v.escaped(', '.join(counted))}"
    )
    return (
        f"<figure class='lights'><div aria-hidden='true'>{lights}</div><figcaption>{told}"
        f"{f'<small>{v.escaped(inferred)}</small>' if day.inferred else ''}"
        f"<label><input type='checkbox'><span>{still}</span><span>{again}</span></label>"
        "</figcaption></figure>"
    )


def _share(of: pd.Series) -> pd.Series:
    """Where each lies between the least and the greatest, from 0 to 1, with room at both ends."""
    span = of.max() - of.min()
    return HIGH + (of - of.min()) / (span or 1) * (1 - 2 * HIGH)
