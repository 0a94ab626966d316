"""The slides in a room: moved by keys, nothing around them, their place kept in the link."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dashboard.i18n import Translator
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from dashboard.telling import slides
from visitor import open_cold, settle, watch

ALL = len(slides.SLIDES)

ALL_INSIDE = """() => {
    const parts = ["h1", "p", "dd", "li", "img", ".js-plotly-plot"].map(part => `.st-key-slide ${part}`);
    const found = [...document.querySelectorAll(parts.join())];
    return found.length > 1 && found.every(element => {
        const box = element.getBoundingClientRect();
        return box.left >= 0 && box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
    });
}"""


def position(page: Page, words: str) -> None:
    """Waits until the controls say which slide this is."""
    expect(page.locator(".slide-position")).to_have_text(words, timeout=20_000)


def test_keys_move_through_the_slides_and_the_link_follows(page: Page, server: str) -> None:
    problems = watch(page, server)
    open_cold(page, server + "/present?country=LT&lang=en")
    position(page, f"1 / {ALL}")
    page.keyboard.press("ArrowRight")
    position(page, f"2 / {ALL}")
    page.wait_for_url(re.compile("slide=numbers"))
    page.keyboard.press("End")
    position(page, f"{ALL} / {ALL}")
    page.keyboard.press("ArrowRight")  # there is nothing after the last one
    page.keyboard.press("ArrowLeft")
    position(page, f"{ALL - 1} / {ALL}")
    page.reload()
    settle(page)
    position(page, f"{ALL - 1} / {ALL}")
    page.keyboard.press("Home")
    position(page, f"1 / {ALL}")
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(r"/\?country=LT&lang=en$"))
    expect(page.locator(".result")).to_have_text("5 of 39 actions")
    assert problems == []


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720)])
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_no_slide_overflows_and_nothing_stands_around_it(
    lang: str, size: tuple[int, int], server: str, new_context: Callable[..., BrowserContext], shipped: Dataset
) -> None:
    bodies = [slide.body for slide in slides.slides(select(Filters(), shipped), Translator("en"), "")]
    page = new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    open_cold(page, f"{server}/present?lang={lang}")
    for n, body in enumerate(bodies, 1):
        position(page, f"{n} / {ALL}")
        chrome = page.locator("[data-testid=stSidebar], [data-testid=stHeader], [data-testid=stToolbar]")
        assert not chrome.filter(visible=True).count()
        if body == "chart":
            page.locator(".st-key-slide .js-plotly-plot .bars").first.wait_for()
        settle(page)
        page.wait_for_function(ALL_INSIDE, timeout=20_000)  # a chart takes its room in steps
        page.keyboard.press("ArrowRight")
