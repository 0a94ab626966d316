"""A real server and a real Chromium. `watched_page` fails its test on whatever a visitor must never meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from visitor import QUIET, chromium_path, running_server, watch


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `dashboard serve`, one for the session."""
    with running_server(tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright_driver: Playwright) -> Iterator[Browser]:
    """One headless Chromium for the session."""
    chromium = playwright_driver.chromium.launch(executable_path=chromium_path(), args=QUIET)
    yield chromium
    chromium.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens fresh visitors (`new_context(locale="ru-RU", viewport=...)`), closed after the test."""
    contexts: list[BrowserContext] = []

    def open_context(**options: object) -> BrowserContext:
        settings: dict[str, object] = {
            "locale": "en-GB",
            "viewport": {"width": 1440, "height": 900},
            "service_workers": "block",
        }
        context = browser.new_context(**{**settings, **options})  # type: ignore[arg-type]
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A tab of a fresh visitor who reads English, 1440 x 900."""
    return new_context().new_page()


@pytest.fixture
def watched_page(page: Page, server: str) -> Iterator[Page]:
    """A tab whose test fails if anything was asked of another origin, failed, or broke the policy."""
    problems = watch(page, server)
    yield page
    assert problems == []
