"""Validation: each mistake is found and told in one line; bad files never crash it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from dashboard.package.dataset import check, load
from dashboard.package.problems import Problem

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "data" / "small"


def told(path: Path) -> list[str]:
    return [str(problem) for problem in check(path)]


def test_valid_packages_have_no_problems(package: Path) -> None:
    assert told(package) == []
    assert told(SMALL) == []  # without a descriptor of its own, ours is the dictionary
    assert told(ROOT / "data") == []


def test_a_problem_is_told_in_one_line() -> None:
    problem = Problem("actions.csv", 17, "KZ-2020-03", "start_date", "31.06.2020", "is not a date; write YYYY-MM-DD")
    expected = 'actions.csv row 17 (KZ-2020-03), start_date: "31.06.2020" is not a date; write YYYY-MM-DD'
    assert str(problem) == expected
    long = Problem("a.csv", 2, "x", "title", "a\nb" * 90, "is long")
    assert "\n" not in str(long) and len(str(long)) < 120


# (table, row, cells to change) -> what the one problem says
MISTAKES = [
    (
        "actions",
        "BY-2019-01",
        {"start_date": "31.06.2020"},
        'row 2 (BY-2019-01), start_date: "31.06.2020" is not a date',
    ),
    ("actions", "BY-2019-01", {"start_date": "2019-06-31"}, '"2019-06-31" is not a date; write YYYY-MM-DD'),
    ("actions", "BY-2019-01", {"title": ""}, "title: must not be empty"),
    ("actions", "BY-2019-01", {"action_type": "parade"}, '"parade" is not in the table action_types'),
    ("actions", "BY-2019-01", {"source_id": "nowhere"}, '"nowhere" is not in the table sources'),
    (
        "actions",
        "BY-2019-01",
        {"date_basis": "guessed"},
        '"guessed" is not a known code; write one of stated',
    ),
    ("actions", "BY-2019-01", {"country": "LT"}, "is not the country that the action's id begins with"),
    ("actions", "BY-2019-01", {"places_complete": "yes"}, '"yes" is not true or false'),
    ("actions", "BY-2019-01", {"participants_min": "twelve"}, '"twelve" is not a whole number'),
    ("actions", "BY-2019-01", {"source_lines": "20-10"}, "ends before it begins"),
    ("actions", "BY-2019-01", {"source_lines": "10, 12"}, "does not name lines; write 241-307"),
    ("actions", "BY-2019-01", {"source_lines": "0-3"}, "counted from 1"),
    ("actions", "BY-2019-01", {"source_lines": "9" * 5000}, "does not name lines"),
    (
        "actions",
        "BY-2019-01",
        {"title": "Picket\vin Minsk"},
        'title: "Picket in Minsk" holds a character that cannot be printed, at position 7; delete it',
    ),
    ("slogans", "BY-S01", {"text": "Health\x1b[31m"}, '"Health�[31m" holds a character that cannot be printed'),
    ("translations/ru", "actions", {"text": "Пикет\ufffe"}, "cannot be printed, at position 6"),
    ("sources", "report-2019", {"sha256": "abc"}, "64 hexadecimal digits"),
    ("sources", "report-2019", {"year": "19"}, "is not a year"),
    ("places", "minsk", {"latitude": "53,9"}, '"53,9" is not a number; write digits with a point'),
    ("places", "minsk", {"latitude": "95"}, "is more than 90"),
    ("places", "minsk", {"country": "Belarus"}, "two capital letters"),
    ("organisations", "open-door", {"country": "XQ"}, "is not the code of a country"),
    ("organisations", "open-door", {"kind": "party"}, "is not a known code"),
    ("outputs", "BY-N01", {"value": "1e18"}, '"1e18" is not a number'),
    ("outputs", "BY-N01", {"value": "-1"}, "is less than 0"),
    ("outcomes", "BY-O01", {"output_id": "BY-N99"}, '"BY-N99" is not in the table outputs'),
    ("action_places", "KZ-2019-01", {"place_id": "atlantis"}, '"atlantis" is not in the table places'),
    ("policy_facts", "KZ-F01", {"as_of": "June 2019"}, "YYYY, YYYY-MM or YYYY-MM-DD"),
    ("translations/ru", "actions", {"table": "deeds"}, '"deeds" is not the name of a table'),
    (
        "translations/ru",
        "actions",
        {"row_id": "BY-2019-99"},
        '"BY-2019-99" is not the id of a row in actions',
    ),
    (
        "translations/ru",
        "actions",
        {"field": "start_date"},
        '"start_date" is not a column of text in actions',
    ),
    ("translations/ru", "datapackage", {"row_id": "bundle"}, '"bundle" is not in the descriptor'),
    ("translations/ru", "actions", {"text": ""}, "text: must not be empty"),
    ("translations/ru", "action_places", {"row_id": "BY-2019-01|minsk|held|"}, "is not the id of a row"),
]


@pytest.mark.parametrize(("table", "row_id", "cells", "expected"), MISTAKES)
def test_each_mistake_is_found_once(
    spoil: Callable[..., Path], table: str, row_id: str, cells: dict[str, str], expected: str
) -> None:
    lines = told(spoil(table, row_id, **cells))
    assert len(lines) == 1, lines
    assert expected in lines[0]
    assert lines[0].startswith(f"{table}.csv row ")


def test_a_country_without_an_outline_is_not_checked(spoil: Callable[..., Path]) -> None:
    assert told(spoil("organisations", "open-door", country="BR")) == []
    assert told(spoil("places", "minsk", country="BR")) == []


def test_repeated_ids_are_found_also_composite_ones(package: Path) -> None:
    for name in ("actions.csv", "action_places.csv"):
        lines = (package / name).read_text(encoding="utf-8").splitlines()
        (package / name).write_text("\n".join([*lines, lines[2]]) + "\n", encoding="utf-8")
    assert told(package) == [
        'actions.csv row 10 (BY-2019-02), action_id: "BY-2019-02" stands here again; row 3 has it already',
        "action_places.csv row 13 (BY-2019-02|minsk|held|), action_id + place_id + role + venue: "
        '"BY-2019-02|minsk|held|" stands here again; row 3 has it already',
    ]


def test_all_problems_come_in_one_pass(spoil: Callable[..., Path]) -> None:
    spoil("actions", "KZ-2019-01", title="", summary="")
    spoil("places", "minsk", latitude="north")
    package = spoil("demands", "BY-D01", directness="loud", source_lines="x")
    assert [line.split(":")[0] for line in told(package)] == [
        "actions.csv row 5 (KZ-2019-01), title",
        "actions.csv row 5 (KZ-2019-01), summary",
        "places.csv row 2 (minsk), latitude",
        "demands.csv row 2 (BY-D01), directness",
        "demands.csv row 2 (BY-D01), source_lines",
    ]


def test_a_missing_file_is_named_and_what_refers_to_it_is_not_blamed(package: Path) -> None:
    (package / "places.csv").unlink()
    (package / "geo" / "lakes.geojson").unlink()
    assert [line for line in told(package) if "translations" not in line] == [
        "geo/lakes.geojson: missing; the package needs it",
        "places.csv: missing; the package needs it",
    ]
    assert not any("translations" in line for line in told(package))


def test_missing_and_unknown_columns_are_named_once(package: Path) -> None:
    file = package / "actions.csv"
    frame = pd.read_csv(file, dtype=str, keep_default_na=False)
    frame.drop(columns="date_precision").assign(mood="good").to_csv(file, index=False)
    first, second = told(package)
    assert first == "actions.csv, date_precision: the column is missing"
    assert second.startswith('actions.csv: "mood" is a column that is not known here; known are action_id')


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "the file is empty"),
        ("place_id,name\nminsk,Минск\n".encode("cp1251"), "row 2: the file is not UTF-8"),
        ("place_id,name\n".encode("utf-16"), "not UTF-8"),
        (b"place_id\0,name\n", "the file is not text"),
        (b'place_id,name\n"minsk,Minsk\n', "quotation mark"),
        (b"place_id," + b"x," * 600 + b"\n", "the first row has 602 columns"),
    ],
)
def test_a_bad_file_is_told_and_never_crashes(package: Path, content: bytes, expected: str) -> None:
    (package / "places.csv").write_bytes(content)
    lines = told(package)
    assert len(lines) == 1 and expected in lines[0] and lines[0].startswith("places.csv"), lines


def test_a_row_of_another_length_is_named(package: Path) -> None:
    file = package / "themes.csv"
    file.write_text(file.read_text(encoding="utf-8") + "\nlaw,Law,,About law,too much\nshort,Short\n", encoding="utf-8")
    lines = told(package)
    assert lines[0] == "themes.csv row 8 (law): the row has 5 cells, the header 4"  # row 7 is blank
    assert lines[1] == "themes.csv row 9 (short): the row has 2 cells, the header 4"


def test_a_byte_order_mark_and_blank_cells_at_the_end_do_no_harm(package: Path) -> None:
    file = package / "themes.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(f"{line},," for line in lines) + "\n,,,,\n", encoding="utf-8-sig")
    assert told(package) == []


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"\xff",
        b"[]",
        b'{"type": "Point"}',
        b'{"features": 1}',
        b'{"features": [], "a": "\\ud800"}',
        b"[" * 100_000,
    ],
)
def test_bad_geojson_is_told(package: Path, content: bytes) -> None:
    (package / "geo" / "countries.geojson").write_bytes(content)
    assert told(package) == ["geo/countries.geojson: the file is not GeoJSON"]


@pytest.mark.parametrize("content", [b'{"features": []}', b'{"geometries": []}'])
def test_a_map_without_countries_is_told(package: Path, content: bytes) -> None:
    (package / "geo" / "countries.geojson").write_bytes(content)
    assert told(package) == ["geo/countries.geojson: the file holds no features; the map needs outlines of countries"]


@pytest.mark.parametrize(
    "feature",
    [
        None,
        {"properties": {"iso_a2": "BY"}},
        {"geometry": None, "properties": {"iso_a2": "BY"}},
        {"geometry": {"type": "Circle"}, "properties": {"iso_a2": "BY"}},
        {"geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {"iso_a2": "BY"}},
        {"geometry": {"type": "Polygon", "coordinates": []}, "properties": {"iso_a2": "BY"}},
        {"geometry": {"type": "Polygon", "coordinates": [[["a", 2]]]}, "properties": {"iso_a2": "BY"}},
        {"geometry": {"type": "Polygon", "coordinates": [[[1, 2], [2, 2], [2, 3], [1, 2]]]}, "properties": {}},
    ],
)
def test_an_outline_that_cannot_be_drawn_is_told(package: Path, feature: object) -> None:
    (package / "geo" / "countries.geojson").write_text(json.dumps({"features": [feature]}), encoding="utf-8")
    (line,) = told(package)
    assert line.startswith('geo/countries.geojson: "feature 1" is not an outline that can be drawn')


def test_a_broken_descriptor_is_told_and_ours_is_used(package: Path) -> None:
    (package / "datapackage.json").write_text('{"resources":', encoding="utf-8")
    assert [line.split(":")[0] for line in told(package)] == ["datapackage.json"]


def test_a_descriptor_must_describe_what_the_atlas_needs(package: Path) -> None:
    file = package / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    resources = {r["name"]: r for r in descriptor["resources"]}
    resources["places"]["schema"]["fields"].pop(-1)  # longitude
    resources["outputs"]["schema"]["fields"][3]["type"] = "string"  # value
    del resources["slogans"], resources["lakes"]
    file.write_text(json.dumps(descriptor | {"resources": list(resources.values())}), encoding="utf-8")
    lines = told(package)
    assert 'datapackage.json: "slogans" is a table that is not described' in lines
    assert 'datapackage.json: "places.longitude" is a column that is not described' in lines
    assert 'datapackage.json: "outputs.value" has the type string; it must be number' in lines
    assert 'datapackage.json: "lakes" is a map that is not described' in lines


def descriptor_of(package: Path, change: Callable[[dict[str, Any], dict[str, Any]], object]) -> list[str]:
    """What is told after a change of the descriptor, given as a whole and as its tables by name."""
    file = package / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    change(descriptor, {r["name"]: r.get("schema") for r in descriptor["resources"]})
    file.write_text(json.dumps(descriptor), encoding="utf-8")
    return told(package)


def test_a_descriptor_must_say_which_version_it_describes_and_of_which_day(package: Path) -> None:
    assert descriptor_of(package, lambda whole, tables: [whole.pop("version"), whole.pop("created")]) == [
        'datapackage.json: "version" is not given; write the number of this version of the data: 1.0.0',
        'datapackage.json: "created" is not given; write the day of this version of the data: YYYY-MM-DD',
    ]


def test_a_descriptor_may_not_ask_less_than_ours(package: Path, spoil: Callable[..., Path]) -> None:
    spoil("actions", "BY-2019-01", title="", date_basis="guessed")
    spoil("outputs", "BY-N01", value="-1")
    spoil("action_organisations", "BY-2019-01", role="hero")
    spoil("demand_addressees", "BY-D01", organisation_id="nobody")
    before = told(package)

    def loosen(_: object, tables: dict[str, Any]) -> None:
        for schema in filter(None, tables.values()):
            schema.pop("foreignKeys", None)
            for field in schema["fields"]:
                field.pop("constraints", None)

    assert len(before) == 5 and descriptor_of(package, loosen) == before


def test_a_descriptor_may_ask_more_than_ours(package: Path) -> None:
    def tighten(_: object, tables: dict[str, Any]) -> None:
        tables["themes"]["fields"][1]["constraints"] = {"pattern": "^[A-M]"}

    assert "is not written as it should be (pattern ^[A-M])" in descriptor_of(package, tighten)[0]


def test_translations_of_every_language_are_tables_of_one_kind(package: Path) -> None:
    def rename(whole: dict[str, Any], tables: dict[str, Any]) -> None:
        translated = next(r for r in whole["resources"] if r["name"] == "translations_ru")
        translated["name"] = "translations_klingon"
        del tables["translations_ru"]["fields"][3]

    assert descriptor_of(package, rename)[:2] == [
        'datapackage.json: "translations_klingon.text" is a column that is not described',
        'datapackage.json: "translations_klingon" does not end in the code of a language',
    ]


def test_things_that_are_no_package_are_told(tmp_path: Path) -> None:
    assert told(tmp_path / "nowhere") == ["nowhere: there is no such file or folder"]
    for name in ("a.txt", "b.zip", "c.xlsx"):
        (tmp_path / name).write_bytes(b"hello")
        assert len(told(tmp_path / name)) == 1
    (tmp_path / "empty").mkdir()
    assert "actions.csv: missing; the package needs it" in told(tmp_path / "empty")
    with zipfile.ZipFile(tmp_path / "d.xlsx", "w") as archive:
        archive.writestr("hello", "hello")
    assert len(told(tmp_path / "d.xlsx")) == 1


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_zip_is_told(package: Path, tmp_path: Path, packing: int) -> None:
    whole = tmp_path / "whole.ZIP"
    with zipfile.ZipFile(whole, "w", packing) as archive:
        for file in sorted(package.rglob("*.*")):
            archive.write(file, file.relative_to(package))
    assert told(whole) == []
    content = whole.read_bytes()
    for start in range(0, len(content), len(content) // 12):
        bad = bytearray(content)
        bad[start : start + 8] = bytes(255 - byte for byte in bad[start : start + 8])
        (tmp_path / "bad.ZIP").write_bytes(bad)
        assert all("workbook" not in line for line in told(tmp_path / "bad.ZIP"))
    (tmp_path / "bad.ZIP").write_bytes(content[:-1])
    assert "not a ZIP" in told(tmp_path / "bad.ZIP")[0]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b"</sheetDat"),  # parsed only when its rows are asked for
        ("xl/worksheets/sheet1.xml", b'r="A2"', b'r="?2"'),
    ],
)
def test_a_damaged_workbook_is_told(tmp_path: Path, part: str, old: bytes, new: bytes) -> None:
    book = openpyxl.Workbook()
    book.active.title = "actions"
    book.active.append(["action_id", "title"])
    book.active.append(["BY-2019-01", "Picket"])
    book.save(tmp_path / "whole.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "whole.xlsx") as whole,
        zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as bad,
    ):
        for name in whole.namelist():
            bad.writestr(name, whole.read(name).replace(old, new, 1) if name == part else whole.read(name))
        assert old in whole.read(part)
    (line,) = told(tmp_path / "bad.xlsx")
    assert line.startswith("bad.xlsx: the file is not a workbook that can be read")


def _as(package: Path, name: str, change: Callable[[str], str]) -> None:
    file = package / f"{name}.csv"
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")


def test_semicolons_of_a_localised_spreadsheet_are_read(package: Path) -> None:
    frame = pd.read_csv(package / "actions.csv", dtype=str, keep_default_na=False)
    frame["places_complete"] = frame["places_complete"].map({"true": "ИСТИНА", "false": "ЛОЖЬ"})
    frame.to_csv(package / "actions.csv", index=False, sep=";")
    assert told(package) == []
    assert load(package)["actions"]["places_complete"].tolist() == [
        value == "ИСТИНА" for value in frame["places_complete"]
    ]


def test_a_first_line_that_names_the_separator_is_passed_over(package: Path) -> None:
    _as(package, "places", lambda text: f"sep=,\n{text}")
    assert told(package) == []
    _as(package, "places", lambda text: text.replace("BY", "XX", 1))
    assert told(package)[0].startswith("places.csv row 3 ")  # as a spreadsheet counts


def test_a_letter_of_another_alphabet_is_named_with_its_place(package: Path) -> None:
    _as(package, "actions", lambda text: text.replace("KZ-2019-02", "КZ-2019-02", 1))
    assert "holds a Cyrillic К at position 1" in "\n".join(told(package))
    _as(package, "actions", lambda text: text.replace("КZ-2019-02", "KZ-2019-02\u200b", 1))
    assert "an unseen character at position 11 (zero width space)" in "\n".join(told(package))


def test_a_package_of_an_earlier_dictionary_is_as_good_as_it_was(package: Path) -> None:
    for name, gone in (("organisations", ["other_names", "led_by"]), ("themes", ["other_names"])):
        frame = pd.read_csv(package / f"{name}.csv", dtype=str, keep_default_na=False)
        frame.drop(columns=[column for column in gone if column in frame]).to_csv(package / f"{name}.csv", index=False)
    for name in ("outcome_themes", "policy_fact_themes"):
        (package / f"{name}.csv").unlink()
    assert told(package) == []
    assert load(package)["organisations"]["led_by"].unique().tolist() == ["not_stated"]


def test_counts_that_nobody_can_have_counted_are_refused(package: Path) -> None:
    frame = pd.read_csv(package / "actions.csv", dtype=str, keep_default_na=False)
    counted = frame["participants_min"] != ""
    frame.loc[counted, "participants_min"] = "999999999999999999"
    frame.to_csv(package / "actions.csv", index=False)
    assert any("more than anybody can have counted" in line for line in told(package))


def test_a_zip_with_backslashes_in_its_names_is_read(package: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        for file in sorted(package.rglob("*")):
            if file.is_file():
                info = zipfile.ZipInfo("x")
                info.filename = str(file.relative_to(package)).replace("/", "\\")
                archive.writestr(info, file.read_bytes())
    assert told(tmp_path / "old.zip") == []


def test_a_sheet_may_be_named_in_another_case_and_one_far_cell_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Actions "
    book.active.append(["action_id", "title"])
    book.save(tmp_path / "case.xlsx")
    assert not any(line.startswith("sheet actions: missing") for line in told(tmp_path / "case.xlsx"))
    book.active["XFD1048576"] = "far"
    book.save(tmp_path / "far.xlsx")
    (line,) = told(tmp_path / "far.xlsx")
    assert "row 1,048,576, column 16,384" in line
