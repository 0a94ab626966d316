"""The grids of marks on the pages of charts and data: every mark is a link, by tap and by key, and none overflows."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from visitor import open_cold

AGENT = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
)
SMALL_PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True, "user_agent": AGENT}
GRIDS = {"/charts?lang=ru": ".people", "/charts?tab=time&lang=ru": ".days-frame", "/data?lang=ru": ".coverage"}


@pytest.mark.parametrize("path", GRIDS)
def test_a_tap_on_a_mark_opens_its_action_on_a_small_phone(
    path: str, new_context: Callable[..., BrowserContext], server: str
) -> None:
    page = new_context(**SMALL_PHONE).new_page()
    open_cold(page, server + path)
    grid = page.locator(GRIDS[path])
    assert grid.evaluate("e => e.scrollWidth <= e.clientWidth")
    marks = grid.locator("a[href*='record=action']")
    boxes = marks.evaluate_all("all => all.map(e => e.getBoundingClientRect()).map(b => [b.width, b.height])")
    assert len(boxes) >= 39 and min(min(box) for box in boxes) >= 20
    marks.last.tap()
    page.wait_for_url(re.compile("record=action"), timeout=20_000)
    expect(page.get_by_role("dialog")).to_be_visible()


def test_the_days_are_walked_by_key_in_the_order_of_reading(page: Page, server: str) -> None:
    open_cold(page, server + "/charts?tab=time&country=KZ&lang=en")
    name = page.get_by_role("link", name=re.compile("^Month of photo sessions"))
    page.locator(".days th.who a").first.focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        if name.evaluate("e => e === document.activeElement"):
            break
    assert name.evaluate("e => e === document.activeElement && e.matches(':focus-visible')")
    assert name.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Month of photo sessions")


def test_the_coverage_scrolls_in_its_frame_with_heads_and_sums_in_sight(page: Page, server: str) -> None:
    open_cold(page, server + "/data?lang=en")
    grid = page.get_by_role("region", name="What the report gives for each action")
    assert grid.evaluate("e => e.clientHeight") <= 900
    grid.focus()
    page.keyboard.press("End")
    expect(grid.get_by_role("rowheader").filter(has_text=re.compile("^Reported, of 39"))).to_be_in_viewport()
    page.wait_for_timeout(500)
    assert grid.evaluate("e => e.scrollTop") > 100
    expect(grid.get_by_role("columnheader", name="Organiser")).to_be_in_viewport()
