"""The slides' page, as a visitor's URL asks for it."""

from __future__ import annotations

import json
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.numbers import summaries
from dashboard.package.dataset import cached
from dashboard.package.reading import SHIPPED
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from dashboard.telling import slides
from dashboard.ui import slides as screen
from opening import open_page

ALL = len(slides.SLIDES)


opened = partial(open_page, "present", lang="en")


def asked(page: AppTest, name: str) -> list[str]:
    value = page.query_params[name]
    return value if isinstance(value, list) else [value]


def words(page: AppTest) -> str:
    return " ".join(element.proto.body for element in page.get("html"))


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("id", slides.IDS)
def test_every_slide_opens_without_a_notice(id: str, language: str) -> None:
    page = opened(slide=id, lang=language, country="BY")
    assert not page.warning
    assert f"{slides.IDS.index(id) + 1} / {ALL}" in words(page)


def test_a_slide_is_asked_for_by_number_too() -> None:
    assert f"3 / {ALL}" in words(opened(slide="3"))


def test_the_keys_move_and_the_url_follows() -> None:
    page = opened(country="LT")
    assert f"1 / {ALL}" in words(page)
    for key, at in (
        ("slide_next", 2),
        ("slide_page_down", 3),
        ("slide_previous", 2),
        ("slide_end", ALL),
        ("slide_home", 1),
    ):
        page.button(key=key).click().run()
        assert f"{at} / {ALL}" in words(page), key
        assert asked(page, "slide") == [slides.IDS[at - 1]]
        assert asked(page, "country") == ["LT"]
    assert page.button(key="slide_previous").disabled


def test_the_choice_of_slides_stands_in_the_url() -> None:
    page = opened(slides=["map", "themes", "sources"], slide="themes")
    assert "2 / 3" in words(page)
    page.checkbox(key="slide_choice_themes").uncheck().run()
    assert asked(page, "slides") == ["map", "sources"]
    assert asked(page, "slide") == ["sources"]
    assert "2 / 2" in words(page)


def test_the_last_slide_cannot_be_taken_out() -> None:
    page = opened(slides=["map"])
    assert page.checkbox(key="slide_choice_map").disabled


def test_values_that_mean_nothing_are_left_out_with_a_notice() -> None:
    page = opened(slide="99", slides=["map", "nonsense"])
    assert "1 / 1" in words(page)
    told = " ".join(warning.value for warning in page.warning)
    assert "nonsense" in told and "99" in told
    assert "9999" in opened(slide="9" * 5000).warning[0].value


def test_the_chart_shows_the_summary_in_large_letters() -> None:
    page = opened(slide="themes")
    figure = json.loads(page.get("plotly_chart")[0].proto.spec)
    frame = summaries.themes(select(Filters(), cached(SHIPPED))).head(slides.ROWS)
    assert figure["data"][0]["x"] == list(frame["actions"] - frame["only_mentioned"])
    assert figure["data"][-1]["textfont"]["size"] >= 20
    assert figure["layout"]["template"]["layout"]["yaxis"]["tickfont"]["size"] >= 20
    assert screen.CHART_TEXT >= 20


def test_the_filter_sentence_and_n_are_on_the_slide() -> None:
    text = words(opened(slide="themes", theme="naloxone"))
    assert "theme: Naloxone" in text and "n = " in text


def test_nothing_selected_shows_the_way_back() -> None:
    page = opened(q="zzzzqqqq")
    assert page.button(key="empty_all")
    assert not page.get("plotly_chart")


def test_labels_of_a_slide_are_one_text_again() -> None:
    page = opened(slide="themes", lang="en")
    labels = json.loads(page.get("plotly_chart")[0].proto.spec)["layout"]["yaxis"]["ticktext"]
    assert labels and all("\u00a0" not in label for label in labels)
