"""Charts under a finger, under the keyboard, and on the way out."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from visitor import open_cold

AGENT = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
)
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "user_agent": AGENT}
POINTS = {"countries": ".point", "themes": ".point", "country_themes": ".textpoint", "most_active": ".point"}
OPENS = {
    "countries": r"record=country",
    "themes": r"record=theme",
    "country_themes": r"/actions\?theme=.*country=",
    "most_active": r"record=organisation",
}
TABS = {"countries": "people", "themes": "themes", "country_themes": "themes", "most_active": "organisations"}


def chart(page: Page, server: str, key: str) -> Locator:
    open_cold(page, f"{server}/charts?tab={TABS[key]}&lang=en")
    plot = page.locator(f".st-key-chart_{key}")
    plot.locator(POINTS[key]).first.wait_for()
    page.wait_for_timeout(700)
    return plot


@pytest.mark.parametrize("key", POINTS)
def test_a_bar_opens_at_the_first_tap(key: str, new_context: Callable[..., BrowserContext], server: str) -> None:
    page = new_context(**PHONE).new_page()
    point = chart(page, server, key).locator(POINTS[key]).nth(1)
    point.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    box = point.bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(re.compile(OPENS[key]), timeout=10_000)


def test_the_label_of_a_bar_is_a_link_for_the_keyboard_that_keeps_the_filters(watched_page: Page, server: str) -> None:
    page = watched_page
    open_cold(page, f"{server}/charts?theme=naloxone&lang=en")
    label = page.locator(".st-key-chart_countries svg a").first
    label.wait_for()
    label.evaluate("link => link.focus()")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"theme=naloxone.*record=country"), timeout=20_000)
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize("width", [390, 768, 1024, 1440])
def test_no_text_of_a_chart_is_cut_or_wraps_at_half_its_room(
    width: int, new_context: Callable[..., BrowserContext], server: str
) -> None:
    settings = PHONE if width == 390 else {"viewport": {"width": width, "height": 900}}
    page = new_context(**settings, locale="ru-RU").new_page()
    for tab, most in (("people", 1400), ("organisations", 1400), ("themes", 1400)):
        open_cold(page, f"{server}/charts?tab={tab}&lang=ru")
        page.locator(".js-plotly-plot .point").first.wait_for()
        page.wait_for_timeout(700)
        cut = page.evaluate(
            """() => [...document.querySelectorAll(".js-plotly-plot")].flatMap(plot => {
                 const room = plot.getBoundingClientRect();
                 return [...plot.querySelectorAll("svg text")].filter(text => {
                   const box = text.getBoundingClientRect();
                   return box.width && (box.left < room.left - 1 || box.right > room.right + 1);
                 }).map(text => text.textContent);
               })"""
        )
        assert cut == []
        high = page.evaluate(
            "() => [...document.querySelectorAll('[class*=st-key-chart_]')].map(one => one.offsetHeight)"
        )
        assert high and max(high) <= (900 if width == 1440 else most)
        wide = page.evaluate(
            """() => [...document.querySelectorAll(".chart-head")].every(head =>
                 head.offsetWidth > 0.95 * head.closest("[class*=st-key-chart_]").clientWidth)"""
        )
        assert wide


def test_a_picture_is_saved_by_a_link_and_copied_by_a_button(
    new_context: Callable[..., BrowserContext], server: str
) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    plot = chart(page, server, "countries")
    plot.locator("summary", has_text="Save picture").click()
    with page.expect_download() as started:
        plot.get_by_role("link", name="PNG").nth(1).click()
    assert started.value.suggested_filename == "eeca-actions_2019_en_countries_square.png"
    plot.get_by_role("button", name="Copy").first.click()
    expect(plot.get_by_role("status")).to_have_text("Picture copied", timeout=20_000)
    kinds = page.evaluate("async () => (await navigator.clipboard.read())[0].types")
    assert kinds == ["image/png"]
    page.keyboard.press("Escape")
    expect(plot.locator("details[open]")).to_have_count(0)
