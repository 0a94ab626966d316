"""The data dictionary: `datapackage.json` read into records.

Everything that names, checks or explains a column asks these records; nothing else knows the columns.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FIELD_TYPES = ("string", "integer", "number", "date", "boolean", "year")
TRANSLATIONS = "translations_"  # a resource `translations_ru` holds the Russian of the others


class SchemaError(ValueError):
    """A `datapackage.json` that cannot be used, said in plain words."""


@dataclass(frozen=True)
class Category:
    """One code of a vocabulary column and what a person calls it."""

    value: str
    label: str


@dataclass(frozen=True)
class Field:
    """One column: its name, type, words for people, and what a value must be."""

    name: str
    type: str = "string"
    title: str = ""
    description: str = ""
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values must be found in columns of another table."""

    fields: tuple[str, ...]
    table: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table: its file, its words for people, its columns and keys."""

    name: str
    path: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]

    def __getitem__(self, name: str) -> Field:
        """The column of that name; KeyError if there is none."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(f.name for f in self.fields)


@dataclass(frozen=True)
class Package:
    """The whole descriptor: what the dataset is, under which terms, and its tables by name.

    `geo` are the paths of the GeoJSON files by resource name. `raw` is the descriptor as it was read,
    for whoever hands it on.
    """

    name: str
    title: str
    description: str
    version: str
    licenses: tuple[Mapping[str, Any], ...]
    sources: tuple[Mapping[str, Any], ...]
    resources: dict[str, Table]
    raw: dict[str, Any] = field(repr=False)
    geo: dict[str, str] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages that have a table of translations."""
        return tuple(n.removeprefix(TRANSLATIONS) for n in self.resources if n.startswith(TRANSLATIONS))


def read_schema(path: Path) -> Package:
    """The records of a `datapackage.json`, or of the one in a folder. SchemaError if it cannot be used."""
    path = Path(path)
    file = path / "datapackage.json" if path.is_dir() else path
    try:
        return parse_schema(file.read_bytes())
    except OSError as error:
        raise SchemaError("the file is missing or cannot be read") from error


def parse_schema(content: bytes) -> Package:
    """The records of the bytes of a `datapackage.json`. SchemaError if they cannot be used."""
    try:
        raw = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SchemaError("the file is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise SchemaError(f"the file is not JSON: line {error.lineno}, {error.msg}") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("resources"), list):
        raise SchemaError("the file has no list of resources")
    try:
        described = [r for r in raw["resources"] if "schema" in r]
        return Package(
            name=raw.get("name", ""),
            title=raw.get("title", ""),
            description=raw.get("description", ""),
            version=raw.get("version", ""),
            licenses=tuple(raw.get("licenses", ())),
            sources=tuple(raw.get("sources", ())),
            resources={r["name"]: _table(r) for r in described},
            raw=raw,
            geo={r["name"]: _path(r) for r in raw["resources"] if r.get("format") == "geojson"},
        )
    except KeyError as error:
        raise SchemaError(f"a resource or a column lacks {error}") from error
    except (TypeError, AttributeError, ValueError) as error:
        raise SchemaError(f"a resource is not described as the standard asks ({error})") from error


def _table(resource: Mapping[str, Any]) -> Table:
    schema = resource["schema"]
    if not isinstance(schema, dict):
        raise TypeError(f"the schema of {resource['name']} stands elsewhere")
    return Table(
        name=resource["name"],
        path=_path(resource),
        title=resource.get("title", resource["name"]),
        description=resource.get("description", ""),
        fields=tuple(_field(f) for f in schema["fields"]),
        primary_key=_names(schema.get("primaryKey", ())),
        foreign_keys=tuple(
            ForeignKey(_names(k["fields"]), k["reference"]["resource"], _names(k["reference"]["fields"]))
            for k in schema.get("foreignKeys", ())
        ),
    )


def _path(resource: Mapping[str, Any]) -> str:
    """The path of a resource's one file, inside the package and nowhere else."""
    path = resource["path"]
    if not isinstance(path, str):
        raise ValueError(f"the path of {resource['name']} must be one file")
    if path.startswith("/") or "\\" in path or ":" in path or ".." in path.split("/"):
        raise ValueError(f"the path of {resource['name']} leads out of the package")
    return path


def _field(described: Mapping[str, Any]) -> Field:
    rules = described.get("constraints", {})
    kind = described.get("type", "string")
    if kind not in FIELD_TYPES:
        raise ValueError(f"the column {described['name']} has the type {kind}; known are {', '.join(FIELD_TYPES)}")
    if "pattern" in rules:
        try:
            re.compile(rules["pattern"])
        except re.error as error:
            raise ValueError(f"the pattern of the column {described['name']} cannot be read: {error}") from error
    return Field(
        name=described["name"],
        type=kind,
        title=described.get("title", described["name"]),
        description=described.get("description", ""),
        required=bool(rules.get("required", False)),
        unique=bool(rules.get("unique", False)),
        enum=tuple(rules.get("enum", ())),
        categories=tuple(Category(c["value"], c.get("label", c["value"])) for c in described.get("categories", ())),
        pattern=rules.get("pattern"),
        minimum=rules.get("minimum"),
        maximum=rules.get("maximum"),
    )


def _names(value: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
