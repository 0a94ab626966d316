"""The views that files are tried on, and a file of a view."""

from __future__ import annotations

from pathlib import Path

from conftest import ROOT, SMALL
from dashboard.exports import FORMATS
from dashboard.i18n import Translator
from dashboard.package import dataset as data
from dashboard.query import addresses
from dashboard.query.filters import Filters
from dashboard.query.selection import Selection, select

SHIPPED = ROOT / "data"

# The views that every format is tried on: the package, the filters, the language.
VIEWS = [
    (SMALL, "", "en"),
    (SMALL, "", "ru"),
    (SMALL, "theme=naloxone&theme=human_rights&theme_mode=all", "ru"),
    (SMALL, "country=BY&counted=1", "en"),
    (SMALL, "from=2019-06-20&to=2019-06-26", "ru"),
    (SMALL, "q=а", "en"),
    (SMALL, "theme=human_rights&from=2030-01-01", "en"),  # nothing at all
    (SHIPPED, "", "ru"),
    (SHIPPED, "theme=naloxone", "en"),
    (SHIPPED, "country=KZ", "ru"),
]


def pairs(query: str) -> list[tuple[str, str]]:
    return [(name, value) for name, _, value in (part.partition("=") for part in query.split("&")) if value]


def viewed(query: str, language: str = "en", path: Path = SMALL) -> tuple[Selection, Translator, str]:
    own = data.cached(path).in_language(language)
    filters, unknown = Filters.from_query(pairs(query), own)
    assert not unknown
    return select(filters, own), Translator(language), addresses.file_link(filters, language)


def rendered(name: str, selection: Selection, t: Translator) -> bytes:
    return FORMATS[name].render(selection, t, addresses.file_link(selection.filters, t.language))


def ids(selection: Selection) -> list[str]:
    return sorted(selection["actions"]["action_id"])
