"""What every answer of the server carries: security headers, compression, the reader's language.

Plain ASGI middleware that knows HTTP and nothing of Streamlit or of the dataset; server.py puts it together.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import mimetypes
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.i18n import Translator, choose_language

A_YEAR = 31_536_000
COMPRESSIBLE = (".js", ".css", ".svg", ".json")


def content_security_policy(document: str) -> str:
    """The policy: nothing from anywhere but us, and no inline script but those of the document, by hash."""
    hashes = []
    for attributes, script in re.findall(r"<script([^>]*)>(.*?)</script>", document, flags=re.DOTALL):
        if "src=" not in attributes:
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            hashes.append(f"'sha256-{digest}'")
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(["script-src 'self' 'wasm-unsafe-eval'", *hashes]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-src 'self'",
            "frame-ancestors 'none'",
        ]
    )


def security_headers(document: str) -> dict[str, str]:
    """The headers that every answer carries."""
    return {
        "Content-Security-Policy": content_security_policy(document),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": (
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), midi=(), "
            "display-capture=(), browsing-topics=(), fullscreen=(self), clipboard-write=(self)"
        ),
    }


class SecurityHeaders:
    """Adds the security headers to every answer, errors included, unless it has its own of that name."""

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self.app = app
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class Guard:
    """Keeps closed what visitors have no use for, and other sites' pages out.

    `closed` are path prefixes that answer 404. `own_hosts` are host names, besides the request's own, whose
    pages may open a connection (a proxy in front of us may rewrite Host).
    """

    def __init__(self, app: ASGIApp, closed: Collection[str], own_hosts: Collection[str] = ()) -> None:
        self.app = app
        self.closed = tuple(closed)
        self.own_hosts = frozenset(own_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        foreign = origin is not None and not self._is_ours(origin, headers.get("host", ""))
        if scope["type"] == "websocket" and foreign:
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "http" and scope["path"].startswith(self.closed):
            await PlainTextResponse("Not found", status_code=404)(scope, receive, send)
            return
        if foreign:
            # Streamlit would look the origin up, and for that ask an outside service for our own address.
            scope = {**scope, "headers": [(k, v) for k, v in scope["headers"] if k != b"origin"]}
        await self.app(scope, receive, send)

    def _is_ours(self, origin: str, host: str) -> bool:
        try:
            parts = urlsplit(origin)
            return parts.netloc == host or parts.hostname in self.own_hosts
        except ValueError:
            return False


@dataclass(frozen=True)
class Prepared:
    """A body ready to send: plain and gzipped, with its type and entity tag."""

    body: bytes
    gzipped: bytes
    media_type: str
    etag: str


def prepare(body: bytes, media_type: str) -> Prepared:
    """The body with its gzipped form, which costs time: keep what this returns."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    return Prepared(body, gzip.compress(body, 6, mtime=0), media_type, etag)


@lru_cache(maxsize=512)
def gzipped_file(path: Path) -> bytes:
    """The file, gzipped once for as long as the server runs."""
    return gzip.compress(path.read_bytes(), 6, mtime=0)


def prepared_response(
    prepared: Prepared, request_headers: Headers, cache_control: str, vary: str = "Accept-Encoding"
) -> Response:
    """The body, compressed where the client takes that, or 304 where it has this version already."""
    headers = {"Cache-Control": cache_control, "ETag": prepared.etag, "Vary": vary}
    if prepared.etag in request_headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if accepts_gzip(request_headers):
        headers["Content-Encoding"] = "gzip"
        return Response(prepared.gzipped, headers=headers, media_type=prepared.media_type)
    return Response(prepared.body, headers=headers, media_type=prepared.media_type)


def accepts_gzip(headers: Headers) -> bool:
    """Whether the client takes gzip."""
    for coding in headers.get("accept-encoding", "").lower().split(","):
        name, _, parameters = coding.partition(";")
        if name.strip() in ("gzip", "*"):
            return not re.fullmatch(r"\s*q=0(\.0*)?\s*", parameters)
    return False


