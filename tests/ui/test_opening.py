"""How the first page opens: its title, what it is, and the campaign's day."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from opening import open_page, plain


@pytest.fixture
def one_year(spoil: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The small package, whose actions of another year have no date any more."""
    undated = {"start_date": "", "end_date": "", "date_precision": "", "date_basis": "not_stated", "date_text": ""}
    spoil("actions", "KZ-2020-01", **undated)
    folder = spoil("actions", "KZ-2020-02", **undated)
    monkeypatch.setenv("DASHBOARD_DATA", str(folder))


def html(**query: str) -> str:
    """What the first page says in HTML."""
    return plain("".join(block.proto.body for block in open_page("map", **{"lang": "en", **query}).get("html")))


def test_the_title_does_not_repeat_what_the_bar_says(one_year: None) -> None:
    assert open_page("map", lang="en").title[0].value.startswith("“Support")
    assert "EECA Action Atlas</a>" in html()


def test_the_day_is_told_in_numbers_that_are_true_of_it_and_its_cities_light_up_in_turn(one_year: None) -> None:
    (day,) = re.findall(r"<figure class='lights'>.*?</figure>", html())
    assert "26 June 2019, the day of the campaign</b> 2 actions, 2 cities, 2 countries" in day
    assert "1 of these dates follows from the account" in day
    assert re.findall(r"title='(\w+)' style='--n:(\d)", day) == [("Minsk", "0"), ("Karaganda", "1")]
    assert "type='checkbox'" in day


def test_of_a_part_of_the_actions_no_day_is_told(one_year: None) -> None:
    assert "class='lights'" not in html(country="BY")


def test_on_a_phone_what_this_is_stands_folded_under_the_title(one_year: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "<p class='lead'>Public actions" in html()
    monkeypatch.setattr("dashboard.ui.visit.on_a_phone", lambda: True)
    told = html()
    assert "<details class='lead'><summary>Public actions" in told and "class='lights'" not in told


def test_what_was_announced_says_whether_its_day_is_past(one_year: None, spoil: Callable[..., Path]) -> None:
    assert "What was to happen next" in html() and "this day is past" in html()
    spoil("outcomes", "KZ-O01", follow_up_date="2999-01-01")
    assert "still to come" in html()
    spoil("outcomes", "KZ-O01", follow_up_date="")
    assert "no day given" in html()


def test_the_slogans_are_a_click_away(one_year: None) -> None:
    assert "/demands?country=BY&amp;tab=slogans&amp;lang=en" in html(country="BY")
