"""What a visitor waits for, in a real browser, and beside it a bare Streamlit page on the same machine."""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from dashboard.maps import basemap
from dashboard.theme import LIGHT

ROOT = Path(__file__).resolve().parents[1]
RUNS = 5
STYLE = "/app/static/style.json"
VISITORS = 10
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
# The map is drawn when its circles (deck.gl's instances) and its land (MapLibre's thousands of triangles) stand
# on the screen: one frame after each was first handed to WebGL.
WATCH_MAP = """
const seen = {};
const shown = what => {
    if (seen[what]) return;
    seen[what] = true;
    requestAnimationFrame(() => setTimeout(() => {
        seen[what + "At"] = performance.now();
        window.mapDrawn = seen.circlesAt && seen.landAt && Math.max(seen.circlesAt, seen.landAt);
    }));
};
const wrap = (kind, name, then) => {
    const original = kind.prototype[name];
    kind.prototype[name] = function (...given) { original.apply(this, given); then(given); };
};
wrap(WebGL2RenderingContext, "drawArraysInstanced", () => shown("circles"));
for (const kind of [WebGLRenderingContext, WebGL2RenderingContext])
    wrap(kind, "drawElements", given => given[1] > 1000 && shown("land"));
"""
CHOSEN = re.compile(r"^(Lithuania|LT)\b")  # the country that is clicked, by its name and by its code
BARS = "[...document.querySelectorAll('.js-plotly-plot .bars')].map(plot => plot.innerHTML)"
TEXTS = "sign => [...document.querySelectorAll(sign)].map(line => line.innerText).join()"
OURS, BARE = "atlas", "bare page"


@contextmanager
def bare_page() -> Iterator[Path]:
    """A folder with the bare page and the basemap beside it, as Streamlit serves it: the same map as ours."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(ROOT / "bench" / "bare.py", folder)
        static = folder / "static"
        static.mkdir()
        for layer in basemap.LAYERS:
            shutil.copy(ROOT / "data" / "geo" / f"{layer}.geojson", static)
        (static / "style.json").write_text(json.dumps(basemap.style(LIGHT)), encoding="utf-8")
        yield folder


@contextmanager
def served(
    command: list[str], port: int, health: str, environment: dict[str, str], cwd: Path = ROOT
) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a server on 127.0.0.1 until the block ends."""
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(240):
            if process.poll() is not None:
                raise RuntimeError(f"the server on port {port} ended at once; is the port in use?")
            try:
                with urlopen(f"http://127.0.0.1:{port}{health}", timeout=2):
                    break
            except OSError:
                time.sleep(0.25)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def memory(process: subprocess.Popen[bytes]) -> float:
    """Resident memory of a process in MB."""
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def first_load(browser: Browser, url: str, *, width: int = 1440) -> dict[str, float]:
    """Bytes over the wire, requests, and seconds until the map is drawn, with an empty cache."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    received = {"bytes": 0.0, "requests": 0.0}
    session.on("Network.loadingFinished", lambda e: received.update(bytes=received["bytes"] + e["encodedDataLength"]))
    session.on("Network.requestWillBeSent", lambda e: received.update(requests=received["requests"] + 1))
    page.add_init_script(WATCH_MAP)
    page.goto(url)
    page.wait_for_function("() => window.mapDrawn", timeout=120_000)
    drawn = page.evaluate("window.mapDrawn") / 1000
    page.wait_for_timeout(3000)
    context.close()
    return {"seconds": drawn, "megabytes": received["bytes"] / 1e6, "requests": received["requests"]}


def click_to_result(page: Page, box: str, sign: str) -> float:
    """Milliseconds from choosing a country to the changed result line and the first changed plot."""
    field = page.get_by_role("combobox", name=box)
    field.click()
    option = page.get_by_role("option", name=CHOSEN).first
    option.wait_for()
    before = page.evaluate(TEXTS, sign)
    plot_before = page.evaluate(BARS)
    start = time.perf_counter()
    option.click()
    page.wait_for_function(
        f"""([sign, before, plots]) => {{
            const now = {BARS};
            return ({TEXTS})(sign) !== before && now.some((plot, i) => plot !== plots[i]);
        }}""",
        arg=[sign, before, plot_before],
        timeout=60_000,
    )
    return (time.perf_counter() - start) * 1000


def clicks(browser: Browser, url: str, box: str, sign: str) -> float:
    """The median of several visits' filter clicks, in milliseconds."""
    times = []
    for _ in range(RUNS):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.goto(url)
        page.wait_for_selector(".js-plotly-plot .bars", timeout=120_000)
        page.wait_for_timeout(2000)
        times.append(click_to_result(page, box, sign))
        context.close()
    return statistics.median(times)


def measure(data: Path) -> dict[str, dict[str, float]]:
    """Figures of both servers, by name of the figure and of the server."""
    chromium = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    )
    ours = [sys.executable, "-m", "dashboard.cli", "serve", "--port", "8761"]
    bare = [
        *(sys.executable, "-m", "streamlit", "run", "bare.py", "--server.enableStaticServing", "true"),
        *("--server.port", "8762", "--server.address", "127.0.0.1", "--server.headless", "true"),
    ]
    figures: dict[str, dict[str, float]] = {}
    with (
        bare_page() as folder,
        served(ours, 8761, "/healthz", {"DASHBOARD_DATA": str(data)}) as atlas,
        served(bare, 8762, "/_stcore/health", {"BENCH_DATA": str(data), "BENCH_STYLE": STYLE}, cwd=folder) as other,
        sync_playwright() as p,
    ):
        browser = p.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        urls = {OURS: "http://127.0.0.1:8761/", BARE: "http://127.0.0.1:8762/"}
        for url in urls.values():  # the first visitor warms the server, not the browser
            first_load(browser, url)
        loads = {name: [] for name in urls}
        for _ in range(RUNS):  # in turn, so that a slow moment hits both
            for name, url in urls.items():
                loads[name].append(first_load(browser, url))
        for figure in ("megabytes", "requests", "seconds"):
            figures[f"first load: {figure}"] = {
                name: statistics.median(load[figure] for load in loads[name]) for name in urls
            }
        figures["filter click to changed plot: ms"] = {
            OURS: clicks(browser, urls[OURS] + "charts", "Country", ".result"),
            BARE: clicks(browser, urls[BARE], "Country", '[data-testid="stMarkdownContainer"] p'),
        }
        figures["memory, 1 visitor: MB"] = {OURS: memory(atlas), BARE: memory(other)}
        contexts = [browser.new_context() for _ in range(VISITORS)]
        for context in contexts:
            for url in urls.values():
                page = context.new_page()
                page.goto(url)
                page.wait_for_selector("h1", timeout=120_000)
        time.sleep(3)
        figures[f"memory, {VISITORS} visitors: MB"] = {OURS: memory(atlas), BARE: memory(other)}
        browser.close()
    return figures
