"""The workbook, opened as Excel and pandas would open it."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.exports import about, workbook
from dashboard.i18n import LANGUAGES, Translator
from dashboard.numbers import records
from dashboard.package.dataset import Dataset, load
from dashboard.query import addresses
from dashboard.query.filters import Filters
from dashboard.query.selection import Selection, select
from views import VIEWS, ids, rendered, viewed


@pytest.mark.parametrize("view", [VIEWS[1], VIEWS[3], VIEWS[6], VIEWS[8]], indirect=True)
def test_workbook_holds_the_rows_in_view(view: tuple[Selection, Translator]) -> None:
    selection, t = view
    content = rendered("xlsx", selection, t)
    own = selection.dataset
    sheets = pd.read_excel(io.BytesIO(content), sheet_name=None, header=None)
    about_it = sheets.pop(t("About"))
    sheets = {name: sheet[1:].set_axis(sheet.iloc[0], axis=1) for name, sheet in sheets.items()}
    rows = sheets[own.title("actions")]
    assert sorted(rows[own.title("actions", "action_id")].astype("str")) == ids(selection)
    first = rows[own.title("actions", "start_date")]
    expected = records.action_rows(selection, t)["start_date"]
    assert [None if pd.isna(day) else pd.Timestamp(day) for day in first] == [
        None if pd.isna(day) else day for day in expected
    ]
    for table, key in (
        ("places", "place_id"),
        ("organisations", "organisation_id"),
        ("demands", "demand_id"),
        ("outcomes", "outcome_id"),
        ("policy_facts", "fact_id"),
    ):
        column = sheets[own.title(table)][own.title(table, key)]
        assert sorted(column.astype("str")) == sorted(selection[table][key]), table
    assert selection.filters.describe(own, t) in about_it[1].tolist()
    assert own.version in about_it.to_csv()


def test_workbook_has_no_formula_and_keeps_types() -> None:
    for language in LANGUAGES:
        selection, t, link = viewed("", language)
        book = openpyxl.load_workbook(io.BytesIO(workbook.render(selection, t, link)))
        for sheet in book:
            assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type in ("f", "e")]
            if sheet.title != t("About"):
                assert sheet.freeze_panes == "B2"
                assert sheet.auto_filter.ref
        sheet = book[selection.dataset.title("actions")]
        titles = [row[1].value for row in sheet.iter_rows(min_row=2)]
        assert any(title.startswith("=") for title in titles)
        heading = [cell.value for cell in sheet[1]]
        day = sheet.cell(2, heading.index(selection.dataset.title("actions", "start_date")) + 1)
        assert isinstance(day.value, dt.datetime)
        assert book.properties.created.date() == selection.dataset.updated


def test_sheet_names_are_what_excel_takes() -> None:
    taken: set[str] = set()
    long = "Организации, группы и учреждения: все [до одной]"
    assert len(workbook.sheet_name(long, taken)) <= 31
    assert workbook.sheet_name(long, taken) != workbook.sheet_name(long, taken)


# Every column of every sheet: heading (`.name` for the dictionary's heading of that column), width, kind of value.
LAYOUT = {
    "actions": """
        .action_id|18|text .title|32|text .country|18|text
        Cities where it was held|32|text Cities where its materials were handed out|32|text
        Cities that participants came from|32|text .action_type|18|text .start_date|18|date .end_date|18|date
        .date_precision|18|text .date_basis|18|text .date_text|18|text .participants_text|18|text
        .participants_min|18|number .participants_max|18|number .participants_qualifier|18|text Themes|32|text
        Organisers|32|text Partners and supporters|32|text Institutions addressed|32|text .summary|60|text
        Slogans|32|text Demands|60|text Outcomes|60|text Outputs|32|text .places_complete|11|text
        .source_id|32|text .source_section|32|text .source_lines|18|text""",
    "places": """
        .place_id|18|text .name|32|text .country|18|text Actions held there|18|number
        Of these, held in several cities|18|number Actions that only handed out materials there|18|number
        Actions with participants from there|18|number Organisations in the actions held there alone|18|number
        .latitude|18|number .longitude|18|number""",
    "organisations": """
        .organisation_id|18|text .name|60|text .kind|32|text .led_by|32|text .country|18|text .is_named|11|text
        Actions as organiser|18|number Actions as partner or supporter|18|number Actions that addressed it|18|number
        Actions in all|18|number Demands addressed to it|18|number""",
    "themes": """
        .theme_id|32|text .label|32|text .definition|60|text Actions|11|number =aim|18|number =message|18|number
        =demand|18|number =outcome|18|number =mention|18|number""",
    "demands": """
        .demand_id|18|text .text|60|text .country|18|text .directness|18|text Addressed to|32|text Themes|32|text
        Actions|32|text .source_section|32|text .source_lines|18|text""",
    "outcomes": """
        .outcome_id|18|text .kind|32|text .text|60|text Actions|32|text Titles of the actions|60|text Themes|32|text
        .follow_up_date|18|date .follow_up_text|32|text .source_lines|18|text""",
    "policy_facts": """
        .fact_id|18|text .country|18|text Themes|32|text .text|60|text .value|11|number .unit|18|text .law|32|text
        .as_of|11|text .source_section|32|text .source_lines|18|text""",
    "Dictionary": """
        Table|18|text Column|32|text Description|60|text Kind of value|18|text Codes|32|text
        Name in the data files|32|text""",
}


def opened(query: str = "", language: str = "en") -> tuple[openpyxl.Workbook, Selection, Translator]:
    selection, t, link = viewed(query, language)
    return openpyxl.load_workbook(io.BytesIO(workbook.render(selection, t, link))), selection, t


def columns(sheet: str, own: Dataset, t: Translator) -> list[tuple[str, int, str]]:
    """The heading, width and kind of every column that a sheet should have."""
    found = re.findall(r"\s*(.+?)\|(\d+)\|(text|number|date)", LAYOUT[sheet])
    headings = [
        own.title(sheet, name[1:])
        if name.startswith(".")
        else own.category_label("action_themes", "basis", name[1:])
        if name.startswith("=")
        else t(name)
        for name, _, _ in found
    ]
    return [(heading, int(width), kind) for heading, (_, width, kind) in zip(headings, found, strict=True)]


def widths(sheet: Worksheet) -> list[int]:
    """The width of every column; the file tells equal neighbours together."""
    told = {
        number: int(about.width)
        for about in sheet.column_dimensions.values()
        for number in range(about.min, about.max + 1)
    }
    return [told[number] for number in range(1, sheet.max_column + 1)]


def kind(cell: Cell) -> str:
    assert cell.alignment.vertical == "top"
    if cell.data_type == "d":
        assert (cell.number_format, cell.alignment.horizontal) == ("yyyy-mm-dd", "left")
        return "date"
    if cell.data_type == "n":
        assert cell.alignment.horizontal == "right"
        return "number"
    assert cell.alignment.wrap_text
    return "text"


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_have_their_columns(language: str) -> None:
    book, selection, t = opened(language=language)
    own = selection.dataset
    names = [t(name) if name == "Dictionary" else own.title(name) for name in LAYOUT]
    assert book.sheetnames == [t("About"), *names]
    for name, sheet in zip(LAYOUT, book.worksheets[1:], strict=True):
        expected = columns(name, own, t)
        assert [cell.value for cell in sheet[1]] == [heading for heading, _, _ in expected]
        assert widths(sheet) == [width for _, width, _ in expected]
        for column, (heading, _, of_kind) in zip(sheet.iter_cols(min_row=2), expected, strict=True):
            kinds = {kind(cell) for cell in column if cell.value is not None}
            assert kinds <= {of_kind}, (name, heading)
            assert kinds or heading in (t("Cities that participants came from"), t("Codes")), (name, heading)
        assert sheet.row_dimensions[1].height == 45
        first = sheet["A1"]
        assert first.font.bold and first.alignment.wrap_text and first.alignment.vertical == "center"
        assert first.fill.fgColor.rgb == "FFF3F1EB" and first.border.bottom.style == "thin"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.auto_filter.ref == sheet.dimensions


def test_sheets_print_on_one_page_s_width() -> None:
    book, _, _ = opened()
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((None, 0), (1, 0))


def rows(book: openpyxl.Workbook, sheet: str) -> dict[str, dict[str, object]]:
    """The rows of a sheet by the value of their first cell; empty cells left out."""
    heading, *others = book[sheet].iter_rows(values_only=True)
    return {
        str(row[0]): {h: value for h, value in zip(heading, row, strict=True) if value is not None} for row in others
    }


def test_an_action_is_told_in_words_and_figures() -> None:
    book, selection, _ = opened()
    own = selection.dataset
    found = rows(book, own.title("actions"))

    def title(name: str) -> str:
        return own.title("actions", name)

    def label(name: str, code: str) -> str:
        return own.category_label("actions", name, code)

    assert found["BY-2019-02"] == {
        title("action_id"): "BY-2019-02",
        title("title"): "Leaflets about naloxone in three cities",
        title("country"): "Belarus",
        "Cities where it was held": "Minsk; Brest",
        "Cities where its materials were handed out": "Gomel",
        title("action_type"): "Distribution",
        title("start_date"): dt.datetime(2019, 6, 1),
        title("end_date"): dt.datetime(2019, 6, 30),
        title("date_precision"): label("date_precision", "month"),
        title("date_basis"): label("date_basis", "inferred"),
        title("date_text"): "the whole month",
        title("participants_text"): "about 40 people",
        title("participants_min"): 40,
        title("participants_max"): 40,
        title("participants_qualifier"): label("participants_qualifier", "about"),
        "Themes": "Naloxone",
        "Organisers": "Open Door",
        title("summary"): "Leaflets were handed out in Minsk and Brest throughout June, and others took them to Gomel.",
        "Demands": "Put naloxone into pharmacies and hand it to people who use drugs",
        "Outcomes": "not reported",
        "Outputs": "about 500 leaflets",
        title("places_complete"): "no",
        title("source_id"): "Handmade report of 2019",
        title("source_section"): "BELARUS / Leaflets",
        title("source_lines"): "21–30, 35",
    }
    assert found["BY-2019-01"]["Slogans"] == "Naloxone saves lives"
    assert found["BY-2019-01"]["Partners and supporters"] == "People PLUS"
    assert found["BY-2019-01"]["Institutions addressed"] == "Ministry of Health of Belarus"
    assert found["BY-2019-03"]["Cities that participants came from"] == "Brest"
    assert found["BY-2019-03"]["Outcomes"] == "Eight people joined Open Door."
    silent = found["KZ-2019-01"]
    assert silent[title("participants_text")] == "not reported"
    assert not {title("participants_min"), title("start_date"), title("date_precision")} & set(silent)
    assert found["KZ-2020-02"]["Cities where it was held"] == "not reported"
    assert found["KZ-2020-02"]["Organisers"] == "Network of People Who Use Drugs"


def test_the_other_sheets_hold_what_they_head() -> None:
    book, selection, _ = opened()
    own = selection.dataset

    def row(sheet: str, key: str) -> list[object]:
        return list(rows(book, own.title(sheet))[key].values())

    kinds = {code: own.category_label("organisations", "kind", code) for code in ("community_led", "state_body")}
    assert row("places", "minsk") == ["minsk", "Minsk", "Belarus", 3, 1, 0, 0, 3, 53.90019, 27.56653]
    assert row("organisations", "open-door") == [
        "open-door", "Open Door", kinds["community_led"], "People who use drugs", "Belarus", "yes", 3, 0, 0, 3, 0,
    ]  # fmt: skip
    assert row("organisations", "by-ministry-of-health")[-5:] == [0, 0, 1, 1, 1]
    assert row("organisations", "karaganda-group")[4:] == ["Kazakhstan", "no", 1, 1, 0, 2, 0]
    assert row("themes", "ost_access") == [
        "ost_access", "Access to OST", "Opioid substitution treatment.", 2, 1, 0, 1, 0, 0,
    ]  # fmt: skip
    directness = own.category_label("demands", "directness", "explicit")
    assert row("demands", "BY-D01") == [
        "BY-D01",
        "Put naloxone into pharmacies and hand it to people who use drugs",
        "Belarus",
        directness,
        "Ministry of Health of Belarus",
        "Naloxone",
        "BY-2019-01; BY-2019-02",
        "BELARUS / Picket",
        "14",
    ]
    assert row("outcomes", "KZ-O01") == [
        "KZ-O01",
        own.category_label("outcomes", "kind", "reply_due"),
        "The prosecutor must answer.",
        "KZ-2019-03",
        "Letters to the prosecutor",
        "Access to OST",
        dt.datetime(2019, 7, 27),
        "a written answer",
        "84",
    ]
    assert row("policy_facts", "KZ-F01") == [
        "KZ-F01", "Kazakhstan", "Access to OST; Women who use drugs", "Treatment is offered in 13 cities.",
        13, "cities", "Order No. 1", "2019-06", "KAZAKHSTAN / Round table", "62",
    ]  # fmt: skip
    assert row("policy_facts", "EECA-F01")[1] == "whole region"


def test_the_dictionary_tells_every_column() -> None:
    book, selection, t = opened()
    own = selection.dataset
    lines = [tuple(row) for row in book[t("Dictionary")].iter_rows(min_row=2, values_only=True)]
    by_name = {line[-1]: line for line in lines}
    assert len(by_name) == len(lines) == sum(len(table.fields) for table in own.schema.resources.values())
    for table in own.schema.resources.values():
        for field in table.fields:
            told = by_name[f"{table.name}.{field.name}"]
            assert told[0] == own.title(table.name)
            assert told[1] == own.title(table.name, field.name)
            assert told[2] == own.description(table.name, field.name)
            codes = [line.partition(": ") for line in (told[4] or "").split("\n") if line]
            assert [code for code, _, _ in codes] == list(field.enum)
            for code, _, label in codes:
                assert (label or code) == own.category_label(table.name, field.name, code)
    kinds = {by_name[name][3] for name in ("actions.title", "places.place_id")}
    assert kinds == {"text"}
    assert by_name["actions.participants_min"][3] == "whole number"
    assert by_name["places.latitude"][3] == "number"
    assert by_name["actions.start_date"][3] == "date"
    assert by_name["actions.places_complete"][3] == "yes or no"
    assert by_name["sources.year"][3] == "year"


def test_the_first_sheet_tells_about_the_view() -> None:
    book, selection, t = opened("theme=naloxone", "ru")
    title = selection.dataset.title("package")
    sheet = book.worksheets[0]
    facts = about.facts(selection, t, addresses.file_link(selection.filters, "ru"))
    assert book.properties.title == sheet["A1"].value == title
    assert sheet["A1"].font.bold and sheet["A1"].font.size == 16
    assert [(row[0], row[1]) for row in sheet.iter_rows(min_row=3, values_only=True)] == facts
    assert widths(sheet) == [24, 100]
    assert sheet.sheet_view.showGridLines is False
    for label, text in sheet.iter_rows(min_row=3):
        assert label.font.bold and not text.font.bold and text.alignment.wrap_text
        assert (sheet.row_dimensions[label.row].height or 15) == 15 * workbook._lines(text.value, 100)


@pytest.mark.parametrize(
    ("text", "lines"), [("", 1), ("a" * 18, 1), ("a" * 19, 2), ("a" * 36, 2), ("a" * 37, 3), ("a\nb", 2), ("\n", 2)]
)
def test_how_many_lines_a_text_takes(text: str, lines: int) -> None:
    assert workbook._lines(text, 20) == lines


def test_a_row_is_as_high_as_its_longest_text_up_to_a_limit() -> None:
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed)
    long = "a" * 33_000
    columns = [
        workbook.Column("A", ["a", "b" * 60, long, ""], 18),
        workbook.Column("B", ["a\nb\nc", None, "c", 0], 18),
        workbook.Column("C", [1, 2.5, None, 0], 18, "number"),
    ]
    workbook._write_table(book.add_worksheet("S"), workbook._styles(book), columns)
    workbook._write_about(book.add_worksheet("About"), workbook._styles(book), "T", [("long", long)])
    book.close()
    read = openpyxl.load_workbook(packed)
    sheet = read["S"]
    assert [sheet.row_dimensions[row].height or 15 for row in range(2, 6)] == [45, 60, 180, 15]
    assert [cell.value for cell in sheet["B"]] == ["B", "a\nb\nc", None, "c", "0"]
    assert [cell.value for cell in sheet["C"]] == ["C", 1, 2.5, None, 0]
    assert sheet["A5"].value is None
    assert len(sheet["A4"].value) == len(read["About"]["B3"].value) == workbook.MAX_CELL


def test_names_of_sheets() -> None:
    taken: set[str] = set()
    assert workbook.sheet_name("'a[b]c:d*e?f/g\\h'", taken) == "a b c d e f g h"
    assert workbook.sheet_name("[]", taken) == "-"
    assert workbook.sheet_name("X" * 40, taken) == "X" * 31
    assert workbook.sheet_name("x" * 40, taken) == "x" * 27 + " (2)"
    assert workbook.sheet_name("X" * 40, taken) == "X" * 27 + " (3)"
    assert taken == {"a b c d e f g h", "-", "x" * 31, "x" * 27 + " (2)", "x" * 27 + " (3)"}


def test_who_is_only_spoken_to_and_who_is_not_told(spoil: Callable[..., Path]) -> None:
    spoil("organisations", "kz-prosecutor", country="")
    package = spoil("action_organisations", "KZ-2020-02", action_id="KZ-2020-01")
    joins = package / "action_organisations.csv"
    joins.write_text(joins.read_text(encoding="utf-8").replace("KZ-2019-03,kz-prosecutor,addressed,82\n", ""), "utf-8")
    own, t = load(package), Translator("en")
    book = openpyxl.load_workbook(io.BytesIO(workbook.render(select(Filters(), own), t, "/")))
    assert book.properties.created.date() == own.updated  # the day of the descriptor, not of the test
    assert rows(book, own.title("actions"))["KZ-2020-02"]["Organisers"] == "not reported"
    found = rows(book, own.title("organisations"))
    assert len(found) == book[own.title("organisations")].max_row - 1  # each once
    assert list(found)[-1] == "kz-prosecutor"
    last = found["kz-prosecutor"]
    assert own.title("organisations", "country") not in last
    assert list(last.values())[-5:] == [0, 0, 0, 0, 1]
