"""The page of organisations: the directory, the two layers of ties, languages, filters, the empty state."""

from __future__ import annotations

import json
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.numbers import network
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from opening import no_errors, open_page

opened = partial(open_page, "organisations")


def drawn(at: AppTest) -> dict[str, dict]:
    """The traces of the picture by name."""
    figure = json.loads(at.get("plotly_chart")[0].proto.spec)
    return {trace["name"]: trace for trace in figure["data"] if "name" in trace}


@pytest.mark.parametrize(
    ("lang", "title", "named"), [("en", "Organisations", "named"), ("ru", "Организации", "названа")]
)
def test_the_directory_lists_everybody(shipped: Dataset, lang: str, title: str, named: str) -> None:
    at = opened(lang=lang)
    table = at.dataframe[0].value
    assert at.title[0].value == title
    assert len(table) == len(network.directory(select(Filters(), shipped)))
    assert named in set(table["named"]) and table["named"].nunique() == 2


def test_the_standings_are_kept_apart(shipped: Dataset) -> None:
    at = opened(lang="en")
    frame = network.directory(select(Filters(), shipped))
    at.segmented_control(key="standing").set_value("organiser").run()
    assert len(at.dataframe[0].value) == (frame["organiser"] > 0).sum()
    at.segmented_control(key="standing").set_value("addressed").run()
    table = at.dataframe[0].value
    assert len(table) == ((frame["addressed"] > 0) | ((frame["actions"] == 0) & (frame["demands"] > 0))).sum()
    assert "organiser" not in table and (table["addressed"] + table["demands"] > 0).all()


def test_the_picture_holds_the_ties_of_the_filtered_actions(shipped: Dataset) -> None:
    at = opened(lang="en", country="BY", unfolded=["table_partnerships"])
    found = network.partnerships(select(Filters(country=("BY",)), shipped))
    traces = drawn(at)
    assert {code for (code,) in traces["organisations"]["customdata"]} == set(found.nodes["organisation_id"])
    assert len(traces["links"]["customdata"]) == len(found.edges) == len(at.table[0].value)


def test_institutions_are_a_layer_of_their_own(shipped: Dataset) -> None:
    at = opened(lang="en")
    at.segmented_control(key="layer").set_value("addressed").run()
    no_errors(at)
    traces = drawn(at)
    assert all(" addressed " in text.replace("<br>", " ") for text in traces["links"]["hovertext"])
    found = network.addressing(select(Filters(), shipped))
    assert len(traces["organisations"]["customdata"]) == len(found.nodes)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_nothing_in_view_shows_the_way_back(lang: str) -> None:
    at = opened(lang=lang, q="no such word")
    assert not at.dataframe and not at.get("plotly_chart")
    assert {"empty_last", "empty_all"} <= {button.key for button in at.button}


def test_an_action_behind_the_ties_opens_its_record() -> None:
    at = opened(lang="en", country="BY")
    button = next(b for b in at.button if b.key and b.key.startswith("open_partnerships_action_"))
    button.click().run()
    assert at.query_params["record"] == "action:" + button.key.removeprefix("open_partnerships_action_")
