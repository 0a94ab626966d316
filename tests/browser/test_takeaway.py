"""The take-away page from a memory stick: opened from disk, no network, on a phone, with and without its script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from dashboard import exports
from dashboard.i18n import Translator
from dashboard.package.dataset import Dataset
from dashboard.query.addresses import file_link
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from dashboard.theme import palette, rgb

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def saved(tmp_path: Path, shipped: Dataset) -> Callable[[str], str]:
    """Writes the page of all actions in a language; its address on disk."""

    def save(language: str) -> str:
        selection = select(Filters(), shipped.in_language(language))
        file = tmp_path / f"atlas_{language}.html"
        content = exports.FORMATS["html"].render(selection, Translator(language), file_link(Filters(), language))
        file.write_bytes(content)
        return file.as_uri()

    return save


def heard(page: Page) -> list[str]:
    """What the page asks for and what its console says from now on."""
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    return told


def test_the_search_works_without_any_network(
    saved: Callable[[str], str], new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(offline=True, viewport=PHONE).new_page()
    told = heard(page)
    address = saved("ru")
    page.goto(address)
    rows = page.locator("#rows tbody tr")
    status = page.locator("#find output")
    assert status.inner_text() == "39 из 39 акций"
    page.locator("#words").fill("НАЛОКСОН")
    some = rows.filter(visible=True).count()
    assert 0 < some < 39
    assert status.inner_text() == f"{some} из 39 акций"
    assert all("налоксон" in (row.text_content() or "").lower() for row in rows.filter(visible=True).all())
    page.locator("#words").fill("kiev")  # a former spelling, in another script
    assert rows.filter(visible=True).count() == 1
    page.locator("#words").fill("")
    assert rows.filter(visible=True).count() == 39
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert told == [address]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_wears_the_readers_colours(
    scheme: str, saved: Callable[[str], str], new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(offline=True, color_scheme=scheme).new_page()
    page.goto(saved("en"))
    colours = palette(dark=scheme == "dark")
    paper, sea = (f"rgb{rgb(colour)}" for colour in (colours.paper, colours.water))
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
    fills = page.evaluate("[...document.querySelectorAll('svg path')].map(path => getComputedStyle(path).fill)")
    assert sea in fills


def test_without_its_script_the_table_is_whole(
    saved: Callable[[str], str], new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(offline=True, java_script_enabled=False).new_page()
    page.goto(saved("en"))
    assert page.locator("#rows tbody tr").filter(visible=True).count() == 39
    assert not page.locator("#find").is_visible()


def test_the_servers_copy_searches_too(server: str, page: Page) -> None:
    told = heard(page)
    address = f"{server}/api/v1/actions.html?lang=en"
    page.goto(address)
    page.locator("#words").fill("naloxone")
    assert 0 < page.locator("#rows tbody tr").filter(visible=True).count() < 38
    assert [line for line in told if "olicy" in line and "bluetooth" not in line] == []
