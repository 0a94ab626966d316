"""The server: Streamlit's pages, our read-only HTTP routes and the headers, as one ASGI application."""

from __future__ import annotations

import gc
import json
import os
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
import uvicorn
from anyio import to_thread
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from streamlit import config

from dashboard.i18n import LANGUAGES, Translator
from dashboard.maps import basemap
from dashboard.package import dataset as datasets
from dashboard.theme import palette
from dashboard.web import api, delivery

ROOT = Path(__file__).resolve().parents[3]
ENTRY = Path(__file__).resolve().parents[1] / "ui" / "main.py"
# Ours, by their addresses: the policy lets no script stand in a page itself, and a style there comes too late.
SCRIPTS = {f"/own/{name}.js": ENTRY.with_name(f"{name}.js") for name in ("shell", "map", "pick", "charts", "present")}
PARTS = ("style", "map", "first", "record", "organisations", "demands", "actions", "charts", "grids")
STYLES = {"/own/style.css": [ENTRY.with_name(f"{name}.css") for name in PARTS]}
STREAMLIT_FILES = Path(st.__file__).resolve().parent / "static"

# What the first screen with a map and a chart loads; compressed at start rather than at the first visit.
BIG_FILES = (
    "DeckGlJsonChart.*.js",
    "PlotlyChart.*.js",
    "DataFrame.*.js",
    "arrow*.js",
    "protobuf.*.js",
    "index.*.js",
)

# What draws HTML and buttons. Every page begins with them: fetched late, grey lines of another height stand for them.
EARLY_FILES = ("Html.*.js", "purify.es.*.js", "Button.*.js")

# Beginnings of paths that are no pages.
NOT_PAGES = ("/api/", "/app/static/", "/media/", "/component/", "/_stcore/", "/healthz")


# The page of the API that a reader without JavaScript is sent to.
PLAIN_PAGE = "/api/v1/actions.html"


def build() -> st.App:
    """The application; Streamlit allows one in a process."""
    return st.App(ENTRY, **parts())


def parts() -> dict[str, Any]:
    """What makes Streamlit's app ours, as keyword arguments of `st.App`: routes, middleware, lifespan."""
    _use_our_configuration()
    index = (STREAMLIT_FILES / "index.html").read_bytes()
    document = delivery.our_document(index.decode(), list(SCRIPTS), list(STYLES), modules=_early_files())
    public_host = urlsplit(os.environ.get("DASHBOARD_PUBLIC_URL", "")).hostname
    return {
        "routes": [
            Route("/healthz", _healthz),
            *_basemap_routes(),
            *(Route(path, _own_file) for path in (*SCRIPTS, *STYLES)),
            *api.routes,
        ],
        "middleware": [
            Middleware(delivery.SecurityHeaders, headers=delivery.security_headers(document)),
            Middleware(
                delivery.Guard,
                closed=["/_stcore/metrics", "/_stcore/agent"],
                own_hosts=[public_host] if public_host else [],
            ),
            Middleware(delivery.Assets, folder=STREAMLIT_FILES / "static", prefix="/static"),
            Middleware(
                delivery.Document,
                index=index,
                document=document,
                titles=_titles(),
                others=NOT_PAGES,
                plain_page=PLAIN_PAGE,
            ),
        ],
        "lifespan": _lifespan,
    }


def serve(host: str = "127.0.0.1", port: int = 8501) -> None:
    """Serves until stopped. Keeps no log of visits: who asked for what is nobody's business."""
    uvicorn.run(
        build(),
        host=host,
        port=port,
        access_log=False,
        server_header=False,
        log_level="warning",
        ws_per_message_deflate=True,
        timeout_graceful_shutdown=2,
    )


def _use_our_configuration() -> None:
    """Makes `.streamlit/config.toml` count whatever the working directory is.

    Streamlit looks for it in the working directory and beside the main script, by a private name: the app's
    launcher is that script for us, however we were started.
    """
    if config._main_script_path is None:
        config._main_script_path = str(ROOT / "app.py")
        config.get_config_options(force_reparse=True)
    public_host = urlsplit(os.environ.get("DASHBOARD_PUBLIC_URL", "")).hostname
    if public_host:
        config.set_option("browser.serverAddress", public_host)


