"""Cells of a table: text read as a value of its column's type, or what is wrong with it in plain words."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

from dashboard.package.schema import UNPRINTABLE, Field

# What `true` and `false` may look like: the standard's words, and what spreadsheets of the region write for them.
TRUE = ("true", "True", "TRUE", "1", "ИСТИНА", "ІСТИНА", "TÕENE", "TIESA", "ADEVĂRAT")
FALSE = ("false", "False", "FALSE", "0", "ЛОЖЬ", "ХИБНІСТЬ", "VÄÄR", "NETIESA", "FALS")
# Codes that CLDR knows besides those of countries.
NOT_COUNTRIES = ("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ")
MOST = 10**10  # of a count: a hundred thousand of them still add up within 64 bits
LISTED = 25  # codes of a vocabulary that a message lists


def wrong_value(field: Field, value: str) -> str | None:
    """What is wrong with one non-empty cell, or None."""
    if bad := UNPRINTABLE.search(value):
        return f"holds a character that cannot be printed, at position {bad.start() + 1}; delete it"
    reader = READERS.get(field.type)
    if reader is not None:
        number = reader(value)
        if number is None:
            return f"is not {WANTED[field.type]}"
        if isinstance(number, float | int) and field.minimum is not None and number < field.minimum:
            return f"is less than {field.minimum:g}"
        if field.type == "integer" and abs(number) > MOST:
            return f"is more than anybody can have counted ({MOST:,}); look for digits too many"
        if isinstance(number, float | int) and field.maximum is not None and number > field.maximum:
            return f"is more than {field.maximum:g}"
        return None
    if field.enum and value not in field.enum:
        return f"is not a known code; write one of {', '.join(field.enum[:LISTED])}"
    if field.name == "source_lines":
        return _wrong_lines(value)
    if field.pattern is not None and re.search(field.pattern, value) is None:
        if strange := _strange_letter(value):
            return f"holds {strange}; write it anew"
        return f"is not written as it should be ({PATTERN_WORDS.get(field.pattern, 'pattern ' + field.pattern)})"
    if field.name == "country" and value not in _countries():
        return "is not the code of a country (ISO 3166-1 alpha-2)"
    return None


def _strange_letter(value: str) -> str:
    """The first character of another alphabet, or that nobody sees, in words; empty where there is none."""
    for number, letter in enumerate(value, start=1):
        if letter.isascii():
            continue
        name = unicodedata.name(letter, "")
        if unicodedata.category(letter) in ("Cf", "Zs", "Cc"):
            return f"an unseen character at position {number} ({name.lower() or hex(ord(letter))})"
        return f"a {name.split(' ')[0].capitalize()} {letter} at position {number}" if name else ""
    return ""


PATTERN_WORDS = {
    "^[A-Z]{2}$": "two capital letters: BY",
    "^[A-Z]{2}-[0-9]{4}-[0-9]{2,}$": "country, year and number: BY-2019-01",
    "^[A-Za-z0-9][A-Za-z0-9._-]*$": "letters, digits, hyphens; no spaces",
    "^https?://.+$": "an address that begins with https://",
    "^[0-9a-f]{64}$": "64 hexadecimal digits",
    "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$": "YYYY, YYYY-MM or YYYY-MM-DD",
}


def _wrong_lines(value: str) -> str | None:
    for part in value.split(";"):
        found = re.fullmatch(r" ?([0-9]{1,9})(?:-([0-9]{1,9}))?", part)
        if not found:
            return "does not name lines; write 241-307, several separated by semicolons"
        if found[2] and int(found[2]) < int(found[1]):
            return f"ends before it begins: {part.strip()}"
        if int(found[1]) == 0:
            return "names line 0; lines are counted from 1"
    return None


def read_date(value: str) -> dt.date | None:
    """The date of `YYYY-MM-DD`, or None."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return None
    try:
        found = dt.date.fromisoformat(value)
    except ValueError:
        return None
    return found if found.year >= 1 else None


def read_integer(value: str) -> int | None:
    """The whole number of at most 18 digits that a cell holds, or None."""
    return int(value) if re.fullmatch(r"-?[0-9]{1,18}", value) else None


def read_number(value: str) -> float | None:
    """The number below 10^18 that a cell holds, with a point as decimal sign, or None."""
    found = float(value) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?", value) else math.nan
    return found if abs(found) < 1e18 else None


def read_boolean(value: str) -> bool | None:
    """True or false, or None if the cell is neither."""
    return True if value in TRUE else False if value in FALSE else None


def _read_year(value: str) -> int | None:
    return int(value) if re.fullmatch(r"[0-9]{4}", value) else None


READERS: dict[str, Callable[[str], Any]] = {
    "integer": read_integer,
    "number": read_number,
    "date": read_date,
    "boolean": read_boolean,
    "year": _read_year,
}
WANTED = {
    "integer": "a whole number; write digits only: 250",
    "number": "a number; write digits with a point: 53.9",
    "date": "a date; write YYYY-MM-DD",
    "boolean": "true or false; write one of these",
    "year": "a year; write YYYY",
}


@cache
def _countries() -> frozenset[str]:
    from babel import Locale

    codes: list[str] = [str(c) for c in Locale("en").territories]
    return frozenset(c for c in codes if len(c) == 2 and c not in NOT_COUNTRIES)
