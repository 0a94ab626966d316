"""The Word brief as its readers open it: through python-docx, and through LibreOffice to one page."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from dashboard import exports
from dashboard.exports import citation
from dashboard.i18n import LANGUAGES, Translator
from dashboard.package.dataset import Dataset, load
from dashboard.query.addresses import file_link
from dashboard.query.filters import Filters
from dashboard.query.selection import NothingSelected, select
from dashboard.telling import brief

# Those of the shipped data that are long or short, and in the quick tests the handmade package.
VIEWS = {
    "Belarus": Filters(country=("BY",)),
    "Lithuania": Filters(country=("LT",)),
    "Kazakhstan": Filters(country=("KZ",)),
    "Ukraine": Filters(country=("UA",)),
    "naloxone": Filters(theme=("naloxone",)),
    "all": Filters(),
}
CASES = [(name, language) for name in VIEWS for language in LANGUAGES]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def make(filters: Filters, dataset: Dataset, language: str) -> bytes:
    selection = select(filters, dataset.in_language(language))
    return exports.FORMATS["docx"].render(selection, Translator(language), file_link(filters, language))


@pytest.fixture(scope="module")
def minsk(small: Dataset) -> bytes:
    """The Russian brief of Belarus in the handmade package."""
    return make(VIEWS["Belarus"], small, "ru")


def texts(document: bytes) -> list[str]:
    """Every paragraph of the file, those in tables too."""
    body = docx.Document(io.BytesIO(document)).element.body
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p")]


@pytest.mark.parametrize(
    ("package", "view", "language"),
    [
        ("small", "Belarus", "ru"),
        ("small", "naloxone", "en"),
        ("shipped", "Kazakhstan", "ru"),
        ("shipped", "all", "en"),
    ],
)
def test_it_says_what_the_brief_says(package: str, view: str, language: str, request: pytest.FixtureRequest) -> None:
    dataset = request.getfixturevalue(package)
    filters, t = VIEWS[view], Translator(language)
    selection, link = select(filters, dataset.in_language(language)), file_link(filters, language)
    told = brief.brief(selection, t, link, citation.plain(selection, t, link))
    said = texts(make(filters, dataset, language))
    assert told.title in said
    assert told.sentence in said
    for section in (told.acted, *told.columns):
        assert section.title in said
        for item in section.items:
            assert f"{item.text} {item.aside}".strip() in said
            assert not item.under or item.under in said
        assert not section.more or section.more in said
    for row in told.happened.rows:
        assert set(row) <= set(said)
    assert any(paragraph.endswith(told.citation) for paragraph in said)
    assert any(paragraph.endswith(link) for paragraph in said)


def test_it_is_made_of_words_own_parts(minsk: bytes) -> None:
    document = docx.Document(io.BytesIO(minsk))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert document.styles["Normal"].font.name == "Arial"
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == ["Беларусь"]
    assert len(document.tables) == 4  # numbers, map, what happened, the two columns
    assert len(document.inline_shapes) == 1
    assert "Минск" in document.element.body.xpath("//wp:docPr/@descr")[0]
    # Word takes neighbouring tables for one.
    tags = [child.tag for child in document.element.body]
    assert not any(a == b == f"{W}tbl" for a, b in itertools.pairwise(tags))
    assert "ru-RU" in zipfile.ZipFile(io.BytesIO(minsk)).read("word/styles.xml").decode()


def test_no_clock_is_in_it(minsk: bytes, small: Dataset) -> None:
    with zipfile.ZipFile(io.BytesIO(minsk)) as parts:
        day = small.updated
        assert {info.date_time[:3] for info in parts.infolist()} == {(day.year, day.month, day.day)}
        dates = re.findall(r"\d{4}-\d\d-\d\dT", parts.read("docProps/core.xml").decode())
    assert set(dates) == {f"{day.isoformat()}T"}


def test_no_action_is_no_file(small: Dataset) -> None:
    with pytest.raises(NothingSelected):
        make(Filters(q="no such word at all"), small, "en")


def test_every_brief_is_one_page(
    tmp_path: Path,
    spoil: Callable[..., Path],
    shipped: Dataset,
    as_pdf: Callable[[list[Path]], list[Path]],
) -> None:
    for name, language in CASES:
        (tmp_path / f"{name}-{language}.docx").write_bytes(make(VIEWS[name], shipped, language))
    package = spoil("actions", "BY-2019-01", title="A very long title of an action " * 8)
    (tmp_path / "long-en.docx").write_bytes(make(Filters(), load(package), "en"))
    files = sorted(tmp_path.glob("*.docx"))
    pages = {file.stem: len(re.findall(rb"/Type\s*/Page\b", file.read_bytes())) for file in as_pdf(files)}
    assert pages == dict.fromkeys(pages, 1)
