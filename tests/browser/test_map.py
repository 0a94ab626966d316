"""The map under a visitor's hands: it obeys the mouse, fingers and keys, and never gets lost."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, TimeoutError

from visitor import open_cold, settle

MAP = "[data-testid=stDeckGlJsonChart]"
BUTTONS = "[data-testid=stDeckGlJsonChartZoomButton] button"
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
    "user_agent": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150 Mobile",
}
SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"
# What the map's library is looking at, as React holds it: longitude, latitude, zoom, width and height in pixels.
VIEW = """() => {
    const canvas = document.querySelector("[data-testid=stDeckGlJsonChart] canvas");
    for (let element = canvas; element; element = element.parentElement) {
        const key = Object.keys(element).find(name => name.startsWith("__reactFiber"));
        for (let fiber = key && element[key]; fiber; fiber = fiber.return) {
            for (let hook = fiber.memoizedState; hook && hook.next !== undefined; hook = hook.next) {
                const deck = hook.memoizedState?.deck || hook.memoizedState?.current?.deck;
                const view = deck?.getViewports?.()[0];
                if (view) return {longitude: view.longitude, latitude: view.latitude, zoom: view.zoom,
                                  width: view.width, height: view.height,
                                  layers: deck.props.layers.map(layer => [layer.id, layer.props.data])};
            }
        }
    }
    return null;
}"""


def shows_map(page: Page, address: str) -> None:
    """Opens a page and waits until the map stands, its names placed for its frame; on a phone it is asked for."""
    open_cold(page, address)
    if page.locator(".st-key-map_wakes button").count():
        page.locator(".st-key-map_wakes button").click()
    page.locator(f"{MAP} canvas").first.wait_for(state="attached", timeout=20_000)
    page.locator(MAP).scroll_into_view_if_needed()
    view(page)
    until(page, lambda: page.locator("[data-frame]").first.get_attribute("data-frame") != "")
    settle(page)
    page.wait_for_timeout(1500)


def view(page: Page) -> dict[str, Any]:
    """Where the map looks."""
    for _ in range(200):
        found = page.evaluate(VIEW)
        if found:
            return dict(found)
        page.wait_for_timeout(50)
    pytest.fail("the map shows nothing")


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Returns once something holds."""
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(50)
    pytest.fail("never")


def middle(page: Page) -> tuple[float, float]:
    box = page.locator(MAP).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def on_the_map(page: Page) -> dict[str, tuple[float, float]]:
    """Where the cities stand, in pixels from the map's corner."""
    seen = view(page)
    scale = 512 * 2 ** seen["zoom"]

    def high(latitude: float) -> float:
        return math.asinh(math.tan(math.radians(latitude))) / (2 * math.pi)

    cities = next(data for name, data in seen["layers"] if name.startswith("cities"))
    return {
        city["place_id"]: (
            (city["position"][0] - seen["longitude"]) / 360 * scale + seen["width"] / 2,
            (high(seen["latitude"]) - high(city["position"][1])) * scale + seen["height"] / 2,
        )
        for city in cities
    }


def presses(page: Page, place: str) -> None:
    """Clicks a city until its record opens: while a busy machine draws the map anew, it hears no click."""
    for _ in range(3):
        x, y = on_the_map(page)[place]
        box = page.locator(MAP).bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + x, box["y"] + y)
        with suppress(TimeoutError):
            page.wait_for_url(re.compile(place), timeout=8_000)
            return
    pytest.fail(f"{place} did not open")


def test_the_buttons_keep_their_clicks(watched_page: Page, server: str) -> None:
    page = watched_page
    shows_map(page, server + "/?lang=en")
    first = view(page)["zoom"]
    for _ in range(4):
        page.locator(BUTTONS).first.click()
        page.wait_for_timeout(500)
    assert view(page)["zoom"] > first + 1.5
    page.wait_for_timeout(500)
    assert "record" not in page.url


def test_the_wheel_scrolls_the_page_and_with_ctrl_zooms_the_map(watched_page: Page, server: str) -> None:
    page = watched_page
    page.set_viewport_size({"width": 1366, "height": 600})
    shows_map(page, server + "/?lang=en")
    before, first = page.evaluate(SCROLLED), view(page)["zoom"]
    page.mouse.move(*middle(page))
    page.mouse.wheel(0, 200)
    until(page, lambda: page.evaluate(SCROLLED) != before)
    assert view(page)["zoom"] == pytest.approx(first, abs=0.01)

    page.wait_for_timeout(300)
    scrolled = page.evaluate(SCROLLED)
    page.mouse.move(*middle(page))
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    until(page, lambda: view(page)["zoom"] > first)
    page.keyboard.up("Control")
    assert page.evaluate(SCROLLED) == scrolled


@pytest.mark.parametrize("width", [360, 390, 768, 1024, 1366, 1440, 1920])
def test_the_first_view_holds_every_city(new_context: Callable[..., BrowserContext], server: str, width: int) -> None:
    size = {"viewport": {"width": width, "height": 844}}
    page = new_context(**(PHONE | size if width < 640 else size)).new_page()
    shows_map(page, server + "/?lang=en")
    seen, cities = view(page), on_the_map(page)
    assert len(cities) == 37
    for place, (x, y) in cities.items():
        assert 5 < x < seen["width"] - 5 and 5 < y < seen["height"] - 5, place
    spread = max(x for x, _ in cities.values()) - min(x for x, _ in cities.values())
    assert spread > 0.5 * seen["width"]


