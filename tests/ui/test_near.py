"""The reader's own country, told by the languages that the browser asks for and by nothing else."""

from __future__ import annotations

import re

import pytest

from dashboard.ui.near import guess
from opening import open_page

KNOWN = {"KZ", "UA", "RU", "LT", "MD"}


@pytest.mark.parametrize(
    ("accepted", "country"),
    [
        ("ru-KZ,ru;q=0.9,en;q=0.8", "KZ"),
        ("kk,ru;q=0.9", "KZ"),
        ("uk-UA,uk;q=0.9,ru;q=0.8", "UA"),
        ("ru,en;q=0.9,lt;q=0.8", "LT"),
        ("ro-MD", "MD"),
        ("ro", None),
        ("ru", None),  # spoken in all of these countries
        ("ru-RU,ru;q=0.9,en;q=0.8", None),  # what a browser in Russian says in each of them
        ("uz-Latn-UZ", None),  # not in the dataset
        ("en-GB,en;q=0.9", None),
        ("", None),
    ],
)
def test_a_country_is_guessed_from_the_languages(accepted: str, country: str | None) -> None:
    assert guess(accepted, KNOWN) == country


def told(**query: str) -> str:
    """The line on the first page, for a reader whose browser tells of no country; empty where there is none."""
    bodies = (block.proto.body for block in open_page("map", lang="en", **query).get("html"))
    return "".join(body for body in bodies if "class='near" in body)


def test_whose_country_is_not_known_is_asked_until_something_is_chosen() -> None:
    asked = told()
    assert "Which country are you in?" in asked and "/?home=LT&amp;lang=en" in asked
    assert not told(country="LT")
    assert not told(record="place:vilnius")


def test_a_chosen_country_has_its_actions_demands_replies_and_brief() -> None:
    near = told(home="MD")
    assert "Near you:" in near and ">Moldova</a>" in near
    for link in ("/?record=country%3AMD", "/?country=MD", "/demands?country=MD", "/brief?country=MD"):
        assert link in near.replace(":MD", "%3AMD")
    assert "2 replies or follow-ups announced" in near
    assert "/?home=ask&amp;lang=en" in near


def test_a_country_without_replies_says_nothing_of_them() -> None:
    assert "announced" not in told(home="GE")


def test_the_line_can_be_sent_away_and_another_country_be_asked_for() -> None:
    assert "/?home=none&amp;lang=en" in told()
    assert not told(home="none")
    assert "Which country are you in?" in told(home="ask")


def test_the_link_to_the_view_leaves_the_country_to_whoever_opens_it() -> None:
    bodies = "".join(block.proto.body for block in open_page("map", lang="en", home="MD").get("html"))
    (link,) = re.findall("data-link='([^']*)'", bodies)
    assert "home" not in link
