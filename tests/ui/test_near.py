"""The reader's own country, told by the languages that the browser asks for and by nothing else."""

from __future__ import annotations

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
        ("ru-RU", "RU"),
        ("uz-Latn-UZ", None),  # not in the dataset
        ("en-GB,en;q=0.9", None),
        ("", None),
    ],
)
def test_a_country_is_guessed_from_the_languages(accepted: str, country: str | None) -> None:
    assert guess(accepted, KNOWN) == country


def test_whose_country_is_not_known_is_asked_until_something_is_chosen() -> None:
    asked, chosen = (
        "".join(block.proto.body for block in open_page("map", lang="en", **filters).get("html"))
        for filters in ({}, {"country": "LT"})
    )
    assert "Your country?" in asked and "/?country=LT&amp;lang=en" in asked
    assert "Your country?" not in chosen
