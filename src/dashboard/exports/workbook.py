"""The rows in view as an Excel workbook: a sheet about the view, the tables, a dictionary."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import xlsxwriter

from dashboard.exports import about
from dashboard.i18n import Translator
from dashboard.numbers import records, summaries
from dashboard.query.selection import Selection
from dashboard.telling import wording

MAX_CELL = 32_767  # characters, Excel's own limit
CUT = "[…]"
FIRST_YEAR = 1900  # the first of which Excel knows dates; earlier ones are text
LINE = 15  # points: the height of a line
MAX_LINES = 12  # of a row: a longer text is read in the cell itself
NARROW, MIDDLE, WIDE, TEXT, ABOUT = 11, 18, 32, 60, 100  # widths of columns in characters


@dataclass(frozen=True)
class Column:
    """One column of a sheet: heading, values, width; `kind` is text, date or number."""

    heading: str
    values: list[Any]
    width: int = MIDDLE
    kind: str = "text"


def render(selection: Selection, t: Translator, link: str) -> bytes:
    """The workbook in the reader's language; every text is a text cell, dates and numbers are real ones."""
    packed = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(packed, options)
    updated = selection.dataset.updated
    title = selection.dataset.title("package")
    book.set_properties({"title": title, "created": dt.datetime(updated.year, updated.month, updated.day)})
    style = _styles(book)
    taken: set[str] = set()
    d = selection.dataset
    sheets = [
        (d.title("actions"), _actions(selection, t)),
        (d.title("places"), _places(selection, t)),
        (d.title("organisations"), _organisations(selection, t)),
        (d.title("themes"), _themes(selection, t)),
        (d.title("demands"), _demands(selection, t)),
        (d.title("outcomes"), _outcomes(selection, t)),
        (d.title("policy_facts"), _policy_facts(selection, t)),
        (t("Dictionary"), _dictionary(selection, t)),
    ]
    facts = about.facts(selection, t, link)
    if cut := sum(_is_cut(value) for _, columns in sheets for column in columns for value in column.values):
        words = t.n(
            "{n} text is longer than a cell can hold and ends in {mark}; the other files hold it whole",
            "{n} texts are longer than a cell can hold and end in {mark}; the other files hold them whole",
            cut,
            mark=CUT,
        )
        facts.append((t("Left out"), words))
    _write_about(book.add_worksheet(sheet_name(t("About"), taken)), style, title, facts)
    for name, columns in sheets:
        _write_table(book.add_worksheet(sheet_name(name, taken)), style, columns)
    book.close()
    return packed.getvalue()


