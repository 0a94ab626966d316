"""Words as a search compares them: without case, accents and endings, numbers in one spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

# The stemmers that we have, by the code of the language, and the letters that they are for.
_STEMMERS = {
    "en": ("english", "LATIN"),
    "et": ("estonian", "LATIN"),
    "lt": ("lithuanian", "LATIN"),
    "ro": ("romanian", "LATIN"),
    "ru": ("russian", "CYRILLIC"),
    "hy": ("armenian", "ARMENIAN"),
}
# Forms that no rule of endings leads back to their word.
_IRREGULAR_FORMS = {
    "woman": "women",
    "man": "men",
    "child": "children",
    "ребенок": "дети детей детям детьми детях ребенка ребенку ребенком ребенке",
    "человек": "люди людей людям людьми людях",
    "тюрьма": "тюрем",
}
_IRREGULAR = {form: word for word, forms in _IRREGULAR_FORMS.items() for form in forms.split()}
_FUNCTION_WORDS = """
    a an and as at by for from in into of on or the to with
    без в во для до за и из или к ко на над не о об от по под при про с со у
"""
# Words that say nothing alone: passed over where others are asked for with them.
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
_NUMBER_WORDS = {
    "2": "two два две двух дву",
    "3": "three три трех",
    "4": "four четыре четырех",
    "5": "five пять пяти",
    "6": "six шесть шести",
    "7": "seven семь семи",
    "8": "eight восемь восьми",
    "9": "nine девять девяти",
    "10": "ten десять десяти",
    "11": "eleven одиннадцать одиннадцати",
    "12": "twelve двенадцать двенадцати",
    "13": "thirteen тринадцать тринадцати",
    "15": "fifteen пятнадцать пятнадцати",
    "20": "twenty двадцать двадцати",
    "30": "thirty тридцать тридцати",
    "40": "forty сорок сорока",
    "50": "fifty пятьдесят пятидесяти",
    "100": "hundred сто ста",
}
_DIGITS = {word: digits for digits, words in _NUMBER_WORDS.items() for word in words.split()}
_SCALES = (  # the first that the word begins with
    (re.compile("th|ты"), 1_000),
    (re.compile("bi|миллиар|млрд"), 1_000_000_000),
    (re.compile("mi|ми|млн"), 1_000_000),
)
_JOINERS = "-\u2010\u2011'\u2019\u02bc\u2018`\u00b4"  # within a word: hyphens and apostrophes
_LETTER = r"[\w\u0300-\u036f]"
_TIMES = r"times\b|раза?\b|-?fold\b|кратн\w*"
_SCALE = (
    r"thousands?\b|тыс(?:яч\w{0,2})?\b\.?|millions?\b|миллион\w{0,3}\b|млн\b\.?|billions?\b|миллиард\w{0,3}\b|млрд\b\.?"
)
_SPACE = "[ \u00a0\u2009\u202f]"
_THOUSANDS = r"[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f,.'\u2019]\d{3})+(?!\d)"
_TOKEN = re.compile(
    rf"(?:(?P<number>(?<![\w.,])(?:{_THOUSANDS}|\d+)(?:[.,]\d+)?(?!{_LETTER}))"
    rf"|\b(?P<counted>{'|'.join(_DIGITS)})(?={_SPACE}?(?:{_TIMES})))"
    rf"(?:{_SPACE}?(?P<scale>{_SCALE}))?(?:(?:{_SPACE}|-)?(?P<times>{_TIMES}))?"
    rf"|(?P<word>{_LETTER}+(?:[{_JOINERS}]{_LETTER}+)*)",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"(?<!^0)[ \u00a0\u2009\u202f,.'\u2019](?=\d{3}(?!\d))")  # between thousands
_SPLIT = re.compile(f"[{_JOINERS}]")
_POSSESSIVE = re.compile("['\u2019\u02bc\u2018]s$", re.IGNORECASE)
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_ACCENTS = re.compile("(?<!и)\u0306|[\u0300-\u0305\u0307-\u036f]")  # й is a letter of its own


@dataclass(frozen=True)
class Token:
    """A word or a number of a text: the normalised words that it is, in their order, and others that lead to it."""

    written: str
    parts: tuple[str, ...]
    also: tuple[str, ...] = ()

    @property
    def joined(self) -> str:
        """Its parts as one word: "flashmob" for "flash-mob"."""
        return "".join(self.parts)


def normalise(text: str) -> str:
    """The text in lower case without accents; ё and э as е."""
    folded = unicodedata.normalize("NFKD", text.casefold()).replace("э", "е")
    return " ".join(unicodedata.normalize("NFC", _ACCENTS.sub("", folded)).split())


def tokens(text: str) -> list[Token]:
    """The words and numbers of a text, in their order."""
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    return [_number(m) if m.lastgroup != "word" else _word(m["word"]) for m in _TOKEN.finditer(text)]


@lru_cache(maxsize=100_000)
def _word(written: str) -> Token:
    parts = tuple(filter(None, (normalise(part) for part in _SPLIT.split(_POSSESSIVE.sub("", written)))))
    if len(parts) == 1:
        number = _DIGITS.get(parts[0])
        return Token(written, parts, (number,) if number else ())
    return Token(written, parts, ("".join(parts),))


def _number(found: re.Match[str]) -> Token:
    """ "51,000", "51 thousand" and «51 тысяча» are 51000; "30 times" and "thirtyfold" are 30x."""
    if found["counted"]:
        value = _DIGITS[found["counted"].casefold()]
    else:
        value = _GROUPED.sub("", found["number"]).replace(",", ".")
    if found["scale"]:
        scale = next(times for sign, times in _SCALES if sign.match(found["scale"].casefold()))
        value = f"{float(value) * scale:.0f}"
    if found["times"]:
        return Token(found[0], (f"{value}x",), (value,))
    return Token(found[0], (value,))


class Stems:
    """The stems of words in some languages. One for each thread: a stemmer works on its own letters."""

    def __init__(self, languages: Iterable[str]) -> None:
        known = [_STEMMERS[code] for code in dict.fromkeys(languages) if code in _STEMMERS]
        self._of = {
            script: [snowballstemmer.stemmer(name) for name, of in known if of == script] for _, script in known
        }

    def __call__(self, word: str) -> frozenset[str]:
        """What is left of a normalised word without its endings, in each language of its letters; else itself."""
        word = _IRREGULAR.get(word, word)
        stemmers = self._of.get(script(word), ()) if word.isalpha() else ()
        return frozenset(stemmer.stemWord(word) for stemmer in stemmers) or frozenset((word,))


def script(word: str) -> str:
    """The letters that a word begins with: "LATIN", "CYRILLIC"; "DIGIT" for a number."""
    return unicodedata.name(word[:1] or " ", "").split(" ")[0]
