"""The server as a client meets it: headers, compression, closed doors, language; and the settings."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import anyio
import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient
from starlette.types import Message
from starlette.websockets import WebSocketDisconnect
from streamlit import config, net_util
from streamlit.runtime import Runtime

from dashboard import theme
from dashboard.maps import basemap
from dashboard.package.dataset import cached
from dashboard.package.reading import SHIPPED
from dashboard.web import delivery, server

ROOT = Path(__file__).resolve().parents[2]
STREAM = "ws://127.0.0.1:8501/_stcore/stream"
INDEX = (server.STREAMLIT_FILES / "index.html").read_text(encoding="utf-8")
PATHS = (
    "/",
    "/charts",
    "/healthz",
    "/app/static/style.json",
    "/_stcore/health",
    "/_stcore/metrics",
    "/nowhere.js",
)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    previous, Runtime._instance = Runtime._instance, None  # Streamlit allows one runtime in a process
    try:
        with TestClient(server.build(), base_url="http://127.0.0.1:8501") as started:
            yield started
    finally:
        Runtime._instance = previous


def asset(pattern: str) -> str:
    path = next((server.STREAMLIT_FILES / "static").rglob(pattern))
    return "/" + path.relative_to(server.STREAMLIT_FILES).as_posix()


def test_healthz(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    assert "access-control-allow-origin" not in headers


def test_policy_allows_only_ourselves_and_the_inline_scripts_that_are_served(client: TestClient) -> None:
    answer = client.get("/")
    policy = dict(p.split(" ", 1) for p in answer.headers["content-security-policy"].split("; "))
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", answer.text, re.DOTALL)
    inline = [body for attributes, body in scripts if "src=" not in attributes]
    assert inline
    for script in inline:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy["script-src"]
    assert "unsafe-inline" not in policy["script-src"]
    assert "'unsafe-eval'" not in policy["script-src"].split()
    assert "http" not in answer.headers["content-security-policy"]
    assert policy["default-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == "'none'"


@pytest.mark.parametrize("name", ["PlotlyChart.*.js", "DeckGlJsonChart.*.js", "index.*.css"])
def test_assets_are_compressed_and_kept_by_the_browser(client: TestClient, name: str) -> None:
    path = asset(name)
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < 0.45 * len(plain.content)
    assert "immutable" in packed.headers["cache-control"]
    assert packed.headers["content-type"] == plain.headers["content-type"]


def test_files_are_compressed_once(tmp_path: Path) -> None:
    file = tmp_path / "a.js"
    file.write_bytes(b"let a = 1\n" * 100)
    packed = delivery.gzipped_file(file)
    assert gzip.decompress(packed) == file.read_bytes()
    assert delivery.gzipped_file(file) is packed


def as_it_stands(client: TestClient, path: str) -> tuple[int, bytes]:
    """Status and body for a path that a client would tidy up before it asks: `/static/../index.html`."""
    sent: list[Message] = []
    to_come: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        return to_come.pop() if to_come else await anyio.sleep_forever()

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(path),  # as a server hands it on
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1:8501"), (b"accept-encoding", b"gzip")],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8501),
    }
    assert client.portal is not None
    client.portal.call(client.app, scope, receive, send)
    body = b"".join(message.get("body", b"") for message in sent[1:])
    packed = (b"content-encoding", b"gzip") in sent[0]["headers"]
    return sent[0]["status"], gzip.decompress(body) if packed else body


def test_a_path_arrives_as_it_stands(client: TestClient) -> None:
    path = asset("index.*.css")
    assert as_it_stands(client, path) == (200, (server.STREAMLIT_FILES / path[1:]).read_bytes())


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/static/../../__init__.py", server.STREAMLIT_FILES.parent / "__init__.py"),
        ("/static/%2e%2e/%2e%2e/__init__.py", server.STREAMLIT_FILES.parent / "__init__.py"),
        ("/static//etc/passwd", Path("/etc/passwd")),
        ("/app/static/../main.py", ROOT / "src" / "dashboard" / "ui" / "main.py"),
        ("/../README.md", ROOT / "README.md"),
    ],
)
def test_no_path_leads_out_of_the_assets(client: TestClient, path: str, leads_to: Path) -> None:
    status, body = as_it_stands(client, path)
    assert status in (400, 404) or b'<html lang="en">' in body  # the page, as for any path
    first, *_ = leads_to.read_bytes().splitlines()
    assert first and first not in body


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("gzip", True),
        ("deflate, gzip;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, br", False),
        ("br", False),
        ("", False),
    ],
)
def test_accepts_gzip(accepted: str, expected: bool) -> None:
    assert delivery.accepts_gzip(Headers({"accept-encoding": accepted})) is expected


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp"])
def test_closed_doors(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path, json={}).status_code == 404


@pytest.mark.parametrize("path", ["/", "/charts", "/actions?theme=naloxone"])
@pytest.mark.parametrize(
    ("asked", "accepted", "expected"),
    [
        (None, "en-GB,en;q=0.9", "en"),
        (None, "ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        (None, "mi-NZ,ru;q=0.9", "ru"),
        (None, "", "en"),
        ("ru", "en-GB", "ru"),
        ("en", "ru", "en"),
        ("xx", "ru", "ru"),
    ],
)
def test_document_says_its_language(
    client: TestClient, path: str, asked: str | None, accepted: str, expected: str
) -> None:
    url = path if asked is None else f"{path}{'&' if '?' in path else '?'}lang={asked}"
    answer = client.get(url, headers={"Accept-Language": accepted})
    assert answer.status_code == 200
    assert f'<html lang="{expected}"' in answer.text
    assert "<title>Streamlit</title>" not in answer.text
    assert "Accept-Language" in answer.headers["vary"]
    loads = r"<link rel=\"(?:modulepreload|stylesheet)[^>]*>|<script type=[^>]*>"
    loaded = re.findall(loads, answer.text)
    early = [tag for tag in loaded if re.search('modulepreload.*"/static/js/(Html|purify|Button)', tag)]
    assert len(early) == 3
    assert [tag for tag in loaded if "/own/" not in tag and tag not in early] == re.findall(loads, INDEX)
    ours = re.findall(r"(?:src|href)=\"(/own/[^\"]+)", answer.text)
    assert ours
    assert all(client.get(path).status_code == 200 for path in ours)


def test_document_is_revalidated_by_language(client: TestClient) -> None:
    english = client.get("/", headers={"Accept-Language": "en"})
    again = client.get("/", headers={"Accept-Language": "en", "If-None-Match": english.headers["etag"]})
    russian = client.get("/", headers={"Accept-Language": "ru", "If-None-Match": english.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert russian.status_code == 200
    assert english.headers["cache-control"] == "no-cache"
    assert english.headers["content-encoding"] == "gzip"


def test_head_tells_what_get_would(client: TestClient) -> None:
    answer = client.head("/charts", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == "gzip"


def test_websocket_opens_to_our_own_pages_alone(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked() -> str:
        raise AssertionError("the server asked an outside service for its address")

    monkeypatch.setattr(net_util, "get_external_ip", asked)
    for own in ({"origin": "http://127.0.0.1:8501"}, {}):
        with client.websocket_connect(STREAM, headers=own, subprotocols=["streamlit"]):
            pass
    for foreign in ("http://evil.example", "http://127.0.0.1:9", "null", "http://[bad"):
        with (
            pytest.raises(WebSocketDisconnect),
            client.websocket_connect(STREAM, headers={"origin": foreign}),
        ):
            pass
        assert "access-control-allow-origin" not in client.get("/_stcore/health", headers={"origin": foreign}).headers


@pytest.mark.parametrize(("language", "name"), [("en", "Lithuania"), ("ru", "Литва")])
def test_outlines_to_click_on_are_those_of_the_dataset(client: TestClient, language: str, name: str) -> None:
    answer = client.get(basemap.clickable_url(language))
    assert answer.headers["content-encoding"] == "gzip"
    tips = {f["properties"]["iso_a2"]: f["properties"]["tip"] for f in answer.json()["features"]}
    assert set(tips) == set(cached(SHIPPED)["actions"]["country"]) and tips["LT"] == name
    assert len(answer.content) < 100_000


@pytest.mark.parametrize(("name", "dark"), [("style", False), ("style-dark", True)])
def test_map_style_fetches_nothing_but_our_outlines(client: TestClient, name: str, dark: bool) -> None:
    style = client.get(f"/app/static/{name}.json").json()
    assert "glyphs" not in style and "sprite" not in style
    urls = [source["data"] for source in style["sources"].values()]
    assert urls == ["/app/static/countries.geojson", "/app/static/lakes.geojson"]
    assert style == basemap.style(theme.palette(dark), style["layers"][1]["paint"]["fill-color"][1][2][1])
    for url in urls:
        answer = client.get(url)
        assert answer.headers["content-type"].startswith("application/geo+json")
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.json()["type"] == "FeatureCollection"
        assert client.get(url, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_settings_keep_the_server_offline_and_local() -> None:
    server._use_our_configuration()
    assert config.get_option("browser.gatherUsageStats") is False
    assert config.is_manually_set("browser.serverAddress")
    assert config.get_option("server.address") == "127.0.0.1"
    assert config.get_option("server.enableAgentApi") is False
    assert config.get_option("client.showErrorLinks") is False
    text = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert "http://" not in text and "https://" not in text


def test_settings_count_wherever_the_server_is_started(tmp_path: Path) -> None:
    """Through a private name of Streamlit's: without it these would be Streamlit's own choices."""
    asked = ["browser.gatherUsageStats", "client.showErrorLinks", "server.enableAgentApi", "server.address"]
    code = (
        "from streamlit import config; from dashboard.web import server; server._use_our_configuration(); "
        f"print([config.get_option(name) for name in {asked}])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=120
    )
    assert ended.stdout.strip().splitlines()[-1] == "[False, False, False, '127.0.0.1']"


@pytest.mark.parametrize(("name", "colours"), [("light", theme.LIGHT), ("dark", theme.DARK)])
def test_settings_repeat_the_palette(name: str, colours: theme.Palette) -> None:
    with (ROOT / ".streamlit" / "config.toml").open("rb") as file:
        written = tomllib.load(file)["theme"][name]
    assert written["primaryColor"] == written["linkColor"] == colours.accent
    assert written["backgroundColor"] == colours.paper
    assert written["secondaryBackgroundColor"] == colours.card
    assert written["textColor"] == colours.ink
    assert written["borderColor"] == colours.line
    assert written["grayTextColor"] == colours.muted
    assert written["sidebar"]["backgroundColor"] == colours.sidebar
    assert written["chartCategoricalColors"] == [
        colours.accent, colours.second, colours.third, colours.not_reported,
    ]  # fmt: skip


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_text_and_marks_can_be_seen(colours: theme.Palette) -> None:
    for ground in (colours.paper, colours.card, colours.sidebar):
        assert contrast(colours.ink, ground) >= 4.5
        assert contrast(colours.muted, ground) >= 4.5
        assert contrast(colours.accent, ground) >= 4.5
        for mark in (colours.second, colours.third, colours.not_reported):
            assert contrast(mark, ground) >= 3
    for ground in (colours.water, colours.land, colours.focus):
        assert contrast(colours.ink, ground) >= 4.5
        assert contrast(colours.accent, ground) >= 3