def _titles() -> dict[str, str]:
    """The dataset's title by language; the browser shows it until a page has its own."""
    dataset = _dataset()
    if dataset is None:
        return dict.fromkeys(LANGUAGES, "Action Atlas")
    return {language: dataset.in_language(language).title("package") for language in LANGUAGES}


async def _healthz(_request: Request) -> Response:
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


async def _own_file(request: Request) -> Response:
    return delivery.prepared_response(_prepared_file(request.url.path), request.headers, "public, no-cache")


def _early_files() -> list[str]:
    scripts = STREAMLIT_FILES / "static" / "js"
    return [f"/static/js/{path.name}" for pattern in EARLY_FILES for path in sorted(scripts.glob(pattern))]


@lru_cache(maxsize=len(SCRIPTS) + len(STYLES))
def _prepared_file(path: str) -> delivery.Prepared:
    if path in SCRIPTS:
        return delivery.prepare(SCRIPTS[path].read_bytes(), "text/javascript")
    return delivery.prepare(b"\n".join(part.read_bytes() for part in STYLES[path]), "text/css")


def _basemap_routes() -> list[BaseRoute]:
    async def style(request: Request) -> Response:
        dark = basemap.STYLES[_stem(request)]
        dataset = await to_thread.run_sync(_dataset)
        focus = None if dataset is None else sorted(set(dataset["actions"]["country"].dropna()))
        return JSONResponse(basemap.style(palette(dark), focus), headers={"Cache-Control": "no-cache"})

    async def layer(request: Request) -> Response:
        dataset = await to_thread.run_sync(_dataset)
        body = await to_thread.run_sync(_outlines, dataset, _stem(request))
        return delivery.prepared_response(body, request.headers, "public, no-cache")

    async def clickable(request: Request) -> Response:
        dataset = await to_thread.run_sync(_dataset)
        body = await to_thread.run_sync(_clickable, dataset, _stem(request).rpartition(".")[2])
        return delivery.prepared_response(body, request.headers, "public, no-cache")

    return [
        *(Route(basemap.clickable_url(language), clickable) for language in LANGUAGES),
        *(Route(f"{basemap.ROUTE}/{name}.json", style) for name in basemap.STYLES),
        *(Route(f"{basemap.ROUTE}/{name}.geojson", layer) for name in basemap.LAYERS),
    ]


def _stem(request: Request) -> str:
    return PurePosixPath(request.url.path).stem


def _dataset() -> datasets.Dataset | None:
    """The dataset that is served; None while it is not valid, which the pages tell in words."""
    try:
        return datasets.cached()
    except (datasets.DataProblems, OSError):
        return None


@lru_cache(maxsize=2 * len(basemap.LAYERS))
def _outlines(dataset: datasets.Dataset | None, name: str) -> delivery.Prepared:
    """The outlines of one layer, ready to send; without a dataset, those that are shipped."""
    if dataset is not None and name in dataset.geo:
        text = json.dumps(dataset.geo[name], ensure_ascii=False, separators=(",", ":"))
    else:
        text = (ROOT / "data" / "geo" / f"{name}.geojson").read_text(encoding="utf-8")
    return delivery.prepare(text.encode(), "application/geo+json")


@lru_cache(maxsize=2 * len(LANGUAGES))
def _clickable(dataset: datasets.Dataset | None, language: str) -> delivery.Prepared:
    """The outlines that can be clicked, ready to send; none without a dataset."""
    features = {"type": "FeatureCollection", "features": []}
    if dataset is not None:
        codes = set(dataset["actions"]["country"])
        features = basemap.clickable(dataset.geo["countries"], codes, Translator(language))
    text = json.dumps(features, ensure_ascii=False, separators=(",", ":"))
    return delivery.prepare(text.encode(), "application/geo+json")


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[None]:
    threading.Thread(target=_prepare, daemon=True).start()
    yield


def _prepare() -> None:
    """Does before the first visit what it would wait for."""
    for pattern in BIG_FILES:
        for path in (STREAMLIT_FILES / "static" / "js").glob(pattern):
            delivery.gzipped_file(path)
    for name in basemap.LAYERS:
        _outlines(_dataset(), name)
    for language in LANGUAGES:
        _clickable(_dataset(), language)
    # Streamlit collects garbage after every run of a page. What is loaded by now is no garbage; left out of the
    # search, a run ends a third sooner.
    gc.collect()
    gc.freeze()
