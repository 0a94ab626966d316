"""A page as Streamlit's AppTest opens it."""

from __future__ import annotations

from collections.abc import Sequence

from streamlit.testing.v1 import AppTest

from conftest import ROOT


def open_page(page: str, *, unfolded: Sequence[str] = (), **query: str | list[str]) -> AppTest:
    """A page after its first run, as the query asks for it; `unfolded` are the keys of expanders that are open."""
    at = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"), default_timeout=120)
    for name, value in query.items():
        at.query_params[name] = value
    for key in unfolded:
        at.session_state[key] = True
    at.run()
    assert not at.exception, at.exception[0].message
    return at


def plain(text: str) -> str:
    """The text without what is only for the eye: the spaces at which no line breaks."""
    return text.replace("\u00a0", " ")
