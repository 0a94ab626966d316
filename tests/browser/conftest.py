"""A real server and a real Chromium. `watched_page` fails its test on whatever a visitor must never meet."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# No connections of the browser's own: what is left on the wire is ours.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
]
# Chromium's remarks on software WebGL and on passive listeners are not the page's errors.
NOT_OURS = ("GPU stall due to ReadPixels", "GroupMarkerNotSet", "Automatic fallback to software WebGL")


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def chromium_path() -> str:
    """The system's Chromium: `CHROMIUM` in the environment, or the first known name on the path."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if not found:
        pytest.fail("no Chromium: `make test` installs one, or set CHROMIUM=/path/to/chrome")
    return found


def wait_until_healthy(url: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Returns when `url`/healthz answers; fails the test when the process ends or the time is up."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.15)
    pytest.fail("the server did not answer /healthz in time")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `dashboard serve`, started for the session and ended by its own process."""
    port = free_port()
    log = tmp_path_factory.mktemp("server") / "log.txt"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DASHBOARD_", "STREAMLIT_"))}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard.cli", "serve", "--host", "127.0.0.1", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            print(log.read_text(encoding="utf-8", errors="replace")[-4000:])


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


def watch(page: Page, origin: str) -> list[str]:
    """A list that fills with what goes wrong on the page: foreign requests, errors, failed answers."""
    problems: list[str] = []

    def request(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("data", "blob", "about", "chrome"):
            return
        if parts.netloc != urlsplit(origin).netloc:
            problems.append(f"request to another origin: {url}")

    def console(kind: str, text: str) -> None:
        is_violation = "Content Security Policy" in text
        if (kind == "error" or is_violation) and not any(known in text for known in NOT_OURS):
            problems.append(f"console {kind}: {text}")

    page.on("request", lambda r: request(r.url))
    page.on("websocket", lambda w: request(w.url))
    page.on("console", lambda m: console(m.type, m.text))
    page.on("pageerror", lambda e: problems.append(f"uncaught: {e}"))
    page.on("response", lambda r: problems.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', e => "
        "console.error('Content Security Policy: ' + e.violatedDirective + ' ' + e.blockedURI))"
    )
    return problems


@pytest.fixture
def watched_page(page: Page, server: str) -> Iterator[Page]:
    """A tab whose test fails if anything was asked of another origin, failed, or broke the policy."""
    problems = watch(page, server)
    yield page
    assert problems == []


def settle(page: Page, timeout: float = 60_000) -> None:
    """Returns when Streamlit has run the page's script and shows its result."""
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", timeout=timeout)
    page.wait_for_selector("[data-testid='stSidebarNav'], [data-testid='stTopNav'], h1", timeout=timeout)
