"""What the documents say is so: commands run, addresses answer, codes exist."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from conftest import ROOT
from dashboard.package.dataset import Dataset
from dashboard.web import api
from opening import no_errors

CODEBOOKS = sorted((ROOT / "docs").glob("codebook*.md"))
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "data").glob("*.md")])
ROW = re.compile(r"\b[A-Z]{2,4}-(?:\d{4}-\d+|[A-Z]\d+)\b")
TICKED = re.compile(r"`([^`\n]+)`")
ADDRESS = re.compile(r"(/api/v1/[^\s\"'`()\[\]>]+)")
VIEW = re.compile(r"`/[a-z]*\?([^`]+)`")  # the query of a page's address
LINK = re.compile(r"\]\(([^)]+)\)")
# A code of ours: small letters and digits, with hyphens or underscores between them.
CODE = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DASHBOARD_DATA", raising=False)
        with TestClient(Starlette(routes=api.routes)) as started:
            yield started


@pytest.fixture(scope="module")
def codes(shipped: Dataset) -> set[str]:
    """Everything in the data that a document may name in code: keys, vocabularies, tables, columns, files."""
    known: set[str] = set()
    for name, table in shipped.schema.resources.items():
        known |= {name, table.path, f"data/{table.path}", *table.columns}
        for field in table.fields:
            known |= {*field.enum, *(category.value for category in field.categories)}
        if name in shipped.tables:
            rows = shipped[name]
            for column in table.columns:
                if column.endswith("_id") or column == "action_type":
                    known |= set(rows[column].dropna())
    return known


@pytest.mark.parametrize("book", CODEBOOKS, ids=lambda path: path.name)
def test_the_codebook_names_only_rows_that_exist(book: Path, codes: set[str]) -> None:
    text = book.read_text(encoding="utf-8")
    named = set(ROW.findall(text))
    assert len(named) > 50
    assert named - codes == set()


@pytest.mark.parametrize("book", CODEBOOKS, ids=lambda path: path.name)
def test_the_codebook_names_only_codes_that_exist(book: Path, codes: set[str]) -> None:
    ticked = {word for word in TICKED.findall(book.read_text(encoding="utf-8")) if CODE.fullmatch(word)}
    assert len(ticked) > 20
    assert ticked - codes == set()


def test_the_codebooks_name_the_same_codes() -> None:
    named = [set(ROW.findall(book.read_text(encoding="utf-8"))) for book in CODEBOOKS]
    assert len(named) > 1
    assert all(one == named[0] for one in named)


@pytest.mark.pages
@pytest.mark.parametrize("query", [{"lang": "en"}, {"lang": "ru", "theme": "naloxone", "q": "налоксон"}])
def test_every_address_on_the_data_page_answers(query: dict[str, str], client: TestClient) -> None:
    at = AppTest.from_file(str(ROOT / "pages" / "data.py"), default_timeout=120)
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    no_errors(at)
    found = {path for block in at.code for path in ADDRESS.findall(block.value)}
    found |= {path for table in at.table for cell in table.value.iloc[:, 0] for path in LINK.findall(cell)}
    # Each format, the summary, the descriptor, each table.
    assert len(found) > 25
    for path in found:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.text[:200])
        if "theme" in query:
            assert "theme=naloxone" in path


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_addresses_of_the_api_in_the_documents_answer(document: Path, client: TestClient) -> None:
    for path in ADDRESS.findall(document.read_text(encoding="utf-8")):
        if not re.search(r"[<{|…*]", path):  # a pattern, not an address
            assert client.get(path.rstrip(".,;")).status_code == 200, path


def test_the_api_takes_the_query_of_every_page_in_the_documents(client: TestClient) -> None:
    found = [page for document in DOCUMENTS for page in VIEW.findall(document.read_text(encoding="utf-8"))]
    assert len(found) > 1
    for query in found:
        assert client.get(f"/api/v1/summary.json?{query}").status_code == 200, query


@cache
def exists(command: str) -> bool:
    """Whether `dashboard` knows the command; many documents name the same."""
    return subprocess.run([sys.executable, "-m", "dashboard.cli", command, "--help"], cwd=ROOT).returncode == 0


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_in_the_documents_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    code = "\n".join([*re.findall(r"```[^\n]*\n(.*?)```", text, re.DOTALL), *TICKED.findall(text)])
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"^\s*(?:\$ )?make ([a-z-]+)", code, re.MULTILINE)) <= targets
    for command in set(re.findall(r"(?:^|[/ ])dashboard (serve|validate|export|new|[a-z]+)\b", code, re.MULTILINE)):
        assert exists(command), command


def test_the_citation_file_is_of_this_version_of_the_data(shipped: Dataset) -> None:
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    told = dict(re.findall(r"^([a-z-]+): (.+)$", cited, re.MULTILINE))
    assert told["version"] == shipped.version
    assert told["date-released"] == shipped.updated.isoformat()
    assert told["title"].strip('"') == shipped.title("package")
    assert [told["license"]] == [licence["name"] for licence in shipped.schema.licenses]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_the_documents_lead_somewhere(document: Path) -> None:
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:|#", target):
            assert (document.parent / target.partition("#")[0]).exists(), target