def sheet_name(title: str, taken: set[str]) -> str:
    """A name that Excel takes: at most 31 characters, none that it forbids, each once. Adds it to `taken`."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", title).strip("' ")[:31] or "-"
    name, number = plain, 2
    while name.casefold() in taken:
        name, number = f"{plain[:27]} ({number})", number + 1
    taken.add(name.casefold())
    return name


def _actions(selection: Selection, t: Translator) -> list[Column]:
    d = selection.dataset
    rows = records.action_rows(selection, t)
    sources = selection["sources"].set_index("source_id")["title"]
    silent = t("not reported")

    def own(name: str, width: int = MIDDLE, kind: str = "text") -> Column:
        return Column(d.title("actions", name), _cells(rows[name]), width, kind)

    def coded(name: str, width: int = MIDDLE) -> Column:
        labels = {code: d.category_label("actions", name, code) for code in rows[name].dropna().unique()}
        return Column(d.title("actions", name), _cells(rows[name].map(labels)), width)

    def told(heading: str, name: str, width: int = WIDE, empty: str | None = None) -> Column:
        return Column(heading, [value if value else empty for value in _cells(rows[name])], width)

    return [
        own("action_id"),
        own("title", WIDE),
        told(d.title("actions", "country"), "country_name", MIDDLE),
        told(t("Cities where it was held"), "cities", WIDE, silent),
        told(t("Cities where its materials were handed out"), "cities_materials"),
        told(t("Cities that participants came from"), "cities_participants"),
        told(d.title("actions", "action_type"), "action_type_label", MIDDLE),
        own("start_date", MIDDLE, "date"),
        own("end_date", MIDDLE, "date"),
        coded("date_precision"),
        coded("date_basis"),
        own("date_text", MIDDLE),
        told(d.title("actions", "participants_text"), "participants_text", MIDDLE, silent),
        own("participants_min", MIDDLE, "number"),
        own("participants_max", MIDDLE, "number"),
        told(d.title("actions", "participants_qualifier"), "participants_qualifier_label", MIDDLE),
        told(t("Themes"), "themes"),
        told(t("Organisers"), "organisers", WIDE, silent),
        told(t("Partners and supporters"), "partners"),
        told(t("Institutions addressed"), "addressed"),
        own("summary", TEXT),
        told(t("Slogans"), "slogans"),
        told(t("Demands"), "demands", TEXT),
        told(t("Outcomes"), "outcomes", TEXT, silent),
        told(t("Outputs"), "outputs"),
        Column(d.title("actions", "places_complete"), _yes_no(rows["places_complete"], t), NARROW),
        Column(d.title("actions", "source_id"), _cells(rows["source_id"].map(sources)), WIDE),
        own("source_section", WIDE),
        _source_lines(selection, "actions", rows),
    ]


def _places(selection: Selection, t: Translator) -> list[Column]:
    d, rows = selection.dataset, summaries.places(selection)
    return [
        _own(selection, "places", rows, "place_id"),
        _own(selection, "places", rows, "name", WIDE),
        Column(d.title("places", "country"), [t.country(code) for code in rows["country"]]),
        Column(t("Actions held there"), _cells(rows["actions"]), MIDDLE, "number"),
        Column(t("Of these, held in several cities"), _cells(rows["shared"]), MIDDLE, "number"),
        Column(t("Actions that only handed out materials there"), _cells(rows["materials"]), MIDDLE, "number"),
        Column(t("Actions with participants from there"), _cells(rows["participants"]), MIDDLE, "number"),
        Column(t("Organisations in the actions held there alone"), _cells(rows["organisations"]), MIDDLE, "number"),
        _own(selection, "places", rows, "latitude", MIDDLE, "number"),
        _own(selection, "places", rows, "longitude", MIDDLE, "number"),
    ]


def _organisations(selection: Selection, t: Translator) -> list[Column]:
    """Those that stand in an action, the most active first, then those that only demands are addressed to."""
    d = selection.dataset
    counted = summaries.organisations(selection)
    others = selection["organisations"]
    others = others[~others["organisation_id"].isin(counted["organisation_id"])]
    rows = pd.concat([counted, others], ignore_index=True)[list(counted.columns)]
    demands = selection["demand_addressees"].groupby("organisation_id")["demand_id"].nunique()
    kinds = {kind: d.category_label("organisations", "kind", kind) for kind in rows["kind"].unique()}
    led_by = {
        row.organisation_id: d.category_label("organisations", "led_by", row.led_by)
        for row in selection["organisations"].itertuples()
    }

    def number(heading: str, name: str) -> Column:
        return Column(heading, _cells(rows[name].fillna(0)), MIDDLE, "number")

    return [
        _own(selection, "organisations", rows, "organisation_id"),
        _own(selection, "organisations", rows, "name", TEXT),
        Column(d.title("organisations", "kind"), _cells(rows["kind"].map(kinds)), WIDE),
        Column(d.title("organisations", "led_by"), [led_by[i] for i in rows["organisation_id"]], WIDE),
        Column(
            d.title("organisations", "country"),
            [t.country(c) if pd.notna(c) else None for c in rows["country"]],
        ),
        Column(d.title("organisations", "is_named"), _yes_no(rows["is_named"], t), NARROW),
        number(t("Actions as organiser"), "organiser"),
        number(t("Actions as partner or supporter"), "partner"),
        number(t("Actions that addressed it"), "addressed"),
        number(t("Actions in all"), "actions"),
        Column(
            t("Demands addressed to it"),
            _cells(rows["organisation_id"].map(demands).fillna(0)),
            MIDDLE,
            "number",
        ),
    ]


def _themes(selection: Selection, t: Translator) -> list[Column]:
    d, rows = selection.dataset, summaries.themes(selection)
    no_bases = ("theme_id", "label", "definition", "actions", "only_mentioned")
    bases = [name for name in rows.columns if name not in no_bases]
    return [
        _own(selection, "themes", rows, "theme_id", WIDE),
        _own(selection, "themes", rows, "label", WIDE),
        _own(selection, "themes", rows, "definition", TEXT),
        Column(t("Actions"), _cells(rows["actions"]), NARROW, "number"),
        *(
            Column(d.category_label("action_themes", "basis", basis), _cells(rows[basis]), MIDDLE, "number")
            for basis in bases
        ),
    ]


def _demands(selection: Selection, t: Translator) -> list[Column]:
    d = selection.dataset
    rows = records.demand_rows(d, selection["demands"]["demand_id"], t)
    return [
        _own(selection, "demands", rows, "demand_id"),
        _own(selection, "demands", rows, "text", TEXT),
        Column(d.title("demands", "country"), _cells(rows["country_name"])),
        Column(d.title("demands", "directness"), _cells(rows["directness_label"])),
        Column(t("Addressed to"), _joined(rows["addressees"]), WIDE),
        Column(t("Themes"), _joined(rows["theme_labels"]), WIDE),
        Column(t("Actions"), _joined(rows["action_ids"]), WIDE),
        _own(selection, "demands", rows, "source_section", WIDE),
        _source_lines(selection, "demands", rows),
    ]


def _outcomes(selection: Selection, t: Translator) -> list[Column]:
    d, rows = selection.dataset, selection["outcomes"]
    actions = selection["outcome_actions"].merge(selection["actions"][["action_id", "title"]], on="action_id")
    of = actions.groupby("outcome_id", sort=False).agg(tuple)
    kinds = {kind: d.category_label("outcomes", "kind", kind) for kind in rows["kind"].unique()}
    ids = rows["outcome_id"]
    return [
        _own(selection, "outcomes", rows, "outcome_id"),
        Column(d.title("outcomes", "kind"), _cells(rows["kind"].map(kinds)), WIDE),
        _own(selection, "outcomes", rows, "text", TEXT),
        Column(t("Actions"), _joined(of["action_id"].get(i, ()) for i in ids), WIDE),
        Column(t("Titles of the actions"), _joined(of["title"].get(i, ()) for i in ids), TEXT),
        _theme_labels(selection, "outcome_themes", ids, t),
        _own(selection, "outcomes", rows, "follow_up_date", MIDDLE, "date"),
        _own(selection, "outcomes", rows, "follow_up_text", WIDE),
        _source_lines(selection, "outcomes", rows),
    ]


def _theme_labels(selection: Selection, joins: str, ids: pd.Series, t: Translator) -> Column:
    """The labels of the themes that rows have by a table of joins."""
    labels = selection[joins].merge(selection["themes"][["theme_id", "label"]], on="theme_id")
    of = labels.groupby(ids.name, sort=False)["label"].agg(tuple)
    return Column(t("Themes"), _joined(of.get(i, ()) for i in ids), WIDE)


def _policy_facts(selection: Selection, t: Translator) -> list[Column]:
    d, rows = selection.dataset, selection["policy_facts"]
    return [
        _own(selection, "policy_facts", rows, "fact_id"),
        Column(d.title("policy_facts", "country"), [t.country(code) for code in rows["country"]]),
        _theme_labels(selection, "policy_fact_themes", rows["fact_id"], t),
        _own(selection, "policy_facts", rows, "text", TEXT),
        _own(selection, "policy_facts", rows, "value", NARROW, "number"),
        _own(selection, "policy_facts", rows, "unit"),
        _own(selection, "policy_facts", rows, "law", WIDE),
        _own(selection, "policy_facts", rows, "as_of", NARROW),
        _own(selection, "policy_facts", rows, "source_section", WIDE),
        _source_lines(selection, "policy_facts", rows),
    ]


def _dictionary(selection: Selection, t: Translator) -> list[Column]:
    """The descriptor's own words on every column of every table of the dataset."""
    d = selection.dataset
    types = {
        "string": t("text"),
        "integer": t("whole number"),
        "number": t("number"),
        "date": t("date"),
        "boolean": t("yes or no"),
        "year": t("year"),
    }
    rows = []
    for table in d.schema.resources.values():
        for f in table.fields:
            labels = [(code, d.category_label(table.name, f.name, code)) for code in f.enum]
            codes = "\n".join(code if label == code else f"{code}: {label}" for code, label in labels)
            heading, told = d.title(table.name, f.name), d.description(table.name, f.name)
            rows.append((d.title(table.name), heading, told, types[f.type], codes, f"{table.name}.{f.name}"))
    headings = [
        t("Table"),
        t("Column"),
        t("Description"),
        t("Kind of value"),
        t("Codes"),
        t("Name in the data files"),
    ]
    widths = [MIDDLE, WIDE, TEXT, MIDDLE, WIDE, WIDE]
    columns = zip(*rows, strict=True)
    return [Column(h, list(values), w) for h, values, w in zip(headings, columns, widths, strict=True)]


