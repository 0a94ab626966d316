"""Search: the same answer whatever language, case, accents or name of a city a person types."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.i18n import Translator
from dashboard.numbers.records import action_rows
from dashboard.package.dataset import Dataset, load
from dashboard.query.filters import Filters
from dashboard.query.search import find
from dashboard.query.selection import select


@pytest.mark.parametrize("name", ["Astana", "Nur-Sultan", "НУР-СУЛТАН", "нур султан", "Целиноград"])
def test_every_name_of_a_city_finds_its_actions(small: Dataset, name: str) -> None:
    assert list(select(Filters(q=name), small)["actions"]["action_id"]) == ["KZ-2019-01"]


@pytest.mark.parametrize("name", ["Karaganda", "караганда", "Қарағанды", "қарағанды", "QARAGHANDY"])
def test_scripts_and_accents_do_not_matter(small: Dataset, name: str) -> None:
    found = set(select(Filters(q=name), small)["actions"]["action_id"])
    assert found >= set(select(Filters(place=("karaganda",)), small)["actions"]["action_id"])


def test_every_name_of_every_city_is_found(shipped: Dataset) -> None:
    joins = shipped["action_places"]
    for place in shipped["places"].itertuples():
        held = set(joins.loc[joins["place_id"] == place.place_id, "action_id"])
        for name in [place.name, place.name_in_source, *str(place.other_names).split(";")]:
            if isinstance(name, str) and name != "nan":
                assert held <= set(find(shipped, name).ids["action"]), name


def test_both_languages_find_whatever_is_shown(small: Dataset) -> None:
    for dataset in (small, small.in_language("ru")):
        for q in ("naloxone", "налоксон"):
            assert {"BY-2019-01", "BY-2019-02"} <= set(select(Filters(q=q), dataset)["actions"]["action_id"])


def test_all_words_must_be_there_in_any_order(small: Dataset) -> None:
    assert len(select(Filters(q="minsk naloxone"), small)) == 2
    assert len(select(Filters(q="naloxone karaganda"), small)) == 0


def test_words_that_say_nothing_are_passed_over_beside_others(small: Dataset) -> None:
    assert find(small, "naloxone of the minsk").ids == find(small, "naloxone minsk").ids
    assert [word.written for word in find(small, "in Minsk").words] == ["Minsk"]
    assert [word.written for word in find(small, "the").words] == ["the"]


def test_signs_of_patterns_are_no_words(small: Dataset) -> None:
    assert len(select(Filters(q=".*"), small)) == 0
    assert find(small, ".*").words == ()
    assert len(select(Filters(q="=equal"), small)) == 1


def test_words_match_at_their_beginnings_only(package: Path, spoil: Callable[..., Path]) -> None:
    spoil("actions", "BY-2019-01", title="Participants of a trial")
    dataset = load(package)
    found = {word: "BY-2019-01" in find(dataset, word).ids.get("action", ()) for word in ("art", "participa", "trials")}
    assert found == {"art": False, "participa": True, "trials": True}


def test_a_short_word_that_is_a_word_is_no_beginning(package: Path, spoil: Callable[..., Path]) -> None:
    spoil("actions", "BY-2019-01", title="Arts and music")
    spoil("actions", "BY-2019-02", title="An article")
    assert find(load(package), "art").ids["action"] == ("BY-2019-01",)


def test_a_phrase_in_quotation_marks_is_found_as_it_is_written(package: Path, spoil: Callable[..., Path]) -> None:
    spoil("actions", "BY-2019-01", title="The green line")
    spoil("actions", "BY-2019-02", title="A line of green lines")
    dataset = load(package)
    for marks in ('"{}"', "«{}»", "“{}”", "„{}“"):
        assert find(dataset, marks.format("GREEN line")).ids["action"] == ("BY-2019-01",)
        assert "action" not in find(dataset, marks.format("green lin")).ids
    assert find(dataset, "green line").ids["action"] == ("BY-2019-01", "BY-2019-02")


def test_a_phrase_does_not_reach_over_two_texts(package: Path, spoil: Callable[..., Path]) -> None:
    spoil("actions", "BY-2019-01", title="Ends in quartz", summary="Zebras begin this.")
    dataset = load(package)
    assert find(dataset, "quartz zebras").ids["action"] == ("BY-2019-01",)
    assert not find(dataset, "“quartz zebras”").ids


def test_headings_of_the_source_are_not_searched(package: Path, spoil: Callable[..., Path]) -> None:
    spoil("actions", "BY-2019-01", source_section="Qwertyland")
    assert not find(load(package), "Qwertyland").ids


def test_every_word_is_told_by_itself(small: Dataset) -> None:
    answer = find(small, "naloxone karaganda xyzzy")
    assert not answer.ids
    told = {word.written: set(word.ids) for word in answer.words}
    assert told["xyzzy"] == set()
    assert {"action", "theme"} <= told["naloxone"]
    assert {"action", "place"} <= told["karaganda"]


def test_the_suggestion_changes_the_wrong_word_alone(small: Dataset) -> None:
    assert find(small, "Minsk naloxnoe").suggestion == "Minsk naloxone"
    assert find(small, "“naloxnoe”").suggestion == ""


def test_a_package_without_names_of_countries_is_searched_too(package: Path) -> None:
    (package / "country_names.csv").unlink(missing_ok=True)
    dataset = load(package)
    assert "country_names" not in dataset.tables
    assert "BY-2019-01" in find(dataset, "Беларусь").ids["action"]
    assert not find(dataset, "Белоруссия").ids


def test_other_names_of_a_country_are_data(package: Path) -> None:
    (package / "country_names.csv").write_text("country,other_names\nBY,Белоруссия;белорусский\n", encoding="utf-8")
    dataset = load(package)
    assert find(dataset, "Белоруссии").ids == find(dataset, "белорусские").ids == find(dataset, "Belarus").ids


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
    for action_id, row in told.iterrows():
        for text in row:
            found = find(shipped, text.translate(str.maketrans("«»“”„", "     ")))
            assert not found.words or action_id in found.ids.get("action", ()), (action_id, text)


def test_the_name_of_a_country_finds_all_its_actions(shipped: Dataset) -> None:
    for name in ("Kazakhstan", "Казахстан", "Қазақстан", "Qozogʻiston", "Казахстане"):
        found = select(Filters(q=name), shipped)["actions"]
        assert (found["country"] == "KZ").sum() == (shipped["actions"]["country"] == "KZ").sum() > 0
