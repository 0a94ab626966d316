"""Both languages say the same: every sentence of the interface and every text of the data has its Russian."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from string import Formatter

import pandas as pd
import pytest
from babel.messages import extract
from babel.messages.pofile import read_po

from dashboard import messages
from dashboard.i18n import LANGUAGES, LOCALES, Translator, choose_language
from dashboard.package.dataset import Dataset
from dashboard.package.problems import row_ids

ROOT = Path(__file__).parents[1]
TRANSLATED = [language for language in LANGUAGES if language != "en"]
CATALOGUES = {code: LOCALES / code / "LC_MESSAGES" / "dashboard.po" for code in TRANSLATED}
EN, RU = Translator("en"), Translator("ru")

# What a person reads in the tables, by the design's section 2: every filled cell has a translation.
READABLE = {
    "sources": ["title", "publisher", "how_to_obtain", "note"],
    "actions": ["title", "summary", "participants_text", "date_text"],
    "places": ["name"],
    "action_places": ["venue"],
    "organisations": ["name"],
    "themes": ["label", "definition"],
    "action_types": ["label", "definition"],
    "slogans": ["text"],
    "outputs": ["unit"],
    "demands": ["text"],
    "outcomes": ["text", "follow_up_text"],
    "policy_facts": ["text", "unit", "law"],
}
NAMES = {("organisations", "name"), ("slogans", "text")}  # may stay in Latin letters as a whole

CYRILLIC = re.compile(r"[А-Яа-яЁё]")
# Three Latin words in a row are a sentence that was left in English, unless they are a name.
ENGLISH = re.compile(r"(?:\b[A-Za-z]{2,}\b[ ,]*){3,}")
LATIN_NAMES = (
    "Natural Earth",
    "Data Package",
    "CC BY",
    "Creative Commons Attribution",
    "Support. Don't Punish",
    "“Support. Don’t Punish”",
)


@pytest.fixture(scope="module")
def said() -> dict[messages.MessageId, list[str]]:
    """Every message of the code, with the places where it stands."""
    return messages.messages()


@pytest.fixture(scope="module", params=TRANSLATED)
def catalogue(request: pytest.FixtureRequest) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Every message of one language: (singular, plural?) and its forms."""
    with CATALOGUES[request.param].open("rb") as file:
        read = read_po(file, locale=request.param)
    assert not read.obsolete, "run `make messages`"
    return [(_tuple(m.id), _tuple(m.string)) for m in read if m.id]


