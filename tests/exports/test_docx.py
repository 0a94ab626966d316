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
def made(shipped: Dataset) -> dict[tuple[str, str], bytes]:
    """Every brief that the tests look at, made once."""
    return {(name, language): make(VIEWS[name], shipped, language) for name, language in CASES}


def texts(document: bytes) -> list[str]:
    """Every paragraph of the file, those in tables too."""
    body = docx.Document(io.BytesIO(document)).element.body
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p")]


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_it_says_what_the_brief_says(case: tuple[str, str], made: dict, shipped: Dataset) -> None:
    filters, t = VIEWS[case[0]], Translator(case[1])
    selection, link = select(filters, shipped.in_language(case[1])), file_link(filters, case[1])
    told = brief.brief(selection, t, link, citation.plain(selection, t, link))
    said = texts(made[case])
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


def test_it_is_made_of_words_own_parts(made: dict) -> None:
    document = docx.Document(io.BytesIO(made["Belarus", "ru"]))
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
    assert "ru-RU" in zipfile.ZipFile(io.BytesIO(made["Belarus", "ru"])).read("word/styles.xml").decode()


def test_the_same_view_is_the_same_file(made: dict, shipped: Dataset) -> None:
    again = make(VIEWS["Belarus"], shipped, "ru")
    assert again == made["Belarus", "ru"]
    with zipfile.ZipFile(io.BytesIO(again)) as parts:
        day = shipped.updated
        assert {info.date_time[:3] for info in parts.infolist()} == {(day.year, day.month, day.day)}
        dates = re.findall(r"\d{4}-\d\d-\d\dT", parts.read("docProps/core.xml").decode())
    assert set(dates) == {f"{day.isoformat()}T"}


def test_no_action_is_no_file(shipped: Dataset) -> None:
    with pytest.raises(NothingSelected):
        make(Filters(q="no such word at all"), shipped, "en")


def test_every_brief_is_one_page(
    made: dict,
    tmp_path: Path,
    spoil: Callable[..., Path],
    shipped: Dataset,
    as_pdf: Callable[[list[Path]], list[Path]],
) -> None:
    for (name, language), content in made.items():
        (tmp_path / f"{name}-{language}.docx").write_bytes(content)
    package = spoil("actions", "BY-2019-01", title="A very long title of an action " * 8)
    (tmp_path / "long-en.docx").write_bytes(make(Filters(), load(package), "en"))
    files = sorted(tmp_path.glob("*.docx"))
    pages = {file.stem: len(re.findall(rb"/Type\s*/Page\b", file.read_bytes())) for file in as_pdf(files)}
    assert pages == dict.fromkeys(pages, 1)
