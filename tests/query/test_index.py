"""What a search takes from a text: each column, each ending, each way from the words to what is found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.package.dataset import Dataset, load
from dashboard.query.addresses import file_link, view_link
from dashboard.query.filters import Filters
from dashboard.query.person_first import meant_by, names
from dashboard.query.search import find, row_texts
from dashboard.query.words import Stems, script, tokens


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Leaflets", "action:BY-2019-02"),  # a title
        ("whole month", "action:BY-2019-02"),  # the words for its days
        ("dozen", "action:KZ-2019-02"),  # the words for its people
        ("KZ-2020-02", "action:KZ-2020-02"),
        ("флэшмоб", "action:BY-2019-03"),  # another name of its type
        ("embankment", "action:BY-2019-03"),  # a venue
        ("Homel", "action:BY-2019-02 place:gomel"),
        ("PLUS", "action:BY-2019-01,BY-2019-03 organisation:people-plus"),
        ("contempt", "theme:stigma_and_discrimination"),  # a definition leads to no action
        ("saves", "action:BY-2019-01"),  # a slogan
        ("500", "action:BY-2019-02"),  # an output
        ("pharmacies", "action:BY-2019-01,BY-2019-02 demand:BY-D01"),
        ("joined", "action:BY-2019-03"),  # an outcome
        ("answer", "action:KZ-2019-03"),
        ("Order", "fact:KZ-F01"),
        ("prisoners", "fact:EECA-F01"),
    ],
)
def test_every_text_leads_where_it_belongs(small: Dataset, query: str, found: str) -> None:
    assert {kind: ",".join(ids) for kind, ids in find(small, query).ids.items()} == dict(
        part.split(":") for part in found.split()
    )


def test_an_answer_says_what_each_word_finds(small: Dataset) -> None:
    answer = find(small, "naloxone saves Naloxone")
    assert (answer.query, [word.written for word in answer.words]) == (
        "naloxone saves Naloxone",
        ["naloxone", "saves", "Naloxone"],
    )
    assert answer.ids == {"action": ("BY-2019-01",)}
    assert answer.actions.tolist() == [True] + [False] * 7
    assert answer.titled == frozenset()
    assert find(small, "naloxone").titled == {"BY-2019-01", "BY-2019-02"}
    assert find(small, "naloxone naloxone").words == find(small, "naloxone").words
    nothing = find(small, "")
    assert (nothing.ids, nothing.words, nothing.actions.any(), nothing.suggestion) == ({}, (), False, "")


def test_quoted_and_loose_words_are_both_asked_for(small: Dataset) -> None:
    answer = find(small, 'minsk "Naloxone saves lives" in «the square» pharmacies')
    assert [word.written for word in answer.words] == ["minsk", "Naloxone saves lives", "the square", "pharmacies"]
    assert answer.ids == {"action": ("BY-2019-01",)}
    assert [word.written for word in find(small, '"..." naloxone').words] == ["naloxone"]
    assert find(small, '"of the"').words[0].ids == find(small, "“of the”").words[0].ids


def test_one_word_and_two_are_the_same(small: Dataset) -> None:
    for query in ("flashmob", "flash mob", "flash-mob", "флэш моб", "флешмоб", "FLASHMOB"):
        assert "BY-2019-03" in find(small, query).ids["action"], query
    assert "action" not in find(small, "mob flashes minsk karaganda").ids


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("naloxnoe", "naloxone"),
        ("Mnsk", "Minsk"),
        ("prosceutor", "prosecutor"),
        ("karagadna", "Karaganda"),
        ("nalxonoe", ""),  # two steps are too many for a word so short
        ("xyz", ""),
        ("qwertyuiop", ""),
        ("2999", ""),
    ],
)
def test_the_nearest_word_is_one_or_two_letters_away(small: Dataset, typed: str, nearest: str) -> None:
    assert find(small, typed).words[0].nearest == nearest


def test_the_nearest_word_begins_alike_and_is_the_most_used(spoil: Callable[..., Path]) -> None:
    spoil("actions", "BY-2019-01", title="Zorple Borple", summary="Borple")
    spoil("actions", "BY-2019-02", title="Zorble", summary="Zorble too")
    dataset = load(spoil("actions", "BY-2019-03", title="zorble", summary="zorgle"))
    assert find(dataset, "zorqle").words[0].nearest == "zorble"  # in small letters, where somebody wrote it so
    assert find(dataset, "borqle").words[0].nearest == "Borple"


def test_a_hurting_word_finds_what_people_are_called(small: Dataset) -> None:
    for query in ("addicts", "junkies", "наркоманы", "наркозависимые"):
        (word,) = find(small, query).words
        assert word.meant is not None
        assert {"BY-D01", "drug-users-network"} <= {i for of in word.ids.values() for i in of}
    assert find(small, "наркомания").words[0].meant is None
    assert find(small, "“addicts”").words[0].meant is None
    (addict,), (infected,), (fine,) = tokens("addict"), tokens("infected"), tokens("people")
    assert names(meant_by(addict)) == ("people who use drugs", "люди, употребляющие наркотики")  # type: ignore[arg-type]
    assert names(meant_by(infected))[0] == "people living with HIV"  # type: ignore[arg-type]
    assert meant_by(fine) is None


def test_the_texts_of_a_row_in_all_languages(small: Dataset) -> None:
    texts = row_texts(small, "places", ("name", "other_names", "no_such_column"))
    assert set(texts) == {"minsk", "brest", "gomel", "astana", "karaganda"}
    assert texts["gomel"][:3] == ("Gomel", "Гомель", "Homyel'")
    outputs = row_texts(small, "outputs", ("value", "unit"))
    assert outputs["BY-N01"][:2] == ("500", "leaflets") or outputs["BY-N01"][:2] == ("leaflets", "500")
    assert "letters" in outputs["KZ-N01"] and "nan" not in outputs["KZ-N01"]


def test_numbers_and_words_as_they_are_compared() -> None:
    (number,) = tokens("тридцать раз")
    assert (number.written, number.parts, number.also) == ("тридцать раз", ("30x",), ("30",))
    assert [token.written for token in tokens("51 thousand")] == ["51 thousand"]
    assert script("\x07") == ""
    (soft,) = tokens("na\u00adloxone")
    assert (soft.written, soft.parts, soft.also, soft.joined) == ("naloxone", ("naloxone",), (), "naloxone")
    assert [script(word) for word in ("naloxone", "налоксон", "51", "", "թ")] == [
        "LATIN", "CYRILLIC", "DIGIT", "SPACE", "ARMENIAN",
    ]  # fmt: skip
    assert Stems(["ru", "xx", "ru"])("минске") == {"минск"}
    assert Stems([])("minsk") == {"minsk"}
    assert Stems(["en", "lt"])("policies") >= {"polici"}
    assert Stems(["en"])("children") == Stems(["en"])("child")


def test_an_address_is_absolute_where_the_server_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DASHBOARD_PUBLIC_URL", raising=False)
    assert view_link("/actions", []) == "/actions"
    assert view_link("/actions", [("q", "a b&c"), ("lang", "ru")]) == "/actions?q=a%20b%26c&lang=ru"
    monkeypatch.setenv("DASHBOARD_PUBLIC_URL", "https://atlas.example/X/")
    assert view_link("/map", []) == "https://atlas.example/X/map"
    monkeypatch.setenv("DASHBOARD_PUBLIC_URL", " https://atlas.example/ ")
    assert view_link("/map", []) == "https://atlas.example/map"
    assert file_link(Filters(country=("KZ",)), "ru") == "https://atlas.example/actions?country=KZ&lang=ru"
