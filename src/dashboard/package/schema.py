"""The data dictionary: `datapackage.json` read into records.

Everything that names, checks or explains a column asks these records; nothing else knows the columns.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# What neither XML nor a printer takes: a Word file, slides or a workbook could not hold it.
UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

WORDS = ("name", "title", "description", "value", "label")  # parts that are texts wherever they stand
FIELD_TYPES = ("string", "integer", "number", "date", "boolean", "year")
NUMBERS = ("integer", "number", "year")
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
class Words:
    """What a person reads of a resource, be it a table or a map."""

    title: str
    description: str


@dataclass(frozen=True)
class Package:
    """The whole descriptor: what the dataset is, under which terms, and its tables by name.

    `words` tells of every resource, also of one that is none of our tables; `geo` are the paths of the
    GeoJSON files by resource name. `raw` is the descriptor as it was read, for whoever writes it again and for
    nobody else.
    """

    name: str
    title: str
    description: str
    version: str
    created: dt.date | None  # the day of this version, where the descriptor names one
    licenses: tuple[Mapping[str, Any], ...]
    sources: tuple[Mapping[str, Any], ...]
    contributors: tuple[Mapping[str, Any], ...]
    homepage: str
    file_prefix: str  # how the names of files begin
    campaign_days: tuple[dt.date, ...]  # one a year, for the line in a calendar
    resources: dict[str, Table]
    words: dict[str, Words]
    raw: dict[str, Any] = field(repr=False)
    geo: dict[str, str] = field(default_factory=dict)

    def like(self, name: str) -> Table | None:
        """The table of that name; for the translations of any language, those that stand here."""
        if name.startswith(TRANSLATIONS):
            return next((t for n, t in self.resources.items() if n.startswith(TRANSLATIONS)), None)
        return self.resources.get(name)

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


def read_json(content: bytes) -> Any:
    """What a JSON file holds. ValueError or RecursionError if that cannot be read, or not be written again.

    Python reads more than JSON: numbers that are none, halves of characters.
    """

    def refuse(word: str) -> None:
        raise ValueError(f"{word} is no number")

    read = json.loads(content.decode("utf-8-sig"), parse_constant=refuse)
    json.dumps(read, ensure_ascii=False).encode()
    return read


def parse_schema(content: bytes) -> Package:
    """The records of the bytes of a `datapackage.json`. SchemaError if they cannot be used."""
    try:
        raw = read_json(content)
    except UnicodeDecodeError as error:
        raise SchemaError("the file is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise SchemaError(f"the file is not JSON: line {error.lineno}, {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise SchemaError("the file is not JSON that can be read") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("resources"), list):
        raise SchemaError("the file has no list of resources")
    try:
        resources = _objects(raw, "resources", "the package", needs=("name",))
        _different([r["name"] for r in resources], "resources")
        contributors = _objects(raw, "contributors", "the package")
        for contributor in contributors:
            _texts(contributor, "roles", "a contributor")
        licences = _objects(raw, "licenses", "the package")
        if not all(licence.get("name") or licence.get("title") for licence in licences):
            raise SchemaError("one of the licenses of the package lacks name")
        sources = _objects(raw, "sources", "the package", needs=("title",))
        for credited in (*licences, *sources):
            _text(credited, "path", "one of the licenses or sources")
        return Package(
            name=_text(raw, "name", "the package"),
            title=_text(raw, "title", "the package"),
            description=_text(raw, "description", "the package"),
            version=_text(raw, "version", "the package"),
            created=_day(str(raw["created"]).split("T")[0], "created") if "created" in raw else None,
            licenses=tuple(licences),
            sources=tuple(sources),
            contributors=tuple(contributors),
            homepage=_address(raw, "homepage"),
            file_prefix=_text(raw, "filePrefix", "the package"),
            campaign_days=tuple(_day(day, "campaignDays") for day in _texts(raw, "campaignDays", "the package")),
            resources={r["name"]: _table(r) for r in resources if "schema" in r},
            words={r["name"]: Words(r.get("title", r["name"]), r.get("description", "")) for r in resources},
            raw=raw,
            geo={r["name"]: _path(r) for r in resources if r.get("format") == "geojson"},
        )
    except SchemaError:
        raise
    except KeyError as error:
        raise SchemaError(f"a resource or a column lacks {error}") from error
    except (TypeError, AttributeError, ValueError) as error:
        raise SchemaError(f"a resource is not described as the standard asks ({error})") from error


def _table(resource: Mapping[str, Any]) -> Table:
    name, schema = resource["name"], resource["schema"]
    if not isinstance(schema, dict):
        raise TypeError(f"the schema of {name} stands elsewhere")
    fields = _objects(schema, "fields", name, needs=("name",))
    _different([f["name"] for f in fields], f"columns of {name}")
    return Table(
        name=name,
        path=_path(resource),
        title=resource.get("title", name),
        description=resource.get("description", ""),
        fields=tuple(_field(f) for f in fields),
        primary_key=_names(schema.get("primaryKey", ())),
        foreign_keys=tuple(_foreign_key(k) for k in _objects(schema, "foreignKeys", name)),
    )


def _foreign_key(described: Mapping[str, Any]) -> ForeignKey:
    reference = described["reference"]
    key = ForeignKey(_names(described["fields"]), reference["resource"], _names(reference["fields"]))
    if not isinstance(key.table, str) or not key.fields or len(key.fields) != len(key.columns):
        raise ValueError("a foreign key does not name a table and as many of its columns")
    return key


def _path(resource: Mapping[str, Any]) -> str:
    """The path of a resource's one file, inside the package and nowhere else."""
    path = resource["path"]
    if not isinstance(path, str):
        raise ValueError(f"the path of {resource['name']} must be one file")
    if path.startswith("/") or "\\" in path or ":" in path or ".." in path.split("/"):
        raise ValueError(f"the path of {resource['name']} leads out of the package")
    return path


