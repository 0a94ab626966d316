"""Words as a search compares them."""

from __future__ import annotations

import pytest

from dashboard.query.words import Stems, normalise, tokens

STEMS = Stems(["en", "ru"])


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("  Ёлка—Žąsis D’Or ", "елка—zasis d’or"),
        ("Флэшмоб", "флешмоб"),
        ("Кишинёвский ЗАМО\u0301К", "кишиневский замок"),  # й is a letter, a stress is none
        ("Chișinău", "chisinau"),
        ("51\u00a0000", "51 000"),
    ],
)
def test_normalise(text: str, normal: str) -> None:
    assert normalise(text) == normal


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("51000", "51000"),
        ("51,000", "51000"),
        ("51.000", "51000"),
        ("51 000", "51000"),
        ("51\u00a0000", "51000"),
        ("51\u202f000", "51000"),
        ("51\u2009000", "51000"),
        ("51 thousand", "51000"),
        ("51 тысяча", "51000"),
        ("51 тысячи", "51000"),
        ("51 тыс.", "51000"),
        ("1,5 млн", "1500000"),
        ("1.5 million", "1500000"),
        ("2 миллиарда", "2000000000"),
        ("1,234,567", "1234567"),
        ("0,250", "0.250"),
        ("60,5", "60.5"),
        ("30 times", "30x"),
        ("30\u00a0раз", "30x"),
        ("30-fold", "30x"),
        ("thirtyfold", "30x"),
        ("тридцатикратно", "30x"),
    ],
)
def test_a_number_is_one_word_in_all_its_spellings(text: str, number: str) -> None:
    assert [token.parts for token in tokens(text)] == [(number,)]


def test_numbers_that_stand_side_by_side_stay_apart() -> None:
    assert [token.joined for token in tokens("26, 27 June 2019 in 228 places, 13 in 10 cities")] == [
        "26", "27", "june", "2019", "in", "228", "places", "13", "in", "10", "cities",
    ]  # fmt: skip


def test_a_compound_is_its_parts_and_one_word() -> None:
    (flash_mob, women, dont) = tokens("флеш-моб women's don’t")
    assert (flash_mob.parts, flash_mob.also) == (("флеш", "моб"), ("флешмоб",))
    assert (women.parts, women.also) == (("women",), ())
    assert dont.joined == "dont"


def test_a_number_in_words_is_found_by_its_digits() -> None:
    assert [token.also for token in tokens("ten десяти")] == [("10",), ("10",)]


@pytest.mark.parametrize(
    "forms",
    [
        "наркополитика наркополитики наркополитику наркополитикой",
        "тюрьма тюрьмы тюрьму тюрем",
        "дети детей детям детьми ребенок ребенка",
        "люди людей человек человека",
        "литовский литовская литовских",
        "policy policies",
        "woman women",
        "child children",
        "addict addicts addicted",
    ],
)
def test_forms_of_a_word_have_a_stem_in_common(forms: str) -> None:
    assert frozenset.intersection(*(STEMS(word) for word in forms.split()))


def test_words_that_only_look_alike_have_none() -> None:
    assert not STEMS("police") & STEMS("policy")
    assert not STEMS("people") & STEMS("personal")


def test_letters_without_a_stemmer_stay_as_they_are() -> None:
    assert STEMS("თბილისი") == {"თბილისი"}
    assert Stems(["en"])("минске") == {"минске"}
    assert STEMS("228x") == {"228x"}
