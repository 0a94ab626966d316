"""What the documents say is so: commands run, addresses answer, codes exist."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from difflib import unified_diff
from functools import cache
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.testclient import TestClient

import lists
from conftest import ROOT
from dashboard.exports import FORMATS
from dashboard.i18n import Translator
from dashboard.package.dataset import Dataset
from dashboard.telling import slide
from dashboard.ui import bar, visit
from dashboard.web import api
from opening import open_page

CODEBOOKS = sorted((ROOT / "docs").glob("codebook*.md"))
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "data").glob("*.md")])
OF_THE_CODE = [document for document in lists.WRITTEN if document not in CODEBOOKS]
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
    found = set()
    for tab in ("files", "api", "cite"):
        at = open_page("data", tab=tab, **query)
        found |= {path for block in at.code for path in ADDRESS.findall(block.value)}
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


# ---- what the documents say of the code ----------------------------------------------------------

# Where a path may begin. A package has its tables beside its descriptor, a document its neighbours.
BEGINNINGS = ("", "src/dashboard", "data", "docs")
PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)*(?:/|\.(?:py|md|csv|json|css|js|po|lock|cff|toml))")
NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
# What a part of a page or a slide has in hand, by the name that it has there.
AT_HAND = {"t": Translator, "m": slide.Maker, "view": visit.View, "st": streamlit}
# What a recipe makes, a file that is made for a reader, and what nobody shall write.
TO_BE_MADE = re.compile(
    r"kk\b|my-actions|LC_MESSAGES/dashboard\.po|^(?:codebook|CHANGELOG)\.md$|^\.ru\.md$|^eeca-actions_|^utils\.py$"
)


@pytest.mark.parametrize("document", OF_THE_CODE, ids=lambda path: path.name)
def test_lists_in_the_documents_are_what_the_code_says(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    right = lists.renewed(text)
    assert text == right, "run `make docs`:\n" + "\n".join(
        unified_diff(text.splitlines(), right.splitlines(), document.name, "as the code has it", n=0, lineterm="")
    )


def test_every_list_stands_in_a_document() -> None:
    found = [one for path in OF_THE_CODE for one, _ in lists.LIST.findall(path.read_text(encoding="utf-8"))]
    assert sorted(found) == sorted(lists.LISTS)


def test_the_readme_names_every_page_in_the_order_of_the_navigation() -> None:
    told = re.findall(r"^\| (\w+) \| `/([a-z]*)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    titles = bar.page_titles(Translator("en"))
    assert told == [(title, path) for path, title in titles.items()]
    assert {path or "map" for path in titles} == {file.stem for file in (ROOT / "pages").glob("*.py")}


def test_the_readme_names_every_address_of_the_api() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = {path.rstrip(".,;") for path in re.findall(r"`(/api/v1/[^`?]+)`", text)}
    answering = {f"{api.PREFIX}/actions.{form.extension}" for form in FORMATS.values()}
    for route in api.routes:
        if "{extension}" not in route.path and ":path" not in route.path:
            answering.add(route.path.replace("{", "<").replace("}", ">"))
    assert named == answering


def _variables(folder: Path) -> set[str]:
    """The variables of the environment that the code of a folder reads by name."""
    read = re.compile(r"""(?:environ\.get\(|environ\[|getenv\()\s*["']([A-Z_]+)["']""")
    return {name for path in folder.rglob("*.py") for name in read.findall(path.read_text(encoding="utf-8"))}


def test_every_variable_of_the_environment_is_told() -> None:
    told = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", told, re.MULTILINE)) == _variables(ROOT / "src") != set()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {name for name in _variables(ROOT / "tests") if f"`{name}`" not in readme} == set()


def _ticked(document: Path) -> set[str]:
    """What stands in backticks outside of code to copy, but what a recipe makes or leaves open (`<name>`)."""
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    return {word for word in TICKED.findall(text) if not TO_BE_MADE.search(word) and not re.search(r"[<…]", word)}


@pytest.mark.parametrize("document", [*OF_THE_CODE, ROOT / "CHANGELOG.md"], ids=lambda path: path.name)
def test_paths_in_the_documents_exist(document: Path) -> None:
    named = {word for word in _ticked(document) if PATH.fullmatch(word) and not _at_hand(word)}
    assert {path for path in named if not any((ROOT / begin / path).exists() for begin in BEGINNINGS)} == set()
    everywhere = set(re.findall(r"\bsrc/dashboard/[\w./]*\w", document.read_text(encoding="utf-8")))
    assert {path for path in everywhere if not TO_BE_MADE.search(path) and not (ROOT / path).exists()} == set()


def _at_hand(name: str) -> bool:
    return name.partition(".")[0] in AT_HAND


@cache
def _modules() -> dict[str, list[str]]:
    """The modules and rooms of the house by their last name; several rooms may have one of a name."""
    found: dict[str, list[str]] = {}
    for path in lists.PACKAGE.rglob("*.py"):
        parts = path.relative_to(ROOT / "src").with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        found.setdefault(parts[-1], []).append(".".join(parts))
    return found


def _has(holder: object, names: list[str]) -> bool:
    for name in names:
        fields = getattr(holder, "__dataclass_fields__", {})
        if not hasattr(holder, name) and name not in fields:
            return False
        holder = getattr(holder, name, None)
    return True


def _is_there(dotted: str) -> bool:
    """Whether a name like `masks.met`, `Filters.describe` or `view.selection` is one of the code."""
    head, *rest = dotted.split(".")
    if head in AT_HAND:
        return _has(AT_HAND[head], rest)
    ours = [importlib.import_module(name) for name in _modules().get(head, []) if not name.endswith(".ui.main")]
    if head[0].isupper():
        classes = [getattr(importlib.import_module(name), head, None) for name in _defining(head)]
        return any(_has(one, rest) for one in classes)
    if any(_has(module, rest) for module in ours):
        return True
    return head in sys.stdlib_module_names and _has(importlib.import_module(head), rest)


def _defining(name: str) -> list[str]:
    """The modules that define a class of that name."""
    found = []
    for path in lists.PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.ClassDef) and node.name == name for node in tree.body):
            found.append(".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__"))
    return found


@cache
def _words_of_the_code() -> set[str]:
    files = [
        *(ROOT / "src").rglob("*.py"),
        *(ROOT / "tests").rglob("*.py"),
        *(ROOT / "data").glob("*.*"),
        ROOT / "CITATION.cff",
    ]
    return {word for file in files if file != Path(__file__) for word in re.findall(r"\w+", file.read_text("utf-8"))}


@pytest.mark.parametrize("name", ["architecture.md", "contributing.md"])
def test_names_of_the_code_in_the_documents_exist(name: str) -> None:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    named = _ticked(ROOT / "docs" / name) | set(re.findall(r"`([\w.]+)\(…\)", text))
    names = {word for word in named if NAME.fullmatch(word) and (_at_hand(word) or not PATH.fullmatch(word))}
    assert len(names) > 10
    assert {one for one in names if "." in one and not _is_there(one)} == set()
    assert {one for one in names if "." not in one} - _words_of_the_code() == set()


def test_a_name_that_is_gone_is_found_out() -> None:
    assert _is_there("masks.met") and _is_there("Filters.describe") and _is_there("view.selection")
    assert not any(_is_there(one) for one in ("gone.page", "masks.gone", "Filters.gone", "view.gone", "m.gone"))


def test_every_module_says_what_it_is() -> None:
    for path in lists.PACKAGE.rglob("*.py"):
        if path != lists.PACKAGE / "__init__.py":
            assert len(lists.summary(path)) < 200, path