def _own(
    selection: Selection, table: str, rows: pd.DataFrame, name: str, width: int = MIDDLE, kind: str = "text"
) -> Column:
    """A column of the dataset under its heading in the dictionary."""
    return Column(selection.dataset.title(table, name), _cells(rows[name]), width, kind)


def _source_lines(selection: Selection, table: str, rows: pd.DataFrame) -> Column:
    """Where in the source each row stands, as people write it."""
    values = [wording.readable_lines(cell) for cell in rows["source_lines"]]
    return Column(selection.dataset.title(table, "source_lines"), values)


def _cells(values: pd.Series) -> list[Any]:
    """The values as Python's own, None for missing."""
    objects = values.astype("object")
    return objects.where(objects.notna(), None).tolist()


def _joined(lists: Iterable[tuple[str, ...]]) -> list[str]:
    return [records.SEPARATOR.join(items) for items in lists]


def _yes_no(values: pd.Series, t: Translator) -> list[str | None]:
    said = {True: t("yes"), False: t("no")}
    return [None if value is None else said[bool(value)] for value in _cells(values)]


def _styles(book: xlsxwriter.Workbook) -> dict[str, Any]:
    top = {"valign": "top"}
    return {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "heading": book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#F3F1EB", "bottom": 1}
        ),
        "label": book.add_format({**top, "bold": True}),
        "text": book.add_format({**top, "text_wrap": True}),
        "number": book.add_format({**top, "align": "right"}),
        "date": book.add_format({**top, "num_format": "yyyy-mm-dd", "align": "left"}),
    }


