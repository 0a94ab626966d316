"""The pages of the explorer as a visitor meets them: whole, filtered, empty, in both languages, with a record open."""

from __future__ import annotations

import html
import json

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import summaries
from dashboard.dataset import Dataset
from dashboard.filters import Filters
from dashboard.i18n import Translator
from dashboard.ui import map_view, view
from opening import open_page


def texts(at: AppTest) -> str:
    """All HTML that a page writes itself."""
    return " ".join(element.proto.body for element in at.get("html"))


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("page", ["map", "charts", "actions"])
def test_a_page_opens_in_both_languages(page: str, lang: str) -> None:
    at = open_page(page, lang=lang)
    assert not at.warning
    assert at.sidebar.multiselect(key="filter_theme").label == {"en": "Theme", "ru": "Тема"}[lang]


@pytest.mark.parametrize("page", ["map", "charts", "actions"])
def test_nothing_selected_is_a_way_back(page: str) -> None:
    at = open_page(page, lang="en", theme="naloxone", country="GE")
    assert at.subheader[0].value == "No action fits these filters"
    at.button(key="empty_last").click().run()
    assert at.query_params == {"theme": "naloxone", "lang": "en"}


def test_a_filter_writes_the_url_and_the_url_sets_the_filter() -> None:
    at = open_page("actions", lang="en", theme="naloxone")
    assert at.sidebar.multiselect(key="filter_theme").value == ["naloxone"]
    at.sidebar.multiselect(key="filter_country").set_value(["LT"]).run()
    assert at.query_params == {"theme": "naloxone", "country": "LT", "lang": "en"}
    at.button(key="clear_all").click().run()
    assert at.query_params == {"lang": "en"}
    assert at.sidebar.multiselect(key="filter_theme").value == []


def test_what_the_url_asks_in_vain_is_told(shipped: Dataset) -> None:
    at = open_page("map", lang="en", theme="astrology", place=["kaunas"])
    assert "astrology" in at.warning[0].value
    assert f"3 of {len(shipped['actions'])} actions" in texts(at)


def test_the_map_holds_the_cities_in_view(shipped: Dataset) -> None:
    at = open_page("map", lang="ru", country="LT")
    deck = json.loads(at.get("deck_gl_json_chart")[0].proto.json)
    cities = next(layer for layer in deck["layers"] if layer["id"] == "cities")
    expected = summaries.places(Filters(country=("LT",)).select(shipped.in_language("ru")))
    assert {row["place_id"] for row in cities["data"]} == set(expected["place_id"])
    assert "Вильнюс" in json.dumps(deck, ensure_ascii=False)
    assert deck["mapStyle"].startswith("/")  # of our own origin


def test_an_action_in_several_cities_lights_them_all_up_beside_its_record(shipped: Dataset) -> None:
    at = open_page("map", lang="en", record="action:KZ-2019-01")
    deck = json.loads(at.get("deck_gl_json_chart")[0].proto.json)
    drawn = {layer["id"]: layer["data"] for layer in deck["layers"]}
    joins = shipped["action_places"]
    held = joins[(joins["action_id"] == "KZ-2019-01") & (joins["role"] == "held")]
    assert {row["place_id"] for row in drawn["selected"]} == set(held["place_id"])
    assert {row["width"] for row in drawn["links"] if row["action_id"] == "KZ-2019-01"} == {4}
    assert at.subheader[0].value == "Flash mobs in the cities of Kazakhstan on 26 June"
    at.button(key="close_action").click().run()
    assert at.query_params == {"lang": "en"}


def test_a_record_opens_on_the_map_page_also_where_no_action_is_in_view() -> None:
    at = open_page("map", lang="en", theme="naloxone", country="GE", record="action:EE-2019-01")
    assert "class='facts'" in texts(at)


def test_of_very_many_actions_the_first_are_told_and_the_rest_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_view, "MOST_STORIES", 20)
    at = open_page("map", lang="en")
    cards = [button.key for button in at.button if button.key.startswith("open_all_action_")]
    assert sum(key.startswith("open_all_action_KZ") for key in cards) == 2
    assert "and 9 more actions" in [caption.value for caption in at.caption]


