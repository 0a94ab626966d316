"""The take-away page: one file, nothing fetched, everything escaped, the same numbers as everywhere."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from conftest import SMALL
from dashboard import exports
from dashboard.exports import html as takeaway
from dashboard.i18n import Translator
from dashboard.numbers import summaries
from dashboard.package.dataset import Dataset, load
from dashboard.query.addresses import file_link
from dashboard.query.filters import Filters
from dashboard.query.selection import NothingSelected, Selection, select
from dashboard.web import api

# The package, the filters, the language.
CASES = [
    ("small", Filters(), "en"),
    ("small", Filters(theme=("naloxone",)), "ru"),
    ("shipped", Filters(), "ru"),
    ("shipped", Filters(country=("KZ",)), "en"),
]
VOID = {"meta", "input", "br"}


def make(filters: Filters, dataset: Dataset, language: str = "en") -> str:
    selection = select(filters, dataset.in_language(language))
    return exports.FORMATS["html"].render(selection, Translator(language), file_link(filters, language)).decode()


class Read(HTMLParser):
    """The elements of a page with their attributes, its text, and whether every element is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not (self.open and self.open[-1] in ("script", "style")):
            self.words.append(data)


@dataclass(frozen=True)
class Made:
    """A page, and what it was made from."""

    page: str
    selection: Selection
    language: str


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}-{case[1].country + case[1].theme}-{case[2]}")
def made(request: pytest.FixtureRequest) -> Made:
    name, filters, language = request.param
    dataset = request.getfixturevalue(name)
    return Made(make(filters, dataset, language), select(filters, dataset.in_language(language)), language)


def test_it_needs_nothing_but_itself(made: Made) -> None:
    page = made.page
    assert len(page.encode()) < 1_000_000
    read = Read(page)
    assert read.open == []
    for tag, attributes in read.elements:
        assert tag not in ("link", "img", "iframe", "object", "embed", "form", "base")
        assert not {"src", "srcset", "action", "background", "onclick", "onload"} & set(attributes)
        for name in ("href", "xlink:href"):
            assert (attributes.get(name) or "#").startswith("#")
    assert not re.search(r"url\((?!#)|@import", page)
    assert read.elements[0] == ("html", {"lang": made.language})


def test_its_policy_lets_only_its_own_script_run(made: Made) -> None:
    page = made.page
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy.group(1) == takeaway.POLICY
    assert "default-src 'none'" in takeaway.POLICY
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in takeaway.POLICY


def test_it_holds_every_row_and_the_numbers_of_the_summaries(made: Made) -> None:
    selection, t = made.selection, Translator(made.language)
    read = Read(made.page)
    said = "\n".join(read.words).replace("\u00a0", " ")
    assert sum("data-also" in attributes for _, attributes in read.elements) == len(selection)
    for table, column in (("actions", "summary"), ("demands", "text"), ("outcomes", "text"), ("policy_facts", "text")):
        assert [text for text in selection[table][column] if text.replace("\u00a0", " ") not in said] == []
    assert summaries.participants(selection).sentence(t).replace("\u00a0", " ") in said
    for row in summaries.themes(selection).head(takeaway.BARS).itertuples():
        assert f"\n{row.label}\n{row.actions}\n" in said


def test_texts_are_escaped(spoil: Callable[..., Path]) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)> \"'>&"
    spoil("actions", "BY-2019-01", title=evil, summary=evil, participants_text=evil)
    spoil("demands", "BY-D01", text=evil)
    page = make(Filters(), load(spoil("themes", "naloxone", label=evil)))
    read = Read(page)
    assert page.count("<script") == 1
    assert "<img" not in page
    assert read.open == []
    assert "".join(read.words).count(evil) >= 3


def test_no_action_is_no_file(small: Dataset) -> None:
    with pytest.raises(NothingSelected):
        make(Filters(q="no such word at all"), small)


def test_long_lists_are_cut_and_counted(small: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(takeaway, "ROWS", 3)
    page = make(Filters(), small)
    read = Read(page)
    assert sum("data-also" in attributes for _, attributes in read.elements) == 3
    assert "5 more are in the files." in page


def test_the_server_sends_it_with_its_own_policy(small: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(SMALL))
    client = TestClient(Starlette(routes=api.routes))
    answer = client.get("/api/v1/actions.html", params={"country": "BY", "lang": "ru"})
    assert answer.status_code == 200
    assert answer.text == make(Filters(country=("BY",)), small, "ru")
    assert answer.headers["content-security-policy"].startswith(takeaway.POLICY)
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    nothing = client.get("/api/v1/actions.html", params={"q": "no such word at all"})
    assert nothing.status_code == 404
    assert "no page to take away" in nothing.json()["error"]
