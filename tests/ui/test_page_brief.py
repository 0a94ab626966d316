"""The page of the brief: its subject is the URL's filter, its texts are escaped, its files are those of the view."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.i18n import Translator
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from dashboard.telling import brief
from opening import no_errors, open_page

opened = partial(open_page, "brief")


def sheet(at: AppTest) -> str:
    """The brief as HTML; "" where there is none."""
    return next((block.proto.body for block in at.get("html") if 'class="brief"' in block.proto.body), "")


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ({"country": "BY", "lang": "ru"}, Filters(country=("BY",))),
        ({"theme": "naloxone", "lang": "en"}, Filters(theme=("naloxone",))),
        ({"lang": "en"}, Filters()),
    ],
)
def test_the_url_restores_the_brief(query: dict[str, str], filters: Filters, shipped: Dataset) -> None:
    at = opened(**query)
    assert at.selectbox(key="brief_country").value == query.get("country", "")
    assert at.selectbox(key="brief_theme").value == query.get("theme", "")
    told = brief.brief(select(filters, shipped.in_language(query["lang"])), Translator(query["lang"]), "/", "")
    page = sheet(at)
    assert f"<h2>{html.escape(told.title)}</h2>" in page
    for section in (told.acted, *told.columns):
        assert html.escape(section.title) in page
        assert all(html.escape(item.text) in page for item in section.items)
    assert all(html.escape(cell) in page for row in told.happened.rows for cell in row)
    assert "data:image/png;base64," in page


def test_choosing_a_country_sets_the_filter_and_nothing_else() -> None:
    at = opened(theme="naloxone", lang="en")
    at.selectbox(key="brief_country").set_value("LT").run()
    no_errors(at)
    assert dict(at.query_params) == {"country": "LT", "lang": "en"}
    assert "<h2>Lithuania</h2>" in sheet(at)
    assert at.selectbox(key="brief_theme").value == ""
    at.selectbox(key="brief_theme").set_value("naloxone").run()
    assert dict(at.query_params) == {"theme": "naloxone", "lang": "en"}
    assert "<h2>Naloxone</h2>" in sheet(at)


def test_no_action_is_no_brief_and_no_file() -> None:
    at = opened(q="no such word at all", lang="en")
    assert sheet(at) == ""
    assert [block.value for block in at.subheader] == ["No action fits these filters"]
    files = [button for button in at.get("download_button") if "brief_download" in button.proto.id]
    assert len(files) == 2
    assert all(button.proto.disabled for button in files)


def test_texts_are_escaped(spoil: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    evil = "<img src=x onerror=alert(1)>"
    spoil("actions", "BY-2019-01", title=evil, participants_text=evil)
    monkeypatch.setenv("DASHBOARD_DATA", str(spoil("demands", "BY-D01", text=evil)))
    page = sheet(opened(country="BY", lang="en"))
    assert "<img src=x" not in page
    assert page.count(html.escape(evil)) == 3
