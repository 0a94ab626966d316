"""The data page: what it tells of the rows in view, in both languages, and of a package that is not ours."""

from __future__ import annotations

import io
from functools import partial
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from conftest import ROOT, SMALL
from dashboard.exports import citation
from dashboard.i18n import LANGUAGES, Translator
from dashboard.numbers import summaries
from dashboard.package import dataset as datasets
from dashboard.package import documents
from dashboard.package.dataset import Dataset
from dashboard.query.addresses import FILES_POINT_TO
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from dashboard.telling import wording
from dashboard.ui import coverage, data
from dashboard.web import examples
from opening import heading_levels, open_page, plain

TABS = tuple(data.contents(Translator("en")))


opened = partial(open_page, "data")


def said(at: AppTest) -> str:
    """All that the page says in Markdown, headings and captions."""
    texts = [*at.markdown, *at.header, *at.subheader, *at.caption]
    return "\n".join(element.value for element in texts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tab", TABS)
def test_every_section_is_there_in_the_language(tab: str, language: str, shipped: Dataset) -> None:
    at, t = opened(lang=language, country="BY", tab=tab), Translator(language)
    assert [plain(one.label) for one in at.tabs] == list(data.contents(t).values())
    assert len(at.header) == (tab != "coverage")  # of the open section; the chart of the first has a title of its own
    assert ".md)" not in said(at)  # no link to a file that the page has not
    own = shipped.in_language(language)
    selection = select(Filters(country=("BY",)), own)
    codes = [block.value for block in at.code]
    labels = [expander.label for expander in at.expander]
    match tab:
        case "cite":
            assert citation.plain(selection, t, f"{FILES_POINT_TO}?country=BY&lang={language}") in codes
        case "api":
            assert any("api/v1/actions.csv?country=BY" in code for code in codes)
        case "dictionary":
            tables = {f"{own.title(name)} · `{table.path}`" for name, table in own.schema.resources.items()}
            assert tables <= set(labels)
        case "codebook":
            book = documents.text(ROOT / "data", "codebook", language)
            assert book is not None
            _, sections = documents.sections(book)
            assert len(sections) >= 5
            assert {section.heading for section in sections} <= {heading.value for heading in at.subheader}
            assert {part.heading for section in sections for part in section.parts} <= set(labels)


@pytest.mark.parametrize("tab", TABS)
def test_headings_do_not_skip_a_level(tab: str) -> None:
    at = opened(lang="en", tab=tab)
    assert not any(line.startswith("#") for block in at.markdown for line in block.value.splitlines())
    levels = heading_levels(at)
    assert levels[0] == 1 and levels.count(1) == 1
    assert levels.count(2) == (tab != "coverage")
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []


@pytest.mark.parametrize("query", [{}, {"theme": "naloxone"}, {"country": "KZ"}])
def test_the_coverage_counts_what_the_summaries_count(query: dict[str, str], shipped: Dataset) -> None:
    at = opened(lang="en", unfolded=["table_coverage"], **query)
    filters, _ = Filters.from_query(query.items(), shipped)
    frame = summaries.coverage(select(filters, shipped))
    frame = frame.assign(home=frame["country"].map(Translator("en").country)).sort_values("home", kind="stable")
    table = at.table[0].value
    assert list(table["Action"]) == ["Reported", *frame["title"]]
    words = wording.gaps(Translator("en"))
    for what in summaries.COVERED:
        label = wording.capital(words[what])
        assert table[label].iloc[0] == f"{int(frame[what].sum())} of {len(frame)}"
        assert [cell != "not reported" for cell in table[label].iloc[1:]] == list(frame[what])


def test_a_long_coverage_is_cut_and_says_so() -> None:
    given = dict.fromkeys([*summaries.COVERED, "date_inferred", "place_partly"], True)
    table = coverage.table(pd.DataFrame([{"title": "x", "country": "BY"} | given] * 200), Translator("en"))
    assert len(table) == coverage.MOST_ROWS + 2
    assert table["Action"].iloc[-1] == "and 50 more actions"
    assert table["Date"].iloc[0] == "200 of 200"


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_nothing_in_view_the_page_says_so_and_offers_no_file(language: str) -> None:
    at = opened(**{"lang": language, "theme": "naloxone", "from": "2030-01-01", "tab": "files"})
    keys = {button.proto.id for button in at.get("download_button")}
    assert not any("-data_" in key for key in keys)
    assert Translator(language)("No action is in view, so there is nothing to download.") in said(at)
    assert len(at.tabs) == len(TABS)


def test_the_table_links_carry_the_filters(shipped: Dataset) -> None:
    at = opened(lang="ru", country="LT", tab="files")
    links = next(table.value for table in at.table if "actions.csv" in str(table.value.iloc[1, 0]))
    assert len(links) == len(shipped.schema.resources)
    assert links.iloc[1, 0] == "[actions.csv](/api/v1/tables/actions.csv?country=LT)"
    assert links.iloc[1, 1] == str(len(select(Filters(country=("LT",)), shipped)))


def test_the_public_address_stands_in_examples_and_citation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_PUBLIC_URL", "https://atlas.example/eeca/")
    codes = [block.value for tab in ("api", "cite") for block in opened(lang="en", theme="naloxone", tab=tab).code]
    query = "?theme=naloxone&lang=en"
    assert f"https://atlas.example/eeca/api/v1/actions.geojson{query}" in codes
    assert any(code.endswith(f"https://atlas.example/eeca/actions{query}") for code in codes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_package_that_brings_no_documents(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(SMALL))
    t, d = Translator(language), datasets.cached(SMALL)
    words = plain(" ".join(said(opened(lang=language, tab=tab)) for tab in ("codebook", "changes")))
    assert t("This dataset brings no codebook. Its columns are explained in the dictionary.") in words
    log = t(
        "This dataset brings no change log. It is version {version} of {date}.",
        version=d.version,
        date=t.date(d.updated),
    )
    assert log in words


def test_the_change_log_knows_this_version(shipped: Dataset) -> None:
    for language in LANGUAGES:
        log = documents.text(ROOT / "data", "CHANGELOG", language)
        assert log is not None
        _, versions = documents.sections(log)
        assert versions[0].heading == f"{shipped.version}, {shipped.updated.isoformat()}"


def test_documents_come_from_the_package_itself(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "codebook.md").write_text("# Ours\n\nA word.\n", encoding="utf-8")
    assert documents.text(tmp_path, "codebook", "ru") == "# Ours\n\nA word.\n"
    (tmp_path / "codebook.ru.md").write_text("# Наша\n", encoding="utf-8")
    assert documents.text(tmp_path, "codebook", "ru") == "# Наша\n"
    assert documents.text(tmp_path, "CHANGELOG", "ru") is None
    assert documents.text(tmp_path / "some.xlsx", "CHANGELOG", "ru") is None


def test_a_document_is_cut_and_mended() -> None:
    before, found = documents.sections("# T\n\n*In English: [b.md](b.md).*\n\nIn.\n\n## A\nx\n### B\ny\n## C\nz\n")
    assert documents.for_page(before, documents.no_link).strip() == "In."
    assert [(s.heading, s.text.strip()) for s in found] == [("A", "x"), ("C", "z")]
    assert found[0].parts[0].heading == "B"
    text = "See [the file](data/a.csv), [there](https://example.org/), `BY-1`, `other`; $5 and $6."
    shown = documents.for_page(text, {"BY-1": "?record=action:BY-1"}.get)
    assert shown == (
        r"See the file, [there](https://example.org/), [`BY-1`](?record=action:BY-1), `other`; \$5 and \$6."
    )


def test_the_python_example_runs(tmp_path: Path, shipped: Dataset) -> None:
    from dashboard.exports import FORMATS

    selection = select(Filters(country=("KZ",)), shipped)
    file = tmp_path / "rows.csv"
    file.write_bytes(FORMATS["csv"].render(selection, Translator("en"), "/actions"))
    code = next(e.code for e in examples.calls(str(file), "", "", "x.csv") if e.program.startswith("Python"))
    names: dict[str, pd.DataFrame] = {}
    exec(code, names)
    read = names["actions"]
    assert len(read) == len(selection)
    assert read["start_date"].dtype.kind == "M"
    assert set(read["country"]) == {"KZ"}
    assert io.BytesIO(file.read_bytes()).read(3) == b"\xef\xbb\xbf"  # what the R example's encoding is for