def _field(described: Mapping[str, Any]) -> Field:
    name, rules = described["name"], described.get("constraints", {})
    column = f"the column {name}"
    kind = described.get("type", "string")
    if kind not in FIELD_TYPES:
        raise ValueError(f"{column} has the type {kind}; known are {', '.join(FIELD_TYPES)}")
    if "pattern" in rules:
        try:
            re.compile(rules["pattern"])
        except re.error as error:
            raise ValueError(f"the pattern of {column} cannot be read: {error}") from error
    return Field(
        name=name,
        type=kind,
        title=described.get("title", name),
        description=described.get("description", ""),
        required=_flag(rules, "required", column),
        unique=_flag(rules, "unique", column),
        # Of a column that is no text, the standard lets a list of numbers stand there too.
        enum=_texts(rules, "enum", column) if kind == "string" else (),
        categories=tuple(
            Category(c["value"], c.get("label", c["value"]))
            for c in (_objects(described, "categories", column, needs=("value",)) if kind == "string" else ())
        ),
        pattern=rules.get("pattern"),
        minimum=_bound(rules, "minimum", column) if kind in NUMBERS else None,
        maximum=_bound(rules, "maximum", column) if kind in NUMBERS else None,
    )


def _names(value: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    names = (value,) if isinstance(value, str) else tuple(value)
    if not all(isinstance(name, str) for name in names):
        raise TypeError(f"{value} does not name columns")
    return names


# The parts of a descriptor by their kind. `of` says in a message whose part it is.


def _text(described: Mapping[str, Any], part: str, of: str) -> str:
    text = described.get(part, "")
    if not isinstance(text, str):
        raise SchemaError(f"{part} of {of} must be a text in quotation marks")
    if UNPRINTABLE.search(text):
        raise SchemaError(f"{part} of {of} holds a character that cannot be printed")
    return text


def _texts(described: Mapping[str, Any], part: str, of: str) -> tuple[str, ...]:
    texts = described.get(part, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise SchemaError(f"{part} of {of} must be a list of texts in quotation marks")
    return tuple(texts)


def _objects(described: Mapping[str, Any], part: str, of: str, needs: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """The objects of a list; what they need is there, and what they say of themselves is text."""
    found = described.get(part, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise SchemaError(f"{part} of {of} must be a list of objects in braces")
    for one in found:
        for name in WORDS:
            _text(one, name, f"one of the {part} of {of}")
        for name in needs:
            if not one.get(name):
                raise SchemaError(f"one of the {part} of {of} lacks {name}")
    return found


def _different(names: list[str], what: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise SchemaError(f"two of the {what} have the name {name}")


def _flag(rules: Mapping[str, Any], part: str, of: str) -> bool:
    flag = rules.get(part, False)
    if not isinstance(flag, bool):
        raise SchemaError(f"{part} of {of} must be true or false")
    return flag


def _bound(rules: Mapping[str, Any], part: str, of: str) -> float | None:
    """A bound as a number; the standard lets it also be written as a cell would be."""
    try:
        return None if part not in rules else float(rules[part])
    except (TypeError, ValueError, OverflowError) as error:
        raise SchemaError(f"{part} of {of} must be a number") from error


def _address(described: Mapping[str, Any], part: str) -> str:
    address = _text(described, part, "the package")
    if address and not re.fullmatch(r"https?://\S+", address):
        raise SchemaError(f'{part}: "{address}" is not an address; write the whole of it, from https:// on')
    return address


def _day(written: str, part: str) -> dt.date:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
            return dt.date.fromisoformat(written)
    except ValueError:
        pass
    raise SchemaError(f'{part}: "{written}" is not a day; write YYYY-MM-DD')
