"""The reader's own country: guessed from the languages that the browser asks for, never from where it is."""

from __future__ import annotations

import re

import streamlit as st

from dashboard.query.filters import Filters
from dashboard.query.selection import select
from dashboard.ui import visit
from dashboard.ui.visit import View

# Languages that are spoken above all in one country. Russian and English are spoken in many, and say nothing.
SPOKEN_IN = {
    "be": "BY", "et": "EE", "hy": "AM", "ka": "GE", "kk": "KZ", "ky": "KG", "lt": "LT", "lv": "LV", "tg": "TJ",
    "uk": "UA", "uz": "UZ",
}  # fmt: skip


def home(v: View) -> str | None:
    """The code of the reader's country, where the browser's languages tell it and the dataset has it."""
    return guess(st.context.headers.get("Accept-Language") or "", set(v.dataset["actions"]["country"].dropna()))


def guess(accepted: str, known: set[str]) -> str | None:
    """The first country of those known that a list of accepted languages speaks of: "ru-KZ, ru" of KZ, "uk" of UA."""
    for language, region in re.findall(r"(?:^|,)\s*([a-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Z]{2}))?", accepted):
        code = region or SPOKEN_IN.get(language, "")
        if code in known:
            return str(code)
    return None


def line(v: View) -> str:
    """The reader's country in a line of HTML, with what there is of it; all countries where it is not known."""
    t, code = v.t, home(v)
    if v.filters or v.record:
        return ""
    if code is None:
        links = [
            visit.anchor(v, v.escaped(t.country(one)), filters=Filters.of("country", one))
            for one in sorted(v.dataset["actions"]["country"].dropna().unique(), key=t.country)
        ]
        return f"<p class='near'><b>{v.escaped(t('Your country?'))}</b> {' '.join(links)}</p>"
    chosen = Filters.of("country", code)
    here = select(chosen, v.dataset)
    asked, actions = len(here["demands"]), len(here)
    links = [visit.anchor(v, v.escaped(t.n("{n} action", "{n} actions", actions)), filters=chosen)]
    for page, words in (
        ("demands", t.n("{n} demand", "{n} demands", asked) if asked else ""),
        ("brief", t("Brief")),
        ("present", t("Slides")),
    ):
        if words:
            links.append(visit.elsewhere(v, page, v.escaped(words), chosen))
    return (
        f"<p class='near'><b>{v.escaped(t('Near you: {country}', country=t.country(code)))}</b> {' '.join(links)}</p>"
    )
