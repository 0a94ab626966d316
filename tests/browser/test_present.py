"""The slides in a room: moved by keys, nothing around them, their place kept in the link."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from visitor import open_cold, settle, watch

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
    position(page, "1 / 9")
    page.keyboard.press("ArrowRight")
    position(page, "2 / 9")
    page.wait_for_url(re.compile("slide=numbers"))
    page.keyboard.press("End")
    position(page, "9 / 9")
    page.keyboard.press("ArrowRight")  # there is nothing after the last one
    page.keyboard.press("ArrowLeft")
    position(page, "8 / 9")
    page.reload()
    settle(page)
    position(page, "8 / 9")
    page.keyboard.press("Home")
    position(page, "1 / 9")
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(r"/\?country=LT&lang=en$"))
    expect(page.locator(".result")).to_have_text("5 of 38 actions")
    assert problems == []


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720)])
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_no_slide_overflows_and_nothing_stands_around_it(
    lang: str, size: tuple[int, int], server: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    open_cold(page, f"{server}/present?lang={lang}")
    for n in range(1, 10):
        position(page, f"{n} / 9")
        chrome = page.locator("[data-testid=stSidebar], [data-testid=stHeader], [data-testid=stToolbar]")
        assert not chrome.filter(visible=True).count()
        if n in (4, 5, 6, 7):
            page.locator(".st-key-slide .js-plotly-plot .bars").first.wait_for()
        settle(page)
        page.wait_for_function(ALL_INSIDE, timeout=20_000)  # a chart takes its room in steps
        page.keyboard.press("ArrowRight")
