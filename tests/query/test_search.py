"""Search: the same answer whatever language, case, accents or name of a city a person types."""

from __future__ import annotations

import pytest

from dashboard.i18n import Translator
from dashboard.numbers.records import action_rows
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.query.search import action_index, normalise


@pytest.mark.parametrize("name", ["Astana", "Nur-Sultan", "НУР-СУЛТАН", "нур султан", "Целиноград"])
def test_every_name_of_a_city_finds_its_actions(small: Dataset, name: str) -> None:
    assert list(Filters(q=name).select(small)["actions"]["action_id"]) == ["KZ-2019-01"]


@pytest.mark.parametrize("name", ["Karaganda", "караганда", "Қарағанды", "қарағанды", "QARAGHANDY"])
def test_scripts_and_accents_do_not_matter(small: Dataset, name: str) -> None:
    found = set(Filters(q=name).select(small)["actions"]["action_id"])
    assert found >= set(Filters(place=("karaganda",)).select(small)["actions"]["action_id"])


def test_every_name_of_every_city_is_found(shipped: Dataset) -> None:
    index, joins = action_index(shipped), shipped["action_places"]
    for place in shipped["places"].itertuples():
        names = [place.name, place.name_in_source, *str(place.other_names).split(";")]
        for action_id in joins.loc[joins["place_id"] == place.place_id, "action_id"]:
            for name in names:
                if isinstance(name, str) and name != "nan":
                    assert all(word in index[action_id] for word in normalise(name).split()), (action_id, name)


def test_both_languages_find_whatever_is_shown(small: Dataset) -> None:
    for dataset in (small, small.in_language("ru")):
        for q in ("naloxone", "налоксон"):
            assert {"BY-2019-01", "BY-2019-02"} <= set(Filters(q=q).select(dataset)["actions"]["action_id"])


def test_all_words_must_be_there_in_any_order(small: Dataset) -> None:
    assert len(Filters(q="minsk naloxone").select(small)) == 2
    assert len(Filters(q="naloxone karaganda").select(small)) == 0


def test_signs_of_patterns_are_plain_letters(small: Dataset) -> None:
    assert len(Filters(q=".*").select(small)) == 0
    assert len(Filters(q="=equal").select(small)) == 1


def test_normalise() -> None:
    assert normalise("  Ёлка—Žąsis D’Or ") == normalise("елка—zasis d or")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_is_told_of_an_action_finds_it(shipped: Dataset, language: str) -> None:
    """Its country, type, cities, venues, organisations, outputs: whatever the page shows in words."""
    dataset, t = shipped.in_language(language), Translator(language)
    rows = action_rows(Filters().select(dataset), t).set_index("action_id")
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
        found = Filters(q=name).select(shipped)["actions"]
        assert (found["country"] == "KZ").sum() == (shipped["actions"]["country"] == "KZ").sum() > 0
