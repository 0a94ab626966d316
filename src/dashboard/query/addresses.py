"""Addresses of views, as they stand in files, slides and citations."""

from __future__ import annotations

import os
from collections.abc import Iterable
from urllib.parse import quote, urlencode, urlsplit

from dashboard.query.filters import Filters

FILES_POINT_TO = "/actions"  # the page that shows the rows that a file holds


def view_link(page: str, query_pairs: Iterable[tuple[str, str]]) -> str:
    """The address of a page with its query: absolute where DASHBOARD_PUBLIC_URL is set, else a path.

    The public address is the server's own, with or without a slash at its end.
    """
    query = urlencode(list(query_pairs), quote_via=quote)
    public = os.environ.get("DASHBOARD_PUBLIC_URL", "").strip().rstrip("/")
    return f"{public}{page}?{query}" if query else f"{public}{page}"


def file_link(filters: Filters, language: str) -> str:
    """The link that every file of a view carries, whoever asked for the file: page, API or command line."""
    return view_link(FILES_POINT_TO, [*filters.to_query(), ("lang", language)])


def opens_elsewhere(link: str) -> bool:
    """Whether someone at another computer could follow the link: it names a server, and not this computer itself."""
    host = urlsplit(link).hostname or ""
    return bool(host) and host not in ("localhost", "::1") and not host.startswith("127.")
