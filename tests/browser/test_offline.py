"""No page asks anything of anyone else, in any language, by day or by night, opened cold or clicked to."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from visitor import ROOT, open_cold, quiet, running_server, settle, watch

# The page at "/" is pages/map.py; every other one answers under its file's name.
PAGES = sorted("/" if p.stem == "map" else f"/{p.stem}" for p in (ROOT / "pages").glob("[!_]*.py"))
LOCALES = {"en": "en-GB", "ru": "ru-RU"}


def navigation(page: Page) -> dict[str, str]:
    """The navigation's links: path to words."""
    links = page.locator(".bar > nav a")
    links.first.wait_for(state="attached")
    return {urlsplit(link.get_attribute("href") or "").path or "/": link.inner_text().strip() for link in links.all()}


def scroll_through(page: Page) -> None:
    """Shows all of the page once, so that what is drawn only when seen is drawn."""
    page.mouse.move(900, 500)
    for _ in range(8):
        page.mouse.wheel(0, 1000)
        page.wait_for_timeout(100)
    quiet(page)


def test_navigation_holds_just_the_pages_that_exist(watched_page: Page, server: str) -> None:
    open_cold(watched_page, server)
    assert sorted(navigation(watched_page)) == PAGES


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ru", "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_page_asks_nobody_else(
    path: str, language: str, scheme: str, server: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(locale=LOCALES[language], color_scheme=scheme).new_page()
    problems = watch(page, server)
    open_cold(page, server + path)
    scroll_through(page)
    assert problems == []
    assert page.evaluate("document.documentElement.lang") == language
    assert page.locator("[data-testid='stException']").count() == 0
    words = page.locator("[data-testid='stMain']").inner_text()
    assert bool(re.search("[а-яё]{3}", words.lower())) or language != "ru", words


@pytest.mark.parametrize("language", LOCALES)
def test_navigation_speaks_the_readers_language(
    language: str, server: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(locale=LOCALES[language]).new_page()
    open_cold(page, server)
    for words in navigation(page).values():
        assert bool(re.search("[а-яё]", words.lower())) == (language == "ru"), words


def test_language_of_the_address_wins_over_the_browsers(watched_page: Page, server: str) -> None:
    open_cold(watched_page, f"{server}/?lang=ru")
    assert watched_page.evaluate("document.documentElement.lang") == "ru"


def test_clicking_from_page_to_page_asks_nobody_else(watched_page: Page, server: str) -> None:
    open_cold(watched_page, server)
    for path, words in navigation(watched_page).items():
        link = watched_page.get_by_role("link", name=words, exact=True).first
        if not link.is_visible():  # a page that fills the screen, such as the slides, shows no navigation
            watched_page.go_back()
        link.click()
        watched_page.wait_for_url(lambda url, path=path: (urlsplit(url).path or "/") == path)
        settle(watched_page)
        quiet(watched_page)


def test_first_page_asked_for_may_be_any(tmp_path: Path, new_context: Callable[..., BrowserContext]) -> None:
    # Streamlit, asked first for a file of `pages/`, once ran it without the entry script, for everybody.
    with running_server(tmp_path / "log.txt") as fresh:
        page = new_context().new_page()
        problems = watch(page, fresh)
        path = next(p for p in PAGES if p != "/")
        open_cold(page, fresh + path)
        found = navigation(page)
        assert sorted(found) == PAGES
        assert not any(words.islower() for words in found.values()), "file names instead of titles"
        assert problems == []


def test_map_is_drawn(watched_page: Page, server: str) -> None:
    with watched_page.expect_response("**/app/static/countries.geojson") as outlines:
        open_cold(watched_page, server)
    assert outlines.value.ok
    watched_page.locator("[data-testid='stDeckGlJsonChart'] canvas").first.wait_for()