def test_the_land_cannot_be_lost_and_the_first_view_comes_back(watched_page: Page, server: str) -> None:
    page = watched_page
    shows_map(page, server + "/?lang=en")
    first = view(page)
    x, y = middle(page)
    for _ in range(2):
        page.locator(BUTTONS).nth(1).click()
        page.wait_for_timeout(400)
    page.keyboard.down("Control")
    for _ in range(10):
        page.mouse.move(x, y)
        page.mouse.wheel(0, 400)
    page.keyboard.up("Control")
    page.wait_for_timeout(500)
    assert view(page)["zoom"] > first["zoom"] - 0.2
    for dx, dy in ((300, 150), (-300, -150)):
        for _ in range(6):
            page.mouse.move(x, y)
            page.mouse.down()
            page.mouse.move(x + dx, y + dy, steps=4)
            page.mouse.up()
        page.wait_for_timeout(600)
        seen = view(page)
        inside = [p for p, (a, b) in on_the_map(page).items() if 0 < a < seen["width"] and 0 < b < seen["height"]]
        assert len(inside) >= 10
    assert "record" not in page.url
    page.locator(BUTTONS).first.click()
    for _ in range(2):
        page.get_by_role("button", name="Whole region").click()
        settle(page)
        page.wait_for_timeout(1500)
        back = view(page)
        for name in ("longitude", "latitude", "zoom"):
            assert back[name] == pytest.approx(first[name], abs=0.03), name


def test_it_remembers_where_one_had_zoomed(page: Page, server: str) -> None:
    shows_map(page, server + "/?lang=en")
    for _ in range(2):
        page.locator(BUTTONS).first.click()
        page.wait_for_timeout(600)
    closer = view(page)["zoom"]
    page.get_by_text("More filters").click()
    page.get_by_text("Only with a participant figure").click()
    page.wait_for_url("**counted=1**", timeout=20_000)
    settle(page)
    page.get_by_role("button", name="Clear all", exact=True).first.click()
    page.wait_for_url("**/?lang=en", timeout=20_000)
    settle(page)
    field = page.get_by_role("combobox", name="City or country", exact=True)
    field.click()
    page.keyboard.type("Tbilisi")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("tbilisi"), timeout=20_000)
    settle(page)
    page.wait_for_timeout(500)
    assert view(page)["zoom"] == closer


def test_thirty_records_make_one_drawing(page: Page, server: str) -> None:
    page.add_init_script(
        "window.drawn = new Set(); const get = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {"
        "if (/webgl/.test(kind) && this.isConnected) window.drawn.add(this); return get.call(this, kind, ...rest); };"
    )
    shows_map(page, server + "/?lang=en")
    contexts, canvases = page.evaluate("window.drawn.size"), page.locator(f"{MAP} canvas").count()
    before = ""
    for place in ["moscow", "tbilisi", "kyiv", "tallinn", "almaty", "orsk"] * 5:
        presses(page, place)
        settle(page)
        assert before != place
        before = place
    assert page.evaluate("window.drawn.size") == contexts
    assert page.locator(f"{MAP} canvas").count() == canvases


def fingers(page: Page, *paths: tuple[tuple[float, float], tuple[float, float]]) -> None:
    """Moves fingers across the screen, all at once, each from one point to another."""
    session = page.context.new_cdp_session(page)
    for step in range(9):
        points = [
            {"x": a[0] + (b[0] - a[0]) * step / 8, "y": a[1] + (b[1] - a[1]) * step / 8, "id": i}
            for i, (a, b) in enumerate(paths)
        ]
        kind = "touchMove" if step else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_timeout(20)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_one_finger_scrolls_the_page_and_two_move_the_map(
    new_context: Callable[..., BrowserContext], server: str
) -> None:
    page = new_context(**PHONE).new_page()
    shows_map(page, server + "/?lang=ru")
    x, y = middle(page)
    before, first = page.evaluate(SCROLLED), view(page)
    fingers(page, ((x, y), (x, y - 150)))
    until(page, lambda: page.evaluate(SCROLLED) > before + 50)
    page.wait_for_timeout(500)
    assert view(page)["latitude"] == first["latitude"]

    page.locator(MAP).scroll_into_view_if_needed()
    (x, y), scrolled = middle(page), page.evaluate(SCROLLED)
    fingers(page, ((x - 30, y), (x - 110, y)), ((x + 30, y), (x + 110, y)))
    page.wait_for_timeout(500)
    assert view(page)["zoom"] > first["zoom"] + 0.7
    assert page.evaluate(SCROLLED) == scrolled
    assert "record" not in page.url
    seen = view(page)
    half = (seen["width"] / 2, seen["height"] / 2)
    place, at = min(on_the_map(page).items(), key=lambda city: math.dist(city[1], half))
    box = page.locator(MAP).bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + at[0], box["y"] + at[1])
    page.wait_for_url(re.compile("record"), timeout=20_000)
    assert place in page.url
    settle(page)