class Assets:
    """Serves a folder of files whose names carry a hash: compressed once, and cached by browsers for good."""

    def __init__(self, app: ASGIApp, folder: Path, prefix: str) -> None:
        self.app = app
        # Listed once: a path that is not in the list cannot be asked for, wherever it points.
        self.files = {
            f"{prefix}/{path.relative_to(folder).as_posix()}": path
            for path in folder.rglob("*")
            if path.suffix in COMPRESSIBLE and path.is_file()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = self.files.get(scope["path"]) if scope["type"] == "http" else None
        if path is None or scope["method"] not in ("GET", "HEAD") or not accepts_gzip(Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        headers = {
            "Cache-Control": f"public, max-age={A_YEAR}, immutable",
            "Content-Encoding": "gzip",
            "Vary": "Accept-Encoding",
        }
        body = await to_thread.run_sync(gzipped_file, path)
        await Response(body, headers=headers, media_type=mimetypes.guess_type(path.name)[0])(scope, receive, send)


def our_document(
    index_html: str, scripts: Collection[str] = (), styles: Collection[str] = (), modules: Collection[str] = ()
) -> str:
    """Streamlit's document that knows where its server is, and loads these scripts and styles of ours (URL paths).

    `modules` are scripts of Streamlit's that it would ask for late, when a page shows grey lines already.

    The styles end the document, so that they count after Streamlit's own, and the first thing shown has them.

    Streamlit's own looks for the server below the page's address first, and so meets errors on every page but
    the first. It takes the place from `window.__streamlit` when told.
    """
    told = 'window.__streamlit = { BACKEND_BASE_URL: window.location.origin + "/" }'
    text = re.sub(r"<!--.*?-->\s*", "", index_html, flags=re.DOTALL)
    text = re.sub(r'\s*<link rel="service-desc"[^>]*>', "", text)
    ours = "".join(f'\n    <script type="module" src="{path}"></script>' for path in scripts)
    links = "".join(f'  <link rel="stylesheet" href="{path}">\n  ' for path in styles)
    text = text.replace("</body>", f"{links}</body>", 1)
    early = "".join(f'  <link rel="modulepreload" crossorigin href="{path}">\n  ' for path in modules)
    text = text.replace("</head>", f"{early}</head>", 1)
    return text.replace('<script type="module"', f'<script>{told}</script>{ours}\n    <script type="module"', 1)


def localised_page(document: str, language: str, title: str, plain_page: str) -> Prepared:
    """The document in a language, with our title and with words for readers without JavaScript.

    `plain_page` is the path of a page that such readers can use.
    """
    t = Translator(language)
    needed, instead = (
        html.escape(t("This page needs JavaScript.")),
        html.escape(t("See the actions on a plain page")),
    )
    words = f'{needed} <a href="{html.escape(plain_page)}?lang={language}">{instead}</a>'
    text = re.sub(r'<html lang="[^"]*"', f'<html lang="{language}"', document, count=1)
    text = re.sub(r"<title>.*?</title>", lambda _: f"<title>{html.escape(title)}</title>", text, count=1)
    text = re.sub(
        r"<noscript>.*?</noscript>",
        lambda _: f"<noscript><p>{words}</p></noscript>",
        text,
        count=1,
        flags=re.DOTALL,
    )
    return prepare(text.encode(), "text/html")


class Document:
    """Answers with the page in the reader's language wherever Streamlit would answer with its `index.html`.

    `index` is that file, `document` what to make of it. Paths that begin with one of `others` never are pages
    and pass untouched.
    """

    def __init__(
        self,
        app: ASGIApp,
        index: bytes,
        document: str,
        titles: dict[str, str],
        others: Collection[str],
        plain_page: str,
    ) -> None:
        self.app = app
        self.index = index
        self.others = tuple(others)
        self.pages = {
            language: localised_page(document, language, title, plain_page) for language, title in titles.items()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_read = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if not is_read or scope["path"].startswith(self.others):
            await self.app(scope, receive, send)
            return
        start: Message | None = None
        chunks: list[bytes] = []
        passing = False

        async def watch(message: Message) -> None:
            # Holds back only answers that look like index.html by type and length.
            nonlocal start, passing
            if passing:
                await send(message)
            elif message["type"] == "http.response.start":
                headers = Headers(raw=message["headers"])
                start = message
                looks_like_it = (
                    message["status"] == 200
                    and headers.get("content-type", "").startswith("text/html")
                    and headers.get("content-length") == str(len(self.index))
                )
                if not looks_like_it:
                    passing = True
                    await send(message)
            elif message["type"] == "http.response.body" and start is not None:
                chunks.append(message.get("body", b""))
                if message.get("more_body"):
                    return
                body = b"".join(chunks)
                if body == self.index or scope["method"] == "HEAD":
                    await self._answer(scope, receive, send)
                else:
                    await send(start)
                    await send({"type": "http.response.body", "body": body})

        # Asked for whole and plain, so that it can be compared; what the reader gets is for us to settle.
        dropped = (b"if-none-match", b"if-modified-since", b"accept-encoding", b"range")
        plain = [(name, value) for name, value in scope["headers"] if name not in dropped]
        await self.app({**scope, "headers": plain}, receive, watch)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Headers(scope=scope)
        asked = QueryParams(scope["query_string"]).get("lang")
        page = self.pages[choose_language(asked, request.get("accept-language"))]
        response = prepared_response(page, request, "no-cache", vary="Accept-Language, Accept-Encoding")
        await response(scope, receive, send)
