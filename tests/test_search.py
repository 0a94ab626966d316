"""Search: the same answer whatever language, case, accents or name of a city a person types."""

from __future__ import annotations

import pytest

from dashboard.dataset import Dataset
from dashboard.filters import Filters
from dashboard.search import normalise


@pytest.mark.parametrize("name", ["Kiev", "Kyiv", "Киев", "Київ", "KYIV", "киев"])
def test_every_name_of_a_city_finds_its_actions(shipped: Dataset, name: str) -> None:
    assert list(Filters(q=name).select(shipped)["actions"]["action_id"]) == ["UA-2019-01"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("Нур-Султан", "Astana"), ("Могилев", "Mogilev"), ("gargzdai", "Gargždai")]
)
def test_old_names_accents_and_yo_do_not_matter(shipped: Dataset, typed: str, meant: str) -> None:
    found = set(Filters(q=typed).select(shipped)["actions"]["action_id"])
    assert found
    assert found == set(Filters(q=meant).select(shipped)["actions"]["action_id"])


def test_both_languages_find_whatever_is_shown(shipped: Dataset) -> None:
    for dataset in (shipped, shipped.in_language("ru")):
        assert len(Filters(q="naloxone").select(dataset)) >= 3
        assert len(Filters(q="налоксон").select(dataset)) >= 3


def test_all_words_must_be_there_in_any_order(small: Dataset) -> None:
    assert len(Filters(q="minsk naloxone").select(small)) == 2
    assert len(Filters(q="naloxone karaganda").select(small)) == 0


def test_signs_of_patterns_are_plain_letters(small: Dataset) -> None:
    assert len(Filters(q=".*").select(small)) == 0
    assert len(Filters(q="=equal").select(small)) == 1


def test_normalise() -> None:
    assert normalise("  Ёлка—Žąsis D’Or ") == normalise("елка—zasis d or")