def test_a_city_can_be_chosen_without_the_map() -> None:
    at = open_page("map", lang="en")
    at.selectbox(key="chosen_place").set_value("place:kaunas").run()
    assert at.query_params["record"] == "place:kaunas"
    assert at.subheader[0].value == "Kaunas"


def test_charts_show_the_numbers_of_the_summaries(shipped: Dataset) -> None:
    at = open_page("charts", lang="en", theme="naloxone")
    selection = Filters(theme=("naloxone",)).select(shipped)
    charts = [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]
    counted = summaries.actions_by_country(selection, Translator("en"))
    sums = [
        sum(bar for trace in chart["data"] if trace["type"] == "bar" for bar in _numbers(trace)) for chart in charts
    ]
    assert counted["actions"].sum() in sums


def _numbers(trace: dict) -> list[float]:
    values = trace.get("x", [])
    if isinstance(values, dict):  # plotly's own packing of arrays
        import base64

        import numpy as np

        return np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"]).tolist()
    return [v for v in values if isinstance(v, (int, float))]


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("tab", view.CHOICES["charts"]["tab"])
def test_each_part_of_the_charts_has_its_link(tab: str, lang: str, shipped: Dataset) -> None:
    at = open_page("charts", lang=lang, tab=tab, theme="naloxone")
    assert not at.warning
    assert len(at.get("plotly_chart")) >= 2
    assert len(at.tabs) == len(view.CHOICES["charts"]["tab"])
    n = len(Filters(theme=("naloxone",)).select(shipped))
    for chart in at.get("plotly_chart"):
        note = json.loads(chart.proto.spec)["layout"]["title"]["text"].replace("<br>", " ")
        assert f"n = {n} " in note


def test_a_part_that_the_charts_do_not_have_is_told() -> None:
    unknown = open_page("charts", lang="en", tab="gossip")
    assert "gossip" in unknown.warning[0].value


def test_a_chart_has_its_table_one_click_away(shipped: Dataset) -> None:
    at = open_page("charts", lang="en", country="LT", unfolded=["table_participants"])
    frame = summaries.participants_by_action(Filters(country=("LT",)).select(shipped))
    assert list(at.table[0].value["Action"]) == list(frame["title"])
    assert set(at.table[0].value["At least"]) == {"not reported"}


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize(
    "record", ["action:BY-2019-02", "organisation:pulse", "place:kaunas", "country:KZ", "theme:naloxone"]
)
def test_every_kind_of_record_opens_on_a_page(record: str, lang: str) -> None:
    at = open_page("actions", lang=lang, record=record)
    assert not at.warning
    assert "class='facts'" in texts(at)


def test_a_record_tells_its_lines_and_its_gaps() -> None:
    told = texts(open_page("actions", lang="en", record="action:KZ-2019-01"))
    assert "lines" in told
    assert "What the report does not say" in told


def test_a_record_tells_each_city_and_organisation_once(shipped: Dataset) -> None:
    joins = shipped["action_places"]
    twice = joins[joins.duplicated(["action_id", "place_id"])]
    assert len(twice)
    for action_id in twice["action_id"].unique()[:2]:
        keys = [button.key for button in open_page("actions", lang="en", record=f"action:{action_id}").button]
        cities = set(joins.loc[joins["action_id"] == action_id, "place_id"])
        assert sorted(k for k in keys if k.startswith("open_action_place_")) == sorted(
            f"open_action_place_{city}" for city in cities
        )


@pytest.mark.parametrize(("lang", "marks"), [("en", "“”"), ("ru", "«»")])
def test_slogans_stand_in_the_languages_own_quotation_marks(lang: str, marks: str, shipped: Dataset) -> None:
    slogan = shipped.in_language(lang)["slogans"].iloc[0]
    told = texts(open_page("actions", lang=lang, record=f"action:{slogan['action_id']}"))
    assert f"<li>{marks[0]}{html.escape(slogan['text'])}{marks[1]}" in told


def test_a_search_is_answered_in_groups() -> None:
    at = open_page("actions", lang="en", q="Київ")
    assert any("Found for “Київ”: 1 action, cities: 1" in expander.label for expander in at.expander)
