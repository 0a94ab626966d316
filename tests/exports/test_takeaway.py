"""The take-away page: one file, nothing fetched, everything escaped, the same numbers as everywhere."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import exports
from dashboard.exports import html as takeaway
from dashboard.i18n import LANGUAGES, Translator
from dashboard.numbers import summaries
from dashboard.package.dataset import Dataset, load
from dashboard.query.addresses import file_link
from dashboard.query.filters import Filters
from dashboard.query.selection import NothingSelected, select
from dashboard.web import api

VIEWS = {
    "all": Filters(),
    "Belarus": Filters(country=("BY",)),
    "Kazakhstan": Filters(country=("KZ",)),
    "naloxone": Filters(theme=("naloxone",)),
}
CASES = [(name, language) for name in VIEWS for language in LANGUAGES]
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


@pytest.fixture(scope="module")
def made(shipped: Dataset) -> dict[tuple[str, str], str]:
    return {(name, language): make(VIEWS[name], shipped, language) for name, language in CASES}


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_it_needs_nothing_but_itself(case: tuple[str, str], made: dict) -> None:
    page = made[case]
    assert len(page.encode()) < 1_000_000
    read = Read(page)
    assert read.open == []
    for tag, attributes in read.elements:
        assert tag not in ("link", "img", "iframe", "object", "embed", "form", "base")
        assert not {"src", "srcset", "action", "background", "onclick", "onload"} & set(attributes)
        for name in ("href", "xlink:href"):
            assert (attributes.get(name) or "#").startswith("#")
    assert not re.search(r"url\((?!#)|@import", page)
    assert read.elements[0] == ("html", {"lang": case[1]})


def test_its_policy_lets_only_its_own_script_run(made: dict) -> None:
    page = made["all", "en"]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy.group(1) == takeaway.POLICY
    assert "default-src 'none'" in takeaway.POLICY
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in takeaway.POLICY


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_it_holds_every_row_and_the_numbers_of_the_summaries(
    case: tuple[str, str], made: dict, shipped: Dataset
) -> None:
    selection, t = select(VIEWS[case[0]], shipped.in_language(case[1])), Translator(case[1])
    read = Read(made[case])
    said = "\n".join(read.words).replace("\u00a0", " ")
    assert sum("data-also" in attributes for _, attributes in read.elements) == len(selection)
    for table, column in (("actions", "summary"), ("demands", "text"), ("outcomes", "text"), ("policy_facts", "text")):
        assert [text for text in selection[table][column] if text.replace("\u00a0", " ") not in said] == []
    assert summaries.participants(selection).sentence(t).replace("\u00a0", " ") in said
    for row in summaries.themes(selection).head(takeaway.BARS).itertuples():
        assert f"\n{row.label}\n{row.actions}\n" in said


def test_the_same_view_is_the_same_file(made: dict, shipped: Dataset) -> None:
    assert make(VIEWS["Belarus"], shipped, "ru") == made["Belarus", "ru"]


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


def test_no_action_is_no_file(shipped: Dataset) -> None:
    with pytest.raises(NothingSelected):
        make(Filters(q="no such word at all"), shipped)


def test_long_lists_are_cut_and_counted(shipped: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(takeaway, "ROWS", 10)
    page = make(Filters(), shipped)
    read = Read(page)
    assert sum("data-also" in attributes for _, attributes in read.elements) == 10
    assert f"{len(shipped['actions']) - 10} more are in the files." in page


def test_the_server_sends_it_with_its_own_policy(made: dict) -> None:
    client = TestClient(Starlette(routes=api.routes))
    answer = client.get("/api/v1/actions.html", params={"country": "BY", "lang": "ru"})
    assert answer.status_code == 200
    assert answer.text == made["Belarus", "ru"]
    assert answer.headers["content-security-policy"].startswith(takeaway.POLICY)
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    nothing = client.get("/api/v1/actions.html", params={"q": "no such word at all"})
    assert nothing.status_code == 404
    assert "no page to take away" in nothing.json()["error"]
