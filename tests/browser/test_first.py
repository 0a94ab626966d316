"""The first page: what stands on its first screen, the reader's country, and the lights of the campaign's day."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from visitor import open_cold, settle

AGENT = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
)
SMALL_PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True, "user_agent": AGENT}

Contexts = Callable[..., BrowserContext]


def test_a_small_phone_shows_title_numbers_and_the_map_at_once(new_context: Contexts, server: str) -> None:
    page = new_context(**SMALL_PHONE).new_page()
    open_cold(page, f"{server}/?lang=ru")
    title = page.get_by_role("heading", level=1)
    assert title.evaluate("e => e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight)") < 3
    for part in (".bar", ".lead", ".headline", ".near", ".st-key-still img"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollHeight") <= 3500
    page.locator(".lead").click()  # what this is stands there in full
    expect(page.locator(".lead")).to_contain_text("не указано")
    assert page.locator(".lead summary").evaluate("e => e.scrollHeight - e.clientHeight") < 2


def test_a_reader_says_the_country_once_and_it_stays_on_the_way(new_context: Contexts, server: str) -> None:
    page = new_context(**SMALL_PHONE, locale="ru-RU").new_page()
    open_cold(page, f"{server}/?lang=ru")
    asked = page.locator(".near")
    expect(asked).to_contain_text("В какой вы стране?")
    asked.get_by_role("link", name="Молдова").click()
    page.wait_for_url(re.compile("home=MD"), timeout=20_000)
    expect(page.locator(".near")).to_contain_text("Рядом с вами: Молдова")
    page.locator(".near").get_by_role("link", name=re.compile("требовани")).click()
    page.wait_for_url(re.compile(r"/demands\?.*country=MD"), timeout=20_000)
    settle(page)
    page.go_back()
    settle(page)
    page.locator(".near .away").click()
    page.wait_for_url(re.compile("home=none"), timeout=20_000)
    expect(page.locator(".near")).to_have_count(0)


def test_the_lights_can_be_stopped_and_are_still_where_motion_is_unwanted(new_context: Contexts, server: str) -> None:
    moving = "e => e.getAnimations({ subtree: true }).length"
    page = new_context().new_page()
    page.goto(f"{server}/?lang=en")
    lights = page.locator(".lights")
    expect(lights).to_be_visible(timeout=60_000)
    assert lights.evaluate(moving) > 10
    lights.get_by_role("checkbox", name="Stop").check()
    assert lights.evaluate(moving) == 0
    still = new_context(reduced_motion="reduce").new_page()
    still.goto(f"{server}/?lang=en")
    expect(still.locator(".lights")).to_be_visible(timeout=60_000)
    assert still.locator(".lights").evaluate(moving) == 0
    expect(still.locator(".lights label")).to_be_hidden()
