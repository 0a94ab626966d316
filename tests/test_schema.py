"""The descriptor: complete, valid by the reference validator of its standard, and read into records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from frictionless import Package as Frictionless

from dashboard.schema import SchemaError, parse_schema, read_schema
from dashboard.validate import descriptor_texts

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
SCHEMA = read_schema(DATA)

# The tables and columns of the contract, as other people's checks rely on them.
CONTRACT = """
sources: source_id, title, publisher, year, language, url, how_to_obtain, sha256, note
actions: action_id, source_id, country, title, summary, action_type, start_date, end_date, date_precision, \
date_basis, date_text, participants_text, participants_min, participants_max, participants_qualifier, \
places_complete, source_section, source_lines
places: place_id, name, name_in_source, other_names, country, geonames_id, latitude, longitude
action_places: action_id, place_id, role, venue
organisations: organisation_id, name, name_in_source, kind, country, is_named
action_organisations: action_id, organisation_id, role, source_lines
themes: theme_id, label, definition
action_themes: action_id, theme_id, basis, source_lines
action_types: action_type, label, definition
slogans: slogan_id, action_id, text, source_lines
outputs: output_id, action_id, measure, value, qualifier, unit, source_lines
demands: demand_id, source_id, country, text, directness, source_section, source_lines
demand_actions: demand_id, action_id
demand_themes: demand_id, theme_id
demand_addressees: demand_id, organisation_id
outcomes: outcome_id, kind, text, output_id, follow_up_date, follow_up_text, source_lines
outcome_actions: outcome_id, action_id
policy_facts: fact_id, source_id, country, topic, text, value, unit, law, as_of, source_section, source_lines
translations_ru: table, row_id, field, text
"""


def test_tables_and_columns_are_those_of_the_contract() -> None:
    lines = (line.split(": ") for line in CONTRACT.strip().splitlines())
    expected = {name: tuple(columns.split(", ")) for name, columns in lines}
    assert {name: table.columns for name, table in SCHEMA.resources.items()} == expected
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
    assert SCHEMA.languages == ("ru",)


def resource(**changes: object) -> bytes:
    described = {"name": "a", "path": "a.csv", "schema": {"fields": [{"name": "x"}]}} | changes
    return json.dumps({"resources": [described]}).encode()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"{", "not JSON: line 1"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[]", "no list of resources"),
        (b'{"resources": [1]}', "not described"),
        (b'{"resources": [{"name": "a", "schema": {"fields": []}}]}', "lacks 'path'"),
        (resource(schema="elsewhere.json"), "stands elsewhere"),
        (resource(schema={"fields": [{"name": "x", "type": "colour"}]}), "type colour"),
        (resource(schema={"fields": [{"name": "x", "constraints": {"pattern": "("}}]}), "pattern"),
        (resource(path=["a.csv", "b.csv"]), "one file"),
        (resource(path="../a.csv"), "out of the package"),
        (resource(path="/etc/passwd"), "out of the package"),
        (resource(path="https://example.org/a.csv"), "out of the package"),
    ],
)
def test_an_unusable_descriptor_is_refused_in_words(content: bytes, word: str) -> None:
    with pytest.raises(SchemaError, match=word.replace("(", r"\(")):
        parse_schema(content)


def test_a_missing_descriptor_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="missing"):
        read_schema(tmp_path)
