"""The descriptor: complete, valid by the reference validator of its standard, and read into records."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from frictionless import Package as Frictionless

from dashboard.package.schema import SchemaError, Words, parse_schema, read_schema
from dashboard.package.validate import descriptor_texts

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
SCHEMA = read_schema(DATA)

# The tables and columns of a package: people who filled in their own rely on them.
COLUMNS = """
sources: source_id, title, publisher, year, language, url, how_to_obtain, sha256, note
actions: action_id, source_id, country, title, summary, action_type, start_date, end_date, date_precision, \
date_basis, date_text, participants_text, participants_min, participants_max, participants_qualifier, \
places_complete, source_section, source_lines
places: place_id, name, name_in_source, other_names, country, geonames_id, latitude, longitude
action_places: action_id, place_id, role, venue
organisations: organisation_id, name, name_in_source, other_names, kind, led_by, country, is_named
action_organisations: action_id, organisation_id, role, source_lines
themes: theme_id, label, other_names, definition
action_themes: action_id, theme_id, basis, source_lines
action_types: action_type, label, other_names, definition
country_names: country, other_names
slogans: slogan_id, action_id, text, source_lines
outputs: output_id, action_id, measure, value, qualifier, unit, source_lines
demands: demand_id, source_id, country, text, directness, source_section, source_lines
demand_actions: demand_id, action_id
demand_themes: demand_id, theme_id
demand_addressees: demand_id, organisation_id
outcomes: outcome_id, kind, text, output_id, follow_up_date, follow_up_text, source_lines
outcome_actions: outcome_id, action_id
outcome_themes: outcome_id, theme_id
policy_facts: fact_id, source_id, country, text, value, unit, law, as_of, source_section, source_lines
policy_fact_themes: fact_id, theme_id
translations_ru: table, row_id, field, text
"""


def test_tables_and_columns_are_those_that_packages_rely_on() -> None:
    lines = (line.split(": ") for line in COLUMNS.strip().splitlines())
    expected = {name: tuple(columns.split(", ")) for name, columns in lines}
    found = {name: table.columns for name, table in SCHEMA.resources.items()}
    for language in set(SCHEMA.languages) - {"ru"}:
        assert found.pop(f"translations_{language}") == found["translations_ru"]
    assert found == expected
    assert SCHEMA.geo == {"countries": "geo/countries.geojson", "lakes": "geo/lakes.geojson"}


@pytest.mark.parametrize("table", SCHEMA.resources.values(), ids=lambda t: t.name)
def test_every_column_is_explained(table) -> None:  # type: ignore[no-untyped-def]
    assert table.title and table.description
    assert table.primary_key and set(table.primary_key) <= set(table.columns)
    for field in table.fields:
        assert field.title and field.description, f"{table.name}.{field.name}"
        assert tuple(c.value for c in field.categories) == field.enum
        assert all(c.label for c in field.categories)
    for key in table.foreign_keys:
        assert set(key.fields) <= set(table.columns)
        assert key.columns == SCHEMA.resources[key.table].primary_key


def test_every_text_of_the_descriptor_is_translated(shipped) -> None:  # type: ignore[no-untyped-def]
    russian = shipped.translations["ru"]
    missing = [text for text in descriptor_texts(SCHEMA) if ("datapackage", *text) not in russian]
    assert missing == []


def test_reference_validator_accepts_our_package() -> None:
    report = Frictionless(str(DATA / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])


def test_reference_validator_accepts_the_handmade_package(package: Path) -> None:
    report = Frictionless(str(package / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])


def test_version_and_terms() -> None:
    assert SCHEMA.raw["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert SCHEMA.name == "eeca-action-atlas"
    assert SCHEMA.version
    assert [licence["name"] for licence in SCHEMA.licenses] == ["CC-BY-4.0"]
    told = " ".join(source["title"] for source in SCHEMA.sources)
    assert "GeoNames" in told and "Natural Earth" in told


def test_a_field_carries_its_rules() -> None:
    actions = SCHEMA.resources["actions"]
    assert actions.primary_key == ("action_id",)
    assert actions["participants_min"].minimum == 0
    assert actions["country"].pattern == "^[A-Z]{2}$"
    assert actions["title"].required and not actions["end_date"].required
    assert "not_reported" in actions["participants_qualifier"].enum
    assert SCHEMA.resources["places"]["latitude"].maximum == 90
    with pytest.raises(KeyError):
        actions["nonsense"]
    assert "ru" in SCHEMA.languages


def resource(**changes: object) -> bytes:
    described = {"name": "a", "path": "a.csv", "schema": {"fields": [{"name": "x"}]}} | changes
    return json.dumps({"resources": [described]}).encode()


def column(**changes: object) -> bytes:
    return resource(schema={"fields": [{"name": "x"} | changes]})


def head(**changes: object) -> bytes:
    return json.dumps({"resources": []} | changes).encode()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"{", "not JSON: line 1"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[]", "no list of resources"),
        (b'{"resources": [1]}', "a list of objects"),
        (b'{"resources": [{"name": "a", "schema": {"fields": []}}]}', "lacks 'path'"),
        (resource(schema="elsewhere.json"), "stands elsewhere"),
        (resource(schema={"fields": [{"name": "x", "type": "colour"}]}), "type colour"),
        (resource(schema={"fields": [{"name": "x", "constraints": {"pattern": "("}}]}), "pattern"),
        (resource(path=["a.csv", "b.csv"]), "one file"),
        (resource(path="../a.csv"), "out of the package"),
        (resource(path="/etc/passwd"), "out of the package"),
        (resource(path="https://example.org/a.csv"), "out of the package"),
        (b'{"resources": [], "version": ' + b"9" * 5000 + b"}", "not JSON that can be read"),
        (b"[" * 100_000, "not JSON that can be read"),
        (b'{"resources": [{"path": "notes.txt"}]}', "one of the resources of the package lacks name"),
        (resource(name=["a"]), "name of one of the resources of the package must be a text"),
        (resource(title=1), "title of one of the resources of the package must be a text"),
        (resource(schema={"fields": [{"name": "x"}, {"name": "x"}]}), "two of the columns of a have the name x"),
        (resource(schema={"fields": [{"name": "x"}], "primaryKey": [["x"]]}), "does not name columns"),
        (
            resource(
                schema={
                    "fields": [{"name": "x"}],
                    "foreignKeys": [{"fields": [], "reference": {"resource": "b", "fields": []}}],
                }
            ),
            "a foreign key does not name",
        ),
        (column(type="number", constraints={"minimum": "low"}), "minimum of the column x must be a number"),
        (column(type="integer", constraints={"maximum": 10**400}), "maximum of the column x must be a number"),
        (column(constraints={"enum": "abc"}), "enum of the column x must be a list"),
        (column(constraints={"required": "no"}), "required of the column x must be true or false"),
        (column(categories=[{"value": 1}]), "value of one of the categories of the column x must be a text"),
        (column(description=None), "description of one of the fields of a must be a text"),
        (head(version=1.0), "version of the package must be a text"),
        (head(title="a\vb"), "title of the package holds a character that cannot be printed"),
        (head(name="\ufffe"), "name of the package holds a character that cannot be printed"),
        (head(keywords=["\ud800"]), "not JSON that can be read"),
        (head(keywords=[float("nan")]), "not JSON that can be read"),
        (head(filePrefix=7), "filePrefix of the package must be a text"),
        (head(homepage=["https://example.org/"]), "homepage of the package must be a text"),
        (head(homepage="our site"), 'homepage: "our site" is not an address; write the whole of it'),
        (head(homepage="javascript:alert()"), "homepage: .* is not an address"),
        (head(created="26 June 2019"), 'created: "26 June 2019" is not a day; write YYYY-MM-DD'),
        (head(created=None), "created: .* is not a day"),
        (head(campaignDays=["26 June 2019"]), 'campaignDays: "26 June 2019" is not a day'),
        (head(campaignDays=["2019W264"]), "campaignDays"),
        (head(campaignDays=None), "campaignDays of the package must be a list of texts"),
        (head(contributors=None), "contributors of the package must be a list of objects"),
        (head(contributors=[{"title": 1}]), "title of one of the contributors of the package must be a text"),
        (head(contributors=[{"title": "A", "roles": None}]), "roles of a contributor must be a list"),
        (head(licenses=[{"path": "https://example.org/"}]), "one of the licenses of the package lacks name"),
        (head(licenses=["CC0"]), "licenses of the package must be a list of objects"),
        (head(sources=[{"path": "https://example.org/"}]), "one of the sources of the package lacks title"),
        (head(sources=[{"title": "A", "path": 1}]), "path of one of the licenses or sources must be a text"),
    ],
)
def test_an_unusable_descriptor_is_refused_in_words(content: bytes, word: str) -> None:
    with pytest.raises(SchemaError, match=word.replace("(", r"\(")):
        parse_schema(content)


def test_bounds_may_be_written_as_a_cell_would_be() -> None:
    bounded = parse_schema(column(type="number", constraints={"minimum": "-90", "maximum": 90}))
    assert (bounded.resources["a"]["x"].minimum, bounded.resources["a"]["x"].maximum) == (-90, 90)
    dated = parse_schema(column(type="date", constraints={"minimum": "2019-01-01"}))
    assert dated.resources["a"]["x"].minimum is None


def test_the_day_of_a_version_may_be_a_date_or_a_time() -> None:
    assert parse_schema(head(created="2026-11-24")).created == dt.date(2026, 11, 24)
    assert parse_schema(head(created="2026-11-24T10:00:00+03:00")).created == dt.date(2026, 11, 24)
    assert parse_schema(head()).created is None


def test_what_the_descriptor_tells_of_the_whole_package() -> None:
    told = parse_schema(
        head(
            campaignDays=["2019-06-26", "2020-06-26"],
            filePrefix="days",
            homepage="https://example.org/atlas",
            contributors=[{"title": "A", "roles": ["publisher"]}],
            resources=[{"name": "notes", "title": "Notes"}, {"name": "a", "path": "a.csv", "description": "All."}],
        )
    )
    assert told.campaign_days == (dt.date(2019, 6, 26), dt.date(2020, 6, 26))
    assert (told.file_prefix, told.homepage) == ("days", "https://example.org/atlas")
    assert told.contributors == ({"title": "A", "roles": ["publisher"]},)
    assert told.words == {"notes": Words("Notes", ""), "a": Words("a", "All.")}
    silent = parse_schema(head())
    assert (silent.campaign_days, silent.file_prefix, silent.homepage, silent.contributors) == ((), "", "", ())


def test_only_who_writes_the_descriptor_again_reads_it_raw() -> None:
    folder = ROOT / "src" / "dashboard"
    readers = {
        str(f.relative_to(folder)) for f in folder.rglob("*.py") if re.search(r"schema(\(\))?\.raw\b", f.read_text())
    }
    assert readers == {"exports/package.py", "package/reading.py"}


def test_a_missing_descriptor_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="missing"):
        read_schema(tmp_path)
