"""The reader's own country: chosen, or guessed from the languages that the browser asks for; never from where it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import streamlit as st

from dashboard.numbers.demands import announced
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from dashboard.ui import visit
from dashboard.ui.visit import View
from dashboard.web.parameters import ASKED, DISMISSED

# Languages that are spoken above all in one country. Russian and English are spoken in many, and say nothing.
SPOKEN_IN = {
    "be": "BY", "et": "EE", "hy": "AM", "ka": "GE", "kk": "KZ", "ky": "KG", "lt": "LT", "lv": "LV", "tg": "TJ",
    "uk": "UA", "uz": "UZ",
}  # fmt: skip
# What browsers ask for all over the region, wherever their reader is.
EVERYWHERE = {"ru-RU"}


def home(v: View) -> str | None:
    """The code of the reader's country: as the address says, else where the browser's languages tell it."""
    chosen, known = v.choices["home"], set(v.dataset["actions"]["country"].dropna())
    if chosen:
        return chosen if chosen in known else None
    return guess(st.context.headers.get("Accept-Language") or "", known)


def guess(accepted: str, known: set[str]) -> str | None:
    """The first country of those known that a list of accepted languages speaks of: "ru-KZ, ru" of KZ, "uk" of UA."""
    for language, region in re.findall(r"(?:^|,)\s*([a-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Z]{2}))?", accepted):
        code = region or SPOKEN_IN.get(language, "")
        if code in known and f"{language}-{region}" not in EVERYWHERE:
            return str(code)
    return None


def line(v: View) -> str:
    """The reader's country in a line of HTML, with what there is of it; all countries where it is not known.

    Nothing where the reader wants none of it, or has chosen what to look at.
    """
    if v.filters or v.record or v.choices["home"] == DISMISSED:
        return ""
    t, code = v.t, home(v)
    if code is None:
        countries = sorted(v.dataset["actions"]["country"].dropna().unique(), key=t.country)
        head, class_ = v.escaped(t("Which country are you in?")), "near near-asked"
        links = [visit.anchor(v, v.escaped(t.country(one)), home=one) for one in countries]
    else:
        name = visit.anchor(v, v.escaped(t.country(code)), record=("country", code))
        head, class_ = f"{v.escaped(t('Near you:'))} {name}", "near"
        links = [
            *_told(v, code),
            visit.anchor(v, v.escaped(t("Another country")), attributes="class=minor", home=ASKED),
        ]
    words = v.escaped(t("Do not show this line"))
    away = visit.anchor(v, "×", attributes=f"class='minor away' title='{words}' aria-label='{words}'", home=DISMISSED)
    return f"<p class='{class_}'><b>{head}</b> {' '.join(links)} {away}</p>"


def _told(v: View, code: str) -> Iterator[str]:
    """Links to what there is of a country, with its numbers; what there is none of is left out."""
    t, chosen = v.t, Filters.of("country", code)
    here = select(chosen, v.dataset)
    asked, due = len(here["demands"]), len(announced(here))
    yield visit.anchor(v, v.escaped(t.n("{n} action", "{n} actions", len(here))), filters=chosen)
    for page, words in (
        ("demands", t.n("{n} demand", "{n} demands", asked) if asked else ""),
        ("demands", t.n("{n} reply or follow-up announced", "{n} replies or follow-ups announced", due) if due else ""),
        ("brief", t("Brief")),
        ("present", t("Slides")),
    ):
        if words:
            yield visit.elsewhere(v, page, v.escaped(words), chosen)
