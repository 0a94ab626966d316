"""Every language says the same: in its own forms and letters, whole where it is complete, else visibly a draft."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pandas as pd
import pytest
from babel import Locale
from babel.core import get_global
from babel.messages import extract
from babel.messages.catalog import Catalog

from conftest import ROOT
from dashboard import cli, i18n, messages
from dashboard.i18n import LANGUAGES, LOCALES, RECORDS, Translator, choose_language
from dashboard.package.dataset import Dataset, load
from dashboard.package.remarks import READABLE, remarks, untranslated
from opening import open_page

TRANSLATED = [language for language in LANGUAGES if language != "en"]
DECLARED = [language for language in TRANSLATED if language in RECORDS]
COMPLETE = [language for language in DECLARED if not RECORDS[language].missing]
EN, RU = Translator("en"), Translator("ru")

# Languages of the region that the atlas does not speak yet: each must be able to land.
TO_COME = [code for code in ("be", "et", "hy", "ka", "kk", "ky", "lt", "ro", "uk", "uz") if code not in LANGUAGES]

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


@pytest.fixture
def landing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Another folder of catalogues, in which a language may land."""
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    i18n.catalogue.cache_clear()
    i18n.translated.cache_clear()


def _tuple(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _script(language: str) -> str:
    """The script that a language is usually written in, as Unicode calls it: "CYRILLIC"."""
    code = get_global("likely_subtags")[language].split("_")[1]
    return str(Locale("en").scripts[code]).upper()


def _letters(text: str, script: str) -> float:
    """How many of the letters of a text are of a script, from 0 to 1."""
    letters = [unicodedata.name(c, "") for c in text if c.isalpha()]
    return sum(name.startswith(script) for name in letters) / max(1, len(letters))


# ---- the sentences of the interface --------------------------------------------------------------


def wrong_plurals(language: str) -> list[str]:
    """What is wrong with a catalogue's forms: by CLDR, numbers of one kind have one form.

    CLDR knows more kinds than gettext has forms (in Russian one more, for fractions): what counts is which
    form each whole number gets.
    """
    catalogue, locale = i18n.read_catalogue(language), Locale(language)
    text = (i18n.LOCALES / language / "LC_MESSAGES" / "dashboard.po").read_text(encoding="utf-8")
    wrong = [] if f'"Plural-Forms: {Catalog(locale=language).plural_forms}\\n"' in text else ["the header"]
    form_of = i18n.gettext.c2py(catalogue.plural_expr)
    forms: dict[str, set[int]] = {}
    for n in range(201):
        forms.setdefault(locale.plural_form(n), set()).add(form_of(n))
    if locale.plural_form.tags:  # of some languages CLDR tells nothing
        wrong += [f"{kind}: {found}" for kind, found in forms.items() if len(found) > 1]
    if set().union(*forms.values()) != set(range(catalogue.num_plurals)):
        wrong.append("a form that no number has")
    for message in catalogue:
        if message.id and len(_tuple(message.string)) != (catalogue.num_plurals if message.pluralizable else 1):
            wrong.append(f"{message.id}: {message.string}")
    return wrong


def wrong_words(language: str) -> list[tuple[str, str]]:
    """Translations with other placeholders or spaces at the ends than the English, or left in English."""
    wrong, script = [], _script(language)
    for message in i18n.read_catalogue(language):
        english = _tuple(message.id)
        placeholders = set().union(*map(_placeholders, english))
        known = {*re.findall(r"\w+", " ".join(english))}
        is_sentence = " " in english[0] and re.search(r"[A-Za-z]{4,}", re.sub(r"\{\w*\}", "", english[0]))
        for form in filter(None, _tuple(message.string) if message.id else ()):
            same = _placeholders(form) == placeholders and all(
                form[end].isspace() == english[0][end].isspace() for end in (0, -1)
            )
            words = re.sub(r"\{\w*\}|`[^`]*`", "", form)
            own = " ".join(word for word in re.findall(r"\w+", words) if word not in known)  # not names and formats
            in_english = is_sentence and _letters(own, script) < 0.8
            left = script != "LATIN" and ENGLISH.search(_without_names(words))
            if not same or in_english or left:
                wrong.append((english[0], form))
    return wrong


def wrongly_declared(language: str, declared: int, catalogue: Catalog) -> str:
    """What to do where a language lacks more or less than its record says; "" where it is as declared."""
    missing = len(i18n.waiting(catalogue))
    if missing < declared:
        return f"{language} has more than before: write missing={missing} into its record in src/dashboard/i18n.py"
    if missing > declared:
        return f"translate {missing - declared} more (missing={declared}):\n{messages.told(catalogue)}"
    return ""


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_of_the_code_is_in_the_catalogue(said, language: str) -> None:  # type: ignore[no-untyped-def]
    used = {_tuple(message) for message in said}
    kept = {_tuple(message.id) for message in i18n.read_catalogue(language) if message.id}
    assert used - kept == set(), "run `make messages` and translate what is new"
    assert kept - used == set(), "run `make messages`: these are no longer said"
    assert len(used) > 250


@pytest.mark.parametrize("language", DECLARED)
def test_a_language_lacks_what_it_declares(language: str) -> None:
    found = wrongly_declared(language, RECORDS[language].missing, i18n.read_catalogue(language))
    assert not found, found


def test_russian_is_complete() -> None:
    assert RECORDS["ru"].missing == 0
    assert not i18n.is_draft("ru") and not i18n.is_draft("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_record(language: str) -> None:
    if language not in RECORDS:
        own, missing = i18n.record(language), len(i18n.waiting(i18n.read_catalogue(language)))
        line = f'"{language}": Language("{own.name}", "{own.spelling}", day="{own.day}", month="{own.month}"'
        pytest.fail(f"write into RECORDS in src/dashboard/i18n.py, once it is right: {line}, missing={missing}),")


def test_every_record_has_a_catalogue() -> None:
    assert set(RECORDS) - set(LANGUAGES) == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_plurals_have_a_form_for_each_number(language: str) -> None:
    assert wrong_plurals(language) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_placeholders_and_leave_no_english(language: str) -> None:
    assert wrong_words(language) == []


@pytest.mark.parametrize("language", TO_COME)
def test_a_language_lands_with_fifteen_strings(said, landing: Path, language: str) -> None:  # type: ignore[no-untyped-def]
    """An empty folder is enough for a catalogue; fifteen words in it pass what all catalogues must pass."""
    (landing / language).mkdir()
    catalogue = messages.carry(language, said)
    word = Locale(language).get_display_name()
    pairs = [m for m in catalogue if m.pluralizable and _placeholders(m.id[0]) == {"n"}][:3]
    for message in pairs:
        kinds = [""] * catalogue.num_plurals
        for n in range(201):
            kinds[i18n.gettext.c2py(catalogue.plural_expr)(n)] = f"{{n}} {word} {'=' * n}"
        message.string = tuple(kinds)
    for message in [m for m in catalogue if m.id and not m.pluralizable and not _placeholders(m.id)][:12]:
        message.string = word
    path = landing / language / "LC_MESSAGES" / "dashboard.po"
    path.write_bytes(messages.to_po(catalogue))
    landed = messages.carry(language, said)

    assert wrong_plurals(language) == [] and wrong_words(language) == []
    assert len(i18n.waiting(landed)) == len(landed) - 15
    assert wrongly_declared(language, len(landed) - 15, landed) == ""
    assert i18n.translated(language) == (15, len(landed)) and i18n.is_draft(language)
    t = Translator(language)
    assert t.n(*pairs[0].id, 5).startswith(f"5 {word}")
    others = [m for m in catalogue if m.pluralizable and not any(m.string) and _placeholders(m.id[0]) == {"n"}]
    for n in range(201):  # what is missing is English, by the rule of English
        assert t.n(*others[0].id, n) == others[0].id[n != 1].format(n=n)
    day, end = dt.date(2019, 6, 24), dt.date(2019, 6, 26)
    assert "2019" in t.date(day) and "24" in t.date(day) and "2019" in t.date(day, "month")
    assert re.search(r"24.*26|26.*24", t.dates(day, end))
    assert _letters(i18n.record(language).name + t.country("GE") + t.date(day, "month"), _script(language)) == 1


def test_what_is_wrong_with_a_catalogue_is_told(landing: Path) -> None:
    found = {("{n} big cat", "{n} big cats"): [], "All of the cats here": [], "Every cat": [], "Cat": []}
    catalogue = messages.carry("uk", found)
    catalogue["All of the cats here"].string = "All of the cats here"
    catalogue["Every cat"].string = "Кожен {cat}"
    catalogue["Cat"].string = "Кіт"
    path = landing / "uk" / "LC_MESSAGES" / "dashboard.po"
    path.write_bytes(messages.to_po(catalogue).replace(b"nplurals=3", b"nplurals=2"))
    assert {english for english, _ in wrong_words("uk")} == {"All of the cats here", "Every cat"}
    assert "the header" in wrong_plurals("uk")
    assert "missing=1 into" in wrongly_declared("uk", 2, catalogue)
    assert wrongly_declared("uk", 1, catalogue) == ""
    assert "{n} big cat" in wrongly_declared("uk", 0, catalogue)


def test_a_guess_and_a_missing_form_are_no_translations(landing: Path) -> None:
    catalogue = messages.carry("uk", {"Cat": [], "Dog": [], ("{n} cat", "{n} cats"): []})
    catalogue["Cat"].string, catalogue["Dog"].string = "Кіт", "Кіт"
    catalogue["Dog"].flags.add("fuzzy")
    catalogue["{n} cat"].string = ("{n} кіт", "", "{n} котів")
    (landing / "uk" / "LC_MESSAGES" / "dashboard.po").write_bytes(messages.to_po(catalogue))
    t = Translator("uk")
    assert (t("Cat"), t("Dog"), t.n("{n} cat", "{n} cats", 21)) == ("Кіт", "Dog", "21 cats")
    assert i18n.translated("uk") == (1, 3)


def test_make_messages_tells_what_waits(
    said, landing: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    (landing / "kk").mkdir()
    monkeypatch.setattr(messages, "messages", lambda: said)
    messages.main()
    first, *texts, rest = capsys.readouterr().out.splitlines()
    assert first == f"kk: {len(said)} of {len(said)} messages wait for a translation"
    assert len(texts) == messages.SHOWN and rest == f"    … and {len(said) - messages.SHOWN} more"
    assert (landing / "kk" / "LC_MESSAGES" / "dashboard.po").is_file()


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


def test_an_update_keeps_translations_and_drops_what_is_gone(landing: Path) -> None:
    cats = ("{n} cat", "{n} cats")
    first = messages.carry("ru", {"Yes": [], cats: [], "Gone": []})
    first["Yes"].string = "Да"
    first["{n} cat"].string = ("{n} кот", "{n} кота", "{n} котов")
    first["Gone"].string = "Нет его"
    (landing / "ru" / "LC_MESSAGES" / "dashboard.po").write_bytes(messages.to_po(first))
    second = messages.carry("ru", {"Yes": [], cats: [], "New": []})
    assert (second["Yes"].string, second["{n} cat"].string[2]) == ("Да", "{n} котов")
    assert [message.id for message in i18n.waiting(second)] == ["New"]
    text = messages.to_po(second).decode()
    assert not any(word in text for word in ("Gone", "Нет его", "#:", "Date"))


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalogue_is_as_make_messages_writes_it(said, language: str) -> None:  # type: ignore[no-untyped-def]
    again = messages.updated(i18n.read_catalogue(language), said)
    path = LOCALES / language / "LC_MESSAGES" / "dashboard.po"
    assert messages.to_po(again) == path.read_bytes(), "run `make messages`"


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
    assert (EN.date(day, "month"), RU.date(day, "month")) == ("June 2019", "июнь 2019 г.")
    assert RU.date(day, "year") == "2019 г."
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
        (None, "mi-NZ,ru;q=0.8,en;q=0.5", "ru"),
        (None, "mi-NZ,en;q=0.8,ru;q=0.5", "en"),
        (None, "ru;q=0.1, en;q=0.9", "en"),
        (None, "en;q=0, ru;q=0.1", "ru"),
        (None, "ru;q=0", "en"),
        (None, "en;q=0.5, RU-ru ; Q=0.7", "ru"),
        (None, "ru;q=much, en;q=0.9", "ru"),
        (None, "ru-RU", "ru"),
        (None, "RU", "ru"),
        (None, "mi,de", "en"),
        (None, "", "en"),
        (None, None, "en"),
        ("xx", "ru", "ru"),
        ("xx", None, "en"),
    ],
)
def test_choice_of_language(asked: str | None, accepted: str | None, chosen: str) -> None:
    assert choose_language(asked, accepted) == chosen


def test_a_draft_is_spoken_to_those_who_ask_for_it(landing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "LANGUAGES", ("en", "kk", "ru"))
    catalogue = messages.carry("kk", {str(n): [] for n in range(10)})
    accepted = "kk-KZ,ru;q=0.8"
    assert (choose_language("kk", None), choose_language(None, accepted)) == ("kk", "ru")
    for message in list(catalogue)[:10]:  # the first is the header: nine of ten
        message.string = "сөз"
    (landing / "kk" / "LC_MESSAGES" / "dashboard.po").write_bytes(messages.to_po(catalogue))
    _forget()
    assert i18n.translated("kk") == (9, 10) and choose_language(None, accepted) == "kk"


def test_a_page_in_a_draft_says_so(said, landing: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(i18n, "LANGUAGES", ("en", "uk"))
    catalogue = messages.carry("uk", said)
    catalogue["Theme"].string = "Тема"
    (landing / "uk" / "LC_MESSAGES" / "dashboard.po").write_bytes(messages.to_po(catalogue))
    ukrainian, english = (open_page("actions", lang=language) for language in ("uk", "en"))
    lists = ukrainian.sidebar.multiselect
    assert (lists(key="filter_theme").label, lists(key="filter_country").label) == ("Тема", "Country")
    drawn, plain = ("".join(e.proto.body for e in at.get("html")) for at in (ukrainian, english))
    assert ">Українська</strong> (draft)" in drawn and ">Українська</a> (draft)" in plain
    told = f"Translated so far: 1 of {len(catalogue)}. The rest is in English."
    assert told in drawn and "Translated so far" not in plain and "English (" not in plain


# ---- the texts of the data ----------------------------------------------------------------------


def test_readable_columns_are_those_of_the_dictionary(shipped: Dataset) -> None:
    for table, columns in READABLE.items():
        assert set(columns) <= set(shipped.schema.resources[table].columns)


@pytest.mark.parametrize("language", COMPLETE)
def test_every_text_of_the_data_is_translated(shipped: Dataset, language: str) -> None:
    assert untranslated(shipped, language) == []


def test_only_what_people_read_is_translated(shipped: Dataset) -> None:
    for texts in shipped.translations.values():
        for table, _, column in texts:
            assert table == "datapackage" or column in READABLE[table]


def test_no_english_is_left_in_the_data(shipped: Dataset) -> None:
    for language, texts in shipped.translations.items():
        script = _script(language)
        for (table, row_id, column), text in texts.items():
            if script == "LATIN" or (table, column) in NAMES:
                continue
            assert _letters(text, script) > 0, (table, row_id, column, text)
            assert not ENGLISH.search(_without_names(text)), (table, row_id, column, text)


def test_a_language_that_the_data_lacks_shows_its_english(small: Dataset) -> None:
    georgian = small.in_language("ka")
    assert georgian.language == "ka" and "ka" not in georgian.languages
    assert georgian["actions"]["title"].equals(small["actions"]["title"])
    assert georgian.title("package") == small.title("package")


def test_remarks_tell_which_texts_lack_a_language(
    package: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    table = package / "translations" / "ru.csv"
    kept = [line for line in table.read_text(encoding="utf-8").splitlines(True) if ",minsk," not in line]
    table.write_text("".join(kept), encoding="utf-8")
    dataset = load(package)
    missing = untranslated(dataset, "ru")
    assert {("places", "minsk", "name"), ("datapackage", "package", "description")} <= set(missing)
    assert not {("places", "brest", "name"), ("datapackage", "package", "title")} & set(missing)
    assert ("actions", "BY-2019-01", "date_text") not in missing  # there is none in English either
    monkeypatch.setattr("dashboard.package.remarks.LANGUAGES", ("en", "mi", "ru"))
    maori, russian = (remark for remark in remarks(dataset) if remark[:2] in ("mi", "ru"))
    assert maori == "mi: no text is translated; pages in this language show the English"
    assert russian.startswith(f"ru: {len(missing)} texts are not translated (sources 6, ")
    assert "sources report-2019, title; " in russian and russian.endswith("; …")

    assert cli.main(["validate", str(package)]) == 0  # a remark is not a problem
    told = capsys.readouterr()
    assert told.out == "" and f"remark: {russian}" in told.err.splitlines()


def test_a_package_that_lacks_nothing_gets_no_remark(shipped: Dataset) -> None:
    assert [remark for remark in remarks(shipped) if remark[:2] in COMPLETE] == []


def _without_names(text: str) -> str:
    """The text without the names that stay in Latin letters: known ones, and those in quotation marks."""
    for name in LATIN_NAMES:
        text = text.replace(name, "")
    return re.sub(r"«[^«»А-Яа-яЁё]*»", "", text)
