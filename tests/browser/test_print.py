"""The brief on paper: one page of A4, nothing around it, nothing cut off, dark ink on white."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext
from pypdf import PdfReader

from dashboard.i18n import Translator
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from dashboard.telling import brief
from visitor import quiet, settle

A4 = (595, 842)  # points
BRIEFS = {
    "country=BY&lang=en": (Filters(country=("BY",)), "en", "light"),
    "country=LT&lang=ru": (Filters(country=("LT",)), "ru", "dark"),
    "country=KZ&lang=ru": (Filters(country=("KZ",)), "ru", "light"),
    "country=UA&lang=ru": (Filters(country=("UA",)), "ru", "light"),
    "theme=naloxone&lang=ru": (Filters(theme=("naloxone",)), "ru", "light"),
    "theme=public_funding&lang=ru": (Filters(theme=("public_funding",)), "ru", "light"),
    "lang=en": (Filters(), "en", "dark"),
}


def plain(text: str) -> str:
    """The letters and digits alone: a PDF breaks lines and joins letters as it likes."""
    return re.sub(r"\W+", "", text).casefold()


@pytest.mark.parametrize("query", list(BRIEFS))
def test_a_brief_is_one_whole_page(
    query: str, server: str, new_context: Callable[..., BrowserContext], tmp_path: Path, shipped: Dataset
) -> None:
    filters, language, scheme = BRIEFS[query]
    page = new_context(color_scheme=scheme).new_page()
    page.goto(f"{server}/brief?{query}")
    page.locator(".brief footer").wait_for(timeout=60_000)
    quiet(page)
    settle(page)  # while a page runs, Streamlit keeps what was there before below it: more pages
    page.evaluate("document.fonts.ready.then(() => true)")
    file = tmp_path / "brief.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    (sheet,) = PdfReader(file).pages
    assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == A4

    # In the printer's layout (A4 less its margins, in CSS pixels) nothing stands out of the sheet.
    page.set_viewport_size({"width": 703, "height": 1047})
    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    outside = page.evaluate(
        """() => [...document.querySelectorAll('.brief *')].filter(element => {
            const box = element.getBoundingClientRect();
            return box.width && (box.left < -1 || box.right > innerWidth + 1);
        }).map(element => element.outerHTML.slice(0, 120))"""
    )
    assert outside == []
    assert not page.locator("[data-testid=stSidebar], [data-testid=stHeader]").filter(visible=True).count()
    assert not page.locator("button, [data-testid=stMainBlockContainer] h1").filter(visible=True).count()
    ink = page.locator(".brief li").first.evaluate("element => getComputedStyle(element).color")
    assert ink == "rgb(31, 41, 51)"

    printed = plain(sheet.extract_text())
    told = brief.brief(select(filters, shipped.in_language(language)), Translator(language), "/", "")
    for section in (told.acted, *told.columns):
        assert plain(section.title) in printed
    for row in told.happened.rows:
        assert plain(row[2]) in printed
    assert plain(told.unknown.items[-1].text) in printed


def test_a_button_asks_the_browser_to_print(server: str, new_context: Callable[..., BrowserContext]) -> None:
    page = new_context().new_page()
    page.add_init_script("window.print = () => { document.title = 'printed'; }")
    page.goto(f"{server}/brief?country=LT&lang=en")
    page.locator(".brief footer").wait_for(timeout=60_000)
    settle(page)
    page.get_by_role("button", name="Print / PDF").click()
    page.wait_for_function("document.title === 'printed'")
