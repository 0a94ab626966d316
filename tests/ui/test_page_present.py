"""The slides' page, as a visitor's URL asks for it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.numbers import summaries
from dashboard.package.dataset import cached
from dashboard.package.reading import SHIPPED
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from dashboard.telling import slides
from opening import open_page, plain

opened = partial(open_page, "present", lang="en")


def asked(page: AppTest, name: str) -> list[str]:
    value = page.query_params[name]
    return value if isinstance(value, list) else [value]


def words(page: AppTest) -> str:
    return " ".join(element.proto.body for element in page.get("html"))


def shown(page: AppTest) -> list[str]:
    return re.findall(r"data-slide='(\w+)'", words(page))


def now(page: AppTest) -> str:
    """The slide that is seen before the browser's own script runs."""
    return re.findall(r"class='slide slide-\w+ now' data-slide='(\w+)'", words(page))[0]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_all_slides_are_sent_at_once_and_one_is_seen(language: str) -> None:
    page = opened(lang=language, country="LT", slide="demands")
    assert not page.warning
    assert shown(page) == list(slides.IDS) and now(page) == "demands"
    assert f"{slides.IDS.index('demands') + 1} / {len(slides.IDS)}" in words(page)
    assert "data:image/png;base64," in words(page)


def test_a_slide_is_asked_for_by_number_too() -> None:
    assert now(opened(slide="3")) == "map"


def test_for_a_slide_that_has_nothing_to_show_the_next_stands() -> None:
    page = opened(slide="outcomes", country="UA")
    assert not page.warning
    assert "outcomes" not in shown(page) and now(page) == "law"


def test_texts_are_escaped(spoil: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    evil = "<img src=x onerror=alert(1)>"
    monkeypatch.setenv("DASHBOARD_DATA", str(spoil("demands", "BY-D01", text=evil)))
    page = words(opened(country="BY"))
    assert "<img src=x" not in page and html.escape(evil) in page


def test_the_choice_of_slides_stands_in_the_url() -> None:
    page = opened(slides=["map", "when", "sources"], slide="when")
    assert shown(page) == ["map", "when", "sources"] and now(page) == "when"
    page.checkbox(key="slide_choice_when").uncheck().run()
    assert asked(page, "slides") == ["map", "sources"]
    assert now(page) == "sources"


def test_the_last_slide_cannot_be_taken_out() -> None:
    page = opened(slides=["map"])
    assert page.checkbox(key="slide_choice_map").disabled


def test_values_that_mean_nothing_are_left_out_with_a_notice() -> None:
    page = opened(slide="99", slides=["map", "nonsense"])
    assert shown(page) == ["map"]
    told = " ".join(warning.value for warning in page.warning)
    assert "nonsense" in told and "99" in told
    assert "9999" in opened(slide="9" * 5000).warning[0].value


def test_bars_are_as_long_as_their_numbers() -> None:
    text = words(opened())
    frame = summaries.action_types(select(Filters(), cached(SHIPPED)))
    most, second = frame["actions"].iloc[:2]
    assert "width:100.0%'><b>" + str(most) in text
    assert f"width:{second / most:.1%}'><b>{second}" in text


def test_what_is_looked_at_stands_without_the_names_of_filters() -> None:
    text = plain(words(opened(theme="naloxone")))
    assert "<p class='slide-view'>Naloxone · 5 actions</p>" in text
    assert "Source: ENPUD 2019" in text


def test_nothing_selected_shows_the_way_back() -> None:
    page = opened(q="zzzzqqqq")
    assert page.button(key="empty_all")
    assert not shown(page)