def _write_about(sheet: Any, style: dict[str, Any], title: str, facts: list[tuple[str, str]]) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, ABOUT)
    sheet.write_string(0, 0, title, style["title"])
    for row, (label, text) in enumerate(facts, start=2):
        sheet.set_row(row, LINE * _lines(text, ABOUT))
        sheet.write_string(row, 0, label, style["label"])
        sheet.write_string(row, 1, _fitting(text), style["text"])
    _fit_print(sheet)


def _write_table(sheet: Any, style: dict[str, Any], columns: list[Column]) -> None:
    lines = [1] * max(len(column.values) for column in columns)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, column.heading, style["heading"])
        for row, value in enumerate(column.values, start=1):
            if value is None or value == "":
                continue
            if column.kind == "date" and value.year < FIRST_YEAR:
                sheet.write_string(row, number, value.strftime("%Y-%m-%d"), style["text"])
            elif column.kind == "date":
                sheet.write_datetime(row, number, value, style["date"])
            elif column.kind == "number":
                sheet.write_number(row, number, value, style["number"])
            else:
                sheet.write_string(row, number, _fitting(str(value)), style["text"])
                lines[row - 1] = max(lines[row - 1], _lines(str(value), column.width))
    sheet.set_row(0, 3 * LINE)
    for row, count in enumerate(lines, start=1):
        sheet.set_row(row, LINE * min(count, MAX_LINES))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(lines), len(columns) - 1)
    sheet.repeat_rows(0)
    _fit_print(sheet)


def _is_cut(value: object) -> bool:
    return isinstance(value, str) and len(value) > MAX_CELL


def _fitting(text: str) -> str:
    """The text as far as a cell can hold it, with a mark where it is cut."""
    return f"{text[: MAX_CELL - len(CUT) - 1]} {CUT}" if len(text) > MAX_CELL else text


def _lines(text: str, width: int) -> int:
    """How many lines a wrapped text takes in a column: not every reader's program works it out by itself."""
    return sum(max(1, math.ceil(1.1 * len(line) / width)) for line in text.split("\n"))


def _fit_print(sheet: Any) -> None:
    """Landscape A4, all columns on one page's width."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