def _tuple(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


# ---- the sentences of the interface --------------------------------------------------------------


def test_every_message_of_the_code_is_in_the_catalogue(said, catalogue) -> None:  # type: ignore[no-untyped-def]
    used = {_tuple(message) for message in said}
    kept = {message for message, _ in catalogue}
    assert used - kept == set(), "run `make messages` and translate what is new"
    assert kept - used == set(), "run `make messages`: these are no longer said"
    assert len(used) > 250


def test_every_message_is_translated(catalogue) -> None:  # type: ignore[no-untyped-def]
    assert [message for message, forms in catalogue if not forms or not all(forms)] == []


def test_translations_keep_the_placeholders(catalogue) -> None:  # type: ignore[no-untyped-def]
    for message, forms in catalogue:
        wanted = set().union(*map(_placeholders, message))
        for form in filter(None, forms):
            assert _placeholders(form) == wanted, form
            for end in (0, -1):
                assert form[end].isspace() == message[0][end].isspace(), form


def test_plurals_have_a_form_for_each_number(catalogue) -> None:  # type: ignore[no-untyped-def]
    for message, forms in catalogue:
        assert len(forms) == (3 if len(message) == 2 else 1), message


def test_no_english_is_left_in_the_translations(catalogue) -> None:  # type: ignore[no-untyped-def]
    for message, forms in catalogue:
        for form in filter(None, forms):
            words = re.sub(r"\{\w*\}|`[^`]*`", "", form)
            if re.search(r"[A-Za-z]{4,}", re.sub(r"\{\w*\}", "", message[0])) and " " in message[0]:
                assert CYRILLIC.search(words), form
            assert not ENGLISH.search(_without_names(words)), form


def test_sentences_in_the_code_are_english(said) -> None:  # type: ignore[no-untyped-def]
    for message, places in said.items():
        assert not CYRILLIC.search(" ".join(_tuple(message))), places


def test_babel_finds_no_other_messages(said) -> None:  # type: ignore[no-untyped-def]
    """Our own reading of the code misses nothing that Babel's finds (which skips f-strings)."""
    found = {_tuple(message) for message in said}
    singular = {message[0] for message in found}
    keywords = {"t": None, "self": None, "n": (1, 2)}
    for folder in messages.FOLDERS:
        for _, _, message, _, _ in extract.extract_from_dir(
            str(ROOT / folder), [("**.py", "python")], keywords=keywords
        ):
            assert _tuple(message) in found or message in singular, message


def test_messages_are_found_wherever_they_are_said(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "pages").mkdir()
    (tmp_path / "src" / "a.py").write_text(
        "f\"{t('in a string')}: {v.t.n('{n} cat', '{n} cats', 3)}\"\nt('joined ' 'text')\nt('{n} cat')\n"
        'Format("x", "y", "z", "a field", None)\nt(kind.label_message)\nn(1, 2)\nn("a")\n'
    )
    found = messages.messages(tmp_path)
    assert set(found) == {"in a string", ("{n} cat", "{n} cats"), "joined text", "a field"}
    assert found[("{n} cat", "{n} cats")] == ["src/a.py:1", "src/a.py:3"]
    (tmp_path / "pages" / "b.py").write_text("t(word)")
    with pytest.raises(ValueError, match=r"pages/b\.py:1: a message must be written out"):
        messages.messages(tmp_path)


def test_an_update_keeps_translations_and_drops_what_is_gone(tmp_path: Path) -> None:
    path, cats = tmp_path / "dashboard.po", ("{n} cat", "{n} cats")
    first = messages.updated(messages.read_catalogue(path, "ru"), {"Yes": [], cats: [], "Gone": []})
    first["Yes"].string = "Да"
    first["{n} cat"].string = ("{n} кот", "{n} кота", "{n} котов")
    first["Gone"].string = "Нет его"
    path.write_bytes(messages.to_po(first))
    second = messages.updated(messages.read_catalogue(path, "ru"), {"Yes": [], cats: [], "New": []})
    assert (second["Yes"].string, second["{n} cat"].string[2]) == ("Да", "{n} котов")
    assert messages.waiting(second) == ["New"]
    text = messages.to_po(second).decode()
    assert not any(word in text for word in ("Gone", "Нет его", "#:", "Date"))


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalogue_is_as_make_messages_writes_it(said, language: str) -> None:  # type: ignore[no-untyped-def]
    again = messages.updated(messages.read_catalogue(CATALOGUES[language], language), said)
    assert messages.to_po(again) == CATALOGUES[language].read_bytes(), "run `make messages`"


# ---- numbers, dates, names of countries, languages ----------------------------------------------


@pytest.mark.parametrize(
    ("n", "english", "russian"),
    [
        (0, "0 actions", "0 акций"),
        (1, "1 action", "1 акция"),
        (2, "2 actions", "2 акции"),
        (5, "5 actions", "5 акций"),
        (11, "11 actions", "11 акций"),
        (12, "12 actions", "12 акций"),
        (21, "21 actions", "21 акция"),
        (22, "22 actions", "22 акции"),
        (25, "25 actions", "25 акций"),
        (111, "111 actions", "111 акций"),
        (1234, "1,234 actions", "1\N{NO-BREAK SPACE}234 акции"),
    ],
)
def test_numbers_agree_with_their_nouns(n: int, english: str, russian: str) -> None:
    assert EN.n("{n} action", "{n} actions", n) == english
    assert RU.n("{n} action", "{n} actions", n) == russian


def test_a_share_agrees_with_the_whole() -> None:
    assert RU.n("{k} of {n} action", "{k} of {n} actions", 21, k=4) == "4 из 21 акции"
    assert RU.n("{k} of {n} action", "{k} of {n} actions", 38, k=4) == "4 из 38 акций"


def test_a_word_alone_and_with_a_number_are_both_translated() -> None:
    assert RU("organisation") == "организация"
    assert RU.n("organisation", "organisations", 5) == "организаций"


def test_dates() -> None:
    day = dt.date(2019, 6, 26)
    assert (EN.date(day), RU.date(day)) == ("26 June 2019", "26 июня 2019 г.")
    assert (EN.date(day, "month"), RU.date(day, "month")) == ("June 2019", "июнь 2019")
    assert RU.date(day, "year") == "2019"
    assert RU.date(None) == RU.date(pd.NaT) == ""


def test_spans_of_days() -> None:
    day, end, far = dt.date(2019, 6, 24), dt.date(2019, 6, 26), dt.date(2019, 7, 1)
    assert RU.dates(day, day) == "24 июня 2019 г."
    assert RU.dates(day, end) == "24–26 июня 2019 г."
    assert EN.dates(day, far) == "24 June 2019 – 1 July 2019"
    assert RU.dates(day, None) == "с 24 июня 2019 г., дата окончания не указана"
    assert RU.dates(None, None) == "дата не указана"


def test_names_of_countries() -> None:
    assert (EN.country("KG"), RU.country("KG")) == ("Kyrgyzstan", "Кыргызстан")
    assert (RU.country("BY"), RU.country("MD")) == ("Беларусь", "Молдова")
    assert RU.country(None) == RU.country("") == "весь регион"
    assert RU.country("ZZZ") == "ZZZ"


def test_every_country_of_the_dataset_has_a_name(shipped: Dataset) -> None:
    for table in ("actions", "places", "organisations", "demands", "policy_facts"):
        for code in shipped[table]["country"].dropna().unique():
            assert CYRILLIC.search(RU.country(code)) and EN.country(code) != code


def test_lists() -> None:
    assert (EN.either(["a", "b"]), RU.either(["а", "б"])) == ("a or b", "а или б")
    assert (EN.both(["a", "b"]), RU.both(["а", "б"])) == ("a and b", "а и б")


@pytest.mark.parametrize(
    ("asked", "accepted", "chosen"),
    [
        ("ru", "en", "ru"),
        ("en", "ru", "en"),
        (None, "kk-KZ,ru;q=0.8,en;q=0.5", "ru"),
        (None, "kk-KZ,en;q=0.8,ru;q=0.5", "en"),
        (None, "ru;q=0.1, en;q=0.9", "en"),
        (None, "en;q=0, ru;q=0.1", "ru"),
        (None, "ru;q=0", "en"),
        (None, "en;q=0.5, RU-ru ; Q=0.7", "ru"),
        (None, "ru;q=much, en;q=0.9", "ru"),
        (None, "ru-RU", "ru"),
        (None, "RU", "ru"),
        (None, "uk,de", "en"),
        (None, "", "en"),
        (None, None, "en"),
        ("xx", "ru", "ru"),
        ("xx", None, "en"),
    ],
)
def test_choice_of_language(asked: str | None, accepted: str | None, chosen: str) -> None:
    assert choose_language(asked, accepted) == chosen


# ---- the texts of the data ----------------------------------------------------------------------


def test_readable_columns_are_those_of_the_dictionary(shipped: Dataset) -> None:
    for table, columns in READABLE.items():
        assert set(columns) <= set(shipped.schema.resources[table].columns)


@pytest.mark.parametrize(("table", "column"), [(table, c) for table, columns in READABLE.items() for c in columns])
@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_of_the_data_is_translated(shipped: Dataset, language: str, table: str, column: str) -> None:
    rows = shipped[table]
    ids = row_ids(shipped.schema.resources[table], rows)[rows[column].notna()]
    told = shipped.translations[language]
    missing = [row_id for row_id in ids if not told.get((table, row_id, column))]
    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_only_what_people_read_is_translated(shipped: Dataset, language: str) -> None:
    for table, _, column in shipped.translations[language]:
        assert table == "datapackage" or column in READABLE[table]


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_english_is_left_in_the_data(shipped: Dataset, language: str) -> None:
    for (table, row_id, column), text in shipped.translations[language].items():
        if (table, column) in NAMES:
            continue
        assert CYRILLIC.search(text), (table, row_id, column, text)
        assert not ENGLISH.search(_without_names(text)), (table, row_id, column, text)


def _without_names(text: str) -> str:
    """The text without the names that stay in Latin letters: known ones, and those in quotation marks."""
    for name in LATIN_NAMES:
        text = text.replace(name, "")
    return re.sub(r"«[^«»А-Яа-яЁё]*»", "", text)
