"""The headline numbers in words, and as the HTML of page, slide, brief and take-away page."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.i18n import Translator
from dashboard.numbers.counts import Headline


@dataclass(frozen=True)
class Cell:
    """One big number with its unit, and what it leaves out."""

    value: str
    unit: str
    aside: str = ""
    short: str = ""  # the same where there is a line only; empty where it may be left out there


def cells(numbers: Headline, t: Translator) -> list[Cell]:
    """Actions, cities, countries, organisations and participants, in this order."""
    people = numbers.participants
    unnamed = t.n(
        "took part; with them {n} group without a name",
        "took part; with them {n} groups without a name",
        numbers.unnamed_groups,
    )
    return [
        Cell(t.number(numbers.actions), t.n("action", "actions", numbers.actions)),
        Cell(t.number(numbers.places), t.n("city", "cities", numbers.places)),
        Cell(t.number(numbers.countries), t.n("country", "countries", numbers.countries)),
        Cell(
            t.number(numbers.organisations),
            t.n("organisation", "organisations", numbers.organisations),
            unnamed if numbers.unnamed_groups else t("took part"),
        ),
        Cell(
            people.value(t),
            t("participants in all") if people.is_sum else t("participants"),
            people.basis(t),
            people.share(t),
        ),
    ]


def as_html(shown: Iterable[Cell], name: str, *, is_line: bool = False) -> str:
    """The numbers as a list of HTML whose class is `name`: unit, value, and what is left out under `aside`."""
    body = ""
    for cell in shown:
        aside = cell.short if is_line else cell.aside
        of_words = "" if any(letter.isdigit() for letter in cell.value) else " class='in-words'"
        body += f"<div><dt>{html.escape(cell.unit)}</dt><dd{of_words}>{html.escape(cell.value)}</dd>"
        body += (f'<dd class="aside">{html.escape(aside)}</dd>' if aside else "") + "</div>"
    return f'<dl class="{name}">{body}</dl>'
