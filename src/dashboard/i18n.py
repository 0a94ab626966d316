"""Words, plurals, dates and names of countries in the reader's language.

The interface's own sentences are gettext messages: English in the code, every other language in
`locales/<language>/LC_MESSAGES/dashboard.po`. The dataset's texts are translated in the data package
(see `dataset.Dataset.in_language`). What a language lacks is said in English. A language is added by adding one
catalogue, one record in `RECORDS`, and one table of the data's texts.
"""

from __future__ import annotations

import datetime as dt
import gettext
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pandas as pd
from babel import Locale
from babel.core import get_global
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LOCALES = Path(__file__).parent / "locales"
DEFAULT_LANGUAGE = "en"
DRAFT = 0.9  # below this share of its sentences, a language is a draft


NO_BREAK = "\u00a0"
BEFORE_A_DASH = r" (?=[–—] )|(?<= [–—]) (?=\d)|(?<=\u00a0[–—]) (?=\d)"
INITIALS = r"(?<=\b[A-ZА-ЯЁ]\.) (?=[A-ZА-ЯЁ])"


@dataclass(frozen=True)
class Language:
    """What a language needs beside its catalogue. Patterns of dates are CLDR's ("d MMMM y")."""

    name: str  # as it calls itself
    spelling: str  # for the spelling checker of office programs
    day: str
    month: str
    day_in_column: str = "YYYY-MM-DD"  # as Streamlit's tables write it
    # By code, where CLDR's name is not the one that the country's people use for themselves in that language.
    countries: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    missing: int = 0  # sentences without a translation; a test lets it only shrink, and 0 stays 0
    dash: str = "–"  # between words, with a space on both sides
    # Which spaces do not break a line, as patterns that match one space: "26 June" stays together.
    glued: tuple[str, ...] = (BEFORE_A_DASH,)
    year: str = "y"


RECORDS = {
    "en": Language(
        "English",
        "en-GB",
        day="d MMMM y",
        month="LLLL y",
        glued=(
            BEFORE_A_DASH,
            INITIALS,
            r"(?<=\d) (?=(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)",
            r"(?<=\d) (?=(?:%|per cent|thousand|million|years?|months?|euros?|hryvnias?)(?!\w))",
            r"(?<=\b[Nn]o\.) (?=\d)",
            r"(?<=\b[Aa]rticle) (?=\d)",
        ),
    ),
    "ru": Language(
        "Русский",
        "ru-RU",
        day="d MMMM y 'г'.",
        month="LLLL y 'г'.",
        year="y 'г'.",
        day_in_column="DD.MM.YYYY",
        dash="—",
        glued=(
            BEFORE_A_DASH,
            INITIALS,
            r"(?<=\d) (?=(?![авикосуя]\s)[^\W\d_]|%)",  # 26 июня, 13 кабинетов, 2019 г., 50 %
            r"(?<=№) ",
            r"(?<=\b[Сс]тать[яиюе]) (?=\d)",
            r"(?<=\bст\.) (?=\d)",
            r"(?<=\bт\.) (?=[деп]\.)",
            r"(?<=\b[АВИКОСУЯавикосуя]) (?=\S)",
        ),
        countries=MappingProxyType({"KG": "Кыргызстан"}),
    ),
}
LANGUAGES: tuple[str, ...] = (DEFAULT_LANGUAGE, *sorted(p.name for p in LOCALES.iterdir() if p.is_dir()))


@cache
def record(language: str) -> Language:
    """A language's record in `RECORDS`; where there is none, one made of what CLDR says."""
    if language in RECORDS:
        return RECORDS[language]
    locale = Locale(language)
    # Title case of the first letter alone: Georgian knows no capitals at the beginning of a word.
    name = (locale.get_display_name() or language).capitalize()
    country = get_global("likely_subtags").get(language, "").rpartition("_")[2]
    return Language(
        name,
        f"{language}-{country}" if country else language,
        day=locale.date_formats["long"].pattern,
        month=locale.datetime_skeletons["yMMMM"].pattern,
    )


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The gettext catalogue of one language, compiled in memory from its `.po` file.

    What is not translated, or lacks a form, is no part of it: Babel would put English words into the forms of
    the other language ("21 action").
    """
    messages = read_catalogue(language)
    if not messages:
        return gettext.NullTranslations()
    for message in waiting(messages):
        messages.delete(message.id)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def read_catalogue(language: str) -> Catalog:
    """The catalogue in the language's `.po` file; an empty one if there is no file yet."""
    path = LOCALES / language / "LC_MESSAGES" / "dashboard.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def waiting(messages: Catalog) -> list[Message]:
    """The messages of a catalogue that lack a translation, or one of its forms, or whose translation is a guess."""
    missing = []
    for message in messages:
        forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
        if message.id and (message.fuzzy or not (forms and all(forms))):
            missing.append(message)
    return missing


@cache
def translated(language: str) -> tuple[int, int]:
    """How many of the interface's sentences are said in a language, and of how many; (0, 0) without a catalogue."""
    messages = read_catalogue(language)
    return len(messages) - len(waiting(messages)), len(messages)


