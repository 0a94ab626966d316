"""A visitor's means: a real server, the system's Chromium, and an eye for what a visitor must never meet."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, TimeoutError, expect

ROOT = Path(__file__).resolve().parents[1]
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


@contextmanager
def running_server(log: Path, **environment: str) -> Iterator[str]:
    """Runs `dashboard serve` on a free port, with no DASHBOARD_ or STREAMLIT_ settings but those given.

    Gives its address once it answers; ends it by its own process, and prints the end of its log.
    """
    port = free_port()
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("DASHBOARD_", "STREAMLIT_"))}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard.cli", "serve", "--host", "127.0.0.1", "--port", str(port)],
            cwd=ROOT,
            env={**inherited, **environment},
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


def settle(page: Page, timeout: float = 60_000) -> None:
    """Returns when Streamlit has run the page's script and shows its result, every element of it.

    A script that has ended is not enough: a kind of element that is new to the browser is fetched first, and
    a skeleton stands for it meanwhile; a key that is pressed then finds no button.
    """
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", timeout=timeout)
    page.wait_for_selector(
        "[data-testid='stMain'] [data-testid='stElementContainer']", state="attached", timeout=timeout
    )
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", timeout=timeout)
    expect(page.locator("[data-testid='stSkeleton']")).to_have_count(0, timeout=timeout)


def open_cold(page: Page, url: str) -> None:
    """Opens an address as a new visitor does, and returns when the page is drawn and the line is quiet."""
    page.goto(url)
    settle(page)
    quiet(page)


def quiet(page: Page) -> None:
    """Returns when the line is quiet, or after some seconds: a map's worker counts as a load without end."""
    with suppress(TimeoutError):
        page.wait_for_load_state("networkidle", timeout=6_000)
