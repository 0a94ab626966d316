"""The slides in a room: moved by keys, nothing around them, their place kept in the link."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dashboard.telling import slides
from visitor import open_cold, settle, watch

ALL = len(slides.SLIDES)

# Nothing of the slide that is seen is cut, and none of its sentences lies under what stands below them.
ALL_INSIDE = """() => {
    const slide = document.querySelector(".slide.now"), foot = slide.querySelector("footer").getBoundingClientRect();
    const below = slide.querySelector(".slide-below")?.getBoundingClientRect().top ?? foot.top;
    const found = [...slide.querySelectorAll("h1, p, dd, dt, li, small, th, b, img")].filter(one => one.offsetParent);
    return found.filter(element => {
        const box = element.getBoundingClientRect();
        const end = element.matches("li, small, th, b") ? below : foot.top;
        return box.left < -1 || box.right > innerWidth + 1 || box.top < -1 || box.bottom > end + 2;
    }).map(element => element.textContent.slice(0, 60));
}"""


def position(page: Page, words: str) -> None:
    """Waits until the controls say which slide this is."""
    expect(page.locator(".slide-position")).to_have_text(words, timeout=20_000)


def ready(page: Page) -> None:
    """Waits until all is there, the map too, which comes last."""
    page.locator(".slide-map-picture").wait_for(state="attached", timeout=60_000)
    settle(page)


def test_keys_move_through_the_slides_and_the_link_follows(page: Page, server: str) -> None:
    problems = watch(page, server)
    open_cold(page, server + "/present?country=LT&lang=en")
    ready(page)
    position(page, f"1 / {ALL}")
    for key, at in (
        ("ArrowRight", 2), ("Space", 3), ("Enter", 4), ("ArrowDown", 5), ("PageDown", 6), ("ArrowLeft", 5),
        ("ArrowUp", 4), ("PageUp", 3), ("End", ALL), ("ArrowRight", ALL), ("ArrowLeft", ALL - 1),
    ):  # fmt: skip
        page.keyboard.press(key)
        position(page, f"{at} / {ALL}")
    assert f"slide={slides.IDS[ALL - 2]}" in page.url
    page.reload()
    ready(page)
    position(page, f"{ALL - 1} / {ALL}")
    page.keyboard.press("Home")
    position(page, f"1 / {ALL}")
    page.mouse.click(300, 300)
    position(page, f"2 / {ALL}")
    page.get_by_role("button", name="Next").click()
    position(page, f"3 / {ALL}")
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(r"/\?country=LT&lang=en$"))
    expect(page.locator(".result")).to_have_text("5 of 39 actions")
    assert problems == []


def test_no_key_press_is_lost(page: Page, server: str) -> None:
    open_cold(page, server + "/present?lang=en")
    ready(page)
    wanted = ["ArrowRight"] * 8 + ["ArrowLeft"] * 4
    for key in wanted:
        page.keyboard.press(key)
        page.wait_for_timeout(60)
    position(page, f"{1 + 8 - 4} / {ALL}")
    assert f"slide={slides.IDS[4]}" in page.url
    assert page.locator(".slide.now").get_attribute("data-slide") == slides.IDS[4]


def test_a_letter_changes_the_language_and_keeps_the_slide(page: Page, server: str) -> None:
    open_cold(page, server + "/present?country=LT&lang=en&slide=title")
    ready(page)
    for _ in range(4):
        page.keyboard.press("Space")
    page.keyboard.press("l")
    page.wait_for_url(re.compile(r"lang=ru.*"))
    ready(page)
    position(page, f"5 / {ALL}")
    expect(page.locator(".slide.now h1")).to_contain_text("Чего требовали")


def test_the_choice_of_slides_begins_where_one_is(page: Page, server: str) -> None:
    open_cold(page, server + "/present?country=LT&lang=en")
    ready(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Choose slides").click()
    page.locator("[data-testid=stPopoverBody] label").filter(has_text="Numbers").click()
    position(page, f"2 / {ALL - 1}")
    expect(page.locator(".slide.now")).to_have_attribute("data-slide", "map")


def test_controls_fade_but_not_for_those_who_use_keys_or_want_rest(
    server: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context().new_page()
    open_cold(page, server + "/present?country=LT&lang=en")
    ready(page)
    controls = page.locator(".st-key-slide_controls")
    page.mouse.move(200, 200)
    expect(controls).to_have_css("opacity", "1")
    expect(controls).to_have_css("opacity", "0", timeout=10_000)
    for _ in range(3):  # past the link to the content, and the content
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Next")).to_be_focused()
    expect(controls).to_have_css("opacity", "1")
    page.wait_for_timeout(4_000)
    expect(controls).to_have_css("opacity", "1")
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    ready(page)
    page.wait_for_timeout(4_000)
    expect(controls).to_have_css("opacity", "1")


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (1280, 720), (1024, 768)])
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_no_slide_overflows_and_nothing_stands_around_it(
    lang: str, size: tuple[int, int], server: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    for view in ("", "country=KZ", "theme=naloxone"):
        open_cold(page, f"{server}/present?{view}&lang={lang}")
        ready(page)
        chrome = page.locator("[data-testid=stSidebar], [data-testid=stHeader], [data-testid=stToolbar], .bar")
        assert not chrome.filter(visible=True).count()
        for _ in range(page.locator(".slide").count()):
            assert page.evaluate(ALL_INSIDE) == [], page.url
            page.keyboard.press("ArrowRight")
