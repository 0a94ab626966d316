"""Search: the same answer whatever language, case, accents or name of a city a person types."""

from __future__ import annotations

import pytest

from dashboard.i18n import Translator
from dashboard.numbers.records import action_rows
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.query.search import action_index, normalise
from dashboard.query.selection import select


@pytest.mark.parametrize("name", ["Kiev", "Kyiv", "Киев", "Київ", "KYIV", "киев"])
def test_every_name_of_a_city_finds_its_actions(shipped: Dataset, name: str) -> None:
    assert list(select(Filters(q=name), shipped)["actions"]["action_id"]) == ["UA-2019-01"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("Нур-Султан", "Astana"), ("Могилев", "Mogilev"), ("gargzdai", "Gargždai")]
)
def test_old_names_accents_and_yo_do_not_matter(shipped: Dataset, typed: str, meant: str) -> None:
    found = set(select(Filters(q=typed), shipped)["actions"]["action_id"])
    assert found
    assert found == set(select(Filters(q=meant), shipped)["actions"]["action_id"])


def test_both_languages_find_whatever_is_shown(shipped: Dataset) -> None:
    for dataset in (shipped, shipped.in_language("ru")):
        assert len(select(Filters(q="naloxone"), dataset)) >= 3
        assert len(select(Filters(q="налоксон"), dataset)) >= 3


def test_all_words_must_be_there_in_any_order(small: Dataset) -> None:
    assert len(select(Filters(q="minsk naloxone"), small)) == 2
    assert len(select(Filters(q="naloxone karaganda"), small)) == 0


def test_signs_of_patterns_are_plain_letters(small: Dataset) -> None:
    assert len(select(Filters(q=".*"), small)) == 0
    assert len(select(Filters(q="=equal"), small)) == 1


def test_normalise() -> None:
    assert normalise("  Ёлка—Žąsis D’Or ") == normalise("елка—zasis d or")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_is_told_of_an_action_finds_it(shipped: Dataset, language: str) -> None:
    """Its country, type, cities, venues, organisations, outputs: whatever the page shows in words."""
    dataset, t = shipped.in_language(language), Translator(language)
    rows = action_rows(select(Filters(), dataset), t).set_index("action_id")
    venues = dataset["action_places"].dropna(subset=["venue"]).groupby("action_id")["venue"].agg("; ".join)
    units = dataset["outputs"].groupby("action_id")["unit"].agg("; ".join)
    told = rows[["country_name", "action_type_label", "cities", "organisers", "themes", "title"]]
    told = told.assign(venue=venues, unit=units).fillna("")
    assert (told != "").any().all()
    index = action_index(dataset)
    for action_id, row in told.iterrows():
        for text in row:
            words = normalise(text.replace(";", " ")).split()
            assert all(word in index[action_id] for word in words), (action_id, text)


def test_the_name_of_a_country_finds_all_its_actions(shipped: Dataset) -> None:
    for name in ("Kazakhstan", "Казахстан"):
        found = select(Filters(q=name), shipped)["actions"]
        assert (found["country"] == "KZ").sum() == (shipped["actions"]["country"] == "KZ").sum() > 0