def is_draft(language: str) -> bool:
    """Whether a language lacks so much that nobody gets it unasked."""
    done, of = translated(language)
    return done < DRAFT * of


def typeset(text: str, language: str) -> str:
    """The text as it is set for reading: the language's dash, and no line broken at a space that must not break.

    For people's eyes alone: files that programs read, and what is searched, keep the plain spaces.
    """
    return _glue(language).sub(NO_BREAK, text.replace(" – ", f" {record(language).dash} "))


@cache
def _glue(language: str) -> re.Pattern[str]:
    return re.compile("|".join(record(language).glued))


@dataclass(frozen=True)
class Translator:
    """The words of one language: `t("Clear all")`, `t.n("{n} action", "{n} actions", 4)`."""

    language: str = DEFAULT_LANGUAGE
    typesets: bool = False  # what it says goes to people's eyes, with the spaces that no line may break at
    _catalogue: gettext.NullTranslations = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_catalogue", catalogue(self.language))

    def __call__(self, message: str, /, **values: object) -> str:
        """The message in this language, `{placeholders}` filled in."""
        text = self._catalogue.gettext(message)
        return self._said(text.format(**values) if values else text)

    def n(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        """The message in the form that agrees with `n`; `{n}` is the number, grouped as is usual."""
        return self._said(self._catalogue.ngettext(singular, plural, n).format(n=self.number(n), **values))

    def _said(self, text: str) -> str:
        return typeset(text, self.language) if self.typesets else text

    @property
    def plain(self) -> Translator:
        """The same words for files that programs read, and for what is searched or copied."""
        return Translator(self.language)

    @property
    def dash(self) -> str:
        """The dash between words, as in "Minsk – 2"; spaces go on both sides."""
        return record(self.language).dash

    def number(self, value: float) -> str:
        """A number with the language's own separators."""
        return format_decimal(value, locale=self.language)

    def date(self, value: dt.date | None, precision: str = "day") -> str:
        """ "26 June 2019", «26 июня 2019 г.»; month or year alone where no more is known; "" for none."""
        if value is None or pd.isna(value):
            return ""
        own = record(self.language)
        pattern = {"year": own.year, "month": own.month}.get(precision, own.day)
        return self._said(format_date(value, pattern, locale=self.language))

    def dates(self, start: dt.date | None, end: dt.date | None, precision: str | None = "day") -> str:
        """A day, a span of days, a month, or "date not reported"; missing values may be pandas' own."""
        if start is None or pd.isna(start):
            return self("date not reported")
        if not isinstance(precision, str):
            precision = "day"
        if precision != "day" or (end is not None and not pd.isna(end) and end == start):
            return self.date(start, precision)
        if end is None or pd.isna(end):
            return self("from {day}, end not reported", day=self.date(start))
        # In one month the first day is a number alone, if the language begins with the day.
        day = re.match(r"d+\.?", record(self.language).day)
        if day and (start.year, start.month) == (end.year, end.month):
            return f"{format_date(start, day[0], locale=self.language)}–{self.date(end)}"
        return self._said(f"{self.date(start)} {self.dash} {self.date(end)}")

    def country(self, code: str | None) -> str:
        """The country's name; "whole region" for no code; the code itself where it is unknown."""
        if code is None or pd.isna(code) or not code:
            return self("whole region")
        return record(self.language).countries.get(code) or Locale(self.language).territories.get(code, code)

    def either(self, items: Sequence[str]) -> str:
        """ "a, b or c"."""
        return format_list(list(items), style="or", locale=self.language)

    def both(self, items: Sequence[str]) -> str:
        """ "a, b and c"."""
        return format_list(list(items), style="standard", locale=self.language)


def choose_language(asked: str | None, accepted: str | None) -> str:
    """The language to speak: the one asked for, else the best known of the browser's list, else English.

    A draft is spoken only to those who ask for it: they would read English where they could read Russian.
    `accepted` is an Accept-Language header or a single tag such as "ru-RU". Readers whose browser speaks
    another language of the region (say Kazakh) get English unless Russian stands further down their list.
    """
    if asked in LANGUAGES:
        return asked
    weights: dict[str, float] = {}
    for entry in (accepted or "").lower().split(","):
        tag, *parameters = (part.strip() for part in entry.split(";"))
        code = tag.split("-")[0]
        if code in LANGUAGES and not is_draft(code):
            weights[code] = max(weights.get(code, 0), _weight(parameters))
    # max takes the first of several that weigh the same; a weight of 0 is "not this one".
    best = max(weights, key=lambda code: weights[code], default=DEFAULT_LANGUAGE)
    return best if weights.get(best) else DEFAULT_LANGUAGE


def _weight(parameters: Sequence[str]) -> float:
    """How much a language is wanted by the parameters after its tag (`q=0.8`); 1 where they do not say."""
    for parameter in parameters:
        if found := re.fullmatch(r"q\s*=\s*([01](?:\.[0-9]{0,3})?)", parameter):
            return float(found[1])
    return 1
