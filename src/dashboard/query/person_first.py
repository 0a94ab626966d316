"""Words that hurt the people whom they name, and the words by which the atlas speaks of the same people."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from dashboard.i18n import LANGUAGES, Translator
from dashboard.query.words import Token


@dataclass(frozen=True)
class People:
    """A group of people: what others call them, as normalised words, and what they are called here."""

    called: re.Pattern[str]
    name: Callable[[Translator], str]


# Not the words for a condition: «наркомания», «наркозависимость» and "addiction" are looked for as they are.
PEOPLE = (
    People(
        re.compile(
            r"addict(s|ed)?|junk(ie|ies|y)|drugg(ie|ies|y)|abusers?"
            r"|наркоман(?!и)\w*|наркозависим(?!ост)\w*|наркопотребител\w*|нарик\w{0,3}|торч(ок|к\w*)"
        ),
        lambda t: t("people who use drugs"),
    ),
    People(
        re.compile(r"infected|инфицированн\w*|спидозн\w*"),
        lambda t: t("people living with HIV"),
    ),
)


def meant_by(token: Token) -> People | None:
    """The people whom a word names, if it is one of those that hurt them."""
    return next((people for people in PEOPLE for part in token.parts if people.called.fullmatch(part)), None)


@cache
def names(people: People) -> tuple[str, ...]:
    """What they are called here, in every language of the interface."""
    return tuple(people.name(Translator(language)) for language in LANGUAGES)
