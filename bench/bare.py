"""The least that Streamlit can do with this data: one map, one plot, one filter, nothing else."""

import os
from pathlib import Path

import pandas as pd
import plotly.express as px
import pydeck as pdk
import streamlit as st

folder = Path(os.environ["BENCH_DATA"])
actions = pd.read_csv(folder / "actions.csv")
places = pd.read_csv(folder / "action_places.csv").merge(pd.read_csv(folder / "places.csv"), on="place_id")

st.title("Bare page")
chosen = st.multiselect("Country", sorted(actions["country"].unique()))
rows = actions[actions["country"].isin(chosen)] if chosen else actions
st.write(f"{len(rows)} rows")
points = places[places["action_id"].isin(rows["action_id"])]
st.pydeck_chart(
    pdk.Deck(
        layers=[
            pdk.Layer(
                "ScatterplotLayer",
                data=points[["name", "latitude", "longitude"]].drop_duplicates(),
                get_position=["longitude", "latitude"],
                get_radius=40_000,
                get_fill_color=[185, 62, 10],
            )
        ],
        initial_view_state=pdk.ViewState(latitude=52, longitude=51.5, zoom=3),
        map_style=os.environ["BENCH_STYLE"],
    )
)
st.plotly_chart(px.bar(rows["country"].value_counts()))
